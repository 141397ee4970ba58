"""The region's balance, teams, doors; profiles that claim everything; runs that nothing points to."""

import csv
import datetime
import io

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from common.models import Message
from matching import queries, services
from matching.models import Match, MatchRun
from matching.services.scoring import thin_runs
from profiles.models import HeldSkill
from tests.factories.matching import ChallengeFactory, introduction, offer, person, skill

EVERYTHING = {f"Skill {number}": 4 for number in range(11)}


def test_balance_counts_asked_held_offered_and_wanted(market):
    lines = {(line.skill, line.level): line for line in queries.skills_balance(suppressed=False)}

    cleaning, mapping = lines["Data cleaning", 2], lines["Mapping", 3]
    assert (cleaning.asked, cleaning.held, cleaning.offers, cleaning.wanted) == (1, 0, 1, 0)
    assert (mapping.asked, mapping.held, mapping.offers, mapping.wanted) == (1, 0, 0, 1)
    assert ("Mapping", 4) not in lines, "only the hidden person holds it"


def test_others_see_no_count_of_people_under_five(client, market):
    for number in range(5):
        person(holds={"Statistics": 2}, wants={"Mapping": 3} if number else None)

    page = client.get("/how-matching-works/balance/")
    rows = {(line.skill, line.level): line for line in page.context["page"]}
    told = list(csv.reader(io.StringIO(client.get("/how-matching-works/balance/export.csv").text)))

    assert rows["Statistics", 2].held == 5
    # One wanted it before, four more now: five; nobody else may be counted.
    assert rows["Mapping", 3].wanted == 5
    assert ("Mapping", 1) not in rows, "a line with nothing but a hidden count says nothing"
    assert rows["Data cleaning", 2].held is None
    assert ["Data cleaning", "working", "1", "under 5", "1", "under 5"] in told


def test_custodians_see_whom_nobody_fits_who_is_not_shown_and_who_is_silent(client, market):
    ChallengeFactory(title="Fly a drone", organisation=market.food_bank, asks={"Drones": 3})
    for _ in range(2):
        introduction(market.challenge, person=person(), state="expired")
    services.run_whole(trigger="nightly")
    client.force_login(market.custodian)

    with CaptureQueriesContext(connection) as asked:
        page = client.get("/desk/matching/balance/")
    text = page.content.decode()

    assert "Nobody holds Drones at practitioner." in text
    assert page.context["unshown"]["count"] == 3
    assert page.context["silent"] == [
        {
            "name": "Canal Street Food Bank",
            "url": f"/organisations/{market.food_bank.slug}/",
            "asked": 2,
            "silent": 2,
        }
    ]
    assert "Beginner Bluebell" not in text
    assert len(asked) <= 15, [query["sql"][:90] for query in asked]
    assert client.get("/desk/matching/balance/export.csv").status_code == 200


def test_profile_with_everything_at_expert_is_damped_until_there_is_evidence(client, market):
    asked = {"Skill 0": 4}
    need = ChallengeFactory(title="One for an expert", asks=asked)
    honest = person(holds={"Skill 0": 4})
    stuffed = person(holds=EVERYTHING)
    services.run_all()

    listed = list(
        Match.objects.filter(opportunity_id=need.pk, is_current=True).values_list(
            "person", flat=True
        )
    )
    assert listed == [honest.pk], "working is more than one level below expert"
    assert list(queries.stuffed_people()) == [stuffed]
    client.force_login(market.custodian)
    page = client.get("/desk/matching/balance/")
    assert page.context["stuffed"][0]["claims"] == 11
    assert stuffed.name not in page.content.decode()
    for _ in range(2):
        client.post("/desk/matching/balance/", {"person": stuffed.pk})
    assert Message.objects.filter(kind="matching_evidence").count() == 1

    HeldSkill.objects.filter(person=stuffed, skill=skill("Skill 0")).update(evidence="A thesis.")
    services.score_person(stuffed.pk)

    assert Match.objects.filter(person=stuffed, opportunity_id=need.pk, is_current=True).exists()
    assert not queries.stuffed_people().exists()


def test_team_covers_together_what_none_covers_alone(client, market):
    need = ChallengeFactory(
        title="A map of trees",
        slug="trees",
        organisation=market.food_bank,
        asks={"Mapping": 2, "Statistics": 2},
        state={"submitted_by": market.poster},
    )
    person(holds={"Mapping": 2}, stage="student")
    person(holds={"Statistics": 2}, stage="student")
    person(holds={"Mapping": 4, "Statistics": 4}, stage="expert")
    services.run_all()

    team = queries.team_for(need)
    client.force_login(market.poster)
    with CaptureQueriesContext(connection) as asked:
        page = client.get("/challenges/trees/matches/team/")

    assert [member.part for member in team.members] == [
        "The data owner",
        "A mentor",
        "A learner",
        "A learner",
    ]
    assert {tuple(m.covers) for m in team.members[2:]} == {("Mapping",), ("Statistics",)}
    assert (set(team.covered), team.missing) == ({"Mapping", "Statistics"}, [])
    assert page.status_code == 200
    assert len(asked) <= 15
    client.force_login(market.stranger)
    assert client.get("/challenges/trees/matches/team/").status_code == 404


def test_the_skill_that_opens_most_names_who_teaches_it(client, market):
    lesson = offer(title="Clean tables in a day", kind="training", brings={"Data cleaning": 3})
    services.run_all()
    client.force_login(market.beginner.user)

    page = client.get("/matches/").content.decode()

    assert "Data cleaning at awareness would open 1 more opportunity." in page
    assert lesson.title in page


def test_fits_me_shows_one_kind_only(client, market):
    services.run_all()
    client.force_login(market.student.user)

    assert "Where do our referrals" in client.get("/matches/challenges/").content.decode()
    assert "Where do our referrals" not in client.get("/matches/placements/").content.decode()
    assert client.get("/matches/dances/").status_code == 404
    assert "/matches/placements/" in client.get("/placements/").content.decode()


def test_runs_that_nothing_points_to_go_after_a_month_and_the_last_stays(market):
    first, second, last = (services.run_all() for _ in range(3))
    kept = Match.objects.filter(run=first).first()
    introduction(market.challenge, person=market.student, match=kept)
    later = timezone.now() + datetime.timedelta(days=31)

    services.forget_old(now=later)

    assert set(MatchRun.objects.values_list("pk", flat=True)) == {first.pk, last.pk}
    assert list(Match.objects.filter(run=first)) == [kept]
    assert not thin_runs(later).exists()
    assert second.pk not in Match.objects.values_list("run", flat=True)
