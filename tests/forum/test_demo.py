"""The demo region: what is in it, that a second start changes nothing, and that all of it goes."""

import collections
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client

from common import bell
from forum.demo import accounts, removal, seed
from matching.models import Introduction, LunchPlan, MatchRun, Ring, RingPart
from matching.queries.rings import whole
from matching.services import rings
from opportunities import services as opportunity_services
from opportunities.models import Application, Opportunity
from profiles import services as profile_services
from profiles.models import Offer, Organisation, Person, User
from tests.factories import matching as make
from tests.factories.applications import ApplicationFactory
from tests.factories.profiles import MembershipFactory, UserFactory
from tests.journeys.region import counts, demo_region

pytestmark = [pytest.mark.django_db, pytest.mark.indexed]


@contextmanager
def taken_back() -> Iterator[None]:
    """Whatever is done within did not happen."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def region(settings, monkeypatch) -> dict[str, int]:
    """The region as a first start builds it. Returns how many rows there were before it."""
    settings.FORUM_DEMO = True
    monkeypatch.setattr(bell, "_publish", lambda work_id: None)
    return demo_region(settings.PUBLIC_BASE_URL)


def play() -> None:
    """What the README asks a newcomer to try, and a little more, through the site's services."""
    trustee = User.objects.get(email=accounts.TRUSTEE)
    pantry = Organisation.objects.get(slug="sowe-valley-pantry")
    opportunity_services.save_challenge(
        None,
        by=trustee,
        organisation=pantry,
        title="Which days are we busiest?",
        description="The queue is long on some days.",
    )
    own = profile_services.register_organisation(
        by=trustee, name="A second pantry", kind="community"
    )
    opportunity_services.save_challenge(
        None, by=trustee, organisation=own, title="Another one", description="The same elsewhere."
    )
    student = User.objects.get(email=accounts.STUDENT)
    profile_services.save_offer_draft(
        None, by=student, title="An hour about maps", kind="hour", summary="Ask me anything."
    )


@pytest.mark.django_db(transaction=True)
def test_the_region_is_as_told_is_built_once_and_goes_without_a_trace(region, capsys):
    """One test, because the region takes half a minute to build."""
    look_at_it()
    there = counts()
    call_command("seed_demo", verbosity=0)
    assert "there already" in capsys.readouterr().out
    assert counts() == there

    with taken_back():
        play()
        take_it_away_from_among_real_things()

    said = removal.remove()
    assert counts() == region
    assert {
        name: said[name] for name in ("organisations", "people", "offers", "opportunities")
    } == {
        "organisations": 24,
        "people": 120,
        "offers": 40,
        "opportunities": 72,
    }


def look_at_it() -> None:
    """What the README and the sign-ins promise."""
    demo = Organisation.objects.filter(is_demo=True)
    assert demo.count() == 24
    assert set(demo.values_list("kind", flat=True)) == {
        *("public", "university", "business", "community")
    }
    authorities = {place.slug for place in map(_district, demo) if place.in_combined_authority}
    assert len(authorities) == 7
    assert Person.objects.filter(is_demo=True).count() == 120
    assert Offer.objects.filter(is_demo=True).count() == 40
    posted = Opportunity.objects.filter(is_demo=True)
    assert posted.count() == 72
    assert {"open", "filled", "closed", "cancelled"} <= set(
        posted.values_list("state__lifecycle", flat=True)
    )
    assert collections.Counter(posted.values_list("live", flat=True))[False] > 0
    assert Introduction.objects.filter(state="introduced").exists()
    assert LunchPlan.objects.get().pairs > 0
    with taken_back():
        rings_show_and_start()
    emails = [*User.objects.values_list("email", flat=True)]
    assert [email for email in emails if not email.endswith(".example")] == []
    published = {email for _, email in accounts.SIGN_INS}
    can_sign_in = {user.email for user in User.objects.all() if user.has_usable_password()}
    assert can_sign_in == published
    assert User.objects.get(email=accounts.TRUSTEE).check_password(accounts.PASSWORD)


def rings_show_and_start() -> None:
    """One has started, one waits for a last card, one can be proposed; each that starts is introductions."""
    states = {len(ring.parts.all()): ring for ring in whole(Ring.objects.exclude(state="found"))}
    assert {many: ring.state for many, ring in states.items()} == {2: "started", 3: "proposed"}
    found = Ring.objects.filter(state="found", is_chain=False).first()
    custodian = User.objects.get(email=accounts.CUSTODIAN)
    assert "Signal Box Analytics" in Client().get("/rings/").content.decode()
    for ring in (states[3], rings.propose_ring(found, by=custodian)):
        for part in RingPart.objects.filter(ring=ring, answer=""):
            lead = part.organisation.memberships.get(role="lead").user
            ring = rings.accept_part(ring, organisation=part.organisation, by=lead)
        assert ring.state == "started"
        assert {arc.introduction.state for arc in ring.arcs.all()} == {"introduced"}


def _district(organisation: Organisation):
    return organisation.district


def take_it_away_from_among_real_things() -> None:
    """What touches nobody of the region stays, even where it has no match to show for it."""
    needs = make.ChallengeFactory(title="A real one")
    giver = make.offer(brings={"Mapping": 2})
    student = Person.objects.get(user__email=accounts.STUDENT)
    met = make.introduction(needs, person=student)
    between = make.introduction(needs, offer=giver)
    nobody = make.run(opportunity=needs)
    wanted = ApplicationFactory(opportunity=Opportunity.objects.filter(is_demo=True).first())
    shared = Organisation.objects.get(slug="arden-vale-university")
    colleague = MembershipFactory(organisation=shared, user=UserFactory()).user

    removal.remove()

    assert [row.pk for row in Opportunity.objects.all()] == [needs.pk]
    assert [row.pk for row in Offer.objects.all()] == [giver.pk]
    assert not Introduction.objects.filter(pk=met.pk).exists()
    assert not Application.objects.filter(pk=wanted.pk).exists()
    assert Person.objects.filter(pk=wanted.person_id).exists()
    assert Introduction.objects.filter(pk=between.pk).exists()
    assert MatchRun.objects.filter(pk=nobody.pk).exists()
    assert User.objects.filter(pk=colleague.pk).exists()
    assert not Organisation.objects.filter(slug="a-second-pantry").exists()
    assert not User.objects.filter(email__in=[email for _, email in accounts.SIGN_INS]).exists()


def test_a_start_that_was_broken_off_leaves_its_mark_from_the_first_row():
    assert not seed.is_half_there()

    seed.begin()

    assert seed.is_half_there()
    assert removal.remove()["sign-ins"] == 2
    assert not seed.is_half_there()
