"""Every hostile text in every header that some part of the site reads: never a server error."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from .hostile import STRINGS

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

HEADERS = (
    "HTTP_USER_AGENT",
    "HTTP_ACCEPT",
    "HTTP_ACCEPT_LANGUAGE",
    "HTTP_REFERER",
    "HTTP_X_FORWARDED_FOR",
    "HTTP_IF_NONE_MATCH",
    "HTTP_IF_MODIFIED_SINCE",
)
COOKIES = (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, "messages")


def plain(raw: bytes) -> str:
    """As a server hands it on: no line breaks, each byte a letter."""
    return raw.replace(b"\r", b"").replace(b"\n", b"").replace(b"\x00", b"").decode("latin-1")


def quoted(raw: bytes) -> str:
    """As a cookie can hide any byte: in quotes, as octal numbers."""
    return '"' + "".join(f"\\{byte:03o}" for byte in raw[:1000]) + '"'


@pytest.fixture
def visitor(settings: Any) -> Client:
    """Anonymous, on the middlewares of real use; errors are counted, not raised."""
    settings.CUSTODIANS_NEED_SECOND_FACTOR = True
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("name", STRINGS)
def test_a_hostile_header_is_no_server_error(visitor: Client, name: str) -> None:
    places: list[dict[str, str]] = [{header: plain(STRINGS[name])} for header in HEADERS]
    for cookie in COOKIES:
        places.append({"HTTP_COOKIE": f"{cookie}={plain(STRINGS[name])}"})
        places.append({"HTTP_COOKIE": f"{cookie}={quoted(STRINGS[name])}"})

    answers = [(place, visitor.get("/me/", **place).status_code) for place in places]

    assert [place for place, status in answers if status not in (200, 302, 400)] == []
