"""Another address for an account: proved at its own end, and answered at the main one."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone

from common import outbox
from common.models import Message
from profiles import links, services
from profiles.models import AddressQuestion
from profiles.services.addresses import QuestionOver
from tests.factories.profiles import UserFactory

pytestmark = pytest.mark.django_db

PASSWORD = "correct horse battery"
NEW = "new@people.example"


@pytest.fixture
def user():
    return UserFactory(email="old@people.example")


@pytest.fixture
def client_of(user):
    client = Client()
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


def asked(user) -> str:
    """A question as the mail to the main address carries it."""
    services.ask_main_address(user, NEW)
    return link_in_mail()


def link_in_mail() -> str:
    row = Message.objects.filter(kind="profiles_address_asked").latest("pk")
    assert row.address == "old@people.example"
    return re.search(r"/me/address/[^\s/]+/", row.body).group()


def addresses(user) -> dict[str, tuple[bool, bool]]:
    rows = EmailAddress.objects.filter(user=user)
    return {row.email: (row.verified, row.primary) for row in rows}


def signs_in(address: str, password: str = PASSWORD) -> bool:
    client = Client()
    client.post("/accounts/login/", {"login": address, "password": password})
    return client.get("/me/").status_code == 200


def test_the_code_at_the_new_address_is_not_enough(user, client_of, mailoutbox):
    client_of.post("/accounts/email/", {"email": NEW, "action_add": "1"})
    outbox.run_due()
    code = next(mail for mail in mailoutbox if mail.to == [NEW])
    digits = re.search(r"^\s*([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})\s*$", code.body, re.M).group(1)

    client_of.post("/accounts/confirm-email/", {"code": digits})

    assert addresses(user) == {"old@people.example": (True, True)}
    assert not signs_in(NEW)
    page = client_of.get("/accounts/email/").content.decode()
    assert f"{NEW} waits for a yes" in page
    client = Client()
    assert client.get(link_in_mail()).status_code == 200
    assert NEW not in addresses(user)
    client.post(link_in_mail(), {"answer": "yes"})
    assert addresses(user)[NEW] == (True, False)
    assert signs_in(NEW)


def test_a_reset_goes_to_no_address_that_waits(user, mailoutbox):
    asked(user)

    Client().post("/accounts/password/reset/", {"email": NEW})
    outbox.run_due()

    bodies = [mail.body for mail in mailoutbox if mail.to == [NEW]]
    assert bodies
    assert "/accounts/password/reset/key/" not in "".join(bodies)


def test_writing_there_from_now_on_is_told_at_both_ends(user):
    Client().post(asked(user), {"answer": "main"})

    user.refresh_from_db()
    assert user.email == NEW
    assert addresses(user) == {"old@people.example": (True, False), NEW: (True, True)}
    told = Message.objects.filter(kind="profiles_address_main").values_list("address", flat=True)
    assert set(told) == {"old@people.example", NEW}


def test_stopping_it_ends_the_sessions_and_the_password(user, client_of):
    answer = Client().post(asked(user), {"answer": "stop"})

    assert "Stopped" in answer.content.decode()
    assert addresses(user) == {"old@people.example": (True, True)}
    assert client_of.get("/me/").status_code == 302
    assert not signs_in(user.email)


@pytest.mark.parametrize("first", ["yes", "stop", "back", "late", "again"])
def test_a_link_is_good_once(user, first):
    link = asked(user)
    question = AddressQuestion.objects.get()
    if first in ("yes", "stop"):
        Client().post(link, {"answer": first})
    if first == "back":
        services.take_back_address(question, by=user)
    if first == "late":
        AddressQuestion.objects.update(until=timezone.now() - timedelta(minutes=1))
    if first == "again":
        services.ask_main_address(user, "other@people.example")
    before = addresses(user)

    opened = Client().get(link)
    used = Client().post(link, {"answer": "main"})

    assert (opened.status_code, used.status_code) == (410, 410)
    assert addresses(user) == before


def test_an_address_that_is_somebody_elses_meanwhile_is_not_added(user):
    link = asked(user)
    UserFactory(email=NEW)

    answer = Client().post(link, {"answer": "yes"})

    assert answer.status_code == 410
    assert NEW not in addresses(user)


@pytest.mark.parametrize("text", ["x", "{other}"])
def test_a_link_that_is_not_ours_is_a_missing_page(user, text):
    asked(user)
    other = links.make(links.INVITATION, AddressQuestion.objects.get().pk)

    answer = Client().get(f"/me/address/{text.format(other=other)}/")

    assert answer.status_code == 404


def test_nobody_else_takes_it_back(user):
    asked(user)
    question = AddressQuestion.objects.get()
    stranger = Client()
    stranger.force_login(UserFactory())

    answer = stranger.post(f"/me/address/{question.pk}/back/")

    assert answer.status_code == 404
    assert AddressQuestion.objects.open().exists()


def test_what_was_answered_is_not_answered_again_from_an_older_page(user):
    asked(user)
    question = AddressQuestion.objects.get()
    same = AddressQuestion.objects.get()
    services.add_address(question)

    with pytest.raises(QuestionOver):
        services.stop_address(same)

    user.refresh_from_db()
    assert NEW in addresses(user)
    assert user.has_usable_password()


def test_the_address_that_was_removed_is_told(user, client_of):
    EmailAddress.objects.create(user=user, email=NEW, verified=True)

    client_of.post("/accounts/email/", {"email": NEW, "action_remove": "1"})

    assert NEW not in addresses(user)
    assert Message.objects.get(kind="profiles_address_gone").address == NEW


def test_settled_questions_are_forgotten(user):
    asked(user)
    AddressQuestion.objects.update(until=timezone.now() - timedelta(days=91))

    services.forget_settled()

    assert not AddressQuestion.objects.exists()
