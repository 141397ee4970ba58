"""A second organisation in a challenge or a placement, and what it brings."""

from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.urls import reverse

from profiles.models import Organisation

from ..partner_choices import IN_FORCE, MOST_SEATS_ADDED, PartnerKind, PartnerState, Weekday
from ..partner_querysets import PartnershipQuerySet


class Partnership(models.Model):
    """Another organisation that asked to be part, was asked, is part, or was. Only services write it."""

    opportunity = models.ForeignKey(
        "opportunities.Opportunity", on_delete=models.CASCADE, related_name="partners"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="partnerships"
    )
    kind = models.CharField(max_length=10, choices=PartnerKind.choices)
    state = models.CharField(
        max_length=10, choices=PartnerState.choices, default=PartnerState.ASKED, db_index=True
    )
    words = models.TextField(max_length=2000)
    seats = models.PositiveSmallIntegerField(
        default=0, validators=[MaxValueValidator(MOST_SEATS_ADDED)]
    )
    data_note = models.TextField(max_length=2000, blank=True)
    host_days = models.JSONField(default=list, blank=True)
    partner_days = models.JSONField(default=list, blank=True)
    host_hours = models.PositiveSmallIntegerField(null=True, blank=True)
    partner_hours = models.PositiveSmallIntegerField(null=True, blank=True)
    reason = models.TextField(max_length=1000, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    asked_at = models.DateTimeField(auto_now_add=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = PartnershipQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["opportunity", "organisation"],
                condition=models.Q(state__in=[str(state) for state in IN_FORCE]),
                name="partner_once",
            ),
            models.UniqueConstraint(
                fields=["opportunity"],
                condition=models.Q(kind="shares", state__in=[str(state) for state in IN_FORCE]),
                name="placement_shared_by_two",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} in opportunity {self.opportunity_id}"

    def get_absolute_url(self) -> str:
        kind = "challenge" if self.kind == PartnerKind.COSPONSOR else "placement"
        return reverse(f"opportunities:{kind}_partner", args=[self.opportunity.slug, self.pk])

    @property
    def look(self) -> str:
        """How its state is drawn."""
        return "done" if self.state == PartnerState.JOINED else ""

    @property
    def host_share(self) -> str:
        """``Monday, Tuesday, 15 hours a week`` of the one that posted it."""
        return _share(self.host_days, self.host_hours)

    @property
    def partner_share(self) -> str:
        """The same of the other."""
        return _share(self.partner_days, self.partner_hours)


def _share(days: list[str], hours: int | None) -> str:
    named = ", ".join(label for value, label in Weekday.choices if value in days)
    return f"{named}: {hours} hour{'' if hours == 1 else 's'} a week"


class HasPartners(models.Model):
    """Mixin: what an opportunity says of its partner organisations."""

    class Meta:
        abstract = True

    @property
    def together(self) -> list[Any]:
        """The partnerships that are named in public; a list reads them for all its rows at once."""
        if not hasattr(self, "shown_partners"):
            self.shown_partners = list(Partnership.objects.shown().filter(opportunity=self.pk))
        return self.shown_partners

    @property
    def hosts(self) -> str:
        """``Pantry``, ``Pantry with the Library``: the one that posted it, and whoever is in it beside it."""
        name = str(self.organisation.name)  # type: ignore[attr-defined]
        beside = [row.organisation.name for row in self.together]
        if not beside:
            return name
        last = [", ".join(beside[:-1]), beside[-1]] if beside[1:] else beside
        return f"{name} with {' and '.join(last)}"

    @property
    def host_ids(self) -> list[int]:
        """The organisation that posts it, and any that is asked or agreed to be part of it."""
        beside = Partnership.objects.in_force().filter(opportunity=self.pk)
        return [self.organisation_id, *beside.values_list("organisation", flat=True)]  # type: ignore[attr-defined]

    @property
    def partner_names(self) -> str:
        """Their names, for the search index."""
        rows = Partnership.objects.shown().filter(opportunity=self.pk)
        return " ".join(row.organisation.name for row in rows)
