"""Signed texts for links in mails about meetings. The row says whether the link is still good."""

from django.core import signing

REMOVAL = "community.removal"


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
