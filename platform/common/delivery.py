"""Mails: kinds of notification, the rows they become, and handing them to the mail server.

A mail is written in the transaction of what it tells of, so neither exists without the other, and
there is one for each (kind, key, address), however often it is asked for. Text that people typed is
brought to one line before it goes in, so nobody can write a second paragraph into our mails.
"""

import datetime
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import IntegrityError, transaction
from django.template import Context, Template
from django.template.loader import get_template
from django.utils import timezone

from common import hibernation, mail_choices, outbox
from common.mail_tables import How
from common.models import Message, Work
from common.text import one_line

SUBJECT_LENGTH = 200
FROM_OTHERS = "common.mail"
UNSENT: dict[str, Message.State] = {
    How.DAILY: Message.State.HELD,
    How.WEEKLY: Message.State.HELD,
    How.OFF: Message.State.WITHHELD,
}
NOT_KEPT = "Not kept once it had left: it may have held a code or a link to sign in with.\n"


@dataclass(frozen=True)
class NotificationKind:
    """One kind of mail: its name, subject and template, and why people get it.

    ``subject`` may hold template variables: ``"{{ title }} is live"``. ``why`` is the sentence at
    the foot that says why somebody gets it. ``forget`` is for a mail to somebody about
    whom nothing is to be kept: its row goes as soon as it has been sent or given up. ``proves`` is
    for a mail whose link proves who reads the mailbox: it stands nowhere on the site, or whoever
    found a browser open could prove it too. ``always`` is for what may not wait while the Forum sleeps:
    who gets in, and what somebody did to an account.
    """

    name: str
    subject: str
    template: str = ""
    why: str = ""
    forget: bool = False
    proves: bool = False
    always: bool = False

    @property
    def template_name(self) -> str:
        return self.template or f"emails/{self.name}.txt"


KINDS: dict[str, NotificationKind] = {}


def register(kind: NotificationKind) -> NotificationKind:
    """Make a kind known; called from an app's ``notification_kinds.py``."""
    if KINDS.get(kind.name, kind) != kind:
        raise ValueError(f"Two kinds of notification are called {kind.name!r}.")
    KINDS[kind.name] = kind
    return kind


def notify(kind: str, *, to: Any, key: str, **context: Any) -> Message | None:
    """Write a mail to a user; the same kind and key never writes a second one to that address.

    The template knows ``context`` (texts on one line, ``link`` made absolute), ``recipient``,
    ``name``, ``base_url``, ``site_name`` and ``why``. Returns None when the user has no address or
    the account is closed.
    """
    if to is None or not to.is_active or not to.email:
        return None
    return _write(kind, address=to.email, key=key, recipient=to, context=context)


def notify_address(
    kind: str, *, address: str, key: str, headers: Mapping[str, str] | None = None, **context: Any
) -> Message | None:
    """Write a mail to somebody who has no account here; ``headers`` say how they stop such mails."""
    if not address:
        return None
    return _write(kind, address=address, key=key, recipient=None, context=context, headers=headers)


def preview(kind: str, *, name: str, **context: Any) -> tuple[str, str]:
    """(subject, body) of a mail as it will read, to somebody called ``name``. Nothing is written."""
    subject, body = _drawn(kind, recipient=None, name=name, context=context)
    # Drawn without escaping, yet marked as safe: adding to it takes the mark off, so a page escapes it.
    return subject + "", body.strip() + ""


def _write(
    kind: str,
    *,
    address: str,
    key: str,
    recipient: Any,
    context: Mapping[str, Any],
    headers: Mapping[str, str] | None = None,
) -> Message:
    name = getattr(recipient, "name", "")
    subject, body = _drawn(kind, recipient=recipient, name=name, context=context)
    return queue(
        kind=kind,
        key=key,
        address=address,
        recipient=recipient,
        subject=subject,
        body=body,
        headers=headers,
    )


def _drawn(kind: str, *, recipient: Any, name: str, context: Mapping[str, Any]) -> tuple[str, str]:
    known = KINDS.get(kind)
    if known is None:
        raise LookupError(f"No kind of notification is called {kind!r}.")
    words = {"name": one_line(name)}
    words |= {name: clean(value) for name, value in context.items()}
    if str(words.get("link", "")).startswith("/"):
        words["link"] = settings.PUBLIC_BASE_URL + words["link"]
    words |= {
        "recipient": recipient,
        "base_url": settings.PUBLIC_BASE_URL,
        "site_name": settings.SITE_NAME,
        "why": known.why,
    }
    # Plain text: escaping would show people &#x27; in place of an apostrophe.
    page: Any = get_template(known.template_name)
    return (
        Template(known.subject).render(Context(words, autoescape=False)),
        page.template.render(Context(words, autoescape=False)),
    )


def clean(value: Any) -> Any:
    """Bring every text in a mail's context to one line; other values pass unchanged."""
    if isinstance(value, str):
        return one_line(value, limit=2000)
    if isinstance(value, Mapping):
        return {name: clean(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [clean(item) for item in value]
    return value


@transaction.atomic
def queue(
    *,
    kind: str,
    key: str,
    address: str,
    recipient: Any,
    subject: str,
    body: str,
    html: str = "",
    headers: Mapping[str, str] | None = None,
) -> Message:
    """Write a mail and the work that sends it; the same (kind, key, address) is the same mail.

    What the reader wants together, or not at all, is written and not sent (``mail_choices``).
    """
    known = Message.objects.filter(kind=kind, key=key, address=address).first()
    if known is not None:
        return known
    topic = mail_choices.topic_of(kind) if recipient is not None else ""
    how = mail_choices.how(recipient, topic)
    stop = _stop_headers(recipient, topic) if topic else {}
    try:
        with transaction.atomic():
            message = Message.objects.create(
                kind=kind,
                key=key,
                address=address,
                recipient=recipient,
                subject=one_line(subject, limit=SUBJECT_LENGTH),
                body=body.strip() + "\n",
                html=html,
                headers={
                    name: one_line(value) for name, value in {**stop, **(headers or {})}.items()
                },
                state=UNSENT.get(how, Message.State.QUEUED),
            )
    except IntegrityError:
        return Message.objects.get(kind=kind, key=key, address=address)
    if how == How.NOW:
        due = mail_choices.quiet_until(recipient, timezone.now()) if topic else None
        if not never_waits(kind) and (asleep := hibernation.current()) is not None:
            due = hibernation.held_until(asleep)
        outbox.put("common.send_mail", key=f"message:{message.pk}", due=due, message_id=message.pk)
    return message


def never_waits(kind: str) -> bool:
    """Whether a mail goes out though the Forum sleeps: sign-in, security, and what others' code wrote."""
    known = KINDS.get(kind)
    return kind == FROM_OTHERS or (known is not None and (known.always or known.proves))


@hibernation.on_waking("mails")
def let_go(since: datetime.datetime, length: datetime.timedelta, days: int) -> int:
    """Send what was held during the sleep."""
    waiting = Message.objects.filter(state=Message.State.QUEUED, created_at__gte=since)
    now = timezone.now()
    held = [f"message:{pk}" for pk in waiting.order_by("pk").values_list("pk", flat=True)]
    done = 0
    for start in range(0, len(held), 500):
        rows = Work.objects.unfinished().filter(
            kind="common.send_mail", key__in=held[start : start + 500], due_at__gt=now
        )
        done += rows.update(due_at=now)
    return done


def _stop_headers(recipient: Any, topic: str) -> dict[str, str]:
    """What lets a mail program offer to stop such mails with one click (RFC 8058)."""
    link = settings.PUBLIC_BASE_URL + mail_choices.stop_link(recipient, topic)
    return {"List-Unsubscribe": f"<{link}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def hand_over(message_id: int) -> bool:
    """Give one mail to the mail server, outside any transaction; whether it went.

    A mail that was already sent, or whose reader's account has been closed, is not handed over.
    """
    message = Message.objects.select_related("recipient").filter(pk=message_id).first()
    if message is None or message.state != Message.State.QUEUED or _is_closed(message):
        return False
    mail = EmailMultiAlternatives(
        subject=message.subject,
        body=message.body,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[message.address],
        headers={
            "Auto-Submitted": "auto-generated",
            # The same mail keeps its id when it is tried again, so mailboxes can drop a double.
            "Message-ID": f"<mail-{message.pk}-{message.created_at:%Y%m%d%H%M%S}@{_host()}>",
            **message.headers,
        },
        connection=get_connection(settings.FORUM_MAIL_BACKEND),
    )
    if message.html:
        mail.attach_alternative(message.html, "text/html")
    mail.send()
    return True


def mark_sent(message_id: int, *, handed_over: bool) -> None:
    """Note what became of a mail; runs with the mark that finishes its work."""
    rows = Message.objects.filter(pk=message_id, state=Message.State.QUEUED)
    if not settings.FORUM_DEMO:
        # Written by allauth or Wagtail: it may hold a code or a link that lets somebody in.
        rows.filter(kind=FROM_OTHERS).update(body=NOT_KEPT, html="")
    if handed_over:
        rows.update(state=Message.State.SENT, sent_at=timezone.now())
    else:
        rows.update(state=Message.State.WITHHELD)
    brief = [kind.name for kind in KINDS.values() if kind.forget]
    Message.objects.filter(pk=message_id, kind__in=brief).delete()


def withhold(message_id: int) -> None:
    """Give up on a mail that has not left; runs when a custodian drops the work of sending it."""
    mark_sent(message_id, handed_over=False)


def forget_old(*, older_than_days: int = 90) -> int:
    """Delete mails that were settled long ago; returns how many."""
    before = timezone.now() - datetime.timedelta(days=older_than_days)
    settled = Message.objects.exclude(state__in=[Message.State.QUEUED, Message.State.HELD])
    return settled.filter(created_at__lt=before).delete()[0]


def may_be_shown(message: Message) -> bool:
    """Whether the site may show its words to the reader: not where a link or a code proves who reads."""
    if message.kind == FROM_OTHERS:
        return message.body == NOT_KEPT
    return message.kind not in KINDS or not KINDS[message.kind].proves


def new_key() -> str:
    """A key for a mail that is never asked for twice."""
    return uuid.uuid4().hex


def _is_closed(message: Message) -> bool:
    return message.recipient is not None and not message.recipient.is_active


def _host() -> str:
    return urlsplit(settings.PUBLIC_BASE_URL).hostname or "localhost"
