"""The rows under everything: work to be done, mails, sent forms, the log, signs of life.

Verbs live in the modules beside this one (``outbox``, ``delivery``, ``idempotency``, ``activity``).
The approval task is here because Wagtail finds task types among models.
"""

from __future__ import annotations

import datetime
from typing import Any, NoReturn

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Q
from django.utils import timezone
from wagtail.models import GroupApprovalTask, TaskState


class AppendOnly(TypeError):
    """Somebody tried to change or delete what is only ever added to."""


class ActivityQuerySet(models.QuerySet):
    """Reads only: rows of the log are neither changed nor deleted, not even many at a time."""

    def update(self, **values: Any) -> NoReturn:
        raise AppendOnly("The activity log is append-only.")

    def delete(self) -> NoReturn:
        raise AppendOnly("The activity log is append-only.")

    def bulk_update(self, *args: Any, **values: Any) -> NoReturn:
        raise AppendOnly("The activity log is append-only.")


class ActivityEntry(models.Model):
    """One thing that somebody did. Ids and verbs only, with no foreign key to people."""

    at = models.DateTimeField(default=timezone.now, db_index=True, editable=False)
    actor_id = models.BigIntegerField(null=True, editable=False)
    verb = models.CharField(max_length=80, editable=False)
    about_type = models.CharField(max_length=80, editable=False)
    about_id = models.CharField(max_length=64, editable=False)
    facts = models.JSONField(default=dict, editable=False)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = "activity entry"
        verbose_name_plural = "activity entries"
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["about_type", "about_id"], name="activity_about")]

    def __str__(self) -> str:
        return f"{self.verb} {self.about_type} {self.about_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnly("The activity log is append-only.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly("The activity log is append-only.")


class WorkQuerySet(models.QuerySet):
    """The outbox, narrowed."""

    def unfinished(self) -> WorkQuerySet:
        return self.filter(done_at__isnull=True)

    def stuck(self) -> WorkQuerySet:
        return self.unfinished().filter(stuck_at__isnull=False)

    def due(self, *, now: datetime.datetime | None = None) -> WorkQuerySet:
        """Rows that anybody may claim now: due, not stuck, not under somebody's lease."""
        now = now or timezone.now()
        return (
            self.unfinished()
            .filter(stuck_at__isnull=True, due_at__lte=now)
            .filter(Q(leased_until__isnull=True) | Q(leased_until__lt=now))
        )


class Work(models.Model):
    """Something that must happen, written in the transaction that makes it necessary.

    Changed by :mod:`common.outbox` only.
    """

    kind = models.CharField(max_length=80)
    key = models.CharField(max_length=200, blank=True)
    ids = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    asked = models.PositiveIntegerField(default=1)
    attempts = models.PositiveSmallIntegerField(default=0)
    leased_until = models.DateTimeField(null=True)
    lease_token = models.CharField(max_length=32, blank=True)
    done_at = models.DateTimeField(null=True)
    dropped = models.BooleanField(default=False)
    stuck_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=300, blank=True)

    objects = WorkQuerySet.as_manager()

    class Meta:
        verbose_name = "work"
        verbose_name_plural = "work"
        ordering = ["due_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key"],
                condition=Q(done_at__isnull=True) & ~Q(key=""),
                name="work_one_unfinished_for_each_key",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at", "id"], condition=Q(done_at__isnull=True), name="work_unfinished"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key or self.pk}"

    @property
    def state(self) -> str:
        """One word for people: done, dropped, stuck, running or waiting."""
        if self.done_at:
            return "dropped" if self.dropped else "done"
        if self.stuck_at:
            return "stuck"
        if self.leased_until and self.leased_until > timezone.now():
            return "running"
        return "waiting"


class Message(models.Model):
    """A mail as a row: written with what it tells of, sent afterwards, once for each address."""

    class State(models.TextChoices):
        QUEUED = "queued", "Waiting to be sent"
        SENT = "sent", "Sent"
        WITHHELD = "withheld", "Not sent"
        HELD = "held", "Waits for a letter with others"

    kind = models.CharField(max_length=80)
    key = models.CharField(max_length=200)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="mails",
    )
    address = models.EmailField(max_length=254)
    subject = models.CharField(max_length=250)
    body = models.TextField()
    html = models.TextField(blank=True)
    headers = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "mail"
        verbose_name_plural = "mails"
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key", "address"], name="message_once_for_each_recipient"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class SentForm(models.Model):
    """A form that was sent and answered: the same key gets the same answer again."""

    key = models.CharField(max_length=64)
    actor = models.CharField(max_length=64)
    body_digest = models.CharField(max_length=64)
    answer = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name = "sent form"
        verbose_name_plural = "sent forms"
        constraints = [
            models.UniqueConstraint(fields=["actor", "key"], name="sent_form_once_for_each_key"),
        ]

    def __str__(self) -> str:
        return f"sent form {self.pk}"


class Sign(models.Model):
    """A sign of life: when a named routine last did its work, and what it found."""

    name = models.CharField(max_length=40, unique=True)
    at = models.DateTimeField(default=timezone.now)
    facts = models.JSONField(default=dict)

    class Meta:
        verbose_name = "sign of life"
        verbose_name_plural = "signs of life"

    def __str__(self) -> str:
        return f"{self.name} at {self.at:%Y-%m-%d %H:%M}"

    @classmethod
    def give(cls, name: str, **facts: Any) -> Sign:
        """Note that ``name`` has just worked."""
        return cls.objects.update_or_create(
            name=name, defaults={"at": timezone.now(), "facts": facts}
        )[0]


class IndependentApprovalTask(GroupApprovalTask):
    """Approval by a custodian who has no part in the thing: not its author, not its organisation.

    The thing answers ``conflicts_with(user)``. Superusers are bound by the rule as everybody is.
    """

    class Meta:
        verbose_name = "independent approval task"
        verbose_name_plural = "independent approval tasks"

    def user_can_access_editor(self, obj: Any, user: Any) -> bool:
        return super().user_can_access_editor(obj, user) and not in_conflict(obj, user)

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        return super().locked_for_user(obj, user) or in_conflict(obj, user)

    def user_can_lock(self, obj: Any, user: Any) -> bool:
        return super().user_can_lock(obj, user) and not in_conflict(obj, user)

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, Any, bool]]:
        return [] if in_conflict(obj, user) else super().get_actions(obj, user)

    def on_action(self, task_state: TaskState, user: Any, action_name: str, **kwargs: Any) -> Any:
        draft = task_state.workflow_state.content_object
        if not super().get_actions(draft, user):
            raise PermissionDenied("Only a custodian can decide this.")
        if in_conflict(draft, user):
            raise PermissionDenied("Somebody without a part in this has to decide it.")
        return super().on_action(task_state, user, action_name, **kwargs)

    def get_task_states_user_can_moderate(
        self, user: Any, **kwargs: Any
    ) -> models.QuerySet[TaskState]:
        states = super().get_task_states_user_can_moderate(user, **kwargs)
        refused = [
            state.pk
            for state in states.select_related("workflow_state")
            if in_conflict(state.workflow_state.content_object, user)
        ]
        return states.exclude(pk__in=refused)

    @classmethod
    def get_description(cls) -> str:
        return "Members of the chosen groups can approve what is not their own"


def in_conflict(draft: Any, user: Any) -> bool:
    """Whether ``user`` has a part in ``draft``: sent it in, wrote it, or belongs to its owners."""
    if draft is None or user is None:
        return False
    waiting = getattr(draft, "current_workflow_state", None)
    if waiting is not None and waiting.requested_by_id == user.pk:
        return True
    asks = getattr(draft, "conflicts_with", None)
    return bool(asks and asks(user))


# Django looks for tables here.
from common.mail_tables import MailChoice, QuietHours  # noqa: E402, F401
from common.rest_tables import Hibernation  # noqa: E402, F401
