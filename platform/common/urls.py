"""Addresses of the ground floor."""

from django.urls import path

from common import views

app_name = "common"
urlpatterns = [
    path("health/live", views.live, name="live"),
    path("health/ready", views.ready, name="ready"),
    path("health/queue", views.queue, name="queue"),
    path("demo/mail/", views.demo_mail, name="demo_mail"),
]
