"""A small town with one of everything that a request can aim at, and somebody in every role.

``ours`` is the organisation that the member, the supervisor and the lead belong to; ``theirs`` is
another one, for the twins that must be refused.
"""

from types import SimpleNamespace

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from common.models import Work
from matching import links
from opportunities import services
from opportunities.models import Challenge, Opportunity
from opportunities.services.moving import advance
from opportunities.services.seats import lock
from opportunities.services.sharing import name_to_host
from profiles.models import Claimable, Offer, OfferSkill, Organisation, OrganisationState
from profiles.services import (
    ask_to_join,
    declare_interest,
    disclose,
    enter_met,
    flag_if_leaderless,
    invite,
    report_profile,
    save_offer_draft,
    say_relation,
    set_cv,
    submit_offer,
)
from tests.factories import matching as market
from tests.factories.applications import ApplicationFactory
from tests.factories.cms import make_site
from tests.factories.profiles import (
    CustodianFactory,
    MembershipFactory,
    OfferFactory,
    OrganisationFactory,
    PersonFactory,
    UserFactory,
)
from tests.support import documents

ROLES = ("anonymous", "student", "expert", "member", "lead", "custodian", "superuser")
CANARY = "Canaryname"


def build() -> SimpleNamespace:
    """Lay the pages, then people, organisations, offers, opportunities, matches, introductions."""
    town = SimpleNamespace(site=make_site())
    _organisations(town)
    _people(town)
    _joining(town)
    _offers(town)
    _opportunities(town)
    _matches(town)
    _applications(town)
    _met(town)
    town.stuck = stuck_work()
    town.report = report_profile(town.seen_by_all, by=town.student, words="It sells shoes.")
    return town


def _organisations(town: SimpleNamespace) -> None:
    town.ours = OrganisationFactory(name="Canal Street Food Bank", slug="canal-street")
    town.theirs = OrganisationFactory(name="Tame Housing Association", slug="tame-housing")
    town.lead = MembershipFactory(organisation=town.ours).user
    town.member = MembershipFactory(organisation=town.ours, role="member").user
    town.supervisor = MembershipFactory(organisation=town.ours, role="supervisor").user
    town.rival = MembershipFactory(organisation=town.theirs).user
    town.our_unverified = OrganisationFactory(
        name="Canal Street Kitchen", slug="canal-kitchen", state="unverified"
    )
    town.their_unverified = OrganisationFactory(
        name="Tame Workshop", slug="tame-workshop", state="unverified"
    )
    MembershipFactory(organisation=town.our_unverified, user=town.lead)
    MembershipFactory(organisation=town.our_unverified, user=town.member, role="member")
    MembershipFactory(organisation=town.their_unverified, user=town.rival)


def _joining(town: SimpleNamespace) -> None:
    """Who is invited, who asks, what was said and declared: ours, and theirs."""
    town.invitation = invite(town.ours, by=town.lead, address="guest@people.example")
    town.their_invitation = invite(town.theirs, by=town.rival, address="guest@people.example")
    town.invitations = {
        role: invite(town.theirs, by=town.rival, address=getattr(town, role).email)
        for role in ("student", "expert", "member", "lead", "custodian", "superuser")
    }
    town.join_request = ask_to_join(town.ours, by=UserFactory())
    town.their_join_request = ask_to_join(town.theirs, by=UserFactory())
    town.membership = town.ours.memberships.get(user=town.supervisor)
    town.their_membership = MembershipFactory(organisation=town.theirs, role="member")
    town.successor = town.ours.memberships.get(user=town.member)
    town.relation = say_relation(town.theirs, other=town.ours, kind="works_with", by=town.rival)
    town.interest = declare_interest(about=town.theirs, nature="work", by=town.member)
    town.leaderless = OrganisationFactory(name="Leam Choir", slug="leam-choir")
    flag_if_leaderless(town.leaderless.pk)
    for person in (town.seen_by_all, town.private):
        MembershipFactory(organisation=town.leaderless, user=person.user, role="member")


def _met(town: SimpleNamespace) -> None:
    """What another custodian entered: for each role's own address, and for somebody else's."""
    custodian = CustodianFactory()
    town.claims = {role: met(custodian, getattr(town, role).email) for role in ROLES[1:]}
    town.their_claim = met(custodian, "met@people.example")


def met(custodian, address: str) -> Claimable:
    """Somebody whom a custodian met and entered."""
    return enter_met(
        by=custodian,
        kind="person",
        address=address,
        name="Somebody Met",
        stage="analyst",
        met_on=timezone.localdate(),
        met_where="The September meeting",
        consent="Yes, send me the link.",
    )


def _people(town: SimpleNamespace) -> None:
    town.custodian = CustodianFactory()
    town.superuser = UserFactory(is_superuser=True, is_staff=True)
    skills = {"holds": {"Data cleaning": 3, "Mapping": 2}, "wants": {"Mapping": 3}}
    town.student_person = market.person(
        user=UserFactory(), name=f"Zebedee {CANARY}", slug="zebedee", **skills
    )
    town.student = town.student_person.user
    town.expert = UserFactory()
    town.persons = {"student": town.student_person}
    for role in ("expert", "member", "lead", "custodian", "superuser"):
        town.persons[role] = PersonFactory(user=getattr(town, role), slug=f"own-{role}")
    town.seen_by_all = PersonFactory(public=True, slug="seen-by-all", name="Seen By All")
    town.seen_by_members = PersonFactory(members=True, slug="seen-by-members", name="Seen By Some")
    town.matched = PersonFactory(matched=True, slug="only-matched", name="Only Matched")
    town.private = PersonFactory(slug="private-person", name="Private Person")
    town.disclosed = PersonFactory(matched=True, slug="disclosed", name="Disclosed Person")
    for person in (*town.persons.values(), town.seen_by_all):
        set_cv(person, documents.pdf(), by=person.user)
    for role in ("student", "expert", "member", "lead"):
        disclose(
            town.disclosed, viewer=getattr(town, role), scope="contact", cause="introduction:0"
        )


def _offers(town: SimpleNamespace) -> None:
    town.our_offer = OfferFactory(organisation=town.ours, slug="our-offer")
    town.their_offer = OfferFactory(organisation=town.theirs, slug="their-offer")
    town.expert_offer = OfferFactory(
        organisation=None,
        slug="expert-offer",
        state={"owner": town.expert, "submitted_by": town.expert},
    )
    town.our_offer_draft = OfferFactory(organisation=town.ours, slug="our-draft", live=False)
    town.their_offer_draft = OfferFactory(organisation=town.theirs, slug="their-draft", live=False)
    town.expert_offer_draft = OfferFactory(
        organisation=None,
        slug="expert-draft",
        live=False,
        state={"owner": town.expert, "submitted_by": town.expert},
    )
    mapping = market.skill("Mapping")
    OfferSkill.objects.create(offer=town.our_offer_draft, skill=mapping, level=2)
    rivals = OfferFactory(organisation=town.theirs, slug="rivals-offer", live=False)
    town.waiting_offer = hand_in(rivals, by=town.rival)
    town.offer_task = town.waiting_offer.current_workflow_state.current_task_state
    town.student_offer_draft = OfferFactory(
        organisation=None,
        slug="student-draft",
        live=False,
        state={"owner": town.student, "submitted_by": town.student},
    )


def _opportunities(town: SimpleNamespace) -> None:
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
    town.placement = market.PlacementFactory(
        organisation=town.ours,
        slug="stop-audit",
        state={"submitted_by": town.lead, "supervisor": town.supervisor},
        **asks,
    )
    town.their_placement = market.PlacementFactory(
        organisation=town.theirs, slug="damp-survey", state={"submitted_by": town.rival}, **asks
    )
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
    town.their_placement_draft = draft_placement(town.theirs, by=town.rival)
    town.waiting = services.submit_challenge(
        draft_challenge(town.theirs, by=town.rival), by=town.rival
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
        requirements=[{"skill_id": market.skill("Mapping").pk, "level": 2, "essential": True}],
    )
    return services.set_supervisor(made, supervisor=by, by=by)


def _applications(town: SimpleNamespace) -> None:
    """Read blind, ours and theirs; named with a CV, ours and theirs; and one that was refused."""
    at = {True: town.placement, False: town.their_placement}
    town.application = ApplicationFactory(opportunity=town.placement, person=town.student_person)
    town.expert_application = ApplicationFactory(
        opportunity=town.placement, person=town.persons["expert"]
    )
    town.their_application = ApplicationFactory(opportunity=town.their_placement)
    for slug, ours, state in (
        ("applied-here", True, "shortlisted"),
        ("applied-there", False, "shortlisted"),
        ("refused-here", True, "declined"),
    ):
        person = PersonFactory(slug=slug)
        set_cv(person, documents.pdf(), by=person.user)
        row = ApplicationFactory(
            opportunity=at[ours], person=person, state="shortlisted", shares_cv=True
        )
        name_to_host(row)
        if state == "declined":
            advance(lock(row), state, by=None, tell=False)


def _matches(town: SimpleNamespace) -> None:
    run = market.run()
    town.match = market.match(town.challenge, person=town.student_person, run=run)
    town.placement_match = market.match(town.placement, person=town.student_person, run=run)
    town.expert_match = market.match(town.challenge, offer=town.expert_offer, run=run)
    town.their_match = market.match(town.their_challenge, person=town.matched, run=run)
    # Nobody is introduced who hides.
    town.persons["custodian"].visibility = "matched"
    town.persons["custodian"].save(update_fields=["visibility"])
    town.custodian_match = market.match(
        town.their_challenge, person=town.persons["custodian"], run=run
    )
    town.introduction = market.introduction(town.challenge, person=town.student_person)
    town.expert_introduction = market.introduction(town.challenge, offer=town.expert_offer)
    town.custodian_introduction = market.introduction(
        town.their_challenge, person=town.persons["custodian"]
    )
    town.their_introduction = market.introduction(town.their_challenge, person=town.matched)
    town.link = links.make(introduction_id=town.introduction.pk, user_id=town.student.pk)


def stuck_work() -> Work:
    """A piece of work that failed for good."""
    from django.utils import timezone

    return Work.objects.create(kind="tests.stuck", attempts=5, stuck_at=timezone.now())


def watched() -> dict[str, list]:
    """Every row that a refused request must leave as it was, by the name of its table."""
    from common.models import ActivityEntry, MailChoice, Message, QuietHours, SentForm
    from matching.models import Introduction, Match
    from opportunities.models import (
        Decision,
        OpportunityState,
        Placement,
        Requirement,
        Review,
        SavedSearch,
    )
    from profiles.models import (
        AccessNeeds,
        Curriculum,
        HeldSkill,
        Interest,
        Invitation,
        JoinRequest,
        KeptText,
        Membership,
        OfferState,
        Person,
        Reach,
        Relation,
        Rescue,
        User,
        WantedSkill,
    )

    models = (
        *(Opportunity, OpportunityState, Challenge, Placement, Requirement),
        *(Offer, OfferState, OfferSkill, Organisation, OrganisationState, Membership),
        *(Invitation, JoinRequest, Rescue, Relation, Interest, SavedSearch),
        *(Person, AccessNeeds, Curriculum, KeptText, Reach, HeldSkill, WantedSkill),
        *(Review, Decision),
        *(Introduction, Match, SentForm, Message, Work, MailChoice, QuietHours),
    )
    rows = {
        model._meta.label: list(model._default_manager.order_by("pk").values_list())
        for model in models
    }
    rows["users"] = list(User.objects.order_by("pk").values_list("pk", "email", "is_active"))
    rows["log"] = [ActivityEntry.objects.count()]
    return rows


def forget_content_types() -> None:
    """Ask the database afresh: a rolled back savepoint may have held the answer."""
    ContentType.objects.clear_cache()


def hand_in(offer: Offer, *, by) -> Offer:
    """An offer that waits for a custodian."""
    saved = save_offer_draft(offer, by=by)
    return submit_offer(saved, by=by)
