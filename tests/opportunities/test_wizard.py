"""Posting a challenge through the test client: step by step, resumed, stale, sent twice, hostile."""

import re

import pytest
from django.urls import reverse

from mission.models import District
from opportunities.models import Challenge, Opportunity, Placement
from opportunities.queries import standing
from profiles.models import Organisation
from tests.factories.opportunities import ChallengeFactory, PlacementFactory, make_skill
from tests.factories.profiles import (
    CustodianFactory,
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

NEW = "/challenges/new/"
PROBLEM = {
    "title": "Where do our referrals come from?",
    "description": "We have a spreadsheet and need statistics and mapping of our referrals.",
    "benefit": "Families we do not reach.",
}
DATA = {"data_note": "One spreadsheet.", "sensitivity": "shared", "result": "A map."}
HOSTILE = [
    "a\x00b",
    "\ud800",
    "<script>alert(1)</script>",
    "' OR 1=1 --",
    "{{ 7*7 }}{% load x %}",
    "\u202egnp.exe",
    "=HYPERLINK(1)",
    "9" * 400,
    "-1",
    "NaN",
    "1e309",
    "0001-01-01",
    "99999-01-01",
    "x" * 20_000,
    "a\r\nBcc: b@c.example",
    "%00%0a",
    "O’Brien Siân 名",
]


@pytest.fixture
def lead(client):
    """A signed-in lead of one confirmed organisation."""
    membership = MembershipFactory()
    client.force_login(membership.user)
    return membership


def hidden(response) -> dict[str, str]:
    """The hidden fields that the page's form carries."""
    page = response.content.decode()
    form = page[page.index('<form class="form"') :]
    found = {}
    for tag in re.findall(r'<input type="hidden"[^>]*>', form):
        name, value = (re.search(rf'{part}="([^"]*)"', tag) for part in ("name", "value"))
        if name and name[1] != "shown":
            found[name[1]] = value[1] if value else ""
    return found


def send(client, url, fields, **options):
    return client.post(url, {**hidden(client.get(url)), **fields}, **options)


def when(**changes):
    return {"pattern": "remote", "days_of_effort": "12", "gives_back": ["story", "data"], **changes}


def test_a_lone_poster_goes_from_nothing_to_waiting_in_six_screens(client):
    user = UserFactory()
    client.force_login(user)
    make_skill("Statistics")
    screens = [NEW]

    for fields in (
        {"name": "Sowe Valley Pantry", "kind": "community"},
        PROBLEM,
        DATA,
        when(),
    ):
        response = send(client, screens[-1], fields)
        assert response.status_code == 302, response.context["form"].errors
        screens.append(response["Location"])
    skills = client.get(screens[-1])
    statistics = make_skill("Statistics").pk
    assert f'value="{statistics}"' in skills.content.decode()
    assert "You wrote: statistics" in skills.content.decode()
    response = send(
        client,
        screens[-1],
        {"skill": [statistics], f"level_{statistics}": "3", f"need_{statistics}": "essential"},
    )
    screens.append(response["Location"])
    response = send(client, screens[-1], {})

    challenge = Challenge.objects.get()
    assert len(screens) == 6
    assert response["Location"] == reverse("opportunities:challenge_sent", args=[challenge.slug])
    assert standing(challenge).stage == "waiting"
    assert challenge.organisation.memberships.get().role == "lead"
    assert [(row.skill_id, row.level) for row in challenge.requirements.all()] == [(statistics, 3)]
    assert (challenge.live, challenge.gives_back) == (False, ["story", "data"])
    assert client.get(response["Location"]).status_code == 200


def test_whoever_speaks_for_one_organisation_starts_with_the_problem(client, lead):
    response = send(client, NEW, PROBLEM)

    assert Challenge.objects.get().organisation == lead.organisation
    assert response["Location"].endswith("/edit/data/")


def test_another_organisation_can_be_chosen_or_added(client, lead):
    other = MembershipFactory(user=lead.user).organisation

    response = send(client, NEW, {"organisation": other.slug})
    send(client, response["Location"], PROBLEM)

    assert Challenge.objects.get().organisation == other
    assert client.get(f"{NEW}?for={OrganisationFactory().slug}").status_code == 404


def test_a_taken_name_is_refused_in_words(client):
    client.force_login(UserFactory())
    OrganisationFactory(name="Sowe Valley Pantry")

    typed = {"name": "sowe valley pantry", "kind": "community"}
    asked = send(client, NEW, typed)
    response = send(client, NEW, {**typed, "none_of_these": "on"})

    assert (asked.status_code, response.status_code) == (422, 422)
    assert "This may be here already." in asked.content.decode()
    assert "is already here" in response.content.decode()
    assert Organisation.objects.count() == 1


def test_a_draft_is_resumed_where_something_is_missing(client, lead):
    send(client, NEW, {**PROBLEM, "later": "yes"})
    slug = Challenge.objects.get().slug

    mine = client.get("/me/opportunities/").content.decode()
    response = client.get(f"/challenges/{slug}/edit/")

    assert f"/challenges/{slug}/edit/" in mine
    assert response["Location"] == f"/challenges/{slug}/edit/data/"


def test_sending_the_first_page_twice_makes_one_draft(client, lead):
    body = {**hidden(client.get(NEW)), **PROBLEM}

    first, second = client.post(NEW, body), client.post(NEW, body)
    changed = client.post(NEW, {**body, "title": "Another"})

    assert Challenge.objects.count() == 1
    assert first["Location"] == second["Location"]
    assert changed.status_code == 422
    assert "Another" in changed.content.decode()


def test_sending_a_later_page_twice_is_not_a_stale_edit(client, lead):
    url = send(client, NEW, PROBLEM)["Location"]
    body = {**hidden(client.get(url)), **DATA}

    first, second = client.post(url, body), client.post(url, body)

    assert (first.status_code, second.status_code) == (302, 302)
    assert first["Location"] == second["Location"]


def test_a_stale_page_says_so_keeps_the_text_and_shows_what_is_saved(client, lead):
    url = send(client, NEW, PROBLEM)["Location"]
    body = hidden(client.get(url))
    send(client, url, {**DATA, "data_note": "Theirs, saved first."})

    stale = client.post(url, {**body, **DATA, "data_note": "Mine, typed meanwhile."})
    page = stale.content.decode()

    assert stale.status_code == 409
    assert "Somebody else saved changes" in page
    assert "Mine, typed meanwhile." in page
    assert "Theirs, saved first." in page
    assert Challenge.objects.get().data_note == "Theirs, saved first."
    again = client.post(url, {**hidden(stale), **DATA, "data_note": "Mine, on purpose."})
    assert again.status_code == 302
    assert Challenge.objects.get().data_note == "Mine, on purpose."


def test_what_was_checked_is_what_is_sent(client, lead):
    challenge = ChallengeFactory(organisation=lead.organisation, author=lead.user)
    url = f"/challenges/{challenge.slug}/edit/check/"
    body = hidden(client.get(url))
    send(client, f"/challenges/{challenge.slug}/edit/data/", {**DATA, "result": "Changed."})

    response = client.post(url, body)

    assert response.status_code == 409
    assert standing(challenge).stage == "draft"


def test_gaps_are_named_and_nothing_is_sent(client, lead):
    send(client, NEW, PROBLEM)
    challenge = Challenge.objects.get()
    url = f"/challenges/{challenge.slug}/edit/check/"

    page = client.get(url).content.decode()
    response = send(client, url, {})

    for sentence in ("Choose at least one skill", "Say what data there is", "a good result"):
        assert sentence in page
    assert response.status_code == 422
    assert standing(challenge).stage == "draft"


def test_a_member_drafts_and_a_lead_sends_in(client):
    organisation = OrganisationFactory()
    member = MembershipFactory(organisation=organisation, role="member").user
    client.force_login(member)
    challenge = ChallengeFactory(organisation=organisation, author=member)
    url = f"/challenges/{challenge.slug}/edit/check/"

    page = client.get(url).content.decode()
    refused = client.post(url, {})

    assert "A lead of" in page
    assert refused.status_code == 403
    assert standing(challenge).stage == "draft"


def test_while_it_waits_the_pages_offer_to_take_it_back(client, lead):
    challenge = ChallengeFactory(organisation=lead.organisation, author=lead.user, waiting=True)
    url = f"/challenges/{challenge.slug}/edit/problem/"

    shown, refused = client.get(url), client.post(url, PROBLEM)
    client.post(f"/challenges/{challenge.slug}/withdraw/")

    assert "Take it back" in shown.content.decode()
    assert refused.status_code == 409
    assert standing(challenge).stage == "draft"


def test_skills_are_looked_for_without_scripts_and_ticks_are_kept(client, lead):
    challenge = ChallengeFactory(organisation=lead.organisation, author=lead.user)
    statistics, mapping = make_skill("Statistics").pk, make_skill("Mapping").pk
    url = f"/challenges/{challenge.slug}/edit/skills/"

    found = send(
        client,
        url,
        {"find": "mapp", "look": "yes", "skill": [statistics], f"level_{statistics}": "4"},
    )
    page = found.content.decode()

    assert found.status_code == 200
    assert f'id="id_skill_{mapping}"' in page
    assert f'value="{statistics}" id="id_skill_{statistics}" checked' in page
    none = send(client, url, {"skill": []})
    assert (none.status_code, "Tick at least one" in none.content.decode()) == (422, True)
    unknown = send(client, url, {"find": "zzzzqqq", "look": "yes"})
    assert (unknown.status_code, "No skill is called" in unknown.content.decode()) == (422, True)


def test_an_edit_of_what_is_live_waits_and_the_page_stays(client, lead):
    challenge = ChallengeFactory(organisation=lead.organisation, author=lead.user, live=True)
    send(client, f"/challenges/{challenge.slug}/edit/problem/", {**PROBLEM, "title": "Edited"})

    send(client, f"/challenges/{challenge.slug}/edit/check/", {})

    client.logout()
    page = client.get(challenge.get_absolute_url()).content.decode()
    assert challenge.title in page
    assert "Edited" not in page
    assert standing(challenge).stage == "waiting_edit"


def test_a_placement_is_offered_by_the_same_way(client, lead):
    statistics = make_skill("Statistics").pk
    urls = ["/placements/new/"]
    for fields in (
        {"title": "Audit", "description": "Mend the statistics.", "learns": "Statistics."},
        {
            "pay_basis": "paid",
            "pay_amount": "12.60",
            "pay_period": "hour",
            "funding_source": "The council",
            "seats": "2",
            "supervisor": lead.user.email,
            "stages": ["student"],
        },
        when(),
        {"skill": [statistics]},
        {},
    ):
        response = send(client, urls[-1], fields)
        assert response.status_code == 302, response.context["form"].errors
        urls.append(response["Location"])

    placement = Placement.objects.get()
    assert standing(placement).stage == "waiting"
    assert (placement.seats, str(placement.pay_amount)) == (2, "12.60")
    assert placement.state.supervisor == lead.user
    assert placement.state.supervisor_accepted_at is not None


def test_a_supervisor_from_elsewhere_is_refused_without_saying_who_signs_in(client, lead):
    placement = PlacementFactory(organisation=lead.organisation, author=lead.user)
    url = f"/placements/{placement.slug}/edit/terms/"
    answers = []
    for address in (UserFactory().email, "nobody@people.example"):
        response = send(
            client, url, {"pay_basis": "voluntary", "seats": "1", "supervisor": address}
        )
        answers.append((response.status_code, response.context["form"].errors["supervisor"][0]))

    assert answers[0] == answers[1]
    assert answers[0][0] == 422


def test_a_supervisor_answers_on_a_page(client):
    organisation = OrganisationFactory()
    supervisor = MembershipFactory(organisation=organisation, role="supervisor").user
    placement = PlacementFactory(organisation=organisation, supervisor=supervisor)
    url = f"/placements/{placement.slug}/supervise/"
    client.force_login(supervisor)

    asked = client.get(url)
    client.post(url, {"answer": "yes"})

    placement.state.refresh_from_db()
    assert asked.status_code == 200
    assert placement.state.supervisor_accepted_at is not None


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_saved_cleaned_or_refused_never_an_error(client, lead, text):
    challenge = ChallengeFactory(organisation=lead.organisation, author=lead.user)
    base = f"/challenges/{challenge.slug}/edit"
    District.objects.get_or_create(name="Coventry", slug="coventry", short="co")
    seen = set()
    for url, names in (
        (NEW, ["title", "description", "benefit", "themes"]),
        (f"{base}/problem/", ["title", "description", "tried", "revision", "idempotency_key"]),
        (f"{base}/data/", ["data_note", "sensitivity", "answers_questions"]),
        (f"{base}/when/", ["pattern", "district", "starts", "closes", "days_of_effort"]),
        (f"{base}/skills/", ["skill", "shown", "find", "level_1", "look"]),
        (f"{base}/check/", ["revision"]),
    ):
        good = {**PROBLEM, **DATA, **when()}
        encoded = text.encode("utf-8", "surrogatepass").decode("latin-1")
        for value in {text, encoded} if "\ud800" not in text else {encoded}:
            response = client.post(url, {**good, **dict.fromkeys(names, value)})
            seen.add(response.status_code)
            response = client.post(url, {**good, names[0]: value})
            seen.add(response.status_code)
    for url in ("/challenges/", "/opportunities/", "/challenges/export.csv"):
        response = client.get(url, dict.fromkeys(["q", "kind", "skill", "page", "sort"], encoded))
        seen.add(response.status_code)

    assert seen <= {200, 302, 400, 403, 409, 413, 422}
    for row in Opportunity.objects.all():
        assert "\x00" not in row.title + row.description
        assert "\u202e" not in row.title
        assert len(row.title) <= 120


def test_closing_asks_once_and_says_what_happened(client, lead):
    challenge = ChallengeFactory(organisation=lead.organisation, author=lead.user, live=True)
    url = f"/challenges/{challenge.slug}/close/"

    asked = client.get(url)
    empty = send(client, url, {})
    done = send(client, url, {"how": "cancelled", "reason": "The funding fell through."})
    again = send(client, url, {"how": "closed"})

    challenge.state.refresh_from_db()
    assert (asked.status_code, empty.status_code, done.status_code) == (200, 422, 302)
    assert challenge.state.lifecycle == "cancelled"
    assert again.status_code == 409


def test_a_custodian_decides_on_a_page_and_confirms_the_organisation(client):
    organisation = OrganisationFactory(state="unverified")
    challenge = ChallengeFactory(organisation=organisation, waiting=True)
    client.force_login(CustodianFactory())
    url = f"/challenges/{challenge.slug}/decide/"

    silent = send(client, url, {"decision": "changes"})
    early = send(client, url, {"decision": "approve"})
    done = send(client, url, {"decision": "approve", "confirm_organisation": "on"})

    assert (silent.status_code, early.status_code, done.status_code) == (422, 409, 302)
    assert "Confirm" in early.content.decode()
    assert Challenge.objects.get(pk=challenge.pk).live


def test_the_page_for_deciding_does_not_exist_for_others(client, lead):
    challenge = ChallengeFactory(organisation=lead.organisation, author=lead.user, waiting=True)

    assert client.get(f"/challenges/{challenge.slug}/decide/").status_code == 404
