"""My bookings as a calendar that a phone subscribes to, at an address that only I know."""

import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from icalendar import Calendar, Event

from common.forms import ForumForm
from common.policies import SignedInRequest, public, requires
from profiles.views.sending import sent

from .. import booking_links as links
from .. import booking_words as words
from ..models import Booking, CalendarKey
from ..policies.bookings import owns_bookings
from ..services import my_calendars as services
from .booking_forms import NOT_THERE, in_words, private

STATUS = {"placed": "CONFIRMED", "attended": "CONFIRMED", "waiting": "TENTATIVE"}
BACK = datetime.timedelta(days=180)


@requires(owns_bookings, row="P136", hidden=True)
def calendar(request: SignedInRequest) -> HttpResponse:
    """The address, a new one in its place, or none."""
    if request.method == "POST":
        acts = {"make": services.make_address, "revoke": services.revoke_address}
        act = acts.get(request.POST.get("act", ""))
        if act is None:
            raise BadRequest("No button of this page says so.")
        form = ForumForm(request.POST)
        if sent(request, form, in_words(lambda: act(request.user, by=request.user))):
            messages.success(request, "Done. An address from before shows nothing any more.")
        return redirect("community:my_calendar")
    key = CalendarKey.objects.filter(user=request.user).first()
    context = {
        "address": f"{settings.PUBLIC_BASE_URL}{links.calendar_link(key)}" if key else "",
        "form": ForumForm(),
        "crumbs": [{"title": "Your bookings", "url": "/me/bookings/"}, {"title": "Your calendar"}],
    }
    return private(render(request, "community/my_calendar.html", context))


@public(
    "The address is signed, and the row says if it is still good: programs cannot sign in.",
    row="P136",
)
def calendar_file(request: HttpRequest, signed: str) -> HttpResponse:
    """The bookings behind one address as iCalendar. The link to join is not in it."""
    try:
        user_id, nonce = links.read_calendar(signed)
    except (links.LinkInvalid, ValueError, TypeError):
        raise Http404(NOT_THERE) from None
    keys = CalendarKey.objects.filter(user_id=user_id, nonce=nonce, user__is_active=True)
    if not keys.exists():
        raise Http404(NOT_THERE)
    response = HttpResponse(_drawn(user_id), content_type="text/calendar; charset=utf-8")
    response["X-Robots-Tag"] = "noindex"
    return private(response)


def _drawn(user_id: int) -> bytes:
    found = Calendar()
    found.add("prodid", "-//West Midlands Open Data Forum//Bookings//EN")
    found.add("version", "2.0")
    found.add("x-wr-calname", "My bookings at the Forum")
    now = timezone.now()
    rows = Booking.objects.for_pages().live().ahead(now - BACK).filter(user=user_id)
    for booking in rows.order_by("pk"):
        found.add_component(_entry(booking, now))
    return found.to_ical()


def _entry(booking: Booking, now: datetime.datetime) -> Event:
    gathering: Any = booking.sheet.gathering
    state = gathering.state if booking.sheet.event else gathering
    entry = Event()
    # The uid of the public feed: a calendar that has both shows it once.
    entry.add("uid", state.uid)
    entry.add("sequence", state.sequence)
    entry.add("dtstamp", state.changed_at or now)
    entry.add("dtstart", gathering.starts.astimezone(datetime.UTC))
    entry.add("dtend", gathering.ends.astimezone(datetime.UTC))
    waits = "Waiting list: " if booking.state == "waiting" else ""
    entry.add("summary", f"{waits}{gathering.title}")
    if place := words.where(gathering):
        entry.add("location", place)
    entry.add("status", STATUS[booking.state])
    entry.add("url", f"{settings.PUBLIC_BASE_URL}{booking.get_absolute_url()}")
    return entry
