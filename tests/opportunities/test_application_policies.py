"""Who reads an application, as a table; lists and predicates agree; ties beat every right."""

import datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from opportunities import policies_of_applications as policies
from opportunities.models import Application
from opportunities.queries.applications import host_is_late, inbox, kept_from, tab_counts
from profiles.models import Interest
from tests.factories.applications import ApplicationFactory, ReviewFactory
from tests.factories.opportunities import PlacementFactory
from tests.factories.profiles import (
    CustodianFactory,
    MembershipFactory,
    OrganisationFactory,
    PersonFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def host():
    return OrganisationFactory()


@pytest.fixture
def placement(host):
    return PlacementFactory(live=True, organisation=host, seats=3)


def reads(user, application) -> bool:
    """Both ways of asking, which have to agree."""
    listed = Application.objects.visible_to(user).filter(pk=application.pk).exists()
    may = policies.may_read_application(user, application)
    assert listed == may
    return may


def member(host, role="member"):
    return MembershipFactory(organisation=host, role=role).user


def test_who_reads_an_application(host, placement) -> None:
    application = ApplicationFactory(opportunity=placement)
    asked = ReviewFactory(application=application, reviewer=member(host)).reviewer
    gone = ReviewFactory(application=application).reviewer

    assert reads(member(host, "lead"), application)
    assert reads(placement.state.supervisor, application)
    assert reads(asked, application)
    assert not reads(member(host), application)
    assert not reads(gone, application)  # does not belong any more
    assert not reads(CustodianFactory(), application)
    assert not reads(application.person.user, application)
    assert not policies.may_read_application(AnonymousUser(), application)
    assert not reads(MembershipFactory().user, application)


def test_a_draft_is_nobodys_but_the_applicants(host, placement) -> None:
    assert not reads(member(host, "lead"), ApplicationFactory(opportunity=placement, state="draft"))


def _own(lead, host):
    return PersonFactory(user=lead)


def _same_university(lead, host):
    other = OrganisationFactory()
    MembershipFactory(organisation=other, user=lead, role="member")
    return PersonFactory(affiliation=other)


def _same_employer(lead, host):
    other = OrganisationFactory()
    MembershipFactory(organisation=other, user=lead, role="member")
    return PersonFactory(user=MembershipFactory(organisation=other).user)


def _declared(lead, host):
    other = OrganisationFactory()
    Interest.objects.create(user=lead, about=other, nature="work")
    return PersonFactory(affiliation=other)


def _declared_by_the_applicant(lead, host):
    other = OrganisationFactory()
    MembershipFactory(organisation=other, user=lead, role="member")
    user = UserFactory()
    Interest.objects.create(user=user, about=other, nature="work")
    return PersonFactory(user=user)


@pytest.mark.parametrize(
    "tie", [_own, _same_university, _same_employer, _declared, _declared_by_the_applicant]
)
def test_a_tie_beats_every_right(host, placement, tie) -> None:
    lead = member(host, "lead")
    application = ApplicationFactory(opportunity=placement, person=tie(lead, host))
    ApplicationFactory(opportunity=placement)

    assert not reads(lead, application)
    assert not policies.may_decide_application(lead, application)
    assert not policies.may_offer(lead, application)
    assert reads(member(host, "lead"), application)
    assert kept_from(placement, tab_counts(placement, lead)) == 1


def test_a_conflict_said_at_the_reading_ends_it(host, placement) -> None:
    lead = member(host, "lead")
    application = ApplicationFactory(opportunity=placement)
    assert reads(lead, application)

    ReviewFactory(application=application, reviewer=lead, conflict="We are neighbours.")

    assert not reads(lead, application)


def test_studying_at_the_host_is_no_tie(host, placement) -> None:
    application = ApplicationFactory(opportunity=placement, person=PersonFactory(affiliation=host))
    assert reads(member(host, "lead"), application)


def test_only_leads_offer(host, placement) -> None:
    application = ApplicationFactory(opportunity=placement)
    assert policies.may_offer(member(host, "lead"), application)
    supervisor = PlacementFactory(live=True, organisation=host).state.supervisor
    assert not policies.may_offer(member(host), application)
    assert policies.may_offer(supervisor, application)  # who posts it leads it


def test_a_name_is_known_after_the_blind_reading(host, placement) -> None:
    lead = member(host, "lead")
    application = ApplicationFactory(opportunity=placement)
    assert policies.may_know_name(application.person.user, application)
    assert not policies.may_know_name(lead, application)
    application.named_at = timezone.now()
    assert policies.may_know_name(lead, application)
    assert not policies.may_know_name(CustodianFactory(), application)


def test_an_inbox_counts_and_lists_what_its_reader_may_read(host, placement) -> None:
    lead = member(host, "lead")
    asked = member(host)
    late = timezone.localdate() - datetime.timedelta(days=1)
    rows = [ApplicationFactory(opportunity=placement, answer_by=late)]
    rows += [ApplicationFactory(opportunity=placement, state=s) for s in ("reading", "reserve")]
    ReviewFactory(application=rows[1], reviewer=asked)

    assert [*inbox(placement, lead)] == rows[:2]
    assert [*inbox(placement, asked)] == [rows[1]]
    counted = tab_counts(placement, lead)
    assert (counted["new"], counted["reserve"], counted["late"]) == (2, 1, 1)
    assert tab_counts(placement, asked)["new"] == 1


def test_a_host_with_three_late_answers_takes_no_more(host, placement) -> None:
    late = timezone.localdate() - datetime.timedelta(days=1)
    rows = [ApplicationFactory(opportunity=placement, answer_by=late) for _ in range(2)]
    ApplicationFactory(opportunity=placement, answer_by=late, state="declined")
    ApplicationFactory(opportunity=placement)
    assert host_is_late(host) == ""

    rows.append(ApplicationFactory(opportunity=placement, answer_by=late))
    assert host.name in host_is_late(host)
    assert host_is_late(OrganisationFactory()) == ""
