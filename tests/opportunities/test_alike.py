"""Before a challenge is sent in: what looks alike, live and ended, and what nobody may see does not."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from opportunities.queries.alike import look_alike
from opportunities.services import save_challenge
from tests.factories.mission import DistrictFactory, ThemeFactory
from tests.factories.opportunities import ChallengeFactory, PlacementFactory
from tests.factories.profiles import MembershipFactory, OrganisationFactory

pytestmark = pytest.mark.django_db

SKILLS = [("Statistics", 2, True), ("Mapping", 2, True)]


def draft(**changes):
    return ChallengeFactory(
        **{
            "title": "Where do our referrals come from?",
            "summary": "",
            "benefit": "Neighbours.",
            "requirements": SKILLS,
            **changes,
        }
    )


def test_those_that_share_words_and_skills_are_shown_with_the_reason():
    near = ChallengeFactory(live=True, title="Referrals nobody follows", requirements=SKILLS)
    ended = ChallengeFactory(closed=True, title="Referral maps", requirements=SKILLS)

    found = look_alike(draft())

    assert {one.opportunity.pk: one.ended for one in found} == {near.pk: False, ended.pk: True}
    assert "Both speak of referrals." in found[0].why
    assert "Both ask for Mapping and Statistics." in found[0].why


def test_drafts_placements_and_the_unlike_are_not():
    ChallengeFactory(title="Referrals nobody follows", requirements=SKILLS)
    ChallengeFactory(
        waiting=True,
        title="Referrals of ours",
        requirements=SKILLS,
        organisation=OrganisationFactory(state="unverified"),
    )
    PlacementFactory(live=True, title="Referrals for a student", requirements=SKILLS)
    ChallengeFactory(
        live=True,
        title="Damp walls",
        summary="Where is it damp?",
        description="Six thousand surveys.",
        requirements=[("Statistics", 2, True)],
    )

    assert look_alike(draft()) == []


def test_hostile_words_find_nothing_and_break_nothing():
    assert look_alike(draft(title="\" OR 1=1 -- %00 ' NEAR(", requirements=[])) == []


def test_the_check_page_shows_them_in_as_many_queries_for_one_as_for_twelve(client):
    lead = MembershipFactory()
    client.force_login(lead.user)
    mine = draft(organisation=lead.organisation, author=lead.user)
    url = f"/challenges/{mine.slug}/edit/check/"
    counts = []
    for many in (1, 11):
        for number in range(many):
            ChallengeFactory(live=True, title=f"Referrals, part {number}", requirements=SKILLS)
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(url).content.decode()
        counts.append(len(queries))
        assert "These look alike" in page
        assert "Referrals, part" in page

    assert page.count("Both ask for") == 3
    assert counts[0] == counts[1]
    with CaptureQueriesContext(connection) as queries:
        look_alike(mine)
    assert len(queries) <= 8, "with the savepoint of a test"


@pytest.mark.parametrize("live", [False, True])
def test_the_check_page_takes_at_most_fifteen_queries_however_many_skills(client, live):
    lead = MembershipFactory()
    client.force_login(lead.user)
    for number in range(4):
        ChallengeFactory(live=True, title=f"Referrals, part {number}", requirements=SKILLS)
    counts = []
    for many in (2, 12):
        asked = [*SKILLS, *((f"Skill {number}", 2, True) for number in range(2, many))]
        mine = draft(
            organisation=lead.organisation, author=lead.user, requirements=asked, live=live
        )
        theme = ThemeFactory()
        save_challenge(
            mine,
            by=lead.user,
            themes=[theme],
            district=DistrictFactory(),
            sensitivity="personal",
            touches_vulnerable=True,
        )
        url = f"/challenges/{mine.slug}/edit/check/"
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(url).content.decode()
        counts.append(len(queries))
        assert theme.name in page
        assert f"Skill {many - 1}" in page or many == 2
        assert "These look alike" in page

    assert counts[0] == counts[1]
    assert counts[1] <= 15, "with the savepoint of a test"
