"""Any order of any verbs: a verified organisation always has a lead or is flagged to a custodian."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from common.invariants import INVARIANTS
from common.states import IllegalMove
from profiles import services
from profiles.choices import RANK
from profiles.models import Invitation, JoinRequest, Membership, Organisation, Rescue, User
from tests.factories.profiles import CustodianFactory, OrganisationFactory, UserFactory
from tests.support import proof

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

PEOPLE, HOUSES = 5, 2
person = st.integers(0, PEOPLE)  # the last one is a custodian
house = st.integers(0, HOUSES - 1)
role = st.sampled_from(sorted(RANK))
REFUSALS = (PermissionDenied, IllegalMove, ValueError)


class Memberships(RuleBasedStateMachine):
    """Verbs as people use them, in any order, by anybody; refusals are part of it."""

    def __init__(self):
        super().__init__()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.people = [UserFactory().pk for _ in range(PEOPLE)] + [CustodianFactory().pk]
        self.houses = []
        for number in range(HOUSES):
            founder = self.user(number)
            made = services.register_organisation(
                by=founder, name=f"House {number}", kind="community"
            )
            services.verify_organisation(made, by=self.user(PEOPLE))
            self.houses.append(made.pk)
        self.houses.append(OrganisationFactory(state="unverified").pk)

    def teardown(self):
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)

    def user(self, number: int) -> User | None:
        return User.objects.filter(pk=self.people[number]).first()

    def organisation(self, number: int) -> Organisation:
        return Organisation.objects.get(pk=self.houses[number])

    def membership(self, number: int, where: int) -> Membership | None:
        rows = Membership.objects.filter(organisation_id=self.houses[where])
        return rows.filter(user_id=self.people[number]).first()

    def attempt(self, act) -> None:
        before = dict(Membership.objects.values_list("pk", "role"))
        try:
            with transaction.atomic():
                act()
        except REFUSALS:
            assert dict(Membership.objects.values_list("pk", "role")) == before

    @rule(by=person, who=person, where=house, role=role)
    def change_role(self, by, who, where, role):
        actor, row = self.user(by), self.membership(who, where)
        if actor and row:
            before = row.role
            self.attempt(lambda: services.change_role(row, role, by=actor))
            row = self.membership(who, where)
            assert by != who or RANK[row.role] <= RANK[before], "nobody raises themselves"

    @rule(by=person, who=person, where=house)
    def remove(self, by, who, where):
        actor, row = self.user(by), self.membership(who, where)
        if actor and row:
            self.attempt(lambda: services.remove_member(row, by=actor))

    @rule(who=person, heir=person, where=house)
    def leave(self, who, heir, where):
        actor, row = self.user(who), self.membership(heir, where)
        if actor:
            place = self.organisation(where)
            self.attempt(lambda: services.leave(place, by=actor, successor=row))

    @rule(by=person, who=person, where=house, role=role)
    def invite_and_accept(self, by, who, where, role):
        actor, guest = self.user(by), self.user(who)
        if actor and guest:
            place = self.organisation(where)
            self.attempt(lambda: services.invite(place, by=actor, address=guest.email, role=role))
            for row in Invitation.objects.filter(address=guest.email):
                self.attempt(lambda row=row: services.accept_invitation(row, by=guest))

    @rule(by=person, who=person, where=house, role=role)
    def ask_and_approve(self, by, who, where, role):
        actor, asker = self.user(by), self.user(who)
        if actor and asker:
            place = self.organisation(where)
            self.attempt(lambda: services.ask_to_join(place, by=asker))
            for row in JoinRequest.objects.filter(user=asker):
                self.attempt(lambda row=row: services.approve_join(row, by=actor, role=role))

    @rule(who=st.integers(0, PEOPLE - 1), back=st.booleans())
    def close_or_open_a_sign_in(self, who, back):
        user = self.user(who)
        if user:
            user.is_active = back
            user.save()

    @rule(who=st.integers(0, PEOPLE - 1))
    def erase(self, who):
        user = self.user(who)
        if user:
            user.delete()

    @rule(who=person, where=house)
    def ask_for_help(self, who, where):
        actor = self.user(who)
        if actor:
            place = self.organisation(where)
            self.attempt(lambda: services.ask_for_rescue(place, by=actor))

    @rule(by=person, who=person, where=house)
    def rescue(self, by, who, where):
        actor, row = self.user(by), self.membership(who, where)
        if actor and row:
            place = self.organisation(where)
            self.attempt(
                lambda: services.rescue_with_member(
                    place, membership=row, by=actor, reason="Asked."
                )
            )

    @rule()
    def verify_the_leaderless_one(self):
        services.verify_organisation(self.organisation(HOUSES), by=self.user(PEOPLE))

    @invariant()
    def always_led_or_flagged(self):
        broken = [
            sentence
            for name, ask in INVARIANTS.items()
            if name.startswith(("INV-06", "INV-07"))
            for sentence in ask()
        ]
        assert broken == []
        assert Rescue.objects.filter(settled_at__isnull=True).count() <= HOUSES + 1


def test_a_verified_organisation_always_has_a_lead_or_is_flagged():
    examples = proof.times(15, full=150)

    run_state_machine_as_test(
        Memberships,
        settings=settings(
            max_examples=examples,
            stateful_step_count=25,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )

    proof.record("memberships in any order", runs=examples, steps=25)
