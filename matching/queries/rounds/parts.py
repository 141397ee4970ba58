"""What somebody reads of their own part in a round: an applicant's list and result, a host's tiers."""

from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q, Subquery, prefetch_related_objects
from django.utils import timezone

from opportunities.application_choices import HOLDS_SEAT, LIVE
from opportunities.models import Application
from opportunities.policies_of_applications import may_read_application

from ...choices.rounds import RANKING, TIERING, RoundState
from ...models import (
    PlaceResult,
    Round,
    RoundChoice,
    RoundEntrant,
    RoundPlace,
    RoundResult,
    RoundSwap,
)
from ...policies.rounds import may_tier, swap_parties
from .public import PlaceRow, place_row


@dataclass(frozen=True)
class OptionRow:
    """A placement that somebody applied for and may put on their list."""

    place_id: int
    title: str
    organisation: str
    url: str
    application_id: int
    application_url: str


@dataclass(frozen=True)
class MyPart:
    """An applicant's part: their list as it is saved, what else they may rank, what came of it."""

    entrant: RoundEntrant | None
    key: str
    version: int
    chosen: list[OptionRow]
    others: list[OptionRow]
    not_applied: list[PlaceRow]
    can_rank: bool
    why_not: str
    most: int
    clearing: bool
    result: RoundResult | None


@dataclass(frozen=True)
class HostPlace:
    """A placement of a round for which somebody puts applicants into tiers."""

    place: RoundPlace
    title: str
    applicants: int
    tiered: int
    can_tier: bool
    url: str


@dataclass(frozen=True)
class TierRow:
    """One applicant on a host's page. ``name`` is blank while the reading is blind."""

    application_id: int
    label: str
    name: str
    tier: int | None
    url: str


@dataclass(frozen=True)
class SwapRow:
    """A swap that concerns the reader; ``parties`` are those for which they speak."""

    swap: RoundSwap
    words: str
    parties: list[str]
    waiting_for_me: bool


def my_part(round_: Round, user) -> MyPart:
    """What an applicant sees of the round. Safe for anybody: it holds nothing of others."""
    entrant = RoundEntrant.objects.filter(round=round_, person__user=user.pk).first()
    clearing = round_.state == RoundState.CLEAR
    places = {
        row.opportunity_id: row
        for row in RoundPlace.objects.filter(round=round_, is_in=True).select_related(
            "opportunity__organisation", "opportunity__state"
        )
    }
    rows = Application.objects.filter(
        person__user=user.pk, opportunity__in=list(places), state__in=sorted(LIVE - HOLDS_SEAT)
    )
    options = {}
    for row in rows.order_by("opportunity__title", "pk"):
        place = places[row.opportunity_id]
        options[place.pk] = OptionRow(
            place_id=place.pk,
            title=place.opportunity.title,
            organisation=place.opportunity.organisation.name,
            url=place.opportunity.get_absolute_url(),
            application_id=row.pk,
            application_url=row.get_absolute_url(),
        )
    wanted = (
        RoundChoice.objects.filter(entrant=entrant, clearing=clearing).order_by("position")
        if entrant
        else []
    )
    chosen = [options[row.place_id] for row in wanted if row.place_id in options]
    listed = {row.place_id for row in chosen}
    result = my_result(round_, user)
    can_rank, why_not = _may_rank_now(round_, result)
    return MyPart(
        entrant=entrant,
        key=entrant.key if entrant else "",
        version=entrant.version if entrant else 0,
        chosen=chosen,
        others=[row for pk, row in options.items() if pk not in listed],
        not_applied=[
            place_row(place)
            for place in sorted(places.values(), key=lambda row: row.opportunity.title)
            if place.pk not in options
        ],
        can_rank=can_rank,
        why_not=why_not,
        most=round_.most_choices,
        clearing=clearing,
        result=result,
    )


def _may_rank_now(round_: Round, result: RoundResult | None) -> tuple[bool, str]:
    phase = next((row for row in round_.phases.all() if row.kind == round_.state), None)
    if phase is None or round_.state not in RANKING or phase.closes_at <= timezone.now():
        return False, "Lists are not taken at the moment. See the dates."
    if round_.state == RoundState.CLEAR and result is not None and result.has_seat:
        return False, "You have a seat. Clearing is for those without one."
    return True, ""


def my_result(round_: Round, user) -> RoundResult | None:
    """What somebody got; None before it is out, and for whoever took no part."""
    if not round_.is_published:
        return None
    rows = RoundResult.objects.filter(round=round_, entrant__person__user=user.pk, is_current=True)
    return rows.select_related(
        "entrant__person", "place__opportunity__organisation", "application"
    ).first()


def host_places(round_: Round, user) -> list[HostPlace]:
    """The placements of a round that the user answers for."""
    mine = Q(opportunity__organisation__memberships__user=user.pk) | Q(
        opportunity__state__supervisor=user.pk
    )
    waiting = Application.objects.filter(
        opportunity=OuterRef("opportunity"), state__in=sorted(LIVE - HOLDS_SEAT)
    ).order_by()
    rows = (
        RoundPlace.objects.filter(
            pk__in=RoundPlace.objects.filter(mine, round=round_).order_by().values("pk")
        )
        .select_related("opportunity__organisation", "opportunity__state")
        .annotate(
            applicants=Subquery(waiting.values("opportunity").annotate(n=Count("pk")).values("n")),
            tiered=Subquery(
                waiting.filter(tier__isnull=False)
                .values("opportunity")
                .annotate(n=Count("pk"))
                .values("n")
            ),
        )
    )
    return [
        HostPlace(
            place=row,
            title=row.opportunity.title,
            applicants=row.applicants or 0,
            tiered=row.tiered or 0,
            can_tier=row.is_in and round_.state in TIERING,
            url=f"{round_.get_absolute_url()}tiers/{row.pk}/",
        )
        for row in rows.order_by("opportunity__title", "pk")
        if may_tier(user, row)
    ]


def tier_rows(place: RoundPlace, user) -> list[TierRow]:
    """The applicants of a placement whom the user may judge, those in the best tier first."""
    rows = (
        Application.objects.filter(
            opportunity=place.opportunity_id, state__in=sorted(LIVE - HOLDS_SEAT)
        )
        .visible_to(user)
        .findings_open_to(user)
        .select_related("opportunity__organisation", "opportunity__state", "person__user")
        .order_by("label")
    )
    shown = [
        TierRow(
            application_id=row.pk,
            label=row.label,
            name=row.person.name if row.named_at is not None else "",
            tier=row.tier,
            url=f"{row.opportunity.get_absolute_url()}applications/{row.pk}/",
        )
        for row in rows
    ]
    return sorted(shown, key=lambda row: (row.tier or 4, row.label))


def place_results(round_: Round, user) -> list[tuple[PlaceResult, list[tuple[int, str, str]]]]:
    """Of the user's own placements: what each got, and who comes (application, name, address)."""
    if not round_.is_published:
        return []
    mine = Q(place__opportunity__organisation__memberships__user=user.pk) | Q(
        place__opportunity__state__supervisor=user.pk
    )
    known = PlaceResult.objects.filter(mine, place__round=round_, is_current=True)
    rows = PlaceResult.objects.filter(pk__in=known.order_by().values("pk")).select_related(
        "place__opportunity__organisation", "place__opportunity__state"
    )
    found = []
    for row in rows.order_by("place__opportunity__title", "pk"):
        if not may_tier(user, row.place):
            continue
        opportunity = row.place.opportunity
        seated = Application.objects.filter(
            round_results__place=row.place,
            round_results__is_current=True,
            round_results__ended_at=None,
            state__in=sorted(HOLDS_SEAT),
        ).select_related("opportunity__organisation", "opportunity__state", "person__user")
        people = [
            (one.pk, one.person.name, f"{opportunity.get_absolute_url()}applications/{one.pk}/")
            for one in seated.prefetch_related("reviews", "members__person").order_by("label")
            if may_read_application(user, one)
        ]
        found.append((row, people))
    return found


def my_swaps(round_: Round, user) -> list[SwapRow]:
    """The swaps that somebody asked for, is asked about, or answers for as a host."""
    rows = RoundSwap.objects.filter(round=round_).select_related(
        "first__entrant__person",
        "second__entrant__person",
        "first__place__opportunity__organisation",
        "second__place__opportunity__organisation",
    )
    found = []
    # Each row asks whether they lead the host: read once.
    prefetch_related_objects([user], "memberships")
    for row in rows:
        parties = swap_parties(user, row)
        if not parties:
            continue
        said = {
            "first": True,
            "second": row.second_yes_at is not None,
            "first_host": row.first_host_yes_at is not None,
            "second_host": row.second_host_yes_at is not None,
        }
        waits = row.state == "proposed" and not all(said[name] for name in parties)
        found.append(SwapRow(row, _swap_words(row, said), parties, waits))
    return found


def _swap_words(row: RoundSwap, said: dict[str, bool]) -> str:
    titles = [
        one.place.opportunity.title if one.place else "a placement"
        for one in (row.first, row.second)
    ]
    words = (
        f"{row.first.entrant.key} and {row.second.entrant.key}: “{titles[0]}” for “{titles[1]}”."
    )
    if row.state != "proposed":
        return f"{words} {row.get_state_display()}."
    missing = {
        "second": "the other applicant",
        "first_host": "the first host",
        "second_host": "the second host",
    }
    return (
        f"{words} Waits for {', '.join(text for name, text in missing.items() if not said[name])}."
    )
