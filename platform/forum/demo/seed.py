"""Building the demo region, through the same services that people use.

Seeded and dated relative to today. Running it twice changes nothing: it is there or it is not.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone

from common import demonstration
from common.models import Sign
from common.policies import CUSTODIANS
from mission.models import District, Node, Priority, Theme
from profiles import services as profile_services
from profiles.choices import AgreedTo, HowAgreed, Role
from profiles.models import Organisation, Person, User
from skills.models import Skill

from . import accounts, organisations, people

SEED = 20260521
MARK = demonstration.GROUP
SIGN = demonstration.SIGN
Say = Callable[[str], None]


@dataclass
class Region:
    """What has been made so far, by name."""

    custodian: User
    second: User
    today: date
    chance: random.Random
    skills: dict[str, int]
    themes: dict[str, Theme]
    districts: dict[str, District]
    priorities: dict[str, Priority]
    nodes: dict[str, Node]
    leads: dict[str, User] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    people: list[Person] = field(default_factory=list)


def is_there() -> bool:
    """Whether the demo region has been built, to its end."""
    return demonstration.is_built()


def is_half_there() -> bool:
    """Whether building it was once broken off."""
    return not is_there() and User.objects.filter(groups__name=MARK).exists()


def finish() -> None:
    """Note that the demo region stands."""
    Sign.give(SIGN)


def begin() -> Region:
    """The two custodians, and the records that everything points to."""
    return Region(
        custodian=sign_in(accounts.CUSTODIAN, "Hettie Vaughan", custodian=True),
        second=sign_in(accounts.SECOND_CUSTODIAN, "Colin Marsh", custodian=True),
        today=timezone.localdate(),
        chance=random.Random(SEED),
        skills=dict(Skill.objects.live().values_list("name", "pk")),
        themes={theme.slug: theme for theme in Theme.objects.all()},
        districts={district.slug: district for district in District.objects.all()},
        priorities={priority.slug: priority for priority in Priority.objects.all()},
        nodes={node.slug: node for node in Node.objects.all()},
    )


def sign_in(email: str, name: str, *, custodian: bool = False) -> User:
    """A user of the demo region. Only the published sign-ins have a password."""
    published = {address for _, address in accounts.SIGN_INS}
    user = User.objects.create_user(
        email, accounts.PASSWORD if email in published else None, name=name
    )
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    profile_services.agree(user, AgreedTo.TERMS, how=HowAgreed.SIGN_UP)
    user.groups.add(Group.objects.get_or_create(name=MARK)[0])
    if custodian:
        user.groups.add(Group.objects.get(name=CUSTODIANS))
    return user


@transaction.atomic
def build_organisations(region: Region) -> None:
    """Twenty-four, each registered by its lead; all but one confirmed by a custodian."""
    known = {
        "sowe-valley-pantry": (accounts.TRUSTEE, "Perpetua Lowe"),
        "arden-vale": (accounts.UNIVERSITY, "Ruth Banerjee"),
        "tamebridge-council": (accounts.COUNCIL, "Piotr Malek"),
    }
    for entry in organisations.ORGANISATIONS:
        email, name = known.get(entry.slug, (f"lead@{entry.slug}.example", invented(region)))
        lead = sign_in(email, name)
        organisation = profile_services.register_organisation(
            by=lead,
            name=entry.name,
            kind=entry.kind,
            district=region.districts[entry.district],
            summary=entry.summary,
            website=f"https://www.{entry.slug}.example/",
            is_demo=True,
        )
        _aims(region, entry.slug, organisation, lead)
        if entry.confirmed:
            profile_services.verify_organisation(organisation, by=region.custodian)
        colleague = sign_in(f"colleague@{entry.slug}.example", invented(region))
        profile_services.add_member(organisation, user=colleague, role=Role.SUPERVISOR, by=lead)
        region.leads[entry.slug] = lead
        region.organisations[entry.slug] = organisation


def _aims(region: Region, slug: str, organisation: Organisation, lead: User) -> None:
    """What it works towards and whether it hosts."""
    chance = random.Random(f"{SEED} {slug}")
    profile_services.set_aims(
        organisation,
        by=lead,
        hosting=chance.choice(["looking", "looking", "interested", "full", "not_now", ""]),
        priorities=chance.sample(list(region.priorities.values()), chance.randint(1, 2)),
        themes=chance.sample(list(region.themes.values()), chance.randint(1, 3)),
    )


def invented(region: Region) -> str:
    """A name that nobody has, from two lists."""
    return f"{region.chance.choice(people.FIRST)} {region.chance.choice(people.LAST)}"


@transaction.atomic
def build_people(region: Region) -> None:
    """A hundred and twenty, at six stages, with skills by the kind of work they do."""
    crafts = list(people.CRAFTS)
    themes = list(region.themes.values())
    used: set[str] = set()
    for stage, (count, shift) in people.STAGES.items():
        for number in range(count):
            first = number == 0 and stage == "student"
            name, email = ("Noor Okafor", accounts.STUDENT) if first else _fresh(region, used)
            user = sign_in(email, name)
            craft = "spreadsheets" if first else _craft(region, stage, crafts)
            _profile(region, user, name, stage, shift, craft, themes, named=first)


def _fresh(region: Region, used: set[str]) -> tuple[str, str]:
    while True:
        name = invented(region)
        email = f"{name.lower().replace(' ', '.').replace('’', '')}@people.example"
        if email.isascii() and email not in used:
            used.add(email)
            return name, email


def _craft(region: Region, stage: str, crafts: list[str]) -> str:
    if stage in ("student", "returner") and region.chance.random() < 0.25:
        return "beginning"
    return region.chance.choice(crafts)


def _profile(
    region: Region,
    user: User,
    name: str,
    stage: str,
    shift: int,
    craft: str,
    themes: list[Theme],
    *,
    named: bool,
) -> None:
    chance = region.chance
    inner = [place for place in region.districts.values() if place.in_combined_authority]
    home = region.districts["coventry"] if named else chance.choice(inner)
    reach = chance.sample(inner, chance.randint(1, 3))
    held, wanted = people.CRAFTS[craft]
    person = profile_services.make_person(
        user=user,
        by=user,
        name=name,
        stage=stage,
        summary=people.SUMMARIES[stage],
        district=home,
        remote=chance.random() < 0.8,
        available_from=region.today + timedelta(days=chance.randint(0, 40)),
        available_until=region.today + timedelta(days=chance.randint(150, 330)),
        hours_per_week=chance.choice([4, 7, 14, 21, 35]),
        themes=[region.themes["food"]] if named else chance.sample(themes, chance.randint(1, 3)),
        reach={place: chance.choice(("foot", "bus", "train", "car", "")) for place in reach},
        days=sorted(chance.sample(["mon", "tue", "wed", "thu", "fri"], chance.randint(2, 5))),
        links=["https://noor-okafor.example/maps"] if named else [],
        is_demo=True,
    )
    levels = {
        region.skills[skill]: min(4, max(1, level + shift))
        for skill, level in held.items()
        if named or chance.random() < 0.9
    }
    aims = {region.skills[skill]: 3 for skill in wanted if chance.random() < 0.8}
    if named:
        explaining = region.skills["Explaining data to non-specialists"]
        levels |= {region.skills["Mapping"]: 2, region.skills["Data cleaning"]: 3, explaining: 2}
        aims = {explaining: 3, region.skills["Open data publishing"]: 2}
    lines = {region.skills["Mapping"]: "Mapped 40 bus stops for a module"} if named else None
    profile_services.set_skills(person, held=levels, wanted=aims, evidence=lines, by=user)
    if named:
        quiet = "A quiet place to work, and questions in writing before we meet."
        profile_services.set_access_needs(person, text=quiet, shared=True, by=user)
        profile_services.set_affiliation(person, region.organisations["arden-vale"], by=user)
    seen = (
        "matched"
        if named
        else chance.choices(["matched", "members", "public", "private"], weights=[60, 20, 12, 8])[0]
    )
    profile_services.set_visibility(person, seen, by=user)
    region.people.append(person)
