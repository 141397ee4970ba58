"""How terms of office are narrowed by a day."""

import datetime

from django.db import models


class OfficeQuerySet(models.QuerySet):
    """Terms of office."""

    def held_on(self, day: datetime.date) -> "OfficeQuerySet":
        """Begun and not over."""
        return self.filter(starts__lte=day, ends__gte=day)

    def after(self, day: datetime.date) -> "OfficeQuerySet":
        """Not begun."""
        return self.filter(starts__gt=day)

    def over(self, day: datetime.date) -> "OfficeQuerySet":
        """Ended before that day."""
        return self.filter(ends__lt=day)

    def ending(self, day: datetime.date, *, within: datetime.timedelta) -> "OfficeQuerySet":
        """Held, and over soon."""
        return self.held_on(day).filter(ends__lte=day + within)
