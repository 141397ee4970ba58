"""States put right by hand: two custodians without a tie, places and openness in step, both told."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils import timezone

from common import needs_me, retention
from common.erasing import erase
from common.invariants import broken
from common.models import ActivityEntry, Message
from common.states import IllegalMove
from opportunities import policies_of_corrections as policies
from opportunities import services
from opportunities.application_choices import OVER, ApplicationState
from opportunities.choices import Lifecycle
from opportunities.correction_choices import CORRECTION_MOVES, RIGHTING_MOVES, CorrectionState
from opportunities.models import Application, Correction, OpportunityState, PlacementRecord
from opportunities.services import correcting, righting
from opportunities.services.correcting import confirm, propose, refuse, take_back
from profiles.choices import Scope
from profiles.models import Interest
from profiles.services import open_viewers
from tests.factories.applications import ReviewFactory
from tests.factories.applying import apply
from tests.factories.opportunities import PlacementFactory
from tests.factories.profiles import CustodianFactory, MembershipFactory
from tests.factories.teams import team

pytestmark = pytest.mark.django_db
S, C = ApplicationState, CorrectionState
WHY = "The host pressed the wrong button and told us so."


@pytest.fixture
def first():
    return CustodianFactory()


@pytest.fixture
def second():
    return CustodianFactory()


@pytest.fixture
def placement():
    made = PlacementFactory(live=True, seats=1)
    MembershipFactory(organisation=made.organisation)
    return made


def now(row) -> Application:
    return Application.objects.get(pk=row.pk)


def proposal(row, by, to=S.RECEIVED) -> Correction:
    return propose(row, by=by, to=to, reason=WHY)


@pytest.mark.parametrize("start", [state for state in S if state != S.DRAFT])
def test_a_state_is_put_right_where_its_table_says_and_nowhere_else(
    placement, first, second, start
) -> None:
    row = apply(placement, to=start)
    offered = {to for to, _ in righting.choices(row)[0]}
    assert offered == RIGHTING_MOVES.get(start, frozenset())
    for to in S:
        with transaction.atomic():
            if to not in offered:
                with pytest.raises(IllegalMove):
                    proposal(row, first, to)
                continue
            confirm(proposal(row, first, to), by=second)
            assert now(row).state == to
            assert broken() == {}
            told = set(Message.objects.values_list("kind", flat=True))
            assert "opportunities_application_corrected" in told
            assert "opportunities_host_corrected" in told
            verbs = list(ActivityEntry.objects.values_list("verb", "actor_id"))
            assert ("opportunities.correction_proposed", first.pk) in verbs
            assert ("opportunities.application_corrected", second.pk) in verbs
            transaction.set_rollback(True)


def test_what_went_back_is_answered_anew_within_a_fortnight(placement, first, second) -> None:
    row = apply(placement, to=S.RELEASED)
    confirm(proposal(row, first, S.READING), by=second)

    fresh = now(row)
    assert fresh.answer_by == timezone.localdate() + timedelta(days=14)
    assert (fresh.reminded, fresh.public_text, fresh.decided_at) == (0, "", None)


def test_back_to_an_offer_the_place_is_free_and_is_taken_once(placement, first, second) -> None:
    row = apply(placement, to=S.ACCEPTED)
    assert OpportunityState.objects.get(pk=placement.pk).seats_taken == 1

    confirm(proposal(row, first, S.OFFERED), by=second)

    state = OpportunityState.objects.get(pk=placement.pk)
    assert (state.seats_taken, state.lifecycle) == (0, Lifecycle.OPEN)
    assert not PlacementRecord.objects.filter(application=row).exists()
    services.accept_offer(now(row), by=row.person.user)
    assert now(row).state == S.ACCEPTED
    assert broken() == {}


def test_what_it_opens_of_the_applicant_follows(placement, first, second) -> None:
    row = apply(placement, to=S.DECLINED)
    Application.objects.filter(pk=row.pk).update(named_at=timezone.now())
    assert not open_viewers(row.cause, Scope.NAME)

    confirm(proposal(row, first, S.READING), by=second)
    assert open_viewers(row.cause, Scope.NAME)


def test_the_same_person_never_confirms(placement, first, second) -> None:
    row = apply(placement, to=S.DECLINED)
    made = proposal(row, first)
    for act in (confirm, refuse):
        with pytest.raises(Http404):
            act(made, by=first)
    with pytest.raises(Http404):
        take_back(made, by=second)
    with pytest.raises(IntegrityError), transaction.atomic():
        Correction.objects.filter(pk=made.pk).update(state=C.DONE, decided_by=first)
    assert now(row).state == S.DECLINED


def test_nobody_with_a_tie_or_without_the_office_does_anything(placement, first, second) -> None:
    row = apply(placement, to=S.DECLINED)
    member, interested, said = CustodianFactory(), CustodianFactory(), CustodianFactory()
    MembershipFactory(user=member, organisation=placement.organisation)
    Interest.objects.create(user=interested, nature="work", about=placement.organisation)
    ReviewFactory(application=row, reviewer=said, conflict="A cousin.")
    lead = placement.organisation.memberships.first().user
    colleague = CustodianFactory()
    MembershipFactory(
        user=colleague, organisation=MembershipFactory(user=row.person.user).organisation
    )
    made = proposal(row, first)
    for user in (member, interested, said, lead, colleague, row.person.user):
        with pytest.raises(Http404):
            proposal(row, user)
        with pytest.raises(Http404):
            confirm(made, by=user)
        assert not policies.may_correct(user, row)
        assert user in (lead,) or not Application.objects.outside_of(user).exists()
        assert needs_me.SOURCES["corrections"].rows(user).count() == 0
    assert Application.objects.outside_of(second).get() == row
    assert needs_me.SOURCES["corrections"].rows(second).get() == made
    assert not needs_me.SOURCES["corrections"].rows(first).exists()


def test_whoever_proposed_must_still_have_no_tie(placement, first, second) -> None:
    row = apply(placement, to=S.DECLINED)
    made = proposal(row, first)
    MembershipFactory(user=first, organisation=placement.organisation)

    assert confirm(made, by=second).state == C.STALE
    assert now(row).state == S.DECLINED


def test_one_proposal_at_a_time(placement, first, second) -> None:
    row = apply(placement, to=S.DECLINED)
    made = proposal(row, first)
    assert proposal(row, first) == made
    with pytest.raises(IllegalMove):
        proposal(row, second, S.RESERVE)
    with pytest.raises(IntegrityError), transaction.atomic():
        Correction.objects.create(application=row, was=S.DECLINED, to=S.RESERVE, reason=WHY)
    take_back(made, by=first)
    take_back(made, by=first)
    assert proposal(row, second, S.RESERVE).is_open
    with pytest.raises(ValidationError):
        propose(row, by=first, to=S.RECEIVED, reason=" ")


def test_what_moved_meanwhile_stays_as_it_is(placement, first, second) -> None:
    row = apply(placement, to=S.ACCEPTED)
    made = proposal(row, first, S.OFFERED)
    services.withdraw_application(row, by=row.person.user)

    assert confirm(made, by=second).state == C.STALE
    assert now(row).state == S.WITHDRAWN
    assert Message.objects.filter(kind="opportunities_correction_over", recipient=first).exists()
    assert broken() == {}


def test_a_proposal_ends_after_a_fortnight(placement, first, second) -> None:
    made = proposal(apply(placement, to=S.DECLINED), first)
    assert correcting.expire() == 0
    Correction.objects.update(proposed_at=timezone.now() - timedelta(days=15))
    with pytest.raises(IllegalMove):
        confirm(made, by=second)

    assert correcting.expire() == 1
    assert correcting.expire() == 0
    assert Correction.objects.get().state == C.EXPIRED


@pytest.mark.parametrize("end", [state for state in C if state != C.PROPOSED])
def test_what_is_over_goes_nowhere(placement, first, second, end) -> None:
    assert CORRECTION_MOVES[end] == frozenset()
    made = proposal(apply(placement, to=S.DECLINED), first)
    Correction.objects.update(state=end)
    for act, user in ((confirm, second), (refuse, second), (take_back, first)):
        if (act, end) == (take_back, C.TAKEN_BACK):
            continue
        with pytest.raises(IllegalMove):
            act(made, by=user)


def test_whoever_applied_again_is_not_applied_for_twice(placement, first, second) -> None:
    row = apply(placement, to=S.WITHDRAWN)
    made = proposal(row, first)
    apply(placement, row.person)

    with pytest.raises(IllegalMove, match="applied again"):
        confirm(made, by=second)
    assert righting.choices(now(row))[0] == []
    assert broken() == {}


def test_what_was_called_off_or_agreed_is_not_put_right(placement, first) -> None:
    over, placed = apply(placement, to=S.DECLINED), apply(placement, to=S.ACCEPTED)
    PlacementRecord.objects.filter(application=placed).update(state="sent")
    with pytest.raises(IllegalMove, match="agreement"):
        proposal(placed, first, S.OFFERED)
    OpportunityState.objects.update(lifecycle=Lifecycle.CANCELLED)
    with pytest.raises(IllegalMove, match="called off"):
        proposal(over, first)


def test_of_a_team_each_agreement_counts_not_one_of_them(first) -> None:
    row = team(PlacementFactory(live=True, seats=3), size=3, to=S.ACCEPTED)
    records = list(PlacementRecord.objects.filter(application=row).order_by("pk"))
    for sent in records:
        PlacementRecord.objects.filter(application=row).update(state="draft")
        PlacementRecord.objects.filter(pk=sent.pk).update(state="sent")
        with pytest.raises(IllegalMove, match="agreement"):
            proposal(now(row), first, S.OFFERED)
    PlacementRecord.objects.filter(pk=records[-1].pk).update(state="ended")
    Application.objects.filter(pk=row.pk).update(state=S.PLACED)
    assert not righting.what_stops(now(row), S.ACCEPTED)
    PlacementRecord.objects.filter(application=row).update(state="ended")
    assert righting.what_stops(now(row), S.ACCEPTED) == "The placement is over."


def test_nothing_here_takes_a_place() -> None:
    takes = {S.ACCEPTED, S.PLACED}
    assert not any(to & takes for start, to in RIGHTING_MOVES.items() if start != S.PLACED)
    assert set(RIGHTING_MOVES) == OVER | takes


def test_the_words_go_after_half_a_year_and_with_whoever_wrote_them(
    placement, first, second
) -> None:
    made = proposal(apply(placement, to=S.DECLINED), first)
    refuse(made, by=second, answer="It was right.")
    clock = retention.CLOCKS["opportunities.corrections"]
    assert clock.due(timezone.now()) == 0
    later = timezone.now() + timedelta(days=200)
    assert clock.due(later) == 1
    waiting = proposal(apply(placement, to=S.DECLINED), first)

    erase(first)

    assert not Correction.objects.filter(pk=waiting.pk).exists()
    assert Correction.objects.get(pk=made.pk).proposed_by is None
    assert clock.run(later) == 1
