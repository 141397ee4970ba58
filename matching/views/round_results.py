"""After publication: an applicant's own result with its reason, and swaps."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from common.policies import SignedInRequest, requires
from profiles.policies import is_signed_in

from ..choices.rounds import RoundState, SwapState
from ..forms.rounds import KeyForm, SwapForm
from ..models import Round, RoundResult
from ..queries import rounds as queries
from ..services import rounds as services
from ..words import rounds as round_words
from .round_sending import carried_out, number_of, status
from .rounds import NOT_THERE, trail

SWAP_STATUS = {
    SwapState.PROPOSED: ("Waits for a yes", ""),
    SwapState.DONE: ("Swapped", "done"),
    SwapState.DECLINED: ("Declined", ""),
    SwapState.TAKEN_BACK: ("Taken back", ""),
    SwapState.EXPIRED: ("Not answered in time", ""),
}


@requires(is_signed_in, row="P099")
def result(request: SignedInRequest, slug: str) -> HttpResponse:
    """What I got, why, and what I can do now; 404 for everybody before it is out."""
    round_ = queries.one_round(slug, request.user)
    row = queries.my_result(round_, request.user)
    if row is None:
        return _taken_back(request, round_)
    context = {
        "round": round_,
        "result": row,
        "opportunity": row.place.opportunity if row.place else None,
        "status": _status(row),
        "heading": _heading(row),
        "choice": round_words.choice_name(row.choice) if row.choice else "",
        "swaps_until": _swaps_until(round_),
        "clearing": round_words.phase_of(round_, RoundState.CLEAR),
        "may_clear": round_.state == RoundState.CLEAR and not row.has_seat,
        "crumbs": trail(round_, "Your result"),
    }
    response = render(request, "matching/round_mine.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _taken_back(request: SignedInRequest, round_: Round) -> HttpResponse:
    """For whoever had a result that was taken back: that, and why. Anybody else gets a 404."""
    had = RoundResult.objects.filter(round=round_, entrant__person__user=request.user.pk)
    gone = queries.taken_back(round_)
    if round_.is_published or not gone or not had.exists():
        raise Http404(NOT_THERE)
    _, since, reason = gone[0]
    context = {
        "round": round_,
        "since": since,
        "reason": reason,
        "off": round_.is_over,
        "crumbs": trail(round_, "Your result"),
    }
    response = render(request, "matching/round_mine_taken_back.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _heading(row: RoundResult) -> str:
    if row.has_seat:
        return "You have a place"
    return "You gave the place back" if row.kind == "seat" else "No place this time"


def _status(row: RoundResult) -> dict[str, str]:
    if row.has_seat:
        text = round_words.choice_name(row.choice) if row.choice else "Given by hand"
        return {"text": text, "state": "done"}
    return {"text": "Without a place", "state": ""}


def _swaps_until(round_: Round) -> Any:
    """Until when places can be swapped; None while they cannot."""
    phase = round_words.phase_of(round_) if round_.state == RoundState.PUBLISH else None
    return phase.closes_at if phase and round_.is_published else None


@requires(is_signed_in, row="P099")
def swaps(request: SignedInRequest, slug: str) -> HttpResponse:
    """Swaps that I am a side of, for myself or for a host: ask for one, answer one."""
    round_ = queries.one_round(slug, request.user)
    own = queries.my_result(round_, request.user)
    rows = queries.my_swaps(round_, request.user)
    if not rows and (own is None or not own.has_seat):
        raise Http404(NOT_THERE)
    act = request.POST.get("act", "")[:40]
    asks = SwapForm(request.POST if request.method == "POST" and not act else None)
    key = KeyForm(request.POST if act else None)
    if act:
        if carried_out(request, key, _answer(request, rows, act), about=act):
            messages.success(request, SAID[act.partition("-")[0]])
            return redirect(request.path)
    elif own is not None and carried_out(
        request,
        asks,
        lambda: services.propose_swap(own, other_key=asks.content["number"], by=request.user),
        fields={"other_key": "number"},
    ):
        messages.success(request, "Asked. We have written to them and to both hosts.")
        return redirect(request.path)
    until = _swaps_until(round_)
    context = {
        "round": round_,
        "rows": [_swap(row, request.user) for row in rows],
        "own": own,
        "form": asks,
        "key": key,
        "until": until,
        "may_ask": until is not None and own is not None and own.has_seat,
        "crumbs": trail(round_, "Swaps"),
    }
    response = render(
        request, "matching/round_swaps.html", context, status=max(status(asks), status(key))
    )
    response["Cache-Control"] = "no-store"
    return response


SAID = {
    "yes": "Your yes is kept. The places change with the last one.",
    "no": "You said no. Everything stays as it is.",
    "back": "Taken back. Everything stays as it is.",
}


def _answer(request: SignedInRequest, rows: list[queries.SwapRow], act: str) -> Any:
    way, _, number = act.partition("-")
    found = next((row.swap for row in rows if row.swap.pk == number_of(number)), None)
    if found is None or way not in SAID:
        raise BadRequest("No button of this page says so.")
    if way == "back":
        return lambda: services.take_back_swap(found, by=request.user)
    return lambda: services.answer_swap(found, by=request.user, yes=way == "yes")


def _swap(row: queries.SwapRow, user: Any) -> dict[str, Any]:
    text, state = SWAP_STATUS[SwapState(row.swap.state)]
    proposed = row.swap.state == SwapState.PROPOSED
    return {
        "pk": row.swap.pk,
        "words": row.words,
        "status": {
            "text": "Waits for your yes" if row.waiting_for_me else text,
            "state": "late" if row.waiting_for_me else state,
        },
        "may_answer": row.waiting_for_me,
        "may_take_back": proposed and "first" in row.parties,
    }


def result_address(round_: Round) -> str:
    """Where one's own result is."""
    return reverse("matching:round_result", args=[round_.slug])
