"""How many people a host takes in a round: a page for its leads, and the same one at the desk."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from common.policies import SignedInRequest, requires
from profiles.policies import is_signed_in

from ..forms.round_hosts import LimitsForm
from ..models import Round, RoundHost, RoundPlace, RoundSupervisor
from ..policies.rounds import may_limit, may_plan
from ..queries import rounds as queries
from ..services import rounds as services
from . import desk_rounds, rounds
from .round_sending import carried_out, status


@requires(is_signed_in, row="P090")
def limits(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """For a lead of the organisation."""
    round_, host = _host(request, slug, pk)
    back = reverse("matching:hosting", args=[round_.slug])
    title = "How many people you take"
    return _page(request, round_, host, back, title, rounds.trail(round_, title))


@requires(may_plan, row="P089")
def desk_limits(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """For a custodian who does not belong to it."""
    round_, host = _host(request, slug, pk)
    back = desk_rounds.at("desk_round_places", round_)
    title = "How many people this host takes"
    return _page(request, round_, host, back, title, desk_rounds.trail(round_, title))


def _host(request: SignedInRequest, slug: str, pk: int) -> tuple[Round, RoundHost]:
    round_ = queries.one_round(slug, request.user)
    host = (
        RoundHost.objects.filter(round=round_, pk=min(pk, 2**63 - 1), places__is_in=True)
        .select_related("organisation", "round")
        .first()
    )
    if host is None or not may_limit(request.user, host):
        raise Http404(rounds.NOT_THERE)
    return round_, host


def _page(
    request: SignedInRequest, round_: Round, host: RoundHost, back: str, heading: str, crumbs: Any
) -> HttpResponse:
    def make(data: Any) -> LimitsForm:
        row = RoundHost.objects.get(pk=host.pk)
        known = dict(RoundSupervisor.objects.filter(host=row).values_list("user_id", "quota"))
        found = [
            (user.pk, user.name or "One supervisor", known.get(user.pk))
            for user in services.supervisors_of(row)
        ]
        places = row.places.filter(is_in=True).select_related("opportunity")
        leasts = [
            (one.pk, one.opportunity.title, one.least)
            for one in places.order_by("opportunity__title", "pk")
        ]
        return LimitsForm(data, quota=row.quota, supervisors=found, places=leasts)

    form = make(request.POST if request.method == "POST" else None)

    def change(place: RoundPlace) -> None:
        try:
            services.change_place(place, by=request.user, least=form.least[place.pk])
        except services.Refused as error:
            raise services.Refused(str(error), f"least_{place.pk}") from error

    def save() -> None:
        with transaction.atomic():
            services.set_limits(
                host, by=request.user, quota=form.content["quota"], supervisors=form.supervisors
            )
            for place in host.places.filter(is_in=True, pk__in=list(form.least)):
                if place.least != form.least[place.pk]:
                    change(place)

    if carried_out(request, form, save, now=lambda: make(None)):
        messages.success(request, "Saved.")
        return redirect(back)
    context = {
        "form": form,
        "submit": "Save",
        "page_heading": heading,
        "page_kind": host.organisation.name,
        "page_lede": "Beyond the seats of each placement. It can be changed until applicants begin to "
        "rank. Who supervises a placement is said with the placement.",
        "cancel_url": back,
        "crumbs": crumbs,
    }
    return render(request, desk_rounds.FORM, context, status=status(form))
