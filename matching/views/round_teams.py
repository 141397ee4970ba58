"""Applicants who want to go together: ask somebody by number, answer, leave."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from common.policies import SignedInRequest, requires
from profiles.policies import is_signed_in

from ..choices.rounds import Goal, RoundState
from ..forms.round_teams import TeamForm
from ..forms.rounds import KeyForm
from ..models import RoundEntrant, RoundTeamMember
from ..queries import rounds as queries
from ..services import rounds as services
from ..words import rounds as round_words
from .round_sending import carried_out, number_of, status
from .rounds import NOT_THERE, trail

SAID = {
    "yes": "You are in the team.",
    "no": "You said no. Everything else stays as it is.",
    "leave": "You go alone again.",
}


@requires(is_signed_in, row="P090")
def team(request: SignedInRequest, slug: str) -> HttpResponse:
    """My team in this round, who asks me into theirs, and how to ask somebody."""
    round_ = queries.one_round(slug, request.user)
    mine = RoundEntrant.objects.filter(
        round=round_, person__user=request.user.pk, left_at=None
    ).first()
    if mine is None or round_.goal != Goal.STABLE:
        raise Http404(NOT_THERE)
    own = services.team_of(mine)
    asks = list(
        mine.teams.filter(ended_at=None, yes_at=None).select_related("team__round").order_by("pk")
    )
    act = request.POST.get("act", "")[:40]
    form = TeamForm(
        request.POST if request.method == "POST" and not act else None, begun=own is not None
    )
    key = KeyForm(request.POST if act else None)
    if act:
        if carried_out(request, key, _answer(request, round_, asks, act), about=act):
            messages.success(request, SAID[act.partition("-")[0]])
            return redirect(request.path)
    elif carried_out(
        request, form, lambda: _ask(request, round_, form), fields={"other_key": "number"}
    ):
        messages.success(request, "Asked. We have written to them. You go together with their yes.")
        return redirect(request.path)
    ranking = round_words.phase_of(round_, RoundState.RANK)
    context = {
        "round": round_,
        "key": key,
        "form": form,
        "number": mine.key,
        "own": own,
        "members": _members(own.members.filter(ended_at=None), mine) if own else [],
        "asks": [
            {
                "pk": row.pk,
                "or_alone": row.team.or_alone,
                "members": _members(row.team.members.filter(ended_at=None), mine),
            }
            for row in asks
        ],
        "is_open": round_.state == RoundState.RANK,
        "until": ranking.closes_at if ranking else None,
        "crumbs": trail(round_, "Go together"),
    }
    response = render(
        request, "matching/round_team.html", context, status=max(status(form), status(key))
    )
    response["Cache-Control"] = "no-store"
    return response


def _members(rows: Any, mine: RoundEntrant) -> list[dict[str, Any]]:
    """By number: names are for the people themselves to tell each other."""
    return [
        {"number": row.entrant.key, "mine": row.entrant_id == mine.pk, "waits": row.yes_at is None}
        for row in rows.select_related("entrant").order_by("pk")
    ]


def _ask(request: SignedInRequest, round_: Any, form: Any) -> RoundTeamMember:
    return services.ask_into_team(
        round_,
        by=request.user,
        other_key=form.content["number"],
        or_alone=form.content.get("or_alone") != "no",
    )


def _answer(request: SignedInRequest, round_: Any, asks: list[RoundTeamMember], act: str) -> Any:
    way, _, number = act.partition("-")
    if way == "leave":
        return lambda: services.leave_team(round_, by=request.user)
    found = next((row for row in asks if row.pk == number_of(number)), None)
    if found is None or way not in ("yes", "no"):
        raise BadRequest("No button of this page says so.")
    return lambda: services.answer_team(found, by=request.user, yes=way == "yes")
