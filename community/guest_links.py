"""Answering without an account: links to a mailbox, and forms that carry no name at all.

Of an address only a keyed hash is kept, another one for each consultation: it tells that an address has
answered, and not which. The form for whom nobody knows is signed, so that it is sent once, and not by a
program in the first seconds; nothing about the browser or the line is looked at.
"""

import secrets
import time

from django.core import signing
from django.core.cache import cache
from django.utils.crypto import salted_hmac

LINK = "community.consultations.link"
FORM = "community.consultations.form"
QUICKEST, LONGEST = 4, 24 * 3600
MOST_AT_ONCE, WITHIN = 40, 600
MOST_LINKS, LINK_HOURS = 3, 24 * 3600


class LinkInvalid(Exception):
    """The link was never ours, or was changed on the way."""


def hash_of(consultation_id: int, address: str) -> str:
    """What is kept of an address."""
    key = f"community.consultations.address:{consultation_id}"
    return salted_hmac(key, address.strip().casefold(), algorithm="sha256").hexdigest()


def make(consultation_id: int, address: str) -> str:
    """The signed text that lets one mailbox answer one consultation."""
    named = [consultation_id, hash_of(consultation_id, address)]
    return signing.Signer(salt=LINK).sign_object(named)


def read(consultation_id: int, text: str) -> str:
    """The hash that the text names. Raises LinkInvalid."""
    try:
        named, found = signing.Signer(salt=LINK).unsign_object(text)
    except (signing.BadSignature, TypeError, ValueError):
        raise LinkInvalid from None
    if named != consultation_id or not isinstance(found, str):
        raise LinkInvalid
    return found


def may_mail(consultation_id: int, address: str) -> bool:
    """Whether this mailbox gets one more link today. The address itself is not kept."""
    key = f"consultation-link-{hash_of(consultation_id, address)}"
    return _count(key, LINK_HOURS) <= MOST_LINKS


def has_room(consultation_id: int) -> bool:
    """Whether one more answer without a name is taken now: so many in ten minutes, from everybody together."""
    return _count(f"consultation-room-{consultation_id}", WITHIN) <= MOST_AT_ONCE


def _count(key: str, seconds: int) -> int:
    cache.add(key, 0, seconds)
    try:
        return cache.incr(key)
    except ValueError:
        return 1


def form_token(consultation_id: int) -> str:
    """One showing of the form for whom nobody knows."""
    return signing.dumps([consultation_id, secrets.token_urlsafe(16)], salt=FORM)


def read_form_token(consultation_id: int, text: str, *, now: float | None = None) -> str:
    """The key under which this showing is sent once. Raises ValueError in words."""
    try:
        named, key = signing.loads(text, salt=FORM, max_age=LONGEST)
        begun = signing.b62_decode(text.rsplit(":", 2)[1])
    except (signing.BadSignature, TypeError, ValueError, IndexError):
        raise ValueError(
            "This page was open for too long. Copy what you wrote, and open it again."
        ) from None
    if named != consultation_id:
        raise ValueError("This form belongs to another consultation. Open yours again.")
    if (now or time.time()) - begun < QUICKEST:
        raise ValueError("That was very quick. Read it once more, then press the button again.")
    return str(key)
