"""The clock: hosts are reminded, applicants released, offers run out, and what is called off ends kindly.

Each application in a transaction of its own, so that one that fails holds up no other.
"""

import datetime
import logging
from collections import defaultdict
from collections.abc import Callable

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from common.activity import record
from common.delivery import notify
from common.states import IllegalMove

from ..application_choices import LIVE, WAITS_FOR_HOST, ApplicationState, DeclineReason
from ..choices import Lifecycle
from ..models import Application, Decision, Opportunity
from .moving import advance
from .seats import lock
from .sharing import host_side
from .telling import tell_host

logger = logging.getLogger(__name__)

S = ApplicationState
BEFORE = datetime.timedelta(days=3)
AFTER = datetime.timedelta(days=7)
AT_A_TIME = 500

CALLED_OFF = (
    "This has been called off, for everybody. It has nothing to do with what you wrote. "
    "Others that fit you are waiting."
)
SETTLED = (
    "This is settled or no longer needed, so they are not choosing any more. "
    "It has nothing to do with what you wrote. Others that fit you are waiting."
)


def run_answer_clock(*, today: datetime.date | None = None) -> dict[str, int]:
    """Remind, release, let offers run out; returns how many of each."""
    today = today or timezone.localdate()
    return {
        "reminded": remind(today=today),
        "released": _each(_to_release(today), _release),
        "expired": _each(_run_out(today), _expire),
    }


def remind(*, today: datetime.date) -> int:
    """Three days before an answer is due, and on the day: one mail a host and opportunity."""
    waiting = Application.objects.filter(
        state__in=sorted(WAITS_FOR_HOST), answer_by__isnull=False, opportunity__state__in_round=""
    )
    due: dict[tuple[int, int], list[int]] = defaultdict(list)
    soon = waiting.filter(reminded=0, answer_by__lte=today + BEFORE)
    now = waiting.filter(reminded=1, answer_by__lte=today)
    for row in (soon | now).order_by("answer_by", "pk")[:AT_A_TIME]:
        # After a stop the last reminder alone is sent, never two on one day.
        which = 2 if row.answer_by is not None and row.answer_by <= today else 1
        due[(row.opportunity_id, which)].append(row.pk)
    return sum(_remind(pk, which, ids, today) for (pk, which), ids in sorted(due.items()))


@transaction.atomic
def _remind(opportunity_id: int, which: int, ids: list[int], today: datetime.date) -> int:
    rows = Application.objects.filter(
        pk__in=ids, state__in=sorted(WAITS_FOR_HOST), reminded__lt=which
    )
    labels = list(rows.order_by("answer_by", "pk").values_list("label", "answer_by"))
    if not rows.update(reminded=which, reminded_on=today):
        return 0
    opportunity = Opportunity.objects.select_related("state", "organisation").get(pk=opportunity_id)
    for user in host_side(opportunity):
        notify(
            "opportunities_host_reminder",
            to=user,
            key=f"{opportunity.pk}:{today}:{which}",
            title=opportunity.title,
            count=len(labels),
            labels=[label for label, _ in labels[:10]],
            answer_by=labels[0][1],
            last=which == 2,
            release_on=today + AFTER,
            link=f"{opportunity.get_absolute_url()}applications/",
        )
    record("opportunities.host_reminded", by=None, about=opportunity, which=which)
    return len(labels)


def _to_release(today: datetime.date) -> QuerySet[Application]:
    """Nobody answered for a week after the last reminder, and no answer is on its way."""
    return Application.objects.filter(
        state__in=sorted(WAITS_FOR_HOST),
        reminded=2,
        reminded_on__lte=today - AFTER,
        opportunity__state__in_round="",
    ).exclude(decision__sending_since__isnull=False)


def _release(row: Application) -> None:
    if row.state not in WAITS_FOR_HOST or row.reminded != 2:
        return
    Decision.objects.filter(pk=row.pk, sending_since__isnull=True).delete()
    advance(row, S.RELEASED, by=None)
    tell_host(row, "released")


def _run_out(today: datetime.date) -> QuerySet[Application]:
    return Application.objects.filter(state=S.OFFERED, offer_until__lt=today)


def _expire(row: Application) -> None:
    if row.state != S.OFFERED or row.offer_until is None:
        return
    if row.offer_until >= timezone.localdate():
        return
    advance(
        row,
        S.RESERVE,
        by=None,
        offer_until=None,
        public_text=(
            "The offer was not answered in time, so the place is free again. "
            "You stay on the reserve list: write to us if you still want it."
        ),
    )
    tell_host(row, "expired")


def _each(rows: QuerySet[Application], act: Callable[[Application], None]) -> int:
    done = 0
    for found in rows.order_by("pk")[:AT_A_TIME]:
        try:
            with transaction.atomic():
                act(lock(found))
        except IllegalMove:
            logger.info("application %s had moved on", found.pk)
            continue
        done += 1
    return done


def end_applications(opportunity_id: int) -> int:
    """The outbox's verb: tell everybody who waits, and free their places. Safe to run twice.

    Called off, it ends for those who have a place too; settled, they keep it.
    """
    opportunity = Opportunity.objects.select_related("state").filter(pk=opportunity_id).first()
    if opportunity is None:
        return 0
    lifecycle = opportunity.state.lifecycle
    if lifecycle not in (Lifecycle.CANCELLED, Lifecycle.CLOSED):
        return 0
    off = lifecycle == Lifecycle.CANCELLED
    states = LIVE if off else WAITS_FOR_HOST | {S.RESERVE}
    rows = Application.objects.filter(opportunity=opportunity_id, state__in=sorted(states))
    ended = 0
    for found in rows.order_by("pk"):
        row = lock(found)
        if row.state not in states:
            continue
        Decision.objects.filter(pk=row.pk).delete()
        # Whoever came has no application any more that could be declined.
        to = S.WITHDRAWN if row.state == S.PLACED else S.DECLINED
        advance(
            row,
            to,
            by=None,
            decline_reason=DeclineReason.OTHER if to == S.DECLINED else "",
            public_text=CALLED_OFF if off else SETTLED,
        )
        ended += 1
    return ended
