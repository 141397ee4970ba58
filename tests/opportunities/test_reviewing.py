"""The host reads, scores and moves on: who may, twice, with ties, in every state."""

import pytest
from django.core.exceptions import ValidationError
from django.http import Http404

from common.models import ActivityEntry, Message
from common.states import IllegalMove
from opportunities.application_choices import APPLICATION_MOVES, ApplicationState
from opportunities.models import Application, Review
from opportunities.services import deciding, reviewing
from tests.factories.applications import ApplicationFactory, ReviewFactory
from tests.factories.opportunities import PlacementFactory
from tests.factories.profiles import MembershipFactory, OrganisationFactory, PersonFactory

pytestmark = pytest.mark.django_db
S = ApplicationState


@pytest.fixture
def lead():
    return MembershipFactory().user


@pytest.fixture
def host(lead):
    return lead.memberships.get().organisation


@pytest.fixture
def placement(lead, host):
    return PlacementFactory(live=True, organisation=host, author=lead, seats=20)


@pytest.fixture
def application(placement):
    return ApplicationFactory(opportunity=placement)


def state(application) -> str:
    return Application.objects.get(pk=application.pk).state


@pytest.mark.parametrize("now", S.values)
def test_each_move_of_the_host_is_one_of_the_data(placement, lead, now) -> None:
    """Every pair of states: what the data allows and a host does at once, and nothing else."""
    for to in S.values:
        application = ApplicationFactory(opportunity=placement, state=now)
        allowed = to in APPLICATION_MOVES[now] and to in reviewing.AT_ONCE
        if now != S.DRAFT and (allowed or now == to):
            reviewing.move_on(application, to, by=lead)
            assert state(application) == to
        else:
            with pytest.raises(Http404 if now == S.DRAFT else IllegalMove):
                reviewing.move_on(application, to, by=lead)
            assert state(application) == now


def test_shortlisting_names_them_tells_them_and_gives_a_new_day(application, lead) -> None:
    before = application.answer_by
    row = reviewing.move_on(application, S.SHORTLISTED, by=lead)
    row.refresh_from_db()

    assert row.named_at is not None
    assert row.answer_by >= before
    mail = Message.objects.get(kind="opportunities_application_shortlisted")
    assert mail.recipient == application.person.user

    reviewing.move_on(application, S.SHORTLISTED, by=lead)
    assert Message.objects.filter(kind="opportunities_application_shortlisted").count() == 1


def test_scores_are_kept_once_for_each_reader_and_begin_the_reading(application, lead) -> None:
    need = application.opportunity.requirements.get()
    reviewing.score(application, by=lead, scores={str(need.pk): 3}, note="Clear.")
    reviewing.score(application, by=lead, scores={str(need.pk): 4}, note="Very clear.")

    review = Review.objects.get()
    assert (review.scores, review.note) == ({str(need.pk): 4}, "Very clear.")
    assert state(application) == S.READING


@pytest.mark.parametrize("scores", [{"1000000": 3}, {"x": 1}, {"own": 5}, {"own": -1}])
def test_a_score_of_nothing_we_asked_is_refused(application, lead, scores) -> None:
    need = str(application.opportunity.requirements.get().pk)
    scores = {need if key == "own" else key: value for key, value in scores.items()}
    with pytest.raises(ValidationError):
        reviewing.score(application, by=lead, scores=scores)
    assert not Review.objects.exists()


def test_whoever_says_that_they_have_a_tie_reads_and_decides_no_more(application, lead) -> None:
    reviewing.score(application, by=lead, scores={}, note="A friend of mine.")
    deciding.write_decision(application, by=lead, to=S.DECLINED, reason="full")

    reviewing.declare_conflict(application, by=lead, words="We are friends.")

    review = Review.objects.get()
    assert (review.conflict, review.note, review.done_at) == ("We are friends.", "", None)
    assert not hasattr(Application.objects.get(pk=application.pk), "decision")
    for act in (
        lambda: reviewing.score(application, by=lead, scores={}),
        lambda: reviewing.move_on(application, S.SHORTLISTED, by=lead),
        lambda: reviewing.set_tier(application, 1, by=lead),
        lambda: deciding.write_decision(application, by=lead, to=S.OFFERED),
    ):
        with pytest.raises(Http404):
            act()


def test_a_tie_opens_no_profile_to_the_reader(host, placement, lead) -> None:
    """Being named to the host names nobody to the lead who teaches them."""
    college = OrganisationFactory()
    teacher = MembershipFactory(organisation=host).user
    MembershipFactory(organisation=college, user=teacher, role="member")
    person = PersonFactory(affiliation=college)
    application = ApplicationFactory(opportunity=placement, person=person)

    reviewing.move_on(application, S.INTERVIEW, by=lead)

    assert person.disclosures.filter(viewer=lead).exists()
    assert not person.disclosures.filter(viewer=teacher).exists()


def test_readers_are_members_without_a_tie(host, application, lead) -> None:
    member = MembershipFactory(organisation=host, role="member").user
    assert reviewing.possible_readers(application, by=lead) == [lead, member]
    reviewing.assign(application, reviewer=member, by=lead)
    reviewing.assign(application, reviewer=member, by=lead)
    assert Review.objects.count() == 1
    asked = Message.objects.get(kind="opportunities_reader_asked")
    assert (asked.address, application.label in asked.body) == (member.email, True)
    assert application.person.name not in asked.body
    reviewing.assign(application, reviewer=lead, by=lead)
    assert Message.objects.filter(kind="opportunities_reader_asked").count() == 1

    stranger = MembershipFactory().user
    with pytest.raises(ValidationError):
        reviewing.assign(application, reviewer=stranger, by=lead)
    tied = MembershipFactory(organisation=host, role="member", user=application.person.user).user
    with pytest.raises(ValidationError):
        reviewing.assign(application, reviewer=tied, by=lead)
    with pytest.raises(Http404):
        reviewing.assign(application, reviewer=member, by=member)

    assert reviewing.unassign(application, reviewer=member, by=lead)
    assert not reviewing.unassign(application, reviewer=member, by=lead)


def test_a_reader_may_shortlist_and_not_place(host, placement) -> None:
    accepted = ApplicationFactory(opportunity=placement, state="accepted")
    member = MembershipFactory(organisation=host, role="member").user
    ReviewFactory(application=accepted, reviewer=member)
    with pytest.raises(Http404):
        reviewing.move_on(accepted, S.PLACED, by=member)


def test_the_log_holds_no_name(application, lead) -> None:
    reviewing.score(application, by=lead, scores={}, note="Person 7 is Zebedee.")
    reviewing.move_on(application, S.SHORTLISTED, by=lead)
    lines = str(list(ActivityEntry.objects.values()))
    assert application.person.name not in lines
    assert "Zebedee" not in lines
