"""Making an account: the name is asked, and the words are ours."""

import pytest

from profiles.models import User

pytestmark = pytest.mark.django_db

PASSWORD = "nine green bottles hanging"


def test_a_new_account_has_the_name_that_was_typed(client, mailoutbox):
    html = client.get("/accounts/signup/").content.decode()
    assert html.index("Your name") < html.index("Your e-mail address") < html.index("Password")

    client.post(
        "/accounts/signup/",
        {
            "name": " Ottoline  Marsh ",
            "email": "Ottoline@place.example",
            "password1": PASSWORD,
            "terms": "on",
        },
    )

    assert User.objects.get(email="ottoline@place.example").name == "Ottoline Marsh"
    # Whoever signs up with another's address must not write to them through the name.
    assert len(mailoutbox) == 1
    assert "Ottoline Marsh" not in mailoutbox[0].body


@pytest.mark.parametrize("name", ["", " ", "a\nb", "x" * 121])
def test_without_a_readable_name_nothing_is_made(client, name):
    answer = client.post(
        "/accounts/signup/",
        {"name": name, "email": "o@place.example", "password1": PASSWORD, "terms": "on"},
    )

    assert answer.status_code in (200, 422)
    assert not User.objects.exists()
    assert "o@place.example" in answer.content.decode()


@pytest.mark.parametrize(
    "address", ["/accounts/login/", "/accounts/password/reset/", "/accounts/login/code/"]
)
def test_addresses_are_asked_for_in_the_same_words(client, address):
    html = client.get(address).content.decode()

    assert "Your e-mail address" in html
    assert "Email" not in html
    assert "placeholder" not in html
