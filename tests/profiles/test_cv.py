"""CVs: what is let in, where it lies, who may have it, and that the old one goes."""

import contextlib
import os
import stat
import time
from pathlib import Path

import pytest
from django.conf import settings as current
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from common import outbox
from profiles import services
from profiles.documents import Refused, inspect, vault
from profiles.models import Curriculum
from tests.factories.profiles import CustodianFactory, PersonFactory, UserFactory
from tests.support import documents as made

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    """A vault of the test's own."""
    settings.PERSONAL_FILES_ROOT = tmp_path / "personal"
    return settings.PERSONAL_FILES_ROOT


@pytest.fixture
def own(client):
    person = PersonFactory(matched=True, slug="noor")
    client.force_login(person.user)
    return person


def hand_in(client, content, name="cv.pdf"):
    return client.post("/me/cv/", {"file": SimpleUploadedFile(name, content)})


def lying(folder) -> int:
    return len([path for path in folder.glob("??/*") if path.is_file()])


# What is let in --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "extension"),
    [
        (made.pdf(), "pdf"),
        (made.pdf(made.stream(b"BT (Hello) Tj ET" * 1000)), "pdf"),
        (made.pdf(made.stream(b"<</Type/Font>>", b"/Type/ObjStm")), "pdf"),
        (made.docx(), "docx"),
        (made.docx({"word/media/image1.png": os.urandom(1000)}), "docx"),
        (made.odt(), "odt"),
    ],
    ids=["pdf", "pdf with text", "pdf with packed objects", "docx", "docx with picture", "odt"],
)
def test_sound_file_is_known_by_its_content(content, extension):
    assert inspect(content).extension == extension


HIDDEN_NAME = b"<</S/Java#53cript/J#53(app.alert(1))>>"
XML_BOMB = '<!DOCTYPE x [<!ENTITY a "aa">]><w:document>&a;</w:document>'
REMOTE = '<Relationship Type="x/attachedTemplate" Target="http://e" TargetMode="External"/>'
BAD = {
    "empty": (b"", "empty"),
    "6 MB": (made.pdf(b"%" + b"x" * 5_000_001), "5 MB"),
    "picture": (b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, "not a PDF"),
    "program": (b"MZ" + b"\x00" * 50, "not a PDF"),
    "page": (b"<html><script>alert(1)</script>", "not a PDF"),
    "text": (b"Dear Sir", "not a PDF"),
    "old word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "old Word"),
    "pdf after junk": (b"GIF89a" + made.pdf(), "not a PDF"),
    "pdf and zip": (made.pdf(tail=b"%%EOF\n" + made.docx()), "two kinds"),
    "pdf and page": (b"%PDF-1.7\n<html><script>1</script>" + made.pdf(), "two kinds"),
    "pdf and tail": (made.pdf(tail=b"%%EOF\nMZ program"), "two kinds"),
    "zip and pdf": (made.archive({"%PDF-1.7": "x", "word/document.xml": "x"}), "two kinds"),
    "zip with comment": (made.archive({"mimetype": "x"}, comment=b"<script>"), "two kinds"),
    "zip with junk": (made.docx() + b"junk", "two kinds"),
    "zip after junk": (b"PK\x03\x04" + made.docx(), "two kinds"),
    "torn pdf": (made.pdf()[:60], "damaged"),
    "torn zip": (made.docx()[:-30], "damaged"),
    "torn stream": (made.pdf(b"5 0 obj\n<<>>\nstream\nxxx"), "damaged"),
    "pdf password": (made.pdf(b"9 0 obj\n<</Encrypt 8 0 R>>\nendobj"), "password"),
    "pdf hidden password": (made.pdf(b"9 0 obj\n<</Encr#79pt 8 0 R>>\nendobj"), "password"),
    "zip password": (made.encrypted(made.docx()), "password"),
    "odt password": (
        made.odt({"META-INF/manifest.xml": "<manifest:encryption-data/>"}),
        "password",
    ),
    "pdf script": (made.pdf(b"9 0 obj\n<</S/JavaScript/JS(1)>>\nendobj"), "macros"),
    "pdf hidden script": (made.pdf(b"9 0 obj\n" + HIDDEN_NAME + b"\nendobj"), "macros"),
    "pdf packed script": (made.pdf(made.stream(HIDDEN_NAME, b"/Type/ObjStm")), "macros"),
    "pdf launch": (made.pdf(b"9 0 obj\n<</S/Launch/F(cmd.exe)>>\nendobj"), "macros"),
    "pdf attachment": (made.pdf(b"9 0 obj\n<</EmbeddedFiles 3 0 R>>\nendobj"), "macros"),
    "pdf odd packing": (
        made.pdf(made.stream(b"x", b"/Type/ObjStm/DecodeParms<</Predictor 12>>")),
        "damaged",
    ),
    "docx macro": (made.docx({"word/vbaProject.bin": b"x"}), "macros"),
    "docm": (
        made.docx(types=made.TYPES.replace("document.main", "document.macroEnabled.main")),
        "macros",
    ),
    "docx object": (made.docx({"word/embeddings/oleObject1.bin": b"x"}), "macros"),
    "docx remote template": (made.docx({"word/_rels/settings.xml.rels": REMOTE}), "macros"),
    "odt macro": (made.odt({"Basic/Standard/Module1.xml": "x"}), "macros"),
    "odt python": (made.odt({"Scripts/python/run.py": "x"}), "macros"),
    "zip slip": (made.docx({"../../etc/passwd": "x"}), "damaged"),
    "other zip": (made.archive({"xl/workbook.xml": "x"}), "neither"),
    "xml bomb": (made.docx({"word/more.xml": XML_BOMB}), "unpacks"),
    "zip bomb": (made.docx({"word/media/a.bmp": b"\x00" * 101_000_000}), "unpacks"),
    "pdf bomb": (made.pdf(made.stream(b"\x00" * 160_000_000)), "unpacks"),
    "many parts": (made.docx({f"word/{n}.xml": "" for n in range(2100)}), "unpacks"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_file_is_refused_in_words(name):
    content, words = BAD[name]

    with pytest.raises(Refused, match=words):
        inspect(content)


def test_a_zip_that_lies_about_its_sizes_is_refused():
    """The sizes in the directory say little: what comes out has to agree."""
    content = bytearray(made.docx({"word/media/a.bmp": b"\x00" * 3_000_000}))
    entry = content.rfind(b"PK\x01\x02")
    content[entry + 24 : entry + 28] = (10).to_bytes(4, "little")

    with pytest.raises(Refused, match="damaged"):
        inspect(bytes(content))


def test_parts_that_lie_over_one_another_are_refused():
    content = bytearray(made.docx())
    second = content.rfind(b"PK\x01\x02")
    content[second + 42 : second + 46] = (0).to_bytes(4, "little")

    with pytest.raises(Refused):
        inspect(bytes(content))


@given(st.sampled_from([b"", b"%PDF-", b"PK\x03\x04"]), st.binary(max_size=400))
def test_noise_is_refused_and_never_an_error(head, noise):
    with pytest.raises(Refused):
        inspect(head + noise)


@given(st.sampled_from([made.pdf(), made.docx(), made.odt()]), st.data())
def test_a_changed_byte_is_let_in_or_refused_and_never_an_error(content, data):
    place = data.draw(st.integers(0, len(content) - 1))
    changed = bytearray(content)
    changed[place] = data.draw(st.integers(0, 255))

    with contextlib.suppress(Refused):
        assert inspect(bytes(changed)).extension in {"pdf", "docx", "odt"}


# Where it lies ---------------------------------------------------------------------------------


def test_file_lies_outside_the_web_root_under_an_unguessable_name(client, own, folder):
    hand_in(client, made.pdf(), name="Noor Okafor.pdf")

    [path] = list(folder.glob("??/*"))
    assert path.read_bytes() == made.pdf()
    assert len(path.name) == 64
    assert "noor" not in str(path.relative_to(folder)).lower()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert not Path(current.VAR_DIR / "personal").is_relative_to(current.MEDIA_ROOT)
    assert not Path(current.VAR_DIR / "personal").is_relative_to(current.STATIC_ROOT)


def test_old_version_is_removed(client, own, folder):
    hand_in(client, made.pdf())
    hand_in(client, made.docx(), name="cv.pdf")
    outbox.run_due()

    assert (lying(folder), own.__class__.objects.get(pk=own.pk).cv.extension) == (1, "docx")


def test_removing_it_and_erasing_the_person_take_the_file(client, own, folder):
    hand_in(client, made.pdf())
    client.post("/me/cv/remove/")
    outbox.run_due()
    after_removal = lying(folder)
    hand_in(client, made.odt())
    own.delete()
    outbox.run_due()

    assert (after_removal, lying(folder), Curriculum.objects.count()) == (0, 0, 0)


def test_refused_file_leaves_nothing_and_keeps_the_old_one(client, own, folder):
    hand_in(client, made.pdf())

    refused = hand_in(client, BAD["docx macro"][0])

    assert refused.status_code == 422
    assert "holds macros" in refused.content.decode()
    assert (lying(folder), Curriculum.objects.get().extension) == (1, "pdf")


@pytest.mark.parametrize("size", [0, 5_000_001])
def test_empty_and_large_uploads_are_refused_in_words(client, own, size):
    answer = hand_in(client, b"x" * size)

    assert answer.status_code == 422
    assert ("empty" in answer.content.decode()) is (size == 0)


def test_huge_upload_is_refused_at_the_door(client, own):
    assert hand_in(client, b"x" * 6_100_000).status_code == 413


def test_sweep_takes_what_no_row_points_at(own, folder):
    services.set_cv(own, made.pdf(), by=own.user)
    lost = vault.put(b"lost")
    fresh = vault.put(b"fresh")
    long_ago = time.time() - 2 * 86400
    for path in folder.glob("??/*"):
        if path.name != fresh:
            os.utime(path, (long_ago, long_ago))

    assert services.sweep_vault() == 1
    assert lost not in dict(vault.names())
    assert lying(folder) == 2


@pytest.mark.parametrize("name", ["../db.sqlite3", "", "a" * 63, "A" * 64, "/etc/passwd"])
def test_vault_knows_only_its_own_names(name):
    with pytest.raises(FileNotFoundError):
        vault.read(name)


# Who may have it -------------------------------------------------------------------------------


def test_download_is_an_attachment_that_no_browser_opens(client, own):
    hand_in(client, made.pdf())

    answer = client.get("/people/noor/cv/")

    assert answer.content == made.pdf()
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="cv-noor.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("visibility", ["private", "matched", "members", "public"])
@pytest.mark.parametrize(
    ("scopes", "status"), [((), 404), (("name", "contact", "access"), 404), (("cv",), 200)]
)
def test_cv_is_for_those_it_was_opened_to(client, own, visibility, scopes, status):
    services.set_cv(own, made.pdf(), by=own.user)
    services.set_visibility(own, visibility, by=own.user)
    viewer = UserFactory()
    for scope in scopes:
        services.disclose(own, viewer=viewer, scope=scope, cause="application:1")
    client.force_login(viewer)

    answer = client.get("/people/noor/cv/")

    missing = client.get("/people/nobody/cv/")
    assert answer.status_code == status
    if status == 404:
        assert answer.content == missing.content


def test_cv_is_closed_to_custodians_and_strangers_and_when_its_cause_ends(client, own):
    services.set_cv(own, made.pdf(), by=own.user)
    viewer = UserFactory()
    services.disclose(own, viewer=viewer, scope="cv", cause="application:1")
    services.end_disclosures("application:1")

    answers = []
    for user in (viewer, CustodianFactory(), UserFactory(is_superuser=True)):
        client.force_login(user)
        answers.append(client.get("/people/noor/cv/").status_code)
    client.logout()

    assert answers == [404, 404, 404]
    assert "/accounts/login/" in client.get("/people/noor/cv/")["Location"]


def test_person_sees_who_had_their_cv_and_when(client, own):
    services.set_cv(own, made.pdf(), by=own.user)
    viewer = UserFactory(name="Perpetua Lowe")
    services.disclose(own, viewer=viewer, scope="cv", cause="application:1")
    client.force_login(viewer)
    client.get("/people/noor/cv/")
    client.force_login(own.user)

    page = client.get("/me/who-sees-me/").content.decode().split('id="did"')[1]

    assert "Perpetua Lowe" in page
    assert "your CV" in page


def test_only_the_person_hands_in_and_removes(own):
    stranger = UserFactory()
    for act in (
        lambda: services.set_cv(own, made.pdf(), by=stranger),
        lambda: services.remove_cv(own, by=stranger),
    ):
        with pytest.raises(services.files.PermissionDenied):
            act()


def test_row_without_its_file_is_missing_and_an_invariant_says_so(client, own):
    from profiles.invariants import cvs_have_files

    services.set_cv(own, made.pdf(), by=own.user)
    sound = list(cvs_have_files())
    vault.remove(own.cv.stored)

    assert sound == []
    assert len(list(cvs_have_files())) == 1
    assert client.get("/people/noor/cv/").status_code == 404
