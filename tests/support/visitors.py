"""Somebody who visits a running site over HTTP: cookies, forms, redirects, no scripts."""

import http.client
import http.cookiejar
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

ANSWER_SECONDS = 30


@dataclass(frozen=True)
class Answer:
    """What came back, after redirects."""

    status: int
    url: str
    text: str
    headers: Mapping[str, str]


class Visitor:
    """A browser without scripts. ``get`` and ``post`` follow redirects and return an Answer."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        self.cookies = http.cookiejar.CookieJar()
        self._opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(self.cookies)
        )

    def get(self, path: str) -> Answer:
        """Open an address."""
        return self._open(urllib.request.Request(self._absolute(path)))

    def post(self, path: str, fields: Mapping[str, str | Sequence[str]]) -> Answer:
        """Send a form; the CSRF token is taken from the cookie, got first if need be."""
        if self._cookie("csrftoken") is None:
            self.get(path)
        form = {"csrfmiddlewaretoken": self._cookie("csrftoken") or "", **fields}
        body = urllib.parse.urlencode(form, doseq=True).encode()
        return self._open(urllib.request.Request(self._absolute(path), data=body))

    def sign_in(self, user: Any) -> None:
        """Get a session in the database that Django uses now, and carry its cookie."""
        from django.conf import settings
        from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
        from django.contrib.sessions.backends.db import SessionStore

        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.save()
        self._set_cookie(settings.SESSION_COOKIE_NAME, session.session_key)

    def _absolute(self, path: str) -> str:
        return urllib.parse.urljoin(self.base_url, path)

    def _open(self, request: urllib.request.Request) -> Answer:
        try:
            response = self._opener.open(request, timeout=ANSWER_SECONDS)
        except urllib.error.HTTPError as error:
            response = error
        with response:
            text = response.read().decode(errors="replace")
            return Answer(response.status, response.url, text, dict(response.headers))

    def _cookie(self, name: str) -> str | None:
        return next((one.value for one in self.cookies if one.name == name), None)

    def _set_cookie(self, name: str, value: str) -> None:
        host = urllib.parse.urlsplit(self.base_url).hostname or ""
        self.cookies.set_cookie(
            http.cookiejar.Cookie(
                version=0,
                name=name,
                value=value,
                port=None,
                port_specified=False,
                domain=host,
                domain_specified=False,
                domain_initial_dot=False,
                path="/",
                path_specified=True,
                secure=False,
                expires=None,
                discard=True,
                comment=None,
                comment_url=None,
                rest={},
            )
        )


def answers(url: str) -> bool:
    """Whether something there speaks HTTP; a 503 is an answer."""
    try:
        urllib.request.urlopen(url, timeout=5).close()
    except urllib.error.HTTPError:
        return True
    except (OSError, http.client.HTTPException):
        return False
    return True
