"""Error pages explain themselves, without a query."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import Client, RequestFactory

from common import errors
from common.errors import TITLES


@pytest.mark.parametrize("status", sorted(TITLES))
def test_every_refusal_has_a_page_that_asks_the_database_nothing(status: int) -> None:
    """No database mark: a query would fail this test."""
    response = errors.page(RequestFactory().get("/"), status)

    assert response.status_code == status
    assert f"Error {status}" in response.content.decode()


@pytest.mark.parametrize("status", [400, 403, 409, 413, 422])
def test_the_reason_is_shown_and_escaped(status: int) -> None:
    html = errors.page(RequestFactory().get("/"), status, reason="<b>Why</b>.").content.decode()

    assert "&lt;b&gt;Why&lt;/b&gt;." in html


def test_missing_and_hidden_are_the_same_page() -> None:
    request = RequestFactory().get("/")
    missing = errors.page_not_found(request, Http404("No offer matches."))
    hidden = errors.page_not_found(request, Http404("Hidden from you."))

    assert missing.content == hidden.content


def test_a_refusal_written_for_people_is_passed_on() -> None:
    request = RequestFactory().get("/")

    told = errors.permission_denied(request, PermissionDenied("Only a lead can do that."))
    silent = errors.permission_denied(request, PermissionDenied("policy lead(user, org)"))

    assert "Only a lead can do that." in told.content.decode()
    assert "policy lead" not in silent.content.decode()


def test_a_stale_form_says_what_to_do() -> None:
    html = errors.csrf_failure(RequestFactory().post("/"), reason="x").content.decode()

    assert "Your page was open too long" in html


@pytest.mark.django_db
def test_the_site_uses_these_pages(settings: Any) -> None:
    client = Client(raise_request_exception=False, enforce_csrf_checks=True)

    assert "Error 404" in client.get("/no/such/page/").content.decode()
    assert "Error 400" in client.get("/health/live?x=%00").content.decode()


def test_a_crash_has_a_page() -> None:
    assert "Error 500" in errors.server_error(RequestFactory().get("/")).content.decode()
    assert errors.bad_request(RequestFactory().get("/")).status_code == 400
