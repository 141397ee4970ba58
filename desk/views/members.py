"""A member's own page: what I posted, what I give, who speaks for whom, where I stand."""

from django.http import HttpResponse
from django.shortcuts import render

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
