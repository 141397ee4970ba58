"""Pictures for pages: what is too large to draw or to take is refused in words, before it is decoded."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.images import get_image_model

from tests.factories.profiles import CustodianFactory
from tests.profiles.test_logos import flood, picture

pytestmark = pytest.mark.django_db
ADD = "/admin/images/add/"


@pytest.fixture
def editor(client, site):
    client.force_login(CustodianFactory())
    return client


def upload(editor, raw: bytes):
    file = SimpleUploadedFile("trees.png", raw, content_type="image/png")
    return editor.post(ADD, {"title": "Trees", "file": file, "description": "Trees by a tram line"})


def test_an_image_bomb_is_refused_in_words(editor):
    answer = upload(editor, flood(12_000))

    assert answer.status_code == 200
    assert (
        "too many pixels" in answer.content.decode().lower() or "maximum" in answer.content.decode()
    )
    assert not get_image_model().objects.exists()


def test_a_sound_picture_is_taken(editor):
    answer = upload(editor, picture((400, 300)))

    assert answer.status_code == 302
    assert get_image_model().objects.get().title == "Trees"


def test_a_hundred_megabytes_are_refused_at_the_door(editor):
    answer = editor.post(
        ADD, b"", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH="100000000"
    )

    assert answer.status_code == 413
    assert not get_image_model().objects.exists()
