"""Booking, for everybody: the form, the links in mails, and one's own bookings."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from common import errors
from common.forms import ForumForm
from common.policies import SignedInRequest, demand, public, requires
from profiles.models import User
from profiles.views.sending import sent

from .. import booking_links as links
from .. import booking_words as words
from ..forms.bookings import BookingForm, ChangeBookingForm
from ..models import Booking, BookingSheet
from ..policies import bookings as policies
from ..services import bookings as services
from .booking_forms import MOST, NOT_THERE, found_sheet, in_words, private

MOST_PAST = 20
GIVEN_BACK = "Your place is given back, and whoever waits gets it."
OFF_LIST = "You are off the waiting list."


@public("Places are offered to everybody; may_see_sheet decides on the object.", row="P126")
def book(request: HttpRequest, pk: int) -> HttpResponse:
    """What can be booked, and the form: with an account it is settled at once, a guest gets a mail."""
    sheet = found_sheet(pk)
    demand(policies.may_see_sheet(request.user, sheet), hidden=True)
    user = request.user if policies.owns_bookings(request.user) else None
    if user is not None and request.method != "POST":
        own = Booking.objects.of(user).live().filter(sheet=sheet).first()
        if own is not None:
            return redirect(own)
    may = policies.may_book(request.user, sheet)
    form = None
    if (may and sheet.takes_bookings) or request.method == "POST":
        demand(may)
        known = {"name": user.name} if isinstance(user, User) else None
        form = BookingForm(request.POST or None, sheet=sheet, guest=user is None, initial=known)
        made: list[Booking] = []
        if sent(request, form, in_words(lambda: _ask(sheet, user, form, made))):  # type: ignore[arg-type]
            if user is None:
                return redirect("community:booking_asked", pk=pk)
            return redirect(_own(user, sheet))
    context = {
        "sheet": sheet,
        **_about(sheet),
        "form": form,
        "guest": user is None,
        "closed": "" if form else _why_closed(sheet, may),
    }
    status = 422 if form is not None and form.is_bound else 200
    return private(render(request, "community/book.html", context, status=status))


def _ask(sheet: BookingSheet, user: Any, form: BookingForm, made: list[Booking]) -> None:
    if user is None:
        services.ask_as_guest(sheet, **form.said)
    else:
        made.append(services.book(sheet, by=user, **form.said))


def _own(user: Any, sheet: BookingSheet) -> Booking:
    return Booking.objects.of(user).filter(sheet=sheet).latest("pk")


def _why_closed(sheet: BookingSheet, may: bool) -> str:
    """Why there is no form, and what to do instead."""
    if sheet.is_off:
        return "This does not take place."
    if sheet.has_begun:
        return "It has begun, so nothing can be booked any more."
    if not may:
        return "This is for accounts of people. Sign in with another one to book."
    if sheet.opens_at and sheet.opens_at > timezone.now():
        return f"Booking opens on {words.moment(sheet.opens_at)}."
    return "Booking is closed. If you have a place, the link in your mail still works."


@public("It says to look into a mailbox, whatever was asked.", row="P126")
def asked(request: HttpRequest, pk: int) -> HttpResponse:
    """A guest has been sent a link, or had one before: the page is the same."""
    sheet = found_sheet(pk)
    demand(policies.may_see_sheet(request.user, sheet), hidden=True)
    return render(request, "community/booking_asked.html", {"sheet": sheet, **_about(sheet)})


@public("The link is signed and was mailed to the address that it confirms.", row="P126")
def confirm(request: HttpRequest, signed: str) -> HttpResponse:
    """From the mail: yes, I want to come. Opening it changes nothing."""
    booking = _by_link(links.CONFIRM, signed)
    if booking is None:
        return errors.page(request, 404)
    if booking.state != "asked":
        return redirect(links.place_link(booking))
    form = ForumForm(request.POST if request.method == "POST" else None)
    kept: list[Booking] = []
    if sent(request, form, in_words(lambda: kept.append(services.confirm(booking)))):  # type: ignore[arg-type]
        if kept:
            return redirect(links.place_link(kept[0]))
        return redirect(request.path)
    context = {"booking": booking, "sheet": booking.sheet, **_about(booking.sheet), "form": form}
    status = 422 if form.is_bound else 200
    return private(render(request, "community/booking_confirm.html", context, status=status))


@public("The link is signed and names one booking; it was mailed to whoever booked.", row="P126")
def place(request: HttpRequest, signed: str) -> HttpResponse:
    """One booking without an account: see it, cancel it; a guest changes it here too."""
    booking = _by_link(links.PLACE, signed)
    if booking is None:
        return errors.page(request, 404)
    # What an account's owner needs is shown to them when they are signed in, not to a forwarded mail.
    return _page(request, booking, by=None, may_change=booking.user is None)


@requires(policies.owns_bookings, row="P126", hidden=True)
def my_booking(request: SignedInRequest, pk: int) -> HttpResponse:
    """My own booking: the link to join, what I said, change and cancel."""
    rows = Booking.objects.for_pages().of(request.user)
    booking = rows.filter(pk=pk).first() if pk < MOST else None
    if booking is None:
        raise Http404(NOT_THERE)
    return _page(request, booking, by=request.user, may_change=True)


def _page(request: HttpRequest, booking: Booking, *, by: Any, may_change: bool) -> HttpResponse:
    act = request.POST.get("act", "") if request.method == "POST" else ""
    changes = may_change and booking.state in ("placed", "waiting")
    changes = changes and booking.sheet.takes_bookings
    form = ChangeBookingForm(request.POST if act == "change" else None, booking=booking)
    button = ForumForm(request.POST if act == "cancel" else None)
    waited = booking.state == "waiting"
    asked_for: Any = request
    if act == "cancel" and sent(
        asked_for, button, in_words(lambda: services.cancel(booking, by=by))
    ):
        messages.success(request, OFF_LIST if waited else GIVEN_BACK)
        return redirect(request.path)
    if act == "change" and may_change:
        save = in_words(lambda: services.change(booking, by=by, **form.said))
        if sent(asked_for, form, save, now=lambda: _afresh(booking)):
            messages.success(request, "Changed.")
            return redirect(request.path)
    shown = form if changes or (form.is_bound and may_change) else None
    bad = button if button.errors else form if form.is_bound else None
    context = {
        "booking": booking,
        "sheet": booking.sheet,
        **_about(booking.sheet),
        "by_link": by is None,
        "may_change": may_change,
        "parts": words.parts(booking),
        "place_in_line": _place_in_line(booking),
        "join": booking.sheet.join_link
        if booking.holds_place and not booking.sheet.is_over and not booking.sheet.is_off
        else "",
        "may_cancel": booking.state in ("placed", "waiting") and not booking.sheet.is_over,
        "form": shown,
        "button": button,
        "bad": bad,
    }
    status = form.status if form.is_bound else 422 if button.errors else 200
    if request.method == "POST" and act not in ("change", "cancel"):
        status = 400
    return private(render(request, "community/booking.html", context, status=status))


def _afresh(booking: Booking) -> ChangeBookingForm:
    return ChangeBookingForm(booking=Booking.objects.for_pages().get(pk=booking.pk))


def _place_in_line(booking: Booking) -> int:
    """1 for whoever is next; 0 for who does not wait."""
    if booking.state != "waiting":
        return 0
    before = Booking.objects.filter(sheet=booking.sheet_id, state="waiting")
    return before.filter(waiting_since__lt=booking.waiting_since).count() + 1


def _by_link(purpose: str, signed: str) -> Booking | None:
    try:
        pk = links.read(purpose, signed)
    except links.LinkInvalid:
        return None
    return Booking.objects.for_pages().filter(pk=pk).first()


@requires(policies.owns_bookings, row="P126", hidden=True)
def mine(request: SignedInRequest) -> HttpResponse:
    """What I booked: what comes, then what is past."""
    rows = Booking.objects.for_pages().of(request.user).live()
    now = timezone.now()
    found = sorted(rows, key=lambda row: row.sheet.gathering.starts)
    context = {
        "ahead": [_row(row) for row in found if row.sheet.gathering.ends > now],
        "past": [_row(row) for row in reversed(found) if row.sheet.gathering.ends <= now][
            :MOST_PAST
        ],
        "crumbs": [{"title": "Your account", "url": "/me/"}, {"title": "Your bookings"}],
    }
    return private(render(request, "community/my_bookings.html", context))


def _row(booking: Booking) -> dict[str, Any]:
    done = "done" if booking.holds_place else ""
    return {
        "title": booking.sheet.gathering.title,
        "url": booking.get_absolute_url(),
        "kind": words.when(booking.sheet.gathering),
        "summary": words.where(booking.sheet.gathering),
        "status": {"text": booking.get_state_display(), "state": done},
    }


def _about(sheet: BookingSheet) -> dict[str, Any]:
    gathering = sheet.gathering
    return {
        "gathering": gathering,
        "when": words.when(gathering),
        "where": words.where(gathering),
        "closes": words.moment(sheet.closes),
    }
