"""Addresses of bookings: everybody's, one's own, and the desk's."""

from django.urls import path

from ..views import booking_desk as desk
from ..views import booking_door as door
from ..views import booking_sheets as sheets
from ..views import bookings, my_calendar

urlpatterns = [
    path("book/<int:pk>/", bookings.book, name="book"),
    path("book/<int:pk>/asked/", bookings.asked, name="booking_asked"),
    path("book/<int:pk>/caterer/", desk.caterer, name="caterer"),
    path("book/confirm/<str:signed>/", bookings.confirm, name="booking_confirm"),
    path("book/place/<str:signed>/", bookings.place, name="booking_place"),
    path("me/bookings/", bookings.mine, name="my_bookings"),
    path("me/bookings/<int:pk>/", bookings.my_booking, name="my_booking"),
    path("me/calendar/", my_calendar.calendar, name="my_calendar"),
    path(
        "me/calendar/<str:signed>/bookings.ics",
        my_calendar.calendar_file,
        name="my_calendar_file",
    ),
    path("desk/bookings/", sheets.overview, name="desk_bookings"),
    path("desk/bookings/new/<str:kind>/<int:pk>/", sheets.new, name="desk_sheet_new"),
    path("desk/bookings/<int:pk>/", desk.sheet, name="desk_sheet"),
    path("desk/bookings/<int:pk>/edit/", sheets.edit, name="desk_sheet_edit"),
    path("desk/bookings/<int:pk>/call-off/", sheets.call_off, name="desk_sheet_call_off"),
    path("desk/bookings/<int:pk>/badges/", desk.badges, name="desk_badges"),
    path("desk/bookings/<int:pk>/door/", door.door, name="desk_door"),
]
