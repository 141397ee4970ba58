"""A custodian's session ends by itself; everybody else's does not."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories.profiles import CustodianFactory, UserFactory

pytestmark = pytest.mark.django_db
START = timezone.now()


@pytest.fixture(autouse=True)
def limits(settings: Any) -> None:
    settings.CUSTODIAN_IDLE_SECONDS = 2 * 3600


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def visit(client: Client, path: str, *, minutes: float) -> Any:
    with time_machine.travel(START + timedelta(minutes=minutes), tick=False):
        return client.get(path)


@pytest.mark.parametrize("path", ["/desk/", "/accounts/email/"])
def test_two_hours_without_a_click_end_it(path: str) -> None:
    client = signed_in(CustodianFactory())
    assert visit(client, "/desk/", minutes=0).status_code == 200

    ended = visit(client, path, minutes=121)

    assert (ended.status_code, ended.url) == (302, f"/accounts/login/?next={path}")
    assert "_auth_user_id" not in client.session
    shown = client.get(ended.url).content.decode()
    assert "You were signed out" in shown


def test_whoever_goes_on_stays_for_twelve_hours_and_no_longer() -> None:
    client = signed_in(CustodianFactory())

    answers = [visit(client, "/desk/", minutes=m).status_code for m in range(0, 700, 90)]
    late = visit(client, "/desk/", minutes=725)

    assert answers == [200] * 8
    assert late.status_code == 302


def test_a_member_stays() -> None:
    client = signed_in(UserFactory())
    visit(client, "/me/", minutes=0)

    assert visit(client, "/me/", minutes=60 * 24).status_code == 200


def test_what_was_typed_when_it_ended_is_shown_and_not_done() -> None:
    client = signed_in(CustodianFactory())
    visit(client, "/desk/", minutes=0)

    with time_machine.travel(START + timedelta(minutes=121), tick=False):
        answer = client.post("/desk/decide/1/", {"comment": "Please name a week."})

    assert answer.status_code == 403
    assert "Please name a week." in answer.content.decode()


def test_a_page_costs_no_more_queries_than_without_the_limit(settings: Any) -> None:
    custodian = CustodianFactory()

    def queries() -> int:
        client = signed_in(custodian)
        visit(client, "/desk/met/", minutes=0)
        with CaptureQueriesContext(connection) as asked:
            visit(client, "/desk/met/", minutes=1)
        return len(asked)

    limited = queries()
    settings.CUSTODIAN_IDLE_SECONDS = 0

    assert queries() == limited
