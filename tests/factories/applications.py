"""Applications for tests, as rows: where they stand, what was written, who is asked to read."""

import datetime
import secrets
from typing import Any

import factory
from django.utils import timezone

from opportunities.application_choices import HOLDS_SEAT
from opportunities.models import Application, ApplicationAnswer, OpportunityState, Review
from tests.factories.opportunities import PlacementFactory
from tests.factories.profiles import PersonFactory, UserFactory


class ApplicationFactory(factory.django.DjangoModelFactory):
    """A received application for a live placement, to be answered in a fortnight.

    ``state="shortlisted"`` and the like for where it stands: a name is shown from there on.
    ``answers`` is a dict from question to text. One that holds a seat has it counted.
    """

    class Meta:
        model = Application
        skip_postgeneration_save = True

    opportunity = factory.SubFactory(PlacementFactory, live=True, seats=3)
    person = factory.SubFactory(PersonFactory)
    state = "received"
    label = factory.LazyFunction(lambda: secrets.token_hex(3).upper())
    sent_at = factory.LazyAttribute(lambda o: None if o.state == "draft" else timezone.now())
    answer_by = factory.LazyAttribute(
        lambda o: o.sent_at and timezone.localdate(o.sent_at) + datetime.timedelta(days=14)
    )
    named_at = factory.LazyAttribute(
        lambda o: None if o.state in ("draft", "received", "reading") else timezone.now()
    )

    @factory.post_generation
    def answers(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        """What the applicant wrote."""
        for question, text in (extracted or {"why": "I like maps."}).items():
            ApplicationAnswer.objects.create(application=self, question=question, text=text)

    @factory.post_generation
    def seat(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        """Count the place of whoever has one."""
        if self.state in HOLDS_SEAT:
            state = OpportunityState.objects.get(pk=self.opportunity_id)
            state.seats_taken += 1
            state.save(update_fields=["seats_taken"])
            self.seat_entries.create(opportunity=self.opportunity, change=1, why="accepted")


class ReviewFactory(factory.django.DjangoModelFactory):
    """Somebody asked to read an application."""

    class Meta:
        model = Review

    application = factory.SubFactory(ApplicationFactory)
    reviewer = factory.SubFactory(UserFactory)
