"""Addresses of outcomes."""

from django.urls import path

from .views import answers, desk, files, outcomes, own

app_name = "impact"
urlpatterns = [
    path("outcomes/", outcomes.outcomes, name="outcomes"),
    path("outcomes/export.csv", files.export_csv, name="export_csv"),
    path("outcomes/export.json", files.export_json, name="export_json"),
    path("outcomes/feed.atom", files.feed, name="feed"),
    path("outcomes/new/<slug:came>/<int:pk>/", own.record, name="record"),
    path("outcomes/answer/<str:signed>/", answers.answer, name="answer"),
    path("outcomes/<int:pk>/", outcomes.outcome, name="outcome"),
    path("outcomes/<int:pk>/file/", files.file, name="file"),
    path("outcomes/<int:pk>/edit/", own.change, name="edit"),
    path("outcomes/<int:pk>/send/", own.send, name="send"),
    path("outcomes/<int:pk>/consent/", own.consent, name="consent"),
    path("me/outcomes/", own.mine, name="mine"),
    path("desk/outcomes/<int:pk>/", desk.decide, name="decide"),
]
