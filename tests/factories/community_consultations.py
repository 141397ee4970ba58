"""Consultations and responses for tests, in the states that services bring them to."""

from datetime import timedelta

import factory
from django.utils import timezone

from community.models import Consultation, Question, Response
from community.services import consulting, responding
from community.services.responding import Who, Words


class ConsultationFactory(factory.django.DjangoModelFactory):
    """A draft of two paragraphs. Traits: open, closed."""

    class Meta:
        model = Consultation

    title = factory.Sequence(lambda n: f"Consultation {n}")
    slug = factory.Sequence(lambda n: f"consultation-{n}")
    summary = "What should we do next?"
    body = "## Where we go\n\nWe meet more often.\n\nWe publish what we learn."
    drafted_on = factory.LazyFunction(timezone.localdate)
    opens = factory.LazyFunction(lambda: timezone.now() - timedelta(days=1))
    closes = factory.LazyFunction(lambda: timezone.now() + timedelta(days=30))

    class Params:
        open = factory.Trait(
            state="open", ready_at=factory.LazyFunction(timezone.now), opened_at=timezone.now()
        )
        closed = factory.Trait(
            state="closed",
            opens=factory.LazyFunction(lambda: timezone.now() - timedelta(days=30)),
            closes=factory.LazyFunction(lambda: timezone.now() - timedelta(days=1)),
        )


class QuestionFactory(factory.django.DjangoModelFactory):
    """Own words, not required. ``one=True`` for a choice of three."""

    class Meta:
        model = Question

    consultation = factory.SubFactory(ConsultationFactory)
    order = factory.Sequence(lambda n: n + 1)
    kind = "text"
    text = factory.Sequence(lambda n: f"Question {n}?")

    class Params:
        one = factory.Trait(kind="one", options="Red\nGreen\nBlue")


def answered(consultation: Consultation, who: Who | None = None, **words) -> Response:
    """A response that was sent in time."""
    received = min(timezone.now(), consultation.closes - timedelta(hours=1))
    return responding.respond(
        consultation, by=who or Who(), words=Words(**words), received=received
    )


def closed(consultation: Consultation) -> Consultation:
    """Its time is over, and the clock has seen it."""
    now = timezone.now()
    Consultation.objects.filter(pk=consultation.pk).update(
        opens=now - timedelta(days=9), closes=now - timedelta(minutes=1)
    )
    Response.objects.filter(consultation=consultation, sent_at__isnull=False).update(
        sent_at=now - timedelta(days=2)
    )
    consulting.run_consultation_clock()
    return Consultation.objects.get(pk=consultation.pk)
