"""What a match, an application or an introduction opens of a person, to whom, and until when."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from ..choices import Scope
from .people import Person


class Disclosure(models.Model):
    """A person shown to a viewer because of something that happened between them.

    Higher apps write it; profile policies read only this; it ends when its cause ends.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="disclosures")
    viewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="disclosures_to"
    )
    scope = models.CharField(max_length=8, choices=Scope.choices)
    cause = models.CharField(max_length=80, help_text="For example introduction:12")
    since = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "disclosures"
        constraints = [
            models.UniqueConstraint(
                fields=["person", "viewer", "scope", "cause"], name="disclosure_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.scope} of {self.person_id} to {self.viewer_id}"
