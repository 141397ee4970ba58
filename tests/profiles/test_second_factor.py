"""The second step of custodians: asked for, helped with, not to be got round."""

import time
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.conf import settings as live
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from profiles.models import CustodianSince
from tests.factories.profiles import CustodianFactory, UserFactory

pytestmark = pytest.mark.django_db

HELP = "/me/second-step/"
PASSWORD = "correct horse battery"
ROOMS = ("/desk/", "/admin/", "/", "/me/", "/organisations/", "/challenges/new/")


@pytest.fixture(autouse=True)
def required(settings):
    settings.CUSTODIANS_NEED_SECOND_FACTOR = True


@pytest.fixture
def custodian():
    return CustodianFactory()


def late(user, days=4) -> None:
    CustodianSince.objects.filter(user=user).update(since=timezone.now() - timedelta(days=days))


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


@pytest.mark.parametrize("path", ROOMS)
def test_after_the_days_of_grace_no_door_opens(custodian, path):
    late(custodian)

    answer = signed_in(custodian).get(path)

    assert (answer.status_code, answer.url) == (302, HELP)


def test_a_post_does_nothing_either(custodian):
    late(custodian)

    answer = signed_in(custodian).post("/desk/check/")

    assert (answer.status_code, answer.url) == (302, HELP)


def test_within_the_days_of_grace_the_page_stands_before_it_once_a_session(custodian):
    client = signed_in(custodian)

    first = client.get("/desk/")
    page = client.get(HELP).content.decode()
    then = client.get("/desk/")

    assert (first.status_code, first.url, then.status_code) == (302, HELP, 200)
    assert "You have 3 days left." in page
    assert signed_in(custodian).get("/desk/").status_code == 302


@pytest.mark.parametrize("how", ["another session", "group", "reverse"])
def test_the_days_cannot_be_won_again(custodian, how):
    late(custodian)
    group = Group.objects.get(name="Custodians")
    if how == "group":
        custodian.groups.remove(group)
        custodian.groups.add(group)
    if how == "reverse":
        group.user_set.remove(custodian)
        group.user_set.add(custodian)
    client = signed_in(custodian)
    page = client.get(HELP).content.decode()

    assert "Not now" not in page
    assert client.get("/desk/").status_code == 302


def test_who_became_custodian_at_an_unknown_time_has_no_grace():
    superuser = UserFactory(is_superuser=True, is_staff=True)

    assert signed_in(superuser).get("/").url == HELP


def test_an_app_opens_the_doors_and_recovery_codes_alone_do_not(custodian):
    late(custodian)
    client = signed_in(custodian)
    RecoveryCodes.activate(custodian)
    codes_only = client.get("/desk/").status_code
    TOTP.activate(custodian, "JBSWY3DPEHPK3PXP")

    assert (codes_only, client.get("/desk/").status_code) == (302, 200)


def test_signing_in_asks_a_custodian_for_the_code_and_takes_it_once(custodian, time_machine):
    time_machine.move_to(timezone.now(), tick=False)  # a code is good for half a minute
    TOTP.activate(custodian, "JBSWY3DPEHPK3PXP")
    client, thief = Client(), Client()
    fields = {"login": custodian.email, "password": PASSWORD}
    digits = code("JBSWY3DPEHPK3PXP")

    first = client.post("/accounts/login/?next=/admin/", fields)
    before = client.get("/desk/").status_code
    second = client.post(first.url, {"code": digits})
    thief.post("/accounts/login/", fields)
    replay = thief.post("/accounts/2fa/authenticate/", {"code": digits})

    assert first.url.startswith("/accounts/2fa/authenticate/")
    assert before == 302
    assert (second.status_code, client.get("/desk/").status_code) == (302, 200)
    assert client.get("/admin/").status_code == 200
    assert replay.status_code == 200
    assert thief.get("/desk/").status_code == 302


def test_a_custodian_cannot_take_the_last_one_off(custodian):
    from profiles.adapters import SecondFactorAdapter

    app = TOTP.activate(custodian, "JBSWY3DPEHPK3PXP").instance
    RecoveryCodes.activate(custodian)
    adapter = SecondFactorAdapter()
    alone = adapter.can_delete_authenticator(app)
    Authenticator.objects.create(user=custodian, type="webauthn", data={})

    assert (alone, adapter.can_delete_authenticator(app)) == (False, True)
    member = UserFactory()
    assert adapter.can_delete_authenticator(TOTP.activate(member, "JBSWY3DPEHPK3PXP").instance)


def test_others_are_not_asked():
    assert signed_in(UserFactory()).get("/me/").status_code == 200
    assert Client().get("/").status_code != 302


def test_invented_custodians_of_the_demonstration_sign_in_with_the_printed_password(
    custodian, settings
):
    late(custodian)
    custodian.groups.add(Group.objects.get_or_create(name="Demo region")[0])
    elsewhere = signed_in(custodian).get("/desk/").status_code
    settings.SECOND_FACTOR_EXEMPT_GROUP = "Demo region"
    client = Client()
    client.post("/accounts/login/", {"login": custodian.email, "password": PASSWORD})

    assert (elsewhere, client.get("/desk/").status_code) == (302, 200)


def test_no_bypass_code_is_set():
    assert getattr(live, "MFA_TOTP_INSECURE_BYPASS_CODE", None) is None
