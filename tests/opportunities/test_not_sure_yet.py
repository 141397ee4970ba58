"""Not sure yet: public as such, nobody applies, made firm through the custodians, or closed by its clock."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from common.models import Message
from common.outbox import run_due
from common.states import IllegalMove
from opportunities import eligibility, services
from opportunities.models import Interested, Opportunity, OpportunityState, Placement, SavedSearch
from opportunities.queries import standing
from opportunities.services.interest import register_interest
from tests.factories.opportunities import PlacementFactory, make_skill
from tests.factories.profiles import CustodianFactory, MembershipFactory, PersonFactory

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
WHEN = datetime.date(2099, 5, 1)


@pytest.fixture
def lead():
    return MembershipFactory()


def maybe(lead, **fields):
    made = services.save_placement(
        None,
        by=lead.user,
        organisation=lead.organisation,
        **{
            "title": "An analyst, perhaps",
            "description": "Tidy the loans.",
            "learns": "Mapping.",
            "pattern": "remote",
            "tentative": True,
            "depends_on": "Our bid to the lottery.",
            "decide_by": WHEN,
            "requirements": [{"skill_id": make_skill("Mapping").pk, "level": 2, "essential": True}],
            **fields,
        },
    )
    return Placement.objects.get(pk=made.pk)


def published(lead, **fields):
    made = maybe(lead, **fields)
    services.submit_placement(made, by=lead.user)
    services.approve(made, by=CustodianFactory())
    return Placement.objects.get(pk=made.pk)


def test_it_is_public_as_such_with_a_facet_and_no_applications(client, lead):
    thing = published(lead)
    page = client.get(thing.get_absolute_url()).content.decode()
    assert "not sure yet" in page
    assert "Our bid to the lottery." in page
    assert "1 May 2099" in page
    assert "apply/" not in page
    assert "Write to me when it is firm" in page
    listed = client.get("/placements/?sure=maybe")
    assert [row["title"] for row in listed.context["rows"]] == ["An analyst, perhaps"]
    assert "Placement, not sure yet" in listed.content.decode()
    assert not client.get("/placements/?sure=firm").context["rows"]
    assert "not sure yet" in client.get("/placements/export.csv").content.decode()
    assert thing not in Opportunity.objects.open()
    person = PersonFactory()
    stops = eligibility.what_stops(thing, person.user)
    assert "not sure of this yet" in stops[0].text
    client.force_login(person.user)
    assert (
        "not sure of this yet" in client.get(f"{thing.get_absolute_url()}apply/").content.decode()
    )


def test_without_a_maybe_the_facet_is_not_there(client):
    PlacementFactory(live=True)
    names = [facet["name"] for facet in client.get("/placements/").context["facets"]]
    assert "sure" not in names


def test_what_it_depends_on_and_a_day_ahead_have_to_be_said(lead):
    thing = maybe(lead, depends_on="", decide_by=TODAY - datetime.timedelta(days=1))
    said = [text for _, text in services.submission_gaps(thing)]
    assert "Say what it depends on." in said
    assert any("by which day" in text for text in said)


def test_made_firm_it_needs_supervisor_and_pay_and_a_custodian(lead):
    thing = published(lead)
    services.make_firm(thing, by=lead.user)
    assert Placement.objects.get(pk=thing.pk).tentative
    with pytest.raises(IllegalMove):
        services.make_firm(thing, by=lead.user)
    with pytest.raises(services.Untidy, match="Name a supervisor"):
        services.submit_placement(thing, by=lead.user)
    services.save_placement(
        thing, by=lead.user, pay_basis="funded", funding_source="A bursary", hours_per_week=14
    )
    colleague = MembershipFactory(organisation=lead.organisation, role="member")
    services.set_supervisor(thing, supervisor=colleague.user, by=lead.user)
    services.submit_placement(thing, by=lead.user)
    custodian = CustodianFactory()
    with pytest.raises(PermissionDenied, match="supervisor has not accepted"):
        services.approve(thing, by=custodian)
    before = OpportunityState.objects.get(pk=thing.pk).published_at
    services.accept_supervision(Placement.objects.get(pk=thing.pk), by=colleague.user)
    services.approve(Placement.objects.get(pk=thing.pk), by=custodian)

    firm = Placement.objects.get(pk=thing.pk)
    assert not firm.tentative
    assert firm.opportunity_ptr in Opportunity.objects.open()
    assert firm.state.published_at > before
    with pytest.raises(ValidationError, match="firm already"):
        services.save_placement(firm, by=lead.user, tentative=True)


def test_a_saved_search_writes_when_it_becomes_firm(lead):
    reader = PersonFactory().user
    saved = services.save_search(
        by=reader, name="Analyst", kind="placement", query="q=analyst", alerts="daily"
    )
    thing = published(lead)
    OpportunityState.objects.update(published_at=timezone.now() - datetime.timedelta(days=5))
    week_ago = timezone.now() - datetime.timedelta(days=7)
    SavedSearch.objects.filter(pk=saved.pk).update(looked_until=week_ago)
    services.send_alerts()
    assert not Message.objects.filter(kind="opportunities_new_found").exists()
    services.make_firm(thing, by=lead.user)
    services.save_placement(thing, by=lead.user, pay_basis="funded", funding_source="A bursary")
    services.set_supervisor(thing, supervisor=lead.user, by=lead.user)
    services.submit_placement(thing, by=lead.user)
    services.approve(thing, by=CustodianFactory())
    day_ago = timezone.now() - datetime.timedelta(days=1, minutes=1)
    SavedSearch.objects.filter(pk=saved.pk).update(looked_until=day_ago)
    # What is a few minutes old only is left for the next time.
    services.send_alerts(now=timezone.now() + datetime.timedelta(minutes=30))
    assert Message.objects.filter(kind="opportunities_new_found", recipient=reader).count() == 1


def test_those_interested_hear_when_it_is_firm_and_nobody_is_added_then(client, lead):
    thing = published(lead)
    reader = PersonFactory().user
    client.force_login(reader)
    assert "I am interested" in client.get(thing.get_absolute_url()).content.decode()
    assert client.post(f"{thing.get_absolute_url()}interest/").status_code == 302
    assert Interested.objects.filter(opportunity=thing.pk, user=reader).count() == 1
    services.make_firm(thing, by=lead.user)
    services.save_placement(thing, by=lead.user, pay_basis="funded", funding_source="A bursary")
    services.set_supervisor(thing, supervisor=lead.user, by=lead.user)
    services.submit_placement(thing, by=lead.user)
    services.approve(thing, by=CustodianFactory())
    run_due()
    assert Message.objects.filter(kind="opportunities_interest_firm", recipient=reader).count() == 1
    other = PersonFactory().user
    with pytest.raises(IllegalMove, match="apply for it"):
        register_interest(Opportunity.objects.get(pk=thing.pk), by=other)


def test_the_clock_reminds_twice_and_then_closes_it(lead):
    thing = published(lead)
    week, due, over = (WHEN + datetime.timedelta(days=days) for days in (-7, 0, 15))
    assert services.remind_unsure(today=week - datetime.timedelta(days=1)) == 0
    for day in (week, week, due, due):
        services.remind_unsure(today=day)
    told = Message.objects.filter(kind="opportunities_unsure", recipient=lead.user)
    assert told.count() == 2
    assert "closes by itself on 15 May 2099" in told.first().body
    waits = PersonFactory().user
    register_interest(thing, by=waits)
    services.close_ended(today=over - datetime.timedelta(days=1))
    assert standing(thing).stage == "maybe"
    for _ in range(2):
        services.close_ended(today=over)
        run_due()
    assert standing(Placement.objects.get(pk=thing.pk)).stage == "closed"
    ended = Message.objects.filter(kind="opportunities_interest_ended", recipient=waits)
    assert ended.count() == 1


def test_the_pages_from_the_first_to_firm(client, lead):
    client.force_login(lead.user)
    first = {"title": "Perhaps", "description": "Tidy.", "learns": "Mapping.", "tentative": "on"}
    answer = client.post("/placements/new/", first)
    made = Placement.objects.get()
    assert answer.url == f"/placements/{made.slug}/edit/maybe/"
    assert (
        client.post(answer.url, {"depends_on": "A bid.", "decide_by": "1999-01-01"}).status_code
        == 422
    )
    answer = client.post(answer.url, {"depends_on": "A bid.", "decide_by": f"{WHEN}"})
    assert answer.url.endswith("/edit/when/")
    check = client.get(f"/placements/{made.slug}/edit/check/").content.decode()
    assert "A bid." in check
    assert "Name a supervisor" not in check
    assert client.get(f"/placements/{made.slug}/edit/terms/").status_code == 404

    thing = published(lead)
    url = f"{thing.get_absolute_url()}firm/"
    assert "Make it a firm placement" in client.get(thing.get_absolute_url()).content.decode()
    assert client.get(url).status_code == 200
    done = client.post(url, {"idempotency_key": "abcdefgh1"})
    assert done.url.endswith("/edit/terms/")
    assert client.post(url, {"idempotency_key": "abcdefgh1"}).url == done.url
    assert client.post(url).status_code == 409
    client.force_login(MembershipFactory().user)
    assert client.post(url).status_code == 403
