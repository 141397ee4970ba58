"""Organisations of the town, and who speaks for them."""

from types import SimpleNamespace

from profiles.services import (
    ask_to_join,
    declare_interest,
    flag_if_leaderless,
    invite,
    say_relation,
)
from tests.factories.profiles import MembershipFactory, OrganisationFactory, UserFactory


def lay_organisations(town: SimpleNamespace) -> None:
    """Ours and theirs, confirmed and not, with those who speak for them."""
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


def lay_joining(town: SimpleNamespace) -> None:
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
