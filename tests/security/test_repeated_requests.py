"""Sent twice, sent too late, sent too big, sent the wrong way: one effect, or a refusal in words."""

import json
import uuid

import pytest
from django.test import Client

from opportunities.models import Challenge
from profiles.models import (
    Offer,
    Organisation,
    OrganisationState,
    Person,
)

from .addresses import addresses
from .creating import OTHER, creating
from .good_answers import DATA, OFFER, ORGANISATION, PROBLEM
from .watched import watched

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

WRONG_METHODS = ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "HEAD", "BREW")
FORM = "application/x-www-form-urlencoded"


def as_(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize(
    "name",
    [
        *("challenge", "placement", "organisation on the way", "organisation", "offer"),
        *("introduction", "outcome", "message"),
        *("invitation", "request to join", "interest", "somebody met"),
        *("job", "past one posted again", "we have this too"),
        "question to join a team",
        "saved search",
        "help with a draft",
        "hack proposal",
        *("booking", "booking sheet", "walk-in"),
        *("event", "event of a flier", "more dates of an event"),
        *("newsletter", "offer to host", "call for a host"),
        *("meeting", "series of meetings", "item of an agenda", "paper"),
        *("attendance", "decision", "action", "actions in notes", "not to be named"),
        *("task group", "member of a series", "representative"),
        "term of office",
        "link that was there before",
        "lunch plan",
        *("challenged result", "not for me", "round", "seat by hand", "team"),
        *("consultation", "question", "conversation", "row of a report", "answers"),
    ],
)
def test_a_form_sent_twice_makes_one_thing_and_answers_the_same(town, name) -> None:
    who, path, fields, changed, model = creating(town)[name]
    client = as_(who)
    before = model.objects.count()
    keyed = {**fields, "idempotency_key": uuid.uuid4().hex}

    first = client.post(path, keyed)
    second = client.post(path, keyed)
    other = client.post(path, {**keyed, changed: OTHER.get(changed, "Something else.")})

    assert first.status_code in (302, 303)
    assert (second.status_code, second.url) == (first.status_code, first.url)
    assert model.objects.count() == before + 1
    assert other.status_code == 422
    assert model.objects.count() == before + 1


def test_every_form_that_makes_something_is_sent_twice(town) -> None:
    [names] = [
        set(mark.args[1])
        for mark in test_a_form_sent_twice_makes_one_thing_and_answers_the_same.pytestmark
        if mark.name == "parametrize"
    ]

    assert names == set(creating(town))


@pytest.mark.parametrize("name", ["challenge", "offer"])
def test_another_key_makes_another_thing(town, name) -> None:
    """The control: without the same key the form counts again."""
    who, path, fields, _, model = creating(town)[name]
    client = as_(who)
    before = model.objects.count()

    for _ in range(2):
        client.post(path, {**fields, "idempotency_key": uuid.uuid4().hex})

    assert model.objects.count() == before + 2


def test_one_persons_key_is_not_anothers(town) -> None:
    key = uuid.uuid4().hex
    before = Offer.objects.count()

    for user in (town.student, town.expert):
        assert as_(user).post("/offers/new/", {**OFFER, "idempotency_key": key}).status_code == 302

    assert Offer.objects.count() == before + 2


@pytest.mark.parametrize("answer", ["accept", "decline"])
def test_an_answer_given_twice_is_given_once(town, answer) -> None:
    client = as_(town.student)
    path = f"/introductions/{town.introduction.pk}/{answer}/"
    unanswered = watched()
    client.post(path, {})
    before = watched()

    client.post(path, {})

    assert before != unanswered
    assert watched() == before


def test_a_stale_edit_is_refused_and_both_texts_stay(town) -> None:
    draft = Challenge.objects.get(pk=town.challenge_draft.pk)
    path = f"/challenges/{draft.slug}/edit/data/"
    opened = draft.latest_revision_id
    faster = as_(town.member).post(
        path, {**DATA, "data_note": "Two spreadsheets.", "revision": opened}
    )
    before = watched()

    slower = as_(town.lead).post(
        path, {**DATA, "data_note": "A box of letters.", "revision": opened}
    )

    page = slower.content.decode()
    assert faster.status_code == 302
    assert slower.status_code == 409
    assert "A box of letters." in page
    assert "Two spreadsheets." in page
    assert watched() == before


@pytest.mark.parametrize(
    "path", ["/accounts/login/", "/offers/new/", "/challenges/new/", "/search/"]
)
def test_more_than_a_megabyte_is_refused(town, path) -> None:
    before = watched()

    response = as_(town.lead).post(path, {"title": "x" * 1_010_000})

    assert response.status_code == 413
    assert watched() == before


@pytest.mark.parametrize("kind", [FORM, "multipart/form-data; boundary=b"])
def test_too_many_fields_are_refused(town, kind) -> None:
    count = 1_501
    body = "&".join(f"a{number}=1" for number in range(count))
    if kind != FORM:
        part = '--b\r\nContent-Disposition: form-data; name="a{}"\r\n\r\n1\r\n'
        body = "".join(part.format(number) for number in range(count)) + "--b--\r\n"

    response = as_(town.lead).generic("POST", "/offers/new/", body, content_type=kind)

    assert response.status_code == 413


@pytest.mark.parametrize(
    "body",
    [
        b'--b\r\nContent-Disposition: form-data; name="title"\r\n\r\nbroken o',
        b"--b\r\nContent-Disposition: form-data",
        b"--c\r\n\r\n--c--",
    ],
)
def test_a_form_that_broke_off_saves_nothing(town, body) -> None:
    before = watched()

    response = as_(town.lead).generic(
        "POST", "/offers/new/", body, content_type="multipart/form-data; boundary=b"
    )

    # What does not hold one whole field counts as an empty form, which is shown again.
    assert response.status_code in (200, 400, 422)
    assert watched() == before


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 5_000 + b"]" * 5_000,
        b'{"title": "a\\u0000b"}',
        b'{"title": "\\ud800"}',
        b'{"title": NaN}',
        b'{"title": ',
        b"\xff\xfe",
        json.dumps({"a" * 400: ["b"] * 2000}).encode(),
    ],
)
def test_json_where_a_form_is_due_is_no_server_error(town, body) -> None:
    before = watched()

    for path in ("/offers/new/", "/accounts/login/", "/search/"):
        response = as_(town.lead).generic("POST", path, body, content_type="application/json")
        assert response.status_code < 500

    assert watched() == before


def test_other_methods_are_no_server_error_and_change_nothing(town) -> None:
    """Nothing but GET and POST does anything, at any address, whoever asks."""
    before = watched()
    wrong = []
    clients = {"anonymous": Client(raise_request_exception=False)}
    for role in ("student", "expert", "lead", "custodian", "superuser"):
        clients[role] = as_(getattr(town, role))
        clients[role].raise_request_exception = False

    for address in addresses(town):
        path, body = address.request(b"x", address.places[:1])
        for method in WRONG_METHODS:
            response = clients[address.who].generic(method, path, body, content_type=FORM)
            if response.status_code >= 500:
                wrong.append(f"{method} {path}: {response.status_code}")

    assert wrong == []
    assert watched() == before


def test_verbs_are_not_done_by_opening_an_address(town) -> None:
    before = watched()
    student, custodian = as_(town.student), as_(town.custodian)
    number = town.introduction.pk

    answers = [
        *(
            student.get(f"/introductions/{number}/{verb}/")
            for verb in ("accept", "decline", "move")
        ),
        custodian.get(f"/desk/work/{town.stuck.pk}/"),
        custodian.get("/desk/check/"),
    ]

    assert {answer.status_code for answer in answers} == {405}
    assert {answer["Allow"] for answer in answers} == {"POST"}
    assert watched() == before


def test_fields_that_no_form_has_are_ignored(town) -> None:
    """Nobody publishes, confirms or owns something by naming a field of the model."""
    extra = {
        "live": "on",
        "state": "live",
        "lifecycle": "open",
        "is_demo": "on",
        "pk": "1",
        "verified_at": "2026-01-01",
        "organisation_id": str(town.theirs.pk),
        "owner": "1",
        "seats_taken": "1",
        "user": str(town.rival.pk),
        "visibility": "public",
    }
    lead, student = as_(town.lead), as_(town.student)

    lead.post(f"/challenges/new/?for={town.ours.slug}", {**PROBLEM, **extra})
    student.post("/organisations/new/", {**ORGANISATION, **extra})
    student.post("/me/profile/about/", {"name": "Zebedee", "stage": "student", **extra})

    challenge = Challenge.objects.order_by("-pk").first()
    organisation = Organisation.objects.get(name=ORGANISATION["name"])
    person = Person.objects.get(pk=town.student_person.pk)
    assert (challenge.live, challenge.organisation, challenge.is_demo) == (False, town.ours, False)
    assert OrganisationState.objects.get(organisation=organisation).verified_at is None
    assert (person.user, person.visibility) == (town.student, "matched")
