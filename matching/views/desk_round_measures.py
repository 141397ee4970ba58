"""What needs two people, or a reason: results taken back, a superuser's look at who would be where."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from common.policies import SignedInRequest, requires

from ..choices.round_measures import TakingBackState
from ..choices.rounds import RoundState
from ..forms.desk_rounds import ReasonForm
from ..forms.round_measures import DecideForm, TakingBackForm
from ..models import Round, RoundRun, TakingBack
from ..policies.rounds import (
    may_break_round_glass,
    may_confirm_taking_back,
    may_plan,
    may_publish,
    open_round_glass,
)
from ..queries import rounds as queries
from ..rounds import runs as round_runs
from ..services import rounds as services
from .desk_rounds import FORM, at, trail
from .round_sending import carried_out, status
from .rounds import NOT_THERE

T = TakingBackState
TAKING_BACK_STATUS = {
    T.ENTERED: ("Waits for a second person", "late"),
    T.CONFIRMED: ("Being carried out", ""),
    T.DONE: ("Taken back", "done"),
    T.REFUSED: ("Refused: the results stand", ""),
}


def decide(request: SignedInRequest, form: Any, waits: TakingBack) -> bool:
    """Whether the second person's yes or no was carried out."""
    to = request.POST.get("to", "")
    if to not in ("confirm", "refuse"):
        raise BadRequest("No button of this page says so.")
    verbs = {
        "confirm": lambda: services.confirm_taking_back(waits, by=request.user),
        "refuse": lambda: services.refuse_taking_back(
            waits, by=request.user, why=form.content["reason"]
        ),
    }
    done = carried_out(request, form, verbs[to], about=to)
    if done:
        said = "Confirmed. Everybody is told." if to == "confirm" else "Refused. The results stand."
        messages.success(request, said)
    return done


def waiting_taking_back(round_: Round) -> TakingBack | None:
    """The one that waits for a second person."""
    row = TakingBack.objects.filter(round=round_, state=T.ENTERED).first()
    if row is not None:
        row.round = round_
    return row


@requires(may_plan, row="P096", hidden=True)
def taking_back(request: SignedInRequest, slug: str) -> HttpResponse:
    """Take published results back: one custodian says why, another confirms or refuses."""
    round_ = queries.one_round(slug, request.user)
    waits = waiting_taking_back(round_)
    may_decide = waits is not None and may_confirm_taking_back(request.user, waits)
    may_end = waits is not None and (may_decide or waits.entered_by_id == request.user.pk)
    may_ask = (
        waits is None
        and round_.state == RoundState.PUBLISH
        and round_.is_published
        and may_publish(request.user, round_)
    )
    past = TakingBack.objects.filter(round=round_).exclude(state=T.ENTERED).order_by("-pk")
    if not (may_ask or waits or past or may_publish(request.user, round_)):
        raise Http404(NOT_THERE)
    form: Any = (DecideForm if waits else TakingBackForm)(
        request.POST if request.method == "POST" else None
    )
    if request.method == "POST":
        if waits is not None:
            if decide(request, form, waits):
                return redirect(request.path)
        elif carried_out(request, form, lambda: _ask(request, round_, form)):
            messages.success(
                request, "Asked. Nothing changes before another custodian confirms it."
            )
            return redirect(request.path)
    context = {
        "round": round_,
        "form": form,
        "waits": waits,
        "may_decide": may_decide,
        "may_end": may_end,
        "may_ask": may_ask,
        "past": [_row(row) for row in past],
        "crumbs": trail(round_, "Take the results back"),
    }
    return render(request, "matching/desk_round_taking_back.html", context, status=status(form))


def _ask(request: SignedInRequest, round_: Round, form: Any) -> TakingBack:
    return services.ask_to_take_back(round_, by=request.user, reason=form.content["reason"])


def _row(row: TakingBack) -> dict[str, Any]:
    text, state = TAKING_BACK_STATUS[T(row.state)]
    return {
        "at": row.done_at or row.decided_at or row.entered_at,
        "reason": row.reason,
        "decided_why": row.decided_why,
        "status": {"text": text, "state": state},
    }


@requires(may_break_round_glass, row="P094", hidden=True)
def look(request: SignedInRequest, slug: str) -> HttpResponse:
    """A superuser looks at who would be where: with a reason, for half an hour, custodians told."""
    round_ = queries.one_round(slug, request.user)
    glass = open_round_glass(request.user, round_)
    if request.method == "POST" and request.POST.get("act") == "end":
        services.mend_round_glass(round_, by=request.user)
        messages.success(request, "Ended.")
        return redirect(request.path)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    act = lambda: services.break_round_glass(  # noqa: E731
        round_, by=request.user, reason=form.content["reason"]
    )
    if glass is None and carried_out(request, form, act):
        messages.success(request, "Open for 30 minutes. Every custodian is told by mail.")
        return redirect(request.path)
    runs = RoundRun.objects.filter(round=round_, state="done").defer("facts", "result", "advice")
    context = {
        "round": round_,
        "glass": glass,
        "runs": [
            round_runs.run_row(row) for row in runs.select_related("round", "publication")[:20]
        ]
        if glass
        else [],
        "form": form,
        "submit": "Look inside",
        "page_heading": "Who would be where",
        "page_kind": round_.title,
        "page_lede": "Before results are out, custodians read this, and nobody else. You may, with a "
        "reason, for half an hour. It is logged, and every custodian reads your reason.",
        "cancel_url": round_.get_absolute_url(),
        "crumbs": [
            {"title": round_.title, "url": round_.get_absolute_url()},
            {"title": "Look inside"},
        ],
    }
    response = render(
        request,
        "matching/round_look.html" if glass else FORM,
        context,
        status=200 if glass else status(form),
    )
    response["Cache-Control"] = "no-store"
    return response


def taking_back_url(round_: Round) -> str:
    """Where results are taken back."""
    return at("desk_round_taking_back", round_)
