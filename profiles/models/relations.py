"""What joins organisations already, and what should keep two sides apart."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Greatest, Least
from django.utils import timezone

from ..choices import Nature, RelationKind
from .organisations import Organisation


class Relation(models.Model):
    """Two organisations that know each other already: said by one, confirmed by the other, then public.

    The matcher reads confirmed ones, since a new link is worth more than a known one.
    """

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="relations_said"
    )
    other = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="relations_heard"
    )
    kind = models.CharField(max_length=10, choices=RelationKind.choices)
    said_at = models.DateTimeField(default=timezone.now, editable=False)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["said_at", "pk"]
        verbose_name_plural = "relations"
        constraints = [
            models.UniqueConstraint(
                Least("organisation", "other"),
                Greatest("organisation", "other"),
                name="relation_once_for_each_pair",
            ),
            models.CheckConstraint(
                condition=~models.Q(organisation=models.F("other")), name="relation_of_two"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} and {self.other_id}: {self.kind}"


class Interest(models.Model):
    """A declared conflict of interest: keep somebody, or an organisation, apart from another one.

    Seen by those who declared it and by custodians. The matcher never brings the two together, and a
    custodian decides nothing about an organisation they declared.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="interests",
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, null=True, blank=True, related_name="interests"
    )
    about = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="interests_about_it"
    )
    nature = models.CharField(max_length=10, choices=Nature.choices)
    note = models.CharField(max_length=300, blank=True)
    since = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["about__name", "pk"]
        verbose_name_plural = "interests"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(user__isnull=False, organisation__isnull=True)
                | models.Q(user__isnull=True, organisation__isnull=False),
                name="interest_of_one",
            ),
            models.CheckConstraint(
                condition=models.Q(organisation__isnull=True)
                | ~models.Q(organisation=models.F("about")),
                name="interest_in_another",
            ),
            models.UniqueConstraint(
                fields=["user", "about"],
                condition=models.Q(user__isnull=False),
                name="interest_once_for_a_user",
            ),
            models.UniqueConstraint(
                fields=["organisation", "about"],
                condition=models.Q(organisation__isnull=False),
                name="interest_once_for_an_organisation",
            ),
        ]

    def __str__(self) -> str:
        return f"Interest {self.pk}"
