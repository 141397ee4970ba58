"""Published results taken back by two people: seats free, applications as before, nothing lost."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from common import outbox
from common.models import Message, Work
from common.states import IllegalMove
from matching.models import Publication, RoundGlass, RoundResult, TakingBack
from matching.policies import rounds as policies
from matching.queries import rounds as queries
from matching.services import rounds
from opportunities.models import Application, OpportunityState, PlacementRecord
from opportunities.services import in_rounds, withdraw_application
from tests.factories.profiles import MembershipFactory, UserFactory
from tests.factories.rounds import go_to, published, small_round, unsound

pytestmark = pytest.mark.django_db(transaction=True)
WHY = "The museum’s tiers were read from the wrong file."


def taken_back(scene, reason=WHY):
    taking = rounds.ask_to_take_back(scene.round, by=scene.custodian, reason=reason)
    rounds.confirm_taking_back(taking, by=scene.second)
    outbox.run_due()
    taking.refresh_from_db()
    scene.round.refresh_from_db()
    return taking


def states():
    return dict(Application.objects.order_by("pk").values_list("pk", "state"))


def seats():
    return set(OpportunityState.objects.values_list("seats_taken", flat=True))


def test_taken_back_results_leave_everybody_where_they_stood_before():
    scene = small_round()
    go_to(scene.round, "publish")
    before = states()
    published(scene)
    assert seats() == {1}

    taking = taken_back(scene)

    assert taking.state == "done"
    assert (scene.round.state, scene.round.published_at) == ("publish", None)
    assert states() == before
    assert seats() == {0}
    assert not PlacementRecord.objects.exists()
    assert RoundResult.objects.count() == 3
    assert not RoundResult.objects.filter(is_current=True).exists()
    assert queries.my_result(scene.round, scene.ash.user) is None
    told = Message.objects.filter(kind="matching_round_taken_back")
    hosts = {
        one.opportunity.organisation.memberships.get().user_id
        for one in (scene.museum, scene.council)
    }
    people = {who.user.pk for who in (scene.ash, scene.bea, scene.cal)}
    assert {row.recipient_id for row in told} == people | hosts | {
        scene.custodian.pk,
        scene.second.pk,
    }
    assert all(WHY in row.body for row in told)
    assert unsound() == {}


def test_after_it_the_round_is_put_right_and_published_again():
    scene = small_round()
    published(scene)
    taken_back(scene)
    by_hand = rounds.enter_by_hand(
        scene.cal.applications[scene.museum.pk],
        round_=scene.round,
        by=scene.custodian,
        reason="Circumstances",
    )
    rounds.confirm_by_hand(by_hand, by=scene.second)
    run = rounds.start_run(scene.round, by=scene.custodian)
    outbox.run_due()
    run.refresh_from_db()

    publication = rounds.publish(scene.round, by=scene.custodian, run=run)
    outbox.run_due()

    publication.refresh_from_db()
    scene.round.refresh_from_db()
    assert publication.state == "published", publication.refused_because
    assert [row.state for row in scene.round.publications.all()] == ["taken_back", "published"]
    assert queries.my_result(scene.round, scene.cal.user).place == scene.museum
    assert queries.report(scene.round).counts_no_more is False
    assert [reason for *_, reason in queries.report(scene.round).taken_back] == [WHY]
    assert unsound() == {}


def test_swaps_and_moves_are_undone_and_what_people_gave_back_is_not():
    scene = small_round()
    published(scene)
    mine = queries.my_result(scene.round, scene.ash.user)
    other = queries.my_result(scene.round, scene.bea.user)
    swap = rounds.propose_swap(mine, other_key=other.entrant.key, by=scene.ash.user)
    rounds.answer_swap(swap, by=scene.bea.user, yes=True)
    for one in (scene.museum, scene.council):
        lead = one.opportunity.organisation.memberships.get().user
        rounds.answer_swap(swap, by=lead, yes=True)
    council = scene.bea.applications[scene.council.pk]
    withdraw_application(Application.objects.get(pk=council.pk), by=scene.bea.user)
    outbox.run_due()

    taken_back(scene)

    after = states()
    assert after.pop(council.pk) == "withdrawn"
    assert set(after.values()) == {"received"}
    assert unsound() == {}


def test_one_custodian_alone_takes_nothing_back():
    scene = small_round()
    published(scene)
    taking = rounds.ask_to_take_back(scene.round, by=scene.custodian, reason=WHY)

    assert rounds.ask_to_take_back(scene.round, by=scene.second, reason="Me too.") == taking
    with pytest.raises(Http404):
        rounds.confirm_taking_back(taking, by=scene.custodian)
    MembershipFactory(user=scene.second, organisation=scene.museum.opportunity.organisation)
    fresh = type(scene.second).objects.get(pk=scene.second.pk)
    with pytest.raises(Http404):
        rounds.confirm_taking_back(taking, by=fresh)
    with pytest.raises(Http404):
        rounds.ask_to_take_back(scene.round, by=scene.ash.user, reason=WHY)
    with pytest.raises(rounds.Refused, match="Say why"):
        rounds.refuse_taking_back(taking, by=scene.custodian, why=" ")
    refused = rounds.refuse_taking_back(taking, by=scene.custodian, why="A mistake of mine.")

    assert refused.state == "refused"
    assert seats() == {1}
    assert queries.my_result(scene.round, scene.bea.user).has_seat


def test_the_steward_confirms_after_seven_days():
    scene = small_round()
    steward = MembershipFactory(role="lead").user
    rounds.change_round(scene.round, by=scene.custodian, steward=steward)
    published(scene)
    taking = rounds.ask_to_take_back(scene.round, by=scene.custodian, reason=WHY)
    with pytest.raises(Http404):
        rounds.confirm_taking_back(taking, by=steward)

    TakingBack.objects.update(entered_at=timezone.now() - policies.STEWARD_AFTER)

    assert rounds.confirm_taking_back(taking, by=steward).state == "confirmed"


def test_once_swaps_are_over_results_stay():
    scene = small_round()
    published(scene)
    go_to(scene.round, "clear")

    with pytest.raises(IllegalMove, match="one by one"):
        rounds.ask_to_take_back(scene.round, by=scene.custodian, reason=WHY)


def test_a_taking_back_that_dies_half_way_leaves_the_results_as_they_were(monkeypatch):
    scene = small_round()
    published(scene)
    before = states()
    real, calls = in_rounds.take_back_place, []

    def dies(application):
        calls.append(application.pk)
        if len(calls) == 2:
            raise RuntimeError("the machine stopped")
        return real(application)

    monkeypatch.setattr(in_rounds, "take_back_place", dies)
    taking = taken_back(scene)

    assert (taking.state, states(), seats()) == ("confirmed", before, {1})
    assert queries.my_result(scene.round, scene.bea.user).has_seat
    assert not Message.objects.filter(kind="matching_round_taken_back").exists()
    monkeypatch.undo()
    Work.objects.filter(kind="matching.take_results_back").update(due_at=timezone.now())
    outbox.run_due()
    assert seats() == {0}
    assert Publication.objects.get().state == "taken_back"


def test_pages_of_taking_back_from_the_press_to_the_public_report(client):
    scene = small_round()
    published(scene)
    where = reverse("matching:desk_round_taking_back", args=[scene.round.slug])
    client.force_login(scene.ash.user)
    assert client.get(where).status_code == 404

    client.force_login(scene.custodian)
    assert client.post(where, {"reason": " "}).status_code == 422
    asked = client.post(where, {"reason": WHY}, follow=True).content.decode()
    assert "Nothing has changed yet" in asked
    assert 'value="confirm"' not in asked
    client.force_login(scene.second)
    room = client.get(reverse("matching:desk_round", args=[scene.round.slug])).content.decode()
    assert "Somebody asks to take the results back" in room
    client.post(where, {"to": "confirm"})
    outbox.run_due()

    client.force_login(scene.ash.user)
    mine = client.get(f"{scene.round.get_absolute_url()}result/").content.decode()
    assert "Your result was taken back" in mine
    assert "wrong file" in mine
    client.force_login(scene.council.joined_by)
    assert client.get(f"{scene.round.get_absolute_url()}result/").status_code == 404
    client.logout()
    report = client.get(f"{scene.round.get_absolute_url()}report/").content.decode()
    assert "These results were taken back and count no more" in report
    page = client.get(scene.round.get_absolute_url()).content.decode()
    assert "The results were taken back" in page


# A superuser's look


def test_a_superuser_reads_who_would_be_where_only_through_broken_glass(client):
    scene = small_round()
    go_to(scene.round, "publish")
    run = scene.round.runs.get(kind="main", state="done")
    root = UserFactory(is_superuser=True, name="Sue Root")
    page = reverse("matching:desk_round_run", args=[scene.round.slug, run.pk])
    look = reverse("matching:desk_round_look", args=[scene.round.slug])
    client.force_login(root)
    assert "Who would be where" not in client.get(page).content.decode()
    assert client.post(look, {"reason": "because"}).status_code == 422

    opened = client.post(look, {"reason": "A court order of 20 November asks."}, follow=True)

    assert opened.status_code == 200
    assert "Who would be where" in client.get(page).content.decode()
    told = Message.objects.filter(kind="matching_round_looked_inside")
    assert {row.recipient_id for row in told} == {scene.custodian.pk, scene.second.pk}
    assert all("court order" in row.body and "Sue Root" in row.body for row in told)
    RoundGlass.objects.update(until=timezone.now())
    assert "Who would be where" not in client.get(page).content.decode()
    for user in (scene.ash.user, scene.custodian):
        client.force_login(user)
        assert client.get(look).status_code == 404
    with pytest.raises(PermissionDenied):
        rounds.break_round_glass(scene.round, by=scene.custodian, reason="I would like to know.")
