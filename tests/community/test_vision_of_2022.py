"""The consultation of May 2022 on the vision, entered as it was: every fact has a field to live in."""

import html

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from community.models import Consultation
from forum.demo import consultations, seed
from mission.models import Node
from tests.factories.profiles import CustodianFactory, MembershipFactory, PersonFactory

pytestmark = pytest.mark.django_db
DESK = "/desk/consultations/"
DRAFT = """## Mission

To promote the release, re-use and integration of open data.

## Vision

The West Midlands as the best place for open data.

## What happens next

We will use the answers."""


def test_it_can_be_entered_years_later(client) -> None:
    desk = Client()
    desk.force_login(CustodianFactory())
    made = desk.post(
        f"{DESK}new/",
        {
            "title": "Vision 2022",
            "summary": "Where should the Forum go?",
            "drafted_on": "2022-05-16",
            "body": DRAFT,
            "file_link": "https://forum.example/vision-draft-may-2022.pdf",
            "opens": "2022-05-16T09:00",
            "closes": "2022-07-01T23:59",
            "asks_steps": "on",
        },
    )
    room = made.url
    row = Consultation.objects.get()
    step = Node.objects.first()
    for question in (
        {"text": "What is missing?", "kind": "text", "node": step.pk},
        {"text": "Do hybrid meetings suit you?", "kind": "scale", "low": "No", "high": "Very well"},
    ):
        assert desk.post(f"{room}questions/new/", question).status_code == 302
    assert "Enter it as closed" in desk.get(room).content.decode()
    assert desk.post(room, {"act": "ready"}).status_code == 302
    for fields in (
        {
            "act": "write",
            "introduction": "Little came back.",
            "final_link": "https://forum.example/v",
        },
        {
            "act": "row",
            "became": "changed",
            "said": "Paragraph 2",
            "did": "It names three priorities.",
        },
        {"act": "publish"},
    ):
        assert desk.post(f"{room}report/", fields).status_code == 302

    row.refresh_from_db()
    closed = timezone.localtime(row.closed_at)
    assert (closed.year, closed.month, closed.day, closed.hour) == (2022, 7, 1, 23)
    page = html.unescape(client.get(row.get_absolute_url()).content.decode())
    assert "1\xa0July 2022" in page
    assert "vision-draft-may-2022.pdf" in page
    assert step.title in page
    assert "We will use the answers." in page
    report = html.unescape(client.get(f"{row.get_absolute_url()}report/").content.decode())
    assert "Fewer than five responses" in report
    assert "It names three priorities." in report
    assert "Vision 2022" in html.unescape(client.get("/consultations/").content.decode())


def test_the_demo_region_holds_it_with_its_answers(client, settings) -> None:
    settings.FORUM_DEMO = True
    region = seed.begin()
    region.people = PersonFactory.create_batch(30)
    council = MembershipFactory()
    region.organisations["tamebridge-council"] = council.organisation
    region.leads["tamebridge-council"] = council.user
    consultations.build_consultations(region)
    past, now = Consultation.objects.order_by("closes")

    assert (past.state, now.state) == ("reported", "open")
    assert past.report.figures["responses"] == 10
    page = client.get(f"{past.get_absolute_url()}report/").content.decode()
    assert "Not shown" in page
    assert "Rotate between the cities" in page
    call_command("check_invariants")
