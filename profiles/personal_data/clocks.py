"""How long profiles keeps what it keeps."""

import datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import QuerySet

from common.retention import clock

from ..models import AddressQuestion, Copy, Disclosure, Invitation, JoinRequest, KeptText, Relation
from ..models.claims import GOOD_FOR
from ..services import forget_settled
from ..services.clocks import KEPT, TO_CONFIRM
from ..services.met import NOT_AGAIN_FOR, end_unclaimed, old_refusals, over_claims
from ..services.unused import (
    CV_MONTHS,
    DORMANT_MONTHS,
    UNCONFIRMED_DAYS,
    end_dormant,
    end_unused_cvs,
    forget_unconfirmed,
    unconfirmed,
    unused_accounts,
    unused_cvs,
)

YEAR = datetime.timedelta(days=365)


@clock(
    "profiles.settled",
    keeps="Invitations, requests to join and questions about addresses; relations nobody confirmed",
    until=f"{KEPT.days} days after the answer, {TO_CONFIRM.days} days unconfirmed",
    due=lambda now: (
        Invitation.objects.filter(settled_at__lt=now - KEPT).count()
        + JoinRequest.objects.filter(settled_at__lt=now - KEPT).count()
        + AddressQuestion.objects.filter(until__lt=now - KEPT).count()
        + Relation.objects.filter(confirmed_at=None, said_at__lt=now - TO_CONFIRM).count()
    ),
)
def settled(now: datetime.datetime) -> int:
    """Addresses of people who were only ever invited among them."""
    return forget_settled(now=now)


def _texts(now: datetime.datetime) -> QuerySet[KeptText]:
    return KeptText.objects.filter(kept_at__lt=now - YEAR)


@clock(
    "profiles.kept_texts",
    keeps="Texts that somebody chose to keep",
    until="a year",
    due=lambda now: _texts(now).count(),
)
def forget_texts(now: datetime.datetime) -> int:
    """Skills were found in it long ago."""
    return _texts(now).delete()[0]


def _ended(now: datetime.datetime) -> QuerySet[Disclosure]:
    return Disclosure.objects.filter(until__lt=now - YEAR)


@clock(
    "profiles.disclosures",
    keeps="What was opened of somebody, to whom",
    until="a year after it ended",
    due=lambda now: _ended(now).count(),
)
def forget_disclosures(now: datetime.datetime) -> int:
    """Long enough to ask who could see one."""
    return _ended(now).delete()[0]


def _copies(now: datetime.datetime) -> QuerySet[Copy]:
    return Copy.objects.filter(expires_at__lt=now)


@clock(
    "profiles.copies",
    keeps="Copies of their data that people asked for",
    until="three days",
    due=lambda now: _copies(now).count(),
)
def forget_copies(now: datetime.datetime) -> int:
    """The rows, and with them the zips."""
    return sum(copy.delete()[0] for copy in _copies(now))


def _browsers(now: datetime.datetime) -> QuerySet[UserSession]:
    alive = Session.objects.filter(expire_date__gte=now).values("session_key")
    return UserSession.objects.exclude(session_key__in=alive)


@clock(
    "profiles.browsers",
    keeps="Where somebody is signed in",
    until="the browser is signed out or forgotten",
    due=lambda now: _browsers(now).count(),
)
def forget_browsers(now: datetime.datetime) -> int:
    """Those whose session has gone."""
    return _browsers(now).delete()[0]


@clock(
    "profiles.cvs",
    keeps="CVs",
    until=f"{CV_MONTHS} months without signing in, after two warnings",
    due=lambda now: len(unused_cvs(now)),
)
def forget_cvs(now: datetime.datetime) -> int:
    """An old CV helps nobody. Also writes the warnings that are due."""
    return end_unused_cvs(now)


@clock(
    "profiles.accounts",
    keeps="Accounts",
    until=f"{DORMANT_MONTHS} months without signing in, after two warnings",
    then="erased",
    due=lambda now: len(unused_accounts(now)),
)
def forget_accounts(now: datetime.datetime) -> int:
    """Custodians and superusers are asked, never erased by a clock."""
    return end_dormant(now)


@clock(
    "profiles.unconfirmed",
    keeps="Accounts whose address nobody confirmed",
    until=f"{UNCONFIRMED_DAYS} days",
    due=lambda now: unconfirmed(now).count(),
)
def drop_unconfirmed(now: datetime.datetime) -> int:
    """Perhaps it was somebody else's address."""
    return forget_unconfirmed(now)


@clock(
    "profiles.unclaimed",
    keeps="People and organisations that a custodian met and entered",
    until=f"{GOOD_FOR.days} days, with a reminder two weeks before",
    then="erased, with the mails about it",
    due=lambda now: over_claims(now).count(),
)
def forget_unclaimed(now: datetime.datetime) -> int:
    """Nobody took it up. Also writes the reminders that are due."""
    return end_unclaimed(now)


@clock(
    "profiles.not_again",
    keeps="Fingerprints of addresses that are not to be entered again",
    until=f"{NOT_AGAIN_FOR.days} days",
    due=lambda now: old_refusals(now).count(),
)
def forget_refusals(now: datetime.datetime) -> int:
    """They may have changed their mind."""
    return old_refusals(now).delete()[0]
