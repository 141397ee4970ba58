"""A team that was accepted: a record, an agreement and an end for each, and one button for the terms."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404
from django.test import Client
from django.utils import timezone

from common import needs_me
from common.erasing import erase
from common.invariants import broken
from opportunities.models import (
    Agreement,
    AgreementParty,
    Application,
    FeedbackRequest,
    PlacementRecord,
)
from opportunities.placement_choices import PlacementState
from opportunities.queries.pathway import stations
from opportunities.queries.teams import size_of
from opportunities.services import agreeing, ending, leaving_teams, same_terms
from opportunities.services.placement_clock import begin_missing
from opportunities.services.placing import begin_records, finish_record
from opportunities.services.sharing import realign_application
from profiles.policies import open_scopes
from tests.factories.applying import lock_free
from tests.factories.opportunities import PlacementFactory
from tests.factories.profiles import UserFactory
from tests.factories.teams import joined, team
from tests.support.placements import say_yes

pytestmark = pytest.mark.django_db
S = PlacementState
DAY = datetime.timedelta(days=1)
TERMS = {
    "days": "Mondays and Tuesdays",
    "supervisor_name": "Sam Supervisor",
    "supervisor_address": "sam@host.example",
    "aims": "To map what is there.",
}


@pytest.fixture
def placement():
    return PlacementFactory(live=True, seats=4)


@pytest.fixture
def made(placement) -> Application:
    return team(placement, size=3, to="accepted", team_least=2)


def of(application, person) -> PlacementRecord:
    return PlacementRecord.objects.for_pages().get(application=application, person=person)


def host_of(application):
    return application.opportunity.state.submitted_by


def as_(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def send(record: PlacementRecord) -> None:
    lead, today = host_of(record.application), timezone.localdate()
    dates = {"starts": today + 7 * DAY, "ends": today + 77 * DAY}
    agreeing.save_agreement(record, by=lead, **TERMS, **dates)
    agreeing.send_agreement(record, by=lead)


def agree_with(application, *people) -> None:
    for person in people:
        send(of(application, person))
        say_yes(of(application, person), "supervisor", "student")


def test_each_has_a_record_and_a_draft_of_their_own_however_often_it_is_begun(made):
    begin_records(made)
    begin_records(made)

    rows = PlacementRecord.objects.filter(application=made)
    people = [made.person, *(row.person for row in joined(made))]
    assert {row.person for row in rows} == set(people)
    assert rows.count() == Agreement.objects.count() == 3
    with pytest.raises(IntegrityError), transaction.atomic():
        PlacementRecord.objects.create(
            application=made, opportunity=made.opportunity, person=made.person
        )
    assert not broken()


def test_a_team_accepted_before_that_gets_what_is_missing_once(made):
    PlacementRecord.objects.filter(application=made).exclude(person=made.person).delete()
    assert broken()
    assert begin_missing() == 2
    assert begin_missing() == 0
    assert not broken()


def test_it_is_placed_with_the_last_agreement_and_not_with_the_first(made):
    one, two = (row.person for row in joined(made))
    agree_with(made, made.person, one)
    assert lock_free(made).state == "accepted"
    assert FeedbackRequest.objects.filter(record=of(made, one)).exists(), (
        "theirs begins all the same"
    )
    agree_with(made, two)
    assert lock_free(made).state == "placed"
    assert not broken()


def test_whoever_leaves_ends_theirs_and_is_not_waited_for(made):
    stays, gone = joined(made)
    agree_with(made, made.person, stays.person)
    send(of(made, gone.person))

    leaving_teams.leave(made, by=gone.person.user)
    leaving_teams.leave(made, by=gone.person.user)

    assert of(made, gone.person).state == S.ENDED
    assert of(made, made.person).state == of(made, stays.person).state == S.AGREED
    assert lock_free(made).state == "placed"
    theirs = AgreementParty.objects.filter(agreement__record__person=gone.person)
    assert not theirs.filter(answer="waiting", revoked_at=None).exists()
    assert not broken()


def test_the_lead_leaves_and_the_heirs_agreement_goes_on(made):
    heir, other = joined(made)
    old = made.person
    agree_with(made, old, heir.person)

    leaving_teams.hand_over(made, by=old.user, heir=heir)

    assert of(made, old).state == S.ENDED
    assert of(made, heir.person).state == S.AGREED
    assert of(made, other.person).state == S.DRAFT
    assert PlacementRecord.objects.count() == 3
    assert lock_free(made).state == "accepted"
    assert not broken()


@pytest.mark.parametrize("side", ["host", "student"])
@pytest.mark.parametrize("leads", [True, False])
def test_ending_one_of_a_team_frees_that_place_and_no_other(made, placement, side, leads):
    gone = made.person if leads else joined(made)[0].person
    people = [made.person, *(row.person for row in joined(made))]
    agree_with(made, *people)
    host = host_of(made)
    by = host if side == "host" else gone.user

    for _ in range(2):
        ending.end_early(of(made, gone), by=by, reason="Xylosecret.", text="Thank you.")

    placement.state.refresh_from_db()
    assert placement.state.seats_taken == 2
    row = lock_free(made)
    assert row.state == "placed"
    assert size_of(row) == 2
    assert gone not in {row.person, *(one.person for one in joined(row))}
    assert of(made, gone).state == S.ENDED
    assert of(made, gone).ended_by == side
    others = [person for person in people if person != gone]
    assert {of(made, person).state for person in others} == {S.AGREED}
    assert open_scopes(host, gone) == frozenset()
    assert all("contact" in open_scopes(host, person) for person in others)
    assert {one.moment for one in FeedbackRequest.objects.filter(record=of(made, gone))} == {"end"}
    assert not broken()


def test_below_the_smallest_team_the_host_is_told_and_the_last_one_ends_it(made, placement):
    one, two = (row.person for row in joined(made))
    for person in (one, two):
        ending.end_early(of(made, person), by=person.user, reason="", text="Bye.")
    assert lock_free(made).state == "accepted", "nothing that was read ends by itself"
    ending.end_early(of(made, made.person), by=made.person.user, reason="", text="Bye.")
    assert lock_free(made).state == "withdrawn"
    placement.state.refresh_from_db()
    assert placement.state.seats_taken == 0
    assert not broken()


def test_the_end_of_the_application_ends_all_and_asks_nobody_later(made):
    people = [made.person, *(row.person for row in joined(made))]
    agree_with(made, *people)
    leaving_teams.advance(leaving_teams.lock(made), "withdrawn", by=None)
    assert set(PlacementRecord.objects.values_list("state", flat=True)) == {S.ENDED}
    assert not FeedbackRequest.objects.filter(asked_on=None).exists()
    assert not any(open_scopes(host_of(made), person) for person in people)
    assert not broken()


def test_one_who_deletes_the_account_takes_theirs_out_and_leaves_the_others(made):
    people = [made.person, *(row.person for row in joined(made))]
    agree_with(made, *people)
    gone = people[1]
    name = gone.name

    erase(gone.user)

    assert PlacementRecord.objects.filter(person=None, application=None, state=S.ENDED).count() == 1
    assert {of(made, person).state for person in (people[0], people[2])} == {S.AGREED}
    assert Agreement.objects.count() == 2
    host = as_(host_of(made))
    page = host.get(f"{made.opportunity.get_absolute_url()}applications/{made.pk}/")
    assert page.status_code == 200
    assert name not in page.content.decode()
    assert not broken()


def test_the_lead_who_deletes_the_account_leaves_the_heirs_agreement(made):
    people = [made.person, *(row.person for row in joined(made))]
    agree_with(made, *people)
    erase(made.person.user)
    assert lock_free(made).person == people[1]
    assert {of(made, person).state for person in people[1:]} == {S.AGREED}
    assert not broken()


def test_what_the_host_sees_of_one_ends_with_that_ones_placement(made):
    one, two = (row.person for row in joined(made))
    agree_with(made, made.person, one, two)
    finish_record(of(made, made.person), S.COMPLETED, by=None)
    realign_application(lock_free(made))
    host = host_of(made)
    assert open_scopes(host, made.person) == frozenset()
    assert "contact" in open_scopes(host, one)
    finish_record(of(made, one), S.COMPLETED, by=None)
    realign_application(lock_free(made))
    assert open_scopes(host, one) == frozenset()
    assert "contact" in open_scopes(host, two)


def test_each_pathway_has_its_own(made):
    one, two = (row.person for row in joined(made))
    agree_with(made, one)
    assert [station.title for station in stations(one.user)] == [made.opportunity.title]
    assert stations(two.user) == []


def test_terms_are_copied_into_the_others_drafts_and_nobody_is_told(made):
    host = host_of(made)
    one, two = (row.person for row in joined(made))
    agree_with(made, two)
    first = of(made, made.person)
    agreeing.save_agreement(first, by=host, **{**TERMS, "days": "Fridays", "skills": []})
    skills = of(made, one).agreements.get().skills

    assert same_terms.copy_terms(of(made, made.person), by=host) == 2
    assert same_terms.copy_terms(of(made, made.person), by=host) == 2

    draft = of(made, one).agreements.get()
    assert (draft.days, draft.sent_at, draft.skills) == ("Fridays", None, skills)
    assert of(made, two).state == S.AGREED
    assert [row.days for row in of(made, two).agreements.all()] == [TERMS["days"], "Fridays"]
    assert not AgreementParty.objects.filter(answer="waiting").exists()
    for stranger in (one.user, UserFactory()):
        with pytest.raises(Http404):
            same_terms.copy_terms(of(made, made.person), by=stranger)


def test_the_host_reads_each_agreement_and_copies_with_one_button(made):
    host = as_(host_of(made))
    one = joined(made)[0].person
    here = f"{made.opportunity.get_absolute_url()}applications/{made.pk}/"
    page = host.get(here).content.decode()
    for row in PlacementRecord.objects.all():
        assert row.get_absolute_url() in page
    first = of(made, made.person)
    agreeing.save_agreement(first, by=host_of(made), **TERMS)
    page = host.get(first.get_absolute_url()).content.decode()
    assert "Copy these terms to the others" in page
    assert made.person.name in page
    for _ in range(2):
        said = host.post(
            f"{first.get_absolute_url()}send/",
            {"action": "copy", "idempotency_key": "key-of-one-copying"},
            follow=True,
        )
        assert said.status_code == 200
    assert of(made, one).agreements.get().days == TERMS["days"]


def test_a_student_reads_only_their_own(made):
    one, two = (row.person for row in joined(made))
    client = as_(one.user)
    assert client.get(of(made, one).get_absolute_url()).status_code == 200
    for person in (made.person, two):
        assert client.get(of(made, person).get_absolute_url()).status_code == 404
    shown = client.get(f"/applications/{made.pk}/team/").content.decode()
    assert of(made, one).get_absolute_url() in shown
    assert of(made, two).get_absolute_url() not in shown
    answer = client.post(f"{of(made, one).get_absolute_url()}send/", {"action": "copy"})
    assert answer.status_code == 404


def test_alone_there_is_nobody_to_copy_to(placement):
    alone = team(placement, size=1, to="accepted")
    page = as_(host_of(alone)).get(of(alone, alone.person).get_absolute_url()).content.decode()
    assert "Copy these terms" not in page


def test_a_team_is_one_thing_to_do_until_each_is_sent(made):
    host = host_of(made)

    def titles() -> list[str]:
        found = [entry.title.split(":")[0] for entry in needs_me.needs(host).entries]
        return [title for title in found if "agreement" in title]

    assert titles() == ["Write and send 3 learning agreements"]
    send(of(made, made.person))
    assert titles() == ["Write and send 2 learning agreements"]
    send(of(made, joined(made)[0].person))
    assert titles() == ["Write and send the learning agreement"]


@pytest.mark.parametrize("page", ["reading", "agreement"])
def test_a_team_of_four_asks_what_one_of_two_does(page, django_assert_max_num_queries):
    asked = []
    for size in (2, 4):
        made = team(PlacementFactory(live=True, seats=4), size=size, to="accepted")
        reading = f"{made.opportunity.get_absolute_url()}applications/{made.pk}/"
        path = reading if page == "reading" else of(made, made.person).get_absolute_url()
        client = as_(host_of(made))
        client.get(path)
        with django_assert_max_num_queries(60) as found:
            assert client.get(path).status_code == 200
        asked.append(len(found))
    assert asked[0] == asked[1] <= 15
