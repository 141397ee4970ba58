"""Reports about profiles: anybody who sees one may say what is wrong, and a custodian decides."""

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from common import activity, delivery, outbox, states
from common.policies import CUSTODIANS

from .. import policies
from ..choices import REPORT_MOVES, ReportState
from ..models import HiddenProfile, Person, Report, User
from .standing import hide_profile

MOST_OPEN = 20
"""About one person: what comes after tells custodians nothing new, and fills their desk."""


def open_reports():
    """What waits for a custodian, oldest first."""
    return Report.objects.filter(state=ReportState.WAITING).select_related("about__user")


@transaction.atomic
def report_profile(person: Person, *, by: User | AnonymousUser, words: str) -> Report | None:
    """Say what is wrong with a profile. Raises PermissionDenied unless ``by`` may see it.

    The same words about the same person are one report. Returns None where enough are waiting.
    """
    if not policies.may_see_person(by, person) or policies.is_own(by, person):
        raise PermissionDenied("Report what you can see.")
    waiting = open_reports().filter(about=person)
    known = waiting.filter(words=words).first()
    if known is not None or waiting.count() >= MOST_OPEN:
        return known
    report = Report.objects.create(about=person, by_id=by.pk, words=words)
    activity.record("profiles.reported", by=by.pk, about=person, report=report.pk)
    outbox.put("profiles.tell_reported", key=f"report:{report.pk}", report_id=report.pk)
    return report


@transaction.atomic
def settle_report(report: Report, *, by: User, hide: bool, reason: str = "") -> Report:
    """Hide the profile for ``reason``, or leave it as it is.

    Raises PermissionDenied unless ``by`` is a custodian who is not concerned, IllegalMove when a colleague was
    quicker, ValueError without a reason for hiding.
    """
    if not policies.may_settle_report(by, report):
        raise PermissionDenied("A custodian who is not concerned decides this.")
    if hide and not reason:
        raise ValueError("Say why. The person reads it.")
    states.move(report, ReportState.UPHELD if hide else ReportState.CLEARED, moves=REPORT_MOVES)
    Report.objects.filter(pk=report.pk).update(settled_at=timezone.now(), settled_by_id=by.pk)
    if hide and not HiddenProfile.objects.filter(person=report.about).exists():
        hide_profile(report.about, by=by, reason=reason)
    activity.record("profiles.report_settled", by=by, about=report.about, report=report.pk)
    return report


def tell_reported(report_id: int) -> None:
    """Mail the custodians who may decide. One settled meanwhile is passed over."""
    report = open_reports().filter(pk=report_id).first()
    if report is None:
        return
    for custodian in User.objects.filter(is_active=True, groups__name=CUSTODIANS).distinct():
        if policies.may_settle_report(custodian, report):
            delivery.notify(
                "profiles_reported",
                to=custodian,
                key=f"report:{report.pk}",
                link=f"/desk/reports/{report.pk}/",
            )
