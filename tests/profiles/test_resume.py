"""JSON Resume out and in: a round trip, strangers' files, files that are none."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from profiles import resume, services
from profiles.models import Person
from tests.factories.matching import skill
from tests.factories.profiles import PersonFactory, UserFactory

pytestmark = pytest.mark.django_db
URL = "/me/profile/bring-in/"


@pytest.fixture
def own(client):
    person = PersonFactory(name="Noor Okafor", summary="I map things.")
    services.set_access_needs(person, text="Quiet room", shared=True, by=person.user)
    mapping, python = skill("Mapping"), skill("Python")
    services.set_skills(
        person,
        held={mapping.pk: 3},
        wanted={python.pk: 2},
        evidence={mapping.pk: "A map of stops"},
        by=person.user,
    )
    services.update_person(person, links=["https://noor.example/"], by=person.user)
    client.force_login(person.user)
    return person


def test_own_profile_is_written_as_json_resume(client, own):
    answer = client.get("/me/profile/resume.json")

    written = json.loads(answer.content)
    assert answer["Content-Disposition"].startswith("attachment")
    assert written["basics"]["name"] == "Noor Okafor"
    assert written["skills"] == [
        {"name": "Mapping", "level": "Practitioner", "keywords": ["A map of stops"]}
    ]
    assert "Quiet" not in answer.content.decode()


def test_what_is_written_is_read_back(client, own):
    read = resume.read(client.get("/me/profile/resume.json").content.decode())

    assert (read.held, read.wanted) == ({"Mapping": 3}, {"Python": 2})
    assert (read.summary, read.links) == ("I map things.", ["https://noor.example/"])


def test_export_needs_a_profile_of_ones_own(client):
    client.force_login(UserFactory())

    assert client.get("/me/profile/resume.json").status_code == 404


def test_import_saves_nothing_until_it_is_taken_over(client):
    person = PersonFactory()
    client.force_login(person.user)
    mapping, sql = skill("Mapping"), skill("SQL")
    theirs = {
        "basics": {"summary": "Hello", "url": "https://n.example/", "profiles": "none"},
        "skills": [{"name": "mapping", "level": "Advanced"}, {"name": "SQL"}, 7, {"name": 3}],
    }
    upload = SimpleUploadedFile("resume.json", json.dumps(theirs).encode())

    page = client.post(URL, {"file": upload})
    before = person.held.count()
    taken = client.post(
        URL,
        {
            "action": "save",
            "summary": "Hello",
            "links": "https://n.example/",
            f"level_{mapping.pk}": "3",
            f"level_{sql.pk}": "0",
        },
    )

    person.refresh_from_db()
    assert page.context["form"][f"level_{mapping.pk}"].initial == 3
    assert (before, taken.status_code) == (0, 302)
    assert list(person.held.values_list("skill__name", "level")) == [("Mapping", 3)]
    assert (person.summary, person.links) == ("Hello", ["https://n.example/"])


def take_over(client, text: str, **changes):
    """Hand a resume in and take over what the page shows."""
    form = client.post(URL, {"text": text}).context["form"]
    shown = {field.html_name: field.value() for field in form if field.value() is not None}
    return form, client.post(URL, {**shown, "action": "save", **changes})


def test_ones_own_file_brings_back_all_that_it_holds(client, own):
    text = client.get("/me/profile/resume.json").content.decode()
    other = PersonFactory()
    client.force_login(other.user)

    _, answer = take_over(client, text)

    assert answer.status_code == 302
    assert list(other.held.values_list("skill__name", "level")) == [("Mapping", 3)]
    assert list(other.wanted.values_list("skill__name", "level")) == [("Python", 2)]


def test_long_list_from_outside_drops_no_skill_of_ones_own(client, own):
    many = [f"Aardvark {number}" for number in range(70)]
    for name in many:
        skill(name)
    text = json.dumps({"basics": {}, "skills": [{"name": name} for name in many]})

    form, _ = take_over(client, text)
    few = {name: "0" for name in form.fields if name.startswith("level_")}
    few[f"level_{skill('Mapping').pk}"] = "3"
    _, answer = take_over(client, text, **few)

    assert "Mapping" in {field.label for field in form.level_fields()}
    assert answer.status_code == 302
    assert list(own.held.values_list("skill__name", "level")) == [("Mapping", 3)]
    assert list(own.wanted.values_list("skill__name", "level")) == [("Python", 2)]


DEEP = '{"basics":' + "[" * 100_000 + "]" * 100_000 + "}"


@pytest.mark.parametrize(
    "text",
    ["", "not json", "[]", "7", '{"a": 1}', DEEP, "x" * 200_001, "\ufeff", '{"basics": NaN'],
    ids=["empty", "words", "list", "number", "other", "deep", "large", "mark", "broken"],
)
def test_text_that_is_no_resume_is_refused_in_words(client, own, text):
    answer = client.post(URL, {"text": text})

    assert answer.status_code in (413, 422)
    assert Person.objects.get(pk=own.pk).summary == "I map things."


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe\x00", b"PK\x03\x04" + b"\x00" * 50, b"%PDF-1.7"],
    ids=["empty", "binary", "zip", "pdf"],
)
def test_file_that_is_no_resume_is_refused_in_words(client, own, content):
    answer = client.post(URL, {"file": SimpleUploadedFile("resume.json", content)})

    assert answer.status_code == 422
    assert "error" in answer.content.decode().lower()


@pytest.mark.parametrize(
    "found",
    [
        {"basics": None, "skills": None},
        {"basics": {"summary": ["x"], "url": {"a": 1}, "profiles": [1, {"url": 3}]}},
        {"skills": [{"name": "x" * 500, "level": ["expert"], "keywords": "none"}] * 300},
        {"basics": {"summary": "a\x00b"}, "work": [{"highlights": [None, {}]}]},
        {"skills": {"name": "Mapping"}, "interests": [{"name": "A", "keywords": [3]}]},
    ],
)
def test_parts_of_the_wrong_shape_are_passed_over(found):
    read = resume.read(json.dumps(found))

    assert len(read.held) <= resume.MOST_SKILLS
    assert "\x00" not in read.summary


def test_javascript_link_in_a_resume_is_not_taken_over(client, own):
    answer = client.post(URL, {"action": "save", "links": "javascript:alert(1)", "summary": ""})

    assert answer.status_code == 422
    assert Person.objects.get(pk=own.pk).links == ["https://noor.example/"]


@pytest.mark.parametrize(
    ("word", "level"), [("Master", 4), (" advanced ", 3), ("Beginner", 1), ("", 2), ("ninja", 2)]
)
def test_levels_of_others_are_translated(word, level):
    assert resume.level_of(word) == level
