"""Notes as the public reads them: who did not say yes to being named is not named in any text."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Prefetch

from common.erasing import pattern_of

from ..choices.notes import NotesState, Presence
from ..markup import to_html
from ..models import Action, Attendance, Meeting, MeetingNotes
from ..models.attendance import SOMEBODY


class Mask:
    """Takes the names and initials of those who are not to be named out of a text."""

    def __init__(self, people: Iterable[Attendance]) -> None:
        people = list(people)
        self.names = pattern_of(one.name for one in people if one.name and not one.named)
        open_marks = {one.initials for one in people if one.named}
        marks = {
            one.initials for one in people if not one.named and len(one.initials) > 1
        } - open_marks
        inner = "|".join(map(re.escape, sorted(marks)))
        self.marks = re.compile(rf"(?<!\w)(?:{inner})(?!\w)") if marks else None

    def __call__(self, text: str) -> str:
        for pattern in (self.names, self.marks):
            if pattern is not None:
                text = pattern.sub(SOMEBODY, text)
        return text


def notes_state(meeting: Meeting) -> str:
    """How far the notes have come; a draft where nobody began them."""
    row = MeetingNotes.objects.filter(meeting=meeting).first()
    return row.state if row else NotesState.DRAFT


def published_notes(meeting: Meeting) -> dict[str, Any] | None:
    """Everything of a meeting's notes for its page; None while they are a draft.

    ``items`` says for the key of each item (0 for the meeting as a whole) its note, decisions,
    actions and corrections.
    """
    notes = MeetingNotes.objects.select_related("agreed_at").filter(meeting=meeting).first()
    if notes is None or not notes.is_public:
        return None
    people = list(meeting.attendance.for_pages())
    mask = Mask(people)
    items: dict[int, dict[str, list]] = defaultdict(
        lambda: {"notes": [], "decisions": [], "actions": [], "corrections": []}
    )
    for note in meeting.item_notes.exclude(text=""):
        items[note.item_id or 0]["notes"].append(to_html(mask(note.text)))
    for decision in meeting.decisions.all():
        line = {"number": decision.number, "text": mask(decision.text)}
        items[decision.item_id or 0]["decisions"].append(line)
    for action in actions_of(meeting):
        items[action.item_id or 0]["actions"].append(action_line(action, mask))
    amendments = []
    for one in meeting.amendments.all():
        if one.correction:
            line = {"at": one.at, "html": to_html(mask(one.after)), "reason": mask(one.reason)}
            items[one.item_id or 0]["corrections"].append(line)
        else:
            amendments.append({"at": one.at, "reason": mask(one.reason)})
    return {
        "row": notes,
        "items": dict(items),
        "amendments": amendments,
        "attended": groups(people, (Presence.ATTENDED,)),
        "online": groups(people, (Presence.ONLINE,)),
        "apologies": groups(people, (Presence.APOLOGIES,)),
    }


def sections(found: dict[str, Any], rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The notes in the order of the agenda; ``rows`` say ``pk``, ``number`` and ``title`` of each item."""
    items = found["items"]
    order = [{"pk": 0, "number": None, "title": "The meeting as a whole"}, *rows]
    return [
        {**items[row["pk"]], "pk": row["pk"], "number": row["number"], "title": row["title"]}
        for row in order
        if row["pk"] in items
    ]


def actions_of(meeting: Meeting) -> Any:
    """The actions of one meeting with their owners, in the order they were written down."""
    owners = Prefetch("owners", Attendance.objects.for_pages())
    return meeting.actions.with_age().order_by("pk").prefetch_related(owners)


def action_line(action: Action, mask: Mask | None = None) -> dict[str, Any]:
    """An action as the public reads it: owners by consent."""
    owners = list(action.owners.all())
    mask = mask or Mask(owners)
    return {
        "text": mask(action.text),
        "owners": owners_shown(action, owners),
        "due": action.due,
        "is_late": action.is_late,
        "state": action.state,
        "state_words": action.get_state_display(),
        "age": action.age,
    }


def owners_shown(action: Action, owners: Iterable[Attendance]) -> str:
    """Whose it is, in words for everybody."""
    shown = ["all members"] if action.everyone else []
    shown += [one.shown for one in owners]
    return ", ".join(dict.fromkeys(shown)) or SOMEBODY


def groups(people: Iterable[Attendance], states: tuple[str, ...]) -> list[dict[str, str]]:
    """Who was there by organisation: names by consent, the others counted. Who came for nobody is last."""
    bodies: dict[str, list[Attendance]] = defaultdict(list)
    for one in people:
        if one.state in states:
            bodies[one.body].append(one)
    rows = []
    for body in sorted(bodies, key=lambda name: (not name, name.casefold())):
        named = [one.shown for one in bodies[body] if one.named and one.name]
        others = len(bodies[body]) - len(named)
        if others and named:
            named.append("one other" if others == 1 else f"{others} others")
        elif others > 1 or not body:
            named.append("one person" if others == 1 else f"{others} people")
        rows.append({"organisation": body or "For themselves", "names": ", ".join(named)})
    return rows


def desk_people(meeting: Meeting) -> list[Attendance]:
    """Everybody of a meeting, for custodians."""
    return list(meeting.attendance.for_pages().order_by("state", "name", "organisation_name", "pk"))
