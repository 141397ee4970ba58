"""Registering interest in a challenge, and who has."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from common.forms import ForumForm
from common.idempotency import KeyReused, once
from common.pages import paginate
from common.policies import SignedInRequest, demand, requires, signed_in
from common.states import IllegalMove

from .. import policies_of_interest as policies
from ..models import Interested, Opportunity
from ..services import interest as services
from .visible import visible


def about_interest(request: HttpRequest, thing: Opportunity, *, owner: bool) -> dict[str, Any]:
    """For its page: how many are interested, whether this reader is, and what they may do."""
    mine = Q(user=request.user.pk)
    rows = Interested.objects.filter(opportunity=thing.pk)
    found = rows.aggregate(many=Count("pk"), mine=Count("pk", filter=mine))
    return {
        "interested": found["many"],
        "is_interested": bool(found["mine"]),
        "may_be_interested": not owner and policies.may_register_interest(request.user, thing),
        "interest_form": ForumForm(),
    }


@requires(signed_in, row="P061")
def interest(request: SignedInRequest, kind: str, slug: str) -> HttpResponse:
    """Say it, or take it back: two buttons, no question asked."""
    thing = visible(request, kind, slug)
    demand(policies.may_register_interest(request.user, thing), hidden=not thing.live)
    back = redirect(thing.get_absolute_url())
    form = ForumForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return back
    try:
        with once(form.key, actor=request.user, body=request.POST) as attempt:
            if not attempt.repeated:
                if "withdraw" in request.POST:
                    services.withdraw_interest(thing, by=request.user)
                    said = "You are off the list."
                else:
                    services.register_interest(thing, by=request.user)
                    said = "They know that you are interested. You can take it back at any time."
                messages.success(request, said)
    except (IllegalMove, KeyReused) as error:
        messages.warning(request, str(error))
    return back


@requires(signed_in, row="P062", hidden=True)
def interested(request: SignedInRequest, kind: str, slug: str) -> HttpResponse:
    """Names, for its organisation and custodians; for whoever is interested, their own."""
    thing = visible(request, kind, slug)
    rows = Interested.objects.filter(opportunity=thing.pk).select_related("user")
    sees_all = policies.may_see_interested(request.user, thing)
    if not sees_all:
        rows = rows.filter(user=request.user)
        demand(rows.exists(), hidden=True)
    context = {
        "opportunity": thing,
        "page": paginate(request, rows.order_by("-created", "-pk"), 50),
        "sees_all": sees_all,
    }
    response = render(request, "opportunities/interested.html", context)
    response["Cache-Control"] = "no-store"
    return response
