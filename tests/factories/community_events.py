"""Events for tests: published ones, and drafts as their authors make them."""

import datetime

import factory
from django.utils import timezone

from common import moderation
from community.clock import moment
from community.models import Event, EventState
from community.services import events as services

from .profiles import CustodianFactory, UserFactory

DAY = datetime.date(2026, 12, 3)


def at(day: datetime.date, hour: int, minute: int = 0) -> datetime.datetime:
    """A time by the clocks of Birmingham."""
    return moment(day, datetime.time(hour, minute))


def ahead(days: int = 10) -> datetime.date:
    """A day that is still to come, whenever the test runs."""
    return timezone.localdate() + datetime.timedelta(days=days)


class EventFactory(factory.django.DjangoModelFactory):
    """A published event, ten days ahead, from 18:00 to 20:00. ``live=False`` for a draft."""

    class Meta:
        model = Event
        skip_postgeneration_save = True

    title = factory.Sequence(lambda n: f"Event {n}")
    summary = "An evening about data."
    starts = factory.LazyFunction(lambda: at(ahead(), 18))
    ends = factory.LazyFunction(lambda: at(ahead(), 20))
    place = "The Lock Works"
    live = True
    first_published_at = factory.LazyFunction(timezone.now)

    @factory.post_generation
    def state(self, create, extracted, **kwargs):
        """The row beside it: a dictionary of its fields."""
        if create:
            said = {"shown": services.fingerprint(self) if self.live else "", **(extracted or {})}
            EventState.objects.filter(event=self).update(**said)
            self.state.refresh_from_db()


def words(**changes) -> dict:
    """What a draft says, as the verb takes it."""
    return {
        "title": "Bus data hack night",
        "summary": "Bring a laptop.",
        "starts": at(ahead(), 18),
        "ends": at(ahead(), 20),
        "place": "Signal Box",
        **changes,
    }


def typed(**changes) -> dict:
    """The same as somebody types it into the form."""
    return {
        "title": "Bus data hack night",
        "day": f"{ahead():%Y-%m-%d}",
        "begins": "18:00",
        "finishes": "20:00",
        "mode": "in_person",
        "place": "Signal Box",
        "summary": "Bring a laptop.",
        **changes,
    }


def draft(by=None, **changes) -> Event:
    """A draft of somebody's, made through the verb."""
    return services.draft_event(by=by or UserFactory(), **words(**changes))


def waiting(by=None, **changes) -> Event:
    """One that waits for a custodian."""
    author = by or UserFactory()
    return services.submit_event(draft(author, **changes), by=author)


def published(by=None, **changes) -> Event:
    """One that went all the way."""
    event = waiting(by, **changes)
    moderation.approve(event, by=CustodianFactory())
    return Event.objects.select_related("state").get(pk=event.pk)
