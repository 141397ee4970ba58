"""The control room of a round: what is missing, what can be done now, its runs. Counts, and nobody."""

from typing import Any

from django.db.models import Count, Q
from django.urls import reverse

from opportunities.application_choices import HOLDS_SEAT, LIVE
from opportunities.models import Application

from ..choices.round_measures import TakingBackState
from ..choices.rounds import (
    DECIDING,
    RANKING,
    TIERING,
    ByHandState,
    ConflictState,
    RoundRunKind,
    RoundRunState,
    RoundState,
)
from ..models import Round, RoundConflict, RoundEntrant, RoundPlace, RoundRun, SeatByHand
from ..words import rounds as round_words
from . import runs as round_runs

R = RoundState
counted = round_words.counted
WAITING = sorted(LIVE - HOLDS_SEAT)
SHOWN_RUNS = 12


def room(round_: Round, user: Any) -> dict[str, Any]:
    """What the page of one round at the desk shows."""
    places = list(
        RoundPlace.objects.filter(round=round_, is_in=True)
        .select_related("opportunity")
        .annotate(
            applicants=Count(
                "opportunity__applications",
                filter=Q(opportunity__applications__state__in=WAITING),
            ),
            tiered=Count(
                "opportunity__applications",
                filter=Q(
                    opportunity__applications__state__in=WAITING,
                    opportunity__applications__tier__isnull=False,
                ),
            ),
        )
        .order_by("opportunity__title", "pk")
    )
    applicants = (
        Application.objects.filter(
            opportunity__round_places__round=round_,
            opportunity__round_places__is_in=True,
            state__in=WAITING,
        )
        .values("person")
        .distinct()
        .count()
    )
    ranked = (
        RoundEntrant.objects.filter(round=round_, left_at__isnull=True, choices__clearing=False)
        .distinct()
        .count()
    )
    by_hand = dict(
        SeatByHand.objects.filter(round=round_)
        .values_list("state")
        .annotate(Count("pk"))
        .order_by()
    )
    conflicts = RoundConflict.objects.filter(
        place__round=round_, place__is_in=True, state=ConflictState.OPEN
    ).count()
    runs = list(
        RoundRun.objects.filter(round=round_)
        .defer("facts", "result", "advice", "problems")
        .select_related("publication")
        .order_by("-kept", "-created", "-pk")[:SHOWN_RUNS]
    )
    for row in runs:
        row.round = round_
    return {
        "next": _next(round_),
        "facts": [
            {"term": "Placements", "value": str(len(places))},
            {"term": "Applicants", "value": str(applicants)},
            {"term": "Lists saved", "value": str(ranked)},
            {"term": "Seats by hand", "value": str(by_hand.get(ByHandState.CONFIRMED, 0))},
            {"term": "Seed’s fingerprint", "value": round_.seed_hash[:12]},
        ],
        "links": links(round_),
        "acts": _acts(round_, runs, user),
        "missing": _missing(
            round_,
            places,
            applicants - ranked,
            by_hand.get(ByHandState.ENTERED, 0),
            conflicts,
            round_.takings_back.filter(state=TakingBackState.ENTERED).exists(),
        ),
        "runs": [round_runs.run_row(row) for row in runs],
        "compare": [
            {"pk": row.pk, "title": round_runs.run_title(row)}
            for row in runs
            if row.state == RoundRunState.DONE and row.kind in round_runs.COMPARABLE
        ]
        if sum(
            row.state == RoundRunState.DONE and row.kind in round_runs.COMPARABLE for row in runs
        )
        > 1
        else [],
    }


def _next(round_: Round) -> str:
    phase = round_words.phase_of(round_)
    until = f" until {round_words.moment_in_words(phase.closes_at)}" if phase else ""
    words = {
        R.DRAFT: "A draft. Put placements in, look at the dates, then open it.",
        R.PLANNED: "It announces itself at its time. Hosts and custodians can put placements in.",
        R.ANNOUNCE: f"Hosts and custodians put placements in{until}.",
        R.POST: f"People apply{until}. Placements can join until then.",
        R.RANK: f"Applicants rank{until}. Nobody reads their lists.",
        R.TIER: f"Hosts put applicants into tiers{until}.",
        R.RUN: f"Run it, look at the result, try what else there is{until}.",
        R.CHECK: f"Look at the result, put right what has to be, and publish it{until}.",
        R.PUBLISH: f"Swaps are possible{until}."
        if round_.is_published
        else "The results are due. Publish them.",
        R.CLEAR: f"Who has no place ranks what is left{until}. Then run clearing and publish it.",
        R.CLOSED: "It is over. Its report stays public.",
        R.CANCELLED: f"Called off: {round_.ended_reason}",
    }
    return words[R(round_.state)]


def links(round_: Round) -> list[dict[str, str]]:
    """Where a custodian goes from the control room."""
    names = [
        ("desk_round_places", "Placements in it"),
        ("desk_round_by_hand", "Seats by hand"),
        ("desk_round_conflicts", "Ties between hosts and applicants"),
        ("round", "Its public page"),
    ]
    found = [
        {"title": title, "url": reverse(f"matching:{name}", args=[round_.slug])}
        for name, title in names
    ]
    if not round_.is_over:
        url = reverse("matching:desk_round_edit", args=[round_.slug])
        title = "Change it" if round_.state == R.DRAFT else "Change its title and summary"
        found.append({"title": title, "url": url})
    if not round_.is_over and not round_.is_published:
        found.append(
            {
                "title": "Call it off",
                "url": reverse("matching:desk_round_cancel", args=[round_.slug]),
            }
        )
    if round_.state == R.PUBLISH and round_.is_published:
        url = reverse("matching:desk_round_taking_back", args=[round_.slug])
        found.append({"title": "Take the results back", "url": url})
    return found


def _acts(round_: Round, runs: list[RoundRun], user: Any) -> list[dict[str, str]]:
    if round_.state == R.DRAFT:
        return [{"text": "Open it", "value": "open", "look": ""}]
    live = next((row for row in runs if row.is_live), None)
    if live is not None:
        return [{"text": "See the run", "url": round_runs.run_url(live), "look": ""}]
    if round_.state in DECIDING and not round_.is_published:
        done = next(
            (
                row
                for row in runs
                if row.kind == "main"
                and row.state == RoundRunState.DONE
                and not hasattr(row, "publication")
            ),
            None,
        )
        publish = (
            [
                {
                    "text": "Publish",
                    "look": "",
                    "url": reverse("matching:desk_round_publish", args=[round_.slug, done.pk]),
                }
            ]
            if done and round_.state == R.PUBLISH
            else []
        )
        return [
            *publish,
            {"text": "Run it", "value": "run", "look": "alt" if publish else ""},
            {
                "text": "Try a scenario",
                "url": reverse("matching:desk_round_scenario", args=[round_.slug]),
                "look": "alt",
            },
            {"text": "Which seat helps most?", "value": "advice", "look": "text"},
        ]
    if round_.state == R.CLEAR:
        done = next(
            (
                row
                for row in runs
                if row.kind == RoundRunKind.CLEARING
                and row.state == RoundRunState.DONE
                and not hasattr(row, "publication")
            ),
            None,
        )
        acts = [{"text": "Run clearing", "value": "clearing", "look": "alt" if done else ""}]
        if done is not None:
            url = reverse("matching:desk_round_publish", args=[round_.slug, done.pk])
            acts.insert(0, {"text": "Publish clearing", "url": url, "look": ""})
        return acts
    return []


def _missing(
    round_: Round,
    places: list[Any],
    unranked: int,
    unconfirmed: int,
    conflicts: int,
    takes_back: bool,
) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    if not places and not round_.is_over:
        found.append(
            {
                "title": "No placement is in it",
                "note": "A round needs placements with free seats.",
                "link": {
                    "url": reverse("matching:desk_round_places", args=[round_.slug]),
                    "text": "Put placements in",
                },
            }
        )
    if round_.state in RANKING and unranked > 0:
        found.append(
            {
                "title": f"{counted(unranked, 'applicant', 'applicants')} without a list",
                "note": "They applied to a placement of this round and have ranked nothing. They get no "
                "place without a list.",
                "act": {"value": "remind", "text": "Remind them"},
            }
        )
    if round_.state in TIERING:
        late = [row for row in places if row.applicants and not row.tiered]
        for row in late[:20]:
            found.append(
                {
                    "title": f"No tiers for {row.opportunity.title}",
                    "note": f"{counted(row.applicants, 'applicant', 'applicants')}. Without tiers they "
                    "count as equal.",
                }
            )
        if late and round_.state == R.TIER:
            found[-1]["act"] = {"value": "remind", "text": "Remind these hosts"}
    empty = [row for row in places if not row.applicants]
    if empty and round_.state in (R.POST, R.RANK, R.TIER):
        names = "; ".join(row.opportunity.title for row in empty[:10])
        found.append(
            {
                "title": f"{counted(len(empty), 'placement', 'placements')} without an applicant",
                "note": names,
            }
        )
    if unconfirmed:
        found.append(
            {
                "title": f"{counted(unconfirmed, 'seat', 'seats')} by hand to confirm",
                "note": "Another custodian than the one who entered it says yes or no.",
                "link": {
                    "url": reverse("matching:desk_round_by_hand", args=[round_.slug]),
                    "text": "Look at them",
                },
            }
        )
    if takes_back:
        found.append(
            {
                "title": "Somebody asks to take the results back",
                "note": "Another custodian confirms it, or refuses it.",
                "link": {
                    "url": reverse("matching:desk_round_taking_back", args=[round_.slug]),
                    "text": "Look at it",
                },
            }
        )
    if conflicts:
        found.append(
            {
                "title": f"{counted(conflicts, 'tie', 'ties')} to look at",
                "note": "Until somebody has looked, the tiers of these hosts do not count.",
                "link": {
                    "url": reverse("matching:desk_round_conflicts", args=[round_.slug]),
                    "text": "Look at them",
                },
            }
        )
    return found
