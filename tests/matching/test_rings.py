"""Rings and chains: found, proposed, answered by every party, started as introductions; and what ends them."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from common import hibernation, outbox
from common.models import Message
from common.states import IllegalMove, move
from matching import services
from matching.choices.rings import RING_MOVES, RingState
from matching.models import Introduction, Ring, RingArc, RingPart, RingSearch
from matching.queries.rings import balances, one_ring, rings_in_public
from matching.services import JudgeDisagrees, propose, rings
from profiles.models import Interest
from tests.factories import rings as circles
from tests.factories.matching import introduction
from tests.factories.profiles import CustodianFactory, MembershipFactory
from tests.support.rivals import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(db):
    """Three organisations that can give each other something in a circle, and a custodian."""
    made = circles.circle()
    made.custodian = CustodianFactory()
    return made


@pytest.fixture
def proposed(town):
    """The ring of the three, found and proposed."""
    rings.find()
    town.ring = rings.propose_ring(Ring.objects.get(), by=town.custodian)
    return town


def say_yes(town, *places, **fields):
    for place in places:
        town.ring = rings.accept_part(
            town.ring, organisation=town.organisations[place], by=town.leads[place], **fields
        )
    return town.ring


def mails(kind):
    return sorted(Message.objects.filter(kind=kind).values_list("address", flat=True))


def test_search_finds_the_ring_and_its_parts(town, broken):
    search = rings.find()

    ring = one_ring(Ring.objects.get().pk)
    arcs = [(arc.giver.pk, arc.taker.pk, arc.hours) for arc in ring.arcs.all()]
    ids = [one.pk for one in town.organisations]
    assert (search.state, search.rings_count, search.is_proven) == ("done", 1, True)
    assert ring.state == "found"
    assert not ring.is_chain
    assert set(arcs) == {(ids[0], ids[1], 12), (ids[1], ids[2], 16), (ids[2], ids[0], 20)}
    assert {part.organisation_id for part in ring.parts.all()} == set(ids)
    assert mails("matching_rings_found") == [town.custodian.email]
    assert mails("matching_ring_asked") == []
    assert broken() == {}


def test_chain_starts_with_a_gift_that_asks_for_nothing(db):
    town = circles.circle(3, gift=True)

    rings.find()

    ring = one_ring(Ring.objects.get().pk)
    givers = [arc.giver_id for arc in ring.arcs.all()]
    assert ring.is_chain
    assert givers == [town.organisations[0].pk, town.organisations[1].pk]
    assert len(ring.parts.all()) == 3


def test_proposing_agrees_to_meetings_that_a_custodian_looks_at_first(town, broken):
    waiting, fresh = town.matches[0], town.matches[1]
    fresh.opportunity.touches_vulnerable = True
    fresh.opportunity.save()
    rings.find()
    town.ring = rings.propose_ring(Ring.objects.get(), by=town.custodian)
    propose(waiting, by=town.leads[0], with_custodian=True)

    say_yes(town, 0, 1, 2)

    assert town.ring.state == "started"
    approved = Introduction.objects.values_list("opportunity_id", "approval", "approval_cause")
    assert set(approved) == {
        (waiting.opportunity_id, "given", "party"),
        (fresh.opportunity_id, "given", "safeguarding"),
        (town.matches[2].opportunity_id, "", ""),
    }
    assert broken() == {}


def test_an_offer_for_other_kinds_makes_no_ring(town):
    offer = town.offers[0]
    offer.who_may_ask = ["business"]
    offer.save()

    assert rings.find().rings_count == 0


def test_all_accept_and_each_gift_becomes_an_introduction(proposed, broken):
    assert mails("matching_ring_asked") == sorted(lead.email for lead in proposed.leads)

    ring = say_yes(proposed, 0, 1)

    assert ring.state == "proposed"
    assert not Introduction.objects.exists()
    asked = Message.objects.filter(kind="matching_ring_asked")
    assert not any(lead.email in mail.body for lead in proposed.leads for mail in asked)

    ring = say_yes(proposed, 2)

    pairs = Introduction.objects.values_list("offer_id", "opportunity_id", "state")
    assert ring.state == "started"
    assert set(pairs) == {(m.offer_id, m.opportunity_id, "introduced") for m in proposed.matches}
    assert all(arc.introduction_id for arc in ring.arcs.all())
    assert len(mails("matching_introduced")) == 6
    assert mails("matching_ring_started") == sorted(lead.email for lead in proposed.leads)
    proposed.offers[0].state.refresh_from_db()
    assert proposed.offers[0].state.taken == 1
    assert broken() == {}


def test_an_introduction_that_waits_already_is_used(proposed):
    waiting = introduction(proposed.challenges[1], offer=proposed.offers[0])

    say_yes(proposed, 0, 1, 2)

    waiting.refresh_from_db()
    assert waiting.state == "introduced"
    assert Introduction.objects.count() == 3


def test_yes_twice_is_yes_once(proposed):
    say_yes(proposed, 0, 0)

    assert RingPart.objects.filter(answer="yes").count() == 1
    say_yes(proposed, 1, 2, 2)
    assert Introduction.objects.count() == 3


def test_a_no_ends_it_tells_the_others_and_searches_again(proposed, broken):
    say_yes(proposed, 0)

    ring = rings.decline_part(
        proposed.ring, organisation=proposed.organisations[1], by=proposed.leads[1], reason="Canary"
    )

    told = Message.objects.filter(kind="matching_ring_declined")
    assert ring.state == "declined"
    assert {mail.address for mail in told} == {proposed.leads[0].email, proposed.leads[2].email}
    assert not any("Canary" in m.body or NAME in m.body for m in told for NAME in ["Arden Vale"])
    search = RingSearch.objects.get(is_live=True)
    assert search.trigger == "declined"
    outbox.run_due()
    search.refresh_from_db()
    assert (search.state, search.rings_count) == ("done", 0)
    assert len(search.facts["declined"]) == 2
    assert broken() == {}


def test_a_no_leaves_what_the_others_can_do_without_it(db):
    """Four in a circle, and two of them could also help each other: after a no those two are found."""
    from tests.factories import matching as market

    town = circles.circle(4)
    # Giving to each other, the first two are worth less than the four together.
    market.match(town.challenges[0], offer=town.offers[1], joint=100)
    rings.find()
    ring = rings.propose_ring(Ring.objects.get(), by=CustodianFactory())
    parts = {part.organisation_id: part.if_out for part in ring.parts.all()}
    assert len(parts[town.organisations[3].pk]) == 2

    rings.decline_part(ring, organisation=town.organisations[3], by=town.leads[3])
    outbox.run_due()

    found = one_ring(Ring.objects.get(state="found").pk)
    two = {arc.giver_id for arc in found.arcs.all()}
    assert two == {town.organisations[0].pk, town.organisations[1].pk}


def test_declined_and_stopped_rings_are_not_found_again(proposed):
    rings.stop_ring(proposed.ring, by=proposed.custodian, reason="They merge soon.")

    assert rings.find().rings_count == 0
    assert len(mails("matching_ring_stopped")) == 3
    body = Message.objects.filter(kind="matching_ring_stopped").first().body
    assert "They merge soon." in body


def test_only_leads_answer_and_only_uninvolved_custodians_propose(town):
    rings.find()
    ring = Ring.objects.get()
    first = town.organisations[0]
    member = MembershipFactory(organisation=first, role="member").user
    with pytest.raises(PermissionDenied):
        rings.propose_ring(ring, by=town.leads[0])
    with pytest.raises(PermissionDenied):  # nobody was asked yet
        rings.accept_part(ring, organisation=first, by=town.leads[0])
    Interest.objects.create(user=town.custodian, about=first, nature="work")
    with pytest.raises(PermissionDenied):
        rings.propose_ring(ring, by=town.custodian)
    rings.propose_ring(ring, by=CustodianFactory())

    for stranger in (member, town.leads[1], town.custodian):
        with pytest.raises(PermissionDenied):
            rings.accept_part(ring, organisation=first, by=stranger)


def test_time_runs_out_with_two_reminders_before(proposed, broken):
    start = proposed.ring.proposed_at
    say_yes(proposed, 0)

    assert rings.remind_parties(now=start + datetime.timedelta(days=6)) == 0
    assert rings.remind_parties(now=start + datetime.timedelta(days=8)) == 1
    assert rings.remind_parties(now=start + datetime.timedelta(days=9)) == 0
    assert rings.remind_parties(now=start + datetime.timedelta(days=13)) == 1
    assert len(mails("matching_ring_reminder")) == 4
    assert rings.expire_rings(now=start + datetime.timedelta(days=13)) == 0
    Ring.objects.update(expires_at=timezone.now() - datetime.timedelta(minutes=1))
    with pytest.raises(IllegalMove, match="The time to answer ended"):
        say_yes(proposed, 1)
    assert rings.expire_rings() == 1
    assert rings.expire_rings() == 0

    proposed.ring.refresh_from_db()
    assert proposed.ring.state == "expired"
    assert len(mails("matching_ring_expired")) == 3
    assert not RingPart.objects.filter(holds=True).exists()
    assert broken() == {}


def test_what_closed_ends_the_ring_early(proposed):
    state = proposed.offers[0].state
    state.lifecycle = "closed"
    state.save()

    with pytest.raises(IllegalMove, match="no longer open"):
        say_yes(proposed, 0)
    assert rings.close_fallen() == 1

    proposed.ring.refresh_from_db()
    assert proposed.ring.state == "fell_through"
    assert "no longer open" in Message.objects.filter(kind="matching_ring_gone").first().body


def test_leaving_ends_ones_own_part_only(proposed, broken):
    say_yes(proposed, 0, 1, 2)

    ring = rings.leave(proposed.ring, organisation=proposed.organisations[0], by=proposed.leads[0])

    states = {arc.giver_id: arc.introduction.state for arc in ring.arcs.all()}
    ids = [one.pk for one in proposed.organisations]
    assert states == {ids[0]: "fell_through", ids[1]: "introduced", ids[2]: "fell_through"}
    assert ring.state == "fell_through"
    assert len(mails("matching_ring_left")) == 2
    assert broken() == {}


def test_stopping_a_started_ring_stops_its_introductions(proposed, broken):
    say_yes(proposed, 0, 1, 2)

    rings.stop_ring(proposed.ring, by=proposed.custodian, reason="It is spam.")

    assert set(Introduction.objects.values_list("state", flat=True)) == {"fell_through"}
    assert broken() == {}


def test_a_newer_search_replaces_what_nobody_proposed(town):
    rings.find()
    old = Ring.objects.get()

    rings.find()

    old.refresh_from_db()
    assert old.state == "superseded"
    assert Ring.objects.filter(state="found").count() == 1
    with pytest.raises(IllegalMove, match="A newer search has replaced this"):
        rings.propose_ring(old, by=town.custodian)


def test_a_ring_that_waits_holds_its_place_in_a_search(proposed):
    search = rings.find()

    assert search.rings_count == 0
    assert len(search.facts["kept"]) == 1
    proposed.ring.refresh_from_db()
    assert proposed.ring.state == "proposed"


def test_an_organisation_is_asked_in_one_ring_at_a_time(proposed):
    other = circles.ring(proposed)

    with pytest.raises(IllegalMove, match="asked in another ring"):
        rings.propose_ring(other, by=proposed.custodian)
    with pytest.raises(IntegrityError), transaction.atomic():  # the guard behind it
        RingPart.objects.filter(ring=other).update(holds=True)


def test_quarterly_search_happens_once_in_a_quarter(town):
    today = timezone.localdate()

    assert rings.search_quarterly(today=today).trigger == "quarterly"
    assert rings.search_quarterly(today=today) is None
    outbox.run_due()
    assert rings.search_quarterly(today=today) is None
    assert rings.search_quarterly(today=today + datetime.timedelta(days=100)) is not None


def test_a_search_that_failed_says_so_and_another_can_be_asked(town, monkeypatch):
    def fail(*args, **options):
        raise ValueError("no such thing")

    monkeypatch.setattr("matching.engine.rings.find_rings", fail)
    search = rings.ask_search(by=town.custodian)
    with pytest.raises(ValueError, match="no such thing"):
        rings.solve(search.pk)

    search.refresh_from_db()
    assert (search.state, search.is_live) == ("failed", None)
    assert "no such thing" in search.failure
    assert rings.ask_search(by=town.custodian).pk != search.pk


def test_nothing_is_stored_that_the_judge_refuses(town, monkeypatch):
    from matching.engine import checks
    from matching.engine.checks.verdict import Verdict

    monkeypatch.setattr(checks, "judge", lambda document: Verdict(problems=("It is broken.",)))

    with pytest.raises(JudgeDisagrees, match="It is broken"):
        rings.find()

    assert not Ring.objects.exists()


def test_a_worker_that_does_it_twice_writes_it_once(town):
    search = rings.ask_search(by=town.custodian)
    found, again = rings.solve(search.pk), rings.solve(search.pk)

    assert rings.store(found, search_id=search.pk).state == "done"
    assert rings.store(again, search_id=search.pk) is None
    assert Ring.objects.count() == 1


def test_replay_gives_the_same_and_a_changed_fact_is_refused(town):
    search = rings.find()
    assert rings.replay_search(search).same

    search.facts["arcs"][0]["value"] += 1
    with pytest.raises(ValueError, match="digest"):
        rings.replay_search(search)


def test_balance_counts_hours_of_started_rings(proposed):
    assert balances() == []
    say_yes(proposed, 0, 1, 2)

    first = proposed.organisations[0]
    found = {row.organisation.pk: (row.gives, row.gets) for row in balances()}
    assert found[first.pk] == (12, 20)
    assert [(row.gives, row.gets) for row in balances([first.pk])] == [(12, 20)]


def test_names_are_public_only_when_every_party_said_so(proposed):
    say_yes(proposed, 0, 1, may_name=True)
    say_yes(proposed, 2)
    assert rings_in_public() == []

    RingPart.objects.update(may_name=True)
    assert [ring.pk for ring in rings_in_public()] == [proposed.ring.pk]


def test_a_noted_link_is_no_new_one(town):
    one, other = town.organisations[:2]
    rings.note_link(one=other, other=one, by=town.custodian)
    with pytest.raises(rings.AlreadyNoted):
        rings.note_link(one=one, other=other, by=town.custodian)

    rings.find()

    ring = Ring.objects.get()
    assert ring.new_links == 2
    assert [arc.is_new_link for arc in ring.arcs.order_by("giver__pk")] == [False, True, True]


def test_asleep_nothing_is_proposed_and_waking_moves_the_clock(proposed):
    before = proposed.ring.expires_at
    hibernation.sleep(
        by=proposed.custodian,
        until=timezone.localdate() + datetime.timedelta(days=30),
        reason="Summer.",
    )
    with pytest.raises(hibernation.Asleep):
        rings.ask_search(by=proposed.custodian)
    with pytest.raises(hibernation.Asleep):
        rings.note_link(
            one=proposed.organisations[0], other=proposed.organisations[1], by=proposed.custodian
        )
    assert rings.search_quarterly() is None

    sleep = hibernation.current()
    sleep.since -= datetime.timedelta(days=5)
    sleep.save()
    hibernation.wake(by=proposed.custodian)

    proposed.ring.refresh_from_db()
    assert proposed.ring.expires_at - before >= datetime.timedelta(days=5)


def test_forgetting_keeps_what_was_proposed(proposed):
    old = circles.ring(proposed, state="superseded", ended_at=timezone.now())
    later = timezone.now() + datetime.timedelta(days=400)

    rings.forget_rings(now=later)

    assert not Ring.objects.filter(pk=old.pk).exists()
    proposed.ring.refresh_from_db()
    assert proposed.ring.search.facts == {}
    assert rings.forget_rings(now=later) == 0


@pytest.mark.parametrize("state", RingState.values)
def test_every_move_is_the_one_that_is_written_down(town, state):
    for to in RingState.values:
        ring = circles.ring(town, state=state)
        Introduction.objects.all().delete()
        RingPart.objects.filter(ring=ring).update(holds=False)
        Ring.objects.filter(pk=ring.pk).update(
            proposed_at=timezone.now(), expires_at=timezone.now(), started_at=timezone.now()
        )
        if to in RING_MOVES[state]:
            move(ring, to, moves=RING_MOVES)
            assert Ring.objects.get(pk=ring.pk).state == to
        else:
            with pytest.raises(IllegalMove):
                move(ring, to, moves=RING_MOVES)
        ring.delete()


# Rivals, each with a connection of its own


@pytest.fixture
def rivals(transactional_db):
    made = circles.circle()
    made.custodian, made.second = CustodianFactory(), CustodianFactory()
    return made


@pytest.mark.django_db(transaction=True)
def test_two_custodians_search_and_propose_at_once(rivals, broken):
    first, second = at_once(
        lambda: rings.ask_search(by=rivals.custodian), lambda: rings.ask_search(by=rivals.second)
    )
    assert first.pk == second.pk
    outbox.run_due()
    ring = Ring.objects.get()

    both = at_once(
        lambda: rings.propose_ring(ring, by=rivals.custodian),
        lambda: rings.propose_ring(ring, by=rivals.second),
    )

    assert [row.state for row in both] == ["proposed", "proposed"]
    assert Message.objects.filter(kind="matching_ring_asked").count() == 3
    assert broken() == {}


@pytest.mark.django_db(transaction=True)
def test_the_last_two_accept_in_the_same_second(rivals, broken):
    rings.find()
    ring = rings.propose_ring(Ring.objects.get(), by=rivals.custodian)
    rings.accept_part(ring, organisation=rivals.organisations[0], by=rivals.leads[0])

    answers = at_once(
        *(
            lambda place=place: rings.accept_part(
                ring, organisation=rivals.organisations[place], by=rivals.leads[place]
            )
            for place in (1, 2)
        )
    )

    ring.refresh_from_db()
    assert not [row for row in answers if isinstance(row, Exception)]
    assert ring.state == "started"
    assert Introduction.objects.filter(state="introduced").count() == 3
    assert broken() == {}


@pytest.mark.django_db(transaction=True)
def test_a_yes_and_a_no_in_the_same_second_leave_one_truth(rivals, broken):
    rings.find()
    ring = rings.propose_ring(Ring.objects.get(), by=rivals.custodian)
    for place in (0, 1):
        rings.accept_part(ring, organisation=rivals.organisations[place], by=rivals.leads[place])

    at_once(
        lambda: rings.accept_part(ring, organisation=rivals.organisations[2], by=rivals.leads[2]),
        lambda: rings.decline_part(ring, organisation=rivals.organisations[1], by=rivals.leads[1]),
    )

    ring.refresh_from_db()
    assert (ring.state, Introduction.objects.count()) in [("started", 3), ("declined", 0)]
    assert broken() == {}


def end_all(ring, by, *, to="done"):
    """Each introduction of a ring, in giving order, brought to its end by its giver."""
    for arc, lead in zip(whole_arcs(ring), by, strict=True):
        for step in ("agreed", "under_way", "done") if to == "done" else ("fell_through",):
            services.advance(Introduction.objects.get(pk=arc.introduction_id), step, by=lead)


def whole_arcs(ring):
    return list(RingArc.objects.filter(ring=ring).order_by("position"))


@pytest.mark.parametrize("to", ["done", "fell_through"])
def test_a_ring_ends_with_the_last_of_its_introductions(proposed, broken, to):
    ring = say_yes(proposed, 0, 1, 2)
    givers = [proposed.leads[proposed.organisations.index(arc.giver)] for arc in whole_arcs(ring)]
    last = whole_arcs(ring)[-1].introduction

    end_all(ring, givers, to=to)

    ring.refresh_from_db()
    last.refresh_from_db()
    assert (ring.state, last.state) == (to, to)
    assert ring.ended_at is not None
    assert rings.finish_rings() == 0
    assert broken() == {}


def test_a_ring_goes_on_while_one_introduction_does_and_is_done_where_one_was(proposed):
    ring = say_yes(proposed, 0, 1, 2)
    arcs = whole_arcs(ring)
    Introduction.objects.filter(pk=arcs[0].introduction_id).update(state="done")
    assert rings.finish_rings() == 0

    # Ended by a clock that nobody hears of: the ring's own clock finds it.
    Introduction.objects.exclude(pk=arcs[0].introduction_id).update(state="fell_through")
    assert (rings.finish_rings(), rings.finish_rings()) == (1, 0)

    ring.refresh_from_db()
    assert ring.state == "done"
