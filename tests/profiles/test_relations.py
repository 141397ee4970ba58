"""Relations are said by one and confirmed by the other; interests keep two sides apart."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common.models import Message, Work
from matching import engine, facts
from matching.models import Match
from matching.services import score_opportunity
from profiles import services
from profiles.models import Interest, Relation
from profiles.services.relations import AlreadySaid, public_relations_of
from tests.factories.matching import ChallengeFactory, person
from tests.factories.profiles import (
    CustodianFactory,
    MembershipFactory,
    OfferFactory,
    OrganisationFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours():
    return OrganisationFactory(name="Rea Valley Pantry")


@pytest.fixture
def theirs():
    return OrganisationFactory(name="Tame Housing")


@pytest.fixture
def lead(ours):
    return MembershipFactory(organisation=ours).user


@pytest.fixture
def rival(theirs):
    return MembershipFactory(organisation=theirs).user


def supplies() -> dict[str, engine.Supply]:
    return {supply.key: supply for supply in facts.read().supplies}


def test_what_one_side_says_counts_only_once_the_other_agrees(ours, theirs, lead, rival):
    offer = OfferFactory(organisation=ours)
    key, there = f"offer:{offer.pk}", f"organisation:{theirs.pk}"
    relation = services.say_relation(ours, other=theirs, kind="works_with", by=lead)
    said = supplies()[key].linked_with

    services.confirm_relation(relation, by=rival)

    assert there not in said
    assert there in supplies()[key].linked_with
    assert Message.objects.get(kind="profiles_relation_said").recipient == rival
    assert [row.to for row in public_relations_of(ours)] == [theirs]


def test_nobody_confirms_what_they_said_themselves(ours, theirs, lead, rival):
    relation = services.say_relation(ours, other=theirs, kind="funds", by=lead)

    for user in (lead, UserFactory(), CustodianFactory()):
        with pytest.raises(PermissionDenied):
            services.confirm_relation(relation, by=user)


def test_a_pair_is_said_once_whichever_begins(ours, theirs, lead, rival):
    services.say_relation(ours, other=theirs, kind="works_with", by=lead)

    with pytest.raises(AlreadySaid):
        services.say_relation(theirs, other=ours, kind="funds", by=rival)
    with pytest.raises(AlreadySaid):
        services.say_relation(ours, other=ours, kind="funds", by=lead)


def test_either_side_takes_it_away(ours, theirs, lead, rival):
    relation = services.say_relation(ours, other=theirs, kind="works_with", by=lead)

    with pytest.raises(PermissionDenied):
        services.end_relation(relation, by=UserFactory())
    services.end_relation(relation, by=rival)

    assert not Relation.objects.exists()


def test_one_that_is_hidden_is_in_no_public_list(client, ours, theirs, lead, rival):
    relation = services.say_relation(ours, other=theirs, kind="works_with", by=lead)
    services.confirm_relation(relation, by=rival)
    shown = client.get(ours.get_absolute_url()).content.decode()
    theirs.state.verified_at = None
    theirs.state.save()

    assert "Tame Housing" in shown
    assert "Tame Housing" not in client.get(ours.get_absolute_url()).content.decode()


def test_a_declared_person_is_never_matched_with_the_organisation(ours, rival):
    anna = person(visibility="matched", holds={"Mapping": 3})
    asked = ChallengeFactory(organisation=ours, asks={"Mapping": 2})
    before = suggested(asked)

    services.declare_interest(about=ours, nature="family", by=anna.user)

    assert (before, suggested(asked)) == ({anna.pk}, set())
    assert facts.read().conflicts == {(f"organisation:{ours.pk}", f"person:{anna.pk}")}
    assert Work.objects.filter(kind="matching.score_person", ids={"person_id": anna.pk}).exists()


def suggested(opportunity) -> set[int]:
    """Whom the matcher suggests now."""
    score_opportunity(opportunity.pk)
    rows = Match.objects.filter(opportunity_id=opportunity.pk, is_current=True)
    return set(rows.values_list("person_id", flat=True))


@pytest.mark.parametrize("declarer", ["ours", "theirs"])
def test_what_an_organisation_declares_binds_both_sides(ours, theirs, lead, rival, declarer):
    given = OfferFactory(organisation=ours)
    member = person(visibility="matched", holds={"Mapping": 3})
    MembershipFactory(organisation=ours, user=member.user, role="member")
    one, other, by = (ours, theirs, lead) if declarer == "ours" else (theirs, ours, rival)

    services.declare_interest(about=other, nature="oversight", by=by, organisation=one)

    there = f"organisation:{theirs.pk}"
    found = facts.read().conflicts
    assert {(there, f"offer:{given.pk}"), (there, f"person:{member.pk}")} <= found


def test_facts_take_the_same_queries_with_interests_and_without(
    ours, theirs, lead, django_assert_num_queries
):
    OfferFactory(organisation=ours)
    with CaptureQueriesContext(connection) as plain:
        facts.read()
    for _ in range(3):
        services.declare_interest(
            about=OrganisationFactory(), nature="work", by=lead, organisation=ours
        )

    with django_assert_num_queries(len(plain)):
        facts.read()


def test_only_a_lead_declares_for_an_organisation(ours, theirs, lead):
    with pytest.raises(PermissionDenied):
        services.declare_interest(about=theirs, nature="money", by=UserFactory(), organisation=ours)
    services.declare_interest(about=theirs, nature="money", by=lead, organisation=ours)
    with pytest.raises(AlreadySaid):
        services.declare_interest(about=theirs, nature="work", by=lead, organisation=ours)


def test_an_interest_is_taken_back_by_its_own_side_only(client, ours, lead):
    interest = services.declare_interest(about=ours, nature="work", by=UserFactory())
    client.force_login(lead)

    refused = client.post(f"/me/interests/{interest.pk}/end/")
    client.force_login(interest.user)
    taken = client.post(f"/me/interests/{interest.pk}/end/")

    assert (refused.status_code, taken.status_code) == (404, 302)
    assert not Interest.objects.exists()


def test_a_custodian_decides_nothing_about_a_declared_organisation(client):
    organisation = OrganisationFactory(state="unverified")
    custodian = CustodianFactory()
    services.declare_interest(about=organisation, nature="money", by=custodian)

    with pytest.raises(PermissionDenied):
        services.verify_organisation(organisation, by=custodian)


def test_an_organisation_is_found_by_its_name_or_suggested(client, ours, theirs, lead):
    hidden = OrganisationFactory(name="Tame Secret", state="unverified")
    client.force_login(lead)
    address = f"/organisations/{ours.slug}/relations/"

    unclear = client.post(address, {"relation-other": "tame", "relation-kind": "funds"})
    unknown = client.post(address, {"relation-other": hidden.name, "relation-kind": "funds"})
    good = client.post(address, {"relation-other": "TAME HOUSING", "relation-kind": "funds"})

    assert "Which one do you mean: Tame Housing?" in unclear.content.decode()
    assert unknown.status_code == 422
    assert good.status_code == 302
    assert Relation.objects.get().other == theirs
