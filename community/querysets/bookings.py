"""How booking sheets and bookings are narrowed."""

import datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from ..choices.bookings import HOLDS_PLACE, BookingState

GATHERING = ("event__organisation", "event__state", "meeting__host")


class BookingSheetQuerySet(models.QuerySet):
    """Chainable narrowing of sheets."""

    def for_pages(self) -> "BookingSheetQuerySet":
        """With what a page says of the gathering."""
        return self.select_related(*GATHERING)

    def with_times(self) -> "BookingSheetQuerySet":
        """Annotated with when the gathering starts and ends, whichever kind it is."""
        return self.annotate(
            starts=Coalesce("event__starts", "meeting__starts"),
            ends=Coalesce("event__ends", "meeting__ends"),
        )

    def upcoming(self, now: datetime.datetime | None = None) -> "BookingSheetQuerySet":
        """Those whose gathering is not over."""
        return self.with_times().filter(ends__gt=now or timezone.now())


class BookingQuerySet(models.QuerySet):
    """Chainable narrowing of bookings."""

    def for_pages(self) -> "BookingQuerySet":
        """With the gathering, and the parts somebody stays for."""
        return self.select_related(
            "user", *(f"sheet__{name}" for name in GATHERING)
        ).prefetch_related("chosen__part")

    def of(self, user: Any) -> "BookingQuerySet":
        """A user's own."""
        return self.filter(user=user)

    def live(self) -> "BookingQuerySet":
        return self.exclude(state=BookingState.CANCELLED)

    def holding(self) -> "BookingQuerySet":
        """Those who have a place, and those who came."""
        return self.filter(state__in=sorted(HOLDS_PLACE))

    def meeting_at(self, part: Any) -> "BookingQuerySet":
        """Those with an account and a place who stay for ``part`` and want to be told whom to meet there."""
        return self.holding().filter(meets=True, user__is_active=True, chosen__part=part)

    def waiting(self) -> "BookingQuerySet":
        """The waiting list, in its order."""
        return self.filter(state=BookingState.WAITING).order_by("waiting_since", "pk")

    def ahead(self, now: datetime.datetime | None = None) -> "BookingQuerySet":
        """Of gatherings that are not over."""
        now = now or timezone.now()
        return self.filter(Q(sheet__event__ends__gt=now) | Q(sheet__meeting__ends__gt=now))
