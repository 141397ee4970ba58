"""Headers on every answer, and refusals of the domain in words."""

import json
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from common.idempotency import KeyReused
from common.middleware import DomainErrors, SecurityHeaders
from common.states import IllegalMove


def answer(path: str, *, session: bool = False, kind: str = "text/html") -> HttpResponse:
    request = RequestFactory().get(path)
    if session:
        request.COOKIES["sessionid"] = "x"
    return SecurityHeaders(lambda request: HttpResponse("x", content_type=kind))(request)


def test_every_answer_turns_sensors_off() -> None:
    assert "geolocation=()" in answer("/")["Permissions-Policy"]


def test_the_editor_has_a_looser_policy_and_nobody_else(settings: Any) -> None:
    assert answer("/admin/")["Content-Security-Policy"] == settings.ADMIN_CONTENT_SECURITY_POLICY
    assert "Content-Security-Policy" not in answer("/")


@pytest.mark.django_db
def test_the_site_has_the_strict_policy(client: Client) -> None:
    policy = client.get("/health/live")["Content-Security-Policy"]

    assert "default-src 'self'" in policy
    assert "unsafe-inline" not in policy
    assert "frame-ancestors 'self'" in policy


@pytest.mark.parametrize(
    ("session", "kind", "kept"),
    [
        (False, "text/html", None),
        (True, "text/html", "private, no-store"),
        (True, "application/json", "private, no-store"),
        (True, "text/csv", "private, no-store"),
        (True, "text/calendar", "private, no-store"),
    ],
)
def test_pages_of_a_session_are_kept_by_nobody(session: bool, kind: str, kept: str | None) -> None:
    assert answer("/", session=session, kind=kind).get("Cache-Control") == kept


@pytest.mark.parametrize("path", ["/static/css/site.css", "/media/x.png"])
def test_public_files_are_kept_within_a_session_too(path: str) -> None:
    assert "Cache-Control" not in answer(path, session=True, kind="text/css")


@pytest.mark.django_db
def test_a_method_that_an_address_does_not_take_is_refused_in_words(client: Client) -> None:
    page = client.post("/health/live")
    told = client.post("/health/live", headers={"accept": "application/json"})

    assert (page.status_code, page["Allow"]) == (405, "GET, HEAD")
    assert "That cannot be done at this address" in page.content.decode()
    assert told.json()["title"] == "That cannot be done at this address."


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (KeyReused(), 422, "That form was already sent"),
        (IllegalMove("done", "agreed"), 409, "so it cannot be changed to “agreed”"),
    ],
)
def test_refusals_of_the_domain_are_put_in_words(error: Exception, status: int, words: str) -> None:
    response = DomainErrors(HttpResponse).process_exception(RequestFactory().get("/"), error)

    assert response is not None
    assert response.status_code == status
    assert words in response.content.decode()


def test_unexpected_errors_are_left_alone() -> None:
    middleware = DomainErrors(HttpResponse)

    assert middleware.process_exception(RequestFactory().get("/"), ValueError()) is None


def test_a_machine_is_answered_in_json() -> None:
    request = RequestFactory().get("/", headers={"accept": "application/json"})
    response = DomainErrors(HttpResponse).process_exception(request, IllegalMove("a", "b"))

    assert response is not None
    assert json.loads(response.content) == {
        "status": 409,
        "title": "This changed while you were looking at it.",
        "detail": "This is now “a”, so it cannot be changed to “b”.",
    }
