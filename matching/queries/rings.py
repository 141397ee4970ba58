"""Rings as pages show them: one with all of it, lists, balances of hours, the rings agreed in public."""

import datetime
from collections import Counter
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from profiles.models import Organisation

from ..choices.rings import SHOWN_STATES, RingState
from ..models import KnownLink, Ring, RingArc, RingPart, RingSearch

LATELY = datetime.timedelta(days=90)
MOST_SHOWN = 200


@dataclass(frozen=True)
class Balance:
    """Hours that an organisation gave and got in rings that started. A balance, never a debt."""

    organisation: Organisation
    gives: int
    gets: int


def whole(rows: QuerySet[Ring]) -> QuerySet[Ring]:
    """With the gifts and parts of each, in giving order: two queries more."""
    arcs = RingArc.objects.select_related(
        "offer", "opportunity", "giver", "taker", "introduction"
    ).order_by("position")
    parts = RingPart.objects.select_related("organisation").order_by("position")
    return rows.prefetch_related(Prefetch("arcs", arcs), Prefetch("parts", parts))


def one_ring(pk: int) -> Ring | None:
    """One ring with all of it."""
    return whole(Ring.objects.filter(pk=pk).select_related("search", "proposed_by")).first()


def rings_of(user) -> QuerySet[Ring]:
    """The rings that were proposed to organisations of the user, newest first."""
    mine = RingPart.objects.filter(organisation__memberships__user=user)
    rows = Ring.objects.filter(
        state__in=SHOWN_STATES, proposed_at__isnull=False, pk__in=mine.values("ring")
    )
    return whole(rows.order_by("-proposed_at", "-pk"))


def rings_on_the_board() -> dict[str, list[Ring]]:
    """What custodians look at, by state: found, waiting, started, and lately "ended"."""
    lately = timezone.now() - LATELY
    live = Q(state__in=[RingState.FOUND, RingState.PROPOSED, RingState.STARTED])
    ended = Q(ended_at__gt=lately, proposed_at__isnull=False) & ~Q(state=RingState.STARTED)
    rows = whole(Ring.objects.filter(live | ended).order_by("-created", "-pk"))[:MOST_SHOWN]
    board: dict[str, list[Ring]] = {"found": [], "proposed": [], "started": [], "ended": []}
    for row in rows:
        board[row.state if row.state in board else "ended"].append(row)
    board["found"].sort(key=lambda row: (-row.value, row.pk))
    return board


def rings_in(state: str) -> QuerySet[Ring]:
    """All rings in one state, the most valuable or the newest first."""
    by = ["-value", "pk"] if state == RingState.FOUND else ["-created", "-pk"]
    return whole(Ring.objects.filter(state=state).order_by(*by))


def rings_in_public() -> list[Ring]:
    """Rings that have started and whose every party let its name be shown; newest first."""
    started = Ring.objects.filter(state__in=[RingState.STARTED, RingState.DONE])
    shy = RingPart.objects.filter(
        Q(may_name=False)
        | Q(organisation__state__verified_at__isnull=True)
        | Q(organisation__state__suspended_at__isnull=False)
        | Q(organisation__state__closed_at__isnull=False)
    )
    rows = started.exclude(pk__in=shy.values("ring")).order_by("-started_at", "-pk")
    return list(whole(rows)[:20])


def balances(organisations: list[int] | None = None) -> list[Balance]:
    """Hours given and got in rings that started, by organisation; of some, or of all that have any.

    What fell through before it was agreed is not counted.
    """
    arcs = (
        RingArc.objects.filter(ring__started_at__isnull=False)
        .exclude(introduction__state="fell_through")
        .exclude(introduction__isnull=True)
        .values_list("giver_id", "taker_id", "hours")
        .order_by("pk")
    )
    if organisations is not None:
        arcs = arcs.filter(Q(giver__in=organisations) | Q(taker__in=organisations))
    gives: Counter[int] = Counter()
    gets: Counter[int] = Counter()
    for giver, taker, hours in arcs:
        gives[giver] += hours
        gets[taker] += hours
    wanted = set(gives) | set(gets) if organisations is None else set(organisations)
    rows = Organisation.objects.filter(pk__in=wanted).order_by("name")
    return [Balance(row, gives[row.pk], gets[row.pk]) for row in rows]


def known_links() -> QuerySet[KnownLink]:
    """Links that custodians noted, newest first."""
    return KnownLink.objects.select_related("one", "other").order_by("-created", "-pk")


def last_search() -> RingSearch | None:
    """The last search, whatever became of it."""
    return RingSearch.objects.defer("facts", "result").order_by("-created", "-pk").first()
