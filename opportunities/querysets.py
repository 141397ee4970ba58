"""How rows of opportunities are narrowed."""

from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone

from profiles.querysets import in_good_standing

MOST_NAMED = 100
"""More that change at once are not named one by one: all is read again."""


class OpportunityQuerySet(models.QuerySet):
    """Chainable narrowing of opportunities, of every kind."""

    def update(self, **values: Any) -> int:
        """As Django's, which sends no signal: the lists hear of it in the same transaction."""
        changes: Any = apps.get_model("opportunities", "ListChange").objects
        with transaction.atomic():
            keys = list(self.order_by().values_list("pk", flat=True)[: MOST_NAMED + 1])
            changed = super().update(**values)
            named: list[int | None] = [None] if len(keys) > MOST_NAMED else [*keys]
            changes.bulk_create(changes.model(opportunity_id=key) for key in named)
        return changed

    update.alters_data = True  # type: ignore[attr-defined]

    def public(self) -> "OpportunityQuerySet":
        """Published by a custodian, of an organisation in good standing. Closed ones stay findable."""
        return self.filter(in_good_standing("organisation__"), live=True)

    def asking_for(self, skill_ids) -> "OpportunityQuerySet":
        """Those that ask for any of these skills, with the most of them first."""
        asks = models.Count("requirements", filter=Q(requirements__skill__in=list(skill_ids)))
        return self.annotate(asks=asks).filter(asks__gt=0).order_by("-asks", "-pk")

    def open(self) -> "OpportunityQuerySet":
        """Public, firm, not ended, with a seat left."""
        return self.findable().filter(tentative=False)

    def findable(self) -> "OpportunityQuerySet":
        """The open ones, and those that nobody is sure of yet: what a list shows."""
        today = timezone.localdate()
        return (
            self.public()
            .filter(state__lifecycle="open", state__seats_taken__lt=F("state__seats_cap"))
            .filter(Q(closes__isnull=True) | Q(closes__gte=today))
        )

    def for_next_meeting(self) -> "OpportunityQuerySet":
        """Open ones whose authors ask to talk about them at the next meeting, the first asked on top."""
        asked = self.open().filter(state__for_meeting_at__isnull=False)
        return asked.order_by("state__for_meeting_at", "pk")

    def mine(self, user) -> "OpportunityQuerySet":
        """Those the user sent in, or whose organisation they speak for."""
        return self.filter(
            Q(state__submitted_by=user) | Q(organisation__memberships__user=user)
        ).distinct()

    def for_cards(self) -> "OpportunityQuerySet":
        """With all that a list row shows, in a constant number of queries."""
        shown = self._partnerships().shown()
        requirements: Any = self.model._meta.get_field("requirements").related_model
        needs = requirements.objects.select_related("skill")
        return self.select_related("organisation", "district", "state").prefetch_related(
            models.Prefetch("requirements", queryset=needs),
            models.Prefetch("partners", queryset=shown, to_attr="shown_partners"),
        )

    def naming(self, organisation) -> "OpportunityQuerySet":
        """Those that name this organisation: as the one that posted, or beside it."""
        rows = self._partnerships().shown().filter(organisation=organisation)
        beside = rows.order_by().values("opportunity")
        return self.filter(Q(organisation=organisation) | Q(pk__in=beside))

    def _partnerships(self):
        return self.model._meta.get_field("partners").related_model.objects
