"""Addresses of meetings: a day is the address, and a number after it where a day has several."""

from django.urls import path, re_path

from ..views import desk_agenda, desk_meetings, meetings, own_parts, papers

DAY = "^meetings/(?P<year>[0-9]{4})/(?P<month>[0-9]{2})/(?P<day>[0-9]{2})/"
PART = "(?P<part>[1-9][0-9]{0,2})/"
EITHER = f"{DAY}(?:{PART})?"
DESK = "desk/meetings/"

urlpatterns = [
    path("meetings/", meetings.meetings, name="meetings"),
    path("meetings/calendar.ics", meetings.calendar_of_all, name="meetings_calendar"),
    path("meetings/feed.atom", meetings.feed, name="meetings_feed"),
    path("meetings/papers/<int:pk>/", papers.paper, name="paper"),
    path("meetings/items/<int:pk>/contact/", own_parts.contact, name="item_contact"),
    re_path(f"{DAY}$", meetings.meeting, name="meeting"),
    re_path(f"{DAY}{PART}$", meetings.meeting, name="meeting_part"),
    re_path(f"{EITHER}pack/$", meetings.pack, name="meeting_pack"),
    re_path(f"{EITHER}calendar.ics$", meetings.calendar_of_one, name="meeting_calendar"),
    re_path(f"{EITHER}update/$", own_parts.update, name="meeting_update"),
    path(DESK, desk_meetings.meetings, name="desk_meetings"),
    path(f"{DESK}new/", desk_meetings.meeting_new, name="desk_meeting_new"),
    path(f"{DESK}series/new/", desk_meetings.series_new, name="desk_series_new"),
    path(f"{DESK}series/<int:pk>/", desk_meetings.series, name="desk_series"),
    path(f"{DESK}<int:pk>/", desk_agenda.meeting, name="desk_meeting"),
    path(f"{DESK}<int:pk>/edit/", desk_meetings.meeting_edit, name="desk_meeting_edit"),
    path(f"{DESK}<int:pk>/call-off/", desk_meetings.call_off, name="desk_meeting_call_off"),
    path(f"{DESK}<int:pk>/updates/", desk_meetings.updates, name="desk_meeting_updates"),
    path(f"{DESK}<int:pk>/items/new/", desk_agenda.item_new, name="desk_item_new"),
    path(f"{DESK}items/<int:pk>/edit/", desk_agenda.item_edit, name="desk_item_edit"),
    path(f"{DESK}items/<int:pk>/remove/", desk_agenda.item_remove, name="desk_item_remove"),
    path(f"{DESK}items/<int:pk>/papers/new/", desk_agenda.paper_new, name="desk_paper_new"),
    path(f"{DESK}papers/<int:pk>/edit/", desk_agenda.paper_edit, name="desk_paper_edit"),
    path(f"{DESK}papers/<int:pk>/remove/", desk_agenda.paper_remove, name="desk_paper_remove"),
]
