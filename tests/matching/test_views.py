"""Pages: constant queries, unnamed until both said yes, a GET that changes nothing."""

import re

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from common.models import ActivityEntry, Message
from matching import links, services
from matching.models import Introduction, Match
from tests.factories.matching import ChallengeFactory, PlacementFactory, introduction, offer, person
from tests.factories.profiles import UserFactory

CANARIES = ("Zebedee", "Canaryname", "zebedee")


@pytest.fixture
def scored(market):
    services.run_all()
    market.for_student = Match.objects.get(person=market.student, is_current=True)
    market.for_team = Match.objects.get(offer=market.team, is_current=True)
    market.shortlist = "/challenges/referrals/matches/"
    return market


@pytest.fixture
def asked(scored):
    """The poster has asked the student."""
    scored.asked = services.propose(scored.for_student, by=scored.poster, message="Do come.")
    scored.link = reverse(
        "matching:introduction_answer",
        args=[links.make(introduction_id=scored.asked.pk, user_id=scored.student.user.pk)],
    )
    return scored


def as_(client, user):
    client.force_login(user)
    return client


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


# The shortlist


def test_shortlist_shows_both_sides_reasons_and_no_name(client, scored):
    page = as_(client, scored.poster).get(scored.shortlist)

    text = text_of(page)
    assert page.status_code == 200
    for words in (
        "Who could help",
        "One person and one offer fit “Where do our referrals come from?”",
        "A student",
        "A team of four students",
        "Offer from a university",
        "You ask practitioner, they hold working: one level below",
        "Moves mapping up a level",
        "Still missing",
        "Close, but not yet",
        "Mark data cleaning as desirable and they join the list.",
        "How these were chosen",
        "Serves the Forum’s priority: Mutual benefit",
    ):
        assert words in text
    for name in (*CANARIES, "Hidden Hollyhock", "Beginner Bluebell", "%"):
        assert name not in text


def test_shortlist_is_404_for_others_and_a_sign_in_for_strangers(client, scored):
    assert client.get(scored.shortlist).status_code == 302
    for user in (scored.stranger, scored.student.user, scored.offerer):
        assert as_(client, user).get(scored.shortlist).status_code == 404
    assert as_(client, scored.custodian).get(scored.shortlist).status_code == 200


def test_shortlist_of_a_placement_has_its_own_address(client, scored):
    placement = PlacementFactory(organisation=scored.food_bank, slug="a-placement")
    client = as_(client, scored.poster)

    assert client.get("/placements/a-placement/matches/").status_code == 200
    page = client.get("/challenges/a-placement/matches/")

    assert page.status_code == 302
    assert page.url == f"{placement.get_absolute_url()}matches/"


def test_shortlist_hides_who_hid_since_it_was_scored(client, scored):
    scored.student.visibility = "private"
    scored.student.save()

    page = as_(client, scored.poster).get(scored.shortlist)

    assert "A student" not in text_of(page).split("Close, but not yet")[0]


def test_empty_shortlist_says_what_helps(client, market):
    ChallengeFactory(organisation=market.food_bank, slug="lonely", asks={"COBOL": 4})

    page = as_(client, market.poster).get("/challenges/lonely/matches/")

    assert "Nobody fits" in text_of(page)


def queries_of(client, url):
    client.get("/search/")  # what is around every page is read once
    with CaptureQueriesContext(connection) as queries:
        response = client.get(url)
    assert response.status_code == 200
    return len(queries)


@pytest.mark.parametrize("more", [0, 2])
def test_shortlist_queries(client, market, more):
    for _ in range(more):
        person(holds={"Data cleaning": 2})
        offer(brings={"Data cleaning": 2})
        person(holds={"Mapping": 2})
    services.run_all()

    assert queries_of(as_(client, market.poster), "/challenges/referrals/matches/") == 12


# My matches


def test_my_matches_say_what_i_gain_and_they_gain(client, scored):
    text = text_of(as_(client, scored.student.user).get("/matches/"))

    for words in (
        "Where do our referrals come from?",
        "What you gain",
        "You hold working; this asks practitioner",
        "They ask practitioner, you hold working: one level below",
        "You want to learn mapping",
        "Ask for an introduction",
    ):
        assert words in text


def test_my_matches_tell_a_private_person_why_there_are_none(client, scored):
    text = text_of(as_(client, scored.hidden.user).get("/matches/"))

    assert "Your profile is private, so we do not match you" in text


def test_my_matches_show_those_of_my_offers_and_shortlists(client, scored):
    assert "For your offer “A team of four students”" in text_of(
        as_(client, scored.offerer).get("/matches/")
    )
    assert "Who could help with “Where do our referrals come from?”" in text_of(
        as_(client, scored.poster).get("/matches/")
    )


def test_my_matches_of_a_newcomer_show_the_way_on(client, scored):
    assert "Make a profile" in text_of(as_(client, scored.stranger).get("/matches/"))


@pytest.mark.parametrize("more", [0, 2])
def test_my_matches_queries(client, market, more):
    for _ in range(more):
        ChallengeFactory(asks={"Data cleaning": 2})
        extra = offer(brings={"Data cleaning": 2}, organisation=market.university)
        extra.organisation.memberships.exclude(user=market.offerer).delete()
    services.run_all()

    assert queries_of(as_(client, market.student.user), "/matches/") == 10
    assert queries_of(as_(client, market.offerer), "/matches/") == 10


# Asking


def test_asking_makes_one_introduction_however_often_it_is_sent(client, scored):
    client = as_(client, scored.poster)
    url = f"/matches/{scored.for_student.pk}/ask/"
    assert client.get(url).status_code == 200
    assert not Introduction.objects.exists()
    body = {"message": "Come and help.", "idempotency_key": "k" * 20}

    answers = [client.post(url, body) for _ in range(2)]

    made = Introduction.objects.get()
    assert [a.url for a in answers] == [made.get_absolute_url()] * 2
    assert made.message == "Come and help."


def test_asking_by_an_old_address_finds_the_pair_scored_again(client, scored):
    services.run_all()

    answer = as_(client, scored.poster).post(f"/matches/{scored.for_student.pk}/ask/")

    assert answer.status_code == 302
    assert Introduction.objects.get().match.is_current


def test_asking_about_what_no_longer_stands_is_409_in_words(client, scored):
    Match.objects.update(is_current=False)

    answer = as_(client, scored.poster).post(f"/matches/{scored.for_student.pk}/ask/")

    assert answer.status_code == 409
    assert "This suggestion no longer stands." in text_of(answer)


@pytest.mark.parametrize("message", ["x" * 1001, "a\x07b"])
def test_asking_with_bad_text_keeps_it_and_saves_nothing(client, scored, message):
    answer = as_(client, scored.poster).post(
        f"/matches/{scored.for_student.pk}/ask/", {"message": message}
    )

    assert answer.status_code == 422
    assert not Introduction.objects.exists()


def test_asking_is_404_for_a_stranger_and_for_no_match(client, scored):
    client = as_(client, scored.stranger)

    assert client.post(f"/matches/{scored.for_student.pk}/ask/").status_code == 404
    assert client.post("/matches/999999/ask/").status_code == 404


# Introductions


def test_names_appear_on_no_page_before_both_said_yes_and_then_to_the_two_only(client, asked):
    url = asked.asked.get_absolute_url()
    pages = (asked.shortlist, url, "/introductions/", "/challenges/referrals/")
    for user in (asked.poster, asked.custodian):
        for page in pages:
            html = as_(client, user).get(page).content.decode()
            for canary in CANARIES:
                assert canary not in html
    before = as_(client, asked.student.user).get(url).content.decode()
    assert asked.poster.email not in before

    as_(client, asked.student.user).post(f"{url}accept/")

    for canary in ("Zebedee Canaryname", "zebedee.canaryname@people.example"):
        assert canary in as_(client, asked.poster).get(url).content.decode()
        assert canary not in as_(client, asked.custodian).get(url).content.decode()
        assert canary not in as_(client, asked.poster).get(asked.shortlist).content.decode()
    assert asked.poster.email in as_(client, asked.student.user).get(url).content.decode()


def test_introduction_is_404_for_a_stranger(client, asked):
    url = asked.asked.get_absolute_url()
    client = as_(client, asked.stranger)

    assert client.get(url).status_code == 404
    assert client.post(f"{url}accept/").status_code == 404
    assert client.post(f"{url}decline/").status_code == 404
    assert client.post(f"{url}move/", {"to": "done"}).status_code == 404


def test_custodian_sees_but_does_not_answer(client, asked):
    url = asked.asked.get_absolute_url()
    client = as_(client, asked.custodian)

    page = text_of(client.get(url))
    assert "Yes, introduce us" not in page
    assert "Why this was suggested" in page
    assert client.post(f"{url}accept/").status_code == 403


def test_get_on_a_verb_changes_nothing(client, asked):
    url = asked.asked.get_absolute_url()
    client = as_(client, asked.student.user)

    for verb in ("accept", "decline", "move"):
        assert client.get(f"{url}{verb}/").status_code == 405
    asked.asked.refresh_from_db()
    assert asked.asked.state == "proposed"


def test_declining_on_the_page_keeps_the_reason_private(client, asked):
    url = asked.asked.get_absolute_url()

    as_(client, asked.student.user).post(f"{url}decline/", {"reason": "A secret."})

    assert "A secret." not in as_(client, asked.poster).get(url).content.decode()
    assert "This introduction has ended" in text_of(client.get(url))


def test_declining_with_too_long_a_reason_asks_again(client, asked):
    url = asked.asked.get_absolute_url()

    answer = as_(client, asked.student.user).post(f"{url}decline/", {"reason": "x" * 601})

    assert answer.status_code == 422
    asked.asked.refresh_from_db()
    assert asked.asked.state == "proposed"


def test_it_goes_on_step_by_step_and_not_otherwise(client, asked):
    url = asked.asked.get_absolute_url()
    services.accept(asked.asked, by=asked.student.user)
    client = as_(client, asked.poster)

    assert client.post(f"{url}move/", {"to": "done"}).status_code == 409
    for step in ("agreed", "under_way", "done"):
        assert client.post(f"{url}move/", {"to": step}).status_code == 302
    assert client.post(f"{url}move/", {"to": "declined"}).status_code == 409

    asked.asked.refresh_from_db()
    assert asked.asked.state == "done"


def test_list_says_whose_turn_it_is(client, asked):
    assert "Waiting for your answer" in text_of(
        as_(client, asked.student.user).get("/introductions/")
    )
    mine = text_of(as_(client, asked.poster).get("/introductions/"))
    assert "Waiting for an answer" in mine
    assert "A student" in mine
    assert "No introductions yet" in text_of(as_(client, asked.stranger).get("/introductions/"))


@pytest.mark.parametrize("rows", [1, 3])
def test_list_and_detail_queries(client, market, rows):
    for _ in range(rows):
        made = introduction(
            ChallengeFactory(organisation=market.food_bank, asks={"Data cleaning": 2}),
            person=market.student,
        )
        introduction(made.opportunity, offer=market.team)

    assert queries_of(as_(client, market.poster), "/introductions/") == 7
    assert queries_of(as_(client, market.student.user), "/introductions/") == 6
    assert queries_of(as_(client, market.student.user), made.get_absolute_url()) == 5


# Signed links


def test_opening_a_link_changes_nothing_and_shows_no_name(client, asked):
    page = client.get(asked.link)

    asked.asked.refresh_from_db()
    assert page.status_code == 200
    assert asked.asked.state == "proposed"
    assert "Would you like to be introduced?" in text_of(page)
    assert "Canal Street Food Bank" in text_of(page)
    assert "Moves mapping up a level You hold working; this asks practitioner" in text_of(page)
    assert asked.poster.email not in page.content.decode()
    assert (page["X-Robots-Tag"], page["Referrer-Policy"]) == ("noindex", "same-origin")


def test_posting_yes_by_a_link_introduces_and_still_shows_no_contact(client, asked):
    answer = client.post(asked.link, {"decision": "yes"})

    asked.asked.refresh_from_db()
    assert answer.status_code == 302
    assert asked.asked.state == "introduced"
    page = client.get(asked.link)
    assert "Both sides said yes" in text_of(page)
    assert asked.poster.email not in page.content.decode()


def test_posting_no_by_a_link_declines(client, asked):
    client.post(asked.link, {"decision": "no", "reason": "Exams."})

    asked.asked.refresh_from_db()
    assert (asked.asked.state, asked.asked.decline_reason) == ("declined", "Exams.")
    assert "You said no" in text_of(client.get(asked.link))


def test_a_link_used_again_changes_nothing(client, asked):
    client.post(asked.link, {"decision": "yes"})
    entries = ActivityEntry.objects.count()

    assert client.post(asked.link, {"decision": "yes"}).status_code == 302
    refused = client.post(asked.link, {"decision": "no"})

    asked.asked.refresh_from_db()
    assert refused.status_code == 409
    assert asked.asked.state == "introduced"
    assert ActivityEntry.objects.count() == entries
    assert Message.objects.filter(kind="matching_introduced").count() == 2


def test_a_link_without_a_decision_asks_again(client, asked):
    answer = client.post(asked.link, {"decision": "maybe"})

    assert answer.status_code == 422
    assert "Choose yes or no. Nothing was sent yet." in text_of(answer)


@pytest.mark.parametrize(
    "spoil", [lambda s: s[:-3] + "xx/", lambda s: s.replace("answer/", "answer/x")]
)
def test_a_link_that_was_changed_is_no_page(client, asked, spoil):
    assert client.get(spoil(asked.link)).status_code == 404
    assert client.post(spoil(asked.link), {"decision": "yes"}).status_code == 404
    asked.asked.refresh_from_db()
    assert asked.asked.state == "proposed"


def test_a_link_runs_out_after_14_days(client, asked):
    with time_machine.travel(timezone.now() + links.GOOD_FOR + timezone.timedelta(minutes=1)):
        page = client.get(asked.link)
        posted = client.post(asked.link, {"decision": "yes"})

    asked.asked.refresh_from_db()
    assert (page.status_code, posted.status_code) == (410, 410)
    assert "This link has run out" in text_of(page)
    assert asked.asked.state == "proposed"


def test_a_link_of_somebody_who_left_is_no_page(client, scored):
    made = services.propose(scored.for_student, by=scored.student.user)
    link = reverse(
        "matching:introduction_answer",
        args=[links.make(introduction_id=made.pk, user_id=scored.poster.pk)],
    )
    assert client.get(link).status_code == 200
    scored.poster.memberships.all().delete()

    assert client.get(link).status_code == 404


# The panel on an opportunity's page


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ("poster", "One person and one offer fit this well enough for both sides."),
        ("student", "How it fits you"),
        ("beginner", "This is not among your matches at present."),
        ("hidden", "Your profile is private"),
        ("stranger", "We can tell you once you have a profile."),
        (None, "Sign in to see how this fits you"),
    ],
)
def test_panel(rf, scored, who, words):
    from django.contrib.auth.models import AnonymousUser
    from django.template import Context, Template

    request = rf.get("/")
    thing = getattr(scored, who) if who else AnonymousUser()
    request.user = getattr(thing, "user", thing)
    page = Template("{% load matching_panels %}{% suggestion_panel opportunity %}")

    html = page.render(Context({"request": request, "opportunity": scored.challenge}))

    assert words in re.sub(r"\s+", " ", html)


def test_desk_panel_shows_what_waits_with_its_age(asked):
    from matching.desk_panels import waiting

    panel = waiting()

    assert panel["count"] == 1
    assert panel["rows"][0]["note"] == (
        "Canal Street Food Bank and A student: asked for today, ends in 13 days"
    )
    assert panel["run"].state == "done"


def test_an_individuals_offer_is_shown_without_their_name(client, scored):
    owner = UserFactory(name="Owen Ownername", email="owen@people.example")
    own = offer(brings={"Data cleaning": 2}, organisation=None, state={"owner": owner})
    services.score_offer(own.pk)

    html = as_(client, scored.poster).get(scored.shortlist).content.decode()

    assert own.title in html
    assert "Owen" not in html
    assert "owen@" not in html
