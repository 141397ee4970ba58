"""An applicant's own list in a round: by numbers or by buttons, and what of it is saved."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from common.policies import SignedInRequest, requires
from profiles.policies import is_signed_in

from ..choices.rounds import Goal
from ..forms.rounds import RankForm, moved
from ..models import Round
from ..queries import rounds as queries
from ..services import rounds as services
from ..words import rounds as round_words
from .round_sending import carried_out, number_of, status
from .rounds import NOT_THERE, trail


def _part(request: SignedInRequest, slug: str) -> tuple[Round, queries.MyPart]:
    """The round and the reader's own part in it; 404 for whoever has none."""
    round_ = queries.one_round(slug, request.user)
    part = queries.my_part(round_, request.user)
    if part.entrant is None and not part.others:
        raise Http404(NOT_THERE)
    return round_, part


@requires(is_signed_in, row="P090")
def ranking(request: SignedInRequest, slug: str) -> HttpResponse:
    """Number the placements; a button saves and moves one up or down."""
    received = timezone.now()
    round_, part = _part(request, slug)
    options = [*part.chosen, *part.others]
    titles = {row.place_id: row.title for row in options}
    form = RankForm(
        request.POST if request.method == "POST" else None,
        places=list(titles.items()),
        saved=[row.place_id for row in part.chosen],
        most=part.most,
        version=part.version,
    )
    move = request.POST.get("move", "")[:40]

    def save() -> None:
        order = form.order
        if move:
            order = moved(order, move, known=titles) or order
        services.save_ranking(
            round_, by=request.user, places=order, version=form.seen, received=received
        )

    def stale(error: services.StaleList) -> None:
        saved = [
            (f"Choice {number}", titles.get(pk, "A placement that has left the round"))
            for number, pk in enumerate(error.saved, start=1)
        ]
        form.refuse_stale(error, saved or [("Your list", "Empty")])

    if carried_out(request, form, save, about=move, stale=stale):
        if move:
            number = move.rpartition("-")[2]
            return redirect(f"{request.path}?moved={number}#placement-{number}")
        messages.success(request, "Saved.")
        return redirect("matching:ranking_saved", slug=round_.slug)
    return _page(request, round_, part, form)


def _page(
    request: SignedInRequest, round_: Round, part: queries.MyPart, form: RankForm
) -> HttpResponse:
    chosen = len(part.chosen)
    rows = []
    for position, option in enumerate([*part.chosen, *part.others], start=1):
        rows.append(
            {
                "pk": option.place_id,
                "title": option.title,
                "url": option.url,
                "note": option.organisation,
                "field": form[f"number_{option.place_id}"],
                "ranked": position <= chosen,
                "first": position == 1,
                "last": position == chosen,
            }
        )
    context: dict[str, Any] = {
        "round": round_,
        "form": form,
        "rows": rows,
        "part": part,
        "not_applied": part.not_applied[:20],
        "most": part.most,
        "until": closes(round_),
        "saved_at": part.entrant.saved_at if part.entrant else None,
        "moved": number_of(request.GET.get("moved", "")),
        "means": round_words.ranking_means(round_, has_least=True),
        "crumbs": trail(round_, "Your ranking"),
    }
    return render(request, "matching/round_rank.html", context, status=status(form))


@requires(is_signed_in, row="P090")
def saved(request: SignedInRequest, slug: str) -> HttpResponse:
    """The list as the round will read it, and until when it can be changed."""
    round_, part = _part(request, slug)
    context = {
        "round": round_,
        "rows": [
            {
                "number": number,
                "title": option.title,
                "url": option.url,
                "note": option.organisation,
            }
            for number, option in enumerate(part.chosen, start=1)
        ],
        "left": [option.title for option in part.others],
        "until": closes(round_),
        "saved_at": part.entrant.saved_at if part.entrant else None,
        "may_change": part.can_rank,
        "why_not": part.why_not,
        "number": part.key,
        "may_team": part.can_rank
        and not part.clearing
        and round_.goal == Goal.STABLE
        and bool(part.key),
        "crumbs": [
            *trail(round_)[:-1],
            {"title": round_.title, "url": round_.get_absolute_url()},
            {"title": "What is saved"},
        ],
    }
    response = render(request, "matching/round_rank_check.html", context)
    response["Cache-Control"] = "no-store"
    return response


def closes(round_: Round) -> Any:
    """When lists can last be changed: the end of this phase, or of the one for ranking."""
    from ..choices.rounds import RANKING, RoundState

    kind = round_.state if round_.state in RANKING else RoundState.RANK
    phase = round_words.phase_of(round_, kind)
    return phase.closes_at if phase else None


def address(round_: Round) -> str:
    """Where the list is made."""
    return reverse("matching:ranking", args=[round_.slug])
