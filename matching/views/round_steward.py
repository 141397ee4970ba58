"""What the steward of a round decides, where for seven days no custodian free of conflict did."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from common.policies import SignedInRequest, requires
from profiles.policies import is_signed_in

from ..choices.rounds import RoundRunState, RoundState
from ..forms.round_measures import DecideForm
from ..models import Round, RoundRun
from ..policies.rounds import STEWARD_AFTER, may_confirm_taking_back, may_publish
from ..queries import rounds as queries
from ..services import rounds as services
from ..words import rounds as round_words
from .desk_round_measures import waiting_taking_back
from .round_sending import carried_out, number_of, status
from .rounds import NOT_THERE, trail

NO_BUTTON = "No button of this page says so."
SAID = {
    "confirm": "Confirmed.",
    "refuse": "Refused.",
    "back": "Confirmed. Everybody is told.",
    "stand": "Refused. The results stand.",
    "publish": "Being published. Everybody gets a result with the reason by mail.",
}


@requires(is_signed_in, row="P095")
def steward(request: SignedInRequest, slug: str) -> HttpResponse:
    """Seats by hand, results to take back, results to publish: what waits, and from when it may be decided."""
    round_ = queries.one_round(slug, request.user)
    if round_.steward_id is None or round_.steward_id != request.user.pk:
        raise Http404(NOT_THERE)
    rows = [
        row for row in queries.by_hand_rows(round_, request.user) if row.by_hand.state == "entered"
    ]
    taking = waiting_taking_back(round_)
    run = _to_publish(round_, request.user)
    form = DecideForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        act = request.POST.get("act", "")[:40]
        way = act.partition("-")[0]
        if carried_out(request, form, _verb(request, form, act, rows, taking, run), about=act):
            messages.success(request, SAID[way])
            return redirect(request.path)
    context = {
        "round": round_,
        "form": form,
        "rows": [
            {
                "pk": row.by_hand.pk,
                "title": f"{row.title}: {row.label}",
                "kind": row.by_hand.get_kind_display(),
                "reason": row.by_hand.reason,
                "may": row.may_confirm,
                "since": row.by_hand.entered_at + STEWARD_AFTER,
            }
            for row in rows
        ],
        "taking": taking,
        "may_take_back": taking is not None and may_confirm_taking_back(request.user, taking),
        "taking_since": taking.entered_at + STEWARD_AFTER if taking else None,
        "run": run,
        "figures": queries.figures(run) if run else None,
        "stops": services.what_stops(round_, run, by=request.user) if run else [],
        "status": round_words.status_of(round_),
        "crumbs": trail(round_, "For its steward"),
    }
    response = render(request, "matching/round_steward.html", context, status=status(form))
    response["Cache-Control"] = "no-store"
    return response


def _to_publish(round_: Round, user: Any) -> RoundRun | None:
    """The last run of the round, once it has waited so long that the steward may publish it."""
    due = round_.state == RoundState.PUBLISH and not round_.is_published
    if not due or not may_publish(user, round_):
        return None
    runs = RoundRun.objects.filter(round=round_, kind="main", state=RoundRunState.DONE)
    found = runs.filter(publication=None).first()
    if found is not None:
        found.round = round_
    return found


def _verb(
    request: SignedInRequest, form: DecideForm, act: str, rows: Any, taking: Any, run: Any
) -> Any:
    way, _, number = act.partition("-")
    found = next((row.by_hand for row in rows if row.by_hand.pk == number_of(number)), None)
    by = request.user
    if way == "confirm" and found is not None:
        return lambda: services.confirm_by_hand(found, by=by)
    if way == "refuse" and found is not None:
        return lambda: services.refuse_by_hand(found, by=by, why=form.content["reason"])
    if way == "back" and taking is not None:
        return lambda: services.confirm_taking_back(taking, by=by)
    if way == "stand" and taking is not None:
        return lambda: services.refuse_taking_back(taking, by=by, why=form.content["reason"])
    if way == "publish" and run is not None:
        return lambda: services.publish(run.round, by=by, run=run)
    raise BadRequest(NO_BUTTON)


def address(round_: Round) -> str:
    """Where the steward decides."""
    return reverse("matching:round_steward", args=[round_.slug])
