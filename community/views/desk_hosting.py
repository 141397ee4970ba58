"""The desk's room for hosting: offers to answer, the rota, calls."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from common.policies import SignedInRequest, requires
from common.states import IllegalMove
from profiles.views.sending import sent

from ..choices.hosting import HostOfferState
from ..forms.hosting import HostCallForm, HostDecisionForm
from ..models import HostCall, HostOffer
from ..policies.hosting import may_decide_host_offer
from ..policies.meetings import may_hold_meetings
from ..queries import rota
from ..services import hosting as verbs

DESK = {"title": "The desk", "url": "/desk/"}
HOSTING = {"title": "Hosting", "url": "/desk/hosting/"}
SHOWN = 50


@requires(may_hold_meetings, row="P132")
def room(request: SignedInRequest) -> HttpResponse:
    """What waits, whose turn it is, who hosted."""
    return render(
        request,
        "community/desk_hosting.html",
        {
            "offers": rota.waiting_offers()[:SHOWN],
            "turns": rota.rota(),
            "hosted": rota.hosted()[: rota.PAST],
            "calls": HostCall.objects.filter(decided_at=None)[:SHOWN],
            "crumbs": [DESK, {"title": "Hosting"}],
        },
    )


@requires(may_hold_meetings, row="P132")
def decide(request: SignedInRequest, pk: int) -> HttpResponse:
    """Read one offer and answer it."""
    found = get_object_or_404(
        HostOffer.objects.select_related("organisation", "call", "meeting"), pk=pk
    )
    form = HostDecisionForm(
        request.POST if request.method == "POST" else None,
        meetings=rota.without_host(),
        for_call=found.call_id is not None,
    )

    def act() -> None:
        said = form.content
        if said["decision"] == "accept":
            verbs.accept_host_offer(
                found, by=request.user, meeting=said.get("meeting"), reason=said["reason"]
            )
        else:
            verbs.decline_host_offer(found, by=request.user, reason=said["reason"])

    status = 422 if form.is_bound else 200
    try:
        if sent(request, form, act):
            messages.success(request, "Answered. They are told by mail.")
            return redirect("community:desk_hosting")
    except IllegalMove as error:
        form.add_error(None, str(error))
        status = 409
    return render(
        request,
        "community/desk_host_offer.html",
        {
            "form": form,
            "offer": found,
            "waits": found.state == HostOfferState.OFFERED,
            "may": may_decide_host_offer(request.user, found),
            "crumbs": [DESK, HOSTING, {"title": found.organisation.name}],
        },
        status=status,
    )


@requires(may_hold_meetings, row="P132")
def call_new(request: SignedInRequest) -> HttpResponse:
    """Ask in public who would host something that happens once."""
    form = HostCallForm(request.POST if request.method == "POST" else None)
    if sent(request, form, lambda: verbs.make_call(by=request.user, **form.content)):
        messages.success(request, "It stands on the page about hosting now.")
        return redirect("community:desk_hosting")
    context = {
        "form": form,
        "submit": "Publish the call",
        "cancel_url": "/desk/hosting/",
        "page_heading": "Call for a host",
        "page_lede": "For something that happens once, such as a regional data camp.",
        "crumbs": [DESK, HOSTING, {"title": "Call for a host"}],
    }
    return render(request, "community/form.html", context, status=422 if form.is_bound else 200)
