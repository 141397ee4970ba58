"""What of opportunities moves on by the length of a sleep of the Forum (:mod:`common.hibernation`).

Closing dates do not: they are the host's own word, and a host can give people longer. Saved searches need
nothing: they look from where they last looked.
"""

import datetime

from django.utils import timezone

from common.hibernation import on_waking, push

from .application_choices import WAITS_FOR_HOST, ApplicationState
from .choices import ScopingState
from .correction_choices import CorrectionState
from .models import AgreementParty, Application, Correction, FeedbackRequest, Scoping


@on_waking("opportunities.applications")
def applications(since: datetime.datetime, length: datetime.timedelta, days: int) -> int:
    """By when hosts answer, and when they were last reminded of it: a release counts from there."""
    by, day = datetime.timedelta(days=days), timezone.localdate(since)
    waiting = Application.objects.filter(state__in=sorted(WAITS_FOR_HOST))
    push(waiting.filter(reminded_on__lte=day), "reminded_on", by)
    return push(waiting.filter(answer_by__gte=day), "answer_by", by)


@on_waking("opportunities.offers_of_a_place")
def offers_of_a_place(since: datetime.datetime, length: datetime.timedelta, days: int) -> int:
    """By when applicants answer an offer of a place."""
    rows = Application.objects.filter(state=ApplicationState.OFFERED)
    rows = rows.filter(offer_until__gte=timezone.localdate(since))
    return push(rows, "offer_until", datetime.timedelta(days=days))


@on_waking("opportunities.agreements")
def agreements(since: datetime.datetime, length: datetime.timedelta, days: int) -> int:
    """When parties and givers of feedback were asked: reminders count from there."""
    by, day = datetime.timedelta(days=days), timezone.localdate(since)
    feedback = FeedbackRequest.objects.open().filter(asked_on__lte=day)
    parties = AgreementParty.objects.open().filter(asked_on__lte=day)
    return push(feedback, "asked_on", by) + push(parties, "asked_on", by)


@on_waking("opportunities.desk")
def for_custodians(since: datetime.datetime, length: datetime.timedelta, days: int) -> int:
    """When help was asked for, and when a correction was proposed."""
    asked = Scoping.objects.filter(state=ScopingState.ASKED, asked_at__lte=since)
    proposed = Correction.objects.filter(state=CorrectionState.PROPOSED, proposed_at__lte=since)
    return push(asked, "asked_at", length) + push(proposed, "proposed_at", length)
