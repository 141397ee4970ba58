"""Signed links that answer an introduction from a mail, without a sign-in.

A link names the introduction and the user it was sent to, is good for 14 days, and for this one
purpose. Opening it changes nothing; what it may do is asked again when it is used.
"""

import datetime
from dataclasses import dataclass

from django.core import signing

SALT = "matching.introduction.answer"
GOOD_FOR = datetime.timedelta(days=14)


class LinkExpired(Exception):
    """The link was good once."""


class LinkInvalid(Exception):
    """The link was never ours, or was changed on the way."""


@dataclass(frozen=True)
class Link:
    """What a good link says."""

    introduction_id: int
    user_id: int


def make(*, introduction_id: int, user_id: int) -> str:
    """The signed text for one introduction and one reader."""
    return signing.dumps([introduction_id, user_id], salt=SALT)


def read(text: str) -> Link:
    """What the signed text says. Raises LinkExpired or LinkInvalid."""
    try:
        introduction_id, user_id = signing.loads(text, salt=SALT, max_age=GOOD_FOR)
        return Link(int(introduction_id), int(user_id))
    except signing.SignatureExpired:
        raise LinkExpired from None
    except (signing.BadSignature, TypeError, ValueError):
        raise LinkInvalid from None
