"""What a lunch plan holds, worked out from who comes and written down: seats, pairs, and why in words."""

import datetime
from collections.abc import Iterable
from itertools import combinations
from typing import Any

from mission.models import Theme
from opportunities.models import Opportunity
from profiles.models import Offer
from skills.models import Skill

from .. import seating
from ..models import LunchPair, LunchPlan, LunchSeat, Match
from ..queries import lunch_guests
from ..seating import Pair, pair_of
from ..words import lunch as words


def write_plan(plan: LunchPlan, guests: list[lunch_guests.Guest], seats: list[int]) -> None:
    """Find pairs and tables and put them in place of those before. Whoever was told keeps what still holds."""
    known = {guest.booking: guest for guest in guests}
    old = {row.booking_id: row for row in plan.seats.all()}
    partners = _partners(plan)
    before = {
        booking: row.table - 1 for booking, row in old.items() if row.told_at and booking in known
    }
    arcs, apart = lunch_guests.read_arcs(guests), lunch_guests.read_apart(guests)
    common = {
        pair_of(one.booking, other.booking): lunch_guests.shared(one, other)
        for one, other in combinations(guests, 2)
    }
    worth = {
        pair: common[pair].worth + sum(arc.joint for arc in _best(arcs.get(pair, ())))
        for pair in common
        if pair not in apart
    }
    worth = {pair: value for pair, value in worth.items() if value}
    kept = {pair for pair in partners if before.keys() & set(pair)}
    chosen = seating.choose(worth, kept=kept, seed=plan.seed)
    tables = seating.seat(
        [guest.booking for guest in guests],
        seats,
        liking=_liking(known, set(chosen), apart),
        before=before,
        seed=plan.seed,
    )
    told = _told(chosen, partners, old, known)
    plan.seats.all().delete()
    made = {
        booking: LunchSeat(plan=plan, booking_id=booking, table=table + 1, told_at=told[booking])
        for booking, table in sorted(tables.items())
    }
    for seat in LunchSeat.objects.bulk_create(made.values()):
        made[seat.booking_id] = seat
    _write_pairs(plan, chosen, made, known, worth, arcs, common)
    plan.people, plan.pairs = len(guests), len(chosen)
    plan.save(update_fields=["people", "pairs"])


def _partners(plan: LunchPlan) -> set[Pair]:
    rows = plan.together.values_list("one__booking_id", "other__booking_id")
    return {pair_of(one, other) for one, other in rows}


def _told(
    chosen: Iterable[Pair],
    before: set[Pair],
    old: dict[int, LunchSeat],
    known: dict[int, lunch_guests.Guest],
) -> dict[int, datetime.datetime | None]:
    """When each was told, as long as that still holds: whose people changed is told again."""
    now_with, then_with = _by_person(chosen), _by_person(before)
    return {
        booking: old[booking].told_at
        if booking in old and now_with.get(booking, set()) == then_with.get(booking, set())
        else None
        for booking in known
    }


def _by_person(pairs: Iterable[Pair]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for one, other in pairs:
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return found


def _best(arcs: Iterable[lunch_guests.Arc]) -> list[lunch_guests.Arc]:
    """The best in each direction; they come best first."""
    found: dict[int, lunch_guests.Arc] = {}
    for arc in arcs:
        found.setdefault(arc.asker, arc)
    return sorted(found.values(), key=lambda arc: (-arc.joint, arc.match))


def _liking(known: dict[int, lunch_guests.Guest], together: set[Pair], apart: set[Pair]) -> Any:
    def liking(one: int, other: int) -> int:
        first, second = known[one], known[other]
        if first.belongs & second.belongs:
            return seating.SAME_ORGANISATION
        pair = pair_of(one, other)
        if pair in apart:
            return seating.APART
        value = seating.TOGETHER if pair in together else 0
        if first.sector and first.sector == second.sector:
            value += seating.SAME_SECTOR
        return value

    return liking


def _write_pairs(
    plan: LunchPlan,
    chosen: list[Pair],
    seats: dict[int, LunchSeat],
    known: dict[int, lunch_guests.Guest],
    worth: dict[Pair, int],
    arcs: dict[Pair, list[lunch_guests.Arc]],
    common: dict[Pair, lunch_guests.Shared],
) -> None:
    best = {pair: _best(arcs.get(pair, ())) for pair in chosen}
    matches = Match.objects.in_bulk({arc.match for found in best.values() for arc in found})
    titles = dict(
        Opportunity.objects.filter(
            pk__in={arc.opportunity for found in best.values() for arc in found}
        ).values_list("pk", "title")
    )
    offers = dict(
        Offer.objects.filter(
            pk__in={arc.offer for found in best.values() for arc in found if arc.offer}
        ).values_list("pk", "title")
    )
    skills = dict(
        Skill.objects.filter(
            pk__in={
                skill
                for pair in chosen
                for row in [common[pair]]
                for skill in (*row.skills, *(s for s, _ in (*row.one_learns, *row.other_learns)))
            }
        ).values_list("pk", "name")
    )
    themes = dict(Theme.objects.values_list("pk", "name"))

    def why(pair: Pair, reader: int) -> list[words.Reason]:
        row, is_one = common[pair], reader == pair[0]
        rows = []
        for arc in best[pair]:
            told = matches[arc.match].reasons["words"]
            offer, title = offers.get(arc.offer or 0, ""), titles[arc.opportunity]
            if arc.asker == reader:
                rows.append(words.could_help(title, offer=offer, words=told["need"]))
            else:
                rows.append(words.could_give(title, offer=offer, words=told["supply"]))
        learns = row.one_learns if is_one else row.other_learns
        teaches = row.other_learns if is_one else row.one_learns
        rows += [words.learns(skills[skill], level) for skill, level in learns]
        rows += [words.teaches(skills[skill], level) for skill, level in teaches]
        if row.skills:
            rows.append(words.both_hold(skills[skill] for skill in row.skills))
        if row.themes:
            rows.append(words.both_chose(themes[theme] for theme in row.themes))
        return rows

    LunchPair.objects.bulk_create(
        LunchPair(
            plan=plan,
            one=seats[pair[0]],
            other=seats[pair[1]],
            worth=worth[pair],
            why={"one": why(pair, pair[0]), "other": why(pair, pair[1])},
            arcs=[[arc.opportunity, arc.of_person, arc.offer] for arc in best[pair]],
        )
        for pair in sorted(chosen)
    )
