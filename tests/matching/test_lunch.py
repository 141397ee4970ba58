"""Lunch: who is suggested to whom and why, who sits where, who is told, and what comes of it."""

import datetime
import itertools
import random
import re
from collections import Counter

import pytest
from django.db import connection
from django.http import Http404
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from common.models import Message
from common.states import IllegalMove
from community.models import Booking
from community.services import bookings
from matching import seating
from matching.choices import AsideReason
from matching.models import Aside, Introduction, LunchPair, LunchPlan, LunchSeat, Match
from matching.queries import lunch as queries
from matching.queries import lunch_guests as facts
from matching.services import lunch as services
from profiles.models import Interest, Person
from tests.factories import lunch as factory
from tests.factories.community_bookings import asked, move_gathering, sheet_of
from tests.factories.profiles import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def table(db):
    return factory.lunch()


def as_(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def plan(table, sizes=(6,)):
    return services.make_plan(table.sheet, by=table.custodian, sizes=list(sizes))


def met(table, name) -> dict[str, list[str]]:
    """Whom somebody meets, and why, in their own words."""
    found = queries.people_of(LunchSeat.objects.get(booking=table.bookings[name]))
    return {row.name: [" ".join(filter(None, why.values())) for why in row.why] for row in found}


def pair_of(table, one, other):
    keys = {table.bookings[one].pk, table.bookings[other].pk}
    return LunchPair.objects.get(one__booking__in=keys, other__booking__in=keys)


# Pure: pairs and tables


def test_nobody_has_more_than_three_and_as_many_as_can_be_have_three():
    for seed in range(30):
        draw = random.Random(seed)
        people = range(draw.randint(4, 14))
        worth = {
            pair: draw.randint(1, 99)
            for pair in itertools.combinations(people, 2)
            if draw.random() < 0.6
        }

        found = seating.choose(worth, seed=seed)

        many = Counter(itertools.chain(*found))
        assert max(many.values(), default=0) <= 3
        assert len(set(found)) == len(found)
        assert set(found) <= set(worth)
        # Nobody who has room could still be paired with somebody who has.
        assert not [p for p in worth if p not in found and many[p[0]] < 3 and many[p[1]] < 3]
        assert found == seating.choose(dict(reversed(worth.items())), seed=seed)


def test_a_pair_gives_way_so_that_two_others_get_somebody():
    worth = {(1, 2): 90, (0, 1): 10, (2, 3): 10}

    assert seating.choose(worth, seed=1, most=1) == [(0, 1), (2, 3)]
    assert seating.choose(worth, kept=[(1, 2)], seed=1, most=1) == [(1, 2)]


@pytest.mark.parametrize(
    ("people", "sizes", "seats"),
    [(14, [6], [5, 5, 4]), (6, [6], [6]), (7, [4, 4], [4, 3]), (4, [8], [4]), (5, [2, 8], [2, 3])],
)
def test_tables_are_filled_evenly(people, sizes, seats):
    assert seating.tables_for(people, sizes) == seats


def test_tables_that_are_too_small_are_refused_in_words():
    with pytest.raises(ValueError, match="have 8 seats, and 9 people"):
        seating.tables_for(9, [4, 4])


def test_tables_mix_sectors_and_keep_who_was_told():
    sector = {person: person % 2 for person in range(8)}

    def liking(one, other):
        return -3 if sector[one] == sector[other] else 0

    at = seating.seat(range(8), [4, 4], liking=liking, before={}, seed=1)
    again = seating.seat(range(8), [4, 4], liking=liking, before={0: 1, 2: 1, 4: 1, 6: 1}, seed=1)

    for table in (0, 1):
        assert Counter(sector[p] for p, where in at.items() if where == table) == {0: 2, 1: 2}
    assert [again[person] for person in (0, 2, 4, 6)] == [1, 1, 1, 1]


# Who meets whom


def test_needs_offers_and_skills_bring_people_together_each_in_their_own_words(table):
    made = plan(table)

    assert (made.people, made.times) == (6, 1)
    assert met(table, "pam")["Uma Varsity"] == [
        "They could help with “Where do referrals come from?” "
        "Their offer “A team of students” brings: Data cleaning."
    ]
    assert met(table, "uma")["Pam Pantry"][0].startswith(
        "Your offer “A team of students” could help with their “Where do referrals come from?”"
    )
    assert met(table, "pam")["Stu Dent"] == [
        "They could help with “Where do referrals come from?” They bring: Data cleaning."
    ]
    assert met(table, "carl")["Fay Firm"] == [
        "You want to learn SQL They hold it at working.",
        "They want to learn Mapping You hold it at practitioner.",
    ]
    assert met(table, "lea")["Stu Dent"] == [
        "You want to learn Data cleaning They hold it at practitioner."
    ]


def test_the_reasons_are_the_parts_of_the_match_and_nothing_else(table):
    plan(table)

    for pair in LunchPair.objects.select_related("one__booking", "other__booking"):
        for opportunity, person, offer in pair.arcs:
            match = Match.objects.get(
                is_current=True, opportunity=opportunity, person=person, offer=offer
            )
            said = [why["note"] for side in ("one", "other") for why in pair.why[side]]
            skills = [row["text"].lower() for row in match.reasons["words"]["need"]["yours"]]
            assert any(skill in note.lower() for note in said for skill in skills)
        names = {pair.one.booking.name, pair.other.booking.name}
        assert not [name for name in names if name in str(pair.why)]


def test_two_of_one_organisation_and_who_is_in_conflict_never_meet(table):
    MembershipFactory(user=table.people.lea, organisation=table.pantry, role="member")
    Interest.objects.create(organisation=table.council, about=table.firm, nature="family")
    Person.objects.filter(user=table.people.stu).update(affiliation=table.university)

    apart = facts.read_apart(facts.read_guests(table.sheet))

    keys = {name: row.pk for name, row in table.bookings.items()}
    for one, other in (("lea", "pam"), ("carl", "fay"), ("stu", "uma")):
        assert seating.pair_of(keys[one], keys[other]) in apart


@pytest.mark.parametrize("how", ["declined", "aside", "block"])
def test_who_said_no_to_the_other_is_not_suggested(table, how):
    match = Match.objects.get(is_current=True, person__user=table.people.stu)
    pair = {"opportunity": match.opportunity, "person": match.person}
    if how == "aside":
        Aside.objects.create(**pair, side="supply", reason=AsideReason.THIS_ONE)
    else:
        row = Introduction.objects.create(
            **pair,
            state="declined" if how == "declined" else "introduced",
            need_answer="yes",
            supply_answer="no" if how == "declined" else "yes",
            expires_at=timezone.now(),
        )
        if how == "block":
            row.blocks.create(side="need")

    plan(table)

    assert "Stu Dent" not in met(table, "pam")
    assert "Pam Pantry" not in met(table, "stu")


def test_a_closed_profile_is_not_read(table):
    Person.objects.filter(user__in=[table.people.stu, table.people.uma]).update(
        visibility="private"
    )

    plan(table)

    assert met(table, "stu") == {}
    assert list(met(table, "uma")) == ["Pam Pantry"]


def test_jobs_bring_nobody_together(table):
    table.challenge.kind = "job"
    table.challenge.save()

    plan(table)

    assert "Uma Varsity" not in met(table, "pam")


# The plan


def test_fewer_than_four_make_no_plan(table):
    for name in ("pam", "uma", "carl"):
        bookings.cancel(table.bookings[name], by=getattr(table.people, name))

    with pytest.raises(services.TooFew, match="needs 4 people, and 3 have"):
        plan(table)
    page = as_(table.custodian).get(f"/desk/bookings/{table.sheet.pk}/lunch/")
    assert "Fewer than four have asked" in text_of(page)


def test_only_custodians_plan_and_they_read_no_reasons(table):
    path = f"/desk/bookings/{table.sheet.pk}/lunch/"
    with pytest.raises(Http404):
        services.make_plan(table.sheet, by=table.people.pam, sizes=[6])
    assert as_(table.people.pam).get(path).status_code == 404

    client = as_(table.custodian)
    wrong = client.post(path, {"sizes": "six"})
    assert (wrong.status_code, LunchPlan.objects.count()) == (422, 0)
    assert "Write how many sit at a table" in text_of(wrong)
    small = client.post(path, {"sizes": "2, 2"})
    assert "These tables have 4 seats" in text_of(small)
    assert client.post(path, {"sizes": "3"}).status_code == 302
    with CaptureQueriesContext(
        connection,
    ) as asked_of:
        page = text_of(client.get(path))

    assert len(asked_of) <= 15
    for words in ("Table 1", "Table 2", "Pam Pantry", "Seated 6", "Make the plan again"):
        assert words in page
    assert "referrals" not in page


def test_one_organisation_is_spread_over_tables(table):
    MembershipFactory(user=table.people.lea, organisation=table.pantry, role="member")

    plan(table, [3])

    seats = dict(LunchSeat.objects.values_list("booking_id", "table"))
    assert seats[table.bookings["lea"].pk] != seats[table.bookings["pam"].pk]


def test_made_again_whoever_was_told_keeps_who_still_comes(table):
    plan(table, [3])
    LunchSeat.objects.update(told_at=timezone.now())
    before = {name: set(met(table, name)) for name in table.bookings}
    at = dict(LunchSeat.objects.values_list("booking_id", "table"))
    bookings.cancel(table.bookings["lea"], by=table.people.lea)
    newcomer = factory.lunching("Nia New", wants={"Mapping": 2, "SQL": 3})
    table.bookings["nia"] = factory.stays(table.sheet, newcomer)
    stale = queries.for_desk(table.sheet)

    made = plan(table, [3])

    assert (stale.left, stale.new, made.times, made.people) == (1, 1, 2, 6)
    for name, people in before.items():
        if name != "lea":
            assert people - {"Lea Rner"} <= set(met(table, name))
    kept = dict(LunchSeat.objects.values_list("booking_id", "table"))
    assert all(kept[pk] == number for pk, number in at.items() if pk in kept)
    to_tell = set(LunchSeat.objects.filter(told_at=None).values_list("booking__name", flat=True))
    assert "Nia New" in to_tell
    for name, people in before.items():
        if name != "lea":
            changed = set(met(table, name)) != people
            assert (getattr(table.people, name).name in to_tell) == changed


def test_it_is_made_until_somebody_has_talked_or_it_is_over(table):
    plan(table)
    move_gathering(table.sheet, starts=timezone.now() - datetime.timedelta(minutes=5))
    plan(table)
    services.note_talked(pair_of(table, "pam", "uma"), by=table.people.pam)

    with pytest.raises(IllegalMove, match="over or under way"):
        plan(table)


# Told, and what came of it


def test_each_is_told_once_on_the_morning_of_the_day_before(table):
    plan(table)
    starts = table.sheet.gathering.starts
    morning = services.told_from(starts)

    early = services.tell_lunches(now=morning - datetime.timedelta(minutes=1))
    first, second = services.tell_lunches(now=morning), services.tell_lunches(now=morning)

    assert (early, first, second) == (0, 6, 0)
    assert timezone.localtime(morning).strftime("%H:%M") == "09:00"
    mail = Message.objects.get(kind="matching_lunch", address=table.people.pam.email)
    assert mail.subject == "The lunch meeting: whom to meet over lunch"
    assert f"/me/bookings/{table.bookings['pam'].pk}/lunch/" in mail.body
    assert "Uma" not in mail.body


def test_nobody_is_told_of_what_is_called_off_or_given_back(table):
    plan(table)
    bookings.cancel(table.bookings["pam"], by=table.people.pam)
    services.leave_lunch(table.bookings["uma"], by=table.people.uma)

    assert services.tell_lunches(now=services.told_from(table.sheet.gathering.starts)) == 4
    assert "Pam Pantry" not in met(table, "stu")


def test_two_taps_propose_an_introduction_that_the_other_side_answers(table):
    plan(table)
    table.sheet = move_gathering(table.sheet, starts=timezone.now() - datetime.timedelta(hours=1))
    pair = pair_of(table, "pam", "uma")
    path = f"/me/bookings/{table.bookings['uma'].pk}/lunch/"
    client = as_(table.people.uma)

    assert "Introduce us" not in text_of(client.get(path))
    assert client.post(f"{path}{pair.pk}/introduce/").status_code == 409
    assert client.post(f"{path}{pair.pk}/talked/").status_code == 302
    client.post(f"{path}{pair.pk}/talked/")
    with CaptureQueriesContext(connection) as asked_of:
        assert "Introduce us : Pam Pantry" in text_of(client.get(path))
    assert len(asked_of) <= 15
    answer = client.post(f"{path}{pair.pk}/introduce/")

    introduction = Introduction.objects.get()
    assert answer.headers["Location"] == introduction.get_absolute_url()
    assert (introduction.state, introduction.need_answer, introduction.supply_answer) == (
        *("proposed", "", "yes"),
    )
    client.post(f"{path}{pair.pk}/introduce/")
    assert Introduction.objects.count() == 1
    kept = LunchPlan.objects.get()
    assert (kept.talked, kept.proposed) == (1, 1)
    assert "See the introduction" in text_of(client.get(path))


def test_who_only_shares_a_skill_is_told_that_there_is_nothing_to_be_introduced_about(table):
    plan(table)
    table.sheet = move_gathering(table.sheet, starts=timezone.now() - datetime.timedelta(hours=1))
    pair = services.note_talked(pair_of(table, "carl", "fay"), by=table.people.carl)

    with pytest.raises(IllegalMove, match="nothing to introduce you about"):
        services.introduce_two(pair, by=table.people.carl)
    page = as_(table.people.carl).get(f"/me/bookings/{table.bookings['carl'].pk}/lunch/")
    assert "exchange addresses" in text_of(page)


def test_nobody_else_reads_or_taps(table):
    plan(table)
    table.sheet = move_gathering(table.sheet, starts=timezone.now() - datetime.timedelta(hours=1))
    pair = pair_of(table, "pam", "uma")
    path = f"/me/bookings/{table.bookings['pam'].pk}/lunch/"

    for user in (table.people.carl, table.custodian, UserFactory()):
        client = as_(user)
        assert client.get(path).status_code == 404
        assert client.post(f"{path}{pair.pk}/talked/").status_code == 404
    own = f"/me/bookings/{table.bookings['carl'].pk}/lunch/"
    assert as_(table.people.carl).post(f"{own}{pair.pk}/talked/").status_code == 404
    with pytest.raises(Http404):
        services.note_talked(pair, by=table.people.carl)
    assert Client().get(path).status_code == 302


def test_two_weeks_after_only_counts_are_left(table):
    plan(table)
    move_gathering(table.sheet, starts=timezone.now() - datetime.timedelta(hours=1))
    services.note_talked(pair_of(table, "pam", "uma"), by=table.people.pam)
    later = timezone.now() + datetime.timedelta(days=15)

    assert services.forget_lunches(now=timezone.now()) == 0
    services.forget_lunches(now=later)
    services.forget_lunches(now=later)

    kept = LunchPlan.objects.get()
    assert (LunchSeat.objects.count(), LunchPair.objects.count()) == (0, 0)
    assert (kept.people, kept.talked, kept.purged_at) == (6, 1, later)
    assert not Booking.objects.filter(meets=True).exists()


# The box


def test_the_box_is_off_at_first_says_who_sees_what_and_goes_with_lunch(table):
    user = UserFactory(name="Ada Byron")
    client = as_(user)
    path = table.sheet.get_absolute_url()
    meeting, lunch = [str(part.pk) for part in table.sheet.parts.all()]

    form = client.get(path).context["form"]
    refused = client.post(path, {"name": "Ada Byron", "parts": [meeting], "meets": "on"})
    client.post(path, {"name": "Ada Byron", "parts": [meeting, lunch], "meets": "on"})

    assert form["meets"].value() is None
    assert "your name, your organisation" in form["meets"].help_text
    assert "Tick lunch above as well" in text_of(refused)
    booking = Booking.objects.get(user=user)
    assert booking.meets
    assert "You get a mail the day before" in text_of(client.get(booking.get_absolute_url()))
    client.post(
        booking.get_absolute_url(),
        {"act": "change", "name": "Ada Byron", "parts": [meeting, lunch]},
    )
    booking.refresh_from_db()
    assert not booking.meets


def test_a_guest_is_told_that_it_needs_an_account(table):
    page = text_of(Client().get(table.sheet.get_absolute_url()))

    assert "it needs one" in page
    assert "Suggest three people for me" not in page
    assert not asked(table.sheet, meets=True).meets


def test_without_lunch_there_is_no_box_and_no_plan(table):
    plain = sheet_of(factory.announced(title="No lunch"), parts=["The meeting"])

    assert "meets" not in as_(UserFactory()).get(plain.get_absolute_url()).context["form"].fields
    assert as_(table.custodian).get(f"/desk/bookings/{plain.pk}/lunch/").status_code == 404


def test_it_is_taken_back_at_any_time(table):
    plan(table)
    booking = table.bookings["pam"]

    answer = as_(table.people.pam).post(f"/me/bookings/{booking.pk}/lunch/leave/")

    booking.refresh_from_db()
    assert (answer.status_code, booking.meets, booking.state) == (302, False, "placed")
    assert not LunchSeat.objects.filter(booking=booking).exists()
    assert "Pam Pantry" not in met(table, "uma")
