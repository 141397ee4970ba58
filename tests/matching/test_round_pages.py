"""Pages of rounds: who may open them, what they say, what is kept of what was typed."""

import pytest
from django.urls import reverse

from matching.models import RoundChoice, RoundEntrant, RoundPlace
from opportunities.models import Application
from tests.factories.placement_rounds import make_round, ranked, shift_to, small_round
from tests.factories.profiles import PersonFactory, UserFactory

pytestmark = pytest.mark.django_db


def as_(client, user):
    client.force_login(user)
    return client


def at(name, made, *more):
    return reverse(f"matching:{name}", args=[made.round.slug, *more])


def chosen(made, person):
    rows = RoundChoice.objects.filter(entrant__person=person).order_by("position")
    return [row.place for row in rows]


# Everybody


def test_a_draft_is_there_for_custodians_only(client):
    row = make_round()

    assert client.get(row.get_absolute_url()).status_code == 404
    assert row.title not in client.get("/rounds/").content.decode()
    assert as_(client, row.created_by).get(row.get_absolute_url()).status_code == 200


def test_a_round_tells_its_phases_rules_and_the_seeds_fingerprint(client):
    made = small_round("rank")

    text = client.get(made.round.get_absolute_url()).content.decode()

    for words in ("Applicants rank", "What ranking means", made.round.seed_hash, "Placement 1"):
        assert words in text
    assert 'aria-current="step"' in text


@pytest.mark.parametrize("name", ["round_report", "round_instance"])
def test_what_is_published_is_not_there_before(client, name):
    made = small_round("check")

    assert client.get(at(name, made)).status_code == 404
    assert as_(client, made.custodian).get(at(name, made)).status_code == 404


# Applicants


def test_numbers_become_a_list_and_the_page_says_what_is_saved(client, django_user_model):
    made = small_round("rank")
    person, (first, second) = made.people[0], made.places
    fields = {f"number_{first.pk}": "2", f"number_{second.pk}": "1"}

    page = as_(client, person.user).post(at("ranking", made), fields, follow=True)

    assert chosen(made, person) == [second, first]
    assert "What is saved" in page.content.decode()


def test_buttons_move_a_placement_and_save_it(client):
    made = small_round("rank")
    person, (first, second) = made.people[0], made.places
    ranked(made, [1, 2])
    fields = {f"number_{first.pk}": "1", f"number_{second.pk}": "2", "version": "1"}

    page = as_(client, person.user).post(
        at("ranking", made), {**fields, "move": f"up-{second.pk}"}, follow=True
    )

    assert chosen(made, person) == [second, first]
    assert f'value="down-{second.pk}" autofocus' in page.content.decode()


def test_the_same_number_twice_is_refused_and_nothing_typed_is_lost(client):
    made = small_round("rank")
    person, (first, second) = made.people[0], made.places
    fields = {f"number_{first.pk}": "7", f"number_{second.pk}": "7"}

    page = as_(client, person.user).post(at("ranking", made), fields)

    assert page.status_code == 422
    text = page.content.decode()
    assert "Give each its own." in text
    assert text.count('value="7"') == 2
    assert chosen(made, person) == []


def test_two_windows_with_one_list_ask_before_one_undoes_the_other(client):
    made = small_round("rank")
    person, (first, second) = made.people[0], made.places
    ranked(made, [1, 2])
    old = {f"number_{first.pk}": "2", f"number_{second.pk}": "1", "version": "0"}

    page = as_(client, person.user).post(at("ranking", made), old)

    assert page.status_code == 409
    assert chosen(made, person) == [first, second]
    assert "Compare it with what is saved now" in page.content.decode()


def test_a_list_that_comes_too_late_is_refused_in_words(client):
    made = small_round("tier")
    person, (first, _) = made.people[0], made.places

    page = as_(client, person.user).post(at("ranking", made), {f"number_{first.pk}": "1"})

    assert page.status_code == 409
    assert "Ranking closed" in page.content.decode()
    assert not RoundEntrant.objects.exists()


def test_somebody_who_applied_to_nothing_has_no_list(client):
    made = small_round("tier")

    assert as_(client, PersonFactory().user).get(at("ranking", made)).status_code == 404


@pytest.mark.parametrize("name", ["round_result", "swaps"])
def test_results_guessed_before_publication_are_not_there(client, name):
    made = small_round("check")
    ranked_ = RoundEntrant.objects.create(
        round=made.round, person=made.people[0], key="A1", version=1
    )

    assert as_(client, ranked_.person.user).get(at(name, made)).status_code == 404


# Hosts


def test_a_host_puts_applicants_into_tiers_without_names(client):
    made = small_round("tier")
    place, host = made.places[0], made.hosts[0]
    rows = list(Application.objects.filter(opportunity=place.opportunity).order_by("pk"))
    where = at("tiers", made, place.pk)

    before = as_(client, host).get(where).content.decode()
    fields = {f"tier_{rows[0].pk}": "1", f"tier_{rows[1].pk}": "2", f"tier_{rows[2].pk}": ""}
    after = client.post(where, fields, follow=True).content.decode()

    assert "Person 1" not in before
    assert rows[0].label in before
    tiers = Application.objects.filter(opportunity=place.opportunity).order_by("pk")
    assert list(tiers.values_list("tier", flat=True)) == [1, 2, None]
    assert "2 of them in a tier" in after


def test_tiers_of_another_host_are_not_there(client):
    made = small_round("tier")

    for user in (made.hosts[1], made.custodian, made.people[0].user):
        assert as_(client, user).get(at("tiers", made, made.places[0].pk)).status_code == 404
    assert as_(client, UserFactory()).get(at("hosting", made)).status_code == 404


def test_an_old_page_of_tiers_does_not_undo_a_colleagues(client):
    made = small_round("tier")
    place, host = made.places[0], made.hosts[0]
    row = Application.objects.filter(opportunity=place.opportunity).first()
    RoundPlace.objects.filter(pk=place.pk).update(tiers_version=3)

    page = as_(client, host).post(
        at("tiers", made, place.pk), {f"tier_{row.pk}": "1", "version": "2"}
    )

    assert page.status_code == 409
    row.refresh_from_db()
    assert row.tier is None


# The desk


def typed_dates(row):
    phases = {phase.kind: phase for phase in row.phases.all()}
    fields = {
        f"closes_{kind}": phase.closes_at.strftime("%Y-%m-%dT%H:%M")
        for kind, phase in phases.items()
    }
    return {**fields, "starts": phases["announce"].opens_at.strftime("%Y-%m-%dT%H:%M")}


def form_of(row, **values):
    return {
        "title": "Autumn placements",
        "goal": "stable",
        "ties": "largest",
        "most_choices": "5",
        "blind": "on",
        **typed_dates(row),
        **values,
    }


def test_a_custodian_makes_a_round_and_dates_in_the_wrong_order_are_refused(client):
    row = make_round()
    desk = as_(client, row.created_by)
    fields = form_of(row)

    wrong = desk.post("/desk/new-round/", {**fields, "closes_rank": fields["closes_post"]})
    right = desk.post("/desk/new-round/", fields)

    assert wrong.status_code == 422
    assert "cannot overlap" in wrong.content.decode()
    assert right.status_code == 302
    assert "Autumn placements" in desk.get(right["Location"]).content.decode()


def test_placements_are_put_in_and_taken_out_from_the_desk(client):
    made = small_round("post")
    where = at("desk_round_places", made)

    desk = as_(client, made.custodian)
    out = desk.post(where, {"act": f"out-{made.places[0].pk}"}, follow=True)
    again = desk.post(where, {"act": f"in-{made.places[0].opportunity_id}"}, follow=True)

    assert "Taken out." in out.content.decode()
    assert "Put in." in again.content.decode()
    assert RoundPlace.objects.filter(round=made.round, is_in=True).count() == 2


def test_the_control_room_says_what_is_missing_and_names_nobody(client):
    made = small_round("rank")
    ranked(made, [1])

    page = as_(client, made.custodian).get(at("desk_round", made))

    text = page.content.decode()
    assert page.status_code == 200
    assert "2 applicants without a list" in text
    assert "Remind them" in text
    assert "Person 1" not in text


def test_a_seat_by_hand_needs_a_second_custodian(client):
    made = small_round("tier")
    where = at("desk_round_by_hand", made)
    fields = {"application": str(made.applications[0].pk), "reason": "Cares for a parent."}

    as_(client, made.custodian).post(where, fields)
    own = client.get(where).content.decode()
    pk = made.round.seats_by_hand.get().pk
    as_(client, made.second).post(where, {"act": f"confirm-{pk}"})

    assert f"confirm-{pk}" not in own
    assert made.round.seats_by_hand.get().state == "confirmed"


@pytest.mark.parametrize(
    "name",
    ["desk_round", "desk_round_edit", "desk_round_places", "desk_round_by_hand", "desk_round_cancel"],
)
def test_rooms_of_the_desk_are_for_custodians(client, name):
    made = small_round("rank")

    assert as_(client, made.people[0].user).get(at(name, made)).status_code == 403
    assert as_(client, made.custodian).get(at(name, made)).status_code == 200


def test_pages_of_a_round_ask_as_much_with_many_placements_as_with_few(
    client, django_assert_max_num_queries
):
    few, many = small_round("rank", hosts=1), small_round("rank", hosts=5)
    counts = []
    for made in (few, many):
        shift_to(made.round, "rank")
        as_(client, made.people[0].user)
        for name in ("round", "ranking", "ranking_saved"):
            with django_assert_max_num_queries(15) as found:
                assert client.get(at(name, made)).status_code == 200
            counts.append((name, len(found)))
        as_(client, made.custodian)
        for name in ("desk_round", "desk_round_places"):
            with django_assert_max_num_queries(15) as found:
                assert client.get(at(name, made)).status_code == 200
            counts.append((name, len(found)))

    half = len(counts) // 2
    assert counts[:half] == counts[half:]
