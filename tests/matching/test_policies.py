"""Who may, as tables of (role, allowed)."""

import pytest

from matching import policies
from matching.models import Match
from tests.factories.matching import introduction, match
from tests.factories.profiles import MembershipFactory, OfferFactory, UserFactory


@pytest.fixture
def cast(market):
    """A user for each role; the challenge is posted by a plain member and supervised by another."""
    from django.contrib.auth.models import AnonymousUser

    def member(organisation):
        return MembershipFactory(organisation=organisation, role="member").user

    writer = member(market.university)
    market.team.state.submitted_by = writer
    market.team.state.save()
    poster, supervisor = member(market.food_bank), member(market.food_bank)
    market.challenge.state.submitted_by = poster
    market.challenge.state.supervisor = supervisor
    market.challenge.state.save()
    return {
        "anonymous": AnonymousUser(),
        "stranger": market.stranger,
        "custodian": market.custodian,
        "superuser": UserFactory(is_superuser=True),
        "lead": market.poster,
        "poster": poster,
        "supervisor": supervisor,
        "member": member(market.food_bank),
        "person": market.student.user,
        "offer_lead": market.offerer,
        "offer_member": member(market.university),
        "offer_writer": writer,
    }


def allowed(cast, predicate):
    return {role for role, user in cast.items() if predicate(user)}


def test_shortlist(market, cast):
    assert allowed(cast, lambda u: policies.may_see_shortlist(u, market.challenge)) == {
        "lead", "poster", "supervisor", "custodian",
    }  # fmt: skip


def test_poster_who_left_the_organisation_sees_nothing(market, cast):
    cast["poster"].memberships.all().delete()

    assert not policies.may_see_shortlist(cast["poster"], market.challenge)


def test_propose_for_a_person(market, cast):
    found = match(market.challenge, person=market.student)

    assert allowed(cast, lambda u: policies.may_propose(u, found)) == {
        "lead", "poster", "supervisor", "custodian", "person",
    }  # fmt: skip


def test_propose_for_an_offer(market, cast):
    found = match(market.challenge, offer=market.team)

    assert allowed(cast, lambda u: policies.may_propose(u, found)) == {
        "lead", "poster", "supervisor", "custodian", "offer_lead", "offer_writer",
    }  # fmt: skip


def test_see_and_answer_an_introduction_of_a_person(market, cast):
    row = introduction(market.challenge, person=market.student)

    assert allowed(cast, lambda u: policies.may_see_introduction(u, row)) == {
        "lead", "poster", "supervisor", "custodian", "person",
    }  # fmt: skip
    assert allowed(cast, lambda u: policies.may_answer(u, row)) == {"lead", "person"}
    assert allowed(cast, lambda u: policies.side_of(u, row) == "supply") == {"person"}


def test_see_and_answer_an_introduction_of_an_offer(market, cast):
    row = introduction(market.challenge, offer=market.team)

    assert allowed(cast, lambda u: policies.may_see_introduction(u, row)) == {
        "lead", "poster", "supervisor", "custodian", "offer_lead", "offer_writer",
    }  # fmt: skip
    assert allowed(cast, lambda u: policies.may_answer(u, row)) == {"lead", "offer_lead"}


def test_individual_answers_for_their_own_offer(market, cast):
    owner = UserFactory()
    own = OfferFactory(organisation=None, state={"owner": owner})
    row = introduction(market.challenge, offer=own)

    assert policies.may_answer(owner, row)
    assert allowed(cast, lambda u: policies.speaks_for_supply(u, row)) == set()


def test_inactive_user_may_nothing(market):
    market.poster.is_active = False

    assert not policies.may_see_shortlist(market.poster, market.challenge)
    assert Match.objects.count() == 0
