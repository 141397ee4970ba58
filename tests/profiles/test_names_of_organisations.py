"""No door lets a name in that is dressed up as another, or is nearly one that is here already."""

import pytest

from profiles.models import Organisation
from profiles.signup_form import NameForm
from tests.factories.profiles import MembershipFactory, OrganisationFactory

pytestmark = pytest.mark.django_db
DRESSED_UP = "\u0412irmingham City Council"  # with a Cyrillic letter
DOORS = ("/organisations/new/", "/challenges/new/?other=yes", "/organisations/ours/edit/")


@pytest.fixture
def lead(client):
    """A lead of "Severn Choir", signed in."""
    ours = OrganisationFactory(name="Severn Choir", slug="ours", kind="community")
    user = MembershipFactory(organisation=ours).user
    client.force_login(user)
    return user


def sent(client, path: str, name: str, **more):
    fields = {"name": name, "kind": "community", "organisation": "new"}
    return client.post(path, {**fields, **more})


@pytest.mark.parametrize("path", DOORS)
@pytest.mark.parametrize("name", [DRESSED_UP, "???", "— —"])
def test_a_name_of_two_alphabets_or_without_letters_is_refused(client, lead, path, name):
    answer = sent(client, path, name)

    assert answer.status_code == 422
    assert "name" in answer.context["form"].errors
    assert list(Organisation.objects.values_list("name", flat=True)) == ["Severn Choir"]


@pytest.mark.parametrize("path", DOORS)
def test_nearly_the_name_of_another_is_asked_about_first(client, lead, path):
    there = OrganisationFactory(name="Tame Valley Food Bank")

    asked = sent(client, path, "The Tame Valley Foodbank")
    before = set(Organisation.objects.values_list("name", flat=True))
    answered = sent(client, path, "The Tame Valley Foodbank", none_of_these="on")

    assert asked.status_code == 422
    assert there.get_absolute_url() in asked.content.decode()
    assert "Is it one of these?" in asked.content.decode()
    assert before == {"Severn Choir", there.name}
    assert answered.status_code == 302
    assert Organisation.objects.filter(name="The Tame Valley Foodbank").exists()


def test_a_change_that_is_no_rename_asks_nothing(client, lead):
    OrganisationFactory(name="The Severn Choir")

    answer = sent(client, "/organisations/ours/edit/", "Severn Choir", summary="We sing.")

    assert answer.status_code == 302


@pytest.mark.parametrize(
    ("name", "good"),
    [("J\u043ehn Smith", False), ("...", False), ("Åse Ødegård", True), ("李 小龙", True)],
)
def test_the_name_of_a_new_account_is_asked_for_in_the_same_way(name, good):
    assert NameForm({"name": name, "terms": "on"}).is_valid() is good
