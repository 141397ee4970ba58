"""From draft to live to ended: moves walked from their data, seats, stale revisions, the clock."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from common import moderation
from common.invariants import broken
from common.models import Message
from common.outbox import run_due
from common.states import IllegalMove, move
from opportunities import services
from opportunities.choices import LIFECYCLE_MOVES, Lifecycle
from opportunities.models import Challenge, NotReady, Opportunity, OpportunityState, Placement
from opportunities.queries import standing
from opportunities.signals import opportunity_closed, opportunity_published
from tests.factories.opportunities import ChallengeFactory, JobFactory, PlacementFactory, make_skill
from tests.factories.profiles import (
    CustodianFactory,
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard():
    """What opportunities told the apps above."""
    said = []

    def on_published(sender, opportunity_id, **kwargs):
        said.append(("published", opportunity_id))

    def on_closed(sender, opportunity_id, **kwargs):
        said.append(("closed", opportunity_id))

    opportunity_published.connect(on_published)
    opportunity_closed.connect(on_closed)
    yield said
    opportunity_published.disconnect(on_published)
    opportunity_closed.disconnect(on_closed)


def test_approved_challenge_goes_live_and_tells(heard):
    challenge = ChallengeFactory(waiting=True)
    heard.clear()

    live = services.approve(challenge, by=CustodianFactory())

    assert (live.live, live.state.lifecycle) == (True, "open")
    assert live.state.published_at is not None
    assert heard == [("published", live.pk)]
    assert standing(live).stage == "live"
    assert list(Opportunity.objects.open()) == [live.opportunity_ptr]


@pytest.mark.parametrize("current", Lifecycle.values)
@pytest.mark.parametrize("wanted", Lifecycle.values)
def test_every_move_of_the_lifecycle_is_as_written(current, wanted):
    challenge = ChallengeFactory(live=True)
    OpportunityState.objects.filter(pk=challenge.pk).update(lifecycle=current)
    state = OpportunityState.objects.get(pk=challenge.pk)

    if wanted in LIFECYCLE_MOVES[current]:
        move(state, wanted, moves=LIFECYCLE_MOVES, field="lifecycle")
        assert OpportunityState.objects.get(pk=state.pk).lifecycle == wanted
    else:
        with pytest.raises(IllegalMove):
            move(state, wanted, moves=LIFECYCLE_MOVES, field="lifecycle")


def test_approving_last_weeks_edit_keeps_this_weeks_seats():
    """Publishing a revision restores every field it holds; seats are not among them."""
    challenge = ChallengeFactory(live=True, seats=3)
    author = challenge.state.submitted_by
    services.save_challenge(challenge, by=author, title="A better title", seats=2)
    services.submit_challenge(challenge, by=author)
    services.take_seat(challenge)
    services.take_seat(challenge)

    services.approve(challenge, by=CustodianFactory())

    row = Challenge.objects.get(pk=challenge.pk)
    assert row.title == "A better title"
    assert (row.state.seats_taken, row.state.seats_cap) == (2, 2)
    assert row.state.lifecycle == "open"


def test_an_edit_that_lowers_the_places_never_goes_below_those_taken():
    challenge = ChallengeFactory(live=True, seats=3)
    author = challenge.state.submitted_by
    for _ in range(2):
        services.take_seat(challenge)
    services.save_challenge(challenge, by=author, seats=1)
    services.submit_challenge(challenge, by=author)

    services.approve(challenge, by=CustodianFactory())

    challenge.state.refresh_from_db()
    assert (challenge.state.seats_taken, challenge.state.seats_cap) == (2, 2)


def test_live_text_stays_until_the_edit_is_approved():
    challenge = ChallengeFactory(live=True, title="As published")
    author = challenge.state.submitted_by

    edited = services.save_challenge(
        challenge,
        by=author,
        title="As edited",
        requirements=[{"skill_id": make_skill("Mapping").pk, "level": 3, "essential": False}],
    )

    row = Challenge.objects.get(pk=challenge.pk)
    assert (row.title, edited.title) == ("As published", "As edited")
    assert [item.skill.name for item in row.requirements.all()] == ["Statistics"]
    assert standing(row).stage == "live_draft"

    services.submit_challenge(row, by=author)
    services.approve(row, by=CustodianFactory())

    row = Challenge.objects.get(pk=challenge.pk)
    assert row.title == "As edited"
    assert [item.skill.name for item in row.requirements.all()] == ["Mapping"]


def test_requirements_survive_several_edits_and_publishes():
    challenge = ChallengeFactory(live=True)
    author, custodian = challenge.state.submitted_by, CustodianFactory()
    for names in (["Statistics", "Mapping"], ["Mapping", "Python"], ["Statistics", "Python"]):
        wanted = [
            {"skill_id": make_skill(name).pk, "level": 2, "essential": True} for name in names
        ]
        services.save_challenge(challenge, by=author, requirements=wanted)
        services.save_challenge(challenge, by=author, requirements=wanted)
        services.submit_challenge(challenge, by=author)
        services.approve(challenge, by=custodian)

        row = Challenge.objects.get(pk=challenge.pk)
        assert sorted(item.skill.name for item in row.requirements.all()) == sorted(names)


def test_what_waits_cannot_be_changed_until_it_is_taken_back():
    challenge = ChallengeFactory(waiting=True)
    author = challenge.state.submitted_by

    with pytest.raises(IllegalMove, match="Take it back"):
        services.save_challenge(challenge, by=author, title="Too late")
    services.withdraw(challenge, by=author)
    services.save_challenge(challenge, by=author, title="In time")

    assert Challenge.objects.get(pk=challenge.pk).title == "In time"
    assert standing(challenge).stage == "draft"


def test_a_stale_edit_is_refused_and_shows_what_is_saved():
    challenge = ChallengeFactory()
    author = challenge.state.submitted_by
    opened = challenge.latest_revision_id
    services.save_challenge(challenge, by=author, title="Saved meanwhile")

    with pytest.raises(services.StaleEdit) as caught:
        services.save_challenge(challenge, by=author, title="Mine", expected_revision=opened)

    assert caught.value.saved.title == "Saved meanwhile"
    assert Challenge.objects.get(pk=challenge.pk).title == "Saved meanwhile"


def test_nobody_decides_about_their_own():
    author = CustodianFactory()
    organisation = OrganisationFactory()
    MembershipFactory(user=author, organisation=organisation)
    challenge = ChallengeFactory(organisation=organisation, author=author, waiting=True)

    for decide in (services.approve, services.request_changes, services.reject):
        with pytest.raises(PermissionDenied):
            decide(challenge, by=author, comment="Fine by me.")
    with pytest.raises(PermissionDenied):
        challenge.latest_revision.publish(user=author)

    assert not Challenge.objects.get(pk=challenge.pk).live


def test_an_unconfirmed_organisation_is_confirmed_with_the_approval_or_not_at_all():
    organisation = OrganisationFactory(state="unverified")
    challenge = ChallengeFactory(organisation=organisation, waiting=True)
    custodian = CustodianFactory()

    with pytest.raises(NotReady, match="Confirm"):
        services.approve(challenge, by=custodian)
    assert standing(challenge).stage == "waiting"
    with pytest.raises(NotReady):
        challenge.latest_revision.publish(user=custodian)
    services.approve(challenge, by=custodian, confirm_organisation=True)

    organisation.state.refresh_from_db()
    assert organisation.is_verified
    assert Challenge.objects.get(pk=challenge.pk).live


def test_a_placement_waits_for_its_supervisor():
    organisation = OrganisationFactory()
    supervisor = MembershipFactory(organisation=organisation, role="supervisor").user
    placement = PlacementFactory(organisation=organisation, supervisor=supervisor, waiting=True)
    custodian = CustodianFactory()

    with pytest.raises(NotReady, match="has not accepted"):
        services.approve(placement, by=custodian)
    with pytest.raises(PermissionDenied):
        services.accept_supervision(placement, by=placement.state.submitted_by)
    services.accept_supervision(placement, by=supervisor)
    placement = Placement.objects.get(pk=placement.pk)
    services.approve(placement, by=custodian)

    assert Placement.objects.get(pk=placement.pk).live
    assert Message.objects.filter(kind="opportunities_supervisor_asked").count() == 1


def test_editing_a_live_placement_keeps_its_supervisors_acceptance():
    placement = PlacementFactory(live=True)
    author = placement.state.submitted_by
    accepted = placement.state.supervisor_accepted_at
    services.save_placement(placement, by=author, learns="More.")
    services.submit_placement(placement, by=author)

    services.approve(placement, by=CustodianFactory())

    assert Placement.objects.get(pk=placement.pk).state.supervisor_accepted_at == accepted


def test_a_supervisor_belongs_to_the_organisation():
    placement = PlacementFactory()

    with pytest.raises(ValidationError):
        services.set_supervisor(
            placement, supervisor=UserFactory(), by=placement.state.submitted_by
        )


def test_seats_fill_and_open_again(heard):
    challenge = ChallengeFactory(live=True, seats=2)
    heard.clear()

    services.take_seat(challenge)
    services.take_seat(challenge)
    with pytest.raises(IllegalMove, match="last place"):
        services.take_seat(challenge)
    assert challenge.state.lifecycle == "filled"
    services.free_seat(challenge)

    assert (challenge.state.lifecycle, challenge.state.seats_taken) == ("open", 1)
    assert heard == [("closed", challenge.pk), ("published", challenge.pk)]
    assert broken() == {}


def test_freeing_more_than_was_taken_changes_nothing():
    challenge = ChallengeFactory(live=True)

    services.free_seat(challenge)

    assert challenge.state.seats_taken == 0


def test_the_clock_closes_what_has_ended_once(heard):
    today = timezone.localdate()
    past = ChallengeFactory(live=True, title="Past")
    open_ = ChallengeFactory(live=True, closes=today)
    Opportunity.objects.filter(pk=past.pk).update(closes=today - datetime.timedelta(days=1))
    heard.clear()

    first, second = services.close_ended(), services.close_ended()

    past.state.refresh_from_db()
    open_.state.refresh_from_db()
    assert (first, second) == (1, 0)
    assert (past.state.lifecycle, open_.state.lifecycle) == ("closed", "open")
    assert heard == [("closed", past.pk)]
    assert Message.objects.filter(kind="opportunities_closed").count() == 1


def test_what_has_ended_cannot_be_changed_sent_in_or_ended_again():
    challenge = ChallengeFactory(closed=True)
    author = challenge.state.submitted_by

    for act in (
        lambda: services.save_challenge(challenge, by=author, title="New life"),
        lambda: services.submit_challenge(challenge, by=author),
        lambda: services.close(challenge, by=author),
        lambda: services.cancel(challenge, by=author),
    ):
        with pytest.raises(IllegalMove):
            act()


def test_unpublishing_tells_that_it_is_down(heard):
    challenge = ChallengeFactory(live=True)
    heard.clear()

    challenge.unpublish(user=CustodianFactory())

    assert heard == [("closed", challenge.pk)]
    assert not Opportunity.objects.public().exists()


def test_a_job_made_in_wagtail_gets_its_kind_address_and_state():
    job = JobFactory(title="Open data officer")

    assert (job.kind, job.slug, job.live) == ("job", "open-data-officer", True)
    assert job.state.published_at is not None
    assert job.get_absolute_url() == "/jobs/open-data-officer/"


def test_no_address_collides_with_the_page_for_posting():
    assert ChallengeFactory(title="New").slug == "new-challenge"


def test_people_are_told_what_was_decided():
    custodian, other = CustodianFactory(), CustodianFactory()
    challenge = ChallengeFactory(waiting=True)
    author = challenge.state.submitted_by
    run_due()
    told = Message.objects.filter(kind="opportunities_submitted")
    assert {mail.address for mail in told} == {custodian.email, other.email}

    services.request_changes(challenge, by=custodian, comment="Say who benefits.")
    run_due()
    asked = Message.objects.get(kind="opportunities_changes_requested")
    assert asked.address == author.email
    assert "Say who benefits." in asked.body
    assert standing(challenge).comment == "Say who benefits."

    services.save_challenge(challenge, by=author, benefit="Families.")
    services.submit_challenge(challenge, by=author)
    run_due()
    assert told.all().count() == 4
    services.reject(challenge, by=other, comment="Not for us.")
    run_due()
    refused = Message.objects.get(kind="opportunities_rejected")
    assert (refused.address, "Not for us." in refused.body) == (author.email, True)
    assert Message.objects.filter(kind="opportunities_changes_requested").count() == 1
    assert moderation.current_state(challenge) == "draft"


def test_invariants_hold_and_notice_what_is_broken():
    challenge = ChallengeFactory(live=True)
    assert broken() == {}

    OpportunityState.objects.filter(pk=challenge.pk).update(published_at=None)

    assert list(broken()) == [
        "Every opportunity has its operational row, and what is live says since when"
    ]


def test_a_live_row_without_a_publish_in_the_log_is_noticed():
    challenge = ChallengeFactory()
    Opportunity.objects.filter(pk=challenge.pk).update(live=True)
    OpportunityState.objects.filter(pk=challenge.pk).update(published_at=timezone.now())

    assert any(name.startswith("INV-20") for name in broken())
