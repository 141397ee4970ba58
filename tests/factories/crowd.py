"""Many opportunities at once, of every kind and standing, as no form would take them."""

import datetime
import random

from django.utils import timezone

from mission.models import District, Node, Priority, Theme
from opportunities.choices import Kind, Lifecycle, Pattern, PayBasis
from opportunities.models import Opportunity, OpportunityState, Requirement
from profiles.choices import OrganisationKind
from tests.factories.opportunities import make_skill
from tests.factories.profiles import OrganisationFactory

SKILLS = ("Mapping", "Surveys", "SQL", "Python", "Statistics")
TODAY = datetime.date(2026, 11, 22)


def lay(number: int, seed: int = 1) -> None:
    """So many, the same ones for the same seed. Closing dates lie around TODAY."""
    chance = random.Random(seed)
    places, themes = [*District.objects.all(), None], list(Theme.objects.all()[:4])
    steps, aims = list(Node.objects.all()[:3]), list(Priority.objects.all()[:3])
    skills = [make_skill(name) for name in SKILLS]
    givers = [OrganisationFactory(kind=kind) for kind in OrganisationKind.values]
    givers.append(OrganisationFactory(state="unverified"))
    rows = Opportunity.objects.bulk_create(
        Opportunity(
            kind=chance.choice(Kind.values),
            title=f"{chance.choice('abcDEF')} question {seed} {n}",
            slug=f"q-{seed}-{n}",
            organisation=chance.choice(givers),
            description="Who is missed?",
            district=chance.choice(places),
            pattern=chance.choice(Pattern.values),
            pay_basis=chance.choice(PayBasis.values),
            hours_per_week=chance.choice([None, 1, 8, 9, 20, 21, 40]),
            closes=chance.choice([None, *(TODAY + datetime.timedelta(d) for d in (-1, 0, 7, 8, 30, 31))]),
            live=chance.random() < 0.8,
            first_published_at=timezone.now() - datetime.timedelta(hours=chance.randint(0, 50)),
        )
        for n in range(number)
    )  # fmt: skip
    OpportunityState.objects.bulk_create(
        OpportunityState(
            opportunity=row,
            lifecycle=chance.choice([*[Lifecycle.OPEN] * 3, *Lifecycle.values]),
            seats_cap=2,
            seats_taken=chance.choice([0, 0, 1, 2]),
        )
        for row in rows
    )
    Requirement.objects.bulk_create(
        Requirement(opportunity=row, skill=skill, level=chance.randint(1, 4))
        for row in rows
        for skill in chance.sample(skills, chance.randint(0, 3))
    )
    for field, among in (("themes", themes), ("nodes", steps), ("priorities", aims)):
        through = getattr(Opportunity, field).through
        name = next(f.name for f in through._meta.fields if f.name not in ("id", "opportunity"))
        through.objects.bulk_create(
            through(**{"opportunity": row, name: tag})
            for row in rows
            for tag in chance.sample(among, min(len(among), chance.randint(0, 2)))
        )
