"""What can happen to people, organisations and offers."""

import re
import threading

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from common import moderation
from common.models import ActivityEntry, Message
from common.states import IllegalMove
from profiles import services
from profiles.choices import OFFER_MOVES, OfferLifecycle
from profiles.models import Membership, Offer, Person
from profiles.services.offers import OfferFull
from profiles.services.organisations import NameTaken
from profiles.services.people import TooManySkills
from profiles.signals import offer_closed, offer_published, person_changed
from skills.models import Skill
from tests.factories.profiles import (
    CustodianFactory,
    MembershipFactory,
    OfferFactory,
    OrganisationFactory,
    PersonFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard():
    """What the signals said: a list of (name, id)."""
    said = []

    def on_person(sender, person_id, **kwargs):
        said.append(("person", person_id))

    def on_offer(sender, offer_id, **kwargs):
        said.append(("published", offer_id))

    def on_closed(sender, offer_id, **kwargs):
        said.append(("closed", offer_id))

    person_changed.connect(on_person)
    offer_published.connect(on_offer)
    offer_closed.connect(on_closed)
    yield said
    person_changed.disconnect(on_person)
    offer_published.disconnect(on_offer)
    offer_closed.disconnect(on_closed)


def skill(name: str) -> Skill:
    return Skill.objects.get_or_create(name=name, defaults={"slug": name.lower()})[0]


def test_registering_makes_its_maker_the_lead_and_waits_for_a_custodian():
    user = UserFactory()

    organisation = services.register_organisation(by=user, name="  Rea   Valley ", kind="community")

    assert organisation.name == "Rea Valley"
    assert not organisation.is_verified
    assert list(Membership.objects.values_list("user", "role")) == [(user.pk, "lead")]
    assert ActivityEntry.objects.filter(verb="profiles.organisation_registered").count() == 1


def test_same_name_in_another_case_is_refused():
    OrganisationFactory(name="Rea Valley")

    with pytest.raises(NameTaken):
        services.register_organisation(by=UserFactory(), name="REA VALLEY", kind="public")


def test_verifying_twice_tells_the_lead_once():
    organisation = OrganisationFactory(state="unverified")
    MembershipFactory(organisation=organisation)
    custodian = CustodianFactory()

    for _ in range(2):
        services.verify_organisation(organisation, by=custodian)

    assert organisation.is_verified
    mail = Message.objects.get(kind="profiles_organisation_verified")
    assert mail.subject == f"{organisation.name} is confirmed"


def test_own_custodian_cannot_verify():
    custodian = CustodianFactory()
    organisation = MembershipFactory(user=custodian).organisation

    with pytest.raises(PermissionDenied):
        services.verify_organisation(organisation, by=custodian)


def test_new_name_needs_a_new_verification():
    lead = MembershipFactory().user
    organisation = lead.memberships.get().organisation

    services.update_organisation(organisation, by=lead, summary="Other words.")
    kept = organisation.is_verified
    services.update_organisation(organisation, by=lead, name="Another name")

    assert kept
    assert not organisation.is_verified


def test_profile_starts_private_and_is_made_by_its_own_person(heard):
    user = UserFactory(name="")

    person = services.make_person(user=user, by=user, name="Noor Okafor", stage="student")

    assert person.visibility == "private"
    with pytest.raises(PermissionDenied):
        services.make_person(user=UserFactory(), by=user, name="X", stage="student")
    with pytest.raises(ValueError, match="already"):
        services.make_person(user=user, by=user, name="Again", stage="student")


def test_address_does_not_tell_whether_a_namesake_is_hidden_here():
    PersonFactory(name="Jane Doe", slug="jane-doe")
    user, first = UserFactory(), UserFactory()

    second = services.make_person(user=user, name="Jane Doe", stage="student", by=user)
    only = services.make_person(user=first, name="Ann Ashe", stage="student", by=first)

    for person, stem in ((second, "jane-doe"), (only, "ann-ashe")):
        assert re.fullmatch(rf"{stem}-[0-9a-f]{{8}}", person.slug)


def test_a_new_name_has_a_new_address_and_the_old_one_is_no_page(client):
    person = PersonFactory(name="Old Name", slug="old-name", public=True)

    services.update_person(person, by=person.user, name="New Name")
    address = person.get_absolute_url()
    services.update_person(person, by=person.user, name="New Name", summary="I map stops.")

    assert re.fullmatch(r"/people/new-name-[0-9a-f]{8}/", address)
    assert Person.objects.get(pk=person.pk).get_absolute_url() == address
    assert client.get(address).status_code == 200
    assert client.get("/people/old-name/").status_code == 404


def test_set_skills_replaces_one_list_and_leaves_the_other(heard):
    person = PersonFactory()
    a, b = skill("Alpha"), skill("Beta")
    services.set_skills(person, held={a.pk: 2}, wanted={b.pk: 3}, by=person.user)

    services.set_skills(person, held={b.pk: 4}, by=person.user)

    assert list(person.held.values_list("skill", "level")) == [(b.pk, 4)]
    assert list(person.wanted.values_list("skill", "level")) == [(b.pk, 3)]
    assert heard == [("person", person.pk), ("person", person.pk)]


@pytest.mark.parametrize("level", [0, 5, -1])
def test_unknown_level_is_refused_and_nothing_is_saved(level):
    person = PersonFactory()

    with pytest.raises(ValueError, match="level"):
        services.set_skills(person, held={skill("Alpha").pk: level}, by=person.user)

    assert not person.held.exists()


def test_more_than_25_skills_are_refused():
    person = PersonFactory()
    many = {skill(f"Skill {n}").pk: 1 for n in range(26)}

    with pytest.raises(TooManySkills):
        services.set_skills(person, held=many, by=person.user)


def test_nobody_changes_somebody_else():
    person = PersonFactory()

    for verb in (
        lambda by: services.update_person(person, summary="x", by=by),
        lambda by: services.set_skills(person, held={}, by=by),
        lambda by: services.set_visibility(person, "public", by=by),
    ):
        for by in (UserFactory(), CustodianFactory()):
            with pytest.raises(PermissionDenied):
                verb(by)
    assert Person.objects.get(pk=person.pk).visibility == "private"


def offer_of(lead, **fields) -> Offer:
    organisation = lead.memberships.get().organisation
    return services.save_offer_draft(
        None,
        by=lead,
        organisation=organisation,
        skills={skill("Mapping").pk: 3},
        title=fields.pop("title", "An hour of maps"),
        kind="hour",
        summary="Bring addresses.",
        **fields,
    )


def test_offer_travels_from_draft_to_live(heard):
    lead = MembershipFactory().user
    offer = offer_of(lead)

    services.submit_offer(offer, by=lead)
    waiting = moderation.current_state(Offer.objects.get(pk=offer.pk))
    moderation.approve(Offer.objects.get(pk=offer.pk), by=CustodianFactory())

    offer = Offer.objects.get(pk=offer.pk)
    assert waiting == "waiting"
    assert offer.live
    assert heard == [("published", offer.pk)]
    assert list(offer.skills.values_list("skill__name", "level")) == [("Mapping", 3)]


def test_approving_an_old_edit_keeps_the_places_taken():
    lead, custodian = MembershipFactory().user, CustodianFactory()
    offer = offer_of(lead, capacity=2)
    services.submit_offer(offer, by=lead)
    moderation.approve(Offer.objects.get(pk=offer.pk), by=custodian)
    offer = Offer.objects.get(pk=offer.pk)
    edited = services.save_offer_draft(offer, by=lead, summary="Bring addresses and tea.")
    services.submit_offer(edited, by=lead)
    services.take_place(offer)

    moderation.approve(Offer.objects.get(pk=offer.pk), by=custodian)

    offer = Offer.objects.get(pk=offer.pk)
    assert offer.summary == "Bring addresses and tea."
    assert offer.state.taken == 1


def test_live_text_stays_until_an_edit_is_approved():
    lead = MembershipFactory().user
    offer = offer_of(lead)
    services.submit_offer(offer, by=lead)
    moderation.approve(Offer.objects.get(pk=offer.pk), by=CustodianFactory())

    services.save_offer_draft(Offer.objects.get(pk=offer.pk), by=lead, title="Changed")

    assert Offer.objects.get(pk=offer.pk).title == "An hour of maps"


@pytest.mark.parametrize("here", OfferLifecycle.values)
def test_offer_closes_from_where_the_table_allows(here):
    lead = MembershipFactory().user
    offer = OfferFactory(
        organisation=lead.memberships.get().organisation, state={"lifecycle": here}
    )

    if "closed" in OFFER_MOVES[here]:
        services.close_offer(offer, by=lead)
        assert Offer.objects.get(pk=offer.pk).state.lifecycle == "closed"
    else:
        with pytest.raises(IllegalMove):
            services.close_offer(offer, by=lead)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("guarded", [True, False])
def test_last_place_is_taken_once_by_many_at_the_same_time(guarded):
    offer = OfferFactory(capacity=1)
    results: list[str] = []
    ready = threading.Barrier(6)

    def unguarded():
        state = Offer.objects.get(pk=offer.pk).state
        ready.wait(timeout=20)
        if state.taken < state.cap:
            type(state).objects.filter(pk=state.pk).update(taken=1)
            results.append("taken")

    def contend():
        try:
            if guarded:
                ready.wait(timeout=20)
                services.take_place(offer)
                results.append("taken")
            else:
                unguarded()
        except OfferFull:
            results.append("full")
        finally:
            connection.close()

    threads = [threading.Thread(target=contend) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    if guarded:
        assert sorted(results) == ["full"] * 5 + ["taken"]
    else:
        assert results.count("taken") > 1, "the control must overfill, or the race proves nothing"
