"""How actions are narrowed, and how old they are."""

import datetime
from typing import Any

from django.db import models
from django.db.models import Count, F, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from ..choices.notes import ActionState, NotesState


class ActionQuerySet(models.QuerySet):
    """Actions of meetings."""

    def open(self) -> "ActionQuerySet":
        """Neither done nor dropped."""
        return self.filter(state=ActionState.OPEN)

    def public(self) -> "ActionQuerySet":
        """Those of announced meetings whose notes are published."""
        told = self.filter(meeting__announced_at__isnull=False)
        return told.exclude(meeting__notes=None).exclude(meeting__notes__state=NotesState.DRAFT)

    def of(self, user) -> "ActionQuerySet":
        """Those that ``user`` owns by name. What is for everybody is nobody's own."""
        model: Any = self.model
        return self.filter(
            pk__in=model.owners.through.objects.filter(attendance__user=user).values("action")
        )

    def overdue(self, *, today: datetime.date | None = None) -> "ActionQuerySet":
        """Open with their day over, or carried over once at least without a day."""
        today = today or timezone.localdate()
        return self.open().with_age().filter(Q(due__lt=today) | Q(due=None, carried__gt=0))

    def unchased(self, *, since: datetime.datetime) -> "ActionQuerySet":
        """Those of which nobody took a step since then."""
        model: Any = self.model
        steps = model._meta.get_field("escalations").related_model.objects.filter(at__gte=since)
        return self.exclude(pk__in=steps.values("action"))

    def brought_to(self, meeting) -> "ActionQuerySet":
        """Matters arising: what earlier meetings of the series left open."""
        return self.open().filter(
            meeting__series=meeting.series_id, meeting__starts__lt=meeting.starts
        )

    def with_age(self, *, now: datetime.datetime | None = None) -> "ActionQuerySet":
        """With ``carried``: over how many later meetings of the series it was carried."""
        meetings: Any = self.model._meta.get_field("meeting").related_model
        later = meetings.objects.filter(
            series=OuterRef("meeting__series"),
            starts__gt=OuterRef("meeting__starts"),
            starts__lte=now or timezone.now(),
        )
        by_day = F("due").asc(nulls_last=True), "meeting__starts", "pk"
        taking_place = later.filter(called_off_at=None).order_by().values("series")
        number = taking_place.annotate(number=Count("pk")).values("number")
        carried = Coalesce(Subquery(number, output_field=IntegerField()), 0)
        return self.annotate(carried=carried).order_by(*by_day)

    def for_pages(self) -> "ActionQuerySet":
        """With everything a row draws."""
        return self.select_related("meeting", "meeting__series", "item").prefetch_related(
            "owners__organisation"
        )
