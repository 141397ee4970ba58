"""Which mails come at once, together, later or not at all: the reader's choice, by topic.

A kind without a topic always comes at once: it is about the account, or it asks for an answer by a
date. Whatever was not sent is still a row, and stands on the page of all mails written to somebody.
"""

import datetime
from collections.abc import Mapping
from typing import Any

from django.core import signing
from django.db import transaction
from django.utils import timezone

from common import outbox
from common.mail_tables import How, MailChoice, QuietHours
from common.models import Message

TOPICS: dict[str, tuple[str, str]] = {
    "suggestions": ("What fits", "Suggestions for you, your offers and what you posted."),
    "posts": (
        "What becomes of what you post or offer",
        "It went live, it ended, it can be renewed.",
    ),
    "introductions": (
        "News of your introductions",
        "Somebody declined, it ran out, how does it go?",
    ),
    "applications": (
        "News of applications",
        "What can wait. An answer to yours always comes at once.",
    ),
    "organisations": ("Your organisations", "Who joined, who left, what was said of them."),
    "consultations": (
        "Consultations",
        "A reminder before one closes that you have not answered, and news of those you follow.",
    ),
    "newsletter": ("The newsletter", "What is new in the region. Only if you ask for it."),
    "desk": ("The custodians’ desk", "What was sent in, and waits for one of you."),
}
ASKED_FOR = frozenset({"newsletter"})
"""Topics that nobody gets who did not choose them."""
_KINDS: dict[str, str] = {}
_SALT = "common.mails.stop"


class LinkInvalid(Exception):
    """The link was never ours, or was changed on the way."""


def under(topic: str, kinds: str) -> None:
    """Put kinds of notification, named in one text, under a topic; from ``notification_kinds.py``."""
    if topic not in TOPICS:
        raise LookupError(f"There is no topic {topic!r}.")
    for kind in kinds.split():
        if _KINDS.get(kind, topic) != topic:
            raise ValueError(f"{kind!r} is under two topics.")
        _KINDS[kind] = topic


def topic_of(kind: str) -> str:
    """The topic of a kind, empty where it always comes at once."""
    return _KINDS.get(kind, "")


def how(user: Any, topic: str) -> str:
    """How ``user`` gets the mails about a topic; without a choice as :func:`usual` says."""
    if user is None or not topic:
        return How.NOW
    row = MailChoice.objects.filter(user=user, topic=topic).values_list("how", flat=True).first()
    return row or usual(topic)


def choices_of(user: Any) -> dict[str, str]:
    """The choice for each topic."""
    chosen = dict(MailChoice.objects.filter(user=user).values_list("topic", "how"))
    return {topic: chosen.get(topic, usual(topic)) for topic in TOPICS}


def usual(topic: str) -> str:
    """How the mails about a topic come to somebody who chose nothing."""
    return How.OFF if topic in ASKED_FOR else How.NOW


@transaction.atomic
def choose(user: Any, chosen: Mapping[str, str]) -> None:
    """Keep choices by topic. What waited for a digest goes out now, or not at all, with them.

    Raises ValueError for a topic or a choice that does not exist.
    """
    for topic, wanted in chosen.items():
        if topic not in TOPICS or wanted not in How.values:
            raise ValueError("Choose one of the answers that are offered.")
        MailChoice.objects.update_or_create(user=user, topic=topic, defaults={"how": wanted})
        waiting = _waiting(user).filter(kind__in=_kinds_of(topic))
        if wanted == How.NOW:
            for message in waiting.select_for_update():
                message.state = Message.State.QUEUED
                message.save(update_fields=["state"])
                outbox.put("common.send_mail", key=f"message:{message.pk}", message_id=message.pk)
        elif wanted == How.OFF:
            waiting.update(state=Message.State.WITHHELD)


@transaction.atomic
def keep_quiet(user: Any, *, begins: datetime.time | None, ends: datetime.time | None) -> None:
    """Keep the hours in which nothing comes that can wait; both None takes them away.

    Raises ValueError when only one is given, or both are the same.
    """
    if begins is None and ends is None:
        QuietHours.objects.filter(user=user).delete()
        return
    if begins is None or ends is None or begins == ends:
        raise ValueError("Give both times, one for when it begins and another for when it ends.")
    QuietHours.objects.update_or_create(user=user, defaults={"begins": begins, "ends": ends})


def quiet_until(user: Any, now: datetime.datetime) -> datetime.datetime | None:
    """When the quiet hours end that ``now`` lies in; None outside of them."""
    hours = QuietHours.objects.filter(user=user).first() if user is not None else None
    if hours is None:
        return None
    here = timezone.localtime(now)
    clock = here.time()
    over_midnight = hours.begins > hours.ends
    late, early = clock >= hours.begins, clock < hours.ends
    if not (late or early if over_midnight else late and early):
        return None
    tomorrow = over_midnight and clock >= hours.begins
    day = here.date() + datetime.timedelta(days=1 if tomorrow else 0)
    return timezone.make_aware(datetime.datetime.combine(day, hours.ends))


def waiting_for_digest(user: Any, how: str) -> list[Message]:
    """What lies ready for a digest of this rhythm, oldest first, locked."""
    topics = [topic for topic, chosen in choices_of(user).items() if chosen == how]
    kinds = [kind for topic in topics for kind in _kinds_of(topic)]
    rows = _waiting(user).filter(kind__in=kinds).select_for_update()
    return list(rows.order_by("created_at", "pk"))


def _waiting(user: Any):
    return Message.objects.filter(recipient=user, state=Message.State.HELD)


def _kinds_of(topic: str) -> list[str]:
    return [kind for kind, under in _KINDS.items() if under == topic]


def stop_link(user: Any, topic: str) -> str:
    """The path that stops the mails about a topic without a sign-in; good as long as the account."""
    signed = signing.Signer(salt=_SALT).sign_object([user.pk, topic])
    return f"/mails/stop/{signed}/"


def read_stop_link(signed: str) -> tuple[int, str]:
    """The key of the user and the topic. Raises LinkInvalid."""
    try:
        user_id, topic = signing.Signer(salt=_SALT).unsign_object(signed)
    except (signing.BadSignature, TypeError, ValueError):
        raise LinkInvalid from None
    if topic not in TOPICS:
        raise LinkInvalid
    return int(user_id), topic
