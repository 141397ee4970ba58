"""Entering somebody met at a meeting, with their consent; writing to them; taking it back."""

from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac

from common import activity, delivery
from common.models import Message

from .. import links, policies
from ..choices import ClaimKind
from ..models import Claimable, NotAgain, Organisation, User
from ..queries.addresses import confirmed_addresses

MOST_A_DAY = 40
MOST_SENT = 3
REST = timedelta(days=3)
REMIND_BEFORE = timedelta(days=14)
NOT_AGAIN_FOR = timedelta(days=365)
FIRST, REMINDER = "profiles_claim", "profiles_claim_reminder"
AT_ONCE = 500


class CannotEnter(ValueError):
    """Why somebody cannot be entered, or written to again, in words. ``field`` is what to mend."""

    def __init__(self, words: str, field: str | None = None) -> None:
        self.field = field
        super().__init__(words)


@transaction.atomic
def enter_met(
    *,
    by: User,
    kind: str,
    address: str,
    name: str,
    met_on: date,
    met_where: str,
    consent: str,
    **fields,
) -> Claimable:
    """Enter a person or an organisation, and write to them. Nothing of it is public or matched.

    The answer is the same whether or not the address has an account here. Raises PermissionDenied
    unless ``by`` is a custodian, CannotEnter in words.
    """
    _demand(by)
    address = address.strip().lower()
    called = " ".join(fields.pop("organisation_name", "").split())
    _refuse(by, address, called if kind == ClaimKind.ORGANISATION else "")
    try:
        with transaction.atomic():
            row = Claimable.objects.create(
                kind=kind,
                address=address,
                name=" ".join(name.split()),
                organisation_name=called,
                met_on=met_on,
                met_where=met_where,
                consent=consent,
                entered_by=by,
                **fields,
            )
    except IntegrityError:
        raise CannotEnter("This is entered already, and waits for them.", "address") from None
    activity.record("profiles.met_entered", by=by, about=row, kind=str(kind), met_on=met_on)
    _write(FIRST, row)
    return row


def _refuse(by: User, address: str, organisation_name: str) -> None:
    if address in confirmed_addresses(by):
        raise CannotEnter("This is an address of your own.", "address")
    if NotAgain.objects.filter(fingerprint=fingerprint(address)).exists():
        raise CannotEnter(
            "Somebody had an entry for this address deleted. Ask them to make an account themselves.",
            "address",
        )
    if organisation_name and Organisation.objects.filter(name__iexact=organisation_name).exists():
        raise CannotEnter(
            "This organisation is here already. Ask one of its leads to invite them.",
            "organisation_name",
        )
    today = timezone.now() - timedelta(days=1)
    if Claimable.objects.filter(entered_by=by, entered_at__gt=today).count() >= MOST_A_DAY:
        raise CannotEnter(f"You have entered {MOST_A_DAY} today. Go on tomorrow.")


@transaction.atomic
def resend_claim(claimable: Claimable, *, by: User) -> None:
    """Write once more: three days after the last mail, three times at most.

    Raises PermissionDenied unless ``by`` is a custodian, CannotEnter in words.
    """
    _demand(by)
    now = timezone.now()
    if claimable.is_over:
        raise CannotEnter("This has run out, and is deleted tonight.")
    if claimable.times_sent >= MOST_SENT:
        raise CannotEnter(f"We wrote {MOST_SENT} times. Nobody is written to more often.")
    # One of two who press at the same moment: the row says when it was last sent.
    rows = Claimable.objects.filter(
        pk=claimable.pk, times_sent=claimable.times_sent, sent_at__lte=now - REST
    )
    if not rows.update(times_sent=claimable.times_sent + 1, sent_at=now):
        raise CannotEnter(f"We wrote less than {REST.days} days ago. Give them time.")
    claimable.refresh_from_db()
    activity.record("profiles.met_sent_again", by=by, about=claimable)
    _write(FIRST, claimable)


@transaction.atomic
def withdraw_met(claimable: Claimable, *, by: User) -> None:
    """Take an entry back: it is erased, and its link is good for nothing. Raises PermissionDenied."""
    _demand(by)
    activity.record("profiles.met_withdrawn", by=by, about=claimable)
    forget(claimable)


def waiting_claims() -> QuerySet[Claimable]:
    """What waits for those it is about, the one that runs out first on top."""
    return Claimable.objects.select_related("entered_by", "district").order_by("expires_at", "pk")


def over_claims(now) -> QuerySet[Claimable]:
    """What nobody took up in time."""
    return Claimable.objects.filter(expires_at__lte=now)


def end_unclaimed(now) -> int:
    """Erase what has run out, and remind those whose entry ends within two weeks; counts what ended."""
    count = 0
    for row in over_claims(now)[:AT_ONCE]:
        activity.record("profiles.met_expired", by=None, about=row)
        forget(row)
        count += 1
    due = Claimable.objects.filter(
        reminded_at__isnull=True, expires_at__gt=now, expires_at__lte=now + REMIND_BEFORE
    ).select_related("entered_by")
    for row in due[:AT_ONCE]:
        if Claimable.objects.filter(pk=row.pk, reminded_at=None).update(reminded_at=now):
            _write(REMINDER, row)
    return count


def old_refusals(now) -> QuerySet[NotAgain]:
    """Fingerprints that are kept no longer."""
    return NotAgain.objects.filter(since__lt=now - NOT_AGAIN_FOR)


def forget(claimable: Claimable) -> None:
    """Erase an entry with the mails that told of it. The log keeps that there was one, by its number."""
    mails = Message.objects.filter(kind__in=(FIRST, REMINDER), address=claimable.address)
    mails.filter(key__startswith=f"claim:{claimable.pk}:").delete()
    claimable.delete()


def fingerprint(address: str) -> str:
    """The same for the same address; nothing can be read from it."""
    return salted_hmac(
        "profiles.not_again", address.strip().lower(), algorithm="sha256"
    ).hexdigest()


def link_of(claimable: Claimable) -> str:
    """Where they look, correct, delete, or take it up."""
    return f"/claim/{links.make(links.CLAIM, claimable.pk)}/"


def _demand(by: User) -> None:
    if not policies.may_enter_met(by):
        raise PermissionDenied("Only custodians enter people they met.")


def _write(kind: str, row: Claimable) -> None:
    delivery.notify_address(
        kind,
        address=row.address,
        key=f"claim:{row.pk}:{row.times_sent}",
        name=row.name,
        organisation=row.organisation_name,
        who=row.entered_by.name if row.entered_by else "",
        where=row.met_where,
        day=row.met_on,
        said=row.consent,
        until=row.expires_at,
        link=link_of(row),
    )
