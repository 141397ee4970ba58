"""Challenges, placements, a job and applications of the town."""

import datetime
from types import SimpleNamespace

from django.utils import timezone

from opportunities import services
from opportunities.models import ApplicationForm, Challenge, OpportunityState
from opportunities.services import teams
from opportunities.services.correcting import propose
from opportunities.services.interest import register_interest
from opportunities.services.moving import advance
from opportunities.services.seats import lock
from opportunities.services.sharing import name_to_host
from profiles.models import Organisation
from profiles.services import set_cv
from tests.factories import matching as market
from tests.factories.applications import ApplicationFactory, ReviewFactory
from tests.factories.profiles import CustodianFactory, PersonFactory
from tests.support import documents


def lay_opportunities(town: SimpleNamespace) -> None:
    """Ours and theirs: open, drafts, and one that waits."""
    asks = {"asks": {"Data cleaning": 2}, "likes": {"Mapping": 3}}
    town.challenge = market.ChallengeFactory(
        organisation=town.ours,
        slug="referrals",
        title="Where do our referrals come from?",
        state={"submitted_by": town.lead, "supervisor": town.supervisor},
        **asks,
    )
    town.their_challenge = market.ChallengeFactory(
        organisation=town.theirs, slug="repairs", state={"submitted_by": town.rival}, **asks
    )
    until = timezone.localdate() + datetime.timedelta(days=60)
    town.placement = market.PlacementFactory(
        organisation=town.ours,
        slug="stop-audit",
        closes=until,
        state={"submitted_by": town.lead, "supervisor": town.supervisor},
        **asks,
    )
    town.their_placement = market.PlacementFactory(
        organisation=town.theirs,
        slug="damp-survey",
        closes=until,
        state={"submitted_by": town.rival},
        **asks,
    )
    for role in ("student", "expert"):
        register_interest(town.challenge, by=getattr(town, role))
    town.challenge_draft = draft_challenge(town.ours, by=town.lead)
    town.their_challenge_draft = draft_challenge(town.theirs, by=town.rival)
    town.placement_draft = draft_placement(town.ours, by=town.lead)
    town.careful_draft = services.save_challenge(
        draft_challenge(town.ours, by=town.lead),
        by=town.lead,
        sensitivity="personal",
        touches_vulnerable=True,
    )
    town.job_draft = services.save_job(
        None,
        by=town.lead,
        organisation=town.ours,
        title="Open data officer",
        description="Look after the open data.",
        pattern="remote",
        employer_form_url="https://theirs.example/jobs/12",
    )
    town.maybe_draft = services.save_placement(
        None,
        by=town.lead,
        organisation=town.ours,
        title="An analyst, perhaps",
        description="Tidy the loans.",
        tentative=True,
    )
    town.their_placement_draft = draft_placement(town.theirs, by=town.rival)
    town.waiting = services.submit_challenge(
        draft_challenge(town.theirs, by=town.rival), by=town.rival
    )
    town.partnership = services.ask_to_cosponsor(
        town.challenge, by=town.rival, organisation=town.theirs, words="We have this too."
    )


def draft_challenge(organisation: Organisation, *, by) -> Challenge:
    """A challenge that could be sent in as it stands."""
    return services.save_challenge(
        None,
        by=by,
        organisation=organisation,
        title="Who is missed?",
        description="We keep a spreadsheet of referrals.",
        benefit="Families nearby.",
        data_note="One spreadsheet.",
        result="A map.",
        pattern="remote",
        requirements=[{"skill_id": market.skill("Mapping").pk, "level": 2, "essential": True}],
    )


def draft_placement(organisation: Organisation, *, by):
    """A placement that could be sent in as it stands, with its author as supervisor."""
    made = services.save_placement(
        None,
        by=by,
        organisation=organisation,
        title="Make the audit usable",
        description="Tidy a survey of bus stops.",
        learns="Mapping.",
        pattern="remote",
        pay_basis="funded",
        funding_source="University bursary",
        hours_per_week=14,
        requirements=[{"skill_id": market.skill("Mapping").pk, "level": 2, "essential": True}],
    )
    return services.set_supervisor(made, supervisor=by, by=by)


def lay_applications(town: SimpleNamespace) -> None:
    """Read blind, ours and theirs; named with a CV, ours and theirs; one that was refused, one withdrawn."""
    at = {True: town.placement, False: town.their_placement}
    town.application = ApplicationFactory(opportunity=town.placement, person=town.student_person)
    town.expert_application = ApplicationFactory(
        opportunity=town.placement, person=town.persons["expert"]
    )
    town.their_application = ApplicationFactory(opportunity=town.their_placement)
    ApplicationForm.objects.create(
        opportunity_id=town.their_placement.pk, questions=["why", "learn"], wants_cv=True
    )
    town.offered_application = ApplicationFactory(
        opportunity=town.challenge, person=town.student_person, state="offered"
    )
    town.search = services.save_search(
        by=town.student, name="Maps near me", kind="challenge", query="q=map", alerts="weekly"
    )
    for slug, ours, state in (
        ("applied-here", True, "shortlisted"),
        ("applied-there", False, "shortlisted"),
        ("refused-here", True, "declined"),
        ("withdrew-here", True, "withdrawn"),
    ):
        person = PersonFactory(slug=slug)
        set_cv(person, documents.pdf(), by=person.user)
        row = ApplicationFactory(
            opportunity=at[ours], person=person, state="shortlisted", shares_cv=True
        )
        name_to_host(row)
        if state != "shortlisted":
            advance(lock(row), state, by=None, tell=False)
            town.declined_application = row
    lay_corrections(town)
    lay_team(town)


def lay_corrections(town: SimpleNamespace) -> None:
    """A state that the custodians of the town may not put right, and one that waits for the second."""
    town.tied_application = ApplicationFactory(opportunity=town.their_placement, state="declined")
    for role in ("custodian", "superuser"):
        ReviewFactory(
            application=town.tied_application, reviewer=getattr(town, role), conflict="A cousin."
        )
    town.wrong_application = ApplicationFactory(opportunity=town.their_placement, state="declined")
    town.correction = propose(
        town.wrong_application, by=CustodianFactory(), to="received", reason="The wrong button."
    )


def lay_team(town: SimpleNamespace) -> None:
    """A team that has sent nothing yet: the student leads it, one is in, one is asked."""
    ApplicationForm.objects.create(
        opportunity_id=town.their_challenge.pk, questions=["why"], takes_teams=True
    )
    challenge = town.their_challenge.opportunity_ptr
    OpportunityState.objects.filter(pk=challenge.pk).update(seats_cap=4)
    town.team_draft = services.start_application(challenge, by=town.student)
    inside = PersonFactory(slug="in-the-team", matched=True)
    asked = teams.ask(town.team_draft, by=town.student, person=inside)
    town.team_member = teams.join(asked, by=inside.user)
    town.team_asked = teams.ask(town.team_draft, by=town.student, address="asked@post.example")
    town.team_guest = PersonFactory(
        slug="asked-in", matched=True, user__email="asked@post.example"
    ).user
