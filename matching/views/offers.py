"""One offer's page of matches for its givers; and asking to use an offer, for whoever needs it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from common.policies import SignedInRequest, demand, requires
from profiles.models import Offer
from profiles.policies import is_signed_in, may_see_offer
from profiles.views.sending import sent

from .. import cards, policies, services
from ..forms import AskToUseForm
from ..models import Introduction
from ..queries import offers as queries


def _offer(slug: str) -> Offer:
    rows = Offer.objects.select_related("organisation__state", "district", "state__owner")
    return get_object_or_404(rows, slug=slug)


@requires(is_signed_in, row="P099")
def fits(request: SignedInRequest, slug: str) -> HttpResponse:
    """Who could use it and why, and what comes close. Strangers get the same 404 as for no such page."""
    offer = _offer(slug)
    demand(policies.may_see_fits(request.user, offer), hidden=True)
    return render(
        request,
        "matching/offer_fits.html",
        {
            "offer": offer,
            "found": queries.fits_of(offer, request.user),
            "facts": cards.offer_facts(offer),
            "skills": offer.skills.select_related("skill"),
            "speaks": policies.speaks_for_offer(request.user, offer),
            "crumbs": [
                {"title": "Offers", "url": "/offers/"},
                {"title": offer.title, "url": offer.get_absolute_url()},
                {"title": "Who could use it"},
            ],
        },
    )


@requires(policies.may_ask_to_use, row="P055")
def ask_to_use(request: SignedInRequest, slug: str) -> HttpResponse:
    """For one of one's challenges or placements that it fits; a custodian asks both sides."""
    offer = _offer(slug)
    demand(may_see_offer(request.user, offer), hidden=True)
    found = queries.could_ask(offer, request.user)
    open_ones = [row for row in found if not row.introduction_id]  # type: ignore[attr-defined]
    posted = request.method == "POST"
    # Sent twice, the one that was asked about is still a choice.
    form = AskToUseForm(request.POST if posted else None, matches=found if posted else open_ones)
    made: list[Introduction] = []

    def ask() -> None:
        chosen = {str(row.pk): row for row in found}[form.cleaned_data["match"]]
        made.append(
            services.propose(
                chosen,
                by=request.user,
                message=form.cleaned_data["message"],
                with_custodian=form.cleaned_data["with_custodian"],
            )
        )

    if sent(request, form, ask):
        messages.success(request, "Asked. You will hear within two weeks at the latest.")
        return redirect(made[0] if made else "matching:introductions")
    status = 422 if form.is_bound else 200
    context = {
        "offer": offer,
        "form": form,
        "may_send": bool(open_ones) or form.is_bound,
        "own": policies.speaks_for_offer(request.user, offer),
        "asked": [row for row in found if row.introduction_id],  # type: ignore[attr-defined]
        "broker": policies.is_broker(request.user),
        "crumbs": [
            {"title": "Offers", "url": "/offers/"},
            {"title": offer.title, "url": offer.get_absolute_url()},
            {"title": "Ask to use it"},
        ],
    }
    return render(request, "matching/offer_ask.html", context, status=status)
