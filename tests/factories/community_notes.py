"""Meetings with attendance, notes and actions for tests."""

import datetime

import factory
from django.utils import timezone

from community.models import (
    Action,
    AgendaItem,
    Attendance,
    ItemNote,
    Meeting,
    MeetingNotes,
    MeetingSeries,
)


class HeldSeriesFactory(factory.django.DjangoModelFactory):
    """Meetings that follow each other."""

    class Meta:
        model = MeetingSeries

    title = factory.Sequence(lambda n: f"Series {n}")


class HeldMeetingFactory(factory.django.DjangoModelFactory):
    """An announced meeting of two hours. ``days`` from now; ``draft=True`` for one nobody announced."""

    class Meta:
        model = Meeting

    class Params:
        days = -30
        draft = False

    series = factory.SubFactory(HeldSeriesFactory)
    title = factory.Sequence(lambda n: f"Meeting {n}")
    starts = factory.LazyAttribute(lambda o: timezone.now() + datetime.timedelta(days=o.days))
    ends = factory.LazyAttribute(lambda o: o.starts + datetime.timedelta(hours=2))
    on = factory.LazyAttribute(lambda o: timezone.localdate(o.starts))
    part = factory.Sequence(lambda n: n % 900 + 1)
    place = "The long room"
    uid = factory.Sequence(lambda n: f"meeting-{n}@wmodf.example")
    changed_at = factory.LazyFunction(timezone.now)
    announced_at = factory.LazyAttribute(
        lambda o: None if o.draft else o.starts - datetime.timedelta(days=60)
    )


class ItemFactory(factory.django.DjangoModelFactory):
    """An item of an agenda."""

    class Meta:
        model = AgendaItem

    meeting = factory.SubFactory(HeldMeetingFactory)
    title = factory.Sequence(lambda n: f"Item {n}")
    order = factory.Sequence(lambda n: n)
    minutes = 10


class AttendanceFactory(factory.django.DjangoModelFactory):
    """Somebody in the room who is not to be named. ``named=True`` for who said yes."""

    class Meta:
        model = Attendance

    meeting = factory.SubFactory(HeldMeetingFactory)
    name = "Priya Rao"
    initials = "PR"
    organisation_name = "Severn Housing"


class ActionFactory(factory.django.DjangoModelFactory):
    """An open action. ``owners=[...]`` lines of attendance."""

    class Meta:
        model = Action
        skip_postgeneration_save = True

    meeting = factory.SubFactory(HeldMeetingFactory)
    text = factory.Sequence(lambda n: f"Ring about table {n}")

    @factory.post_generation
    def owners(self, create, extracted, **kwargs):
        if create and extracted:
            self.owners.set(extracted)


def publish(meeting: Meeting, text: str = "We talked.", *, state: str = "circulated") -> None:
    """Notes that are out: a general text, and the state with what the database asks of it."""
    ItemNote.objects.get_or_create(meeting=meeting, item=None, defaults={"text": text})
    agreed = meeting if state in ("agreed", "locked") else None
    MeetingNotes.objects.update_or_create(
        meeting=meeting,
        defaults={"state": state, "circulated_at": timezone.now(), "agreed_at": agreed},
    )
