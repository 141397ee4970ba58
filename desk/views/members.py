"""A member's own page: what I posted, what I give, who speaks for whom, where I stand."""

from django.http import HttpResponse
from django.shortcuts import render

from common.policies import SignedInRequest, is_custodian, requires
from profiles.models import Person
from profiles.policies import is_signed_in

from .. import queries


@requires(is_signed_in, row="P002")
def me(request: SignedInRequest) -> HttpResponse:
    """My things, in a constant number of queries."""
    user = request.user
    person = (
        Person.objects.filter(user=user)
        .select_related("district")
        .prefetch_related("held", "wanted")
        .first()
    )
    opportunities = list(queries.my_opportunities(user)[:5])
    offers = list(queries.my_offers(user)[:5])
    return render(
        request,
        "desk/me.html",
        {
            "person": person,
            "next_step": _next_step(person),
            "memberships": user.memberships.select_related("organisation__state"),
            "opportunities": opportunities,
            "offers": offers,
            "custodian": is_custodian(user),
        },
    )


def _next_step(person: Person | None) -> dict[str, str] | None:
    """The one thing that would help a person most, or nothing."""
    if person is None:
        return None
    if not list(person.held.all()):
        return {
            "text": "Say what you can do, and we can look for work that fits.",
            "step": "skills",
        }
    if not list(person.wanted.all()):
        return {
            "text": "Say what you want to learn, and we can look for work that teaches it.",
            "step": "learn",
        }
    if person.visibility == "private":
        return {
            "text": "You are hidden, so nobody can be matched with you. Choose who may see you.",
            "step": "seen",
        }
    return None
