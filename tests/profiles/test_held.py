"""One's own data: seen on one page, taken away as a zip, agreed to in a version."""

import csv
import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.formats import date_format

from common import outbox, personal, retention
from common.models import Message
from profiles import services
from profiles.documents import vault
from profiles.models import Agreement, Copy, Person, User
from profiles.terms import CURRENT
from tests.factories import matching as market
from tests.factories.profiles import MembershipFactory, PersonFactory, UserFactory
from tests.support import documents

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _place(tmp_path, settings, laid_pages, db):
    settings.PERSONAL_FILES_ROOT = tmp_path


@pytest.fixture
def person():
    made = market.person(name="Ottoline Marsh", holds={"SQL": 3}, summary="=1+1")
    services.set_cv(made, documents.pdf(), by=made.user)
    return made


def signed_in(user, *, just_now: bool = True) -> Client:
    client = Client()
    client.force_login(user)
    if just_now:
        client.post("/accounts/reauthenticate/", {"password": "correct horse battery"})
    return client


def made_copy(person) -> Copy:
    services.ask_for_copy(person.user, by=person.user)
    outbox.run_due()
    return Copy.objects.get(user=person.user, ready_at__isnull=False)


def opened(person) -> zipfile.ZipFile:
    copy = made_copy(person)
    return zipfile.ZipFile(io.BytesIO(services.copy_content(copy, by=person.user)))


def test_the_copy_holds_each_kind_of_record_with_its_purpose(person) -> None:
    with opened(person) as file:
        everything = json.loads(file.read("everything.json"))
        cv = file.read("files/cv.pdf")

    assert set(everything) == {row.model for row in personal.declared()}
    mine = everything["profiles.Person"]
    assert mine["records"][0]["name"] == "Ottoline Marsh"
    assert mine["records"][0]["user"] == "you"
    assert mine["why"][0]["basis"] == personal.BASES["consent"]
    assert everything["profiles.HeldSkill"]["records"][0]["skill"] == "SQL"
    assert cv == documents.pdf()


def test_its_tables_hold_no_formulas(person) -> None:
    with opened(person) as file:
        rows = list(csv.DictReader(io.StringIO(file.read("tables/profiles_person.csv").decode())))

    assert rows[0]["summary"] == "'=1+1"


def test_no_secret_and_nobody_else_is_in_it(person) -> None:
    other = PersonFactory(name="Zebedee Quill", user=UserFactory(email="z@people.example"))
    services.disclose(other, viewer=person.user, scope="name", cause="introduction:1")
    challenge = market.ChallengeFactory()
    market.introduction(
        challenge, person=person, state="declined", need_answer="no", decline_reason="too young"
    )

    with opened(person) as file:
        text = b"".join(file.read(name) for name in file.namelist()).decode(errors="replace")

    for word in (person.user.password, person.cv.stored, "z@people.example", "too young"):
        assert word not in text


def test_a_copy_is_made_once_and_its_owner_is_told(person) -> None:
    first = services.ask_for_copy(person.user, by=person.user)
    second = services.ask_for_copy(person.user, by=person.user)

    outbox.run_due()

    assert first == second
    assert Copy.objects.count() == 1
    mail = Message.objects.get(kind="profiles_copy_ready")
    assert "/me/held/" in mail.body


def test_nobody_asks_for_somebody_elses_data(person) -> None:
    with pytest.raises(PermissionDenied):
        services.ask_for_copy(person.user, by=UserFactory())


def test_only_its_owner_fetches_it_and_only_while_it_lasts(person) -> None:
    copy = made_copy(person)
    path = f"/me/held/copy/{copy.pk}/"
    stranger = signed_in(UserFactory())
    owner = signed_in(person.user)

    answer = owner.get(path)
    refused, missing = stranger.get(path), stranger.get("/me/held/copy/999999/")
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"
    assert (refused.status_code, refused.content) == (404, missing.content)

    Copy.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    assert owner.get(path).status_code == 404


def test_the_file_is_handed_out_after_showing_who_one_is(person) -> None:
    copy = made_copy(person)

    answer = signed_in(person.user, just_now=False).get(f"/me/held/copy/{copy.pk}/")

    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/reauthenticate/")


def test_an_old_copy_goes_with_its_file(person) -> None:
    copy = made_copy(person)
    later = timezone.now() + timedelta(days=4)

    ended = {clock.name: number for clock, number in retention.run(now=later)}
    outbox.run_due()

    assert ended["profiles.copies"] == 1
    assert not Copy.objects.exists()
    with pytest.raises(FileNotFoundError):
        vault.read(copy.stored)


def test_the_page_says_what_there_is_in_few_queries(person) -> None:
    client = signed_in(person.user)
    client.get("/me/held/")
    with CaptureQueriesContext(connection) as few:
        page = client.get("/me/held/").content.decode()
    for number in range(3):
        market.introduction(market.ChallengeFactory(slug=f"c{number}"), person=person)
    with CaptureQueriesContext(connection) as many:
        client.get("/me/held/")

    for words in ("Your profile", "What you can do", "Your CV", "Kept"):
        assert words in page
    assert len(few) == len(many) <= 15


def test_each_kind_of_record_can_be_read(person) -> None:
    client = signed_in(person.user)

    page = client.get("/me/held/profiles-person/").content.decode()

    assert "Ottoline Marsh" in page
    assert client.get("/me/held/profiles-nothing/").status_code == 404
    assert client.get("/me/held/skills-skill/").status_code == 404
    for row in personal.declared():
        slug = row.model.lower().replace(".", "-").replace("_", "-")
        expected = 200 if row.rows_about(person.user) is not None else 404
        assert client.get(f"/me/held/{slug}/").status_code == expected, slug


def test_erasing_asks_for_the_address_and_signs_out(person) -> None:
    client = signed_in(person.user)

    wrong = client.post("/me/erase/", {"address": "other@people.example"})
    assert wrong.status_code == 422
    assert User.objects.get(pk=person.user_id).is_active

    done = client.post("/me/erase/", {"address": person.user.email.upper()})
    assert done.status_code == 200
    assert client.get("/me/").status_code == 302
    outbox.run_due()
    assert not Person.objects.filter(pk=person.pk).exists()


def test_erasing_names_who_goes_on(person) -> None:
    lead = MembershipFactory(user=person.user)
    heir = MembershipFactory(organisation=lead.organisation, role="member")
    stranger = MembershipFactory(role="member")
    client = signed_in(person.user)
    field = f"heir_{lead.organisation_id}"
    assert lead.organisation.name in client.get("/me/erase/").content.decode()

    wrong = client.post("/me/erase/", {"address": person.user.email, field: stranger.pk})
    assert wrong.status_code == 422
    client.post("/me/erase/", {"address": person.user.email, field: heir.pk})

    heir.refresh_from_db()
    assert heir.role == "lead"


def test_erasing_asks_who_one_is_first(person) -> None:
    answer = signed_in(person.user, just_now=False).post(
        "/me/erase/", {"address": person.user.email}
    )

    assert answer["Location"].startswith("/accounts/reauthenticate/")
    assert User.objects.get(pk=person.user_id).is_active


def test_superusers_are_not_erased_on_the_site() -> None:
    user = UserFactory(is_superuser=True, is_staff=True)

    assert signed_in(user).get("/me/erase/").status_code == 404


def test_signing_up_notes_the_version_of_the_terms(client) -> None:
    fields = {
        "name": "Ada",
        "email": "ada@people.example",
        "password1": "nine green bottles hanging",
    }
    client.post("/accounts/signup/", fields)
    assert not User.objects.exists()

    client.post("/accounts/signup/", {**fields, "terms": "on"})

    row = Agreement.objects.get(user__email="ada@people.example")
    assert (row.to, row.version, row.how) == ("terms", CURRENT, "sign_up")


def test_a_new_version_is_asked_for_at_the_next_sign_in(client, monkeypatch) -> None:
    user = UserFactory(email="ada@people.example")
    credentials = {"login": user.email, "password": "correct horse battery"}
    services.agree(user, "terms", how="sign_up")
    assert client.post("/accounts/login/", credentials)["Location"] == "/me/"
    client.logout()
    for module in ("profiles.terms", "profiles.services.agreements"):
        monkeypatch.setattr(f"{module}.CURRENT", "2027-01-01")
    monkeypatch.setitem(services.agreements.IN_FORCE, "terms", "2027-01-01")

    assert client.post("/accounts/login/", credentials)["Location"] == "/me/terms/"
    client.post("/me/terms/", {"agree": "on"})

    versions = {row.version: row.ended_at for row in Agreement.objects.filter(to="terms")}
    assert versions["2027-01-01"] is None
    assert versions[CURRENT] is not None


def test_choosing_who_sees_one_is_noted_and_taken_back(person) -> None:
    services.set_visibility(person, "public", by=person.user)
    services.set_visibility(person, "matched", by=person.user)
    services.set_visibility(person, "private", by=person.user)

    rows = Agreement.objects.filter(user=person.user).order_by("pk")
    assert [(row.to, row.ended_at is None) for row in rows] == [
        ("public", False),
        ("matched", False),
    ]


def test_the_terms_are_public_in_each_version(client) -> None:
    assert client.get("/terms/").status_code == 200
    assert client.get(f"/terms/{CURRENT}/").status_code == 200
    assert client.get("/terms/1999-01-01/").status_code == 404


def test_a_record_is_shown_in_words_and_not_as_a_program_would_write_it(client, person) -> None:
    type(person).objects.filter(pk=person.pk).update(days=["mon", "thu"], remote=True)
    client.force_login(person.user)

    page = client.get("/me/held/profiles-person/").content.decode()

    assert "mon, thu" in page
    assert "Yes" in page
    assert date_format(timezone.localtime(person.created), "j F Y, H:i") in page
    assert "[&#x27;" not in page
    assert "+00:00" not in page
