"""What needs somebody now: each entry for whoever can act on it, the soonest first, and cheap."""

import datetime
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from common import needs_me
from opportunities.models import Decision, OpportunityState
from profiles.models import Invitation, JoinRequest
from tests.factories import matching
from tests.factories.applications import ApplicationFactory, ReviewFactory
from tests.factories.opportunities import ChallengeFactory, PlacementFactory
from tests.factories.profiles import (
    CustodianFactory,
    MembershipFactory,
    OrganisationFactory,
    PersonFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
PAGE = "/me/now/"


def titles(user: Any) -> list[str]:
    return [entry.title for entry in needs_me.needs(user).entries]


def in_days(days: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=days)


def test_an_applicant_is_told_of_an_offer_and_of_a_draft() -> None:
    person = PersonFactory()
    offer = ApplicationFactory(person=person, state="offered", offer_until=in_days(3))
    draft = ApplicationFactory(person=person, state="draft")
    ApplicationFactory(person=person, state="received")

    assert titles(person.user) == [
        f"Answer the offer: {offer.opportunity}",
        f"Finish your application: {draft.opportunity}",
    ]


def test_a_draft_for_what_has_ended_asks_nothing() -> None:
    draft = ApplicationFactory(state="draft")
    draft.opportunity.state.lifecycle = "closed"
    draft.opportunity.state.save()

    assert titles(draft.person.user) == []


def test_a_lead_is_told_once_of_an_inbox_and_by_when() -> None:
    lead = MembershipFactory()
    asked = PlacementFactory(organisation=lead.organisation, live=True, seats=3)
    for days in (9, 4):
        ApplicationFactory(opportunity=asked, answer_by=in_days(days))

    entry = needs_me.needs(lead.user).entries[0]

    assert (entry.title, entry.by) == (f"Answer those who applied: {asked}", in_days(4))
    assert "2 people wait" in entry.why


def test_nobody_is_told_of_what_they_may_not_read() -> None:
    """The applicant works beside the lead elsewhere: a tie."""
    lead = MembershipFactory()
    other = MembershipFactory(user=lead.user)
    asked = PlacementFactory(organisation=lead.organisation, live=True, seats=3)
    tied = PersonFactory(affiliation=other.organisation)
    ApplicationFactory(opportunity=asked, person=tied)
    plain_member = MembershipFactory(organisation=lead.organisation, role="member")

    assert titles(lead.user) == []
    assert titles(plain_member.user) == []
    assert titles(UserFactory()) == []


def test_a_reader_a_supervisor_and_whoever_wrote_answers_are_told() -> None:
    lead = MembershipFactory()
    reader = MembershipFactory(organisation=lead.organisation, role="member")
    supervisor = MembershipFactory(organisation=lead.organisation, role="member").user
    asked = PlacementFactory(
        organisation=lead.organisation, author=lead.user, supervisor=supervisor, seats=3
    )
    assert titles(supervisor) == [f"Say whether you supervise: {asked}"]
    asked.live = True
    asked.save()
    asked.state.supervisor_accepted_at = timezone.now()
    asked.state.save()
    application = ApplicationFactory(opportunity=asked)
    ReviewFactory(application=application, reviewer=reader.user)
    Decision.objects.create(application=application, to="declined")

    assert titles(reader.user) == [f"Read what you were asked to read: {asked}"]
    assert titles(supervisor) == [f"Answer those who applied: {asked}"]
    assert titles(lead.user) == [
        f"Answer those who applied: {asked}",
        f"Send the answers you wrote: {asked}",
    ]


def test_a_draft_sent_back_needs_its_people() -> None:
    lead = MembershipFactory()
    draft = ChallengeFactory(organisation=lead.organisation, author=lead.user, needs_changes=True)

    assert titles(lead.user) == [f"Mend and send in again: {draft.title}"]
    assert titles(UserFactory()) == []


def test_both_sides_of_an_introduction_are_told_until_they_answer() -> None:
    opportunity = matching.ChallengeFactory()
    lead = matching.lead_of(opportunity.organisation)
    person = matching.person()
    asked = matching.introduction(opportunity, person=person)
    words = [f"Say yes or no to an introduction: {opportunity}"]
    assert (titles(lead), titles(person.user)) == (words, words)

    asked.supply_answer = "yes"
    asked.save()

    assert (titles(lead), titles(person.user)) == (words, [])


def test_invitations_and_requests_to_join_wait_for_one_person() -> None:
    lead, asker = MembershipFactory(), UserFactory()
    JoinRequest.objects.create(organisation=lead.organisation, user=asker)
    Invitation.objects.create(organisation=OrganisationFactory(name="Tame"), address="a@b.example")
    invited = UserFactory()
    EmailAddress.objects.create(user=invited, email="A@b.example", verified=True)
    EmailAddress.objects.create(user=asker, email="a@b.example", verified=False)

    assert titles(lead.user) == [f"Somebody asks to speak for {lead.organisation}"]
    assert titles(invited) == ["Answer an invitation: Tame"]
    assert titles(asker) == []


def test_a_custodian_is_told_of_the_queue_as_one() -> None:
    ChallengeFactory(waiting=True)
    ChallengeFactory(waiting=True)

    assert titles(CustodianFactory()) == ["Decide about 2 drafts"]


def supervise(placement: Any, user: Any, accepted: Any = None) -> None:
    OpportunityState.objects.filter(pk=placement.pk).update(
        supervisor=user, supervisor_accepted_at=accepted
    )


def busy() -> Any:
    """Somebody in every role."""
    user = CustodianFactory()
    lead = MembershipFactory(user=user)
    person = PersonFactory(user=user)
    for _ in range(2):
        asked = PlacementFactory(organisation=lead.organisation, live=True, seats=3)
        application = ApplicationFactory(opportunity=asked)
        ReviewFactory(application=application, reviewer=user)
        Decision.objects.create(application=application, to="declined")
        ApplicationFactory(person=person, state="offered", offer_until=in_days(-1))
        ApplicationFactory(person=person, state="draft")
        ChallengeFactory(organisation=lead.organisation, needs_changes=True)
        ChallengeFactory(waiting=True)
        matching.introduction(matching.ChallengeFactory(), person=person)
        JoinRequest.objects.create(organisation=lead.organisation, user=UserFactory())
        supervise(PlacementFactory(), user)
        elsewhere = PlacementFactory(live=True, seats=3)
        supervise(elsewhere, user, accepted=timezone.now())
        ApplicationFactory(opportunity=elsewhere)
    return user


def test_the_page_shows_all_roles_in_at_most_fifteen_queries(client: Client) -> None:
    client.force_login(busy())
    client.get(PAGE)

    with CaptureQueriesContext(connection) as seen:
        answer = client.get(PAGE)

    text = answer.content.decode()
    assert len(seen) <= 15, [one["sql"][:200] for one in seen.captured_queries]
    for role in needs_me.ROLES.values():
        assert role in text
    assert "Was due on" in text
    days = [entry.day or datetime.date.max for entry in answer.context["needs"].entries]
    assert days == sorted(days)


def test_nothing_needs_somebody_new(client: Client) -> None:
    client.force_login(UserFactory())

    text = client.get(PAGE).content.decode()

    assert "Nothing needs you now" in text
    assert "(0" not in text


def test_other_pages_show_the_number_and_do_not_count(client: Client) -> None:
    application = ApplicationFactory(state="offered", offer_until=in_days(3))
    client.force_login(application.person.user)
    client.get("/terms/")
    with CaptureQueriesContext(connection) as before:
        assert "Your account (1" not in client.get("/terms/").content.decode()

    own = client.get("/me/").content.decode()
    with CaptureQueriesContext(connection) as after:
        elsewhere = client.get("/terms/").content.decode()

    assert "1 thing needs you." in own
    assert "Your account (1" in elsewhere
    assert len(after) == len(before)


def test_a_stranger_signs_in_first(client: Client) -> None:
    assert client.get(PAGE).status_code == 302


def test_an_app_cannot_take_another_ones_name() -> None:
    source = needs_me.SOURCES["offers"]

    with pytest.raises(ValueError, match="Two sources"):
        needs_me.register(needs_me.Source("offers", "you", rows=list, entry=source.entry))
    with pytest.raises(ValueError, match="No role"):
        needs_me.register(needs_me.Source("x", "nobody", rows=source.rows, entry=source.entry))
