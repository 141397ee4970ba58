"""The weekly page: every queue of the desk, the most urgent first, with an honest guess at the minutes.

A queue that is late comes first, then those with something in them, then the empty ones. What a queue
takes is its count times the minutes that it declares for one thing: a guess, and the page says so.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from common import expiring
from common.desk_panels import Panel, panels, register
from common.models import ActivityEntry

from . import kept, queries
from .models import LeftToEnd

FORTNIGHT = datetime.timedelta(days=14)
A_WEEK = datetime.timedelta(days=7)
APPROVING, STUCK = 6, 1  # minutes for one of each
ROUND_TO = 5
SHOWN = 20


@dataclass(frozen=True)
class Room:
    """One queue as the page shows it."""

    id: str
    title: str
    template: str
    content: Mapping[str, Any]
    minutes: float
    order: int

    @property
    def count(self) -> int:
        """What wants a person: all that waits, unless the queue says that some of it only waits for others."""
        return int(self.content.get("wants", self.content.get("count")) or 0)

    @property
    def is_late(self) -> bool:
        return bool(self.content.get("late"))

    @property
    def note(self) -> str:
        """How many, and about how long they take together: for beside the title."""
        if not self.count:
            return ""
        takes = about(self.count * self.minutes)
        return f"{self.count}, {takes}" if takes else str(self.count)


@dataclass(frozen=True)
class Week:
    """All that the page shows."""

    rooms: list[Room]
    quiet: list[Room]
    figures: dict[str, Any]
    total: int
    minutes: float
    done_today: int

    @property
    def takes(self) -> str:
        return about(self.minutes)

    @property
    def jump(self) -> list[dict[str, Any]]:
        """The queues by name, in the order of the page."""
        rows = [
            {"title": room.title, "url": f"#{room.id}", "count": room.count, "late": room.is_late}
            for room in self.rooms
        ]
        rest = [{"title": "Nothing waits", "url": "#quiet", "count": "", "late": False}]
        machinery = {"title": "The machinery", "url": "#machinery", "count": "", "late": False}
        others = {"title": "Every room", "url": "#rooms", "count": "", "late": False}
        return [*rows, *(rest if self.quiet else []), machinery, others]


def about(minutes: float) -> str:
    """Minutes in words, rounded up: nobody's hour is counted to the minute."""
    if minutes <= 0:
        return ""
    rounded = -(-round(minutes) // ROUND_TO) * ROUND_TO
    if rounded < 60:
        return f"about {rounded} minutes"
    hours, rest = divmod(rounded, 60)
    words = f"about {hours} hour{'s' if hours > 1 else ''}"
    return f"{words} and {rest} minutes" if rest else words


def week_of(user: Any) -> Week:
    """What waits for the custodians, as ``user`` finds it now."""
    figures = queries.outbox_figures()
    rooms = [_approving(user), *_stuck(figures), *_queues()]
    rooms.sort(key=lambda room: (not room.is_late, room.order, room.id))
    waiting = [room for room in rooms if room.count]
    return Week(
        rooms=waiting,
        quiet=[room for room in rooms if not room.count],
        figures=figures,
        total=sum(room.count for room in waiting),
        minutes=sum(room.count * room.minutes for room in waiting),
        done_today=done_today(user),
    )


def _approving(user: Any) -> Room:
    waiting, count = queries.waiting_for(user)
    overdue = timezone.now() - A_WEEK
    content = {
        "waiting": waiting,
        "count": count,
        "late": any(item.sent_in < overdue for item in waiting),
    }
    return Room("approve", "To approve", "desk/room_approve.html", content, APPROVING, 10)


def _stuck(figures: dict[str, Any]) -> list[Room]:
    """Mails that failed, then other work that did."""
    mails = [row for row in figures["stuck"] if row.kind == queries.SEND_MAIL]
    others = [row for row in figures["stuck"] if row.kind != queries.SEND_MAIL]
    mail_count = figures["stuck_mails"]
    other_count = figures["stuck_count"] - mail_count
    template = "desk/room_stuck.html"
    failed = {"rows": mails, "count": mail_count, "late": bool(mail_count), "are_mails": True}
    work = {"rows": others, "count": other_count, "late": bool(other_count)}
    return [
        Room("failed-mails", "Mails that failed", template, failed, STUCK, 12),
        Room("stuck", "Stuck work", template, work, STUCK, 13),
    ]


def _queues() -> list[Room]:
    held = kept.contents()
    return [_from(panel, held[panel.name]) for panel in panels()]


def _from(panel: Panel, content: Mapping[str, Any]) -> Room:
    return Room(
        id=panel.name.replace("_", "-"),
        title=panel.title,
        template=panel.template,
        content=content,
        minutes=panel.minutes,
        order=panel.order,
    )


def done_today(user: Any) -> int:
    """How many things ``user`` has done something about since midnight."""
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    rows = ActivityEntry.objects.filter(actor_id=user.pk, at__gte=midnight)
    return rows.order_by().values("about_type", "about_id").distinct().count()


def ending_soon() -> dict[str, Any]:
    """What ends within a fortnight and nobody has let end yet."""
    today = timezone.localdate()
    found = expiring.ending(today, today + FORTNIGHT)
    left = set(LeftToEnd.objects.filter(day__gte=today).values_list("kind", "about_id", "day"))
    rows = [row for row in found if (row.kind, row.pk, row.day) not in left]
    return {"rows": rows[:SHOWN], "count": len(rows), "late": False}


register(
    Panel(
        name="ending",
        title="Ends within a fortnight",
        template="desk/room_ending.html",
        load=ending_soon,
        order=60,
        minutes=1,
    )
)
