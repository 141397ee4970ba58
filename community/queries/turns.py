"""Whose turn it is to write an update for a meeting: whoever has been silent for longest."""

from typing import Any

from django.db.models import F, Max, QuerySet

from profiles.models import Organisation

from ..models import Meeting, MemberUpdate

TURNS = 5
"""How many are asked for each meeting."""


def turns_for(meeting: Meeting) -> QuerySet[Organisation]:
    """Organisations that have not written for it: those that never did, then the longest silent.

    Those that joined last wait behind those that joined before them.
    """
    wrote = MemberUpdate.objects.filter(meeting=meeting).values("organisation")
    rows: Any = Organisation.objects.public().exclude(pk__in=wrote).select_related("state")
    rows = rows.annotate(last_update=Max("meeting_updates__meeting__starts"))
    order = F("last_update").asc(nulls_first=True)
    return rows.order_by(order, "state__verified_at", "pk")
