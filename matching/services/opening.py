"""What an introduction opens of a person to the other side, and until when."""

import datetime

from profiles.choices import Scope
from profiles.services import disclose

from .. import parties
from ..choices import Side
from ..models import Introduction

SILENCE = datetime.timedelta(days=365)
"""How long an introduction lasts that nobody speaks of."""


def cause(introduction: Introduction) -> str:
    """How disclosures name this introduction as their reason."""
    return f"introduction:{introduction.pk}"


def open_until(introduction: Introduction) -> datetime.datetime:
    """When it ends by itself: a year after the two were introduced, or last spoke of it."""
    if introduction.introduced_at is None:
        return introduction.expires_at
    return max(introduction.expires_at, introduction.introduced_at + SILENCE)


def open_person(introduction: Introduction, scope: Scope) -> None:
    """Open ``scope`` of the introduced person to everybody on the side that asked for help."""
    if introduction.person is None:
        return
    until = open_until(introduction)
    for viewer in parties.side(introduction, Side.NEED):
        disclose(
            introduction.person,
            viewer=viewer,
            scope=scope,
            cause=cause(introduction),
            until=until,
        )
