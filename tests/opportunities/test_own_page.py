"""The author's own page says where a draft stands, what a custodian wrote and what comes next."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from opportunities import services
from opportunities.services import save_job
from tests.factories.applications import ApplicationFactory
from tests.factories.opportunities import ChallengeFactory, PlacementFactory
from tests.factories.profiles import CustodianFactory, MembershipFactory

pytestmark = pytest.mark.django_db


def waiting(kind, lead):
    if kind == "job":
        job = save_job(
            None,
            by=lead.user,
            organisation=lead.organisation,
            title="Open data officer",
            description="Look after it.",
            pattern="remote",
            employer_form_url="https://theirs.example/jobs/1",
            pay_amount="31067",
            pay_period="year",
            pay_basis="paid",
            closes=datetime.date(2099, 1, 1),
        )
        return services.submit_job(job, by=lead.user)
    factory = {"challenge": ChallengeFactory, "placement": PlacementFactory}[kind]
    return factory(waiting=True, organisation=lead.organisation, author=lead.user)


@pytest.mark.parametrize("kind", ["challenge", "placement", "job"])
@pytest.mark.parametrize(
    ("decide", "said", "next_step"),
    [
        (services.request_changes, "Changes asked for", "send it in again"),
        (services.reject, "Not published", "You can change it and send it in again"),
    ],
)
def test_state_comment_and_next_step_stand_on_both_pages(client, kind, decide, said, next_step):
    lead = MembershipFactory()
    thing = waiting(kind, lead)
    decide(thing, by=CustodianFactory(), comment="Say who would answer.")
    client.force_login(lead.user)

    for path in (thing.get_absolute_url(), "/me/opportunities/"):
        page = client.get(path).content.decode()
        assert said in page
        assert "Say who would answer." in page
        assert next_step in page
        assert f"{thing.get_absolute_url()}edit/" in page

    submit = getattr(services, f"submit_{kind}")
    submit(thing, by=lead.user)
    assert "Say who would answer." not in client.get("/me/opportunities/").content.decode()


def test_taken_back_after_a_no_is_a_draft_again(client):
    lead = MembershipFactory()
    thing = waiting("challenge", lead)
    services.reject(thing, by=CustodianFactory(), comment="Not for us.")
    thing = services.submit_challenge(thing, by=lead.user)
    services.withdraw(thing, by=lead.user)
    client.force_login(lead.user)
    page = client.get(thing.get_absolute_url()).content.decode()
    assert "Not for us." not in page
    assert "Draft" in page


def test_the_list_of_mine_asks_as_often_for_one_refusal_as_for_three(client):
    lead = MembershipFactory()
    client.force_login(lead.user)
    counts = []
    for _ in range(2):
        for _ in range(len(counts) + 1):
            thing = waiting("challenge", lead)
            services.reject(thing, by=CustodianFactory(), comment="No.")
        client.get("/me/opportunities/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/me/opportunities/")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 15


def test_wagtail_says_what_stops_publishing_before_anybody_presses(client):
    lead, custodian = MembershipFactory(), CustodianFactory()
    colleague = MembershipFactory(organisation=lead.organisation)
    unsupervised = PlacementFactory(
        waiting=True,
        organisation=lead.organisation,
        author=lead.user,
        supervisor=colleague.user,
    )
    client.force_login(custodian)
    page = client.get(f"/admin/snippets/opportunities/placement/edit/{unsupervised.pk}/")
    assert "The supervisor has not accepted yet" in page.content.decode()
    job = waiting("job", lead)
    job.pay_amount = None
    job.save_revision()
    page = client.get(f"/admin/snippets/opportunities/job/edit/{job.pk}/")
    assert "The pay of a job must be stated." in page.content.decode()


def test_the_list_of_mine_leads_a_host_to_who_applied(client):
    row = ApplicationFactory(state="received")
    ApplicationFactory(opportunity=row.opportunity, state="draft")
    host = row.opportunity.state.submitted_by
    client.force_login(host)
    page = client.get("/me/opportunities/").content.decode()
    assert f'href="{row.opportunity.get_absolute_url()}applications/"' in page
    assert "1 application<" in page

    colleague = MembershipFactory(organisation=row.opportunity.organisation, role="member")
    client.force_login(colleague.user)
    assert "applications/" not in client.get("/me/opportunities/").content.decode()
