"""What rings hold about people: who acted, and the private words of a no. Parties are organisations."""

import datetime
from typing import Any

from common.erasing import Leaving, eraser, redact
from common.personal import ACCOUNT, impersonal, part, personal
from common.retention import clock

from ..models import KnownLink, Ring, RingPart, RingSearch
from ..services.rings import forget_rings
from ..services.rings.clocks import KEPT_FOR

YEAR = datetime.timedelta(days=365)


def _confidential(row: RingPart, user: Any) -> set[str]:
    """A reason is its writer's; colleagues may have written it."""
    return set() if row.answered_by_id == user.pk else {"decline_reason"}


personal(
    "matching.RingPart",
    "Answers that you gave for your organisation in a ring",
    part(
        "answered_by",
        why="knowing who answered for the organisation",
        basis="interests",
        kept=ACCOUNT,
        seen="custodians",
    ),
    part(
        "decline_reason",
        why="learning what would suit better",
        basis="interests",
        kept="matching.words.rings",
        seen="custodians",
    ),
    about="answered_by",
    plain="id ring organisation position answer answered_at may_name left_at holds",
    words={"if_out": "numbers of offers and challenges"},
    others=_confidential,
)
personal(
    "matching.Ring",
    "Rings that you proposed or stopped as a custodian",
    part(
        "proposed_by",
        why="knowing who proposed it",
        basis="interests",
        kept=ACCOUNT,
        seen="custodians",
    ),
    part(
        "stop_reason",
        why="telling the parties why it ended",
        basis="interests",
        kept="matching.words.rings",
        seen="the members of its parties; custodians",
    ),
    about="proposed_by",
    plain="id search is_chain state value new_links holds_ring created proposed_at expires_at reminded_at "
    "started_at ended_at",
)
personal(
    "matching.RingSearch",
    "Searches for rings that you asked for",
    part(
        "asked_by",
        why="knowing who asked",
        basis="interests",
        kept=ACCOUNT,
        seen="custodians",
    ),
    about="asked_by",
    plain="id state is_live trigger organisations_count links_count rings_count is_proven "
    "progress expected created alive_at finished",
    words={
        "engine_version": "a version",
        "seed": "a date",
        "digest": "a digest",
        "failure": "the name of an error",
        "facts": "numbers for organisations, offers and challenges",
        "result": "the same",
    },
)
personal(
    "matching.KnownLink",
    "Links between organisations that you noted",
    part(
        "noted_by",
        why="knowing who noted it",
        basis="interests",
        kept=ACCOUNT,
        seen="custodians",
    ),
    about="noted_by",
    plain="id one other created",
)
impersonal(
    "matching.RingArc",
    "id ring position offer opportunity giver taker hours value is_new_link match introduction",
    because="What one organisation gives another.",
)


@eraser("matching.rings", order=11)
def take_out(leaving: Leaving) -> None:
    """Rings are between organisations and stay; who acted, and the words, are cut off."""
    RingPart.objects.filter(answered_by=leaving.user).update(answered_by=None, decline_reason="")
    Ring.objects.filter(proposed_by=leaving.user).update(proposed_by=None)
    RingSearch.objects.filter(asked_by=leaving.user).update(asked_by=None)
    KnownLink.objects.filter(noted_by=leaving.user).update(noted_by=None)
    redact(RingPart.objects.all(), "decline_reason", leaving.words)
    redact(Ring.objects.all(), "stop_reason", leaving.words)


def _old_parts(now: datetime.datetime):
    return RingPart.objects.filter(ring__ended_at__lt=now - YEAR).exclude(decline_reason="")


def _old_rings(now: datetime.datetime):
    return Ring.objects.filter(ended_at__lt=now - YEAR).exclude(stop_reason="")


@clock(
    "matching.words.rings",
    keeps="What was written when a ring ended",
    until="a year after it ended",
    then="emptied",
    due=lambda now: _old_parts(now).count() + _old_rings(now).count(),
)
def empty_ring_words(now: datetime.datetime) -> int:
    """That there was a ring stays counted."""
    return _old_parts(now).update(decline_reason="") + _old_rings(now).update(stop_reason="")


@clock(
    "matching.rings",
    keeps="Rings that nobody proposed, and the facts of searches, which hold numbers for names",
    until=f"{KEPT_FOR.days} days after they ended",
    due=lambda now: (
        Ring.objects.filter(proposed_at__isnull=True, ended_at__lt=now - KEPT_FOR).count()
        + RingSearch.objects.filter(finished__lt=now - KEPT_FOR).exclude(facts={}).count()
    ),
)
def forget_found(now: datetime.datetime) -> int:
    """What was proposed stays with its parties and introductions."""
    return forget_rings(now=now)
