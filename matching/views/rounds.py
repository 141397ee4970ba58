"""Placement rounds for everybody: the list, one round, and what is published of it."""

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from common.pages import paginate
from common.policies import public

from ..choices.rounds import OVER, RoundState
from ..models import Round
from ..policies import is_broker
from ..queries import rounds as queries
from ..rounds import report as round_report
from ..rounds.steps import steps_for
from ..words import rounds as round_words

CRUMB = {"title": "Placement rounds", "url": "/rounds/"}
WHY_PUBLIC = "Dates and rules of rounds are public; drafts are 404 to all but custodians."
NOT_THERE = "We could not find that, or you cannot see it."


def trail(round_: Round, *last: str) -> list[dict[str, str]]:
    """Where a page of one round stands."""
    here = {"title": round_.title, "url": round_.get_absolute_url()}
    return [CRUMB, here, *({"title": title} for title in last)]


@public(WHY_PUBLIC, row="P088")
def rounds(request: HttpRequest) -> HttpResponse:
    """What is under way, and what was published."""
    known = Round.objects.public().prefetch_related("phases")
    running = known.exclude(state__in=sorted(OVER)).order_by("created", "pk")[:20]
    over = known.filter(state=RoundState.CLOSED).order_by("-published_at", "-pk")
    page = paginate(request, over)
    context = {
        "running": [_row(row) for row in running],
        "past": [_row(row) for row in page],
        "page": page,
        "runs": is_broker(request.user),
        "crumbs": [{"title": "Placements", "url": "/placements/"}, {"title": "Placement rounds"}],
    }
    return render(request, "matching/round_list.html", context)


def _row(round_: Round) -> dict[str, Any]:
    facts = []
    phase = round_words.phase_of(round_)
    results = round_words.phase_of(round_, RoundState.PUBLISH)
    if phase:
        facts.append({"term": "Until", "value": round_words.day(phase.closes_at)})
    if round_.published_at:
        facts.append({"term": "Published", "value": round_words.day(round_.published_at)})
    elif results is not None:
        facts.append({"term": "Results", "value": round_words.day(results.opens_at)})
    return {
        "title": round_.title,
        "url": round_.get_absolute_url(),
        "summary": round_.summary,
        "status": round_words.status_of(round_),
        "facts": facts,
    }


@public(WHY_PUBLIC, row="P088")
def round_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One round: its phases, its rules, its placements, and what to do next for whoever looks."""
    row = queries.one_round(slug, request.user)
    places = queries.places_of(row)
    results = round_words.phase_of(row, RoundState.PUBLISH)
    ranking = round_words.phase_of(row, RoundState.RANK)
    context = {
        "round": row,
        "status": round_words.status_of(row),
        "phases": round_words.phases_of(row),
        "facts": [
            {"term": "Placements", "value": len(places)},
            {"term": "Applicants rank", "value": round_words.span(ranking)},
            {"term": "Results", "value": round_words.day(results.opens_at) if results else ""},
        ],
        "hash": row.seed_hash,
        "steps": steps_for(request.user, row),
        "means": round_words.ranking_means(row, has_least=any(one.least > 1 for one in places)),
        "rules": round_words.rules_of(row),
        "placements": [_place(one) for one in places],
        "runs": is_broker(request.user),
        "crumbs": [CRUMB, {"title": row.title}],
    }
    return render(request, "matching/round_detail.html", context)


def _place(place: queries.PlaceRow) -> dict[str, Any]:
    facts = [{"term": "Seats", "value": str(place.seats)}]
    if place.least > 1:
        facts.append({"term": "Runs with", "value": f"{place.least} or more"})
    return {"title": place.title, "url": place.url, "kind": place.organisation, "facts": facts}


@public("Counts of a published round, those under five left out; 404 before.", row="P097")
def report(request: HttpRequest, slug: str) -> HttpResponse:
    """What came of a round, in numbers, and how to check it."""
    row = queries.one_round(slug, request.user)
    found = round_report.shown(row)
    if found is None:
        raise Http404(NOT_THERE)
    context = {"round": row, "report": found, "crumbs": trail(row, "The result")}
    return render(request, "matching/round_report.html", context)


@public(
    "The published instance holds no names, and anybody may run it again; 404 before.", row="P097"
)
def instance(request: HttpRequest, slug: str) -> HttpResponse:
    """The anonymised instance with rules, seed and result, as it was judged."""
    row = queries.one_round(slug, request.user)
    document = queries.public_instance(row)
    if document is None:
        raise Http404(NOT_THERE)
    return as_file(document, round_report.file_name(row))


def as_file(document: dict[str, Any], name: str) -> HttpResponse:
    """A document as a JSON file to keep."""
    text = json.dumps(document, ensure_ascii=True, indent=1, sort_keys=True)
    response = HttpResponse(text, content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{name}.json"'
    return response
