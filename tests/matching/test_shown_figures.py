"""Every explanation of a whole run, as pages show it, beside the parts that the engine gives."""

import html
import re

import pytest

from common.templatetags.components import AMOUNT_NAMES
from matching import engine, facts, services
from matching import words as wording
from matching.models import Match, WeightSet
from skills.models import Skill
from tests.factories.matching import ChallengeFactory, PlacementFactory, offer, person

LEVELS = {name: level for level, name in wording.LEVELS.items()}
CARD = re.compile(r'<article class="match" id="match-(\d+)".*?</article>', re.S)
NOTE = re.compile(r"(?:You|They) ask (\w+), (?:you|they) hold (\w+)(?:, through ([^<:]+))?")
AMOUNT = re.compile(r'<h\d class="h4">What (?:you|they) gain <span>([A-Za-z ]+?)\s*<')


@pytest.fixture
def region(market):
    PlacementFactory(
        title="Count buses",
        organisation=market.food_bank,
        asks={"Statistics": 3, "Mapping": 2},
        likes={"Writing": 2},
        pay_basis="paid",
    )
    ChallengeFactory(
        title="Plot trees", organisation=market.food_bank, asks={"Mapping": 3}, likes={"Writing": 4}
    )
    person(holds={"Statistics": 2, "Mapping": 4, "Writing": 1}, wants={"Statistics": 3})
    person(holds={"Mapping": 3, "Statistics": 4}, wants={"Writing": 2})
    offer(title="An hour on maps", brings={"Mapping": 3}, asks=["story"])
    services.run_all()
    return market


def shown(client, user, path) -> dict[int, str]:
    client.force_login(user)
    page = client.get(path).content.decode()
    return {int(found[1]): html.unescape(found[0]) for found in CARD.finditer(page)}


def test_every_figure_shown_is_one_of_the_engine(client, region):
    market = facts.read()
    weights = engine.Weights.from_dict(WeightSet.objects.get(is_current=True).values)
    names = dict(Skill.objects.values_list("pk", "name"))
    seen = 0
    for match in Match.objects.filter(is_current=True).select_related("opportunity", "person"):
        told = engine.explain(
            market,
            f"opportunity:{match.opportunity_id}",
            match.supply_key,
            weights=weights,
            today=match.run.today,
        )
        readers = [(region.poster, f"{match.opportunity.get_absolute_url()}matches/")]
        if match.person:
            readers.append((match.person.user, "/matches/"))
        used = {use.skill: use for use in told.uses}
        need = market.need(told.need)
        due = sorted(
            (row.level, used[row.skill].held if row.skill in used else 0)
            for row in need.requirements
        )
        for user, path in readers:
            card = shown(client, user, path)[match.pk]
            notes = [(LEVELS[asked], LEVELS[held]) for asked, held, _ in NOTE.findall(card)]
            assert sorted(notes) == due
            for grow in told.grows:
                assert names[grow.skill].lower() in card.lower()
            gains = {"need": (told.fit, told.benefit), "supply": (told.benefit, told.fit)}
            yours, theirs = gains["supply" if path == "/matches/" else "need"]
            assert AMOUNT.findall(card) == [
                AMOUNT_NAMES[wording.step(score)] for score in (yours, theirs)
            ]
            seen += 1
        assert (match.fit, match.benefit, match.joint) == (told.fit, told.benefit, told.joint)
        assert sum(part.points for part in told.parts_need) == match.fit
        assert sum(part.points for part in told.parts_supply) == match.benefit
    assert seen >= 10
