"""A second address of an account, proved by its own mailbox and waiting for a yes from the main one."""

import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone

from ..choices import AddressAnswer

GOOD_FOR = datetime.timedelta(days=3)


def _ends() -> datetime.datetime:
    return timezone.now() + GOOD_FOR


class AddressQuestionQuerySet(models.QuerySet):
    """Chainable narrowing of questions."""

    def open(self) -> "AddressQuestionQuerySet":
        """Those that can still be answered."""
        return self.filter(answer=AddressAnswer.WAITING, until__gt=timezone.now())


class AddressQuestion(models.Model):
    """“May this address be added?”, asked of the main address of an account.

    The new address opens nothing until the answer is yes: no row of it lies among the addresses that
    can sign in or get a new password.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="address_questions"
    )
    address = models.EmailField(max_length=254)
    answer = models.CharField(
        max_length=8, choices=AddressAnswer.choices, default=AddressAnswer.WAITING
    )
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    until = models.DateTimeField(default=_ends)
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = AddressQuestionQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        verbose_name_plural = "questions about addresses"

    def __str__(self) -> str:
        return f"Question {self.pk} to account {self.user_id}"
