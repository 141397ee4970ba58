"""Matches and introductions of the town."""

import datetime
from types import SimpleNamespace

from django.utils import timezone

from matching import links
from matching.models import Appeal, WeightSet, WeightTrial
from tests.factories import matching as market


def lay_matches(town: SimpleNamespace) -> None:
    """For each side one, and one of others."""
    run = market.run()
    town.match = market.match(town.challenge, person=town.student_person, run=run)
    town.placement_match = market.match(town.placement, person=town.student_person, run=run)
    town.expert_match = market.match(town.challenge, offer=town.expert_offer, run=run)
    town.their_match = market.match(town.their_challenge, person=town.matched, run=run)
    # Nobody is introduced who hides.
    town.persons["custodian"].visibility = "matched"
    town.persons["custodian"].save(update_fields=["visibility"])
    town.custodian_match = market.match(
        town.their_challenge, person=town.persons["custodian"], run=run
    )
    town.introduction = market.introduction(town.challenge, person=town.student_person)
    town.expert_introduction = market.introduction(town.challenge, offer=town.expert_offer)
    town.custodian_introduction = market.introduction(
        town.their_challenge, person=town.persons["custodian"]
    )
    town.their_introduction = market.introduction(town.their_challenge, person=town.matched)
    town.link = links.make(introduction_id=town.introduction.pk, user_id=town.student.pk)
    later = timezone.now() + datetime.timedelta(days=14)
    town.appeal = Appeal.objects.create(
        opportunity_id=town.challenge.pk,
        match=town.match,
        person=town.student_person,
        side="supply",
        asked_by=town.student,
        words="Zebedee asks why.",
        answer_by=later,
    )
    current = WeightSet.objects.get(is_current=True)
    town.weights = WeightTrial.objects.create(based_on=current, values=current.values)
