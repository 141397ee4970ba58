"""Seeing oneself with the eyes of others, by the same rules that they are shown one by."""

import pytest

from profiles import services
from tests.factories.profiles import PersonFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def own(client):
    """Somebody with a profile, signed in."""
    person = PersonFactory(matched=True, name="Noor Okafor")
    client.force_login(person.user)
    return person


def viewer_with(person, *scopes):
    viewer = UserFactory()
    for scope in scopes:
        services.disclose(person, viewer=viewer, scope=scope, cause="introduction:1")
    return viewer


def real(client, person, viewer: str) -> bool:
    """Whether the page of the person opens for such a viewer."""
    client.logout()
    if viewer == "members":
        client.force_login(UserFactory())
    if viewer == "introduced":
        client.force_login(viewer_with(person, "contact", "access"))
    return client.get(person.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("visibility", ["private", "matched", "members", "public"])
@pytest.mark.parametrize("viewer", ["introduced", "members", "anyone"])
def test_view_as_shows_what_such_a_viewer_really_sees(client, own, visibility, viewer):
    services.set_visibility(own, visibility, by=own.user)

    shown = client.get(f"/me/profile/as/{viewer}/").context

    assert (shown["seen"] is not None) is real(client, own, viewer)


@pytest.mark.parametrize(
    ("visibility", "what"),
    [("private", "nothing"), ("matched", "card"), ("members", "seen"), ("public", "seen")],
)
def test_view_as_a_matched_host(client, own, visibility, what):
    services.set_visibility(own, visibility, by=own.user)

    context = client.get("/me/profile/as/matched/").context

    found = "seen" if context["seen"] else "card" if context["card"] else "nothing"
    assert found == what


def test_unnamed_card_names_nobody(client, own):
    services.update_person(own, summary="I am Noor", by=own.user)

    page = client.get("/me/profile/as/matched/").content.decode()
    picture = page.split('class="picture"')[1].split("</main>")[0]

    assert "A student" in picture
    assert "Noor" not in picture


def test_view_as_needs_a_profile_and_a_known_viewer(client, own):
    unknown = client.get("/me/profile/as/everyone/").status_code
    client.force_login(UserFactory())

    assert (unknown, client.get("/me/profile/as/anyone/").status_code) == (404, 404)
