"""Bookings in words: when a gathering is, and what somebody booked of it."""

import datetime

from django.utils import timezone
from django.utils.formats import date_format

from .models import Booking
from .models.gatherings import Gathering


def clock(at: datetime.datetime) -> str:
    """10:30, as the Forum’s pages write times."""
    here = timezone.localtime(at)
    return f"{here:%H:%M}"


def moment(at: datetime.datetime) -> str:
    """Wednesday 23 May 2018, 10:30."""
    return f"{date_format(timezone.localtime(at), 'l j F Y')}, {clock(at)}"


def when(gathering: Gathering) -> str:
    """Wednesday 23 May 2018, 10:30 to 11:55; over several days both days are said."""
    starts, ends = timezone.localtime(gathering.starts), timezone.localtime(gathering.ends)
    if starts.date() == ends.date():
        return f"{moment(starts)} to {clock(ends)}"
    return f"{moment(starts)} to {moment(ends)}"


def where(gathering: Gathering) -> str:
    """The room and the address, or that it is online."""
    if gathering.mode == "online":
        return "Online"
    said = ", ".join(filter(None, [gathering.place, gathering.address]))
    return f"{said}, or online" if said and gathering.mode == "hybrid" else said


def parts(booking: Booking) -> str:
    """What somebody stays for, in a line; empty where there are no parts."""
    return "; ".join(one.part.title for one in booking.chosen.all())
