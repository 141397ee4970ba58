"""Open opportunities, people who fit them, matches and introductions, with traits for states."""

import datetime

import factory
from django.utils import timezone

from matching.models import Introduction, Match, MatchRun, WeightSet
from opportunities.models import Challenge, Opportunity, OpportunityState, Placement, Requirement
from profiles.models import HeldSkill, OfferSkill, WantedSkill
from skills.models import Skill

from .profiles import MembershipFactory, OfferFactory, OrganisationFactory, PersonFactory


def skill(name: str) -> Skill:
    """A live skill of the vocabulary by this name, made when it is not there."""
    found = Skill.objects.filter(name=name).first()
    return found or Skill.objects.create(name=name, slug=name.lower().replace(" ", "-"))


class ChallengeFactory(factory.django.DjangoModelFactory):
    """A published challenge, done remotely, whose organisation has a lead.

    ``asks={"SQL": 2}`` are essential requirements, ``likes`` desirable ones.
    """

    class Meta:
        model = Challenge
        skip_postgeneration_save = True

    kind = "challenge"
    title = factory.Sequence(lambda n: f"Challenge {n}")
    slug = factory.Sequence(lambda n: f"challenge-{n}")
    organisation = factory.SubFactory(OrganisationFactory)
    description = "What needs doing."
    pattern = "remote"
    live = True

    @factory.post_generation
    def state(self, create, extracted, **kwargs):
        if create:
            published = timezone.now() if self.live else None
            values = {"seats_cap": self.seats, "published_at": published, **(extracted or {})}
            self.state, _ = OpportunityState.objects.update_or_create(
                opportunity_id=self.pk, defaults=values
            )

    @factory.post_generation
    def asks(self, create, extracted, **kwargs):
        for name, level in (extracted or {}).items():
            Requirement.objects.create(
                opportunity_id=self.pk, skill=skill(name), level=level, essential=True
            )

    @factory.post_generation
    def likes(self, create, extracted, **kwargs):
        for name, level in (extracted or {}).items():
            Requirement.objects.create(
                opportunity_id=self.pk, skill=skill(name), level=level, essential=False
            )


class PlacementFactory(ChallengeFactory):
    """A published placement, done remotely."""

    class Meta:
        model = Placement
        skip_postgeneration_save = True

    kind = "placement"
    title = factory.Sequence(lambda n: f"Placement {n}")
    slug = factory.Sequence(lambda n: f"placement-{n}")


def person(*, holds: dict[str, int] | None = None, wants: dict[str, int] | None = None, **fields):
    """A person who lets the matcher see them, with skills by name."""
    made = PersonFactory(**{"visibility": "matched", **fields})
    for name, level in (holds or {}).items():
        HeldSkill.objects.create(person=made, skill=skill(name), level=level)
    for name, level in (wants or {}).items():
        WantedSkill.objects.create(person=made, skill=skill(name), level=level)
    return made


def offer(*, brings: dict[str, int] | None = None, **fields):
    """A published offer of an organisation that has a lead, with skills by name."""
    made = OfferFactory(**fields)
    if made.organisation_id:
        MembershipFactory(organisation=made.organisation)
    for name, level in (brings or {}).items():
        OfferSkill.objects.create(offer=made, skill=skill(name), level=level)
    return made


def lead_of(organisation):
    """A fresh lead of an organisation, as a user."""
    return MembershipFactory(organisation=organisation).user


def run(**fields) -> MatchRun:
    """A finished run over everything."""
    now = timezone.now()
    values = {
        "state": "done",
        "trigger": "command",
        "weights": WeightSet.objects.get(is_current=True),
        "engine_version": "1",
        "seed": 1,
        "today": timezone.localdate(),
        "digest": "0" * 64,
        "result_digest": "0" * 64,
        "finished": now,
    }
    return MatchRun.objects.create(**{**values, **fields})


VOICE = {"yours": [], "theirs": [], "missing": "", "change": "", "notes": []}


def match(opportunity: Opportunity, **fields) -> Match:
    """A current match, made by hand: pass ``person`` or ``offer``."""
    values = {
        "run": fields.pop("run", None) or run(),
        "opportunity_id": opportunity.pk,
        "fit": 8000,
        "benefit": 6000,
        "joint": 6857,
        "rank_for_need": 1,
        "rank_for_supply": 1,
        "reasons": {
            "harmonic": 6857,
            "parts_need": [{"points": 8000}],
            "parts_supply": [{"points": 6000}],
            "adjustments": [],
            "words": {"need": VOICE, "supply": VOICE},
        },
    }
    return Match.objects.create(**{**values, **fields})


def introduction(opportunity: Opportunity, **fields) -> Introduction:
    """An introduction in any state, made by hand: pass ``person`` or ``offer``."""
    state = fields.get("state", "proposed")
    both = state in ("introduced", "agreed", "under_way", "done", "fell_through")
    values = {
        "opportunity_id": opportunity.pk,
        "state": state,
        "need_answer": "yes" if both else "",
        "supply_answer": "yes" if both else "",
        "introduced_at": timezone.now() if both else None,
        "expires_at": timezone.now() + datetime.timedelta(days=14),
    }
    return Introduction.objects.create(**{**values, **fields})
