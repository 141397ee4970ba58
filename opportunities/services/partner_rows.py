"""One partnership, held for writing; what follows when it changed; who hears of it."""

from common.activity import record
from common.delivery import notify
from profiles.choices import Role
from profiles.models import User

from ..models import OpportunityState, Partnership
from ..partner_choices import PartnerKind
from ..signals import partners_changed
from .lifecycle import pool_places


def changed(row: Partnership, what: str, *, by: User | None) -> None:
    """Count places anew, and say so to lists and the search."""
    record(
        f"opportunities.partner_{what}",
        by=by,
        about=row.opportunity,
        organisation_id=row.organisation_id,
    )
    if row.kind == PartnerKind.COSPONSOR:
        pool_places(row.opportunity)
    partners_changed.send(Partnership, opportunity_id=row.opportunity_id)


def lock(partnership: Partnership) -> Partnership:
    """Read anew behind the lock that every change of the opportunity takes."""
    OpportunityState.objects.select_for_update().get(pk=partnership.opportunity_id)
    return Partnership.objects.select_related(
        "organisation__state", "opportunity__organisation__state", "opportunity__state"
    ).get(pk=partnership.pk)


def leads(organisation_id: int) -> set[User]:
    """Those who lead it and whose sign-in is in use."""
    return set(
        User.objects.filter(
            memberships__organisation=organisation_id, memberships__role=Role.LEAD, is_active=True
        )
    )


def side_asked(row: Partnership) -> set[User]:
    """Leads of whoever answers: of a challenge its poster, of a placement the partner."""
    shares = row.kind == PartnerKind.SHARES
    return leads(row.organisation_id if shares else row.opportunity.organisation_id)


def side_asking(row: Partnership) -> set[User]:
    """Leads of the other."""
    shares = row.kind == PartnerKind.SHARES
    return leads(row.opportunity.organisation_id if shares else row.organisation_id)


def tell(row: Partnership, what: str, *, to: set[User], by: User | None, **words: bool) -> None:
    """A mail to each of them but whoever did it."""
    for user in sorted(to - {by}, key=lambda one: one.pk):
        notify(
            f"opportunities_partner_{what}",
            to=user,
            key=f"{row.pk}:{row.state}",
            title=row.opportunity.title,
            organisation=row.organisation.name,
            host=row.opportunity.organisation.name,
            shares=row.kind == PartnerKind.SHARES,
            said=row.words if what == "asked" else row.reason,
            path=row.get_absolute_url(),
            **words,
        )
