"""Looking through published notes: only what everybody may read, names left out as on the page."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, TextField, Value
from django.db.models.functions import Cast

from common.search import clean_query

from ..choices.notes import NotesState
from ..markup import on_one_line
from ..models import Attendance, Decision, ItemNote, Meeting
from .notes import Mask

MOST_LOOKED_THROUGH, EXCERPT = 300, 180
OF_MEETINGS = ("title", "on", "part", "starts")


@dataclass(frozen=True)
class FoundNotes:
    """A meeting whose notes hold every word, with the place of the first."""

    meeting: Meeting
    summary: str

    def __str__(self) -> str:
        return f"{self.meeting.title}: notes"

    def get_absolute_url(self) -> str:
        """The notes on the page of the meeting."""
        return f"{self.meeting.get_absolute_url()}#notes"


def find_notes(text: Any) -> list[FoundNotes]:
    """Meetings with a note or decision that holds every word, the newest first; without words none."""
    terms = clean_query(text).casefold().split()
    if not terms:
        return []
    texts: dict[int, list[str]] = {}
    meetings: dict[int, Meeting] = {}
    for row in _candidates(terms):
        pk = row["meeting_id"]
        if pk not in meetings:
            named = {name: row[f"meeting__{name}"] for name in OF_MEETINGS}
            meetings[pk] = Meeting(pk=pk, **named)
        texts.setdefault(pk, []).append(row["said"])
    people: dict[int, list[Attendance]] = {}
    for one in Attendance.objects.filter(meeting__in=meetings):
        people.setdefault(one.meeting_id, []).append(one)
    found = []
    for pk in sorted(meetings, key=lambda key: meetings[key].starts, reverse=True):
        mask = Mask(people.get(pk, []))
        for raw in texts[pk]:
            shown = mask(raw)
            # A word that stood only in a name which is left out finds nothing.
            if all(term in shown.casefold() for term in terms):
                found.append(FoundNotes(meetings[pk], _excerpt(shown, terms[0])))
                break
    return found


def _candidates(terms: list[str]) -> Any:
    """Notes and decisions that hold every word, those of the newest meetings first: one query."""
    wanted = Q()
    for term in terms:
        wanted &= Q(text__icontains=term)
    looks = []
    for order, model in enumerate((ItemNote, Decision)):
        public = model._default_manager.filter(wanted, meeting__announced_at__isnull=False)
        public = public.exclude(meeting__notes=None).exclude(meeting__notes__state=NotesState.DRAFT)
        columns = {"said": Cast("text", TextField()), "order": Value(order)}
        names = ("pk", "meeting_id", *(f"meeting__{name}" for name in OF_MEETINGS))
        looks.append(public.order_by().annotate(**columns).values(*names, *columns))
    both = looks[0].union(looks[1], all=True)
    return both.order_by("-meeting__starts", "order", "pk")[:MOST_LOOKED_THROUGH]


def _excerpt(text: str, term: str) -> str:
    """The place where the first word stands, on one line."""
    flat = on_one_line(text)
    at = max(flat.casefold().find(term) - EXCERPT // 3, 0)
    piece = flat[at : at + EXCERPT].strip()
    return f"{'…' if at else ''}{piece}{'…' if at + EXCERPT < len(flat) else ''}"
