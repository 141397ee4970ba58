"""A CV handed in inside the form of an application: kept at once, shared by its tick."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from common.models import ActivityEntry, Work
from opportunities import services
from opportunities.models import Application
from opportunities.services.seats import lock
from profiles.models import Curriculum
from profiles.services import set_cv
from tests.factories.applying import apply, asks
from tests.factories.opportunities import PlacementFactory
from tests.factories.profiles import PersonFactory
from tests.support import documents as made

pytestmark = pytest.mark.django_db
WROTE = {"why": "Because.", "learn": "Maps."}
SECRET_NAME = "Zephyrine Quill, born 1999.pdf"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    """A vault of the test's own."""
    settings.PERSONAL_FILES_ROOT = tmp_path / "personal"
    return settings.PERSONAL_FILES_ROOT


@pytest.fixture
def placement():
    row = PlacementFactory(live=True)
    asks(row, wants_cv=True, blind=True)
    return row


@pytest.fixture
def person():
    return PersonFactory(matched=True, slug="zq")


@pytest.fixture
def here(placement):
    return f"{placement.get_absolute_url()}apply/"


def window(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def file(content=None, name="cv.pdf"):
    return SimpleUploadedFile(name, made.pdf() if content is None else content)


def text(response) -> str:
    return " ".join(response.content.decode().split())


# In the form ------------------------------------------------------------------------------------


def test_a_new_cv_goes_along_without_a_script(person, here):
    client = window(person.user)
    page = text(client.get(here))
    assert 'enctype="multipart/form-data"' in page
    assert "It becomes the CV of your profile" in page
    assert 'name="cv_file" accept=".pdf,.docx,.odt"' in page

    answer = client.post(here, {**WROTE, "shares_cv": "on", "cv_file": file()})

    assert answer.url == f"{here}check/"
    assert person.cv.extension == "pdf"
    assert Application.objects.get().shares_cv
    assert "Your CV goes with it (PDF," in text(client.get(answer.url))


def test_a_form_that_asks_for_no_cv_takes_none(person, placement, here):
    asks(placement, wants_cv=False)
    client = window(person.user)
    assert "cv_file" not in text(client.get(here))
    assert client.post(here, {**WROTE, "shares_cv": "on", "cv_file": file()}).status_code == 302
    assert not Curriculum.objects.exists()
    assert not Application.objects.get().shares_cv


def test_it_is_kept_when_another_answer_is_to_be_mended(person, placement, here):
    asks(placement, wants_cv=True, questions=["why", "link"])
    client = window(person.user)
    bad = {"why": "Because.", "link": "javascript:alert(1)", "shares_cv": "on"}

    answer = client.post(here, {**bad, "cv_file": file(name=SECRET_NAME)})

    page = text(answer)
    assert answer.status_code == 422
    assert "Your CV is kept." in page
    assert "Yours is kept: PDF, " in page
    assert "You need not choose it again." in page
    assert "Replace my CV" in page
    assert "javascript:alert(1)" in page
    assert "Because." in page
    assert (
        'name="shares_cv" aria-describedby="id_shares_cv_helptext" id="id_shares_cv" checked'
        in page
    )
    mended = client.post(here, {**bad, "link": "https://maps.example/"})
    assert mended.status_code == 302
    assert Application.objects.get().shares_cv


def test_later_again_it_is_there_and_can_be_replaced(person, here):
    client = window(person.user)
    first = {**WROTE, "later": "yes", "shares_cv": "on", "cv_file": file()}
    assert client.post(here, first).url == "/me/applications/"
    page = text(client.get(here))
    assert "Yours is kept: PDF, " in page
    assert "A new one takes its place on your profile" in page

    client.post(here, {**WROTE, "shares_cv": "on", "cv_file": file(made.docx(), "cv.docx")})

    assert Curriculum.objects.get().extension == "docx"
    client.post(here, {**WROTE, "later": "yes"})
    assert not Application.objects.get().shares_cv
    assert Curriculum.objects.get().extension == "docx", "only the tick was taken away"
    assert "the box is not ticked" in text(client.get(f"{here}check/"))


def test_a_tick_without_a_cv_is_said_and_sends_nothing(person, here):
    client = window(person.user)
    answer = client.post(here, {**WROTE, "shares_cv": "on"})
    assert answer.status_code == 422
    assert "Choose your CV above, or take this tick away." in text(answer)

    later = client.post(here, {**WROTE, "later": "yes", "shares_cv": "on"}, follow=True)
    assert "No CV goes with it yet" in text(later)
    assert not Application.objects.get().shares_cv


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "This file is empty."),
        (b"x" * 5_000_001, "This file is larger than 5 MB."),
        (b"GIF89a", "This is not a PDF, DOCX or ODT file, whatever its name says."),
        (made.docx({"word/vbaProject.bin": b"x"}), "This file holds macros"),
    ],
)
def test_wrong_files_get_the_words_of_the_profile_at_the_field(person, here, content, words):
    set_cv(person, made.odt(), by=person.user)
    client = window(person.user)

    answer = client.post(here, {**WROTE, "shares_cv": "on", "cv_file": file(content)})

    page = text(answer)
    assert answer.status_code == 422
    assert words in page.split('id="id_cv_file_error"')[1][:200]
    assert "Because." in page
    assert "Your CV is kept." not in page
    assert Curriculum.objects.get().extension == "odt", "the one before stays"


def test_what_is_typed_has_no_more_room_than_elsewhere_and_a_large_file_none(person, here):
    client = window(person.user)
    assert client.post(here, {"why": "x" * 1_000_000}).status_code == 413
    assert client.post(here, {"why": "x" * 3_000_000, "cv_file": file()}).status_code == 413
    assert client.post(here, {**WROTE, "cv_file": file(b"x" * 6_100_000)}).status_code == 413
    assert Client().post(here, {**WROTE, "cv_file": file(b"x" * 2_000_000)}).status_code == 413
    nearly = file(made.pdf(b"%" + b"x" * 4_900_000 + b"\n"))
    assert client.post(here, {**WROTE, "cv_file": nearly}).status_code == 302


def test_a_double_click_hands_it_in_once_and_another_file_from_the_same_page_counts(person, here):
    client = window(person.user)
    body = {**WROTE, "idempotency_key": "k" * 32, "shares_cv": "on"}
    stored = []
    for content in (made.pdf(), made.pdf(), made.odt()):
        assert client.post(here, {**body, "cv_file": file(content)}).status_code == 302
        stored.append(Curriculum.objects.get().stored)
    assert stored[0] == stored[1] != stored[2]
    assert ActivityEntry.objects.filter(verb="profiles.cv_handed_in").count() == 2


def test_saving_as_one_types_hands_in_no_file(person, here):
    client = window(person.user)
    answer = client.post(
        here, {**WROTE, "autosave": "yes", "version": "new", "shares_cv": "on", "cv_file": file()}
    )
    assert answer.status_code == 200
    assert not Curriculum.objects.exists()
    assert not Application.objects.get().shares_cv


def test_a_page_from_before_it_was_sent_replaces_no_cv(person, placement, here):
    apply(placement, person)
    client = window(person.user)
    assert client.post(here, {**WROTE, "cv_file": file()}).status_code == 302
    assert not Curriculum.objects.exists()


def test_while_the_scanner_looks_the_owner_is_told(person, placement, here, settings):
    settings.VIRUS_SCANNER = "false"
    client = window(person.user)
    client.post(here, {**WROTE, "shares_cv": "on", "cv_file": file()})

    assert Work.objects.filter(kind="profiles.scan_cv").count() == 1
    assert "being checked for viruses: until that is done nobody but you" in text(client.get(here))
    assert "until that is done they cannot fetch it" in text(client.get(f"{here}check/"))
    row = Application.objects.get()
    services.send_application(row, by=person.user)
    services.name_to_host(lock(row))
    host = window(placement.state.submitted_by)
    assert host.get("/people/zq/cv/").status_code == 404
    Curriculum.objects.update(scan="clean")
    assert host.get("/people/zq/cv/").status_code == 200


def test_the_form_with_a_cv_takes_no_more_queries(person, here, django_assert_max_num_queries):
    client = window(person.user)
    client.post(here, {**WROTE, "shares_cv": "on", "cv_file": file()})
    for path in (here, f"{here}check/"):
        with django_assert_max_num_queries(15):
            assert client.get(path).status_code == 200
