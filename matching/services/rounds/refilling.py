"""Somebody gave a seat back while results are fresh: only who gains by it moves, and they are told."""

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from common import outbox
from common.activity import record
from opportunities.application_choices import HOLDS_SEAT, LIVE
from opportunities.choices import Lifecycle
from opportunities.models import Application
from opportunities.services import in_rounds

from ...choices.rounds import ByHandState, PublicationState, RoundRunKind, RoundRunState, RoundState
from ...models import (
    Publication,
    Round,
    RoundEntrant,
    RoundPlace,
    RoundResult,
    RoundRun,
    SeatByHand,
)
from ...words.round_mails import place_words, seat_words
from . import results_mail, settling, telling
from .above import Above
from .planning import lock_round
from .publishing import mark_published, next_number

if TYPE_CHECKING:
    from ... import engine

WORK = "matching.refill_round"
GIVEN = (Lifecycle.OPEN, Lifecycle.CLOSED, Lifecycle.FILLED)


@transaction.atomic
def application_over(application_id: int) -> None:
    """An application has ended: with it a seat that a round gave, or one that was to be given by hand."""
    rows = RoundResult.objects.filter(
        application=application_id, is_current=True, kind="seat", ended_at=None
    )
    for row in rows.select_related("round"):
        RoundResult.objects.filter(pk=row.pk).update(ended_at=timezone.now())
        _recount(row.place_id)
        if row.round.state == RoundState.PUBLISH:
            outbox.put(WORK, key=f"round:{row.round_id}", round_id=row.round_id)
    SeatByHand.objects.filter(
        application=application_id,
        round__published_at=None,
        state__in=[ByHandState.ENTERED, ByHandState.CONFIRMED],
    ).update(state=ByHandState.TAKEN_BACK, decided_why="The application has ended.")


@transaction.atomic
def refill_round(round_id: int) -> Publication | None:
    """The worker's verb: offer what is free to those who want it more than what they have.

    None where nobody moves. Outside of the days of results nothing moves: then there is clearing.
    """
    found = Round.objects.filter(pk=round_id).first()
    if found is None:
        return None
    row = lock_round(found)
    if row.state != RoundState.PUBLISH or not row.is_published:
        return None
    from ...engine import rounds

    facts, rules, seats = _left(row)
    settlement = rounds.refill(facts, rules=rules, seats=seats, time_limit=settling.LONGEST)
    after = settlement.placed()
    moved = sorted(key for key, place in after.items() if seats.get(key) != place)
    if not moved:
        return None
    found_ = settling.judged(rounds.round_to_json(facts, rules=rules, settlement=settlement))
    run = RoundRun(
        round=row,
        kind=RoundRunKind.REFILL,
        state=RoundRunState.FAILED if found_["problems"] else RoundRunState.DONE,
        ties=row.ties,
        goal=row.goal,
        started=timezone.now(),
        finished=timezone.now(),
        problems=found_["problems"],
    )
    settling.fill_in(run, found_)
    run.save()
    if found_["problems"]:
        run.failure = "The judge does not agree with the outcome."
        run.save(update_fields=["failure"])
        telling.tell(
            row,
            "matching_round_late",
            telling.custodians(),
            key=f"failed:{run.pk}",
            phase="Filling a free seat",
            what=run.failure,
            link=f"/desk{row.get_absolute_url()}",
        )
        return None
    return _bring_out(row, run, moved, seats)


def _left(row: Round) -> "tuple[engine.Round, engine.Rules, dict[str, str]]":
    """The last published facts without who has gone, with what is free now, and who sits where."""
    from ...engine import rounds

    last = row.publications.filter(state=PublicationState.PUBLISHED).order_by("-number")
    facts, rules = rounds.round_from_json(last.select_related("run")[0].run.facts)
    entrants = {
        one.key: one
        for one in RoundEntrant.objects.filter(round=row, left_at=None, person__isnull=False)
    }
    places = {
        one.key: one
        for one in RoundPlace.objects.filter(round=row, is_in=True).select_related(
            "opportunity__state"
        )
    }
    current = RoundResult.objects.filter(round=row, is_current=True).select_related("place")
    seats, gone = {}, set()
    for result in current:
        key = next((k for k, one in entrants.items() if one.pk == result.entrant_id), "")
        if result.has_seat and result.place is not None and key:
            seats[key] = result.place.key
        elif result.kind == "seat":
            gone.add(key)
    sitting: dict[str, int] = defaultdict(int)
    for place in seats.values():
        sitting[place] += 1
    open_ = {key for key, one in places.items() if sitting[key] or _is_open(one)}
    alive = _alive(entrants, places)
    teams = {member: team for team in facts.teams for member in team.members}
    stay = {key for key in seats if key in teams}
    applicants = []
    for one in facts.applicants:
        if one.key not in entrants or one.key in gone:
            continue
        if one.key in teams and one.key not in seats and not teams[one.key].or_alone:
            continue  # together or not at all: clearing is for them
        wanted = [
            tuple(k for k in tie if k in open_ and (one.key, k) in alive) for tie in one.choices
        ]
        applicants.append(replace(one, choices=tuple(tie for tie in wanted if tie)))
    people = {one.key for one in applicants}
    listed = {(one.key, k) for one in applicants for tie in one.choices for k in tie}
    placements = []
    for post in facts.placements:
        if post.key not in open_:
            continue
        state = places[post.key].opportunity.state
        free = max(0, state.seats_cap - state.seats_taken) if _is_open(places[post.key]) else 0
        total = sitting[post.key] + free
        if total:
            placements.append(replace(post, seats=total, least=1, tiers=_among(post.tiers, people)))
    kept = {post.key for post in placements}
    applicants = [
        replace(
            one,
            choices=tuple(
                t for t in (tuple(k for k in tie if k in kept) for tie in one.choices) if t
            ),
        )
        for one in applicants
    ]
    # Whoever sits with a team stays with it.
    fixed = {one.applicant for one in facts.allocations} | stay
    tiers = {post.key: post.tiers for post in placements}
    allocations = tuple(
        rounds.Allocation(applicant=who, placement=where)
        for who, where in sorted(seats.items())
        if who in fixed or (who, where) not in listed or not _wanted(tiers.get(where), who)
    )
    hosts = {post.organisation for post in placements}
    new = replace(
        facts,
        applicants=tuple(applicants),
        placements=tuple(placements),
        organisations=tuple(one for one in facts.organisations if one.key in hosts),
        supervisors=tuple(
            one
            for one in facts.supervisors
            if any(post.supervisor == one.key for post in placements)
        ),
        teams=(),
        allocations=allocations,
    )
    return new, rules, {who: where for who, where in seats.items() if who in people}


def _is_open(place: RoundPlace) -> bool:
    return place.opportunity.live and place.opportunity.state.lifecycle in GIVEN


def _wanted(tiers, who: str) -> bool:
    return tiers is None or any(who in group for group in tiers)


def _among(tiers, people: set[str]):
    if tiers is None:
        return None
    groups = (tuple(key for key in group if key in people) for group in tiers)
    return tuple(group for group in groups if group)


def _alive(entrants, places) -> set[tuple[str, str]]:
    """Who has an application that lives, where."""
    keys = {one.person_id: key for key, one in entrants.items()}
    opportunities = {one.opportunity_id: key for key, one in places.items()}
    rows = Application.objects.filter(
        person__in=list(keys), opportunity__in=list(opportunities), state__in=sorted(LIVE)
    )
    return {
        (keys[person], opportunities[opportunity])
        for person, opportunity in rows.values_list("person_id", "opportunity_id")
    }


def _bring_out(row: Round, run: RoundRun, moved: list[str], before: dict[str, str]) -> Publication:
    publication = Publication.objects.create(round=row, run=run, number=next_number(row))
    entrants = {one.key: one for one in RoundEntrant.objects.filter(round=row, key__in=moved)}
    places = {
        one.key: one
        for one in RoundPlace.objects.filter(round=row).select_related("opportunity__organisation")
    }
    above = Above(run.document)
    seats = {seat["applicant"]: seat for seat in run.result["seats"]}
    leaving, taking, made = [], [], []
    for key in moved:
        entrant, place = entrants[key], places[seats[key]["placement"]]
        old = RoundResult.objects.filter(entrant=entrant, is_current=True).first()
        RoundResult.objects.filter(entrant=entrant, is_current=True).update(is_current=False)
        if old is not None and old.has_seat and old.application is not None:
            leaving.append(old.application)
        application = Application.objects.get(
            person=entrant.person_id,
            opportunity=place.opportunity_id,
            state__in=sorted(LIVE - HOLDS_SEAT),
        )
        taking.append(application)
        reasons = above.of(key)
        made.append(
            RoundResult(
                round=row,
                publication=publication,
                entrant=entrant,
                application=application,
                place=place,
                choice=_choice(entrant, place),
                kind="seat",
                choices=[[k, why] for k, why in reasons],
                words=seat_words(
                    place.opportunity.title,
                    _choice(entrant, place),
                    by_hand=False,
                    above=[(places[k].opportunity.title, why) for k, why in reasons],
                ),
            )
        )
    RoundResult.objects.bulk_create(made)
    for application in sorted(leaving, key=lambda one: (one.opportunity_id, one.pk)):
        in_rounds.give_up_place(application, why="moved up")
    for application in sorted(taking, key=lambda one: (one.opportunity_id, one.pk)):
        in_rounds.win_place(application)
    mark_published(row, publication)
    touched = {before[key] for key in moved if key in before}
    touched |= {seats[key]["placement"] for key in moved}
    for key in sorted(touched):
        _recount(places[key].pk)
    for result in made:
        results_mail.tell_result(result, key=f"{publication.pk}", moved=True)
    results_mail.tell_hosts(
        publication, RoundPlace.objects.filter(pk__in=[places[key].pk for key in touched])
    )
    record("matching.round_refilled", by=None, about=publication, moved=len(moved))
    return publication


def _choice(entrant: RoundEntrant, place: RoundPlace) -> int:
    """The place on the list as it was saved."""
    found = entrant.choices.filter(place=place, clearing=False).first()
    return found.position if found else 0


def _recount(place_id: int | None) -> None:
    """What a host reads of a placement, after somebody came or went."""
    from ...models import PlaceResult

    row = PlaceResult.objects.filter(place=place_id, is_current=True).first()
    if row is None:
        return
    row.filled = RoundResult.objects.filter(
        place=place_id, is_current=True, kind="seat", ended_at=None
    ).count()
    row.seats = max(row.seats, row.filled)
    row.kind = row.kind if row.filled < row.seats else ""
    asked = row.place.choices.values("entrant").distinct().count()
    row.words = place_words(
        row.place.opportunity.title, seats=row.seats, filled=row.filled, kind=row.kind, asked=asked
    )
    row.save(update_fields=["filled", "seats", "kind", "words"])
