"""Who may see and change people, organisations and offers, as a table."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from profiles import policies, services
from profiles.models import Disclosure, Person
from tests.factories.profiles import (
    CustodianFactory,
    MembershipFactory,
    OfferFactory,
    OrganisationFactory,
    PersonFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("visibility", "anonymous", "member", "self_"),
    [
        ("private", False, False, True),
        ("matched", False, False, True),
        ("members", False, True, True),
        ("public", True, True, True),
    ],
)
def test_person_seen_by_own_choice(visibility, anonymous, member, self_):
    person = PersonFactory(visibility=visibility)
    stranger = UserFactory()

    seen = [
        policies.may_see_person(viewer, person)
        for viewer in (AnonymousUser(), stranger, person.user)
    ]
    listed = [
        Person.objects.visible_to(viewer).filter(pk=person.pk).exists()
        for viewer in (AnonymousUser(), stranger, person.user)
    ]

    assert seen == [anonymous, member, self_]
    assert listed == seen


def test_custodian_sees_no_more_of_a_private_person_than_anybody():
    person = PersonFactory()

    assert not policies.may_see_person(CustodianFactory(), person)
    assert not policies.may_edit_person(CustodianFactory(), person)


@pytest.mark.parametrize(
    ("scope", "until_days", "name", "contact"),
    [
        ("card", None, False, False),
        ("name", None, True, False),
        ("contact", None, True, True),
        ("contact", 1, True, True),
        ("contact", -1, False, False),
    ],
)
def test_disclosure_opens_its_scope_until_it_ends(scope, until_days, name, contact):
    person, viewer = PersonFactory(matched=True), UserFactory()
    until = None if until_days is None else timezone.now() + timedelta(days=until_days)

    services.disclose(person, viewer=viewer, scope=scope, cause="introduction:1", until=until)

    assert policies.may_see_person(viewer, person) is name
    assert policies.may_see_contact(viewer, person) is contact
    assert Person.objects.visible_to(viewer).filter(pk=person.pk).exists() is name
    assert not policies.may_see_person(UserFactory(), person)


def test_ending_a_cause_closes_what_it_opened():
    person, viewer = PersonFactory(matched=True), UserFactory()
    for scope in ("name", "contact"):
        services.disclose(person, viewer=viewer, scope=scope, cause="introduction:7")
    services.disclose(person, viewer=viewer, scope="name", cause="introduction:8")

    ended = services.end_disclosures("introduction:7")

    assert ended == 2
    assert policies.may_see_person(viewer, person)
    assert not policies.may_see_contact(viewer, person)
    assert Disclosure.objects.count() == 3


def test_closed_account_is_seen_by_nobody():
    person = PersonFactory(public=True, user__is_active=False)

    assert not policies.may_see_person(UserFactory(), person)
    assert list(Person.objects.visible_to(UserFactory())) == []
    assert list(Person.objects.matchable()) == []


def test_custodian_verifies_only_organisations_they_do_not_belong_to():
    custodian = CustodianFactory()
    own = MembershipFactory(user=custodian).organisation

    assert not policies.may_verify(custodian, own)
    assert policies.may_verify(custodian, OrganisationFactory())
    assert not policies.may_verify(UserFactory(), own)


@pytest.mark.parametrize(
    ("who", "sees_live", "sees_draft", "edits"),
    [
        ("anonymous", True, False, False),
        ("stranger", True, False, False),
        ("member", True, True, True),
        ("custodian", True, True, False),
    ],
)
def test_offer_seen_and_edited(who, sees_live, sees_draft, edits):
    live = OfferFactory()
    draft = OfferFactory(live=False, organisation=live.organisation)
    user = {
        "anonymous": AnonymousUser,
        "stranger": UserFactory,
        "member": lambda: MembershipFactory(organisation=live.organisation).user,
        "custodian": CustodianFactory,
    }[who]()

    assert policies.may_see_offer(user, live) is sees_live
    assert policies.may_see_offer(user, draft) is sees_draft
    assert policies.may_edit_offer(user, draft) is edits


def test_offer_of_an_unconfirmed_organisation_is_not_public():
    offer = OfferFactory(organisation=OrganisationFactory(state="unverified"))

    assert not policies.may_see_offer(AnonymousUser(), offer)
    assert not type(offer).objects.open().exists()
