"""Finds what other apps offer by name, so that arrows between apps keep pointing down."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.module_loading import autodiscover_modules


class CommonConfig(AppConfig):
    """The ground floor: outbox, mails, policies, moderation, invariants, checks."""

    name = "common"
    label = "common"
    verbose_name = "Common"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from common import boot, policy_checks  # noqa: F401  (importing registers the checks)

        pre_migrate.connect(boot.without_time_limit, sender=self)
        post_migrate.connect(boot.with_time_limit, sender=self)
        autodiscover_modules(
            "tasks",
            "invariants",
            "desk_panels",
            "expiring",
            "whats_new",
            "needs_me",
            "search_kinds",
            "evidence_kinds",
            "notification_kinds",
            "receivers",
            "personal_data",
        )
