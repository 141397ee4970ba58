"""After publication: the public report with small counts left out, and the instance to run again."""

import datetime
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from ...choices.round_measures import TakingBackState
from ...choices.rounds import ByHandState, PublicationState, RoundRunKind
from ...models import PlaceResult, Publication, Round, RoundRun, TakingBack
from ...words.round_mails import EMPTY, PROMISES, reason_in_short
from .desk import unplaced_people

FEWEST = 5
"""A count of people below this is not shown to the public."""


@dataclass(frozen=True)
class Report:
    """The figures of a published round. A count of people from 1 to 4 is None.

    Of counts that add up to a total, so many are None that none can be worked out from the others.
    """

    applicants: int | None
    placed: int | None
    seats: int
    placements: int
    choices: list[int | None]
    unplaced: list[tuple[str, int | None]]
    by_kind: list[tuple[str, int, int | None]]
    by_district: list[tuple[str, int, int | None]]
    empty: list[tuple[str, int]]
    by_hand: int | None
    promises: list[tuple[str, bool]]
    seed: str
    taken_back: list[tuple[datetime.datetime, datetime.datetime, str]]
    """Of results taken back: when they came out, since when they count no more, and why."""
    counts_no_more: bool
    """Whether these very figures are of results that were taken back."""
    seed_hash: str
    digest: str


def first_publication(round_: Round) -> Publication | None:
    """The one that brought the results out, be they taken back since; None before."""
    rows = Publication.objects.filter(
        round=round_,
        state__in=[PublicationState.PUBLISHED, PublicationState.TAKEN_BACK],
        run__kind=RoundRunKind.MAIN,
    )
    return rows.select_related("run").order_by("-number").first()


def report(round_: Round) -> Report | None:
    """The public report; None before results are out."""
    publication = first_publication(round_)
    if publication is None:
        return None
    run = publication.run
    facts, result = run.facts["round"], run.result
    people, placed = len(facts["applicants"]), len(result["seats"])
    choices = suppressed([*result["choices"]])
    kinds: dict[str, int] = defaultdict(int)
    for row in unplaced_people(run):
        kinds[row["kind"]] += 1
    unplaced = suppressed(list(kinds.values()))
    by_hand = round_.seats_by_hand.filter(state=ByHandState.CONFIRMED).count()
    empty: dict[str, int] = defaultdict(int)
    for row in result["empty"]:
        empty[row["kind"]] += row["seats"]
    by_kind, by_district = _shares(publication)
    return Report(
        applicants=shown(people),
        placed=shown(placed) if people - placed == 0 or people - placed >= FEWEST else None,
        seats=sum(row.get("seats", 1) for row in facts["placements"]),
        placements=len(facts["placements"]),
        choices=choices,
        unplaced=[
            (reason_in_short(kind), count) for kind, count in zip(kinds, unplaced, strict=True)
        ],
        by_kind=by_kind,
        by_district=by_district,
        empty=[(EMPTY.get(kind, kind), seats) for kind, seats in sorted(empty.items())],
        by_hand=shown(by_hand),
        promises=[
            (PROMISES.get(row["name"], row["name"]), row["kept"]) for row in result["promises"]
        ],
        seed=run.facts["seed"],
        taken_back=taken_back(round_),
        counts_no_more=publication.state == PublicationState.TAKEN_BACK,
        seed_hash=round_.seed_hash,
        digest=run.digest,
    )


def taken_back(round_: Round) -> list[tuple[datetime.datetime, datetime.datetime, str]]:
    """Each time results of the round were taken back, the last first."""
    rows = TakingBack.objects.filter(round=round_, state=TakingBackState.DONE)
    return [
        (row.publication.published_at, row.done_at, row.reason)
        for row in rows.select_related("publication").order_by("-pk")
        if row.publication.published_at and row.done_at
    ]


def shown(count: int) -> int | None:
    """A count of people as the public may see it."""
    return None if 0 < count < FEWEST else count


def suppressed(counts: list[int]) -> list[int | None]:
    """Counts of one whole: where one alone is too small, the next larger is left out with it."""
    out = [shown(count) for count in counts]
    hidden = [i for i, count in enumerate(counts) if 0 < count < FEWEST]
    if len(hidden) == 1:
        others = [i for i, count in enumerate(counts) if count and i not in hidden]
        if others:
            out[min(others, key=lambda i: counts[i])] = None
    return out


def _shares(publication: Publication) -> tuple[list, list]:
    rows = PlaceResult.objects.filter(publication=publication).select_related(
        "place__opportunity__organisation", "place__opportunity__district"
    )
    kinds: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    districts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for row in rows:
        opportunity = row.place.opportunity
        kind = opportunity.organisation.get_kind_display()
        where = opportunity.district.name if opportunity.district else "Anywhere"
        for name, sums in ((kind, kinds), (where, districts)):
            sums[name][0] += row.seats
            sums[name][1] += row.filled
    return _listed(kinds), _listed(districts)


def _listed(sums: dict[str, list[int]]) -> list[tuple[str, int, int | None]]:
    names = sorted(sums)
    filled = suppressed([sums[name][1] for name in names])
    return [(name, sums[name][0], count) for name, count in zip(names, filled, strict=True)]


def public_instance(round_: Round) -> dict[str, Any] | None:
    """The published instance as it was settled; None before results are out, or with under five people."""
    publication = first_publication(round_)
    if publication is None:
        return None
    document = publication.run.document
    return document if len(document["round"]["applicants"]) >= FEWEST else None


def snapshot(run: RoundRun) -> dict[str, Any]:
    """A run for audit (P098): facts and result with keys for names."""
    return run.document
