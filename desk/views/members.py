"""A member's own pages: what I posted, what I give, who speaks for whom; what needs me now."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format

from common import needs_me
from common.policies import SignedInRequest, is_custodian, requires
from profiles.models import Person
from profiles.policies import is_signed_in
from profiles.queries import improvements
from profiles.services.invitations import link_of, waiting_for
from profiles.services.join_requests import suggested_for

from .. import queries


@requires(is_signed_in, row="P002")
def me(request: SignedInRequest) -> HttpResponse:
    """My things, in a constant number of queries."""
    user = request.user
    person = (
        Person.objects.filter(user=user)
        .select_related("district")
        .prefetch_related("held", "wanted", "ways", "themes")
        .first()
    )
    opportunities = list(queries.my_opportunities(user)[:5])
    offers = list(queries.my_offers(user)[:5])
    return render(
        request,
        "desk/me.html",
        {
            "person": person,
            "next_step": next(iter(improvements(person)), None) if person else None,
            "memberships": user.memberships.select_related("organisation__state"),
            "invitations": [(row, link_of(row)) for row in waiting_for(user)[:5]],
            "suggested": suggested_for(user),
            "opportunities": opportunities,
            "offers": offers,
            "custodian": is_custodian(user),
        },
    )


@requires(is_signed_in, row="P002")
def now(request: SignedInRequest) -> HttpResponse:
    """What needs me now, in every role that I have, the soonest first."""
    found = needs_me.needs(request.user)
    roles = {entry.role for entry in found.entries}
    return render(
        request,
        "desk/now.html",
        {
            "needs": found,
            "needs_me": found.count,
            "rows": [
                {
                    "title": entry.title,
                    "url": entry.url,
                    "kind": needs_me.ROLES[entry.role] if len(roles) > 1 else "",
                    "summary": entry.why,
                    "status": _by(entry),
                }
                for entry in found.entries
            ],
            "crumbs": [{"title": "Your account", "url": "/me/"}, {"title": "What needs you now"}],
        },
    )


def _by(entry: needs_me.Entry) -> dict[str, str]:
    """By when, in words."""
    day = entry.day
    if day is None:
        return {"text": "When you can", "state": ""}
    words = date_format(day, "l j F" if day.year == timezone.localdate().year else "j F Y")
    if entry.is_late:
        return {"text": f"Was due on {words}", "state": "late"}
    return {"text": "By today" if day == timezone.localdate() else f"By {words}", "state": ""}
