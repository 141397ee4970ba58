"""Who may do what with an opportunity, as a table: rows P057 to P071 of the matrix."""

import pytest
from django.contrib.auth.models import AnonymousUser

from opportunities import policies
from tests.factories.opportunities import ChallengeFactory, PlacementFactory
from tests.factories.profiles import (
    CustodianFactory,
    MembershipFactory,
    OrganisationFactory,
    PersonFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

ROLES = ("anonymous", "student", "stranger", "member", "supervisor", "lead", "custodian")
TABLE = [
    # predicate, state, anonymous, student, stranger, member, supervisor, lead, custodian
    ("may_see", "live", 1, 1, 1, 1, 1, 1, 1),
    ("may_see", "draft", 0, 0, 0, 1, 1, 1, 1),
    ("may_see", "waiting", 0, 0, 0, 1, 1, 1, 1),
    ("may_see", "closed", 1, 1, 1, 1, 1, 1, 1),
    ("may_edit", "draft", 0, 0, 0, 1, 1, 1, 1),
    ("may_edit", "live", 0, 0, 0, 0, 0, 1, 1),
    ("may_submit", "draft", 0, 0, 0, 0, 0, 1, 1),
    ("may_close", "live", 0, 0, 0, 0, 0, 1, 1),
    ("may_decide", "waiting", 0, 0, 0, 0, 0, 0, 1),
]


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row[0]}-{row[1]}")
@pytest.mark.parametrize("make", [ChallengeFactory, PlacementFactory])
def test_who_may(make, row):
    predicate, stage, *allowed = row
    organisation = OrganisationFactory()
    users = {
        "anonymous": AnonymousUser(),
        "student": PersonFactory().user,
        "stranger": MembershipFactory().user,
        "member": MembershipFactory(organisation=organisation, role="member").user,
        "supervisor": MembershipFactory(organisation=organisation, role="supervisor").user,
        "lead": MembershipFactory(organisation=organisation).user,
        "custodian": CustodianFactory(),
    }
    thing = make(organisation=organisation, stage=stage)

    found = [int(getattr(policies, predicate)(users[role], thing)) for role in ROLES]

    assert dict(zip(ROLES, found, strict=True)) == dict(zip(ROLES, allowed, strict=True))


def test_a_custodian_in_the_organisation_decides_nothing_about_it():
    custodian = CustodianFactory()
    organisation = OrganisationFactory()
    MembershipFactory(user=custodian, organisation=organisation, role="member")
    waiting = ChallengeFactory(organisation=organisation, waiting=True)
    live = ChallengeFactory(organisation=organisation, live=True)

    assert not policies.may_decide(custodian, waiting)
    assert not policies.may_submit(custodian, waiting)
    assert not policies.may_edit(custodian, live)
    assert not policies.may_close(custodian, live)


def test_anybody_signed_in_may_draft_for_what_they_speak_for():
    membership = MembershipFactory(role="member")

    assert policies.may_draft(UserFactory())
    assert not policies.may_draft(AnonymousUser())
    assert policies.may_draft_for(membership.user, membership.organisation)
    assert not policies.may_draft_for(membership.user, OrganisationFactory())


@pytest.mark.parametrize(
    "path",
    ["/challenges/new/", "/placements/new/", "/me/opportunities/", "/challenges/x/edit/problem/"],
)
def test_strangers_are_sent_to_the_sign_in_page(client, path):
    response = client.get(path)

    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/")
