"""One row that changed: its list and the others' that change by it, as a full run would have them."""

import datetime
import random

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone

from common import outbox
from matching import services
from matching.models import Match, MatchRun
from matching.services import rescoring, resident, scoring
from opportunities import services as opportunity_services
from opportunities.signals import opportunity_published
from profiles import services as profile_services
from skills.models import SkillLink
from tests.factories.matching import ChallengeFactory, offer, person, skill
from tests.support import proof

SKILLS = ("SQL", "R", "Mapping", "Writing")
EDITS = proof.times(14, full=120)


@pytest.fixture(autouse=True)
def fresh_worker():
    """Each test is a worker that has just started."""
    restart()
    yield
    restart()


def restart():
    with resident.resident() as kept:
        kept.forget()


def stored():
    """All that is current: who, scores, places and words."""
    rows = Match.objects.filter(is_current=True).values_list(
        "opportunity_id", "person_id", "offer_id", "fit", "benefit", "joint",
        "rank_for_need", "rank_for_supply", "reasons", "missing", "priority_id",
    )  # fmt: skip
    return sorted(rows, key=str)


def some_skills(draw, most=3):
    return {name: draw.randint(1, 4) for name in draw.sample(SKILLS, draw.randint(1, most))}


def numbered(skills):
    return {skill(name).pk: level for name, level in skills.items()}


class Town:
    """People, challenges and offers, changed by the services that the site uses."""

    def __init__(self, seed):
        self.draw = random.Random(seed)
        self.people = [self.person() for _ in range(7)]
        self.challenges = [self.challenge() for _ in range(5)]
        self.offers = [offer(brings=some_skills(self.draw), capacity=1) for _ in range(2)]

    def person(self):
        return person(holds=some_skills(self.draw), wants=some_skills(self.draw, 2))

    def challenge(self):
        likes = some_skills(self.draw, 3)
        asks = dict([likes.popitem()]) if self.draw.random() < 0.5 else {}
        return ChallengeFactory(asks=asks, likes=likes)

    def edit(self):
        """One edit by a service; its work is done by the worker."""
        draw = self.draw
        what = draw.choice(
            ["holds", "holds", "wants", "hides", "shows", "publishes", "closes", "asks", "declines",
             "arrives", "withdraws"]
        )  # fmt: skip
        who = draw.choice(self.people)
        if what == "holds":
            levels = numbered(some_skills(draw))
            profile_services.set_skills(who, by=who.user, held=levels)
        elif what == "wants":
            profile_services.set_skills(who, by=who.user, wanted=numbered(some_skills(draw)))
        elif what in ("hides", "shows"):
            visibility = "private" if what == "hides" else "matched"
            profile_services.set_visibility(who, visibility, by=who.user)
        elif what == "publishes":
            self.challenges.append(self.challenge())
            with transaction.atomic():
                opportunity_published.send(None, opportunity_id=self.challenges[-1].pk)
        elif what == "closes" and len(self.challenges) > 3:
            gone = self.challenges.pop(draw.randrange(len(self.challenges)))
            opportunity_services.close(gone, by=None)
        elif what in ("asks", "declines"):
            self.answer(what, draw)
        elif what == "arrives":
            self.people.append(self.person())
            arrived = self.people[-1]
            profile_services.set_visibility(arrived, "matched", by=arrived.user)
        elif what == "withdraws" and len(self.offers) > 1:
            gone = self.offers.pop()
            profile_services.close_offer(gone, by=gone.organisation.memberships.get().user)
        return what

    def answer(self, what, draw):
        """Two are brought together, or one says no; the person's profile changes soon after."""
        rows = list(
            Match.objects.filter(is_current=True, person__isnull=False)
            .select_related("person__user", "opportunity")
            .order_by("opportunity_id", "person_id")
        )
        if not rows:
            return
        row = draw.choice(rows)
        introduction = services.propose(row, by=row.person.user)
        if what == "declines" and introduction.state == "proposed":
            services.decline(introduction, by=row.person.user)
        profile_services.set_skills(row.person, by=row.person.user, wanted={})


def work(on_commit):
    """Run the outbox as a worker does, with what follows on commit."""
    with on_commit(execute=True):
        outbox.run_due()


@pytest.mark.parametrize("lasting", [True, False], ids=["one worker", "a worker for each edit"])
def test_any_edits_leave_what_a_full_run_gives(
    db, monkeypatch, django_capture_on_commit_callbacks, lasting
):
    """Short lists, so that who falls off one and who comes back on it is seen."""
    for module in (scoring, rescoring):
        monkeypatch.setattr(module, "TOP", 2)
    town = Town(seed=5)
    services.run_all()

    made = set()
    for number in range(EDITS):
        made.add(town.edit())
        work(django_capture_on_commit_callbacks)
        if not lasting:
            restart()
        if number % 4 == 3 or number == EDITS - 1:
            services.score_person(town.people[0].pk)
            found = stored()
            services.run_all()
            assert found == stored(), f"after edit {number}"

    assert len(made) > 5
    proof.record("edits through the services", edits=EDITS, differences=0)


def test_a_worker_that_is_in_step_reads_no_stored_lists(
    market, monkeypatch, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        services.score_opportunity(market.challenge.pk)
    asked = []
    from matching.services import revising

    compare = revising.stored_otherwise
    monkeypatch.setattr(
        revising, "stored_otherwise", lambda ranking: asked.append(1) or compare(ranking)
    )

    with django_capture_on_commit_callbacks(execute=True):
        profile_services.set_skills(
            market.student, by=market.student.user, held=numbered({"Data cleaning": 2})
        )
        services.score_person(market.student.pk)
    assert asked == []

    services.run_all()
    services.score_person(market.student.pk)
    assert asked == [1]


def test_whoever_comes_back_on_a_list_is_matched_and_the_others_move_up(market, monkeypatch):
    for module in (scoring, rescoring):
        monkeypatch.setattr(module, "TOP", 1)
    better, other = (
        ChallengeFactory(asks={"Data cleaning": 3}, gives_back=["story"]) for _ in range(2)
    )
    services.run_all()
    first = Match.objects.get(person=market.student, is_current=True, rank_for_supply=1)
    gone = first.opportunity
    profile_services.set_visibility(market.beginner, "matched", by=market.beginner.user)

    opportunity_services.close(gone, by=None)
    outbox.run_due()

    now = Match.objects.get(person=market.student, is_current=True, rank_for_supply=1)
    assert now.opportunity_id in {market.challenge.pk, better.pk, other.pk} - {gone.pk}


def test_rows_that_another_process_changed_are_seen(market):
    services.run_all()
    services.score_opportunity(market.challenge.pk)
    # No service of ours, and no word to the worker.
    market.hidden.visibility = "matched"
    market.hidden.save()

    services.score_opportunity(market.challenge.pk)

    assert Match.objects.filter(person=market.hidden, is_current=True).exists()


def test_what_stands_keeps_its_row(market):
    services.run_all()
    before = list(Match.objects.order_by("pk").values_list("pk", "is_current"))

    services.score_opportunity(market.challenge.pk)

    assert list(Match.objects.order_by("pk").values_list("pk", "is_current")) == before


def test_where_most_lists_are_old_only_what_concerns_the_row_is_written(market, monkeypatch):
    monkeypatch.setattr(rescoring, "MOST_RESTATED", 0)
    other = ChallengeFactory(asks={"Weaving": 2})
    person(holds={"Weaving": 2})

    services.score_opportunity(market.challenge.pk)

    assert {match.opportunity_id for match in Match.objects.filter(is_current=True)} == {
        market.challenge.pk
    }
    services.run_all()
    assert Match.objects.filter(opportunity=other, is_current=True).count() == 1


def test_a_failure_makes_the_worker_start_over(market, monkeypatch):
    from matching.engine import checks

    services.score_opportunity(market.challenge.pk)
    monkeypatch.setattr(checks, "judge", lambda *a, **k: checks.Verdict(("It is wrong.",)))
    market.student.visibility = "private"
    market.student.save()

    with pytest.raises(services.JudgeDisagrees):
        services.score_person(market.student.pk)

    with resident.resident() as kept:
        assert kept.index is None


def test_a_run_over_one_row_replays_and_says_what_did_the_arithmetic(market):
    services.run_all()
    run = services.score_person(market.student.pk)

    replay = services.replay(run)

    assert replay.same
    assert replay.pairs == 2
    assert run.path == "numpy"
    assert MatchRun.objects.get(scope="all").path == "numpy"
    assert run.facts["lists"]["supplies"] == [f"person:{market.student.pk}"]
    assert run.facts["lists"]["needs"] == [f"opportunity:{market.challenge.pk}"]


def test_a_narrower_skill_counts_more_than_a_broader_one(market):
    cleaning, wrangling, working = skill("Data cleaning"), skill("Wrangling"), skill("Data work")
    for narrow, broad in ((wrangling, cleaning), (cleaning, working)):
        SkillLink.objects.create(source=narrow, target=broad, kind="broader")
    ChallengeFactory(slug="open", likes={"Data cleaning": 2})
    narrower = person(holds={"Wrangling": 2})
    broader = person(holds={"Data work": 2})

    services.run_all()

    fits = dict(
        Match.objects.filter(
            is_current=True, opportunity__slug="open", person__in=[narrower, broader]
        ).values_list("person_id", "fit")
    )
    assert fits == {narrower.pk: 8_000, broader.pk: 5_000}


def test_a_new_day_is_a_new_index(market):
    services.score_opportunity(market.challenge.pk)
    with resident.resident() as kept:
        first = kept.index

    tomorrow = timezone.now() + datetime.timedelta(days=1)
    with time_machine.travel(tomorrow, tick=False):
        run = services.score_opportunity(market.challenge.pk)

    assert run.today == timezone.localdate(tomorrow)
    with resident.resident() as kept:
        assert kept.index is not first
