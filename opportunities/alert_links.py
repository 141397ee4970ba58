"""Signed links that stop the mails of one saved search, without a sign-in.

Opening one changes nothing: programs that read mail open links too. The link does one thing only, so it
stays good for as long as the search is there.
"""

from django.core import signing

SALT = "opportunities.alerts.stop"


class LinkInvalid(Exception):
    """The link was never ours, or was changed on the way."""


def make(*, search_id: int, user_id: int) -> str:
    """The signed text for one search of one reader."""
    return signing.dumps([search_id, user_id], salt=SALT)


def read(text: str) -> tuple[int, int]:
    """(search, user) that the signed text names. Raises LinkInvalid."""
    try:
        search_id, user_id = signing.loads(text, salt=SALT)
        return int(search_id), int(user_id)
    except (signing.BadSignature, TypeError, ValueError):
        raise LinkInvalid from None
