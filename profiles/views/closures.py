"""Closing an organisation, and opening it again."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from common.policies import SignedInRequest, demand, requires

from .. import policies, services
from ..forms.organisations import ClosingForm
from ..models import Organisation
from ..services.standing import NothingToDo
from ..ties import ties_of
from .sending import sent


@requires(policies.is_signed_in, row="P020")
def organisation_close(request: SignedInRequest, slug: str) -> HttpResponse:
    """Close an organisation, or undo it; while a placement of it is live, which ones."""
    thing = get_object_or_404(Organisation.objects.select_related("state"), slug=slug)
    demand(policies.may_see_organisation(request.user, thing), hidden=True)
    demand(policies.may_close_organisation(request.user, thing))
    if request.POST.get("action") == "reopen":
        try:
            services.reopen_organisation(thing, by=request.user)
        except NothingToDo as error:
            messages.info(request, str(error))
        else:
            messages.success(request, f"{thing} is open again. Its members are told.")
        return redirect(thing)
    form = ClosingForm(request.POST or None)
    if sent(
        request,
        form,
        lambda: services.close_organisation(
            thing, by=request.user, reason=form.cleaned_data["reason"]
        ),
    ):
        messages.success(request, f"{thing} is closed. Its members are told.")
        return redirect(thing)
    return render(
        request,
        "profiles/organisation_close.html",
        {
            "form": form,
            "organisation": thing,
            "ties": ties_of(thing.pk),
            "offers": thing.offers.filter(live=True).count(),
            "opportunities": thing.opportunities.filter(live=True).count(),
        },
        status=422 if form.is_bound else 200,
    )
