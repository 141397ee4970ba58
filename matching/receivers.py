"""What we do when a lower app speaks: write down work, inside its transaction."""

from django.dispatch import receiver

from common import outbox
from common.hibernation import fell_asleep, woke
from opportunities.signals import (
    application_ended,
    opportunity_closed,
    opportunity_published,
    speakers_changed,
)
from profiles.signals import (
    member_left,
    members_changed,
    offer_closed,
    offer_published,
    person_changed,
)

from .services import rings, rounds, sides
from .signals import introduction_ended


@receiver(opportunity_published)
def on_opportunity_published(sender, opportunity_id: int, **kwargs) -> None:
    """Score it, and tell both sides."""
    outbox.put(
        "matching.score_opportunity",
        key=f"opportunity:{opportunity_id}",
        opportunity_id=opportunity_id,
    )


@receiver(opportunity_closed)
def on_opportunity_closed(sender, opportunity_id: int, **kwargs) -> None:
    """Take its matches down, and end what waits for an answer."""
    outbox.put(
        "matching.close_opportunity",
        key=f"opportunity:{opportunity_id}",
        opportunity_id=opportunity_id,
    )


@receiver(person_changed)
def on_person_changed(sender, person_id: int, **kwargs) -> None:
    """Score the person again; one who hid loses their matches."""
    outbox.put("matching.score_person", key=f"person:{person_id}", person_id=person_id)


@receiver([offer_published, offer_closed])
def on_offer_changed(sender, offer_id: int, **kwargs) -> None:
    """Score the offer again; one that closed loses its matches."""
    outbox.put("matching.score_offer", key=f"offer:{offer_id}", offer_id=offer_id)


@receiver([member_left, members_changed])
def on_members_changed(sender, organisation_id: int, **kwargs) -> None:
    """At once, not as work: whoever was put out must not read on for one more minute."""
    sides.realign_organisation(organisation_id)


@receiver(speakers_changed)
def on_speakers_changed(sender, opportunity_id: int, **kwargs) -> None:
    """The same for a supervisor who is none any longer."""
    sides.realign_opportunity(opportunity_id)


@receiver(application_ended)
def on_application_ended(sender, application_id: int, **kwargs) -> None:
    """A seat that a round gave is free again; one that was to be given by hand is not given."""
    rounds.application_over(application_id)


@receiver(fell_asleep)
def on_fell_asleep(sender, sleep, **kwargs) -> None:
    """Rounds stand still, and everyone in one is told."""
    rounds.rest_rounds(sleep)


@receiver(woke)
def on_woke(sender, sleep, **kwargs) -> None:
    """Rounds go on, with their dates moved, and everyone in one is told."""
    rounds.wake_rounds(sleep)


@receiver(introduction_ended)
def on_introduction_ended(sender, introduction_id: int, **kwargs) -> None:
    """The last of a ring's introductions ends the ring."""
    rings.finish_of(introduction_id)
