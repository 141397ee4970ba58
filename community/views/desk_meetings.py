"""The desk's room for meetings: the list, making one, changing it, announcing it, calling it off."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from common.idempotency import KeyReused, once
from common.pages import paginate
from common.policies import SignedInRequest, requires
from common.states import IllegalMove
from profiles.views.sending import sent

from .. import meeting_words as words
from ..forms.meetings import CallOffForm, MeetingForm, SeriesForm, StandingForm, words_of
from ..models import Meeting, MeetingSeries
from ..policies.meetings import may_hold_meetings
from ..queries import meetings as reads
from ..services import meetings as verbs
from ..services.agenda import set_standing
from .found_meeting import NOT_THERE

AT_ONCE = 20
DESK = {"title": "The desk", "url": "/desk/"}


@requires(may_hold_meetings, row="P132")
def meetings(request: SignedInRequest) -> HttpResponse:
    """Every meeting, the coming ones on top; series and what stands on each of their agendas."""
    rows = Meeting.objects.select_related("series")
    page = paginate(request, rows.over(), AT_ONCE)
    return render(
        request,
        "community/desk_meetings.html",
        {
            "coming": [_row(row) for row in rows.coming()[:100]],
            "page": page,
            "past": [_row(row) for row in page],
            "series": MeetingSeries.objects.all()[:50],
            "crumbs": [DESK, {"title": "Meetings"}],
        },
    )


def _row(row: Meeting) -> dict[str, Any]:
    return {
        "meeting": row,
        "times": words.times(row),
        "where": words.where(row),
        "status": status_of(row),
        "url": reverse("community:desk_meeting", args=[row.pk]),
    }


def status_of(row: Meeting) -> dict[str, str]:
    """How it stands, in words and as a block."""
    if row.is_called_off:
        return {"text": "Called off", "state": "late"}
    if not row.is_announced:
        return {"text": "A draft: only custodians see it", "state": ""}
    return {"text": "Over" if row.is_over else "Announced", "state": "done"}


@requires(may_hold_meetings, row="P132")
def meeting_new(request: SignedInRequest) -> HttpResponse:
    """Make a meeting in a series. Its standing items and what was postponed come along."""
    series = _series(request.GET.get("series", ""))
    if series is None:
        return redirect("community:desk_series_new")
    initial = _like_last(series)
    form = MeetingForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            with once(form.key, actor=request.user, body=request.POST) as attempt:
                if not attempt.repeated:
                    made = verbs.make_meeting(series, by=request.user, **form.values())
                    attempt.answer = reverse("community:desk_meeting", args=[made.pk])
            return redirect(attempt.answer)
        except KeyReused as error:
            form.add_error(None, str(error))
    heading = "Make a meeting"
    context = {
        "form": form,
        "submit": "Make the meeting",
        "cancel_url": "/desk/meetings/",
        "page_heading": heading,
        "page_kind": series.title,
        "page_lede": "Nobody but custodians sees it until you announce it.",
        "crumbs": [DESK, {"title": "Meetings", "url": "/desk/meetings/"}, {"title": heading}],
    }
    return render(request, "community/form.html", context, status=422 if form.errors else 200)


def _like_last(series: MeetingSeries) -> dict[str, Any]:
    """The hours and the way of taking part are those of the last one."""
    last = series.meetings.order_by("-starts").first()
    if last is None:
        return {"mode": "hybrid"}
    return {name: words_of(last)[name] for name in ("from_time", "to_time", "mode")}


@requires(may_hold_meetings, row="P132")
def meeting_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Change when, where and what it is about."""
    row = found_row(pk)
    form = MeetingForm(request.POST if request.method == "POST" else None, initial=words_of(row))
    if sent(
        request,
        form,
        lambda: verbs.change_meeting(row, by=request.user, **form.values()),
        now=lambda: MeetingForm(initial=words_of(held_row(pk))),
    ):
        messages.success(request, "Saved. The times of the agenda follow.")
        return redirect("community:desk_meeting", pk=pk)
    context = {"form": form, "submit": "Save", **desk_page(row, "Change the meeting")}
    return render(request, "community/form.html", context, status=form.status)


@requires(may_hold_meetings, row="P132")
def call_off(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say why it does not take place; everybody it affects is told."""
    row = found_row(pk)
    form = CallOffForm(request.POST if request.method == "POST" else None)
    try:
        if sent(
            request,
            form,
            lambda: verbs.call_off_meeting(row, by=request.user, why=form.content["why"]),
        ):
            messages.success(request, "Called off. Everybody it affects is told.")
            return redirect("community:desk_meeting", pk=pk)
    except IllegalMove as error:
        form.add_error(None, str(error))
    context = {"form": form, "submit": "Call it off", **desk_page(row, "Call the meeting off")}
    context["page_lede"] = (
        "This cannot be undone. Presenters, authors of updates and everybody booked get a mail."
    )
    return render(request, "community/form.html", context, status=422 if form.errors else 200)


@requires(may_hold_meetings, row="P132")
def updates(request: SignedInRequest, pk: int) -> HttpResponse:
    """Which organisations have sent their page, and which have not."""
    row = found_row(pk)
    waiting = reads.without_update(row)
    return render(
        request,
        "community/desk_updates.html",
        {
            "meeting": row,
            "updates": reads.updates_of(row),
            "page": paginate(request, waiting, 50),
            **desk_page(row, "Members’ updates"),
        },
    )


@requires(may_hold_meetings, row="P132")
def series_new(request: SignedInRequest) -> HttpResponse:
    """Begin a series."""
    form = SeriesForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            with once(form.key, actor=request.user, body=request.POST) as attempt:
                if not attempt.repeated:
                    made = verbs.make_series(by=request.user, **form.content)
                    attempt.answer = reverse("community:desk_series", args=[made.pk])
            return redirect(attempt.answer)
        except KeyReused as error:
            form.add_error(None, str(error))
        except verbs.Taken as error:
            form.add_error(error.field, str(error))
    heading = "Begin a series of meetings"
    context = {
        "form": form,
        "submit": "Begin it",
        "cancel_url": "/desk/meetings/",
        "page_heading": heading,
        "page_lede": "Next you say what stands on each of its agendas.",
        "crumbs": [DESK, {"title": "Meetings", "url": "/desk/meetings/"}, {"title": heading}],
    }
    return render(request, "community/form.html", context, status=422 if form.errors else 200)


@requires(may_hold_meetings, row="P132")
def series(request: SignedInRequest, pk: int) -> HttpResponse:
    """What stands on every agenda of a series."""
    row = _series(str(pk))
    if row is None:
        raise Http404(NOT_THERE)
    form = _standing(row, request.POST if request.method == "POST" else None)
    if sent(
        request,
        form,
        lambda: set_standing(row, by=request.user, **form.content),
        now=lambda: _standing(MeetingSeries.objects.select_for_update().get(pk=pk)),
    ):
        messages.success(request, "Saved. The next meeting you make begins with these.")
        return redirect(request.path)
    context = {
        "series": row,
        "form": form,
        "crumbs": [DESK, {"title": "Meetings", "url": "/desk/meetings/"}, {"title": row.title}],
    }
    return render(request, "community/desk_series.html", context, status=form.status)


def _standing(row: MeetingSeries, data: Any = None) -> StandingForm:
    return StandingForm(data, items=list(row.standing_items.all()))


def _series(number: str) -> MeetingSeries | None:
    if not (number.isascii() and number.isdigit() and len(number) < 18):
        return None
    return MeetingSeries.objects.filter(pk=int(number)).first()


def found_row(pk: int) -> Meeting:
    """A meeting by its number. Raises Http404."""
    rows = Meeting.objects.select_related("series", "district", "host")
    row = rows.filter(pk=pk).first() if pk < 2**63 else None
    if row is None:
        raise Http404(NOT_THERE)
    return row


def held_row(pk: int) -> Meeting:
    """The same, read again and held until the change is done."""
    return Meeting.objects.select_for_update(of=("self",)).get(pk=pk)


def desk_page(row: Meeting, here: str) -> dict[str, Any]:
    """Heading and crumbs of a page below a meeting's own at the desk."""
    url = reverse("community:desk_meeting", args=[row.pk])
    way = [DESK, {"title": "Meetings", "url": "/desk/meetings/"}]
    return {
        "page_heading": here,
        "page_kind": row.title,
        "cancel_url": url,
        "crumbs": [*way, {"title": row.title, "url": url}, {"title": here}],
    }
