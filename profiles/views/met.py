"""The desk's list of people met: entered with consent, written to again, taken back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from common.pages import first_of
from common.policies import SignedInRequest, requires

from .. import policies, services
from ..choices import ClaimKind
from ..forms.met import MetForm
from ..models import Claimable
from ..services.met import MOST_SENT, CannotEnter
from .sending import sent

SHOWN = 100


@requires(policies.may_enter_met, row="P040", hidden=True)
def met(request: SignedInRequest) -> HttpResponse:
    """Who was entered and has not answered yet."""
    rows, count = first_of(services.waiting_claims(), SHOWN)
    return render(
        request,
        "profiles/met_list.html",
        {"rows": rows, "count": count, "shown": SHOWN, "most": MOST_SENT},
    )


@requires(policies.may_enter_met, row="P040", hidden=True)
def enter(request: SignedInRequest, kind: str) -> HttpResponse:
    """Enter a person or an organisation, and write to them."""
    form = MetForm(request.POST or None, kind=kind)
    if sent(request, form, lambda: services.enter_met(by=request.user, kind=kind, **form.content)):
        messages.success(
            request, "Entered. They get a mail now, and nobody else sees it until they take it up."
        )
        return redirect("profiles:met")
    return render(
        request,
        "profiles/met_form.html",
        {"form": form, "organisation": kind == ClaimKind.ORGANISATION},
        status=422 if form.is_bound else 200,
    )


@requires(policies.may_enter_met, row="P040", hidden=True)
@require_POST
def resend(request: SignedInRequest, pk: int) -> HttpResponse:
    """Write to them once more."""
    row = get_object_or_404(Claimable, pk=pk)
    try:
        services.resend_claim(row, by=request.user)
    except CannotEnter as error:
        messages.info(request, str(error))
    else:
        messages.success(request, "The mail is on its way once more.")
    return redirect("profiles:met")


@requires(policies.may_enter_met, row="P040", hidden=True)
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    """Erase what was entered, after asking."""
    row = get_object_or_404(Claimable, pk=pk)
    if request.method == "POST":
        services.withdraw_met(row, by=request.user)
        messages.success(request, "Erased. The link in the mail opens nothing any more.")
        return redirect("profiles:met")
    return render(request, "profiles/met_withdraw.html", {"row": row})
