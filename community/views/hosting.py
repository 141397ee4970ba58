"""Who hosts: the public page with calls and the rota, and an organisation's offer."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from common.policies import SignedInRequest, public, requires
from common.states import IllegalMove
from profiles.models import Organisation
from profiles.policies import is_signed_in
from profiles.views.sending import sent

from ..choices.hosting import HostOfferState
from ..forms.hosting import CallOfferForm, HostOfferForm
from ..models import HostOffer
from ..queries import rota
from ..services import hosting as verbs

HERE = "/meetings/hosting/"
MEETINGS = {"title": "Meetings", "url": "/meetings/"}
NOT_THERE = "We could not find that, or you cannot see it."
OWN, PAST_CALLS = 20, 5


@public("Who hosted, whose turn it is, and what needs a host: names of organisations only.")
def hosting(request: HttpRequest) -> HttpResponse:
    """Calls, the rota, and the reader's own offers."""
    own: Any = []
    if is_signed_in(request.user):
        rows = HostOffer.objects.filter(
            organisation__memberships__user=request.user.pk,
            organisation__memberships__role="lead",
        )
        own = rows.select_related("organisation", "call", "meeting").order_by("-pk")[:OWN]
    chosen = {
        row.call_id: row.organisation
        for row in HostOffer.objects.filter(
            state=HostOfferState.ACCEPTED,
            call__isnull=False,
            organisation__in=Organisation.objects.public(),
        ).select_related("organisation")
    }
    return render(
        request,
        "community/hosting.html",
        {
            "calls": rota.open_calls(),
            "decided": [(row, chosen.get(row.pk)) for row in rota.decided_calls()[:PAST_CALLS]],
            "hosted": rota.hosted()[: rota.PAST],
            "own": own,
            "crumbs": [MEETINGS, {"title": "Hosting"}],
        },
    )


@requires(is_signed_in)
def offer(request: SignedInRequest) -> HttpResponse:
    """A lead offers a room, for the meetings or for a call."""
    call = None
    if number := request.GET.get("call", ""):
        call = get_object_or_404(rota.open_calls(), pk=number) if number.isdecimal() else None
        if call is None:
            raise Http404(NOT_THERE)
    mine = list(
        Organisation.objects.public()
        .filter(memberships__user=request.user, memberships__role="lead")
        .order_by("name")
    )
    slug = request.GET.get("for", "")[:200]
    chosen = next((row for row in mine if row.slug == slug), None)
    if slug and chosen is None:
        raise Http404(NOT_THERE)
    chosen = chosen or (mine[0] if len(mine) == 1 else None)
    crumbs = [MEETINGS, {"title": "Hosting", "url": HERE}, {"title": "Offer to host"}]
    if chosen is None:
        asked = {"organisations": mine, "call": call, "crumbs": crumbs}
        return render(request, "community/host_offer_for.html", asked)
    kind = CallOfferForm if call is not None else HostOfferForm
    form = kind(request.POST if request.method == "POST" else None)
    try:
        if sent(
            request,
            form,
            lambda: verbs.offer_to_host(chosen, by=request.user, call=call, **form.content),
        ):
            messages.success(request, "Thank you. A custodian reads it, and you hear by mail.")
            return redirect(HERE)
    except IllegalMove as error:
        form.add_error(None, str(error))
    context = {
        "form": form,
        "submit": "Offer to host",
        "cancel_url": HERE,
        "page_heading": "Offer to host",
        "page_kind": call.title if call is not None else "A meeting of the Forum",
        "page_lede": f"On behalf of {chosen.name}.",
        "crumbs": crumbs,
    }
    return render(request, "community/form.html", context, status=422 if form.is_bound else 200)


@requires(is_signed_in)
@require_POST
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take one's offer back."""
    found = get_object_or_404(HostOffer, pk=pk)
    verbs.withdraw_host_offer(found, by=request.user)
    messages.success(request, "Taken back.")
    return redirect(HERE)
