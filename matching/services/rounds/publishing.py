"""Results come out once, all or nothing.

A custodian's press writes one row; the worker does the rest in one transaction: seats through the ledger,
results with a reason for everybody, mails in the outbox. Killed at any point, there is the old state or the
new one.
"""

from collections import defaultdict
from typing import Any

from django.db import transaction
from django.utils import timezone

from common import hibernation, outbox
from common.activity import record
from common.policies import demand
from common.states import IllegalMove, move
from opportunities.models import Application, OpportunityState
from opportunities.services import in_rounds
from profiles.models import User

from ...choices.rounds import (
    PUBLICATION_MOVES,
    ConflictState,
    PublicationState,
    RoundRunKind,
    RoundRunState,
    RoundState,
)
from ...models import (
    PlaceResult,
    Publication,
    Round,
    RoundEntrant,
    RoundPlace,
    RoundResult,
    RoundRun,
)
from ...policies.rounds import may_publish
from ...words.round_mails import no_seat_words, place_words, seat_words
from . import instances, results_mail, settling, telling
from .above import Above
from .planning import lock_round
from .refusing import Refused

P = PublicationState
PART = (
    "You have a part in this round, so another custodian publishes it: one who belongs to none of its "
    "organisations and does not apply in it."
)
WORK = "matching.publish_round"
WHEN = {RoundRunKind.MAIN: RoundState.PUBLISH, RoundRunKind.CLEARING: RoundState.CLEAR}


def what_stops(round_: Round, run: RoundRun | None, *, by: User | None = None) -> list[str]:
    """Why a run cannot be published now (by this user), a sentence each; none when it can."""
    if by is not None and not may_publish(by, round_):
        return [PART]
    if run is None:
        return ["There is no run that is done. Start one."]
    if run.round_id != round_.pk or run.kind not in WHEN:
        return ["This run shows what would be. Only a run of the round itself can be published."]
    stops = []
    if run.state != RoundRunState.DONE:
        stops.append("The run is not done, or the judge did not agree with it.")
    elif not settling.still_holds(run, round_):
        stops.append("Something has changed since this run. Run it again, then publish that.")
    if round_.state != WHEN[RoundRunKind(run.kind)]:
        phase = round_.phases.get(kind=WHEN[RoundRunKind(run.kind)])
        stops.append(f"This is published in the phase “{phase.get_kind_display()}”.")
    if run.kind == RoundRunKind.MAIN:
        stops += _open_questions(round_)
    return stops


def _open_questions(round_: Round) -> list[str]:
    stops = []
    conflicts = round_.places.filter(is_in=True, conflicts__state=ConflictState.OPEN)
    if count := conflicts.distinct().count():
        stops.append(f"Conflicts of interest to look at first: {count}.")
    if count := round_.seats_by_hand.filter(state="entered").count():
        stops.append(f"Seats by hand that wait for a second person: {count}.")
    return stops


@transaction.atomic
def publish(round_: Round, *, by: User, run: RoundRun) -> Publication:
    """Ask for a run to be published. The worker does it in one transaction: seats, results, mails.

    Of two who press at once both get the one publication. Raises Http404 for whoever may not, Refused
    with what stops it.
    """
    demand(may_publish(by, round_), hidden=True)
    row = lock_round(round_)
    alive = Publication.objects.filter(round=row).exclude(state__in=[P.REFUSED, P.TAKEN_BACK])
    found = alive.filter(run=run.pk).first()
    if found is None and run.kind == RoundRunKind.MAIN:
        found = alive.filter(run__kind=RoundRunKind.MAIN).first()
    if found is not None:
        return found
    hibernation.demand_awake()
    fresh = RoundRun.objects.get(pk=run.pk)
    if hasattr(fresh, "publication"):
        raise Refused(
            "This run was published or refused once. Run the round again, then publish that."
        )
    if stops := what_stops(row, fresh):
        raise Refused(" ".join(stops))
    made = Publication.objects.create(round=row, run=fresh, number=next_number(row), asked_by=by)
    outbox.put(WORK, key=f"publication:{made.pk}", publication_id=made.pk)
    record("matching.round_publish_asked", by=by, about=made, number=made.number)
    return made


def next_number(row: Round) -> int:
    """The number of the next publication of a locked round."""
    last = (
        Publication.objects.filter(round=row).exclude(state=P.REFUSED).order_by("-number").first()
    )
    return last.number + 1 if last else 1


@transaction.atomic
def carry_out_publication(publication_id: int) -> Publication | None:
    """The worker's verb: bring it out, or refuse it with a reason. Safe to run twice."""
    found = Publication.objects.filter(pk=publication_id).first()
    if found is None:
        return None
    row = lock_round(found.round)
    publication = Publication.objects.select_related("run").get(pk=publication_id)
    if publication.state != P.ASKED:
        return publication
    try:
        with transaction.atomic():
            _bring_out(row, publication)
    except (Refused, IllegalMove) as error:
        publication.state = P.ASKED  # what the failed attempt had set is undone in the database too
        move(publication, P.REFUSED, moves=PUBLICATION_MOVES)
        publication.refused_because = str(error)[:400]
        publication.save(update_fields=["refused_because"])
        record("matching.round_publish_refused", by=None, about=publication)
        telling.tell(
            row,
            "matching_round_late",
            telling.custodians(),
            key=f"refused:{publication.pk}",
            phase="Publishing",
            what=publication.refused_because,
            link=f"/desk{row.get_absolute_url()}",
        )
    return publication


def _bring_out(row: Round, publication: Publication) -> None:
    run = publication.run
    if stops := what_stops(row, run):
        raise Refused(" ".join(stops))
    if problems := settling.judged(run.document)["problems"]:
        raise Refused(f"The judge does not agree: {problems[0]}")
    write_results(row, publication)
    give_seats(publication)
    mark_published(row, publication)
    record(
        "matching.round_published", by=publication.asked_by, about=publication, digest=run.digest
    )
    results_mail.tell_results(publication)


def mark_published(row: Round, publication: Publication) -> None:
    """Say that it is out, and since when."""
    now = timezone.now()
    # Dated first: a published row without a day is refused by the database.
    publication.published_at = now
    publication.save(update_fields=["published_at"])
    move(publication, P.PUBLISHED, moves=PUBLICATION_MOVES)
    Round.objects.filter(pk=row.pk, published_at=None).update(published_at=now)
    row.published_at = row.published_at or now


def write_results(row: Round, publication: Publication) -> None:
    """A result with a reason for each applicant of a run, and one for each placement. No seat yet."""
    document = publication.run.document
    entrants = {one.key: one for one in RoundEntrant.objects.filter(round=row)}
    places = {
        one.key: one
        for one in RoundPlace.objects.filter(round=row).select_related("opportunity__organisation")
    }
    above = Above(document)
    applications = _applications(entrants, places)
    RoundResult.objects.filter(
        entrant__in=[entrants[one["key"]].pk for one in document["round"]["applicants"]],
        is_current=True,
    ).update(is_current=False)
    made = []
    for seat in document["result"]["seats"]:
        entrant, place = entrants[seat["applicant"]], places[seat["placement"]]
        application = applications.get((entrant.person_id, place.opportunity_id))
        if application is None:
            raise Refused("Somebody has taken their application back. Run the round again.")
        reasons = [] if seat["allocated"] else above.of(entrant.key)
        made.append(
            RoundResult(
                round=row,
                publication=publication,
                entrant=entrant,
                application=application,
                place=place,
                choice=0 if seat["allocated"] else seat["choice"],
                kind="seat",
                choices=[[key, why] for key, why in reasons],
                words=seat_words(
                    place.opportunity.title,
                    seat["choice"],
                    by_hand=seat["allocated"],
                    above=[(places[key].opportunity.title, why) for key, why in reasons],
                ),
            )
        )
    teams = {entry["applicant"]: entry for entry in document["result"]["unplaced"]}
    for entry in document["result"]["unplaced"]:
        if entry["applicant"] not in entrants:
            continue  # a team is nobody: each of its members has a row
        if entry["kind"] == "team":
            entry = {**entry, "choices": _of_team(entry, teams)}
        made.append(
            RoundResult(
                round=row,
                publication=publication,
                entrant=entrants[entry["applicant"]],
                kind=entry["kind"],
                choices=entry["choices"],
                words=no_seat_words(
                    entry["kind"],
                    [(places[key].opportunity.title, why) for key, why in entry["choices"]],
                ),
            )
        )
    RoundResult.objects.bulk_create(made, batch_size=200)
    _place_results(publication, places)


def _of_team(entry: dict[str, Any], teams: dict[str, Any]) -> list[list[str]]:
    """The reasons of a whole team, for one of its members."""
    whole = [teams[key]["choices"] for key, _ in entry["choices"] if key in teams]
    return [pair for pairs in whole for pair in pairs]


def _applications(entrants: dict[str, Any], places: dict[str, Any]) -> dict[Any, Application]:
    rows = Application.objects.filter(
        person__in=[one.person_id for one in entrants.values() if one.person_id],
        opportunity__in=[one.opportunity_id for one in places.values()],
        state__in=sorted(instances.WAITING),
    )
    return {(row.person_id, row.opportunity_id): row for row in rows.order_by("pk")}


def _place_results(publication: Publication, places: dict[str, RoundPlace]) -> None:
    document = publication.run.document
    filled: dict[str, int] = defaultdict(int)
    for seat in document["result"]["seats"]:
        filled[seat["placement"]] += 1
    empty = {one["placement"]: one for one in document["result"]["empty"]}
    asked: dict[str, int] = defaultdict(int)
    for one in document["round"]["applicants"]:
        for key in one["choices"]:
            asked[key] += 1
    before = {
        one.place_id: one
        for one in PlaceResult.objects.filter(place__in=places.values(), is_current=True)
    }
    made = []
    for one in document["round"]["placements"]:
        place, key = places[one["key"]], one["key"]
        had = before.get(place.pk)
        seats = had.seats if had else one.get("seats", 1)
        total = filled[key] + (had.filled if had else 0)
        kind = empty[key]["kind"] if key in empty else ""
        words = place_words(
            place.opportunity.title, seats=seats, filled=total, kind=kind, asked=asked[key]
        )
        made.append(
            PlaceResult(
                publication=publication,
                place=place,
                seats=max(seats, total),
                filled=total,
                kind=kind,
                words=words,
            )
        )
    PlaceResult.objects.filter(place__in=[one.place_id for one in made], is_current=True).update(
        is_current=False
    )
    PlaceResult.objects.bulk_create(made, batch_size=200)


def give_seats(publication: Publication) -> int:
    """Every seat of a publication through the one ledger, placements locked in one order."""
    seats = (
        publication.results.filter(kind="seat", ended_at=None)
        .select_related("application")
        .order_by("application__opportunity_id", "application_id")
    )
    wanted = [row.application for row in seats if row.application is not None]
    states = OpportunityState.objects.select_for_update().order_by("pk")
    list(states.filter(pk__in=[row.opportunity_id for row in wanted]))
    for application in wanted:
        in_rounds.win_place(application)
    return len(wanted)
