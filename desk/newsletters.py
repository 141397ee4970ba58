"""The newsletter's verbs: drafted from what is new, read and edited by a custodian, sent once, then public.

Nobody gets it who did not ask: members by their choice of mails, others by an address that they confirmed.
"""

import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core import signing
from django.db import transaction
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.formats import date_format

from common import delivery, outbox, whats_new
from common.activity import record
from common.mail_tables import How, MailChoice
from common.policies import demand, is_custodian
from common.states import IllegalMove

from .models import Newsletter, Subscriber
from .models.newsletters import Rhythm

TOPIC, WORK, LETTER, CONFIRM = (
    "newsletter",
    "desk.send_newsletter",
    "desk_newsletter",
    "desk_newsletter_confirm",
)
BACK = {Rhythm.WEEKLY: datetime.timedelta(days=7), Rhythm.MONTHLY: datetime.timedelta(days=30)}
OPENING = "Here is what is new in the region’s open data."
_SALT = "desk.newsletter"


class LinkInvalid(Exception):
    """The link was never ours, or was changed on the way."""


@transaction.atomic
def draft(
    *, by: Any, rhythm: str = Rhythm.MONTHLY, today: datetime.date | None = None
) -> Newsletter:
    """Write a letter about what is new since the last one that was sent, for a custodian to read.

    Asked again while a draft of the same day waits, that draft is returned as it is. ``by`` is None for
    the clock. Raises PermissionDenied unless ``by`` is a custodian, ValueError for another rhythm.
    """
    demand(by is None or is_custodian(by))
    if rhythm not in BACK:
        raise ValueError("Choose a week or a month.")
    today = today or timezone.localdate()
    waiting = Newsletter.objects.filter(sent_at=None, until=today).first()
    if waiting is not None:
        return waiting
    since = today - BACK[Rhythm(rhythm)]
    last = Newsletter.objects.exclude(sent_at=None).order_by("-until").first()
    if last is not None and since <= last.until < today:
        since = last.until
    letter = Newsletter.objects.create(
        title=f"News from the Forum, {date_format(today, 'j F Y')}",
        body=text_of(since, today),
        since=since,
        until=today,
        rhythm=rhythm,
        drafted_by=by,
    )
    record("desk.newsletter_drafted", by=by, about=letter, since=since, until=today)
    return letter


def text_of(since: datetime.date, until: datetime.date) -> str:
    """The words of a letter: an opening, then a heading and a list for each kind of thing."""
    found = whats_new.whats_new(_midnight(since), _midnight(until))
    lines = [OPENING if found else "Nothing new was published in this time."]
    for heading, rows in found:
        lines += ["", f"## {heading}", ""]
        for row in rows:
            said = f"{row.title} ({row.line})" if row.line else row.title
            lines.append(f"- {said}: {settings.PUBLIC_BASE_URL}{row.url}")
    return "\n".join(lines)


def _midnight(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))


@transaction.atomic
def save(letter: Newsletter, *, by: Any, title: str, body: str) -> Newsletter:
    """Keep what a custodian wrote. Raises PermissionDenied, IllegalMove once it has been sent."""
    demand(is_custodian(by))
    row = _unsent(letter)
    row.title, row.body = title, body
    row.save(update_fields=["title", "body"])
    record("desk.newsletter_saved", by=by, about=row)
    return row


@transaction.atomic
def drop(letter: Newsletter, *, by: Any) -> None:
    """Throw a draft away. Raises PermissionDenied, IllegalMove once it has been sent."""
    demand(is_custodian(by))
    row = _unsent(letter)
    record("desk.newsletter_dropped", by=by, about=row)
    row.delete()


@transaction.atomic
def send(letter: Newsletter, *, by: Any) -> Newsletter:
    """Publish a letter and write it to everybody who asked for it. Sending twice sends once.

    Raises PermissionDenied unless ``by`` is a custodian, ValueError for an empty letter.
    """
    demand(is_custodian(by))
    row = Newsletter.objects.select_for_update().get(pk=letter.pk)
    if row.sent_at is not None:
        return row
    if not row.body.strip():
        raise ValueError("Write something first: the letter is empty.")
    row.sent_at, row.sent_by = timezone.now(), by
    row.save(update_fields=["sent_at", "sent_by"])
    record("desk.newsletter_sent", by=by, about=row)
    outbox.put(WORK, key=f"newsletter:{row.pk}", newsletter_id=row.pk)
    return row


def _unsent(letter: Newsletter) -> Newsletter:
    row = Newsletter.objects.select_for_update().get(pk=letter.pk)
    if row.sent_at is not None:
        raise IllegalMove("sent", "changed", "This letter has been sent, so it stays as it is.")
    return row


def write_to_all(newsletter_id: int) -> int:
    """The outbox's verb: one mail for each reader, whoever asked twice gets one. Safe to run twice."""
    letter = Newsletter.objects.exclude(sent_at=None).filter(pk=newsletter_id).first()
    if letter is None:
        return 0
    lines = letter.body.splitlines()
    words = {"title": letter.title, "lines": lines, "link": letter.get_absolute_url()}
    key = f"newsletter:{letter.pk}"
    members = list(member_readers())
    for member in members:
        delivery.notify(LETTER, to=member, key=key, **words, stop="/me/mails/choices/")
    known = {member.email.lower() for member in members}
    others = Subscriber.objects.exclude(confirmed_at=None).annotate(lower=Lower("address"))
    reached = len(members)
    for row in others.exclude(lower__in=known).order_by("pk"):
        stop = stop_link(row)
        delivery.notify_address(
            LETTER, address=row.address, key=key, headers=_stop_headers(stop), **words, stop=stop
        )
        reached += 1
    Newsletter.objects.filter(pk=letter.pk).update(reached=reached)
    return reached


def member_readers() -> Any:
    """Members who chose to get it."""
    chosen = MailChoice.objects.filter(topic=TOPIC).exclude(how=How.OFF)
    users = get_user_model()._default_manager.filter(is_active=True).exclude(email="")
    return users.filter(pk__in=chosen.values("user")).order_by("pk")


def how_many_readers() -> int:
    """How many would get a letter now; somebody who asked both ways may be counted twice."""
    return member_readers().count() + Subscriber.objects.exclude(confirmed_at=None).count()


@transaction.atomic
def subscribe(address: str) -> None:
    """Ask an address whether it wants the newsletter: at most one mail a day, the same for any address.

    Somebody who gets it already is not written to, and nobody is told which.
    """
    row, _ = Subscriber.objects.get_or_create(address=address.strip().lower())
    if row.confirmed_at is not None:
        return
    delivery.notify_address(
        CONFIRM,
        address=row.address,
        key=f"subscriber:{row.pk}:{timezone.localdate()}",
        link=f"/newsletter/confirm/{_sign('confirm', row)}/",
    )


@transaction.atomic
def confirm(signed: str) -> Subscriber:
    """The second yes, from the mail. Twice is once. Raises LinkInvalid."""
    row = read_link("confirm", signed)
    if row.confirmed_at is None:
        row.confirmed_at = timezone.now()
        row.save(update_fields=["confirmed_at"])
    return row


@transaction.atomic
def stop(signed: str) -> bool:
    """Stop the newsletter and forget the address. Whether there was one. Raises LinkInvalid."""
    return bool(Subscriber.objects.filter(pk=_number("stop", signed)).delete()[0])


def read_link(act: str, signed: str) -> Subscriber:
    """Whom a signed link is about. Raises LinkInvalid, also where they are not kept any more."""
    row = Subscriber.objects.filter(pk=_number(act, signed)).first()
    if row is None:
        raise LinkInvalid
    return row


def is_link(act: str, signed: str) -> bool:
    """Whether a link is ours, whatever has become of the address."""
    try:
        _number(act, signed)
    except LinkInvalid:
        return False
    return True


def stop_link(row: Subscriber) -> str:
    """The path that stops it, without a sign-in; good as long as the subscription."""
    return f"/newsletter/stop/{_sign('stop', row)}/"


def _sign(act: str, row: Subscriber) -> str:
    return signing.Signer(salt=f"{_SALT}.{act}").sign_object([row.pk])


def _number(act: str, signed: str) -> int:
    try:
        (number,) = signing.Signer(salt=f"{_SALT}.{act}").unsign_object(signed)
        return int(number)
    except (signing.BadSignature, TypeError, ValueError):
        raise LinkInvalid from None


def _stop_headers(path: str) -> dict[str, str]:
    link = settings.PUBLIC_BASE_URL + path
    return {"List-Unsubscribe": f"<{link}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def draft_if_due(*, today: datetime.date | None = None) -> bool:
    """The clock: a month after the last letter, a draft waits for a custodian. Whether one was written."""
    today = today or timezone.localdate()
    if Newsletter.objects.filter(until__gt=today - BACK[Rhythm.MONTHLY]).exists():
        return False
    if not whats_new.whats_new(_midnight(today - BACK[Rhythm.MONTHLY]), _midnight(today)):
        return False
    draft(by=None, today=today)
    return True


def blocks_of(body: str) -> list[tuple[str, list[str]]]:
    """The words as ("heading" | "list" | "text", lines), for a page. Nothing in them is markup."""
    found: list[tuple[str, list[str]]] = []
    for line in body.splitlines():
        line = line.strip()
        kind = "heading" if line.startswith("## ") else "list" if line.startswith("- ") else "text"
        words = line[3:] if kind == "heading" else line[2:] if kind == "list" else line
        if not line:
            found.append(("gap", []))
        elif kind != "heading" and found and found[-1][0] == kind:
            found[-1][1].append(words)
        else:
            found.append((kind, [words]))
    return [block for block in found if block[0] != "gap"]
