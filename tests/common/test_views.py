"""Health in numbers, and the mails of a demonstration."""

import datetime
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from common import boot, delivery, outbox, views
from common.models import Sign, Work


def test_live_answers(client: Client, db: None) -> None:
    response = client.get("/health/live")

    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_ready_when_the_database_is(client: Client) -> None:
    response = client.get("/health/ready")

    assert (response.status_code, response.json()["status"]) == (200, "ok")


@pytest.mark.django_db
def test_not_ready_without_migrations(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "_missing_migrations", lambda: 2)

    response = client.get("/health/ready")

    assert response.status_code == 503
    assert response.json() == {"status": "the database is not migrated", "migrations": 2}


@pytest.mark.django_db
@pytest.mark.parametrize(("demo", "status"), [(False, 503), (True, 200)])
def test_in_real_use_not_ready_with_settings_that_lose_commits(
    client: Client, monkeypatch: pytest.MonkeyPatch, settings: Any, demo: bool, status: int
) -> None:
    monkeypatch.setattr(boot, "wrong_database_settings", lambda: ["wrong"])
    settings.FORUM_DEMO = demo

    assert client.get("/health/ready").status_code == status


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["ready", "queue"])
def test_a_silent_database_is_503_in_words(
    client: Client, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    def silent() -> None:
        raise DatabaseError

    monkeypatch.setattr(views, "_missing_migrations", silent)
    monkeypatch.setattr(outbox, "oldest_due_age", silent)

    response = client.get(f"/health/{page}")

    assert (response.status_code, response.json()["status"]) == (
        503,
        "the database does not answer",
    )


@pytest.mark.django_db
@pytest.mark.parametrize(("waited", "status"), [(None, 200), (10, 200), (301, 503)])
def test_queue_tells_how_long_the_oldest_work_waits(
    client: Client, waited: int | None, status: int
) -> None:
    with time_machine.travel(datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC), tick=False):
        if waited is not None:
            with transaction.atomic():
                outbox.put("tests.any")
            Work.objects.update(due_at=timezone.now() - datetime.timedelta(seconds=waited))
        Sign.give("worker")

        response = client.get("/health/queue")

    assert response.status_code == status
    facts = response.json()
    assert facts["oldest_due_seconds"] == (waited or 0)
    assert (facts["stuck"], facts["worker_seen_seconds_ago"]) == (0, 0)


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["live", "ready", "queue"])
def test_health_is_read_only(client: Client, page: str) -> None:
    assert client.post(f"/health/{page}").status_code == 405


@pytest.fixture
def mail(db: None) -> Any:
    return delivery.queue(
        kind="t.t",
        key="1",
        address="a@x.example",
        recipient=None,
        subject="<b>Hello</b>",
        body="Answer here: http://127.0.0.1:8000/introductions/1/\n<script>alert(1)</script>",
    )


@pytest.fixture
def demonstration(make_user: Any, settings: Any) -> Any:
    """A built one, with one invented person."""
    settings.FORUM_DEMO = True
    Sign.give("demo-region")
    ada = make_user("Ada")
    ada.groups.add(Group.objects.get_or_create(name="Demo region")[0])
    return ada


def test_the_demonstrations_mails_can_be_read(
    client: Client, mail: Any, demonstration: Any
) -> None:
    html = client.get(reverse("common:demo_mail")).content.decode()

    assert "&lt;b&gt;Hello&lt;/b&gt;" in html
    assert '<a href="http://127.0.0.1:8000/introductions/1/"' in html
    assert "<script>alert" not in html


def test_mails_are_not_shown_once_somebody_real_has_an_account(
    client: Client, mail: Any, demonstration: Any, make_user: Any
) -> None:
    make_user("Bea")

    response = client.get(reverse("common:demo_mail"))

    assert response.status_code == 403
    assert views.REAL_PEOPLE in response.content.decode()
    assert "Hello" not in response.content.decode()


def test_mails_are_not_shown_where_no_demonstration_was_built(
    client: Client, mail: Any, settings: Any
) -> None:
    """A real database under a setting that somebody forgot to turn off."""
    settings.FORUM_DEMO = True

    assert client.get(reverse("common:demo_mail")).status_code == 403


def test_there_are_no_mails_to_read_outside_a_demonstration(
    client: Client, mail: Any, demonstration: Any, settings: Any
) -> None:
    settings.FORUM_DEMO = False

    assert client.get(reverse("common:demo_mail")).status_code == 404
