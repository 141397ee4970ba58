"""Addresses of events."""

from django.urls import path, re_path

from ..views import event_drafts, event_files, event_life, event_several, events

urlpatterns = [
    path("events/", events.event_list, name="events"),
    path("events/export.csv", event_files.export_csv, name="events_csv"),
    path("events/feed.atom", event_files.feed, name="events_feed"),
    path("events/calendar.ics", event_files.calendar_feed, name="events_calendar"),
    path("events/mine/", event_drafts.my_events, name="my_events"),
    path("events/new/", event_drafts.event_new, name="event_new"),
    path("events/new/several/", event_several.event_several, name="event_several"),
    re_path(
        r"^events/(?P<year>[0-9]{4})/(?P<number>[0-9]{2})/$",
        events.event_month,
        name="event_month",
    ),
    path("events/<slug:slug>/", events.event, name="event"),
    path("events/<slug:slug>/calendar.ics", event_files.event_calendar, name="event_calendar"),
    path("events/<slug:slug>/edit/", event_drafts.event_edit, name="event_edit"),
    path("events/<slug:slug>/send/", event_drafts.event_send, name="event_send"),
    path("events/<slug:slug>/take-back/", event_drafts.event_take_back, name="event_take_back"),
    path("events/<slug:slug>/call-off/", event_life.event_call_off, name="event_call_off"),
    path("events/<slug:slug>/repeat/", event_life.event_repeat, name="event_repeat"),
    path("events/<slug:slug>/decide/", event_life.event_decide, name="event_decide"),
]
