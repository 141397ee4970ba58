"""How long a custodian stays signed in: so long without a click, and so long at all.

Kept in the session itself, which the server holds; noted at most every few minutes, so that
looking at pages writes nothing.
"""

import time
from typing import Any

from django.conf import settings

BEGAN = "custodian_began"
SEEN = "custodian_seen"
NOTED_EVERY = 300


def is_over(session: Any) -> bool:
    """Whether a custodian must sign in again."""
    now = time.time()
    began, seen = session.get(BEGAN, now), session.get(SEEN, now)
    return (
        now - seen > settings.CUSTODIAN_IDLE_SECONDS
        or now - began > settings.CUSTODIAN_SESSION_SECONDS
    )


def note(session: Any) -> None:
    """A custodian is here."""
    now = int(time.time())
    if BEGAN not in session:
        session[BEGAN] = now
    if now - session.get(SEEN, 0) > NOTED_EVERY:
        session[SEEN] = now
