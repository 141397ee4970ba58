"""How the people of a meeting are narrowed."""

from django.db import models

from ..choices.notes import Presence

PRESENT = (Presence.ATTENDED, Presence.ONLINE)


class AttendanceQuerySet(models.QuerySet):
    """Rows of attendance."""

    def present(self) -> "AttendanceQuerySet":
        """In the room or online."""
        return self.filter(state__in=PRESENT)

    def for_pages(self) -> "AttendanceQuerySet":
        """With what their names are drawn from."""
        return self.select_related("organisation")
