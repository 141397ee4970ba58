"""Addresses of the mission's records. What is not a record there is a page of Wagtail's or nothing."""

from django.urls import path

from . import views

app_name = "mission"
urlpatterns = [
    path("theory-of-change/", views.theory, name="theory"),
    path("theory-of-change/export.csv", views.theory_csv, name="theory_csv"),
    path("theory-of-change/export.json", views.theory_json, name="theory_json"),
    path("theory-of-change/<slug:slug>/", views.node, name="node"),
    path("mission/export.csv", views.strands_csv, name="strands_csv"),
    path("mission/<slug:slug>/", views.strand, name="strand"),
    path("vision/export.csv", views.priorities_csv, name="priorities_csv"),
    path("vision/<slug:slug>/", views.priority, name="priority"),
]
