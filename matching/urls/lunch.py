"""Addresses of lunch: the plan at the desk, and whom each person meets."""

from django.urls import path

from ..views import lunch

urlpatterns = [
    path("desk/bookings/<int:pk>/lunch/", lunch.desk_lunch, name="desk_lunch"),
    path("me/bookings/<int:pk>/lunch/", lunch.lunch, name="lunch"),
    path("me/bookings/<int:pk>/lunch/<int:pair>/talked/", lunch.talked, name="lunch_talked"),
    path(
        "me/bookings/<int:pk>/lunch/<int:pair>/introduce/", lunch.introduce, name="lunch_introduce"
    ),
    path("me/bookings/<int:pk>/lunch/leave/", lunch.leave, name="lunch_leave"),
]
