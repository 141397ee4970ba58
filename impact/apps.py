"""The app's configuration."""

from django.apps import AppConfig


class ImpactConfig(AppConfig):
    """Outcomes of introductions, placements and events."""

    name = "impact"
    verbose_name = "Outcomes"

    def ready(self) -> None:
        """Files of outcomes lie where people's files lie: nothing of theirs is swept away as lost."""
        from profiles.documents import vault

        from .queries.files import stored_files

        vault.keep("impact.files", stored_files)
