"""How rows of events are narrowed."""

import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone

from common.policies import is_custodian
from profiles.querysets import in_good_standing


def midnight(day: datetime.date) -> datetime.datetime:
    """When a day begins in Birmingham. No clock change there is at midnight."""
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))


def next_month(first: datetime.date) -> datetime.date:
    """The first day of the month after that of ``first``."""
    return (first.replace(day=28) + datetime.timedelta(days=4)).replace(day=1)


class EventQuerySet(models.QuerySet):
    """Chainable narrowing of events."""

    def public(self) -> "EventQuerySet":
        """Published, of nobody's organisation or of one in good standing. Past ones stay findable."""
        return self.filter(
            Q(organisation__isnull=True) | in_good_standing("organisation__")
        ).filter(live=True)

    def upcoming(self, today: datetime.date | None = None) -> "EventQuerySet":
        """What is not over before ``today`` begins, called off or not: people have to see that too."""
        return self.filter(ends__gt=midnight(today or timezone.localdate()))

    def past(self, today: datetime.date | None = None) -> "EventQuerySet":
        """What was over before ``today`` began."""
        return self.filter(ends__lte=midnight(today or timezone.localdate()))

    def between(self, first: datetime.date, last: datetime.date) -> "EventQuerySet":
        """What takes place on any of these days, the last one included."""
        after = midnight(last + datetime.timedelta(days=1))
        return self.filter(starts__lt=after, ends__gt=midnight(first))

    def in_month(self, year: int, month: int) -> "EventQuerySet":
        """What takes place in a month, or reaches into it."""
        first = datetime.date(year, month, 1)
        return self.between(first, next_month(first) - datetime.timedelta(days=1))

    def mine(self, user) -> "EventQuerySet":
        """Those the user drafted or sent in, or whose organisation they speak for."""
        return self.filter(
            Q(state__owner=user)
            | Q(state__submitted_by=user)
            | Q(organisation__in=user.memberships.values("organisation"))
        )

    def visible_to(self, user) -> "EventQuerySet":
        """The public ones and the viewer's own. Custodians see all."""
        if not user.is_authenticated:
            return self.public()
        if is_custodian(user):
            return self
        every = self.model.objects  # type: ignore[attr-defined]  # the stubs know no manager of ours
        mine = every.mine(user).order_by().values("pk")
        return self.filter(Q(pk__in=every.public().order_by().values("pk")) | Q(pk__in=mine))

    def for_cards(self) -> "EventQuerySet":
        """With all that a list row shows, in a constant number of queries."""
        return self.select_related("organisation", "district", "state")
