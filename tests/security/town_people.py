"""People of the town, their offers, and those whom a custodian entered."""

from types import SimpleNamespace

from django.utils import timezone

from profiles.models import Claimable, Offer, OfferSkill
from profiles.services import disclose, enter_met, save_offer_draft, set_cv, submit_offer
from tests.factories import matching as market
from tests.factories.profiles import (
    CustodianFactory,
    OfferFactory,
    PersonFactory,
    UserFactory,
)
from tests.support import documents

ROLES = ("anonymous", "student", "expert", "member", "lead", "custodian", "superuser")
CANARY = "Canaryname"


def lay_people(town: SimpleNamespace) -> None:
    """Somebody in each role, and somebody of each visibility."""
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


def lay_offers(town: SimpleNamespace) -> None:
    """Ours, theirs, one person's own; drafts of each, and one that waits."""
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


def hand_in(offer: Offer, *, by) -> Offer:
    """An offer that waits for a custodian."""
    saved = save_offer_draft(offer, by=by)
    return submit_offer(saved, by=by)


def lay_met(town: SimpleNamespace) -> None:
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
