"""Which meeting an address means, and whether the reader may know of it."""

import datetime

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from common.policies import demand

from ..models import Meeting
from ..policies.meetings import may_see_meeting

NOT_THERE = "We could not find that, or you cannot see it."


def found_meeting(
    request: HttpRequest, year: str, month: str, day: str, part: str = "1"
) -> Meeting:
    """The meeting of a day. Raises Http404 where there is none, or none for this reader."""
    try:
        on = datetime.date(int(year), int(month), int(day))
    except ValueError:
        raise Http404(NOT_THERE) from None
    rows = Meeting.objects.select_related("series", "host", "notes", "booking_sheet")
    meeting = get_object_or_404(rows, on=on, part=int(part))
    demand(may_see_meeting(request.user, meeting), hidden=True)
    return meeting


def meeting_crumbs(meeting: Meeting, here: str = "") -> list[dict[str, str]]:
    """The way to a page of a meeting."""
    way = [{"title": "Home", "url": "/"}, {"title": "Meetings", "url": "/meetings/"}]
    if not here:
        return [*way, {"title": meeting.title}]
    return [*way, {"title": meeting.title, "url": meeting.get_absolute_url()}, {"title": here}]
