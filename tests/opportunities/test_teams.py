"""Applying together: in by one's own yes, sent with everybody's, counted as so many places."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404

from common.invariants import broken
from common.models import Message
from common.states import IllegalMove
from opportunities import services
from opportunities.application_choices import MEMBER_MOVES, MemberState
from opportunities.eligibility import what_stops
from opportunities.models import Application, ApplicationForm, SeatEntry, TeamMember
from opportunities.queries.teams import missing_yes, size_of
from opportunities.services import teams
from opportunities.services.applying import CannotApply
from opportunities.services.seats import lock
from tests.factories.applying import ANSWERS, apply, asks, lock_free
from tests.factories.opportunities import PlacementFactory
from tests.factories.profiles import MembershipFactory, PersonFactory, UserFactory
from tests.factories.teams import joined, member, say_yes, team

pytestmark = pytest.mark.django_db


@pytest.fixture
def placement():
    made = PlacementFactory(live=True, seats=4)
    asks(made, takes_teams=True)
    return made


@pytest.fixture
def draft(placement):
    return apply(placement, to="draft")


def mails(kind, **where):
    return Message.objects.filter(kind=f"opportunities_{kind}", **where)


def confirmed(user):
    user.emailaddress_set.update_or_create(
        email=user.email, defaults={"verified": True, "primary": True}
    )
    return user


def test_nobody_is_in_without_their_own_yes(draft):
    robin = PersonFactory()
    confirmed(robin.user)

    asked = teams.ask(draft, by=draft.person.user, address=robin.user.email.upper())

    assert size_of(draft) == 1
    mail = mails("team_asked").get()
    assert mail.address == robin.user.email
    assert teams.link_of(asked) in mail.body
    teams.join(asked, by=robin.user)
    teams.join(asked, by=robin.user)
    assert size_of(draft) == 2
    assert TeamMember.objects.get().address == "", "not needed once it is answered"
    assert mails("team_joined", recipient=draft.person.user).count() == 1


def test_asking_twice_writes_once_and_tells_nothing_of_who_is_here(draft):
    lead = draft.person.user
    for address in ("nobody@post.example", "Nobody@post.example"):
        teams.ask(draft, by=lead, address=address)
    assert mails("team_asked").count() == TeamMember.objects.count() == 1
    assert mails("team_asked").get().recipient is None


def test_a_line_break_in_a_title_writes_no_second_header(draft):
    type(draft.opportunity).objects.filter(pk=draft.opportunity_id).update(
        title="Maps\r\nBcc: all@post.example"
    )
    teams.ask(lock_free(draft), by=draft.person.user, address="robin@post.example")
    assert "\n" not in mails("team_asked").get().subject.strip()


def test_only_the_one_who_was_asked_may_answer(draft):
    asked = teams.ask(draft, by=draft.person.user, person=PersonFactory(matched=True))
    stranger = confirmed(PersonFactory().user)
    for act in (teams.join, teams.refuse):
        with pytest.raises(Http404):
            act(asked, by=stranger)
    with pytest.raises(Http404):
        teams.take_back_request(asked, by=stranger)


def test_asked_no_longer_the_link_is_dead(draft):
    robin = PersonFactory(matched=True)
    asked = teams.ask(draft, by=draft.person.user, person=robin)
    teams.take_back_request(asked, by=draft.person.user)
    with pytest.raises(IllegalMove):
        teams.join(asked, by=robin.user)
    with pytest.raises(IllegalMove):
        teams.refuse(asked, by=robin.user)


def test_a_no_is_told_to_the_lead(draft):
    robin = PersonFactory(matched=True)
    teams.refuse(teams.ask(draft, by=draft.person.user, person=robin), by=robin.user)
    assert mails("team_refused", recipient=draft.person.user).count() == 1
    assert size_of(draft) == 1


def test_whom_it_is_not_for_learns_why_at_once(placement, draft):
    placement.stages = ["student"]
    placement.save(update_fields=["stages"])
    expert = PersonFactory(matched=True, stage="expert")
    asked = teams.ask(lock_free(draft), by=draft.person.user, person=expert)
    with pytest.raises(CannotApply, match="This is for: student"):
        teams.join(asked, by=expert.user)
    host = PersonFactory(matched=True)
    MembershipFactory(user=host.user, organisation=placement.organisation)
    with pytest.raises(CannotApply, match="speak for an organisation"):
        teams.join(teams.ask(draft, by=draft.person.user, person=host), by=host.user)


def test_no_team_where_they_take_none():
    draft = apply(PlacementFactory(live=True), to="draft")
    with pytest.raises(teams.CannotAsk, match="take no teams"):
        teams.ask(draft, by=draft.person.user, address="robin@post.example")


def test_a_team_is_never_larger_than_the_places(draft):
    for _ in range(3):
        member(draft)
    with pytest.raises(teams.CannotAsk, match="4 places"):
        teams.ask(draft, by=draft.person.user, address="robin@post.example")


def test_the_smallest_team_is_said_at_once(placement):
    asks(placement, takes_teams=True, team_least=3)
    draft = apply(placement, to="draft")
    member(draft)
    say_yes(draft)
    with pytest.raises(ValidationError, match="teams of at least 3, and you are 2"):
        services.send_application(draft, by=draft.person.user)
    member(draft)
    say_yes(draft)
    assert services.send_application(draft, by=draft.person.user).state == "received"


def test_it_is_sent_with_everybodys_yes_to_this_text(draft):
    lead = draft.person.user
    row = member(draft)
    with pytest.raises(ValidationError, match=f"said yes to this text yet: {row.person.name}"):
        services.send_application(draft, by=lead)
    assert teams.ask_for_yes(draft, by=lead) == 1
    assert mails("team_read", recipient=row.person.user).count() == 1
    say_yes(draft)
    assert mails("team_agreed", recipient=lead).count() == 1
    services.save_answers(draft, {**ANSWERS, "why": "Another text."}, by=lead)
    with pytest.raises(ValidationError, match="said yes to this text"):
        services.send_application(draft, by=lead)


def test_a_yes_to_a_text_that_changed_meanwhile_is_none(draft):
    row = member(draft)
    seen = teams.version(lock_free(draft))
    services.save_answers(draft, {"why": "Something else."}, by=draft.person.user)
    with pytest.raises(IllegalMove, match="changed while you read"):
        teams.agree(draft, by=row.person.user, seen=seen)
    with pytest.raises(Http404):
        teams.agree(draft, by=UserFactory(), seen=seen)


def test_whoever_has_not_answered_is_not_part_of_it(draft):
    waiting = teams.ask(draft, by=draft.person.user, address="slow@post.example")
    services.send_application(draft, by=draft.person.user)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.address) == ("taken_back", "")
    with pytest.raises(IllegalMove, match="sent already"):
        teams.ask(draft, by=draft.person.user, address="late@post.example")


def test_one_application_each_also_over_teams(placement, draft):
    row = member(draft)
    assert "in a team already" in " ".join(
        stop.text for stop in what_stops(placement, row.person.user)
    )
    with pytest.raises(CannotApply, match="in a team already"):
        services.start_application(placement, by=row.person.user)
    other = apply(placement, to="draft")
    asked = teams.ask(other, by=other.person.user, person=row.person)
    with pytest.raises(CannotApply, match="in a team already"):
        teams.join(asked, by=row.person.user)
    alone = apply(placement, to="draft")
    asked = teams.ask(draft, by=draft.person.user, person=alone.person)
    with pytest.raises(CannotApply, match="application of your own"):
        teams.join(asked, by=alone.person.user)


def test_the_database_itself_holds_one_person_to_one_team(placement):
    first, second = team(placement), team(placement)
    person = joined(first)[0].person
    with pytest.raises(IntegrityError), transaction.atomic():
        joined(second)[0].__class__.objects.filter(application=second).update(person=person)


def test_a_team_takes_so_many_places_with_the_last_yes(placement):
    made = team(placement, size=3, to="offered")
    first, second = joined(made)
    for user in (first.person.user, made.person.user):
        row = services.accept_offer(lock_free(made), by=user)
        assert row.state == "offered"
    assert missing_yes(row) == [second.person]
    assert SeatEntry.objects.count() == 0
    with pytest.raises(Http404):
        services.accept_offer(row, by=UserFactory())

    row = services.accept_offer(lock_free(made), by=second.person.user)

    assert row.state == "accepted"
    assert SeatEntry.objects.count() == 3
    placement.state.refresh_from_db()
    assert placement.state.seats_taken == 3
    for person in (made.person, first.person, second.person):
        assert mails("application_accepted", recipient=person.user).count() == 1
    assert not broken()


def test_an_offer_that_comes_again_wants_every_yes_again(placement):
    made = team(placement, to="offered")
    services.accept_offer(made, by=made.person.user)
    for state in ("reserve", "offered"):
        services.advance(lock(made), state, by=None)
    assert len(missing_yes(lock_free(made))) == 2


def test_a_team_for_which_too_few_are_left_takes_none(placement):
    made = team(placement, size=3, to="offered")
    services.accept_offer(made, by=made.person.user)
    services.accept_offer(made, by=joined(made)[0].person.user)
    for _ in range(2):
        apply(placement, to="accepted")
    with pytest.raises(IllegalMove, match="a moment before you"):
        services.accept_offer(lock_free(made), by=joined(made)[1].person.user)
    assert SeatEntry.objects.count() == 2
    assert lock_free(made).state == "offered"


def test_taking_it_back_ends_it_for_all_and_frees_each_place(placement):
    made = team(placement, size=3, to="accepted")
    members = [row.person for row in joined(made)]

    services.withdraw_application(made, by=made.person.user)

    placement.state.refresh_from_db()
    assert placement.state.seats_taken == 0
    for person in members:
        assert mails("team_ended", recipient=person.user).count() == 1
        assert not what_stops(placement, person.user), "free to try again"
    assert not broken()


def test_a_draft_that_is_deleted_is_told_to_the_team(draft):
    row = member(draft)
    services.withdraw_application(draft, by=draft.person.user)
    assert mails("team_ended", recipient=row.person.user).count() == 1
    assert not Application.objects.exists()


@pytest.mark.parametrize("current", MemberState.values)
def test_every_move_of_a_member_is_as_written(draft, current):
    row = member(draft)
    before = transaction.savepoint()
    for wanted in MemberState.values:
        TeamMember.objects.filter(pk=row.pk).update(state=current)
        row.refresh_from_db()
        if wanted in MEMBER_MOVES[current]:
            teams.move(row, wanted, moves=MEMBER_MOVES)
        else:
            with pytest.raises(IllegalMove):
                teams.move(row, wanted, moves=MEMBER_MOVES)
    transaction.savepoint_rollback(before)


def test_the_form_of_a_poster_says_whether_and_how_small(placement):
    row = ApplicationForm.objects.get(pk=placement.pk)
    assert (row.takes_teams, row.team_least) == (True, 1)
