"""A small market on a Site of real processes: who posts, who decides, who could help."""

from collections import Counter
from types import SimpleNamespace
from typing import Any

from django.utils import timezone

from common.models import Work
from matching.models import Match, MatchRun
from opportunities import services
from opportunities.models import Challenge
from tests.factories.matching import lead_of, person, skill
from tests.factories.profiles import CustodianFactory, OrganisationFactory
from tests.support.processes import Site

SLOW = 300.0
"""Nothing is timed here: a busy machine may take its while."""
SCORING = "matching.score_opportunity"


def build(site: Site) -> SimpleNamespace:
    """A food bank with a lead, two students who fit, and a custodian."""
    with site.database():
        food_bank = OrganisationFactory(name="Canal Street Food Bank")
        skills = {"holds": {"Data cleaning": 3, "Mapping": 2}, "wants": {"Mapping": 3}}
        return SimpleNamespace(
            food_bank=food_bank,
            lead=lead_of(food_bank),
            custodian=CustodianFactory(second_step=True),
            students=[person(**skills), person(**skills)],
        )


def waiting_challenge(site: Site, market: SimpleNamespace, title: str) -> Challenge:
    """A challenge that waits for a custodian."""
    with site.database():
        draft = services.save_challenge(
            None,
            by=market.lead,
            organisation=market.food_bank,
            title=title,
            description="We keep a spreadsheet of referrals.",
            benefit="Families nearby.",
            data_note="One spreadsheet.",
            result="A map.",
            pattern="remote",
            gives_back=["story"],
            requirements=[
                {"skill_id": skill("Data cleaning").pk, "level": 2, "essential": True},
                {"skill_id": skill("Mapping").pk, "level": 3, "essential": False},
            ],
        )
        return services.submit_challenge(draft, by=market.lead)


def publish(site: Site, market: SimpleNamespace, challenge: Challenge) -> None:
    """The custodian says yes in the browser."""
    answer = site.visitor(market.custodian).post(
        f"/challenges/{challenge.slug}/decide/", {"decision": "approve"}
    )
    assert answer.status == 200, answer.text[:2000]
    with site.database():
        assert Challenge.objects.get(pk=challenge.pk).live


def work_of(site: Site, challenge: Challenge) -> Work:
    """The row that asks for the scoring."""
    with site.database():
        return Work.objects.get(kind=SCORING, ids__opportunity_id=challenge.pk)


def let_leases_run_out(site: Site) -> int:
    """Time passes: what a dead worker held may be taken by another; returns how many rows."""
    with site.database():
        held = Work.objects.unfinished().filter(leased_until__gt=timezone.now())
        return held.update(leased_until=timezone.now())


def settle(site: Site) -> None:
    """Wait until nothing is left to be done."""

    def all_done() -> bool:
        with site.database():
            return not Work.objects.unfinished().exists()

    site.wait_until(all_done, seconds=SLOW, what="all work is done")


def assert_scored_once(site: Site, market: SimpleNamespace, challenge: Challenge) -> None:
    """One finished run, one current match for each pair, one mail for each reader."""
    with site.database():
        runs = MatchRun.objects.filter(scope=f"opportunity:{challenge.pk}")
        assert [run.state for run in runs] == ["done"]
        current = Match.objects.filter(opportunity_id=challenge.pk, is_current=True)
        people = [match.person_id for match in current]
        assert sorted(people) == sorted(student.pk for student in market.students)
    about = [mail for mail in site.mails() if challenge.title in _text(mail)]
    readers = Counter((mail["To"], mail["Subject"]) for mail in about)
    assert set(readers.values()) == {1}, readers
    told = {mail["To"] for mail in about}
    assert {student.user.email for student in market.students} <= told
    assert market.lead.email in told


def _text(mail: Any) -> str:
    return mail.get_payload(decode=True).decode() if not mail.is_multipart() else mail.as_string()


def assert_sound(site: Site) -> None:
    """Every invariant holds."""
    said = site.manage("check_invariants", check=False)
    assert said.returncode == 0, said.stdout + said.stderr
