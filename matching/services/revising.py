"""Turning the stored matches into what some lists say now, row by row."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from django.db.models import Q

from ..facts import number, read_names
from ..models import Match, MatchRun
from . import near
from .copying import IN_ONE_INSERT
from .results import Standing, Writer

if TYPE_CHECKING:
    from ..engine import Market, Ranking, Stated


class Revision:
    """What a run over one row states, and how stored matches become that."""

    def __init__(
        self, run: MatchRun, ranking: "Ranking", lists: "Stated", rewritten: set[str]
    ) -> None:
        from .. import engine

        self.run = run
        # Published facts name no affinity between skills that nobody asks for or holds.
        self.ranking = ranking = replace(ranking, market=engine.part_of(ranking.market))
        self.lists = lists
        self.rewritten = rewritten
        self.stated = ranking.only(lists)
        self.part = engine.part_of(
            ranking.market,
            needs={*lists.needs, *(need for need, _ in self.stated.joints)},
            supplies={*lists.supplies, *(supply for _, supply in self.stated.joints)},
        )
        self.names = read_names(ranking.market)

    def store(self, rows: Mapping[str, int]) -> bool:
        """Retire, write and put in order, in the caller's transaction.

        ``rows`` is the filter of the row that was scored. Answers whether all that is listed is
        stored: somebody may have closed or hidden what they offer since the facts were read.
        """
        writer = Writer(self.run, replace(self.ranking, market=self.part), names=self.names)
        retired, moved, fresh = [], [], []
        standing_pairs = set()
        for row in self._touched(rows):
            pair = f"opportunity:{row.opportunity_id}", row.supply_key
            ranks = self.ranking.ranks(*pair)
            new = self._anew(pair, row, writer) if any(ranks) else None
            if not any(ranks) or new is not None:
                retired.append(row.pk)
                continue
            standing_pairs.add(pair)
            if ranks != (row.rank_for_need, row.rank_for_supply):
                row.rank_for_need, row.rank_for_supply = ranks
                moved.append(row)
        for pair in self.stated.joints.keys() - standing_pairs:
            fresh.append(self._write(pair, writer))
        fresh.sort(key=lambda match: (-match.joint, match.rank_for_need or 0, match.opportunity_id))
        standing = Standing(fresh)
        written = [match for match in fresh if standing.holds(match)]
        Match.objects.filter(pk__in=retired).update(is_current=False)
        Match.objects.bulk_update(
            moved, ["rank_for_need", "rank_for_supply"], batch_size=IN_ONE_INSERT
        )
        Match.objects.bulk_create(written, batch_size=IN_ONE_INSERT)
        self.run.pairs_count = len(self.stated.joints)
        return len(written) == len(fresh)

    def store_near(self, rows: Mapping[str, int], looked_at: "Market") -> None:
        """Near misses and openings of the row that was scored."""
        from .. import engine

        facts = engine.Instance(
            looked_at, self.ranking.weights, self.ranking.seed, self.ranking.today
        )
        found = near.prepare(self.run, facts, names=self.names)
        near.store(found, rows=rows, holds=Standing(found.misses).holds)

    def _touched(self, rows: Mapping[str, int]) -> Iterator[Match]:
        """The current matches of whoever has a stated list, was rewritten, or is scored."""
        keys = {*self.lists.needs, *self.lists.supplies, *self.rewritten}
        return Match.objects.filter(is_current=True).filter(_of(keys) | Q(**rows)).iterator(500)

    def _anew(self, pair, row: Match, writer: Writer) -> Match | None:
        """The match to write in place of a stored one, None where that one still stands."""
        if pair not in self.stated.joints:
            return None
        if row.joint == self.stated.joints[pair] and not self.rewritten & set(pair):
            return None
        new = self._write(pair, writer)
        return None if _content(new) == _content(row) else new

    def _write(self, pair, writer: Writer) -> Match:
        need_rank, supply_rank = self.ranking.ranks(*pair)
        scored = replace(
            self.stated.pair(*pair), rank_for_need=need_rank, rank_for_supply=supply_rank
        )
        return writer.match(scored)


def _content(row: Match) -> tuple:
    """What a match says, apart from its places, as it comes back from the database."""
    said = json.loads(json.dumps([row.reasons, row.missing]))
    return row.fit, row.benefit, row.joint, row.priority_id, said


def _of(keys: Iterable[str]) -> Q:
    """The matches of these needs and supplies."""
    numbers = defaultdict(list)
    for key in keys:
        numbers[key.partition(":")[0]].append(number(key))
    return (
        Q(opportunity_id__in=numbers["opportunity"])
        | Q(person_id__in=numbers["person"])
        | Q(offer_id__in=numbers["offer"])
    )


def stored_otherwise(ranking: "Ranking") -> "Stated":
    """Whose stored lists are not those of a ranking: one query."""
    from .. import engine

    stored: dict[tuple[str, str], dict] = defaultdict(dict)
    rows = Match.objects.filter(is_current=True).values_list(
        "opportunity_id", "person_id", "offer_id", "joint", "rank_for_need", "rank_for_supply"
    )
    for opportunity, person, offer, joint, need_rank, supply_rank in rows:
        need = f"opportunity:{opportunity}"
        supply = f"person:{person}" if person else f"offer:{offer}"
        stored["need", need][supply] = (need_rank, joint)
        stored["supply", supply][need] = (supply_rank, joint)
    found = {}
    for side, lists in (("need", ranking.by_need), ("supply", ranking.by_supply)):
        found[side] = tuple(
            key
            for key in lists
            if dict(lists.entries(key))
            != {other: entry for other, entry in stored[side, key].items() if entry[0]}
        )
    return engine.Stated(found["need"], found["supply"])


def stored_partners(rows: Mapping[str, int]) -> set[str]:
    """Whom a row is matched with, as it is stored."""
    return {
        key
        for match in Match.objects.filter(is_current=True, **rows)
        for key in (f"opportunity:{match.opportunity_id}", match.supply_key)
    }
