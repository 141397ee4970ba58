"""The door, on a phone: find a name, let them in, undo it, write down who came without a booking."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode

from common.forms import ForumForm, new_key
from common.policies import SignedInRequest, requires
from profiles.views.sending import sent

from .. import booking_words as words
from ..forms.bookings import DoorSearch, WalkInForm
from ..models import Booking, BookingSheet
from ..policies import bookings as policies
from ..queries import bookings as queries
from ..services import booking_door as services
from .booking_forms import MOST, found_sheet, in_words, private

SHOWN = 40
AT_DOOR = ("placed", "waiting", "attended")


@requires(policies.may_run_bookings, row="P127", hidden=True)
def door(request: SignedInRequest, pk: int) -> HttpResponse:
    """Names with one button each; who is in already stands last."""
    sheet = found_sheet(pk)
    asked = DoorSearch(request.GET)
    wanted = asked.cleaned_data["q"] if asked.is_valid() else ""
    walk = WalkInForm(request.POST if request.POST.get("act") == "walk-in" else None)
    refused = ""
    if request.method == "POST":
        form = walk if walk.is_bound else ForumForm(request.POST)
        if sent(request, form, in_words(lambda: _act(request, sheet, walk))):
            again = f"?{urlencode({'q': wanted})}" if wanted and not walk.is_bound else ""
            return redirect(f"{request.path}{again}")
        refused = " ".join(str(error) for error in form.non_field_errors())
    rows = Booking.objects.filter(sheet=sheet, state__in=AT_DOOR)
    if wanted:
        rows = rows.filter(name__icontains=wanted)
    found = list(rows.order_by("attended_at", "name", "pk")[: SHOWN + 1])
    found.sort(key=lambda row: (row.state == "attended", row.name.casefold()))
    context = {
        "sheet": sheet,
        "gathering": sheet.gathering,
        "figures": queries.standing(sheet),
        "rows": [_row(row) for row in found[:SHOWN]],
        "more": len(found) > SHOWN,
        "wanted": wanted,
        "walk": walk,
        "refused": refused,
        "key": new_key(),
    }
    status = 422 if refused or walk.errors else 200
    return private(render(request, "community/door.html", context, status=status))


def _act(request: SignedInRequest, sheet: BookingSheet, walk: WalkInForm) -> None:
    act = request.POST.get("act", "")
    if act == "walk-in":
        made = services.walk_in(sheet, by=request.user, **walk.content)
        messages.success(request, f"{made.name} is in.")
        return
    verb, _, number = act.partition("-")
    verbs = {"in": services.check_in, "undo": services.undo_check_in}
    known = number.isascii() and number.isdecimal() and int(number[:20]) < MOST
    if verb not in verbs or not known:
        raise BadRequest("No button of this page says so.")
    booking = Booking.objects.for_pages().filter(sheet=sheet, pk=int(number)).first()
    if booking is None:
        raise ValueError("This booking was cancelled meanwhile. Look at the list again.")
    done = verbs[verb](booking, by=request.user)
    said = "is in" if verb == "in" else "is not in yet"
    messages.success(request, f"{done.name} {said}.")


def _row(row: Booking) -> dict[str, Any]:
    return {
        "pk": row.pk,
        "name": row.name,
        "organisation": row.organisation_name,
        "in_at": words.clock(row.attended_at) if row.attended_at else "",
        "waits": row.state == "waiting",
    }
