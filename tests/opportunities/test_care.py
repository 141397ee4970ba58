"""Handling data with care: asked only where it is about people, and without answers not published."""

import pytest
from django.core.exceptions import ValidationError

from opportunities import services
from opportunities.models import Challenge, NotReady
from opportunities.queries import standing
from tests.factories.opportunities import ChallengeFactory
from tests.factories.profiles import CustodianFactory, MembershipFactory

from .test_wizard import DATA, NEW, PROBLEM, send

pytestmark = pytest.mark.django_db

ANSWERS = {
    "lawful_basis": "consent",
    "agreed": "Our data protection lead",
    "seen_by": "One analyst.",
    "harm": "A small street: no counts below ten.",
    "kept": "On our drive. Deleted after a month.",
}
AT_RISK = {"meets": "no", "checks": "None.", "safeguarding": "Our safeguarding lead"}


@pytest.fixture
def lead(client):
    membership = MembershipFactory()
    client.force_login(membership.user)
    return membership


def test_open_data_about_nobody_at_risk_asks_nothing_more(client, lead):
    url = send(client, NEW, PROBLEM)["Location"]

    response = send(client, url, DATA)

    slug = Challenge.objects.get().slug
    assert response["Location"].endswith("/edit/when/")
    assert client.get(f"/challenges/{slug}/edit/care/").status_code == 404


def test_personal_data_asks_its_questions_and_the_answers_are_read_before_deciding(client, lead):
    url = send(client, NEW, PROBLEM)["Location"]
    care = send(client, url, {**DATA, "sensitivity": "personal", "touches_vulnerable": "on"})
    assert care["Location"].endswith("/edit/care/")
    empty = send(client, care["Location"], {})
    assert empty.status_code == 422

    done = send(client, care["Location"], ANSWERS | AT_RISK)

    challenge = Challenge.objects.get()
    assert done["Location"].endswith("/edit/when/")
    assert challenge.ethics == ANSWERS | AT_RISK
    check = client.get(f"/challenges/{challenge.slug}/edit/check/").content.decode()
    assert "The people said yes to this very use" in check
    client.force_login(CustodianFactory())
    page = client.get(f"/challenges/{challenge.slug}/decide/").content.decode()
    assert "no counts below ten" in page
    client.logout()


def test_only_a_custodian_and_its_owners_read_the_answers(client):
    challenge = ChallengeFactory(live=True, sensitivity="personal", ethics=ANSWERS)

    page = client.get(challenge.get_absolute_url())

    assert page.status_code == 200
    assert "no counts below ten" not in page.content.decode()


def test_a_change_to_personal_leads_to_the_questions_and_back_to_the_check(client, lead):
    draft = ChallengeFactory(organisation=lead.organisation, author=lead.user)
    data = f"/challenges/{draft.slug}/edit/data/?change=yes"

    asked = send(client, data, {**DATA, "sensitivity": "personal"})
    check = send(client, asked["Location"], ANSWERS)

    assert asked["Location"].endswith("/edit/care/?change=yes")
    assert check["Location"].endswith("/edit/check/")


def test_without_answers_it_is_not_sent_in(client, lead):
    draft = ChallengeFactory(
        organisation=lead.organisation, author=lead.user, sensitivity="personal"
    )

    with pytest.raises(services.Untidy, match="with care"):
        services.submit_challenge(draft, by=lead.user)

    resumed = client.get(f"/challenges/{draft.slug}/edit/")
    assert resumed["Location"].endswith("/edit/care/")
    assert standing(draft).stage == "draft"


def test_without_a_lawful_answer_a_custodian_reads_it_and_nobody_publishes_it(client):
    waiting = ChallengeFactory(
        waiting=True, sensitivity="personal", ethics=ANSWERS | {"lawful_basis": "unknown"}
    )
    custodian = CustodianFactory()
    client.force_login(custodian)

    page = client.get(f"/challenges/{waiting.slug}/decide/").content.decode()

    assert "nobody has said what allows that" in page
    with pytest.raises(NotReady, match="what allows that"):
        services.approve(waiting, by=custodian)
    with pytest.raises(NotReady, match="what allows that"):
        waiting.latest_revision.publish(user=custodian)
    assert not Challenge.objects.get().live


def test_people_at_risk_need_the_safeguarding_answers():
    draft = ChallengeFactory(touches_vulnerable=True, ethics={"meets": "alone"})

    assert any("safeguarding" in sentence for sentence in draft.what_stops_publishing())


@pytest.mark.parametrize(
    "answers",
    [
        {"unknown": "x"},
        {"harm": "x" * 1001},
        {"lawful_basis": "because"},
        {"harm": 7},
        ["harm"],
    ],
)
def test_no_door_takes_other_answers(answers):
    lead = MembershipFactory()

    with pytest.raises(ValidationError):
        services.save_challenge(
            None,
            by=lead.user,
            organisation=lead.organisation,
            title="T",
            description="D",
            ethics=answers,
        )


def test_who_agreed_last_time_is_not_taken_over():
    past = ChallengeFactory(closed=True, sensitivity="personal", ethics=ANSWERS)
    lead = past.organisation.memberships.get().user

    assert Challenge.objects.get(pk=services.post_again(past, by=lead).pk).ethics == {}
