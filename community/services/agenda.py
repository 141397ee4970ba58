"""Building an agenda: items added, changed, moved, postponed and taken off."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from common.activity import record
from common.policies import demand
from common.states import IllegalMove, move
from opportunities.models import Opportunity
from opportunities.services.meeting import put_back_for_meeting, taken_to_meeting
from profiles.models import User
from profiles.services.files import put_removal

from ..choices.agenda import ITEM_MOVES, ItemState
from ..models import AgendaItem, Meeting, MeetingSeries, StandingItem
from ..policies.meetings import may_hold_meetings, may_show_contact
from .copying_items import make_room, put_copy
from .telling_presenters import tell_presenter

MOST_ITEMS = 500
MOST_STANDING = 50
PROPOSAL_MINUTES = 10


class Full(ValueError):
    """An agenda that takes no more."""


@transaction.atomic
def add_item(meeting: Meeting, *, by: User, **fields: Any) -> AgendaItem:
    """One more item, before the one about the next meeting.

    Raises PermissionDenied unless ``by`` is a custodian, Full, IllegalMove once it was called off.
    """
    row = _held(meeting, by)
    if row.items.count() >= MOST_ITEMS:
        raise Full(f"An agenda has {MOST_ITEMS} items at most. Take one off first.")
    item = AgendaItem.objects.create(meeting=row, order=make_room(row), **_agreed(fields))
    record("community.item_added", by=by, about=item, meeting=row.pk)
    tell_presenter(row, item)
    return item


@transaction.atomic
def change_item(item: AgendaItem, *, by: User, **changes: Any) -> AgendaItem:
    """Change what is given. Another presenter begins with no contact shown.

    Raises PermissionDenied unless ``by`` is a custodian, IllegalMove once the meeting was called off.
    """
    row = _held(item.meeting, by)
    fresh = AgendaItem.objects.select_for_update().get(pk=item.pk)
    was = fresh.owner_id
    for name, value in _agreed(changes, fresh).items():
        setattr(fresh, name, value)
    fresh.save()
    record("community.item_changed", by=by, about=fresh, meeting=row.pk)
    if fresh.owner_id != was:
        tell_presenter(row, fresh)
    return fresh


@transaction.atomic
def remove_item(item: AgendaItem, *, by: User) -> None:
    """Take it off, with its papers. What an author had asked to talk about waits again.

    Raises PermissionDenied unless ``by`` is a custodian, IllegalMove once the meeting was called off.
    """
    row = _held(item.meeting, by)
    if hasattr(item, "note") or item.decisions.exists() or item.amendments.exists():
        sentence = "Something is written under this item, so it stays on the agenda."
        raise IllegalMove(item.state, "removed", sentence)
    for stored in item.papers.exclude(stored="").values_list("stored", flat=True):
        put_removal(stored)
    if item.opportunity is not None and not row.is_over:
        put_back_for_meeting(item.opportunity, by=by)
    record("community.item_removed", by=by, about=item, meeting=row.pk)
    item.delete()


@transaction.atomic
def move_item(item: AgendaItem, *, by: User, up: bool, seen: int) -> bool:
    """Change places with the one above or below; whether it did.

    ``seen`` is the order that whoever pressed the button saw: pressed twice, it moves once.
    """
    row = _held(item.meeting, by)
    rows = list(row.items.order_by("order", "pk"))
    place = next((n for n, one in enumerate(rows) if one.pk == item.pk), None)
    if place is None or rows[place].order != seen:
        return False
    other = place - 1 if up else place + 1
    if not 0 <= other < len(rows):
        return False
    _swap(rows, place, other)
    AgendaItem.objects.bulk_update(rows, ["order"], batch_size=100)
    record("community.item_moved", by=by, about=item, meeting=row.pk)
    return True


@transaction.atomic
def postpone_item(item: AgendaItem, *, by: User) -> AgendaItem:
    """To the next meeting of the series: now if there is one, else when it is made.

    Raises PermissionDenied unless ``by`` is a custodian, IllegalMove if it was postponed already.
    """
    row = _held(item.meeting, by)
    fresh = AgendaItem.objects.select_for_update().get(pk=item.pk)
    move(fresh, ItemState.POSTPONED, moves=ITEM_MOVES)
    following = Meeting.objects.after(row).first()
    if following is not None and not fresh.standing:
        put_copy(fresh, following)
    record("community.item_postponed", by=by, about=fresh, meeting=row.pk)
    return fresh


@transaction.atomic
def bring_back_item(item: AgendaItem, *, by: User) -> AgendaItem:
    """Undo the above: it is on this agenda again, and off the next one.

    Raises PermissionDenied unless ``by`` is a custodian, IllegalMove where the next meeting began or
    papers lie on it there.
    """
    row = _held(item.meeting, by)
    fresh = AgendaItem.objects.select_for_update().get(pk=item.pk)
    moved = AgendaItem.objects.filter(moved_from=fresh).select_related("meeting").first()
    if moved is not None:
        begun = moved.meeting.starts <= timezone.now()
        if begun or moved.papers.exists() or moved.state != ItemState.PLANNED:
            raise IllegalMove(
                "on the next agenda", "planned", "The next meeting has dealt with it already."
            )
        moved.delete()
    move(fresh, ItemState.PLANNED, moves=ITEM_MOVES)
    record("community.item_brought_back", by=by, about=fresh, meeting=row.pk)
    return fresh


@transaction.atomic
def take_proposal(meeting: Meeting, opportunity: Opportunity, *, by: User) -> AgendaItem:
    """Put what its author asked to talk about on the agenda, and off the list of such wishes.

    Raises as :func:`add_item`. The same again is the same item.
    """
    row = _held(meeting, by)
    known = row.items.filter(opportunity=opportunity).first()
    if known is not None:
        return known
    item = add_item(
        row, by=by, title=opportunity.title, opportunity=opportunity, minutes=PROPOSAL_MINUTES,
        owner_name=opportunity.hosts[:120],
    )  # fmt: skip
    taken_to_meeting(opportunity, by=by)
    return item


@transaction.atomic
def show_contact(item: AgendaItem, *, by: User, contact: str, shown: bool) -> AgendaItem:
    """The presenter's own yes or no to being reachable through the agenda. A no forgets the contact.

    Raises Http404 for everybody else.
    """
    demand(may_show_contact(by, item), hidden=True)
    shown = shown and bool(contact)
    AgendaItem.objects.filter(pk=item.pk).update(
        contact=contact if shown else "", contact_shown=shown
    )
    record("community.contact_shown" if shown else "community.contact_hidden", by=by, about=item)
    item.refresh_from_db()
    return item


@transaction.atomic
def set_standing(series: MeetingSeries, *, by: User, rows: list[dict[str, Any]]) -> None:
    """Which items every new agenda of a series begins with. Those of meetings made before stay."""
    demand(may_hold_meetings(by))
    if len(rows) > MOST_STANDING:
        raise Full(f"A series has {MOST_STANDING} standing items at most.")
    MeetingSeries.objects.select_for_update().get(pk=series.pk)
    series.standing_items.all().delete()
    StandingItem.objects.bulk_create(
        StandingItem(series=series, order=order, **row) for order, row in enumerate(rows, start=1)
    )
    record("community.standing_items_set", by=by, about=series, items=len(rows))


def _swap(rows: list[AgendaItem], one: int, other: int) -> None:
    rows[one], rows[other] = rows[other], rows[one]
    for order, row in enumerate(rows, start=1):
        row.order = order


def _agreed(fields: dict[str, Any], item: AgendaItem | None = None) -> dict[str, Any]:
    """A contact goes with its consent and with its person: nobody says yes for whoever signs in."""
    owner = fields.get("owner", item.owner if item else None)
    if owner is not None:
        same = item is not None and item.owner_id == owner.pk
        fields = {name: value for name, value in fields.items() if not name.startswith("contact")}
        return fields if same else {**fields, "contact": "", "contact_shown": False}
    if "contact" in fields or "contact_shown" in fields:
        contact = fields.get("contact", "") if fields.get("contact_shown") else ""
        return {**fields, "contact": contact, "contact_shown": bool(contact)}
    if item is not None and item.owner_id is not None and "owner" in fields:
        return {**fields, "contact": "", "contact_shown": False}
    return fields


def _held(meeting: Meeting, by: User) -> Meeting:
    demand(may_hold_meetings(by))
    row = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if row.is_called_off:
        raise IllegalMove("called off", "changed", "The meeting was called off.")
    return row
