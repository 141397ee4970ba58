"""Hostile file names and contents where a CV is handed in with an application."""

import pytest
from django.test import Client

from profiles.models import Curriculum
from tests.factories.applying import asks
from tests.factories.opportunities import PlacementFactory
from tests.factories.profiles import PersonFactory
from tests.security.hostile import STRINGS
from tests.support import documents as made

pytestmark = pytest.mark.django_db
EDGE = b"edge7f3a"


@pytest.fixture
def applicant(settings, tmp_path):
    """(client, address) of somebody in front of a form that asks for a CV."""
    settings.PERSONAL_FILES_ROOT = tmp_path / "personal"
    placement, client = PlacementFactory(live=True), Client()
    asks(placement, wants_cv=True)
    client.force_login(PersonFactory().user)
    return client, f"{placement.get_absolute_url()}apply/"


def part(head: bytes, content: bytes) -> bytes:
    return (
        b"--"
        + EDGE
        + b"\r\nContent-Disposition: form-data; "
        + head
        + b"\r\n\r\n"
        + content
        + b"\r\n"
    )


def post(client, path, name: bytes, content: bytes):
    body = part(b'name="why"', b"Maps.") + part(b'name="learn"', b"Maps.")
    body += part(b'name="cv_file"; filename="' + name + b'"', content) + b"--" + EDGE + b"--\r\n"
    return client.generic("POST", path, body, f"multipart/form-data; boundary={EDGE.decode()}")


def test_what_a_file_is_called_breaks_and_leaks_nothing(applicant):
    client, path = applicant
    for hostile, name in STRINGS.items():
        answer = post(client, path, name, made.pdf())
        assert answer.status_code in (302, 400, 413, 422), hostile
        shown = client.get(path).content + client.get(f"{path}check/").content
        for clue in (b"onerror=alert(1)", b"/etc/passwd", b"evil", b"victim@"):
            assert clue not in shown, hostile
    assert Curriculum.objects.get().extension == "pdf"


def test_what_is_no_cv_is_refused_in_words(applicant):
    client, path = applicant
    for hostile, content in STRINGS.items():
        answer = post(client, path, b"cv.pdf", content)
        assert answer.status_code == 422, hostile
        assert b"id_cv_file_error" in answer.content, hostile
    assert not Curriculum.objects.exists()
