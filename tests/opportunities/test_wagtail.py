"""The custodians' room in Wagtail: lists, exports, editing, and publishing through the same door."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from opportunities.desk_panels import held_up
from opportunities.models import Challenge, Job
from tests.factories.opportunities import ChallengeFactory, JobFactory, PlacementFactory, make_skill
from tests.factories.profiles import (
    CustodianFactory,
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

KINDS = ("challenge", "placement", "job")


def url(kind, view, *args):
    return reverse(f"wagtailsnippets_opportunities_{kind}:{view}", args=args)


@pytest.fixture
def custodian(client):
    user = CustodianFactory()
    client.force_login(user)
    return user


def form_of(response) -> dict[str, str]:
    """What the edit form would send back unchanged."""
    form, sent = response.context["form"], {}
    parts = [form, *(formset.management_form for formset in form.formsets.values())]
    parts += [child for formset in form.formsets.values() for child in formset.forms]
    for part in parts:
        for bound in part:
            value = bound.value()
            if value in (None, False):
                continue
            if isinstance(value, list):
                sent[bound.html_name] = [getattr(item, "pk", item) for item in value]
            else:
                sent[bound.html_name] = "on" if value is True else value
    return sent


def test_custodians_hold_exactly_the_rights_they_need():
    rights = Group.objects.get(name="Custodians").permissions.filter(
        content_type__app_label="opportunities"
    )

    texts = {
        f"{right}_{kind}"
        for kind in KINDS
        for right in ("add", "change", "publish", "lock", "unlock", "view")
    }
    table = {f"{right}_minimumrate" for right in ("add", "change", "view")}
    assert set(rights.values_list("codename", flat=True)) == texts | table


@pytest.mark.parametrize("kind", KINDS)
def test_lists_exports_and_records_open(client, custodian, kind):
    make = {"challenge": ChallengeFactory, "placement": PlacementFactory, "job": JobFactory}[kind]
    thing = make() if kind == "job" else make(waiting=True)

    pages = [
        url(kind, "list"),
        f"{url(kind, 'list')}?export=csv",
        f"{url(kind, 'list')}?q=question",
        url(kind, "add"),
        url(kind, "edit", thing.pk),
        url(kind, "inspect", thing.pk),
        url(kind, "history", thing.pk),
    ]

    assert {page: client.get(page).status_code for page in pages} == dict.fromkeys(pages, 200)


@pytest.mark.parametrize("text", ["question", '"', 'a" OR', "'", "%", "*", "AND", "("])
def test_no_words_in_the_search_box_break_the_list(client, custodian, text):
    ChallengeFactory(waiting=True)

    assert client.get(url("challenge", "list"), {"q": text}).status_code == 200


def test_the_preview_shows_the_draft(client, custodian):
    challenge = ChallengeFactory(title="Previewed")
    preview = url("challenge", "preview_on_edit", challenge.pk)

    client.post(preview, form_of(client.get(url("challenge", "edit", challenge.pk))))
    page = client.get(preview)

    assert page.status_code == 200
    assert "Previewed" in page.content.decode()


def test_a_job_is_made_in_wagtail(client, custodian):
    organisation, skill = OrganisationFactory(), make_skill("Statistics")
    sent = form_of(client.get(url("job", "add"))) | {
        "organisation": organisation.pk,
        "title": "Open data officer",
        "description": "Look after the open data.",
        "pattern": "remote",
        "pay_basis": "paid",
        "pay_amount": "31067",
        "pay_period": "year",
        "stages": ["graduate"],
        "gives_back": ["feedback"],
        "requirements-TOTAL_FORMS": 1,
        "requirements-INITIAL_FORMS": 0,
        "requirements-0-skill": skill.pk,
        "requirements-0-level": 2,
        "requirements-0-essential": "on",
        "requirements-0-id": "",
        "requirements-0-ORDER": "",
        "requirements-0-DELETE": "",
        "action-publish": "1",
    }

    response = client.post(url("job", "add"), sent)

    assert response.status_code == 302, response.context["form"].errors
    job = Job.objects.get()
    assert (job.live, job.stages, job.gives_back) == (True, ["graduate"], ["feedback"])
    assert job.state.published_at is not None
    assert client.get(job.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("own", [True, False])
def test_publishing_in_wagtail_is_refused_in_words(client, custodian, own):
    organisation = OrganisationFactory(state="verified" if own else "unverified")
    if own:
        MembershipFactory(user=custodian, organisation=organisation, role="member")
    challenge = ChallengeFactory(organisation=organisation)
    edit = url("challenge", "edit", challenge.pk)

    response = client.post(edit, form_of(client.get(edit)) | {"action-publish": "1"}, follow=True)

    assert not Challenge.objects.get(pk=challenge.pk).live
    assert "Not published." in response.content.decode()


def test_others_see_nothing_of_it(client):
    client.force_login(UserFactory())

    assert client.get(url("challenge", "list")).status_code in (302, 403)


def test_the_desk_names_what_is_held_up(client):
    organisation = OrganisationFactory(state="unverified")
    challenge = ChallengeFactory(organisation=organisation, waiting=True)
    ChallengeFactory(waiting=True)

    found = held_up()

    assert (found["count"], found["rows"][0]["title"]) == (1, challenge.title)
    assert "Confirm" in found["rows"][0]["note"]
    client.force_login(CustodianFactory())
    room = client.get("/desk/").content.decode().partition("Opportunities that are held up")[2]
    assert challenge.title in room.partition("</section>")[0]
