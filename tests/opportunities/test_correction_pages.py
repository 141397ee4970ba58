"""The custodians' pages for states put right by hand: no name, two people, the same cost for many."""

import pytest
from django.test import Client

from opportunities.application_choices import ApplicationState
from opportunities.models import Application, Correction
from opportunities.services import correcting
from tests.factories.applications import ApplicationFactory
from tests.factories.opportunities import PlacementFactory
from tests.factories.profiles import CustodianFactory, MembershipFactory

pytestmark = pytest.mark.django_db
S = ApplicationState
DESK = "/desk/corrections/"
WHY = "The wrong button."


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def row():
    placement = PlacementFactory(live=True)
    MembershipFactory(organisation=placement.organisation)
    return ApplicationFactory(
        opportunity=placement, state="declined", answers={"why": "Xylowords."}
    )


@pytest.fixture
def first():
    return CustodianFactory()


@pytest.fixture
def second():
    return CustodianFactory()


def propose(client: Client, row, **fields) -> int:
    data = {"act": "propose", "to": "received", "reason": WHY, **fields}
    return client.post(f"{DESK}{row.pk}/", data).status_code


def test_one_proposes_and_another_confirms(row, first, second) -> None:
    one, two = signed_in(first), signed_in(second)
    assert one.get(DESK, {"number": row.pk}).url == f"{DESK}{row.pk}/"
    assert propose(one, row) == 302
    made = Correction.objects.get()
    assert "Somebody else confirms it" in one.get(f"{DESK}{row.pk}/").content.decode()
    assert "1 waits" in two.get("/desk/").content.decode()
    assert f"Application {row.pk}" in two.get(DESK).content.decode()

    answer = two.post(
        f"{DESK}{row.pk}/", {"act": "confirm", "correction": made.pk}, follow=True
    ).content.decode()

    assert "Done. Applicant and host are told." in answer
    assert Application.objects.get(pk=row.pk).state == S.RECEIVED
    mine = signed_in(row.person.user).get(row.get_absolute_url()).content.decode()
    assert "Two custodians of the Forum put right where it stands" in mine
    assert f"Number {row.pk}" in mine


def test_the_author_cannot_confirm_by_hand(row, first) -> None:
    one = signed_in(first)
    propose(one, row)
    made = Correction.objects.get()
    answer = one.post(f"{DESK}{row.pk}/", {"act": "confirm", "correction": made.pk})
    assert answer.status_code == 404
    assert Application.objects.get(pk=row.pk).state == S.DECLINED
    taken = one.post(f"{DESK}{row.pk}/", {"act": "take_back", "correction": made.pk}, follow=True)
    assert "Taken back" in taken.content.decode()


def test_what_moved_meanwhile_is_said(row, first, second) -> None:
    correcting.propose(row, by=first, to="received", reason=WHY)
    Application.objects.filter(pk=row.pk).update(state="withdrawn")
    two = signed_in(second)
    assert "moved on since" in two.get(f"{DESK}{row.pk}/").content.decode()
    made = Correction.objects.get()
    page = two.post(
        f"{DESK}{row.pk}/", {"act": "confirm", "correction": made.pk}, follow=True
    ).content.decode()
    assert "Nothing was changed" in page
    assert Application.objects.get(pk=row.pk).state == S.WITHDRAWN


def test_bad_input_is_answered_in_words(row, first) -> None:
    one = signed_in(first)
    for fields in ({"to": "accepted"}, {"reason": ""}, {"reason": "x" * 5_000}):
        assert propose(one, row, **fields) == 422
    assert propose(one, row, act="no") == 400  # a button that the page does not have
    assert propose(one, row, act="confirm", correction="9" * 30) == 409
    assert not Correction.objects.exists()
    assert "no application with this number" in one.get(DESK, {"number": "7000"}).content.decode()
    assert one.get(DESK, {"number": "9" * 40}).status_code == 200


def test_nobody_is_named_and_those_with_a_tie_find_nothing(row, first) -> None:
    inside = CustodianFactory()
    MembershipFactory(user=inside, organisation=row.opportunity.organisation)
    lead = row.opportunity.organisation.memberships.first().user
    released = ApplicationFactory(opportunity=row.opportunity, state="released")
    one = signed_in(first)
    for page in (one.get(DESK), one.get(f"{DESK}{row.pk}/")):
        text = page.content.decode()
        for word in (row.person.name, released.person.name, "Xylowords", row.person.user.email):
            assert word not in text
    assert f"Application {released.pk}" in one.get(DESK).content.decode()

    tied = signed_in(inside)
    assert f"Application {released.pk}" not in tied.get(DESK).content.decode()
    missing = tied.get(f"{DESK}99999999/")
    hidden = tied.get(f"{DESK}{row.pk}/")
    assert (hidden.status_code, missing.status_code) == (404, 404)
    assert signed_in(lead).get(f"{DESK}{row.pk}/").status_code == 404


def test_many_cost_what_one_costs(row, first, second, django_assert_max_num_queries) -> None:
    def ask() -> int:
        client = signed_in(second)
        client.get(DESK)
        with django_assert_max_num_queries(15) as asked:
            client.get(DESK)
        return len(asked)

    def lay() -> None:
        for state in ("declined", "released"):
            made = ApplicationFactory(opportunity=row.opportunity, state=state)
            correcting.propose(made, by=first, to="received", reason=WHY)

    lay()
    few = ask()
    lay()
    lay()
    assert ask() == few
    client = signed_in(second)
    client.get(DESK)
    with django_assert_max_num_queries(15):
        client.get(f"{DESK}{Correction.objects.first().application_id}/")
