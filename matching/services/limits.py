"""How often somebody may ask for an introduction: their message goes to people who never asked."""

import datetime

from django.utils import timezone

from profiles.models import User

from .. import policies
from ..models import Introduction

A_DAY = datetime.timedelta(days=1)
MOST_A_DAY = 10


class TooManyAsked(ValueError):
    """The sender has asked as often as one may in a day."""

    def __str__(self) -> str:
        return f"You have asked for {MOST_A_DAY} introductions today. Go on tomorrow."


def demand_few(by: User) -> None:
    """Raises TooManyAsked after ten within a day. Custodians broker, so they are not counted."""
    today = Introduction.objects.filter(proposed_by=by, created__gt=timezone.now() - A_DAY)
    if not policies.is_broker(by) and today.count() >= MOST_A_DAY:
        raise TooManyAsked
