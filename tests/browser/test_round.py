"""A small placement round in Chromium without scripts: announced, ranked, tiered, published, read."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from matching.choices.rounds import PHASES
from matching.engine.checks.command import judge
from matching.models import Round, RoundChoice, RoundPlace
from matching.services import rounds
from tests.browser.steps import mail_to
from tests.factories.entrants import crowd, drawn
from tests.factories.opportunities import PlacementFactory
from tests.factories.profiles import CustodianFactory
from tests.factories.rounds import applicant, go_to, rank
from tests.journeys.story import link_in, worker_runs
from tests.matching.rounds.whole import run_commands
from tests.support import proof

pytestmark = pytest.mark.browser

PHONE = (360, 740)


def _place(row: Round, title: str, seats: int = 1) -> RoundPlace:
    placement = PlacementFactory(live=True, title=title, seats=seats)
    return rounds.join_round(placement, round_=row, by=placement.state.submitted_by)


def _planned(desk) -> Round:
    """From the list of rounds to one whose first phase has begun."""
    desk.open("/desk/rounds/")
    desk.follow("New round")
    desk.fill("Title", "Summer placements")
    first = timezone.localtime() - timedelta(hours=1)
    desk.fill("It is announced", f"{first:%Y-%m-%dT%H:%M}")
    ends = [first + timedelta(days=number) for number in range(1, len(PHASES) + 1)]
    for kind, moment in zip(PHASES, ends, strict=True):
        desk.page.locator(f"[name=closes_{kind}]").fill(f"{moment:%Y-%m-%dT%H:%M}")
    desk.press("Save as a draft")
    desk.press("Open it")
    desk.reads("No placement is in it")
    return Round.objects.get()


def test_a_small_round_from_its_announcement_to_a_result_that_anybody_can_check(arrive):
    keeper = CustodianFactory(name="Hettie Vaughan")
    desk = arrive(keeper)

    # A custodian makes it and opens it; its first phase has begun.
    row = _planned(desk)

    # Two hosts put a placement in each; five people apply.
    museum, council = (_place(row, title) for title in ("Museum", "Council"))
    for phase in ("post", "rank"):
        go_to(row, phase)
    people = [applicant(museum, council) for _ in range(5)]
    for who in people[1:]:
        rank(row, who, museum)

    # One ranks on a phone, by a button and by numbers.
    student = arrive(people[0].user, size=PHONE)
    student.open(row.get_absolute_url())
    student.reads("Say what you want most", row.seed_hash)
    student.follow("Rank your placements")
    student.press("Add at the end")
    student.press("Add at the end")
    student.press("Up")
    student.press("Save and check")
    student.reads("Choice 1 Museum", "Choice 2 Council", "You can change it until")
    listed = RoundChoice.objects.filter(entrant__person=people[0].person).order_by("position")
    assert [choice.place for choice in listed] == [museum, council]

    # A host puts them into tiers, and reads no names.
    go_to(row, "tier")
    host = arrive(museum.opportunity.organisation.memberships.first().user, size=PHONE)
    host.open(row.get_absolute_url())
    host.follow("Your placements in this round")
    host.follow("Put applicants into tiers")
    label = museum.opportunity.applications.get(person=people[1].person).label
    host.pick(f"Tier of {label}", "First tier")
    host.press("Save")
    host.reads("1 of them in a tier")
    assert not any(people[0].person.name in page.html for page in host.seen)

    # The clock runs it; a custodian looks at it, and publishes once.
    go_to(row, "publish")
    student.open(f"{row.get_absolute_url()}result/")
    student.reads("We cannot find")
    desk.open(f"/desk/rounds/{row.slug}/")
    desk.follow("The whole round")
    desk.reads("of 5 people placed", "None: no applicant and host")
    desk.follow("Publish this result")
    desk.press("Publish the results")
    worker_runs()

    # Everybody reads their own, and a stranger checks it all.
    student.open(link_in(mail_to(people[0].user.email, "")))
    student.open(f"{row.get_absolute_url()}result/")
    student.reads("You have a place", "Council", "2nd choice")
    stranger = arrive(None)
    stranger.open(f"{row.get_absolute_url()}report/")
    stranger.reads("people have a place", "Check it yourself", "Seed of the lottery")
    address = stranger.page.get_by_role("link", name=f"{row.slug}.json").get_attribute("href")
    file = stranger.page.request.get(address)
    assert file.headers["content-type"] == "application/json"
    assert judge(json.loads(file.text())).holds
    assert rounds.publish(row, by=keeper, run=row.runs.get(kind="main", state="done")).number == 1


def test_a_round_of_a_whole_faculty_from_the_desk_to_a_file_that_a_stranger_runs(arrive, tmp_path):
    """Five hundred applicants in ``script/prove``; fewer, and the same clicks, in ``script/test``."""
    many = proof.times(60, full=500)
    hundred = min(100, many)
    keeper = CustodianFactory(name="Hettie Vaughan")
    desk = arrive(keeper)
    row = _planned(desk)
    popular = _place(row, "Museum", seats=3)
    others = [_place(row, f"Council {n}", seats=2 + n % 4) for n in range(many // 5)]
    go_to(row, "rank")
    lists, tiers = drawn(others, many=many, seed=proof.SEED, most=4)
    lists |= {str(n): [popular, *lists[str(n)]] for n in range(hundred)}
    crowd(row, lists, tiers=tiers)

    # A host with so many applicants finds those without a tier, on a phone too.
    go_to(row, "tier")
    host = arrive(popular.opportunity.organisation.memberships.first().user, size=PHONE)
    host.open(f"{row.get_absolute_url()}hosting/")
    host.follow("Put applicants into tiers")
    host.reads(f"{hundred} applicants, {hundred} of them in no tier.")
    labels = popular.opportunity.applications.order_by("label").values_list("label", flat=True)
    host.pick(f"Tier of {labels[0]}", "First tier")
    host.press("Save")
    host.follow("Change the tiers")
    host.follow("Show only those")
    host.reads(f"Those in no tier: {hundred - 1} of {hundred}.")
    host.pick(f"Tier of {labels[1]}", "Second tier")
    host.press("Save")
    host.reads("2 of them in a tier")

    # The custodian reads the outcome page by page, keeps the run, and publishes it.
    go_to(row, "publish")
    desk.open(f"/desk/rounds/{row.slug}/")
    desk.follow("The whole round")
    desk.reads(f"of {many} people placed", f"1 to 50 of {many}")
    desk.follow("Next page")
    desk.reads(f"51 to {hundred} of {many}")
    desk.fill("Letters, number, placement or reason", labels[0])
    desk.press("Find")
    desk.reads("Museum")
    desk.fill("Name or note", "As the tiers were")
    desk.press("Keep it")
    desk.reads("Kept as “As the tiers were”")
    desk.follow("Publish this result")
    desk.press("Publish the results")
    worker_runs()

    # A stranger has the page and the file, and nothing else.
    stranger = arrive(None)
    stranger.open(f"{row.get_absolute_url()}report/")
    address = stranger.page.get_by_role("link", name=f"{row.slug}.json").get_attribute("href")
    file = stranger.page.request.get(address).body()
    said = run_commands(stranger.page.inner_text("main"), file, row, tmp_path)
    assert said[0].startswith("The result holds.")
    assert "The result is the one in the file." in said[1]
    document = json.loads(file)
    assert len(document["round"]["applicants"]) == many
    proof.record("round in Chromium", applicants=many, placed=len(document["result"]["seats"]))
