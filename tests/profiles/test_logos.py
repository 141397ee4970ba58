"""Pictures that become logos: drawn anew, and refused in words before they are decoded."""

import io
import re
import struct
import zlib

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageFile
from PIL.PngImagePlugin import PngInfo
from wagtail.images import get_image_model

from profiles import logos, services
from tests.factories.profiles import MembershipFactory, OrganisationFactory

GPS = 0x8825


def picture(size=(200, 100), kind="PNG", mode="RGB", **options) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size).save(out, format=kind, **options)
    return out.getvalue()


def flood(side: int) -> bytes:
    """A true PNG of ``side`` by ``side`` black and white pixels in a few hundred kilobytes."""

    def chunk(name: bytes, body: bytes) -> bytes:
        checked = name + body
        return struct.pack(">I", len(body)) + checked + struct.pack(">I", zlib.crc32(checked))

    row = b"\x00" + b"\x00" * ((side + 7) // 8)
    packer = zlib.compressobj(9)
    body = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def drawn(raw: bytes) -> Image.Image:
    return Image.open(io.BytesIO(logos.redraw(io.BytesIO(raw))))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_logo_is_drawn_anew_as_a_small_png(kind):
    again = drawn(picture((2_000, 1_000), kind))

    assert (again.format, again.size) == ("PNG", (640, 320))


@pytest.mark.parametrize("mode", ["1", "L", "P", "CMYK", "RGBA", "LA"])
def test_odd_colours_are_drawn_too(mode):
    assert drawn(picture(mode=mode, kind="JPEG" if mode == "CMYK" else "PNG")).mode == "RGBA"


def test_where_it_was_taken_and_notes_do_not_come_along():
    exif = Image.Exif()
    exif[GPS] = {1: "N", 2: (52.0, 28.0, 0.0)}
    notes = PngInfo()
    notes.add_text("Comment", "by Zebedee", zip=False)

    for raw in (picture(kind="JPEG", exif=exif), picture(pnginfo=notes)):
        again = drawn(raw)

        assert dict(again.getexif()) == {}
        assert again.info == {}


def test_what_hides_behind_the_picture_is_left_behind():
    raw = picture() + b"<script>alert(1)</script>PK\x03\x04"

    assert b"script" not in logos.redraw(io.BytesIO(raw))


def test_a_picture_of_30_000_by_30_000_pixels_is_refused_before_it_is_decoded(monkeypatch):
    raw, decoded = flood(30_000), []
    assert len(raw) < logos.MOST_BYTES
    load = ImageFile.ImageFile.load
    monkeypatch.setattr(
        ImageFile.ImageFile, "load", lambda image: decoded.append(image.size) or load(image)
    )
    logos.redraw(io.BytesIO(picture()))
    small = len(decoded)

    with pytest.raises(logos.LogoRefused, match="too many pixels"):
        logos.redraw(io.BytesIO(raw))

    assert small > 0
    assert len(decoded) == small


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "empty"),
        (b"x" * (logos.MOST_BYTES + 1), "900 kB"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "PNG, JPEG"),
        (b"GIF89a" + b"\x00" * 50, "PNG, JPEG"),
        (b"%PDF-1.7 hello", "PNG, JPEG"),
        (picture((5_000, 40)), "too many pixels"),
        (flood(12_000), "too many pixels"),
        (picture((8, 8)), "too small"),
        (picture((400, 400))[:-60], "could not be read"),
    ],
)
def test_other_files_are_refused_in_words(raw, words):
    with pytest.raises(logos.LogoRefused, match=words):
        logos.redraw(io.BytesIO(raw))


@pytest.mark.django_db
def test_a_new_logo_takes_the_place_and_the_file_of_the_old_one(
    client, django_capture_on_commit_callbacks
):
    lead = MembershipFactory().user
    organisation = lead.memberships.get().organisation
    client.force_login(lead)
    address = f"/organisations/{organisation.slug}/logo/"

    names = []
    for number in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            sent = SimpleUploadedFile(f'"><script>{number}.png', picture(), "image/png")
            assert client.post(address, {"logo": sent}).status_code == 302
        organisation.refresh_from_db()
        names.append(organisation.logo.file.name)
    storage = organisation.logo.file.storage
    page = client.get(organisation.get_absolute_url()).content.decode()

    assert get_image_model().objects.count() == 1
    assert [storage.exists(name) for name in names] == [False, True]
    assert "script" not in names[1]
    (shown,) = re.findall(r'src="(/media/images/[^"]+)"', page)
    assert client.get(shown)["Content-Type"] == "image/png"

    with django_capture_on_commit_callbacks(execute=True):
        client.post(address, {"action": "remove"})
    assert not storage.exists(names[1])


@pytest.mark.django_db
def test_a_refused_picture_is_said_at_its_field(client):
    lead = MembershipFactory().user
    client.force_login(lead)
    organisation = lead.memberships.get().organisation

    answer = client.post(
        f"/organisations/{organisation.slug}/logo/",
        {"logo": SimpleUploadedFile("logo.png", flood(30_000), "image/png")},
    )

    assert answer.status_code == 422
    assert "too many pixels" in answer.content.decode()
    assert not get_image_model().objects.exists()


@pytest.mark.django_db
def test_only_a_lead_sets_a_logo():
    member = MembershipFactory(role="member")

    with pytest.raises(PermissionDenied, match="Only a lead"):
        services.set_logo(member.organisation, by=member.user, picture=io.BytesIO(picture()))
    assert OrganisationFactory().logo is None
