"""Something that is done, and outcomes of it in any state."""

from django.utils import timezone

from impact.models import Consent, Outcome
from impact.sources import find
from matching.models import Introduction
from mission.models import Node

from . import matching as market


def done(opportunity, **fields) -> Introduction:
    """An introduction that both sides saw through."""
    return market.introduction(opportunity, state="done", ended_at=timezone.now(), **fields)


def outcome(introduction: Introduction, **fields) -> Outcome:
    """An outcome made by hand; ``agreed`` is what every side said, ``named`` whether it may be named."""
    agreed, named = fields.pop("agreed", True), fields.pop("named", True)
    source = find("introduction", introduction.pk)
    assert source is not None
    state = fields.get("state", "published")
    made = Outcome.objects.create(
        **{
            "introduction": introduction,
            "opportunity": source.opportunity,
            "state": state,
            "title": "Half as much bread is ordered",
            "what_changed": "The pantry orders by the weather now.",
            "for_whom": "140 families",
            "node": Node.objects.get(slug="local-pathways"),
            "district": source.opportunity.district,
            "published_at": timezone.now() if state == "published" else None,
            "sent_in_at": None if state == "draft" else timezone.now(),
            **fields,
        }
    )
    for party in [*source.organisations, *source.people]:
        whose = "organisation" if party in source.organisations else "user"
        Consent.objects.create(
            outcome=made, may_publish=agreed, may_name=bool(agreed and named), **{whose: party}
        )
    return made
