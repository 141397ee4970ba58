"""Renewing an offer, by a link from a mail or signed in; pausing and resuming it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from common.errors import page
from common.policies import SignedInRequest, demand, public, requires

from .. import policies, renewals, services
from ..models import Offer, User
from ..services.expiry import DatesPassed

SPENT = "This link has done its work, or is no longer good. Sign in to see how your offer stands."


@public("The link is signed, names its reader, and what they may do is asked when it is used.")
def offer_renew_by_link(request: HttpRequest, signed: str) -> HttpResponse:
    """From the mail: one page, one button. Opening it changes nothing."""
    try:
        link = renewals.read(signed)
    except renewals.LinkInvalid:
        return page(request, 404)
    thing = Offer.objects.select_related("state", "organisation").filter(pk=link.offer_id).first()
    reader = User.objects.filter(pk=link.user_id, is_active=True).first()
    if thing is None or reader is None or not policies.may_hand_in_offer(reader, thing):
        return page(request, 404)
    if thing.state.expires_on != link.day or thing.state.lifecycle == "closed" or not thing.live:
        return render(request, "profiles/offer_renew.html", {"spent": SPENT}, status=410)
    return _renew(request, thing, by=reader)


@requires(policies.is_signed_in, row="P054")
def offer_renew(request: SignedInRequest, slug: str) -> HttpResponse:
    """The same, signed in."""
    return _renew(request, _given(request, slug), by=request.user)


def _renew(request: HttpRequest, thing: Offer, *, by: User) -> HttpResponse:
    if request.method != "POST":
        return render(request, "profiles/offer_renew.html", {"offer": thing})
    try:
        services.renew_offer(thing, by=by)
    except DatesPassed as error:
        found = {"offer": thing, "wrong": str(error)}
        return render(request, "profiles/offer_renew.html", found, status=422)
    messages.success(request, "Renewed. We go on looking for somebody it could help.")
    return redirect(thing)


@requires(policies.is_signed_in, row="P054")
def offer_pause(request: SignedInRequest, slug: str) -> HttpResponse:
    """Pause what is open, resume what is paused."""
    thing = _given(request, slug)
    if request.method == "POST":
        if thing.state.lifecycle == "paused":
            services.resume_offer(thing, by=request.user)
            messages.success(request, "It is shown again.")
        else:
            services.pause_offer(thing, by=request.user)
            messages.success(request, "Paused. Nobody new is pointed to it until you resume it.")
        return redirect(thing)
    return render(request, "profiles/offer_pause.html", {"offer": thing})


def _given(request: SignedInRequest, slug: str) -> Offer:
    """An offer that the reader may see and may hand in."""
    thing = get_object_or_404(
        Offer.objects.select_related("organisation__state", "state"), slug=slug
    )
    demand(policies.may_see_offer(request.user, thing), hidden=True)
    demand(policies.may_hand_in_offer(request.user, thing))
    return thing
