"""Somebody leaves a team, before or after it was sent: what goes on, what ends, who is told."""

import pytest
from django.http import Http404

from common.erasing import erase
from common.invariants import broken
from common.models import Message
from common.states import IllegalMove
from opportunities import services
from opportunities.models import Application, TeamMember
from opportunities.queries.teams import size_of
from opportunities.reading_words import cells, readable
from opportunities.services import leaving_teams, teams
from opportunities.services.seats import lock
from opportunities.services.sharing import realign_application
from profiles.models import Disclosure
from profiles.policies import open_scopes
from profiles.services import hide_profile
from tests.factories.applying import lock_free
from tests.factories.opportunities import PlacementFactory
from tests.factories.profiles import CustodianFactory, MembershipFactory, PersonFactory, UserFactory
from tests.factories.teams import joined, member, say_yes, team

pytestmark = pytest.mark.django_db


@pytest.fixture
def placement():
    return PlacementFactory(live=True, seats=4)


def mails(kind, **where):
    return Message.objects.filter(kind=f"opportunities_{kind}", **where)


def test_leaving_a_draft_leaves_the_others_going_on(placement):
    made = team(placement, size=3, to="draft")
    gone, stays = joined(made)

    leaving_teams.leave(made, by=gone.person.user)
    leaving_teams.leave(made, by=gone.person.user)

    assert size_of(made) == 2
    for person in (made.person, stays.person):
        assert mails("team_smaller", recipient=person.user).count() == 1
    assert not mails("host_team_smaller").exists(), "the host knows nothing of a draft"
    assert services.start_application(placement, by=gone.person.user).pk != made.pk
    with pytest.raises(Http404):
        leaving_teams.leave(made, by=UserFactory())


def test_leaving_a_placed_team_gives_one_place_back(placement):
    made = team(placement, size=3, to="placed")
    gone = joined(made)[0]

    leaving_teams.leave(made, by=gone.person.user)

    placement.state.refresh_from_db()
    assert placement.state.seats_taken == 2
    assert lock_free(made).state == "placed"
    host = mails("host_team_smaller", recipient=placement.state.submitted_by).get()
    assert "free again" in host.body
    assert gone.person.name not in host.subject + host.body
    assert not broken()


def test_a_team_now_too_small_is_the_hosts_to_decide_and_all_are_told(placement):
    made = team(placement, size=2, to="offered", team_least=2)

    leaving_teams.leave(made, by=joined(made)[0].person.user)

    row = lock_free(made)
    assert row.state == "reserve"
    assert "whether a smaller team is enough" in row.public_text
    assert "asked for at least 2" in mails("host_team_smaller").get().body
    assert mails("application_reserve", recipient=made.person.user).count() == 1
    assert "decide whether a smaller team is enough" in mails("team_smaller").get().body


@pytest.mark.parametrize("state", ["received", "shortlisted", "accepted", "placed"])
def test_too_small_nothing_that_was_read_ends_by_itself(placement, state):
    made = team(placement, size=2, to=state, team_least=2)
    leaving_teams.leave(made, by=joined(made)[0].person.user)
    assert lock_free(made).state == state
    assert mails("host_team_smaller").count() == 1
    assert not broken()


def test_the_last_one_without_a_yes_leaves_so_the_others_are_in(placement):
    made = team(placement, size=3, to="offered")
    yes, gone = joined(made)
    services.accept_offer(made, by=made.person.user)
    services.accept_offer(made, by=yes.person.user)

    leaving_teams.leave(made, by=gone.person.user)

    assert lock_free(made).state == "accepted"
    placement.state.refresh_from_db()
    assert placement.state.seats_taken == 2
    assert not broken()


def test_nobody_leaves_what_is_over(placement):
    made = team(placement, to="declined")
    row = made.members.get()
    assert row.state == "ended"
    with pytest.raises(IllegalMove, match="ended"):
        leaving_teams.leave(made, by=row.person.user)


@pytest.mark.parametrize("state", ["draft", "received", "accepted"])
def test_the_lead_leaves_and_hands_over(placement, state):
    made = team(placement, size=3, to=state)
    old, (heir, stays) = made.person, joined(made)

    leaving_teams.hand_over(made, by=old.user, heir=heir)

    row = lock_free(made)
    assert row.person == heir.person
    assert size_of(row) == 2
    assert row.answers.count() == 2, "the text stays the team's"
    for person in (heir.person, stays.person):
        assert (
            f"{heir.person.name} leads it"
            in mails("team_smaller", recipient=person.user).get().body
        )
    with pytest.raises(Http404):
        services.withdraw_application(row, by=old.user)
    assert not broken()


def test_handed_over_to_a_member_only(placement):
    made, other = team(placement), team(placement)
    with pytest.raises(Http404):
        leaving_teams.hand_over(made, by=made.person.user, heir=joined(other)[0])
    with pytest.raises(Http404):
        leaving_teams.hand_over(made, by=UserFactory(), heir=joined(made)[0])


def test_each_member_is_opened_by_a_cause_of_their_own_and_closed_with_it(placement):
    made = team(placement, size=3, to="shortlisted")
    gone, stays = joined(made)
    host = placement.state.submitted_by
    for person in (made.person, gone.person, stays.person):
        assert open_scopes(host, person) == {"name"}

    leaving_teams.leave(made, by=gone.person.user)
    assert open_scopes(host, gone.person) == frozenset()
    assert open_scopes(host, stays.person) == {"name"}

    services.advance(lock(made), "offered", by=None)
    assert open_scopes(host, stays.person) == {"name", "contact"}
    leaving_teams.hand_over(lock_free(made), by=made.person.user, heir=stays)
    assert open_scopes(host, made.person) == frozenset()
    assert open_scopes(host, stays.person) == {"name", "contact"}
    services.withdraw_application(lock_free(made), by=stays.person.user)
    assert open_scopes(host, stays.person) == frozenset()
    assert not realign_application(lock_free(made))


def test_a_reader_tied_to_any_member_neither_reads_nor_is_opened_to(placement):
    made = team(placement, to="shortlisted")
    tied = MembershipFactory(organisation=placement.organisation, role="lead").user
    assert Application.objects.visible_to(tied).filter(pk=made.pk).exists()
    elsewhere = MembershipFactory(user=joined(made)[0].person.user).organisation
    MembershipFactory(user=tied, organisation=elsewhere)

    assert not Application.objects.visible_to(tied).filter(pk=made.pk).exists()
    realign_application(lock_free(made))
    assert not Disclosure.objects.filter(viewer=tied, until__isnull=True).exists()
    assert open_scopes(tied, made.person) == frozenset()


def test_a_member_who_deletes_the_account_leaves_kindly(placement):
    made = team(placement, size=3, to="accepted")
    gone = joined(made)[0].person
    name = gone.name

    erase(gone.user)

    placement.state.refresh_from_db()
    assert placement.state.seats_taken == 2
    assert size_of(made) == 2
    told = mails("team_smaller", recipient=made.person.user).get()
    assert name not in told.subject + told.body
    assert not broken()


def test_a_lead_who_deletes_the_account_leaves_the_team_to_the_first_who_joined(placement):
    made = team(placement, size=3, to="accepted")
    heir = joined(made)[0].person

    erase(made.person.user)

    row = lock_free(made)
    assert row.person == heir
    placement.state.refresh_from_db()
    assert placement.state.seats_taken == 2
    assert not broken()


def test_whoever_was_only_asked_leaves_nothing_behind(placement):
    made = team(placement, to="draft")
    robin = PersonFactory(matched=True)
    teams.ask(made, by=made.person.user, person=robin)
    erase(robin.user)
    assert not TeamMember.objects.filter(state="asked").exists()


def test_a_member_who_is_hidden_is_closed_to_the_host_as_anybody(placement, client):
    made = team(placement, to="offered")
    row = joined(made)[0]
    host = placement.state.submitted_by
    hide_profile(row.person, by=CustodianFactory(), reason="A report.")
    client.force_login(host)
    page = client.get(f"{placement.get_absolute_url()}applications/{made.pk}/").content.decode()
    assert row.person.user.email not in page
    assert row.person.get_absolute_url() not in page


def test_a_blind_reading_hides_every_name_on_every_surface(placement, client):
    made = team(placement, size=3)
    people = [made.person, *(row.person for row in joined(made))]
    gone = people[2]
    text = f"We are {', '.join(person.name for person in people)}: {people[1].user.email}."
    made.answers.filter(question="why").update(text=text)
    leaving_teams.leave(made, by=gone.user)
    host = placement.state.submitted_by
    client.force_login(host)
    here = f"{placement.get_absolute_url()}applications/"
    shown = readable(lock_free(made), text)
    shown += " ".join(str(cell) for cell in cells(lock_free(made), user=host))
    for path in (here, f"{here}{made.pk}/", f"{here}export.csv"):
        answer = client.get(path)
        shown += answer.content.decode() + str(answer.headers)
    shown += "".join(
        f"{mail.subject} {mail.body}" for mail in Message.objects.filter(recipient=host)
    )
    for person in people:
        assert person.name not in shown
        assert person.user.email not in shown
    assert "team of 2" in shown.lower()


def test_who_joins_again_after_leaving_is_asked_again(placement):
    made = team(placement, to="draft")
    row = joined(made)[0]
    leaving_teams.leave(made, by=row.person.user)
    member(lock_free(made), row.person)
    say_yes(made)
    assert services.send_application(lock_free(made), by=made.person.user).state == "received"
