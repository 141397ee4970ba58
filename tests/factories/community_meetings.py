"""Series, meetings and agendas for tests."""

import datetime

import factory
from django.utils import timezone

from community.models import AgendaItem, Meeting, MeetingSeries


class SeriesFactory(factory.django.DjangoModelFactory):
    """The Forum's own meetings."""

    class Meta:
        model = MeetingSeries

    title = factory.Sequence(lambda n: f"Meetings of the Forum {n}")


class MeetingFactory(factory.django.DjangoModelFactory):
    """An announced meeting a fortnight from now. Traits: draft, over."""

    class Meta:
        model = Meeting

    class Params:
        draft = factory.Trait(announced_at=None)
        over = factory.Trait(
            starts=factory.LazyFunction(lambda: timezone.now() - datetime.timedelta(days=30))
        )

    series = factory.SubFactory(SeriesFactory)
    title = factory.Sequence(lambda n: f"Meeting {n}")
    starts = factory.Sequence(lambda n: timezone.now() + datetime.timedelta(days=14 + n))
    ends = factory.LazyAttribute(lambda row: row.starts + datetime.timedelta(hours=2))
    on = factory.LazyAttribute(lambda row: timezone.localdate(row.starts))
    place = "The Exchange, Birmingham"
    announced_at = factory.LazyFunction(timezone.now)
    changed_at = factory.LazyFunction(timezone.now)
    uid = factory.Sequence(lambda n: f"meeting-{n}@tests.example")


class ItemFactory(factory.django.DjangoModelFactory):
    """Ten minutes about something."""

    class Meta:
        model = AgendaItem

    meeting = factory.SubFactory(MeetingFactory)
    title = factory.Sequence(lambda n: f"Item {n}")
    order = factory.Sequence(lambda n: n + 1)
    minutes = 10
