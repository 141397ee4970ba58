"""The pack for the next custodian: from live state, without a secret, and the same as text."""

import datetime

import pytest
from django.conf import settings
from django.utils import timezone

from community.models import Delegation
from desk.handover import Part, as_markdown
from tests.desk.test_week import closing_challenge, planned, stuck_mail
from tests.factories.community_offices import OfficeHolderFactory
from tests.factories.profiles import CustodianFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_the_pack_says_what_waits_who_and_what_ends(client):
    custodian = CustodianFactory(name="Hettie Vaughan")
    planned()
    stuck_mail()
    closing = closing_challenge()
    today = timezone.localdate()
    month = today + datetime.timedelta(days=30)
    OfficeHolderFactory(role="Treasurer of the Forum", name="Una Kay", ends=month)
    Delegation.objects.create(where="The transport board", name="Ada May", since=today, until=month)
    client.force_login(custodian)

    page = client.get("/desk/hand-over/").content.decode()
    file = client.get("/desk/hand-over/text/")
    text = file.content.decode()

    for words in (page, text):
        assert "Hettie Vaughan" in words
        assert closing.title in words
        assert "Mails that failed: 1" in words
        assert "without a host yet" in words
        assert "Nobody hosts it yet" in words
        assert "Treasurer of the Forum, until" in words
        assert words.count("The transport board") == 2  # what stands, and what ends
        assert "Una Kay" not in words
        assert "Open opportunities: 1" in words
    assert file["Content-Type"] == "text/markdown; charset=utf-8"
    assert "attachment" in file["Content-Disposition"]
    assert text.startswith("# Handing over")


def test_the_pack_holds_no_secret(client):
    client.force_login(CustodianFactory())

    text = client.get("/desk/hand-over/text/").content.decode()

    assert settings.SECRET_KEY not in text
    assert str(settings.DATABASES["default"].get("PASSWORD") or "no password") not in text
    assert str(settings.DATABASES["default"]["NAME"]) not in text


def test_the_pack_is_for_custodians(client):
    client.force_login(UserFactory())

    assert client.get("/desk/hand-over/").status_code == 404
    assert client.get("/desk/hand-over/text/").status_code == 404


def test_a_title_does_not_break_the_text():
    text = as_markdown([Part("Ends", [("A [map](http://evil.example)\n# Big", "/challenges/a/")])])

    assert "- [A (map)(http://evil.example) # Big](" in text
