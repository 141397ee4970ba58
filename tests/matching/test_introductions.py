"""Introductions: asked for, answered by both, and only then does each see the other."""

import datetime
import re

import pytest
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from common.models import ActivityEntry, Message
from common.states import IllegalMove, move
from matching import links, services
from matching.choices import INTRODUCTION_MOVES, RUN_MOVES, IntroductionState, RunState
from matching.models import Introduction, Match
from profiles.models import Disclosure
from profiles.policies import may_see_contact
from tests.factories.matching import introduction, lead_of, match, person, run
from tests.factories.profiles import MembershipFactory
from tests.support.rivals import at_once

CANARIES = ("Zebedee", "zebedee.canaryname")


@pytest.fixture
def scored(market):
    """The market, with the student's and the team's current matches."""
    services.run_all()
    market.for_student = Match.objects.get(person=market.student, is_current=True)
    market.for_team = Match.objects.get(offer=market.team, is_current=True)
    return market


def mails(kind):
    """Addresses that a kind of mail went to."""
    return sorted(Message.objects.filter(kind=kind).values_list("address", flat=True))


def test_poster_asks_student_says_yes_and_both_see_each_other(scored, broken):
    made = services.propose(scored.for_student, by=scored.poster, message="Come and help.")
    assert (made.state, made.need_answer, made.supply_answer) == ("proposed", "yes", "")
    assert mails("matching_asked") == [scored.student.user.email]

    services.accept(made, by=scored.student.user)

    made.refresh_from_db()
    assert (made.state, made.need_answer, made.supply_answer) == ("introduced", "yes", "yes")
    assert may_see_contact(scored.poster, scored.student)
    assert mails("matching_introduced") == sorted([scored.poster.email, scored.student.user.email])
    to_poster = Message.objects.get(kind="matching_introduced", address=scored.poster.email).body
    to_student = Message.objects.get(
        kind="matching_introduced", address=scored.student.user.email
    ).body
    assert f"Zebedee Canaryname, {scored.student.user.email}" in to_poster
    assert f"{scored.poster.name}, {scored.poster.email}" in to_student
    assert scored.poster.email not in to_poster
    assert broken() == {}


def test_no_mail_names_anybody_before_both_said_yes(scored):
    services.tell_about(scored.challenge.pk)
    made = services.propose(scored.for_student, by=scored.custodian)
    services.accept(made, by=scored.poster)
    services.remind_due(now=timezone.now() + datetime.timedelta(days=8))

    for mail in Message.objects.exclude(address=scored.student.user.email):
        for canary in CANARIES:
            assert canary not in mail.subject + mail.body
    for mail in Message.objects.exclude(address=scored.poster.email):
        assert scored.poster.email not in mail.body
    assert not Disclosure.objects.exists()


def test_custodian_asks_both_sides(scored):
    made = services.propose(scored.for_student, by=scored.custodian)
    assert (made.need_answer, made.supply_answer) == ("", "")
    assert mails("matching_asked") == sorted([scored.poster.email, scored.student.user.email])

    services.accept(made, by=scored.student.user)
    made.refresh_from_db()
    assert made.state == "one_accepted"
    services.accept(made, by=scored.poster)

    made.refresh_from_db()
    assert made.state == "introduced"


def test_student_asks_and_the_lead_says_yes(scored):
    made = services.propose(scored.for_student, by=scored.student.user)
    assert (made.need_answer, made.supply_answer) == ("", "yes")
    assert mails("matching_asked") == [scored.poster.email]

    services.accept(made, by=scored.poster)

    made.refresh_from_db()
    assert made.state == "introduced"


def test_offer_is_introduced_takes_a_place_and_leaves_the_list(scored):
    made = services.propose(scored.for_team, by=scored.poster)

    services.accept(made, by=scored.offerer)

    scored.team.state.refresh_from_db()
    assert scored.team.state.taken == 1
    assert mails("matching_introduced") == sorted([scored.poster.email, scored.offerer.email])
    services.score_offer(scored.team.pk)
    assert not Match.objects.filter(offer=scored.team, is_current=True).exists()


def test_offer_whose_last_place_has_gone_cannot_be_introduced(scored):
    made = services.propose(scored.for_team, by=scored.poster)
    scored.team.state.taken = 1
    scored.team.state.save()

    with pytest.raises(IllegalMove, match="The last place of this offer has just gone"):
        services.accept(made, by=scored.offerer)

    made.refresh_from_db()
    assert (made.state, made.supply_answer) == ("proposed", "")


def test_asking_twice_is_asking_once(scored):
    first = services.propose(scored.for_student, by=scored.poster)
    second = services.propose(scored.for_student, by=scored.student.user)

    assert second.pk == first.pk
    assert Introduction.objects.count() == 1


def test_asking_for_a_match_that_no_longer_stands_is_refused(scored):
    scored.for_student.is_current = False
    scored.for_student.save()

    with pytest.raises(IllegalMove, match="This suggestion no longer stands"):
        services.propose(scored.for_student, by=scored.poster)


def test_asking_for_somebody_who_hid_is_refused(scored):
    scored.student.visibility = "private"
    scored.student.save()

    with pytest.raises(IllegalMove):
        services.propose(scored.for_student, by=scored.poster)


def test_stranger_can_neither_ask_nor_answer(scored):
    with pytest.raises(PermissionDenied):
        services.propose(scored.for_student, by=scored.stranger)
    made = services.propose(scored.for_student, by=scored.poster)
    for who in (scored.stranger, scored.custodian, scored.offerer):
        with pytest.raises(PermissionDenied):
            services.accept(made, by=who)
        with pytest.raises(PermissionDenied):
            services.decline(made, by=who)


def test_declining_is_kind_private_and_for_good(scored):
    made = services.propose(scored.for_student, by=scored.poster)

    services.decline(made, by=scored.student.user, reason="Exams, and a secret.")

    made.refresh_from_db()
    assert (made.state, made.decline_reason) == ("declined", "Exams, and a secret.")
    assert mails("matching_declined") == [scored.poster.email]
    assert not Message.objects.filter(body__contains="secret").exists()
    assert not ActivityEntry.objects.filter(facts__icontains="secret").exists()
    services.run_all()
    assert not Match.objects.filter(person=scored.student, is_current=True).exists()


def test_declining_after_one_yes_takes_it_back(scored):
    made = services.propose(scored.for_student, by=scored.custodian)
    services.accept(made, by=scored.student.user)

    services.decline(made, by=scored.student.user)

    with pytest.raises(IllegalMove):
        services.accept(made, by=scored.poster)


def test_answering_twice_is_answering_once(scored):
    made = services.propose(scored.for_student, by=scored.poster)

    for _ in range(2):
        services.accept(made, by=scored.student.user)

    assert ActivityEntry.objects.filter(verb="matching.introduced").count() == 1
    assert len(mails("matching_introduced")) == 2


def test_answer_after_time_ran_out_is_refused(scored):
    made = services.propose(scored.for_student, by=scored.poster)
    Introduction.objects.update(expires_at=timezone.now() - datetime.timedelta(milliseconds=1))

    with pytest.raises(IllegalMove, match="The time to answer ended on"):
        services.accept(made, by=scored.student.user)


def test_answer_after_the_opportunity_closed_is_refused(scored):
    made = services.propose(scored.for_student, by=scored.poster)
    scored.challenge.state.lifecycle = "closed"
    scored.challenge.state.save()

    with pytest.raises(IllegalMove, match="This has closed"):
        services.accept(made, by=scored.student.user)


def test_reminder_goes_once_to_the_silent_side(scored):
    services.propose(scored.for_student, by=scored.poster)
    assert services.remind_due(now=timezone.now() + datetime.timedelta(days=6)) == 0

    for _ in range(2):
        services.remind_due(now=timezone.now() + datetime.timedelta(days=8))

    assert mails("matching_reminder") == [scored.student.user.email]


def test_expiry_tells_both_sides_once(scored):
    made = services.propose(scored.for_student, by=scored.poster)
    Introduction.objects.update(expires_at=timezone.now() - datetime.timedelta(seconds=1))

    assert (services.expire_due(), services.expire_due()) == (1, 0)

    made.refresh_from_db()
    assert made.state == "expired"
    assert mails("matching_expired") == sorted([scored.poster.email, scored.student.user.email])


def test_closing_the_opportunity_ends_what_waits(scored):
    made = services.propose(scored.for_student, by=scored.poster)
    assert services.close_for_opportunity(scored.challenge.pk) == 0
    scored.challenge.state.lifecycle = "closed"
    scored.challenge.state.save()

    assert services.close_for_opportunity(scored.challenge.pk) == 1

    made.refresh_from_db()
    assert made.state == "expired"
    body = Message.objects.filter(kind="matching_expired").first().body
    assert "has closed" in body


def test_falling_through_closes_contacts_frees_the_place_and_tells_the_other(scored):
    made = services.propose(scored.for_team, by=scored.poster)
    services.accept(made, by=scored.offerer)

    services.advance(made, "fell_through", by=scored.offerer)

    scored.team.state.refresh_from_db()
    assert scored.team.state.taken == 0
    assert mails("matching_ended") == [scored.poster.email]


def test_end_of_an_introduction_ends_its_disclosures(scored):
    made = services.propose(scored.for_student, by=scored.poster)
    services.accept(made, by=scored.student.user)
    for step in ("agreed", "under_way", "done"):
        services.advance(made, step, by=scored.poster)

    assert not may_see_contact(scored.poster, scored.student)


def test_declined_pair_never_helped_counts_only_introductions_that_happened(scored):
    from matching import facts

    assert facts.read().needs[0].never_helped
    made = services.propose(scored.for_student, by=scored.poster)
    assert facts.read().needs[0].pending == 1
    services.accept(made, by=scored.student.user)

    need = facts.read().needs[0]
    assert (need.never_helped, need.pending) == (False, 0)
    supply = next(s for s in facts.read().supplies if s.key == f"person:{scored.student.pk}")
    assert supply.linked_with == {f"organisation:{scored.food_bank.pk}"}


# Signed links


def signed_for(made, user):
    return links.make(introduction_id=made.pk, user_id=user.pk)


def test_signed_link_accepts_once(scored):
    made = services.propose(scored.for_student, by=scored.poster)
    token = signed_for(made, scored.student.user)

    for _ in range(2):
        services.accept(made, token=token)

    made.refresh_from_db()
    assert made.state == "introduced"
    assert len(mails("matching_introduced")) == 2


def test_signed_link_for_another_introduction_is_invalid(scored):
    made = services.propose(scored.for_student, by=scored.poster)
    other = services.propose(scored.for_team, by=scored.poster)

    with pytest.raises(links.LinkInvalid):
        services.accept(other, token=signed_for(made, scored.student.user))


def test_signed_link_of_another_purpose_is_invalid(scored):
    made = services.propose(scored.for_student, by=scored.poster)
    forged = signing.dumps([made.pk, scored.student.user.pk], salt="another.purpose")

    with pytest.raises(links.LinkInvalid):
        links.read(forged)


def test_signed_link_of_a_closed_account_answers_nothing(scored):
    made = services.propose(scored.for_student, by=scored.poster)
    token = signed_for(made, scored.student.user)
    scored.student.user.is_active = False
    scored.student.user.save()

    with pytest.raises(PermissionDenied):
        services.accept(made, token=token)


def test_mail_holds_a_link_that_works(scored):
    services.propose(scored.for_student, by=scored.poster)

    body = Message.objects.get(kind="matching_asked").body
    signed = re.search(r"/introductions/answer/([^/\s]+)/", body)[1]

    assert links.read(signed).user_id == scored.student.user.pk


# States


STATES = [str(state) for state in IntroductionState.values]


@pytest.mark.parametrize("current", STATES)
@pytest.mark.parametrize("wanted", STATES)
def test_each_allowed_move_works_and_every_other_raises(market, current, wanted):
    made = introduction(
        market.challenge,
        person=market.student,
        state=current,
        need_answer="yes",
        supply_answer="yes",
    )

    if wanted in INTRODUCTION_MOVES[current]:
        move(made, wanted, moves=INTRODUCTION_MOVES)
        made.refresh_from_db()
        assert made.state == wanted
    else:
        with pytest.raises(IllegalMove):
            move(made, wanted, moves=INTRODUCTION_MOVES)
        made.refresh_from_db()
        assert made.state == current


@pytest.mark.parametrize("current", [str(state) for state in RunState.values])
@pytest.mark.parametrize("wanted", [str(state) for state in RunState.values])
def test_run_moves(db, current, wanted):
    made = run(state=current)

    if wanted in RUN_MOVES[current]:
        move(made, wanted, moves=RUN_MOVES)
    else:
        with pytest.raises(IllegalMove):
            move(made, wanted, moves=RUN_MOVES)


def test_database_refuses_an_introduction_without_two_yes(market):
    from django.db import IntegrityError

    made = introduction(market.challenge, person=market.student, need_answer="yes")

    with pytest.raises(IntegrityError, match="introduced_only_when_both_said_yes"):
        Introduction.objects.filter(pk=made.pk).update(state="introduced")


# Races


def raised_at_once(*acts):
    """Let the acts go together; what each raised, or None."""
    return [type(one) if isinstance(one, Exception) else None for one in at_once(*acts)]


@pytest.mark.django_db(transaction=True)
def test_both_sides_accept_at_once_and_are_introduced_once(scored):
    made = services.propose(scored.for_student, by=scored.custodian)

    raised = raised_at_once(
        lambda: services.accept(made, by=scored.poster),
        lambda: services.accept(made, by=scored.student.user),
    )

    made.refresh_from_db()
    assert raised == [None, None]
    assert made.state == "introduced"
    assert len(mails("matching_introduced")) == 2


@pytest.mark.django_db(transaction=True)
def test_accept_against_decline_has_one_winner(scored):
    made = services.propose(scored.for_student, by=scored.poster)
    second = lead_of(scored.food_bank)

    raised = raised_at_once(
        lambda: services.accept(made, by=scored.student.user),
        lambda: services.decline(made, by=second),
    )

    made.refresh_from_db()
    assert sorted(raised, key=str) == sorted([None, IllegalMove], key=str)
    assert made.state in ("introduced", "declined")
    assert (made.state == "introduced") == Disclosure.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_ask_at_once_and_there_is_one_introduction(scored):
    raised = raised_at_once(
        lambda: services.propose(scored.for_student, by=scored.poster),
        lambda: services.propose(scored.for_student, by=scored.student.user),
    )

    assert raised == [None, None]
    assert Introduction.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_last_place_of_an_offer_is_taken_once(scored):
    from tests.factories.matching import ChallengeFactory

    other = ChallengeFactory(
        organisation=scored.food_bank,
        asks={"Data cleaning": 2},
        state={"submitted_by": scored.poster},
    )
    first = services.propose(scored.for_team, by=scored.poster)
    second = services.propose(match(other, offer=scored.team), by=scored.poster)

    raised = raised_at_once(
        lambda: services.accept(first, by=scored.offerer),
        lambda: services.accept(second, by=scored.offerer),
    )

    assert sorted(raised, key=str) == sorted([None, IllegalMove], key=str)
    scored.team.state.refresh_from_db()
    assert scored.team.state.taken == 1
    assert Introduction.objects.filter(state="introduced").count() == 1


def test_member_who_posted_may_ask_but_a_lead_answers(scored):
    member = MembershipFactory(organisation=scored.food_bank, role="member").user
    scored.challenge.state.submitted_by = member
    scored.challenge.state.save()
    asked = services.propose(scored.for_student, by=member)
    assert asked.need_answer == "yes"

    from_team = services.propose(
        Match.objects.get(offer=scored.team, is_current=True), by=scored.offerer
    )
    with pytest.raises(PermissionDenied):
        services.accept(from_team, by=member)


def test_person_of_no_account_is_never_asked_and_runs_out(scored):
    nobody = person(user=None, holds={"Data cleaning": 2})
    services.score_person(nobody.pk)

    made = services.propose(Match.objects.get(person=nobody, is_current=True), by=scored.poster)

    assert made.state == "proposed"
    assert mails("matching_asked") == []
