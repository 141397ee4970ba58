"""Custodians enter who was at a meeting, and take the list with them."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from common.forms import ForumForm
from common.policies import SignedInRequest, requires
from common.spreadsheets import csv_text

from ..choices.notes import Presence
from ..forms.attendance import AttendanceForm, LinesForm
from ..models import Attendance, Meeting
from ..policies.notes import may_write_notes
from ..queries.notes import desk_people
from ..services import attendance as services
from .found_rows import desk_crumbs, desk_meeting, done, found, status_of

HEADER = ("Name", "Initials", "Organisation", "How", "May be named")


@requires(may_write_notes, row="P132", hidden=True)
def people(request: SignedInRequest, pk: int) -> HttpResponse:
    """Everybody of a meeting; many are typed at once, shown back, then entered."""
    meeting = desk_meeting(pk)
    form = LinesForm(request.POST or None)
    read: list[Any] = []
    if request.method == "POST" and form.is_valid():
        read = form.read
        if request.POST.get("act") == "enter":
            rows = [
                services.Row(
                    name=line.name,
                    initials=line.initials,
                    organisation_name=line.organisation_name,
                    state=form.cleaned_data["state"],
                    named=form.cleaned_data["named"],
                )
                for line in read
            ]
            if done(request, form, lambda: services.fill(meeting, rows, by=request.user)):
                messages.success(
                    request, "Entered. Whoever was on the list already stays as they were."
                )
                return redirect("community:desk_people", pk=meeting.pk)
    context = {
        "meeting": meeting,
        "form": form,
        "read": read,
        "state_words": dict(Presence.choices).get(form["state"].value(), ""),
        "groups": _groups(meeting),
        "crumbs": _crumbs(meeting, "Who was there"),
    }
    status = 200 if read and not form.errors else status_of(form)
    return render(request, "community/desk_people.html", context, status=status)


@requires(may_write_notes, row="P132", hidden=True)
def person(request: SignedInRequest, pk: int, row: int) -> HttpResponse:
    """One line: put right, or taken out."""
    meeting = desk_meeting(pk)
    one = found(meeting.attendance.select_related("organisation", "user"), row)
    back = redirect("community:desk_people", pk=meeting.pk)
    act = request.POST.get("act", "")
    form = AttendanceForm(request.POST if request.method == "POST" and not act else None, row=one)
    gone = ForumForm(request.POST if act == "remove" else None, auto_id=False)
    if act == "remove" and done(
        request, gone, lambda: services.remove_attendance(one, by=request.user)
    ):
        messages.success(request, "Taken off the list.")
        return back
    held = Attendance.objects.select_related("organisation", "user")
    held = held.select_for_update(of=("self",))
    if not act and done(
        request,
        form,
        lambda: services.change_attendance(one, by=request.user, **form.values()),
        now=lambda: AttendanceForm(row=held.get(pk=one.pk)),
    ):
        messages.success(request, "Saved.")
        return back
    context = {
        "meeting": meeting,
        "row": one,
        "form": gone if act == "remove" else form,
        "edit": form,
        "gone": gone,
        "crumbs": _crumbs(meeting, one.name or one.body or "A person"),
    }
    status = status_of(form, gone)
    return render(request, "community/desk_person.html", context, status=status)


@requires(may_write_notes, row="P130", hidden=True)
@require_safe
def people_csv(request: SignedInRequest, pk: int) -> HttpResponse:
    """The attendance list as a table."""
    meeting = desk_meeting(pk)
    rows = [
        (one.name, one.initials, one.body, one.get_state_display(), "Yes" if one.named else "No")
        for one in desk_people(meeting)
    ]
    response = HttpResponse(csv_text(HEADER, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="attendance-{meeting.on}.csv"'
    response["Cache-Control"] = "no-store"
    return response


def _groups(meeting: Meeting) -> list[dict[str, Any]]:
    """Rows by how they stood to the meeting, those in the room first."""
    everybody = desk_people(meeting)
    return [
        {"title": label, "rows": rows}
        for state, label in Presence.choices
        if (rows := [one for one in everybody if one.state == state])
    ]


def _crumbs(meeting: Meeting, here: str) -> list[dict[str, str]]:
    notes = reverse("community:desk_notes", args=[meeting.pk])
    people = ("Who was there", reverse("community:desk_people", args=[meeting.pk]))
    way = [(meeting.title, notes)] + ([people] if here != people[0] else [])
    return desk_crumbs(*way, (here, ""))
