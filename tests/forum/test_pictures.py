"""Pictures reach visitors at the sizes that pages show, and originals do not."""

import io

import pytest
from django.core.files.images import ImageFile
from PIL import Image as Drawn
from wagtail.images import get_image_model

pytestmark = pytest.mark.django_db


@pytest.fixture
def uploaded():
    """A picture as the editor keeps it."""
    raw = io.BytesIO()
    Drawn.new("RGB", (640, 480), "teal").save(raw, "JPEG")
    raw.seek(0)
    return get_image_model().objects.create(title="A stall", file=ImageFile(raw, name="stall.jpg"))


def test_a_drawn_picture_is_served_to_a_visitor_and_kept_by_the_browser(client, uploaded):
    shown = uploaded.get_rendition("width-320")

    response = client.get(shown.url)

    assert (response.status_code, response["Content-Type"]) == (200, "image/jpeg")
    assert response["Cache-Control"] == "public, max-age=2592000"
    assert Drawn.open(io.BytesIO(b"".join(response.streaming_content))).width == 320


def test_the_original_and_whatever_else_lies_there_are_not_served(client, uploaded):
    shown = uploaded.get_rendition("width-320")

    assert client.get(uploaded.file.url).status_code == 404
    assert client.get("/media/images/").status_code == 404
    assert client.get("/media/images/../original_images/stall.jpg").status_code == 400
    assert client.get("/media/images/%2e%2e/original_images/stall.jpg").status_code == 400
    assert client.post(shown.url).status_code == 405
