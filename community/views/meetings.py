"""Meetings as everybody sees them: the list, one of them, what is circulated, calendars and the feed."""

import datetime
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import require_safe

from common.pages import paginate
from common.policies import public
from profiles.choices import Scan

from .. import meeting_words as words
from ..calendars import TYPE, calendar
from ..models import Meeting
from ..policies.meetings import may_hold_meetings
from ..queries import meetings as reads
from ..queries.actions import public_matters
from ..queries.notes import published_notes
from ..queries.papers import papers_for
from ..timetable import Slot
from .found_meeting import found_meeting, meeting_crumbs

AT_ONCE, IN_FEED, IN_CALENDAR = 20, 50, 500
COMING = 20
WHY = "Only announced meetings are shown."


@public(WHY, row="P131")
@require_safe
def meetings(request: HttpRequest) -> HttpResponse:
    """What comes next, and what was, by year."""
    shown = Meeting.objects.public().select_related("series")
    past = shown.over()
    all_years = reads.years_over()
    year = request.GET.get("year", "")[:4]
    if year.isascii() and year.isdigit() and int(year) in all_years:
        past = past.filter(on__year=int(year))
    else:
        year = ""
    page = paginate(request, past, AT_ONCE)
    coming = list(shown.coming()[: COMING + 1])
    return render(
        request,
        "community/meeting_list.html",
        {
            "coming": [_row(row) for row in coming[:COMING]],
            "more_coming": len(coming) > COMING,
            "page": page,
            "past": [_row(row) for row in page],
            "years": all_years,
            "year": year,
            "query": f"year={year}" if year else "",
            "may_hold": may_hold_meetings(request.user),
        },
    )


def _row(row: Meeting) -> dict[str, Any]:
    return {
        "meeting": row,
        "url": row.get_absolute_url(),
        "year": row.on.year,
        "times": words.times(row),
        "where": words.where(row),
    }


@public("may_see_meeting decides on the object: drafts answer 404 to others.", row="P131")
@require_safe
def meeting(request: HttpRequest, **day: str) -> HttpResponse:
    """One meeting: when, where, what about, with its papers."""
    found = found_meeting(request, **day)
    return render(request, "community/meeting_detail.html", page_of(request, found))


@public("may_see_meeting decides on the object: drafts answer 404 to others.", row="P131")
@require_safe
def pack(request: HttpRequest, **day: str) -> HttpResponse:
    """All that is circulated, on one page that prints."""
    found = found_meeting(request, **day)
    context = page_of(request, found)
    context["updates"] = list(reads.updates_of(found))
    context["crumbs"] = meeting_crumbs(found, "To print")
    return render(request, "community/meeting_pack.html", context)


def page_of(request: HttpRequest, found: Any) -> dict[str, Any]:
    """What the page of a meeting and its printed form both show."""
    agenda = reads.agenda_of(found)
    papers, held_back = papers_for(request.user, agenda)
    seen = {paper.pk for paper in papers}
    beside = reads.beside(found)
    notes = published_notes(found, [_heading(slot) for slot in agenda], carried=beside.later)
    return {
        "meeting": found,
        "times": words.times(found),
        "where": words.where(found),
        "rows": [agenda_row(slot, seen) for slot in agenda],
        "notes": notes,
        "matters": [] if notes else public_matters(found),
        "papers": [paper_link(paper) for paper in papers],
        "held_back": held_back,
        "inaccessible": any(not paper.accessible for paper in papers),
        "number_of_updates": beside.updates,
        "around": beside.around,
        "points": beside.points,
        "may_hold": may_hold_meetings(request.user),
        "structured_data": words.structured(found) if found.is_announced else None,
        "crumbs": meeting_crumbs(found),
    }


def _heading(slot: Slot) -> dict[str, Any]:
    return {"pk": slot.item.pk, "number": slot.number, "title": slot.item.title}


def agenda_row(slot: Slot, seen: set[int]) -> dict[str, Any]:
    """What components/agenda.html takes, with only the papers that the reader may read."""
    item = slot.item
    moved = getattr(item, "moved_to", None)
    on = moved.meeting if moved is not None and moved.meeting.is_announced else None
    return {
        "pk": item.pk,
        "number": slot.number,
        "time": words.clock(slot.starts) if slot.starts else "",
        "title": item.title,
        "text": item.text,
        "by": item.owner_name,
        "contact": item.contact if item.contact_shown else "",
        "pause": slot.is_pause,
        "postponed": slot.is_postponed,
        "moved": {"title": on.title, "url": on.get_absolute_url()} if on else None,
        "from": _came_from(item),
        "about": item.opportunity.get_absolute_url()
        if item.opportunity is not None and item.opportunity.live
        else "",
        "papers": [paper_link(paper) for paper in item.all_papers if paper.pk in seen],
    }


def _came_from(item: Any) -> str:
    former = item.moved_from
    if former is None or not former.meeting.is_announced:
        return ""
    return former.meeting.title


def paper_link(paper: Any) -> dict[str, Any]:
    """Where it leads, and what it is in a few words."""
    if paper.link:
        note = "a page elsewhere"
    else:
        size = paper.size / 1000
        large = f"{size / 1000:.1f} MB" if size >= 1000 else f"{max(size, 1):.0f} kB"
        note = f"{paper.extension.upper()}, {large}"
        if paper.scan == Scan.WAITING:
            note = f"{note}, being checked for viruses: only custodians see it yet"
    return {
        "title": paper.title,
        "url": f"/meetings/papers/{paper.pk}/",
        "note": f"{note}, for members" if paper.members_only else note,
    }


@public("The same as its page, as an entry of a calendar.", row="P131")
@require_safe
def calendar_of_one(request: HttpRequest, **day: str) -> HttpResponse:
    """One meeting as a calendar file."""
    found = found_meeting(request, **day)
    return _calendar(found.title, [found], f"meeting-{found.on}")


@public(WHY, row="P131")
@require_safe
def calendar_of_all(request: HttpRequest) -> HttpResponse:
    """The last year's and the coming meetings, to subscribe to."""
    since = timezone.now() - datetime.timedelta(days=365)
    rows = Meeting.objects.public().filter(ends__gte=since).order_by("-starts", "-pk")
    return _calendar(f"Meetings: {settings.SITE_NAME}", rows[:IN_CALENDAR], "meetings")


def _calendar(name: str, rows: Any, file: str) -> HttpResponse:
    content = calendar(name, [words.entry_of(row) for row in rows])
    response = HttpResponse(content, content_type=TYPE)
    response["Content-Disposition"] = f'attachment; filename="{file}.ics"'
    return response


class MeetingFeed(Feed):
    """The meetings announced last."""

    feed_type = Atom1Feed
    title = f"Meetings: {settings.SITE_NAME}"
    author_name = settings.SITE_NAME
    subtitle = "Meetings of the Forum, as they are announced."
    link = "/meetings/"

    def items(self) -> Any:
        rows = Meeting.objects.public().order_by("-announced_at", "-pk")
        return rows.select_related("series")[:IN_FEED]

    def item_title(self, item: Meeting) -> str:
        return f"Called off: {item.title}" if item.is_called_off else item.title

    def item_description(self, item: Meeting) -> str:
        day = timezone.localtime(item.starts)
        said = f"{day:%A} {day.day} {day:%B %Y}, {words.times(item)}, {words.where(item)}."
        return f"{said} {item.summary}".strip()

    def item_guid(self, item: Meeting) -> str:
        return f"{settings.PUBLIC_BASE_URL}/meetings/#{item.uid}"

    def item_pubdate(self, item: Meeting) -> Any:
        return item.announced_at

    def item_updateddate(self, item: Meeting) -> Any:
        return max(item.changed_at, item.announced_at or item.changed_at)


@public(WHY, row="P131")
@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """The Atom feed of meetings."""
    return MeetingFeed()(request)
