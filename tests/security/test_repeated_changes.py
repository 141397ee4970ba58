"""A change sent twice is made once; a change from a page that is out of date is asked about first."""

import html
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from common.models import ActivityEntry
from profiles.models import Onboarding, Organisation, Person, User
from profiles.services import update_organisation, update_person
from tests.factories.profiles import OrganisationFactory, UserFactory

from .changing import changing, handing_in
from .test_repeated_requests import as_
from .watched import watched

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

FORMS = (
    "agreement",
    *("outcome", "consent"),
    "weights in draft",
    *("booking", "booking sheet"),
    *("event", "newsletter", "term of office"),
    *("meeting", "item of an agenda", "standing items", "paper", "update", "contact"),
    *("line of attendance", "notes of an item", "decision", "action", "own action"),
    *("task group", "representative"),
    *("consultation", "question", "answers"),
    *("organisation", "aims", "registers", "offer", "skills of an offer"),
    *("about", "skills", "learn", "when", "links", "access", "seen", "what was noted"),
)


def test_every_form_that_changes_something_is_asked(town) -> None:
    assert set(FORMS) == set(changing(town))


@pytest.mark.parametrize("name", FORMS)
def test_a_change_sent_twice_is_made_once_and_answers_the_same(town, name) -> None:
    who, path, fields, field, one, other = changing(town)[name]
    client = as_(who)
    keyed = {**fields, field: one, "idempotency_key": uuid.uuid4().hex}
    keyed["version"] = client.get(path).context["form"]["version"].value()

    first = client.post(path, keyed)
    before = watched()
    second = client.post(path, keyed)
    changed = client.post(path, {**keyed, field: other})

    assert first.status_code == 302
    assert (second.status_code, second.url) == (first.status_code, first.url)
    assert changed.status_code == 422
    assert watched() == before


@pytest.mark.parametrize("name", FORMS)
def test_a_stale_change_is_refused_and_both_texts_stay(town, name) -> None:
    who, path, fields, field, one, other = changing(town)[name]
    client = as_(who)
    opened = client.get(path).context["form"]["version"].value()
    faster = client.post(path, {**fields, field: one, "version": opened})
    before = watched()

    slower = client.post(path, {**fields, field: other, "version": opened})

    form, page = slower.context["form"], html.unescape(slower.content.decode())
    assert (faster.status_code, slower.status_code) == (302, 409)
    assert str(form[field].value()) == other
    assert [label for label, _ in form.saved_now] == [form.fields[field].label]
    assert all(f'<p class="typed">{text}</p>' in page for _, text in form.saved_now)
    assert f'value="{form["version"].value()}"' in page
    assert form["version"].value() != opened
    assert watched() == before


def test_the_slower_one_may_save_after_having_seen_what_is_there(town) -> None:
    who, path, fields, field, one, other = changing(town)["organisation"]
    client = as_(who)
    opened = client.get(path).context["form"]["version"].value()
    client.post(path, {**fields, field: one, "version": opened})
    asked = client.post(path, {**fields, field: other, "version": opened})

    again = client.post(
        path, {**fields, field: other, "version": asked.context["form"]["version"].value()}
    )

    assert again.status_code == 302
    assert Organisation.objects.get(pk=town.ours.pk).summary == other


@pytest.mark.parametrize("name", ["CV", "logo"])
def test_a_file_sent_twice_is_taken_once(town, name) -> None:
    who, path, field, make = handing_in(town)[name]
    client, key, raw = as_(who), uuid.uuid4().hex, make()

    def send():
        return client.post(path, {field: SimpleUploadedFile("mine", raw), "idempotency_key": key})

    first = send()
    before = watched()
    second = send()

    assert first.status_code == 302
    assert (second.status_code, second.url) == (first.status_code, first.url)
    assert watched() == before


@pytest.mark.parametrize("path", ["/me/profile/about/", "/me/welcome/about/"])
def test_a_profile_is_made_once_however_often_it_is_asked_for(town, path) -> None:
    user = UserFactory()
    Onboarding.objects.create(user=user, purposes=["apply"])
    client = as_(user)
    opened = client.get(path).context["form"]["version"].value()
    keyed = {"name": "Ann Ashe", "stage": "student", "version": opened}
    keyed["idempotency_key"] = uuid.uuid4().hex

    first, second = client.post(path, keyed), client.post(path, keyed)
    another = client.post(path, {**keyed, "name": "Ann", "idempotency_key": uuid.uuid4().hex})

    assert first.status_code == 302
    assert (second.status_code, second.url) == (first.status_code, first.url)
    assert another.status_code == 409
    assert Person.objects.get(user=user).name == "Ann Ashe"


def test_two_organisations_joined_twice_are_joined_once(town) -> None:
    gone = OrganisationFactory(name="Canal Street Foodbank", slug="canal-twin")
    client = as_(town.custodian)
    path = f"/organisations/{town.ours.slug}/merge/"
    look = client.post(path, {"other": gone.slug, "idempotency_key": uuid.uuid4().hex})
    keyed = {"other": gone.slug, "action": "join"}
    keyed["idempotency_key"] = look.context["form"]["idempotency_key"].value()

    first = client.post(path, keyed)
    before = watched()
    second = client.post(path, keyed)
    changed = client.post(path, {**keyed, "other": town.theirs.slug})

    assert keyed["idempotency_key"] in look.content.decode()
    assert (first.status_code, first.url) == (302, town.ours.get_absolute_url())
    assert (second.status_code, second.url) == (302, first.url)
    assert changed.status_code == 422
    assert watched() == before
    assert ActivityEntry.objects.filter(verb="profiles.organisations_merged").count() == 1


def test_a_verb_with_an_old_row_in_hand_changes_what_it_was_given_only(town) -> None:
    ours = Organisation.objects.get(pk=town.ours.pk)
    person = Person.objects.get(pk=town.student_person.pk)
    lead, student = User.objects.get(pk=town.lead.pk), User.objects.get(pk=town.student.pk)
    Organisation.objects.filter(pk=ours.pk).update(hosting="full")
    Person.objects.filter(pk=person.pk).update(visibility="public")

    update_organisation(ours, by=lead, summary="Sorts referrals.")
    update_person(person, by=student, summary="I map stops.")

    ours.refresh_from_db()
    person.refresh_from_db()
    assert (ours.summary, ours.hosting) == ("Sorts referrals.", "full")
    assert (person.summary, person.visibility) == ("I map stops.", "public")
