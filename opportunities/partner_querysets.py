"""How rows of partner organisations are narrowed."""

from django.db import models
from django.db.models import F

from profiles.querysets import in_good_standing

from .partner_choices import IN_FORCE, PartnerKind, PartnerState


class PartnershipQuerySet(models.QuerySet):
    """Chainable narrowing of partnerships."""

    def in_force(self) -> "PartnershipQuerySet":
        """Asked for, or agreed."""
        return self.filter(state__in=IN_FORCE)

    def joined(self) -> "PartnershipQuerySet":
        """Agreed by both sides, whatever became of the organisation since."""
        return self.filter(state=PartnerState.JOINED)

    def cosponsors(self) -> "PartnershipQuerySet":
        """Those of challenges."""
        return self.filter(kind=PartnerKind.COSPONSOR)

    def shown(self) -> "PartnershipQuerySet":
        """Agreed, and named in public: the organisation is in good standing, and not the poster itself.

        The poster may have become the same organisation through a merge.
        """
        return (
            self.joined()
            .filter(in_good_standing("organisation__"))
            .exclude(organisation=F("opportunity__organisation"))
            .select_related("organisation")
            .order_by("answered_at", "pk")
        )
