"""Phases open and close by themselves; a custodian moves the end of one that has not closed.

A phase closes at its time, to the second: whoever saves a list asks for the clock first. Two phases wait
for people: *run* for a run that the judge agreed with, *publish* for the results, and *clear* for lists of
clearing that nobody has settled yet. What comes after is moved on by as long as that took.
"""

import datetime

from django.db import transaction
from django.utils import timezone

from common import hibernation, outbox
from common.activity import record
from common.policies import demand
from common.states import IllegalMove, move
from opportunities.application_choices import HOLDS_SEAT, LIVE
from opportunities.models import Application
from profiles.models import User

from ...choices.round_measures import TakingBackState
from ...choices.rounds import (
    ALIVE,
    PHASES,
    ROUND_MOVES,
    ByHandState,
    PublicationState,
    RoundRunKind,
    RoundRunState,
    RoundState,
    SwapState,
)
from ...models import Round, RoundChoice, RoundPhase, RoundPlace, RoundRun, RoundSwap
from ...policies.rounds import STEWARD_AFTER, may_plan
from . import telling
from .conflicts import find_conflicts
from .planning import lock_round
from .refusing import Refused
from .runs import ask_for_run
from .times import in_london

R = RoundState
NOTICE = datetime.timedelta(days=2)
END_PLACE = "matching.end_round_place"


@transaction.atomic
def move_phase(
    round_: Round,
    kind: str,
    *,
    by: User,
    closes: datetime.datetime,
    reason: str,
    carry: bool = False,
) -> RoundPhase:
    """Let a phase that has not closed end earlier or later; everyone is told, with the reason.

    ``carry`` moves all later phases by as much. Raises PermissionDenied, Refused for a time that is past
    or would leave the next phase none, IllegalMove for a phase that has closed.
    """
    demand(may_plan(by))
    row = lock_round(round_)
    if row.state not in ALIVE:
        raise IllegalMove(
            row.state, "moved", "Dates are moved while a round is planned or under way."
        )
    now = timezone.now()
    row = advance_round(row, now=now)
    phases = list(row.phases.order_by("position"))
    phase = next((one for one in phases if one.kind == kind), None)
    if phase is None:
        raise Refused("There is no such phase.", "kind")
    if phase.closed_at is not None:
        raise IllegalMove(row.state, "moved", "This phase has closed, so its end stays as it was.")
    if not reason.strip():
        raise Refused("Say why: everyone reads it.", "reason")
    if closes <= max(now, phase.opens_at):
        raise Refused(
            f"“{phase.get_kind_display()}” can end after now, and after it opens at "
            f"{in_london(phase.opens_at)}.",
            "closes",
        )
    if closes == phase.closes_at:
        return phase
    by_how_much = closes - phase.closes_at
    later = phases[phase.position :]
    if not carry and later and closes >= later[0].closes_at:
        raise Refused(
            f"“{later[0].get_kind_display()}” closes at {in_london(later[0].closes_at)} and would "
            "have no time left. Choose an earlier time, or move the later phases too.",
            "closes",
        )
    before = phase.closes_at
    phase.closes_at, phase.reminded_at = closes, None
    phase.save(update_fields=["closes_at", "reminded_at"])
    opens = closes
    for one in later:
        one.opens_at = opens
        one.closes_at = one.closes_at + by_how_much if carry else one.closes_at
        one.save(update_fields=["opens_at", "closes_at"])
        opens = one.closes_at
        if not carry:
            break
    if row.late_since is not None and phase.kind == row.state:
        Round.objects.filter(pk=row.pk).update(late_since=None)
    record("matching.round_phase_moved", by=by, about=phase, closes=closes, carry=carry)
    telling.tell_everyone(
        row,
        "matching_round_moved",
        key=f"moved:{phase.pk}:{closes:%Y%m%d%H%M%S}:{now:%Y%m%d%H%M%S%f}",
        phase=phase.get_kind_display(),
        before=in_london(before),
        after=in_london(closes),
        carry=carry,
        reason=reason.strip()[:300],
    )
    return phase


@transaction.atomic
def advance_round(round_: Round, *, now: datetime.datetime) -> Round:
    """Close and open whatever is due in one round. Safe to run as often as one likes."""
    row = lock_round(round_)
    if hibernation.is_asleep():
        return row
    for _ in range(len(PHASES) + 1):
        if row.state not in ALIVE or not _step(row, now):
            break
    return row


def _step(row: Round, now: datetime.datetime) -> bool:
    """Whether the round moved on by one phase."""
    if row.state == R.PLANNED:
        first = row.phases.get(kind=R.ANNOUNCE)
        if first.opens_at > now:
            return False
        _enter(row, R.ANNOUNCE, now)
        return True
    phase = row.phases.get(kind=row.state)
    if phase.closes_at > now:
        return False
    if _waits(row):
        _note_late(row, phase, now)
        return False
    if row.late_since is not None:
        _move_later(row, phase, now - phase.closes_at)
    phase.closed_at = now
    phase.save(update_fields=["closed_at"])
    following = phase.position
    _enter(row, PHASES[following] if following < len(PHASES) else R.CLOSED, now)
    return True


def _waits(row: Round) -> bool:
    """Whether the open phase cannot close yet, because somebody has something left to do."""
    if row.state == R.RUN:
        done = RoundRun.objects.filter(round=row, kind=RoundRunKind.MAIN, state=RoundRunState.DONE)
        return not done.exists()
    if row.state == R.PUBLISH:
        return (
            not row.is_published
            or row.publications.filter(state=PublicationState.ASKED).exists()
            or row.takings_back.filter(state=TakingBackState.CONFIRMED).exists()
        )
    if row.state == R.CLEAR:
        return (
            unsettled_lists(row) or row.publications.filter(state=PublicationState.ASKED).exists()
        )
    return False


def unsettled_lists(row: Round) -> bool:
    """Whether somebody without a seat saved a list of clearing that no publication has answered."""
    lists = RoundChoice.objects.filter(
        entrant__round=row, entrant__left_at=None, entrant__person__isnull=False, clearing=True
    )
    waiting = lists.exclude(
        entrant__results__is_current=True,
        entrant__results__kind="seat",
        entrant__results__ended_at=None,
    )
    answered = row.publications.filter(
        run__kind=RoundRunKind.CLEARING, state=PublicationState.PUBLISHED
    ).order_by("-number")
    last = answered.select_related("run").first()
    if last is not None:
        waiting = waiting.filter(entrant__saved_at__gt=last.run.created)
    return waiting.exists()


def _note_late(row: Round, phase: RoundPhase, now: datetime.datetime) -> None:
    if row.late_since is not None:
        return
    row.late_since = now
    Round.objects.filter(pk=row.pk).update(late_since=now)
    live = row.runs.filter(state__in=["queued", "running"]).exists()
    if row.state == R.CLEAR and not live:
        ask_for_run(row, by=None, kind=RoundRunKind.CLEARING)
    if row.state == R.RUN and not live:
        ask_for_run(row, by=None, kind=RoundRunKind.MAIN)
    record("matching.round_late", by=None, about=row, phase=phase.kind)
    telling.tell(
        row,
        "matching_round_late",
        telling.custodians(),
        key=f"late:{phase.pk}:{phase.closes_at:%Y%m%d%H%M}",
        phase=phase.get_kind_display(),
        what=LATE[row.state],
        link=f"/desk{row.get_absolute_url()}",
    )


LATE: dict[str, str] = {
    R.RUN: "a run that is done and that the judge agrees with",
    R.PUBLISH: "you: read the outcome and publish it",
    R.CLEAR: "you: publish the run of clearing",
}


def _move_later(row: Round, phase: RoundPhase, by: datetime.timedelta) -> None:
    """What people waited for has happened: everything after is moved on by as long."""
    opens = phase.closes_at + by
    for one in row.phases.filter(position__gt=phase.position).order_by("position"):
        one.opens_at, one.closes_at = opens, one.closes_at + by
        one.save(update_fields=["opens_at", "closes_at"])
        opens = one.closes_at
    row.late_since = None
    Round.objects.filter(pk=row.pk).update(late_since=None)


def _enter(row: Round, to: str, now: datetime.datetime) -> None:
    move(row, to, moves=ROUND_MOVES)
    record(f"matching.round_{to}", by=None, about=row)
    if to == R.CLOSED:
        _close(row)
        return
    phase = row.phases.get(kind=to)
    phase.opened_at = now
    phase.save(update_fields=["opened_at"])
    _begin(row, phase)


def _begin(row: Round, phase: RoundPhase) -> None:
    if phase.kind == R.RUN:
        for place in RoundPlace.objects.filter(round=row, is_in=True).order_by("pk"):
            find_conflicts(place)
        ask_for_run(row, by=None, kind=RoundRunKind.MAIN)
    if phase.kind == R.CLEAR:
        open_swaps = RoundSwap.objects.filter(round=row, state=SwapState.PROPOSED)
        open_swaps.update(state=SwapState.EXPIRED, ended_at=timezone.now())
    what, path, users = asked_of(row, phase.kind)
    if what:
        telling.ask(
            row, users, what=what, by_when=phase.closes_at, path=path, key=f"opens:{phase.pk}"
        )


def asked_of(row: Round, kind: str) -> tuple[str, str, list[User]]:
    """What an open phase asks of whom: (words, path under the round, users)."""
    if kind in (R.ANNOUNCE, R.POST):
        return "post placements and put them into the round", "", telling.custodians()
    if kind == R.RANK:
        return (
            "put the placements that you applied for in order",
            "ranking/",
            telling.applicants(row),
        )
    if kind == R.TIER:
        return "put your applicants into tiers", "", telling.hosts_of(row)
    if kind in (R.CHECK, R.PUBLISH) and not row.is_published:
        what = "look at the outcome" if kind == R.CHECK else "publish the results"
        return what, "", telling.custodians()
    if kind == R.CLEAR:
        return "say which free places you would take", "ranking/", without_seat(row)
    return "", "", []


def without_seat(row: Round) -> list[User]:
    """Applicants who took part, and have no seat now."""
    seated = row.results.filter(is_current=True, kind="seat", ended_at=None)
    entrants = row.entrants.filter(left_at=None, person__user__is_active=True)
    entrants = entrants.exclude(pk__in=seated.values("entrant"))
    users = User.objects.filter(person__round_entries__in=entrants)
    return list(users.distinct().order_by("pk"))


def _close(row: Round) -> None:
    """The round is over: whoever still waits is answered, placement by placement, by the worker."""
    telling.tell(
        row,
        "matching_round_over",
        without_seat(row),
        key="over",
        link="/placements/",
    )
    for place in RoundPlace.objects.filter(round=row, is_in=True).order_by("pk"):
        outbox.put(END_PLACE, key=f"place:{place.pk}", place_id=place.pk)


def run_round_clock(*, now: datetime.datetime | None = None) -> dict[str, int]:
    """The clock: phases, reminders. Each round in a transaction of its own. Does nothing asleep."""
    now = now or timezone.now()
    done = {"moved": 0, "reminded": 0}
    if hibernation.is_asleep():
        return done
    for found in Round.objects.alive().order_by("pk"):
        with transaction.atomic():
            row = advance_round(found, now=now)
            done["moved"] += row.state != found.state
            done["reminded"] += _remind(row, now) + _tell_steward(row, now)
    return done


def _tell_steward(row: Round, now: datetime.datetime) -> int:
    """What no custodian decided in seven days, once each, to whoever may decide it then."""
    steward = row.steward
    if steward is None or not steward.is_active:
        return 0
    due = now - STEWARD_AFTER
    waits = [
        (f"hand:{pk}", "A seat by hand")
        for pk in row.seats_by_hand.filter(
            state=ByHandState.ENTERED, entered_at__lte=due
        ).values_list("pk", flat=True)
    ]
    if row.is_published:
        taking = row.takings_back.filter(state=TakingBackState.ENTERED, entered_at__lte=due).first()
        waits += [(f"taking:{taking.pk}", "The taking back of its results")] if taking else []
    elif row.state == R.PUBLISH and row.late_since is not None and row.late_since <= due:
        waits.append((f"publish:{row.late_since:%Y%m%d}", "The publication of its results"))
    return sum(
        telling.tell(
            row,
            "matching_round_steward",
            [steward],
            key=f"steward:{key}",
            what=what,
            link=f"{row.get_absolute_url()}steward/",
        )
        for key, what in waits
    )


def _remind(row: Round, now: datetime.datetime) -> int:
    """Once a phase, two days before it closes (or in its last third): whoever has not done their part."""
    phase = row.phases.filter(kind=row.state, reminded_at=None).first()
    if phase is None:
        return 0
    notice = min(NOTICE, (phase.closes_at - phase.opens_at) / 3)
    if now < phase.closes_at - notice:
        return 0
    phase.reminded_at = now
    phase.save(update_fields=["reminded_at"])
    what, path, users = asked_of(row, phase.kind)
    users = _not_done(row, phase.kind, users)
    if not what or not users:
        return 0
    return telling.ask(
        row,
        users,
        what=f"{what}: this closes soon",
        by_when=phase.closes_at,
        path=path,
        key=f"closes:{phase.pk}:{phase.closes_at:%Y%m%d%H%M}",
    )


def _not_done(row: Round, kind: str, users: list[User]) -> list[User]:
    if kind in (R.RANK, R.CLEAR):
        lists = RoundChoice.objects.filter(entrant__round=row, clearing=kind == R.CLEAR)
        done = set(lists.values_list("entrant__person__user_id", flat=True))
        return [user for user in users if user.pk not in done]
    if kind == R.TIER:
        untiered = Application.objects.filter(
            opportunity__round_places__round=row,
            opportunity__round_places__is_in=True,
            state__in=sorted(LIVE - HOLDS_SEAT),
            tier=None,
        )
        waiting = set(untiered.values_list("opportunity__organisation_id", flat=True))
        return [
            user
            for user in users
            if waiting & set(user.memberships.values_list("organisation_id", flat=True))
        ]
    return users
