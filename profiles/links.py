"""Signed texts that name one row for one purpose, for links in mails.

What a link may do is asked again when it is used; the row says whether it is still good, so the
signature carries no time of its own: every mail about one row holds the same link.
"""

from django.core import signing

ADDRESS = "profiles.address"
CLAIM = "profiles.claim"
DESK = "profiles.desk"
INVITATION = "profiles.invitation"


class LinkInvalid(Exception):
    """The link was never ours, or was changed on the way."""


def make(purpose: str, pk: int) -> str:
    """The signed text for one row."""
    return signing.Signer(salt=purpose).sign_object(pk)


def read(purpose: str, text: str) -> int:
    """The row that the text names. Raises LinkInvalid."""
    try:
        pk = signing.Signer(salt=purpose).unsign_object(text)
    except signing.BadSignature:
        raise LinkInvalid from None
    if not isinstance(pk, int):
        raise LinkInvalid
    return pk
