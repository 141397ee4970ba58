"""What joins two sides already, and what keeps them apart: introductions, relations, interests."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils import timezone

from profiles.models import Interest, Relation

from . import engine
from .choices import WAITING_STATES, AsideReason, IntroductionState, Side
from .models import Aside, Introduction, KnownLink
from .pay import is_unpaid

A_YEAR = datetime.timedelta(days=365)


@dataclass
class Past:
    """What earlier introductions say: who is linked, waiting, refused, helped; and what was put aside.

    ``apart`` holds (organisation, supply) where a supply wants nothing with it; ``paid_only`` the
    supplies that want no unpaid work.
    """

    refused: set[tuple[str, str]] = field(default_factory=set)
    pending: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    links: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    helped: set[str] = field(default_factory=set)
    by_district: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    apart: set[tuple[str, str]] = field(default_factory=set)
    paid_only: set[str] = field(default_factory=set)


def opportunity_key(pk: int) -> str:
    """How the engine calls an opportunity."""
    return f"opportunity:{pk}"


def read_past() -> Past:
    past = Past()
    _read_relations(past)
    _read_asides(past)
    since = timezone.now() - A_YEAR
    rows = Introduction.objects.values_list(
        "opportunity_id",
        "opportunity__organisation_id",
        "opportunity__district_id",
        "person_id",
        "offer_id",
        "offer__organisation_id",
        "state",
        "introduced_at",
    )
    for opportunity, organisation, district, person, offer, giver, state, introduced_at in rows:
        need, supply = opportunity_key(opportunity), _supply_key(person, offer)
        if state == IntroductionState.DECLINED:
            past.refused.add((need, supply))
        if state in WAITING_STATES:
            past.pending[need] += 1
            past.pending[supply] += 1
        if introduced_at is None:
            continue
        asker = f"organisation:{organisation}"
        past.helped.add(asker)
        past.links[supply].add(asker)
        if giver:
            past.links[f"organisation:{giver}"].add(asker)
            past.links[asker].add(f"organisation:{giver}")
        if district and introduced_at >= since:
            past.by_district[district] += 1
    return past


def _read_relations(past: Past) -> None:
    """Organisations that said, both of them, that they know each other; and what a custodian noted."""
    said = Relation.objects.filter(confirmed_at__isnull=False)
    noted = KnownLink.objects.values_list("one_id", "other_id").order_by()
    rows = said.values_list("organisation_id", "other_id").order_by().union(noted)
    for one, other in rows:
        past.links[f"organisation:{one}"].add(f"organisation:{other}")
        past.links[f"organisation:{other}"].add(f"organisation:{one}")


def _read_asides(past: Past) -> None:
    """Each keeps its pair apart; some reasons of a supply say more."""
    rows = Aside.objects.values_list(
        "opportunity_id", "opportunity__organisation_id", "person_id", "offer_id", "side", "reason"
    )
    for opportunity, organisation, person, offer, side, reason in rows:
        supply = _supply_key(person, offer)
        past.refused.add((opportunity_key(opportunity), supply))
        if side != Side.SUPPLY:
            continue
        if reason == AsideReason.ORGANISATION:
            past.apart.add((f"organisation:{organisation}", supply))
        elif reason == AsideReason.UNPAID:
            past.paid_only.add(supply)


def refused(past: Past, needs: Iterable[engine.Need]) -> frozenset[tuple[str, str]]:
    """Pairs that somebody said no to, or whose kind of pay a supply ruled out."""
    unpaid = (
        [need.key for need in needs if is_unpaid(need.kind, need.pay)] if past.paid_only else []
    )
    return frozenset(past.refused | {(key, supply) for key in unpaid for supply in past.paid_only})


def conflicts(
    supplies: Iterable[engine.Supply], owners: dict[str, int | None]
) -> frozenset[tuple[str, str]]:
    """Pairs of (organisation that asks, supply) that somebody declared should not meet.

    What a person declared binds them and what they give alone; what an organisation declared binds what
    it gives and its people, whichever of the two declared it.
    """
    of_users: dict[int, set[str]] = defaultdict(set)
    of_organisations: dict[str, set[str]] = defaultdict(set)
    rows = Interest.objects.values_list("user_id", "organisation_id", "about_id")
    for user, declarer, about in rows:
        if user is not None:
            of_users[user].add(f"organisation:{about}")
            continue
        of_organisations[f"organisation:{declarer}"].add(f"organisation:{about}")
        of_organisations[f"organisation:{about}"].add(f"organisation:{declarer}")
    if not of_users and not of_organisations:
        return frozenset()
    found = set()
    for supply in supplies:
        owner = owners[supply.key]
        apart = set(of_users.get(owner, ())) if owner else set()
        for organisation in supply.organisations:
            apart |= of_organisations.get(organisation, set())
        found |= {(organisation, supply.key) for organisation in apart}
    return frozenset(found)


def _supply_key(person: int | None, offer: int | None) -> str:
    return f"person:{person}" if person else f"offer:{offer}"
