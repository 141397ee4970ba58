"""How meetings are narrowed."""

from django.db import models
from django.utils import timezone

from common.policies import is_custodian


class MeetingQuerySet(models.QuerySet):
    """Chainable narrowing of meetings."""

    def public(self) -> "MeetingQuerySet":
        """Those that were announced, called off or not."""
        return self.filter(announced_at__isnull=False)

    def visible_to(self, user) -> "MeetingQuerySet":
        """The announced ones; all of them to custodians."""
        return self if is_custodian(user) else self.public()

    def coming(self) -> "MeetingQuerySet":
        """Not over yet, the next one on top; those called off stay until their day is over."""
        return self.filter(ends__gte=timezone.now()).order_by("starts", "pk")

    def over(self) -> "MeetingQuerySet":
        """Over, the last one on top."""
        return self.filter(ends__lt=timezone.now()).order_by("-starts", "-pk")

    def taking_place(self) -> "MeetingQuerySet":
        """Those that nobody called off."""
        return self.filter(called_off_at__isnull=True)

    def after(self, meeting) -> "MeetingQuerySet":
        """Later ones of the same series that take place, the next one on top."""
        later = self.filter(series=meeting.series_id, starts__gt=meeting.starts)
        return later.taking_place().order_by("starts", "pk")

    def before(self, meeting) -> "MeetingQuerySet":
        """Earlier ones of the same series that took place, the last one on top."""
        earlier = self.filter(series=meeting.series_id, starts__lt=meeting.starts)
        return earlier.taking_place().order_by("-starts", "-pk")
