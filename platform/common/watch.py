"""The site's eye on itself: asks what must always be true, looks for stuck work, tells custodians.

A mail once a day at most for each of the two, so that a bad night is one mail and not a hundred. The
desk and ``/health/queue`` say the same, since a mail about mails that do not leave may not leave.
"""

import datetime

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from common import delivery, invariants
from common.models import Sign, Work
from common.policies import CUSTODIANS

OVERDUE = datetime.timedelta(hours=26)
"""A little more than a day: a nightly check that was slept through is made up for."""


def check_records() -> Sign:
    """Ask every invariant now, keep the answer for the desk, and tell when one is broken."""
    broken = invariants.broken()
    with transaction.atomic():
        if broken:
            _tell("common_records_broken", names=sorted(broken), link="/desk/#machinery")
        return Sign.give("invariants", broken=broken)


def check_records_if_overdue() -> bool:
    """The same when nobody did for a day, or never: so also soon after the first start."""
    last = Sign.objects.filter(name="invariants").first()
    if last is not None and timezone.now() - last.at < OVERDUE:
        return False
    check_records()
    return True


@transaction.atomic
def tell_of_stuck_work() -> int:
    """How much work has been given up for now; custodians hear of it."""
    count = Work.objects.stuck().count()
    if count:
        _tell("common_work_stuck", count=count, link="/desk/#machinery")
    return count


def _tell(kind: str, **context: object) -> None:
    users = get_user_model()._default_manager
    for custodian in users.filter(groups__name=CUSTODIANS, is_active=True).order_by("pk"):
        delivery.notify(kind, to=custodian, key=f"{timezone.localdate():%Y-%m-%d}", **context)
