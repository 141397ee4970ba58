"""Where two are in it, both are named, and it is found under the kind of either."""

import pytest
from django.http import QueryDict
from django.test import RequestFactory
from django.utils import timezone

from common.models import Message
from opportunities import finding, services, words
from opportunities.finding import asking, current
from opportunities.finding.counting import Look
from opportunities.models import Opportunity, Partnership
from opportunities.services import telling
from profiles.choices import OrganisationKind
from profiles.services.suspensions import restore_organisation, suspend_organisation
from tests.factories.applications import ApplicationFactory
from tests.factories.opportunities import ChallengeFactory, PlacementFactory
from tests.factories.profiles import CustodianFactory, MembershipFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

BOTH = "Sowe Pantry with Severn Library"


@pytest.fixture(autouse=True)
def read_anew():
    """Sequences of PostgreSQL go on after a rollback, so what an earlier test kept would look heard."""
    finding.forget()


@pytest.fixture
def host():
    return MembershipFactory(
        organisation__name="Sowe Pantry", organisation__kind=OrganisationKind.COMMUNITY
    )


@pytest.fixture
def other():
    return MembershipFactory(
        organisation__name="Severn Library", organisation__kind=OrganisationKind.PUBLIC
    )


def join(opportunity, membership, kind="cosponsor"):
    return Partnership.objects.create(
        opportunity_id=opportunity.pk,
        organisation=membership.organisation,
        kind=kind,
        state="joined",
        words="We too.",
        host_days=["mon"],
        partner_days=["tue"],
        host_hours=7,
        partner_hours=7,
    )


def test_the_applicants_pages_and_mails_name_both_and_say_who_reads(client, host, other):
    challenge = ChallengeFactory(live=True, organisation=host.organisation, title="Maps")
    row = ApplicationFactory(opportunity=challenge)
    join(challenge, other)
    client.force_login(row.person.user)

    assert BOTH in client.get("/me/applications/").content.decode()
    assert BOTH in client.get(row.get_absolute_url()).content.decode()

    telling.tell_applicant(type(row).objects.get(pk=row.pk))
    mail = Message.objects.get(kind="opportunities_application_received")
    assert f"Sowe Pantry has your application for “Maps”, posted by {BOTH}." in mail.body


def test_a_mail_of_one_host_says_no_more_than_before(host):
    challenge = ChallengeFactory(live=True, organisation=host.organisation, title="Maps")
    row = ApplicationFactory(opportunity=challenge)
    telling.tell_applicant(row)
    mail = Message.objects.get(kind="opportunities_application_received")
    assert "Sowe Pantry has your application for “Maps”." in mail.body


def test_the_structured_data_of_a_paid_one_names_both(host, other):
    placement = PlacementFactory(
        live=True,
        organisation=host.organisation,
        pay_basis="paid",
        pay_amount=14,
        pay_period="hour",
    )
    alone = words.job_posting(placement, base_url="https://forum.example")
    join(placement, other, "shares")
    shared = words.job_posting(
        Opportunity.objects.get(pk=placement.pk), base_url="https://forum.example"
    )
    assert alone
    assert shared
    assert alone["hiringOrganization"]["name"] == "Sowe Pantry"
    assert [one["name"] for one in shared["hiringOrganization"]] == [
        "Sowe Pantry",
        "Severn Library",
    ]


def found(kind):
    """How many the index counts and finds under a kind, and the database by the same address."""
    chosen = asking.read(QueryDict(f"host={kind}"))
    today = timezone.localdate()
    look = Look(current(), asking.keys(chosen), today=today)
    by_rule = Opportunity.objects.findable().filter(asking.rule(chosen, today=today))
    assert sorted(look.ordered("new").tolist()) == sorted(by_rule.values_list("pk", flat=True))
    counted = Look(current(), {}, today=today).counts("host").get(kind, 0)
    assert counted == len(look) == by_rule.count()
    return counted


def test_who_asks_finds_a_shared_one_under_the_kind_of_either_and_once(client, host, other):
    challenge = ChallengeFactory(live=True, organisation=host.organisation, title="Maps")
    assert (found("community"), found("public")) == (1, 0)
    services.accept_partner(
        services.ask_to_cosponsor(
            challenge, by=other.user, organisation=other.organisation, words="We too."
        ),
        by=host.user,
    )
    assert (found("community"), found("public")) == (1, 1)
    assert "Maps" in client.get("/opportunities/?host=public").content.decode()

    same = MembershipFactory(organisation__kind=OrganisationKind.COMMUNITY)
    services.accept_partner(
        services.ask_to_cosponsor(
            challenge, by=same.user, organisation=same.organisation, words="We too."
        ),
        by=host.user,
    )
    assert (found("community"), found("public")) == (1, 1)


def test_who_asks_follows_a_partner_that_changes_leaves_and_comes_back(host, other):
    challenge = ChallengeFactory(live=True, organisation=host.organisation)
    row = services.accept_partner(
        services.ask_to_cosponsor(
            challenge, by=other.user, organisation=other.organisation, words="We too."
        ),
        by=host.user,
    )
    custodian = CustodianFactory()
    suspend_organisation(other.organisation, by=custodian, reason="A complaint.")
    assert (found("community"), found("public")) == (1, 0)
    restore_organisation(other.organisation, by=custodian)
    assert found("public") == 1
    organisation = other.organisation
    organisation.kind = OrganisationKind.UNIVERSITY
    organisation.save()
    assert (found("public"), found("university")) == (0, 1)
    services.end_partnership(row, by=other.user)
    assert (found("community"), found("university")) == (1, 0)


def test_a_request_made_by_hand_for_two_kinds_finds_it_once(client, host, other):
    challenge = ChallengeFactory(live=True, organisation=host.organisation, title="Maps")
    join(challenge, other)
    chosen = asking.read(RequestFactory().get("/?host=community&host=public").GET)
    today = timezone.localdate()
    rows = Opportunity.objects.findable().filter(asking.rule(chosen, today=today))
    assert [row.pk for row in rows] == [challenge.pk]
