"""Nobody's words are lost when a form is refused, and no secret is shown."""

from typing import Any

import pytest
from django.http import HttpRequest
from django.test import Client, RequestFactory

from common.idempotency import KeyReused
from common.middleware import DomainErrors
from common.states import IllegalMove
from common.typed import Copy, typed


def posted(path: str = "/x/", **fields: Any) -> HttpRequest:
    return RequestFactory().post(path, fields)


def test_texts_are_copied_with_their_names_in_words() -> None:
    request = posted(
        title="Where do they come from?", what_is_known="One\nTwo", district="7", tick=""
    )

    assert typed(request) == [
        Copy("Title", "Where do they come from?"),
        Copy("What is known", "One\nTwo"),
    ]


@pytest.mark.parametrize(
    "name",
    [
        "password", "password1", "oldpassword", "csrfmiddlewaretoken", "idempotency_key", "code",
        "recovery_code", "otp", "token", "credential", "client_secret", "passkey", "next",
    ],
)  # fmt: skip
def test_a_secret_is_never_shown(name: str) -> None:
    assert typed(posted(**{name: "open sesame"})) == []


@pytest.mark.parametrize("name", ["postcode", "keywords", "barcode_story", "pinned", "next_steps"])
def test_an_innocent_name_is(name: str) -> None:
    assert [copy.text for copy in typed(posted(**{name: "words"}))] == ["words"]


def test_what_cannot_be_read_and_what_the_editor_sends_is_left_alone() -> None:
    broken = RequestFactory().generic("POST", "/x/", b"--b", content_type="multipart/form-data")

    assert typed(broken) == []
    assert typed(posted("/admin/pages/1/edit/", title="A page")) == []
    assert typed(RequestFactory().get("/x/?title=words")) == []


@pytest.mark.parametrize("error", [KeyReused(), IllegalMove("done", "agreed")])
def test_a_key_used_twice_and_a_lost_race_show_it(error: Exception) -> None:
    request = posted(comment="Please name <b>a week</b>.", password="hush")

    page = DomainErrors(lambda request: None).process_exception(request, error)  # type: ignore[arg-type, return-value]

    assert page is not None
    html = page.content.decode()
    assert "Please name &lt;b&gt;a week&lt;/b&gt;." in html
    assert "readonly" in html
    assert "hush" not in html


@pytest.mark.django_db
def test_a_stale_form_shows_it() -> None:
    client = Client(enforce_csrf_checks=True)

    page = client.post("/accounts/login/", {"login": "ada@people.example", "password": "hush hush"})

    assert page.status_code == 403
    html = page.content.decode()
    assert "ada@people.example" in html
    assert "hush" not in html
    assert "no-store" in page["Cache-Control"]
