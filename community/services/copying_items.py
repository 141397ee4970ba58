"""Which items come to an agenda from elsewhere: standing ones, and those of the meeting before."""

from django.db.models import F

from ..choices.agenda import ItemKind, ItemState
from ..models import AgendaItem, Meeting

CARRIED = (
    *("title", "kind", "minutes", "text", "owner_name", "owner_id"),
    *("contact", "contact_shown", "opportunity_id"),
)


def copy_standing(meeting: Meeting) -> None:
    """Copies of the standing items of its series, in their order."""
    AgendaItem.objects.bulk_create(
        AgendaItem(
            meeting=meeting, order=order, title=row.title, kind=row.kind, minutes=row.minutes,
            text=row.text, standing=True,
        )
        for order, row in enumerate(meeting.series.standing_items.all(), start=1)
    )  # fmt: skip


def carry_over(meeting: Meeting) -> None:
    """What was postponed and went nowhere yet, of the meetings before it in its series."""
    waiting = AgendaItem.objects.filter(
        meeting__in=Meeting.objects.before(meeting),
        state=ItemState.POSTPONED,
        moved_to__isnull=True,
        standing=False,
    )
    for item in waiting.order_by("meeting__starts", "order", "pk"):
        put_copy(item, meeting)


def put_copy(item: AgendaItem, meeting: Meeting) -> AgendaItem:
    """The same item on another agenda: before what closes it, and never twice."""
    known = AgendaItem.objects.filter(moved_from=item).first()
    if known is not None:
        return known
    values = {name: getattr(item, name) for name in CARRIED}
    if AgendaItem.objects.filter(
        meeting=meeting, opportunity_id=item.opportunity_id, opportunity__isnull=False
    ).exists():
        values["opportunity_id"] = None
    order = make_room(meeting)
    return AgendaItem.objects.create(meeting=meeting, moved_from=item, order=order, **values)


def make_room(meeting: Meeting) -> int:
    """The place before the last item when that is about the next meeting, else after the last."""
    items = AgendaItem.objects.filter(meeting=meeting)
    last = items.order_by("-order", "-pk").first()
    if last is None:
        return 1
    if last.kind != ItemKind.NEXT:
        return last.order + 1
    items.filter(pk=last.pk).update(order=F("order") + 1)
    return last.order
