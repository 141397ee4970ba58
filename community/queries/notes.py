"""Notes as the public reads them: who did not say yes to being named is not named in any text."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import (
    Case,
    DateTimeField,
    IntegerField,
    Prefetch,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast

from common.erasing import pattern_of

from ..choices.notes import NotesState, Presence
from ..markup import to_html
from ..models import Action, Attendance, Meeting, MeetingNotes
from ..models.attendance import SOMEBODY

OF_PEOPLE = ("name", "named", "initials", "state", "organisation_name", "organisation__name")
OF_ACTIONS = ("meeting", "item", "text", "everyone", "due", "state")


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


def published_notes(
    meeting: Meeting, headings: Iterable[Mapping[str, Any]], *, carried: int
) -> dict[str, Any] | None:
    """Everything of a meeting's notes for its page, in the order of the agenda; None while they are a draft.

    ``headings`` say ``pk``, ``number`` and ``title`` of each item; ``carried`` over how many later
    meetings open actions were carried. Three queries, whatever was written.
    """
    notes: MeetingNotes | None = getattr(meeting, "notes", None)
    if notes is None or not notes.is_public:
        return None
    people = list(Attendance.objects.filter(meeting=meeting).for_pages().only(*OF_PEOPLE))
    mask = Mask(people)
    items: dict[int, dict[str, list]] = defaultdict(
        lambda: {"notes": [], "decisions": [], "actions": [], "corrections": []}
    )
    amendments = []
    owners: dict[int, set[int]] = defaultdict(set)
    for what, item, number, text, reason, at in _written(meeting):
        if what == "owner":
            owners[item].add(number)
            continue
        under = items[item or 0] if what != "amendment" else {}
        if what == "note":
            under["notes"].append(to_html(mask(text)))
        elif what == "decision":
            under["decisions"].append({"number": number, "text": mask(text)})
        elif what == "correction":
            line = {"at": at, "html": to_html(mask(text)), "reason": mask(reason)}
            under["corrections"].append(line)
        else:
            amendments.append({"at": at, "reason": mask(reason)})
    actions = meeting.actions.annotate(carried=Value(carried)).only(*OF_ACTIONS)
    for action in actions.order_by("pk"):
        of_it = [one for one in people if one.pk in owners[action.pk]]
        items[action.item_id or 0]["actions"].append(action_line(action, mask, of_it))
    order = [{"pk": 0, "number": None, "title": "The meeting as a whole"}, *headings]
    return {
        "row": notes,
        "sections": [{**items[row["pk"]], **row} for row in order if row["pk"] in items],
        "amendments": amendments,
        "attended": groups(people, (Presence.ATTENDED,)),
        "online": groups(people, (Presence.ONLINE,)),
        "apologies": groups(people, (Presence.APOLOGIES,)),
    }


def _written(meeting: Meeting) -> Any:
    """Notes, decisions, corrections, amendments and owners of actions of a meeting in one query.

    Each is what it is, its item, its number, its text, a reason and a moment; an owner is the action
    and the line of attendance.
    """
    no_words = Value("", output_field=TextField())
    no_moment = Cast(Value(None), DateTimeField(null=True))
    none = Value(0, output_field=IntegerField())

    def columns(
        rows: Any, what: Any, number: Any, words: Any, reason: Any, at: Any, item: str = "item_id"
    ) -> Any:
        return rows.order_by().values_list(what, item, number, words, Cast(reason, TextField()), at)

    texts = columns(
        meeting.item_notes.exclude(text=""),
        *(_is("note"), none, Cast("text", TextField()), no_words, no_moment),
    )
    decisions = columns(
        meeting.decisions,
        *(_is("decision"), Cast("number", IntegerField()), Cast("text", TextField())),
        *(no_words, no_moment),
    )
    what = Case(When(correction=True, then=_is("correction")), default=_is("amendment"))
    changes = columns(
        meeting.amendments,
        what,
        Cast("pk", IntegerField()),
        Cast("after", TextField()),
        "reason",
        "at",
    )
    owners = columns(
        Action.owners.through.objects.filter(action__meeting=meeting),
        *(_is("owner"), Cast("attendance_id", IntegerField()), no_words, no_words, no_moment),
        item="action_id",
    )
    return sorted(texts.union(decisions, changes, owners, all=True), key=lambda row: row[2])


def _is(what: str) -> Value:
    return Value(what, output_field=TextField())


def actions_of(meeting: Meeting) -> Any:
    """The actions of one meeting with their owners, in the order they were written down."""
    owners = Prefetch("owners", Attendance.objects.for_pages())
    return meeting.actions.with_age().order_by("pk").prefetch_related(owners)


def action_line(
    action: Action, mask: Mask | None = None, owners: list[Attendance] | None = None
) -> dict[str, Any]:
    """An action as the public reads it: owners by consent."""
    owners = list(action.owners.all()) if owners is None else owners
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
        elif others > 1 or (others and not body):
            named.append("one person" if others == 1 else f"{others} people")
        rows.append({"organisation": body or "For themselves", "names": ", ".join(named)})
    return rows


def desk_people(meeting: Meeting) -> list[Attendance]:
    """Everybody of a meeting, for custodians."""
    return list(meeting.attendance.for_pages().order_by("state", "name", "organisation_name", "pk"))
