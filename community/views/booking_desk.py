"""What a sheet gives: the list of names, badges, and the sheet for the kitchen that has none."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import redirect, render

from common.forms import ForumForm
from common.pages import paginate
from common.policies import SignedInRequest, demand, requires, signed_in
from profiles.views.sending import sent

from .. import booking_words as words
from ..models import Booking, SheetCount
from ..policies import bookings as policies
from ..queries import bookings as queries
from ..services import booking_sheets as services
from .booking_forms import found_sheet, in_words, private

PER_PAGE = 100
LOOKS = {"placed": "done", "attended": "done", "asked": "late"}


@requires(policies.may_run_bookings, row="P127", hidden=True)
def sheet(request: SignedInRequest, pk: int) -> HttpResponse:
    """Who booked, by name, and how many; close and open. What people need stands here for nobody."""
    found = found_sheet(pk)
    if request.method == "POST":
        form = ForumForm(request.POST)
        acts: dict[str, Any] = {"close": services.close_sheet, "open": services.reopen_sheet}
        act = acts.get(request.POST.get("act", ""))
        if act is None:
            raise BadRequest("No button of this page says so.")
        if sent(request, form, in_words(lambda: act(found, by=request.user))):
            messages.success(request, "Done.")
        return redirect(found.desk_url)
    rows = Booking.objects.filter(sheet=found).prefetch_related("chosen__part")
    page = paginate(request, rows.order_by("name", "pk"), PER_PAGE)
    context = {
        "sheet": found,
        **_about(found),
        "figures": queries.standing(found),
        "kept": SheetCount.objects.filter(sheet=found).first(),
        "page": page,
        "columns": [{"title": title} for title in ("Name", "Organisation", "Stays for", "Stands")],
        "rows": [_cells(row) for row in page],
        "form": ForumForm(),
    }
    return private(render(request, "community/desk_sheet.html", context))


def _cells(row: Booking) -> list[dict[str, Any]]:
    return [
        {"text": row.name},
        {"text": row.organisation_name or "none given", "label": "Organisation"},
        {"text": words.parts(row) or "all of it", "label": "Stays for"},
        {
            "text": "Walked in" if row.walk_in else row.get_state_display(),
            "label": "Stands",
            "status": LOOKS.get(row.state, ""),
        },
    ]


@requires(signed_in, row="P129", hidden=True)
def caterer(request: SignedInRequest, pk: int) -> HttpResponse:
    """Counts and words without a name, made to be printed and handed to a kitchen."""
    found = found_sheet(pk)
    demand(policies.may_see_catering(request.user, found), hidden=True)
    totals = queries.catering(found)
    columns = [{"title": "What they eat"}] + [
        {"title": title, "num": True} for title in totals.columns
    ]
    rows = [[{"text": diet}, *_numbers(totals.columns, line)] for diet, line in totals.rows] + [
        [{"text": "Together"}, *_numbers(totals.columns, totals.totals)]
    ]
    context = {
        "sheet": found,
        **_about(found),
        "totals": totals,
        "columns": columns,
        "rows": rows,
        "runs": policies.may_run_bookings(request.user),
    }
    return private(render(request, "community/caterer.html", context))


def _numbers(titles: list[str], line: list[int]) -> list[dict[str, Any]]:
    return [
        {"text": str(number), "label": title, "num": True}
        for title, number in zip(titles, line, strict=True)
    ]


@requires(policies.may_run_bookings, row="P127", hidden=True)
def badges(request: SignedInRequest, pk: int) -> HttpResponse:
    """Names in large letters, to print and cut."""
    found = found_sheet(pk)
    context = {"sheet": found, **_about(found), "badges": queries.badges(found)}
    return private(render(request, "community/badges.html", context))


def _about(found: Any) -> dict[str, Any]:
    return {
        "gathering": found.gathering,
        "when": words.when(found.gathering),
        "where": words.where(found.gathering),
    }
