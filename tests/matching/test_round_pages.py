"""Pages of rounds: who may open them, what they say, what is kept of what was typed."""

import json

import pytest
from django.urls import reverse

from common import outbox
from common.models import Message
from matching.engine.checks.command import judge
from matching.models import RoundChoice, RoundPlace
from matching.services import rounds
from opportunities.models import Application
from tests.factories.matching import PlacementFactory, lead_of
from tests.factories.profiles import PersonFactory, UserFactory
from tests.factories.rounds import (
    applicant,
    dates,
    go_to,
    place,
    planned_round,
    published,
    rank,
    small_round,
)

pytestmark = pytest.mark.django_db


def as_(client, user):
    client.force_login(user)
    return client


def at(name, made, *more):
    return reverse(f"matching:{name}", args=[made.round.slug, *more])


def chosen(who):
    rows = RoundChoice.objects.filter(entrant__person=who.person).order_by("position")
    return [row.place for row in rows]


def host_of(one):
    return one.opportunity.organisation.memberships.first().user


def numbers(made, museum, council, version=1):
    return {
        f"number_{made.museum.pk}": museum,
        f"number_{made.council.pk}": council,
        "version": version,
    }


# Everybody


def test_a_draft_is_there_for_custodians_only(client, django_user_model):
    custodian = small_round().custodian
    row = rounds.create_round(by=custodian, title="Not yet said", **dates())

    assert client.get(row.get_absolute_url()).status_code == 404
    assert row.title not in client.get("/rounds/").content.decode()
    assert as_(client, custodian).get(row.get_absolute_url()).status_code == 200


def test_a_round_tells_its_phases_rules_and_the_seeds_fingerprint(client):
    made = small_round()

    text = client.get(made.round.get_absolute_url()).content.decode()

    for words in ("Applicants rank", "What ranking means", made.round.seed_hash, "Museum"):
        assert words in text
    assert 'aria-current="step"' in text


# Applicants


def test_numbers_become_a_list_and_the_page_says_what_is_saved(client):
    made = small_round()

    page = as_(client, made.ash.user).post(
        at("ranking", made), numbers(made, "2", "1"), follow=True
    )

    assert chosen(made.ash) == [made.council, made.museum]
    assert "What is saved" in page.content.decode()


def test_buttons_move_a_placement_and_save_it(client):
    made = small_round()
    fields = {**numbers(made, "1", "2"), "move": f"up-{made.council.pk}"}

    page = as_(client, made.ash.user).post(at("ranking", made), fields, follow=True)

    assert chosen(made.ash) == [made.council, made.museum]
    assert f'value="down-{made.council.pk}" autofocus' in page.content.decode()


def test_the_same_number_twice_is_refused_and_nothing_typed_is_lost(client):
    made = small_round()

    page = as_(client, made.ash.user).post(at("ranking", made), numbers(made, "7", "7"))

    assert page.status_code == 422
    text = page.content.decode()
    assert "Give each its own." in text
    assert text.count('value="7"') == 2
    assert chosen(made.ash) == [made.museum, made.council]


def test_two_windows_with_one_list_ask_before_one_undoes_the_other(client):
    made = small_round()

    page = as_(client, made.ash.user).post(at("ranking", made), numbers(made, "2", "1", version=0))

    assert page.status_code == 409
    assert chosen(made.ash) == [made.museum, made.council]
    assert "Compare it with what is saved" in page.content.decode()


def test_a_list_that_comes_too_late_is_refused_in_words(client):
    made = small_round()
    go_to(made.round, "tier")

    page = as_(client, made.ash.user).post(at("ranking", made), numbers(made, "2", "1"))

    assert page.status_code == 409
    assert "Ranking closed" in page.content.decode()
    assert chosen(made.ash) == [made.museum, made.council]


def test_somebody_who_applied_to_nothing_has_no_list(client):
    made = small_round()

    assert as_(client, PersonFactory().user).get(at("ranking", made)).status_code == 404


# Hosts


def test_a_host_puts_applicants_into_tiers_without_names(client):
    made = small_round()
    go_to(made.round, "tier")
    rows = list(Application.objects.filter(opportunity=made.museum.opportunity).order_by("pk"))
    where = at("tiers", made, made.museum.pk)

    before = as_(client, host_of(made.museum)).get(where).content.decode()
    fields = {f"tier_{row.pk}": tier for row, tier in zip(rows, ("1", "2", ""), strict=True)}
    after = client.post(where, fields, follow=True).content.decode()

    assert not any(who.person.name in before for who in (made.ash, made.bea, made.cal))
    assert rows[0].label in before
    tiers = Application.objects.filter(opportunity=made.museum.opportunity).order_by("pk")
    assert list(tiers.values_list("tier", flat=True)) == [1, 2, None]
    assert "2 of them in a tier" in after


def test_tiers_of_another_host_are_not_there(client):
    made = small_round()

    for user in (host_of(made.council), made.custodian, made.ash.user):
        assert as_(client, user).get(at("tiers", made, made.museum.pk)).status_code == 404
    assert as_(client, UserFactory()).get(at("hosting", made)).status_code == 404


def test_an_old_page_of_tiers_does_not_undo_a_colleagues(client):
    made = small_round()
    row = Application.objects.get(person=made.cal.person)
    RoundPlace.objects.filter(pk=made.museum.pk).update(tiers_version=3)
    fields = {f"tier_{row.pk}": "1", "version": "2"}

    page = as_(client, host_of(made.museum)).post(at("tiers", made, made.museum.pk), fields)

    assert page.status_code == 409
    row.refresh_from_db()
    assert row.tier == 3


def test_a_host_puts_an_own_placement_in(client):
    row = planned_round()
    placement = PlacementFactory()
    lead = lead_of(placement.organisation)
    where = reverse("matching:hosting", args=[row.slug])

    before = as_(client, lead).get(where).content.decode()
    client.post(where, {"act": str(placement.pk)})
    again = client.post(where, {"act": "999"})

    assert "Put it in" in before
    assert RoundPlace.objects.get(round=row).opportunity_id == placement.pk
    assert again.status_code in (400, 404)


# The desk


def typed(round_, **values):
    closes = {
        f"closes_{row.kind}": row.closes_at.strftime("%Y-%m-%dT%H:%M")
        for row in round_.phases.all()
    }
    starts = round_.phases.get(kind="announce").opens_at.strftime("%Y-%m-%dT%H:%M")
    rules = {"goal": "stable", "ties": "largest", "most_choices": "5", "blind": "on"}
    return {"title": "Autumn placements", "starts": starts, **rules, **closes, **values}


def test_a_custodian_makes_a_round_and_dates_in_the_wrong_order_are_refused(client):
    row = planned_round()
    desk = as_(client, row.created_by)
    fields = typed(row)

    wrong = desk.post("/desk/new-round/", {**fields, "closes_rank": fields["closes_post"]})
    right = desk.post("/desk/new-round/", fields)

    assert wrong.status_code == 422
    assert "cannot overlap" in wrong.content.decode()
    assert right.status_code == 302
    assert "Autumn placements" in desk.get(right["Location"]).content.decode()


def test_placements_are_put_in_and_taken_out_from_the_desk(client):
    row = planned_round()
    one = place(row)
    where = reverse("matching:desk_round_places", args=[row.slug])

    desk = as_(client, row.created_by)
    out = desk.post(where, {"act": f"out-{one.pk}"}, follow=True)
    again = desk.post(where, {"act": f"in-{one.opportunity_id}"}, follow=True)

    assert "Taken out." in out.content.decode()
    assert "Put in." in again.content.decode()
    assert RoundPlace.objects.filter(round=row, is_in=True).count() == 1


def test_the_control_room_says_what_is_missing_and_names_nobody(client):
    made = small_round()
    late = applicant(made.museum)
    where = at("desk_round", made)
    Message.objects.all().delete()

    desk = as_(client, made.custodian)
    text = desk.get(where).content.decode()
    after = desk.post(where, {"act": "remind"}, follow=True).content.decode()

    assert "1 applicant without a list" in text
    assert not any(who.person.name in text for who in (made.ash, late))
    assert "Reminders are on their way" in after
    told = Message.objects.filter(kind="matching_round_asks", recipient=late.user)
    assert told.count() == 1


def test_a_seat_by_hand_needs_a_second_custodian(client):
    made = small_round()
    where = at("desk_round_by_hand", made)
    application = made.cal.applications[made.museum.pk]
    fields = {"application": str(application.pk), "reason": "Cares for a parent."}

    as_(client, made.custodian).post(where, fields)
    own = client.get(where).content.decode()
    pk = made.round.seats_by_hand.get().pk
    as_(client, made.second).post(where, {"act": f"confirm-{pk}"})

    assert f"confirm-{pk}" not in own
    assert made.round.seats_by_hand.get().state == "confirmed"


@pytest.mark.parametrize(
    "name",
    [
        "desk_round",
        "desk_round_edit",
        "desk_round_places",
        "desk_round_cancel",
    ],
)
def test_rooms_of_the_desk_are_for_custodians(client, name):
    made = small_round()

    assert as_(client, made.ash.user).get(at(name, made)).status_code == 403
    assert as_(client, made.custodian).get(at(name, made)).status_code == 200


# From the run to the published file


def test_a_custodian_publishes_once_and_everybody_reads_their_own(client):
    made = small_round()
    more = [applicant(made.museum) for _ in range(2)]
    for who in more:
        rank(made.round, who, made.museum)
    own = [at("round_result", made), at("swaps", made)]
    public = [at("round_report", made), at("round_instance", made)]
    go_to(made.round, "publish")
    for where in own + public:
        assert as_(client, made.ash.user).get(where).status_code == 404
    run = made.round.runs.filter(kind="main", state="done").first()
    desk = as_(client, made.custodian)
    inspected = desk.get(at("desk_round_run", made, run.pk)).content.decode()
    asked = desk.get(at("desk_round_publish", made, run.pk)).content.decode()

    desk.post(at("desk_round_publish", made, run.pk), {})
    outbox.run_due()

    assert "of 5 people placed" in inspected
    assert "Publish the results?" in asked
    result = as_(client, made.ash.user).get(own[0]).content.decode()
    assert "You have a place" in result
    assert "2nd choice" in result
    assert client.get(own[1]).status_code == 200
    assert as_(client, made.custodian).get(own[0]).status_code == 404
    hosts = as_(client, host_of(made.museum)).get(at("hosting", made)).content.decode()
    assert made.bea.person.name in hosts
    client.logout()
    assert "Check it yourself" in client.get(public[0]).content.decode()
    file = client.get(public[1])
    assert file["Content-Disposition"] == f'attachment; filename="{made.round.slug}.json"'
    assert judge(json.loads(file.content)).holds


def test_of_fewer_than_five_the_lists_are_not_published(client):
    made = small_round()
    published(made)

    report = client.get(at("round_report", made))

    assert report.status_code == 200
    assert "Fewer than five people took part" in report.content.decode()
    assert client.get(at("round_instance", made)).status_code == 404


def test_a_scenario_is_run_and_compared(client):
    made = small_round()
    go_to(made.round, "publish")
    desk = as_(client, made.custodian)
    fields = {"name": "One more", "goal": "stable", "ties": "largest", "seats": "1"}

    desk.post(at("desk_round_scenario", made), {**fields, "place": made.museum.pk})
    outbox.run_due()
    runs = [made.round.runs.get(kind=kind, state="done").pk for kind in ("main", "scenario")]
    page = desk.get(at("desk_round_compare", made), {"first": runs[0], "second": runs[1]})

    text = page.content.decode()
    assert page.status_code == 200
    assert "Better off in the second: 1" in text
    assert "→ Museum" in text


def test_pages_of_a_round_ask_as_much_with_many_placements_as_with_few(
    client, django_assert_max_num_queries
):
    made = small_round()
    published(made)
    client.get("/rounds/")  # what the site remembers for all pages is asked for once
    asked = {}
    for wave in ("few", "many"):
        if wave == "many":
            other = planned_round()
            for _ in range(4):
                place(other)
            RoundPlace.objects.filter(round=other).update(round=made.round)
        for user, names in (
            (made.ash.user, ("round", "ranking_saved", "round_result", "round_report")),
            (made.custodian, ("desk_round", "desk_round_places", "round")),
        ):
            as_(client, user)
            for name in names:
                with django_assert_max_num_queries(15) as found:
                    assert client.get(at(name, made)).status_code == 200, name
                asked.setdefault((user.pk, name), []).append(len(found))

    assert {name: counts for name, counts in asked.items() if len(set(counts)) > 1} == {}
