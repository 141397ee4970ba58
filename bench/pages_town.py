"""What ``bench/pages.py`` measures: a Forum filled in bulk, with so many events and meetings."""

import datetime
from collections.abc import Iterator

ITEMS, PRESENT, PER_MEETING = 20, 40, 10
AT_ONCE = 2_000
CUSTODIAN, MEMBER = "cora@people.example", "max@people.example"
HELD = "2019-01-01"
DAY, HOUR = datetime.timedelta(days=1), datetime.timedelta(hours=1)


def lay() -> None:
    """Pages, people and one meeting with everything in it, which do not grow."""
    from django.contrib.auth.models import Group

    from common.activity import record
    from common.policies import CUSTODIANS
    from community.models import Meeting, MeetingNotes, MeetingSeries
    from profiles.models import User
    from tests.factories.cms import NewsFactory, StoryFactory, make_site

    make_site()
    for number in range(6):
        StoryFactory(title=f"Row {number}", slug=f"row-{number}")
        NewsFactory(title=f"Row {number}", slug=f"row-{number}")
    for email in (CUSTODIAN, MEMBER):
        User.objects.create(email=email, name=email.partition("@")[0].capitalize(), password="!")
    group, _ = Group.objects.get_or_create(name=CUSTODIANS)
    User.objects.get(email=CUSTODIAN).groups.add(group)
    series, _ = MeetingSeries.objects.get_or_create(title="Meetings")
    day = datetime.datetime.fromisoformat(f"{HELD}T10:30:00+00:00")
    held = Meeting.objects.create(
        title="Held", series=series, on=day.date(), starts=day, ends=day + 2 * HOUR, place="Hall",
        uid="held", announced_at=day, changed_at=day,
    )  # fmt: skip
    MeetingNotes.objects.create(meeting=held, state="circulated", circulated_at=day)
    _notes(held)
    record("community.meeting_announced", by=User.objects.get(email=CUSTODIAN), about=held)


def _notes(held) -> None:
    from community.models import Action, AgendaItem, Attendance, Decision, ItemNote

    people = Attendance.objects.bulk_create(
        Attendance(meeting=held, name=f"Person {n}", initials="PN") for n in range(PRESENT)
    )
    items = AgendaItem.objects.bulk_create(
        AgendaItem(meeting=held, title=f"Item {n}", order=n, minutes=5) for n in range(ITEMS)
    )
    ItemNote.objects.bulk_create(
        ItemNote(meeting=held, item=one, text="We talked.") for one in items
    )
    Decision.objects.bulk_create(
        Decision(meeting=held, item=one, number=one.order + 1, text="So be it.") for one in items
    )
    actions = Action.objects.bulk_create(
        Action(meeting=held, item=one, text="Ring") for one in items
    )
    for action, person in zip(actions, people, strict=False):
        action.owners.add(person)


def grow(events: range) -> None:
    """Events, and one meeting to ten of them, all about one node; half are over."""
    from django.utils import timezone

    from community.models import Event, EventState, Meeting, MeetingSeries
    from mission.models import District, Node

    now = timezone.now()
    places, node = list(District.objects.all()), Node.objects.get(slug="local-pathways")
    series = MeetingSeries.objects.get(title="Meetings")
    for numbers in _parts(events):
        rows = Event.objects.bulk_create(
            Event(
                title=f"Row {n}", slug=f"row-{n}", place="A room", live=True, summary="A row.",
                district=places[n % len(places)], first_published_at=now,
                starts=now + _away(n), ends=now + _away(n) + HOUR,
            )
            for n in numbers
        )  # fmt: skip
        EventState.objects.bulk_create(
            EventState(event=row, uid=f"{row.slug}@rows", changed_at=now) for row in rows
        )
        through = Event.nodes.through
        through.objects.bulk_create(through(event=row, node=node) for row in rows)
        meetings = Meeting.objects.bulk_create(
            Meeting(
                title=f"Row {n}", series=series, on=(now + _away(n)).date(), starts=now + _away(n),
                ends=now + _away(n) + HOUR, place="Hall", uid=f"row-{n}", changed_at=now,
                announced_at=now,
            )
            for n in numbers
            if n % PER_MEETING == 0
        )  # fmt: skip
        through = Meeting.nodes.through
        through.objects.bulk_create(through(meeting=row, node=node) for row in meetings)


def _away(number: int) -> datetime.timedelta:
    """Row 0 is tomorrow; then one ahead, one behind, further and further."""
    return DAY + number * 3 * HOUR if number % 20 < 10 else -DAY - number * 3 * HOUR


def _parts(numbers: range) -> Iterator[range]:
    for start in range(numbers.start, numbers.stop, AT_ONCE):
        yield range(start, min(start + AT_ONCE, numbers.stop))


def visits() -> Iterator[tuple[str, str, object]]:
    """(what it is called, address, client)."""
    from django.test import Client
    from django.utils import timezone

    from community.models import Meeting
    from profiles.models import User

    anybody, member, custodian = Client(), Client(), Client()
    member.force_login(User.objects.get(email=MEMBER))
    custodian.force_login(User.objects.get(email=CUSTODIAN))
    coming = Meeting.objects.get(uid="row-0").get_absolute_url()
    held = Meeting.objects.get(uid="held").get_absolute_url()
    month = f"/events/{timezone.localdate():%Y/%m}/"
    yield "home", "/", anybody
    yield "a story", "/stories/row-0/", anybody
    yield "calendar", "/events/", anybody
    yield "calendar, a month", month, anybody
    yield "an event", "/events/row-0/", anybody
    yield "meetings", "/meetings/", anybody
    yield "the next meeting", coming, anybody
    yield "the next meeting, a member", coming, member
    yield "a meeting with its notes", held, anybody
    yield "the same, a member", held, member
    yield "theory of change", "/theory-of-change/", anybody
    yield "a node and its evidence", "/theory-of-change/local-pathways/", anybody
    yield "consultations", "/consultations/", anybody
    yield "search", "/search/?q=row", anybody
    yield "the desk", "/desk/", custodian
    yield "desk: meetings", "/desk/meetings/", custodian
