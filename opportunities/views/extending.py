"""A later closing date."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format

from common.idempotency import KeyReused, once
from common.policies import SignedInRequest, demand, requires, signed_in
from common.states import IllegalMove

from .. import policies, services
from ..choices import Kind
from ..forms import LaterForm
from .visible import visible

HEARS = "Whoever applied, or began to, is told; the day by which you answer them stays."


@requires(signed_in, row="P070")
def later(request: SignedInRequest, kind: str, slug: str) -> HttpResponse:
    """Ask for the new day, and say who hears of it."""
    thing = visible(request, kind, slug)
    demand(policies.may_extend(request.user, thing), hidden=not thing.live)
    form = LaterForm(request.POST or None)
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        closes = form.content["closes"]
        try:
            with once(form.key, actor=request.user, body=request.POST) as attempt:
                if not attempt.repeated:
                    services.extend(thing, by=request.user, closes=closes)
                    attempt.answer = thing.get_absolute_url()
        except ValidationError as error:
            form.add_error(None, error)
        except (IllegalMove, KeyReused) as error:
            form.add_error(None, str(error))
            status = 409
        else:
            day = date_format(closes, "j F Y")
            told = "" if kind == Kind.JOB else " Whoever applied is told."
            messages.success(request, f"It closes on {day} now.{told}")
            return redirect(attempt.answer)
    hears = "" if kind == Kind.JOB else f" {HEARS}"
    until = f" Now it is {date_format(thing.closes, 'j F Y')}." if thing.closes else ""
    context = {
        "form": form,
        "opportunity": thing,
        "page_heading": "Give people more time",
        "page_kind": thing.title,
        "page_lede": f"The day can be later, never earlier.{until} It shows at once.{hears}",
        "submit": "Set the new day",
        "cancel_url": thing.get_absolute_url(),
    }
    return render(request, "opportunities/opportunity_later.html", context, status=status)
