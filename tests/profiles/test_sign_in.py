"""The sign-in: one answer for known and unknown, limits, sessions, changes told to both ends."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from common import outbox
from tests.factories.profiles import CustodianFactory, UserFactory

pytestmark = pytest.mark.django_db

PASSWORD = "correct horse battery"
LIMITED = {
    "/accounts/login/": ({"login": "a@people.example", "password": "wrong wrong wrong"}, 30),
    "/accounts/password/reset/": ({"email": "a@people.example"}, 20),
    "/accounts/login/code/": ({"email": "a@people.example"}, 20),
    "/accounts/signup/": (
        {
            "name": "Ada",
            "email": "a@people.example",
            "password1": "nine green bottles hanging",
            "terms": "on",
        },
        20,
    ),
}


def seen(answer, address: str) -> tuple:
    """What a stranger can tell apart: status, where to, and the page without its one-time marks."""
    page = answer.content.decode().replace(address, "ADDRESS")
    page = re.sub(r'(csrfmiddlewaretoken" value|name="idempotency_key" value)="[^"]*"', "", page)
    return answer.status_code, answer.get("Location", ""), page


@pytest.mark.parametrize("path", sorted(LIMITED))
def test_known_and_unknown_addresses_get_the_same_answer(path):
    UserFactory(email="known@people.example")
    answers = []
    for address in ("known@people.example", "unkno@people.example"):
        client = Client()
        fields = {
            name: address if "@" in value else value for name, value in LIMITED[path][0].items()
        }
        first = client.post(path, fields)
        then = client.get(first.url) if first.status_code == 302 else first
        answers.append((seen(first, address), seen(then, address)))

    assert answers[0] == answers[1]


@pytest.mark.parametrize("path", ["/accounts/password/reset/", "/accounts/login/code/"])
def test_a_mail_goes_in_both_cases(path, mailoutbox):
    UserFactory(email="known@people.example")

    for address in ("known@people.example", "unknown@people.example"):
        Client().post(path, {"email": address})

    told = {address for mail in mailoutbox for address in mail.to}
    assert told == {"known@people.example", "unknown@people.example"}


@pytest.mark.parametrize("path", sorted(LIMITED))
def test_each_door_has_a_limit(path, settings, time_machine):
    time_machine.move_to(timezone.now(), tick=False)  # the limits are so many a minute
    settings.ACCOUNT_RATE_LIMITS = {}
    fields, limit = LIMITED[path]

    # Each time another address and another browser, so that only the limit for one place is met.
    answers = [
        Client().post(
            path,
            {k: v.replace("a@", f"a{n}@") if "@" in v else v for k, v in fields.items()},
            REMOTE_ADDR="192.0.2.7",
        )
        for n in range(limit + 1)
    ]

    refused = [
        answer.status_code == 429 or "Too many" in answer.content.decode() for answer in answers
    ]
    assert (refused[0], refused[-1]) == (False, True)


def test_a_password_is_guessed_five_times_whatever_the_place_or_the_header(settings):
    settings.ACCOUNT_RATE_LIMITS = {}
    user = UserFactory()
    fields = {"login": user.email, "password": "wrong wrong wrong"}
    for number in range(5):
        Client().post(
            "/accounts/login/",
            {**fields, "login": user.email.upper() if number % 2 else user.email},
            REMOTE_ADDR=f"192.0.2.{number}",
            headers={"X-Forwarded-For": f"198.51.100.{number}"},
        )
    client = Client()

    client.post("/accounts/login/", {**fields, "password": PASSWORD}, REMOTE_ADDR="192.0.2.99")

    assert client.get("/me/").status_code == 302


def test_sign_out_everywhere_ends_every_session_and_nobody_elses():
    user, other = UserFactory(), UserFactory()
    clients = [Client(), Client(), Client()]
    for client, who in zip(clients, (user, user, other), strict=True):
        client.post("/accounts/login/", {"login": who.email, "password": PASSWORD})
    page = clients[0].get("/accounts/sessions/").content.decode()

    clients[0].post("/me/sessions/end/")

    assert page.count("Another browser") == 1
    assert [client.get("/me/").status_code for client in clients] == [302, 302, 200]


def test_signing_out_the_others_keeps_this_one():
    user = UserFactory()
    clients = [Client(), Client()]
    for client in clients:
        client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})

    clients[0].post("/accounts/sessions/")

    assert [client.get("/me/").status_code for client in clients] == [200, 302]


def test_another_address_needs_the_password_again():
    user = UserFactory()
    stolen = Client()
    stolen.force_login(user)  # a session left open, without the password

    answer = stolen.post("/accounts/email/", {"email": "new@people.example", "action_add": "1"})

    assert answer.status_code == 302
    assert answer.url.startswith("/accounts/reauthenticate/")
    assert not user.emailaddress_set.filter(email="new@people.example").exists()


@pytest.mark.parametrize("path", ["/accounts/2fa/totp/activate/", "/accounts/2fa/webauthn/add/"])
def test_what_keeps_others_out_needs_the_password_again(path):
    stolen = Client()
    stolen.force_login(UserFactory())

    assert stolen.get(path).url.startswith("/accounts/reauthenticate/")


def test_a_code_by_mail_signs_in_once(mailoutbox):
    user = UserFactory()
    client = Client()
    client.post("/accounts/login/code/", {"email": user.email})
    outbox.run_due()
    digits = re.search(r"^\s*([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})\s*$", mailoutbox[-1].body, re.M).group(
        1
    )

    wrong = client.post("/accounts/login/code/confirm/", {"code": "WRONG1"})
    right = client.post("/accounts/login/code/confirm/", {"code": digits})

    assert wrong.status_code == 200
    assert right.status_code == 302
    assert client.get("/me/").status_code == 200
    assert Client().post("/accounts/login/code/confirm/", {"code": digits}).status_code == 302


def test_an_address_that_proved_nothing_opens_nothing():
    user = UserFactory()
    user.emailaddress_set.update(verified=False)
    client = Client()

    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})

    assert client.get("/me/").status_code == 302


def test_wagtail_has_no_door_of_its_own():
    custodian = CustodianFactory()
    client = Client()

    asked = client.get("/admin/")
    door = client.get("/admin/login/", follow=True)
    client.post("/admin/login/", {"username": custodian.email, "password": PASSWORD})

    assert asked.url.startswith("/accounts/login/")
    assert door.redirect_chain[-1][0].startswith("/accounts/login/")
    assert client.get("/me/").status_code == 302
