"""Taking an organisation off the public site, suspended or closed, and bringing it back."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from common.forms import ForumForm
from common.policies import SignedInRequest, demand, requires

from .. import policies, services
from ..forms.desk import ReasonForm
from ..forms.organisations import ClosingForm
from ..models import Organisation
from ..services.standing import NothingToDo
from ..ties import Tie, ties_of
from .sending import sent


@requires(policies.is_signed_in, row="P019")
def organisation_suspend(request: SignedInRequest, slug: str) -> HttpResponse:
    """Suspend an organisation, or undo it."""
    thing = _visible(request, slug)
    demand(policies.may_suspend(request.user, thing))
    form = ReasonForm(request.POST or None)

    def suspend() -> None:
        reason = form.cleaned_data["reason"]
        services.suspend_organisation(thing, by=request.user, reason=reason)

    if request.POST.get("action") == "restore":
        _undo(request, services.restore_organisation, thing, "is shown again. Its leads are told.")
    elif sent(request, form, suspend):
        messages.success(request, f"{thing} is suspended. Its leads are told.")
    else:
        return _asked(request, "profiles/organisation_suspend.html", thing, form)
    return redirect(thing)


@requires(policies.is_signed_in, row="P020")
def organisation_close(request: SignedInRequest, slug: str) -> HttpResponse:
    """Close an organisation, or undo it; while a placement of it is live, which ones."""
    thing = _visible(request, slug)
    demand(policies.may_close_organisation(request.user, thing))
    form = ClosingForm(request.POST or None)

    def close() -> None:
        reason = form.cleaned_data["reason"]
        services.close_organisation(thing, by=request.user, reason=reason)

    if request.POST.get("action") == "reopen":
        _undo(request, services.reopen_organisation, thing, "is open again. Its members are told.")
    elif sent(request, form, close):
        messages.success(request, f"{thing} is closed. Its members are told.")
    else:
        template = "profiles/organisation_close.html"
        return _asked(request, template, thing, form, ties=ties_of(thing.pk))
    return redirect(thing)


def _visible(request: SignedInRequest, slug: str) -> Organisation:
    thing = get_object_or_404(Organisation.objects.select_related("state"), slug=slug)
    demand(policies.may_see_organisation(request.user, thing), hidden=True)
    return thing


def _undo(
    request: SignedInRequest, verb: Callable[..., Organisation], thing: Organisation, done: str
) -> None:
    """Bring it back; where it never went, say so."""
    try:
        verb(thing, by=request.user)
    except NothingToDo as error:
        messages.info(request, str(error))
    else:
        messages.success(request, f"{thing} {done}")


def _asked(
    request: SignedInRequest,
    template: str,
    thing: Organisation,
    form: ForumForm,
    *,
    ties: list[Tie] | None = None,
) -> HttpResponse:
    """What would leave the site, and why it should."""
    return render(
        request,
        template,
        {
            "form": form,
            "organisation": thing,
            "ties": ties,
            "crumbs": [
                {"title": thing.name, "url": thing.get_absolute_url()},
                {"title": "Close" if template.endswith("close.html") else "Suspend"},
            ],
            "offers": thing.offers.filter(live=True).count(),
            "opportunities": thing.opportunities.filter(live=True).count(),
        },
        status=422 if form.is_bound else 200,
    )
