"""Putting oneself forward: who may, until when, what the host learns, and how it ends."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.utils import timezone

from common.erasing import erase
from common.invariants import broken
from common.models import Message
from common.states import IllegalMove
from opportunities import services
from opportunities.application_choices import APPLICATION_MOVES, HOLDS_SEAT, OVER, ApplicationState
from opportunities.eligibility import what_stops
from opportunities.models import Application, Opportunity, OpportunityState, SeatEntry
from opportunities.services.applying import CannotApply, off_weekends
from opportunities.services.seats import holds_place, lock
from profiles.models import Disclosure
from profiles.policies import may_see_contact, open_scopes
from profiles.services import memberships as members
from tests.factories.applying import ANSWERS, apply, asks, lock_free
from tests.factories.opportunities import ChallengeFactory, JobFactory, PlacementFactory
from tests.factories.profiles import MembershipFactory, PersonFactory, UserFactory

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")


def said(opportunity, user, **kwargs):
    """Why somebody may not apply, in one text."""
    row = Opportunity.objects.select_related("organisation__state", "state").get(pk=opportunity.pk)
    return " ".join(stop.text for stop in what_stops(row, user, **kwargs))


def mails(kind):
    return Message.objects.filter(kind=f"opportunities_{kind}")


def test_beginning_twice_is_one_draft():
    placement, person = PlacementFactory(live=True), PersonFactory()

    first = services.start_application(placement, by=person.user)

    assert services.start_application(placement, by=person.user) == first
    assert Application.objects.get().state == "draft"
    assert not Message.objects.filter(kind__startswith="opportunities_host").exists()


def test_sending_tells_both_and_promises_a_day():
    placement = PlacementFactory(live=True)
    application = apply(placement)

    assert application.state == "received"
    assert application.answer_by >= timezone.localdate() + datetime.timedelta(days=14)
    assert application.answer_by.weekday() < 5
    receipt = mails("application_received").get()
    assert receipt.recipient == application.person.user
    assert f"{application.answer_by:%B %Y}" in receipt.body
    host = mails("host_received").get()
    assert host.recipient == placement.state.submitted_by
    assert application.person.name not in host.subject + host.body
    assert application.label in host.body


def test_a_double_click_sends_once():
    application = apply(PlacementFactory(live=True))

    services.send_application(application, by=application.person.user)

    assert mails("application_received").count() == 1
    with pytest.raises(IllegalMove, match="sent already"):
        services.save_answers(application, ANSWERS, by=application.person.user)


@pytest.mark.parametrize(
    ("day", "moved"), [("2026-11-20", 0), ("2026-11-21", 2), ("2026-11-22", 1), ("2026-11-23", 0)]
)
def test_nobody_is_promised_an_answer_at_a_weekend(day, moved):
    day = datetime.date.fromisoformat(day)
    assert off_weekends(day) == day + datetime.timedelta(days=moved)


def test_answers_are_needed_and_a_link_is_a_web_address():
    placement, person = PlacementFactory(live=True), PersonFactory()
    asks(placement, questions=["why", "link"])
    draft = services.start_application(placement, by=person.user)

    with pytest.raises(ValidationError, match="Why this one"):
        services.send_application(draft, by=person.user)
    for bad in ("javascript:alert(1)", "https://me:secret@host.example/", "data:text/html,x"):
        with pytest.raises(ValidationError):
            services.save_answers(draft, {"link": bad}, by=person.user)
    with pytest.raises(ValidationError):
        services.save_answers(draft, {"why": "x" * 1_000_000}, by=person.user)


def test_somebody_elses_application_does_not_exist():
    application, other = apply(PlacementFactory(live=True), to="draft"), UserFactory()
    for act in (
        lambda: services.save_answers(application, ANSWERS, by=other),
        lambda: services.send_application(application, by=other),
        lambda: services.withdraw_application(application, by=other),
        lambda: services.accept_offer(application, by=other),
        lambda: services.refuse_offer(application, by=other),
    ):
        with pytest.raises(Http404):
            act()


def test_why_not_is_said_and_what_would_change_it():
    placement = PlacementFactory(live=True, stages=["student", "graduate"])
    expert = PersonFactory(stage="expert")

    assert "student, graduate" in said(placement, expert.user)
    assert "profile" in said(placement, UserFactory())
    assert "whose work this is" in said(placement, placement.state.submitted_by)
    assert "employer" in said(JobFactory(), expert.user)
    assert said(placement, PersonFactory().user) == ""
    with pytest.raises(CannotApply):
        services.start_application(placement, by=expert.user)


def test_a_host_with_three_late_answers_gets_no_fourth():
    placement = PlacementFactory(live=True)
    past = timezone.localdate() - datetime.timedelta(days=1)
    late = [apply(placement, answer_by=past) for _ in range(3)]
    person = PersonFactory()

    assert "has not answered 3 or more people" in said(placement, person.user)
    draft = apply(ChallengeFactory(live=True), to="draft")
    assert said(draft.opportunity, draft.person.user) == "", "another host is not concerned"
    services.advance(lock(late[0]), ApplicationState.DECLINED, by=None)
    assert said(placement, person.user) == ""


@pytest.mark.parametrize(
    ("closes", "received", "open_"),
    [
        ("2026-11-30", "2026-11-30T23:59:59", True),
        ("2026-11-30", "2026-12-01T00:00:00", False),
        # The clocks go forward on 28 March 2027 and back on 31 October 2027.
        ("2027-03-27", "2027-03-27T23:59:59", True),
        ("2027-03-27", "2027-03-28T00:00:00", False),
        ("2027-03-28", "2027-03-28T23:59:59", True),
        ("2027-03-28", "2027-03-29T00:00:00", False),
        ("2027-10-31", "2027-10-31T23:59:59", True),
        ("2027-10-31", "2027-11-01T00:00:00", False),
    ],
)
def test_it_closes_with_the_last_minute_of_the_day_in_london(closes, received, open_):
    placement, person = PlacementFactory(live=True), PersonFactory()
    draft = apply(placement, person, to="draft")
    Opportunity.objects.filter(pk=placement.pk).update(closes=closes)
    at = datetime.datetime.fromisoformat(received).replace(tzinfo=LONDON).astimezone(datetime.UTC)

    if open_:
        services.send_application(draft, by=person.user, received=at)
        assert lock_free(draft).sent_at == at
    else:
        with pytest.raises(CannotApply, match="closed at the end"):
            services.send_application(draft, by=person.user, received=at)
        assert lock_free(draft).answers.count() == 2, "what was written is kept"


def test_what_came_before_the_poster_closed_it_counts():
    placement = PlacementFactory(live=True)
    draft, late = apply(placement, to="draft"), apply(placement, to="draft")
    before = timezone.now()
    services.close(placement, by=placement.state.submitted_by)

    services.send_application(draft, by=draft.person.user, received=before)
    with pytest.raises(CannotApply, match="has closed"):
        services.send_application(late, by=late.person.user)


@pytest.mark.parametrize("current", ApplicationState.values)
def test_every_move_is_as_written(current):
    application = apply(PlacementFactory(live=True), to=current)
    for wanted in ApplicationState.values:
        before = transaction.savepoint()
        row = lock(application)
        if wanted in APPLICATION_MOVES[current]:
            services.advance(row, wanted, by=None)
            assert lock_free(row).state == wanted
            assert holds_place(row) == (wanted in HOLDS_SEAT)
            if wanted in OVER:
                assert not Disclosure.objects.filter(cause=row.cause, until__gt=timezone.now())
            assert not broken()
        else:
            with pytest.raises(IllegalMove):
                services.advance(row, wanted, by=None)
            assert lock_free(row).state == current
        transaction.savepoint_rollback(before)


def test_accepting_takes_the_place_and_giving_it_back_frees_it():
    placement = PlacementFactory(live=True, seats=1)
    first = apply(placement)
    second = apply(placement)
    for row in (first, second):
        services.advance(lock(row), ApplicationState.OFFERED, by=None)

    services.accept_offer(first, by=first.person.user)
    services.accept_offer(first, by=first.person.user)
    with pytest.raises(IllegalMove, match="a moment before you"):
        services.accept_offer(second, by=second.person.user)

    assert lock_free(second).state == "offered"
    state = OpportunityState.objects.get(pk=placement.pk)
    assert (state.seats_taken, state.lifecycle) == (1, "filled")
    services.withdraw_application(first, by=first.person.user)
    services.withdraw_application(first, by=first.person.user)
    services.accept_offer(second, by=second.person.user)
    assert list(SeatEntry.objects.values_list("change", flat=True)) == [1, -1, 1]
    assert mails("host_withdrawn").count() == 1
    assert not broken()


def test_who_applied_in_time_can_be_given_a_place_after_the_closing_date():
    application = apply(PlacementFactory(live=True), to="offered")
    services.close(application.opportunity, by=None)

    services.accept_offer(application, by=application.person.user)

    assert holds_place(application)


def test_a_run_out_offer_cannot_be_taken_and_one_can_be_refused():
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    gone = apply(PlacementFactory(live=True), to="offered", offer_until=yesterday)
    offer = apply(PlacementFactory(live=True), to="offered")

    with pytest.raises(IllegalMove, match="run out"):
        services.accept_offer(gone, by=gone.person.user)
    services.refuse_offer(offer, by=offer.person.user)
    assert lock_free(offer).state == "withdrawn"
    assert mails("host_refused").exists()
    fresh = apply(PlacementFactory(live=True))
    with pytest.raises(IllegalMove, match="no offer"):
        services.refuse_offer(fresh, by=fresh.person.user)


def test_a_blind_host_reads_the_name_from_the_shortlist_on_and_no_longer_than_it_lives():
    placement = PlacementFactory(live=True)
    lead = placement.state.submitted_by
    application = apply(placement, shares_cv=True)
    person = application.person

    assert open_scopes(lead, person) == set()
    services.advance(lock(application), ApplicationState.SHORTLISTED, by=None)
    assert open_scopes(lead, person) == {"name", "cv"}
    services.advance(lock(application), ApplicationState.OFFERED, by=None)
    assert open_scopes(lead, person) == {"name", "cv", "contact"}
    assert may_see_contact(lead, person)
    services.withdraw_application(application, by=person.user)
    assert open_scopes(lead, person) == set()


def test_a_new_lead_reads_the_name_and_one_who_leaves_does_not():
    placement = PlacementFactory(live=True)
    asks(placement, blind=False)
    application = apply(placement)
    old = placement.state.submitted_by
    assert open_scopes(old, application.person) == {"name"}

    newcomer = UserFactory()
    new = MembershipFactory(organisation=placement.organisation, user=newcomer, role="member")
    members.change_role(new, "lead", by=old)
    assert open_scopes(newcomer, application.person) == {"name"}
    members.leave(placement.organisation, by=old)

    assert open_scopes(old, application.person) == set()


def test_erasing_an_applicant_frees_the_place_and_names_nobody():
    placement = PlacementFactory(live=True, seats=1)
    application = apply(placement, to="accepted")
    name, email = application.person.name, application.person.user.email

    erase(application.person.user)

    state = OpportunityState.objects.get(pk=placement.pk)
    assert (state.seats_taken, state.lifecycle) == (0, "open")
    mail = mails("host_gone").get()
    assert application.label in mail.body
    for text in (mail.subject, mail.body):
        assert name not in text
        assert email not in text
    assert not Application.objects.exists()
    assert not broken()
