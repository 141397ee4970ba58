"""Custodians keep booking sheets: which there are, open one, change it, call it off."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from common.forms import ForumForm, new_key
from common.pages import paginate
from common.policies import SignedInRequest, requires
from profiles.views.sending import sent

from .. import booking_words as words
from ..forms.booking_sheets import SheetForm, stored
from ..models import BookingSheet, Event, Meeting
from ..policies.bookings import may_run_bookings
from ..services import booking_sheets as services
from .booking_forms import MOST, NOT_THERE, found_sheet, in_words

PER_PAGE = 30
MOST_WITHOUT = 20


@requires(may_run_bookings, row="P127", hidden=True)
def overview(request: SignedInRequest) -> HttpResponse:
    """Sheets of what comes, the soonest first; then what has none yet."""
    now = timezone.now()
    rows = BookingSheet.objects.upcoming(now).for_pages().order_by("starts", "pk")
    page = paginate(request, rows, PER_PAGE)
    past = BookingSheet.objects.with_times().filter(ends__lte=now).for_pages()
    meetings = Meeting.objects.filter(
        ends__gt=now, booking_sheet=None, called_off_at=None
    ).order_by("starts")
    events = Event.objects.filter(ends__gt=now, booking_sheet=None, live=True).order_by("starts")
    context = {
        "page": page,
        "rows": [_row(sheet) for sheet in page],
        "without": [_without("meeting", one) for one in meetings[:MOST_WITHOUT]]
        + [_without("event", one) for one in events[:MOST_WITHOUT]],
        "past": [_row(sheet) for sheet in past.order_by("-ends")[:MOST_WITHOUT]],
        "crumbs": [{"title": "The desk", "url": "/desk/"}, {"title": "Bookings"}],
    }
    return render(request, "community/desk_bookings.html", context)


def _row(sheet: BookingSheet) -> dict[str, Any]:
    if sheet.is_off:
        status = {"text": "Called off", "state": "late"}
    elif sheet.takes_bookings:
        status = {"text": "Takes bookings", "state": "done"}
    else:
        status = {"text": "Closed", "state": ""}
    places = f"{sheet.taken} of {sheet.places} places" if sheet.places else f"{sheet.taken} places"
    return {
        "title": sheet.gathering.title,
        "url": sheet.desk_url,
        "kind": words.when(sheet.gathering),
        "aside": [f"{places} taken"],
        "status": status,
    }


def _without(kind: str, gathering: Any) -> dict[str, Any]:
    return {
        "kind": kind,
        "pk": gathering.pk,
        "title": gathering.title,
        "when": words.when(gathering),
    }


@requires(may_run_bookings, row="P127", hidden=True)
def new(request: SignedInRequest, kind: str, pk: int) -> HttpResponse:
    """A sheet for an event or a meeting. Where there is one already, that one is changed."""
    models: dict[str, Any] = {"event": Event, "meeting": Meeting}
    if kind not in models or pk >= MOST:
        raise Http404(NOT_THERE)
    gathering = models[kind].objects.filter(pk=pk).first()
    if gathering is None:
        raise Http404(NOT_THERE)
    known = BookingSheet.objects.filter(**{kind: gathering}).first()
    form = SheetForm(request.POST or None, gathering=gathering, initial=stored(None))
    made: list[BookingSheet] = []
    save = in_words(
        lambda: made.append(services.open_sheet(gathering, by=request.user, **form.values))
    )
    if known is not None and request.method != "POST":
        return redirect("community:desk_sheet_edit", pk=known.pk)
    if sent(request, form, save):
        if made:
            messages.success(request, "People can book. This is the page to come back to.")
        return redirect(BookingSheet.objects.get(**{kind: gathering}).desk_url)
    return _form_page(request, form, gathering, "/desk/bookings/", "Take bookings")


@requires(may_run_bookings, row="P127", hidden=True)
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Change a sheet. More places go to those who wait."""
    sheet = found_sheet(pk)
    gathering: Any = sheet.gathering
    form = SheetForm(request.POST or None, gathering=gathering, initial=stored(sheet))
    save = in_words(lambda: services.change_sheet(sheet, by=request.user, **form.values))
    if sent(
        request,
        form,
        save,
        now=lambda: SheetForm(gathering=gathering, initial=stored(found_sheet(pk))),
    ):
        messages.success(request, "Saved. Whoever waited and has a place now is told.")
        return redirect(sheet.desk_url)
    return _form_page(request, form, gathering, sheet.desk_url, "Save")


def _form_page(
    request: SignedInRequest, form: SheetForm, gathering: Any, back: str, submit: str
) -> HttpResponse:
    context = {
        "form": form,
        "submit": submit,
        "page_heading": "The booking sheet",
        "page_kind": f"{gathering.title}, {words.when(gathering)}",
        "page_lede": "How many can come, until when they can book, and what you ask them.",
        "cancel_url": back,
        "crumbs": [
            {"title": "Bookings", "url": "/desk/bookings/"},
            {"title": "The booking sheet"},
        ],
    }
    return render(request, "community/desk_sheet_form.html", context, status=form.status)


@requires(may_run_bookings, row="P127", hidden=True)
def call_off(request: SignedInRequest, pk: int) -> HttpResponse:
    """End all bookings of something that does not take place, after asking."""
    sheet = found_sheet(pk)
    form = ForumForm(request.POST if request.method == "POST" else None)
    if sent(request, form, in_words(lambda: services.call_off_sheet(sheet, by=request.user))):
        messages.success(request, "Called off. Everybody who booked is being told.")
        return redirect(sheet.desk_url)
    context = {
        "sheet": sheet,
        "key": new_key(),
        "crumbs": [
            {"title": sheet.gathering.title, "url": sheet.desk_url},
            {"title": "Call off the bookings"},
        ],
    }
    return render(request, "community/desk_sheet_call_off.html", context)
