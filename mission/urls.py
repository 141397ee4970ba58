"""Addresses of the mission's records."""

from django.urls import path

from . import views

app_name = "mission"
urlpatterns = [path("theory-of-change/", views.theory, name="theory")]
