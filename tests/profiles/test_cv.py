"""CVs: where they lie, who may have it, and that the old one goes."""

import os
import stat
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings as current
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from common import outbox
from common.models import Message, Work
from profiles import services
from profiles.documents import vault
from profiles.links import DESK, make
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

    refused = hand_in(client, made.docx({"word/vbaProject.bin": b"x"}))

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
    half, other = vault.put(b"half a file"), folder / "ab" / "notes.txt"
    broken = next(folder.glob(f"??/{half}")).with_suffix(".part")
    broken.with_suffix("").rename(broken)
    other.parent.mkdir(exist_ok=True)
    other.write_text("Not ours.")
    long_ago = time.time() - 2 * 86400
    for path in folder.glob("??/*"):
        if path.name != fresh:
            os.utime(path, (long_ago, long_ago))

    assert services.sweep_vault() == 2
    assert services.sweep_vault() == 0
    assert lost not in dict(vault.names())
    assert not broken.exists()
    assert other.exists()
    assert lying(folder) == 3


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
    for _ in range(2):
        client.get("/people/noor/cv/")
    client.force_login(own.user)

    page = client.get("/me/who-sees-me/").content.decode().split('id="did"')[1]

    assert page.count("Perpetua Lowe") == 2
    assert page.count("your CV") == 3  # and once in the sentence below


def test_only_the_person_hands_in_and_removes(own):
    stranger = UserFactory()
    for act in (
        lambda: services.set_cv(own, made.pdf(), by=stranger),
        lambda: services.remove_cv(own, by=stranger),
    ):
        with pytest.raises(services.files.PermissionDenied):
            act()


def test_row_without_its_file_is_missing_and_an_invariant_says_so(client, own):
    from profiles.invariants import files_are_there

    services.set_cv(own, made.pdf(), by=own.user)
    sound = list(files_are_there())
    vault.remove(own.cv.stored)

    assert sound == []
    assert len(list(files_are_there())) == 1
    assert client.get("/people/noor/cv/").status_code == 404


# Viruses ---------------------------------------------------------------------------------------

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


@pytest.fixture
def scanner(settings, tmp_path):
    """A scanner that ends as clamdscan does; it knows the test file that all scanners know."""
    script = tmp_path / "scan.py"
    script.write_text(
        "import pathlib, sys\n"
        "sys.exit(1 if b'EICAR-STANDARD' in pathlib.Path(sys.argv[1]).read_bytes() else 0)\n"
    )
    settings.VIRUS_SCANNER = f"{sys.executable} {script}"
    return script


def test_without_a_scanner_it_says_that_nobody_looked(client, own):
    hand_in(client, made.pdf())

    assert "Not checked for viruses" in client.get("/me/cv/").content.decode()
    assert not Work.objects.filter(kind="profiles.scan_cv").exists()


def test_only_its_owner_has_it_until_the_scanner_has_answered(client, own, scanner):
    reader = UserFactory()
    services.disclose(own, viewer=reader, scope="cv", cause="introduction:0")
    hand_in(client, made.pdf())
    other = Client()
    other.force_login(reader)
    path = f"/people/{own.slug}/cv/"

    before = (client.get(path).status_code, other.get(path).status_code)
    said = client.get("/me/cv/").content.decode()
    outbox.run_due()

    assert before == (200, 404)
    assert "Being checked for viruses" in said
    assert (client.get(path).status_code, other.get(path).status_code) == (200, 200)
    assert "none found" in client.get("/me/cv/").content.decode()


def test_a_harmful_one_goes_and_its_owner_is_told(client, own, scanner, folder):
    hand_in(client, made.pdf() + b"\n%" + EICAR + b"\n%%EOF\n")
    handed_in = Curriculum.objects.count()

    outbox.run_due()
    outbox.run_due()

    assert handed_in == 1
    assert not Curriculum.objects.exists()
    assert lying(folder) == 0
    [told] = Message.objects.filter(kind="profiles_cv_harmful")
    assert told.address == own.user.email


@pytest.mark.parametrize("command", ["/no/such/program", "false-of-two"])
def test_a_scanner_that_is_down_is_asked_again(client, own, settings, tmp_path, command):
    script = tmp_path / "down.py"
    script.write_text("raise SystemExit(2)\n")
    settings.VIRUS_SCANNER = command.replace("false-of-two", f"{sys.executable} {script}")
    hand_in(client, made.pdf())

    outbox.run_due()

    [work] = Work.objects.filter(kind="profiles.scan_cv")
    assert work.attempts == 1
    assert work.done_at is None
    assert Curriculum.objects.get().scan == "waiting"


def test_nothing_is_held_open_while_the_scanner_looks():
    assert outbox.HANDLERS["profiles.scan_cv"].outside is services.look_for_harm


def test_a_cv_that_was_replaced_meanwhile_is_left_alone(client, own, scanner):
    hand_in(client, made.pdf())
    first = Curriculum.objects.get().stored
    hand_in(client, made.pdf() + b"\n%%EOF\n")

    services.settle_scan(True, first)

    assert Curriculum.objects.get().scan == "waiting"
    assert not Message.objects.exists()


def test_custodians_see_how_a_cv_stands_and_not_the_cv(client, own, scanner):
    hand_in(client, made.pdf())
    desk = Client()
    desk.force_login(CustodianFactory())

    page = desk.get(f"/desk/people/{make(DESK, own.user_id)}/").content.decode()

    assert "Being checked for viruses" in page
    assert desk.get(f"/people/{own.slug}/cv/").status_code == 404
