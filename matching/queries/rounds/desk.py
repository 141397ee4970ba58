"""What custodians read: seats by hand, conflicts, runs and their figures, who would be where."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from opportunities.application_choices import HOLDS_SEAT, LIVE
from opportunities.models import Application

from ...models import Round, RoundConflict, RoundEntrant, RoundPlace, RoundRun, SeatByHand
from ...policies.rounds import (
    may_confirm_by_hand,
    may_decide_conflict,
    may_enter_by_hand,
    may_see_proposed,
)
from ...words.round_mails import PROMISES, reason_in_short, upset_words


@dataclass(frozen=True)
class ByHandRow:
    """A seat by hand: the applicant by letters, never by name."""

    by_hand: SeatByHand
    label: str
    title: str
    may_confirm: bool
    may_take_back: bool


@dataclass(frozen=True)
class ConflictRow:
    """A conflict, with the letters of those it is about."""

    conflict: RoundConflict
    title: str
    labels: list[str]
    may_decide: bool


@dataclass(frozen=True)
class Figures:
    """What a run found, with nobody named in it."""

    placed: int
    applicants: int
    seats: int
    choices: list[int]
    unplaced: dict[str, int]
    empty: dict[str, int]
    blocking: list[tuple[str, str, str]]
    promises: list[tuple[str, bool, str]]
    upset: list[str]
    digest: str
    complete: bool


@dataclass(frozen=True)
class ProposedRow:
    """Where an applicant would be, by key and letters."""

    key: str
    label: str
    title: str
    choice: int
    words: str


@dataclass(frozen=True)
class RunComparison:
    """What a second run changes: counts, and how many got each choice in each."""

    placed: tuple[int, int]
    better: int
    worse: int
    moved: int
    choices: list[tuple[int, int]]
    blocking: tuple[int, int]


def by_hand_rows(round_: Round, user) -> list[ByHandRow]:
    """All seats by hand, for custodians and the steward."""
    rows = SeatByHand.objects.filter(round=round_).select_related(
        "round", "application__opportunity__organisation", "application__person"
    )
    return [
        ByHandRow(
            by_hand=row,
            label=row.application.label,
            title=row.application.opportunity.title,
            may_confirm=row.state == "entered" and may_confirm_by_hand(user, row),
            may_take_back=row.state in ("entered", "confirmed")
            and not round_.is_published
            and may_enter_by_hand(user, row.application),
        )
        for row in rows
    ]


def _open_applications(round_: Round) -> Any:
    return Application.objects.filter(
        opportunity__round_places__round=round_,
        opportunity__round_places__is_in=True,
        state__in=sorted(LIVE - HOLDS_SEAT),
    )


def open_application_count(round_: Round) -> int:
    """For how many applications a seat by hand could be entered."""
    return _open_applications(round_).count()


def open_applications(round_: Round, *, place: int | None = None) -> list[tuple[int, str, str]]:
    """What a seat by hand may be entered for: (application, letters, placement); at one ``place`` only."""
    rows = _open_applications(round_)
    if place is not None:
        rows = rows.filter(opportunity__round_places=place)
    return list(
        rows.order_by("opportunity__title", "label").values_list(
            "pk", "label", "opportunity__title"
        )
    )


def conflict_rows(round_: Round, user) -> list[ConflictRow]:
    """The conflicts that were found, open ones first."""
    rows = list(
        RoundConflict.objects.filter(place__round=round_, place__is_in=True).select_related(
            "place__opportunity", "place__host__organisation", "place__round"
        )
    )
    ids = {pk for row in rows for pk in row.applications}
    labels = dict(Application.objects.filter(pk__in=ids).values_list("pk", "label"))
    shown = [
        ConflictRow(
            conflict=row,
            title=row.place.opportunity.title,
            labels=[labels[pk] for pk in row.applications if pk in labels],
            may_decide=may_decide_conflict(user, row),
        )
        for row in rows
    ]
    return sorted(shown, key=lambda row: (row.conflict.state != "open", row.title))


def figures(run: RoundRun) -> Figures:
    """The figures of a run that is done (P093)."""
    result, facts = run.result, run.facts.get("round", {})
    return Figures(
        placed=len(result.get("seats", [])),
        applicants=len(facts.get("applicants", [])),
        seats=sum(row.get("seats", 1) for row in facts.get("placements", [])),
        choices=list(result.get("choices", [])),
        unplaced=dict(Counter(row["kind"] for row in unplaced_people(run))),
        empty=_seats_by_kind(result),
        blocking=[
            (row["applicant"], row["placement"], row["cause"]) for row in result.get("blocking", [])
        ],
        promises=[
            (row["name"], row["kept"], PROMISES.get(row["name"], row["name"]))
            for row in result.get("promises", [])
        ],
        upset=[upset_words(row, _titles(run)) for row in result.get("blocking", [])],
        digest=run.digest,
        complete=bool(result.get("complete", False)),
    )


def unplaced_people(run: RoundRun) -> list[dict[str, Any]]:
    """Rows of people without a seat: a team has a row of its own, and is nobody."""
    people = {row["key"] for row in run.facts.get("round", {}).get("applicants", [])}
    return [row for row in run.result.get("unplaced", []) if row["applicant"] in people]


def _seats_by_kind(result: dict[str, Any]) -> dict[str, int]:
    found: Counter = Counter()
    for row in result.get("empty", []):
        found[row["kind"]] += row["seats"]
    return dict(found)


def _titles(run: RoundRun) -> dict[str, str]:
    rows = RoundPlace.objects.filter(round=run.round_id)
    return dict(rows.values_list("key", "opportunity__title"))


def proposed(run: RoundRun, user) -> list[ProposedRow]:
    """Who would be where (P094): by key and letters, for custodians only."""
    if not may_see_proposed(user, run.round) or not run.result:
        return []
    titles = _titles(run)
    labels = _labels(run, titles)
    rows = [
        ProposedRow(
            key=row["applicant"],
            label=labels.get((row["applicant"], row["placement"]), ""),
            title=titles.get(row["placement"], row["placement"]),
            choice=row["choice"],
            words="By hand" if row["allocated"] else "",
        )
        for row in run.result["seats"]
    ]
    rows += [
        ProposedRow(
            key=row["applicant"], label="", title="", choice=0, words=reason_in_short(row["kind"])
        )
        for row in unplaced_people(run)
    ]
    return sorted(rows, key=lambda row: (row.title == "", row.title, row.key))


def _labels(run: RoundRun, titles: dict[str, str]) -> dict[tuple[str, str], str]:
    people = dict(
        RoundEntrant.objects.filter(round=run.round_id, person__isnull=False).values_list(
            "person_id", "key"
        )
    )
    places = dict(
        RoundPlace.objects.filter(round=run.round_id).values_list("opportunity_id", "key")
    )
    rows = Application.objects.filter(opportunity__in=list(places), person__in=list(people))
    return {
        (people[person], places[opportunity]): label
        for person, opportunity, label in rows.order_by("pk").values_list(
            "person_id", "opportunity_id", "label"
        )
    }


def compare_runs(first: RoundRun, second: RoundRun) -> RunComparison:
    """What changes from one run to another, for how many."""
    sides = [
        {row["applicant"]: row for row in run.result.get("seats", [])} for run in (first, second)
    ]
    better = worse = moved = 0
    for who in sides[0].keys() | sides[1].keys():
        before, after = sides[0].get(who), sides[1].get(who)
        had, gets = _worth(before), _worth(after)
        better += gets < had
        worse += gets > had
        moved += bool(
            had == gets and before and after and before["placement"] != after["placement"]
        )
    counts = [list(run.result.get("choices", [])) for run in (first, second)]
    longest = max(map(len, counts))
    for each in counts:
        each += [0] * (longest - len(each))
    return RunComparison(
        placed=(len(sides[0]), len(sides[1])),
        better=better,
        worse=worse,
        moved=moved,
        choices=list(zip(*counts, strict=True)),
        blocking=(
            len(first.result.get("blocking", [])),
            len(second.result.get("blocking", [])),
        ),
    )


def _worth(row: dict[str, Any] | None) -> int:
    if row is None:
        return 1 << 40
    return row["choice"] or (1 << 39)


def advice_rows(run: RoundRun) -> list[tuple[str, int, int, int]]:
    """The seats that would help, best first: (placement, placed more, better off, worse off)."""
    titles = _titles(run)
    return [
        (titles.get(row["placement"], row["placement"]), row["placed"], row["better"], row["worse"])
        for row in run.advice
    ]
