"""Examples beside the questions of posting: one for each question, folded, without scripts."""

import pytest

from opportunities.choices import Kind, Sensitivity
from opportunities.examples import EXAMPLES
from opportunities.views.wizard_steps import STEPS
from tests.factories.opportunities import ChallengeFactory, PlacementFactory
from tests.factories.profiles import MembershipFactory

pytestmark = pytest.mark.django_db

SELF_EXPLAINING = {"themes", "pay_period", "revision", "idempotency_key"}


@pytest.mark.parametrize("kind", [Kind.CHALLENGE, Kind.PLACEMENT, Kind.JOB])
def test_every_question_has_an_example_and_every_weak_one_a_reason(kind):
    asked = {
        name
        for step in STEPS[kind]
        if step.name not in ("care", "check")
        for name in step.form.base_fields
    }

    assert asked - SELF_EXPLAINING - {"starts"} <= set(EXAMPLES[kind])
    for name, example in EXAMPLES[kind].items():
        assert example.good, name
        assert bool(example.weak) == bool(example.why), name


@pytest.mark.parametrize("step", ["problem", "data", "care", "when", "skills"])
def test_each_page_of_a_draft_shows_them_folded(client, step):
    lead = MembershipFactory()
    client.force_login(lead.user)
    draft = ChallengeFactory(
        organisation=lead.organisation,
        live=False,
        sensitivity=Sensitivity.PERSONAL,
        touches_vulnerable=True,
    )

    page = client.get(f"/challenges/{draft.slug}/edit/{step}/").content.decode()

    assert '<details class="example">' in page
    assert "open>" not in page


def test_the_same_question_has_the_example_of_its_own_kind(client):
    lead = MembershipFactory()
    client.force_login(lead.user)
    draft = PlacementFactory(organisation=lead.organisation, live=False)

    page = client.get(f"/placements/{draft.slug}/edit/problem/").content.decode()

    assert EXAMPLES[Kind.PLACEMENT]["title"].good in page
    assert EXAMPLES[Kind.CHALLENGE]["title"].good not in page
