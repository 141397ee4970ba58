"""Signed links that renew an offer from a mail, without a sign-in.

A link names the offer, the reader it was sent to and the day the offer stands until. Once that day has
moved, the link has done its work. Opening it changes nothing; what it may do is asked when it is used.
"""

import datetime
from dataclasses import dataclass

from django.core import signing

SALT = "profiles.offer.renew"
GOOD_FOR = datetime.timedelta(days=90)


class LinkInvalid(Exception):
    """The link was never ours, was changed on the way, or is too old."""


@dataclass(frozen=True)
class Link:
    """What a good link says."""

    offer_id: int
    user_id: int
    day: datetime.date


def make(*, offer_id: int, user_id: int, day: datetime.date) -> str:
    """The signed text for one offer and one reader."""
    return signing.dumps([offer_id, user_id, day.isoformat()], salt=SALT)


def read(text: str) -> Link:
    """What the signed text says. Raises LinkInvalid."""
    try:
        offer_id, user_id, day = signing.loads(text, salt=SALT, max_age=GOOD_FOR)
        return Link(int(offer_id), int(user_id), datetime.date.fromisoformat(day))
    except (signing.BadSignature, TypeError, ValueError):
        raise LinkInvalid from None
