"""Addresses of the desk and of a member's own page."""

from django.urls import path

from .views import custodians, mails, members

app_name = "desk"
urlpatterns = [
    path("desk/", custodians.home, name="home"),
    path("desk/decide/<int:pk>/", custodians.decide, name="decide"),
    path("desk/work/<int:pk>/", custodians.work, name="work"),
    path("desk/check/", custodians.check, name="check"),
    path("me/", members.me, name="me"),
    path("me/now/", members.now, name="now"),
    path("me/mails/", mails.mails, name="mails"),
    path("me/mails/choices/", mails.choices, name="mail_choices"),
    path("mails/stop/<str:signed>/", mails.stop, name="mail_stop"),
]
