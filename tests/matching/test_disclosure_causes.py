"""What was opened of a person ends with its cause: one test for each way in which a cause can end."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from common import outbox
from matching import services as matching
from matching.models import Introduction
from profiles import causes, services
from profiles.models import Disclosure
from profiles.policies import (
    may_read_cv,
    may_see_access_needs,
    may_see_contact,
    may_see_person,
    open_scopes,
)
from tests.factories.matching import introduction, match, offer
from tests.factories.profiles import UserFactory

pytestmark = pytest.mark.django_db

SCOPES = ("name", "contact", "access", "cv")


@pytest.fixture
def met(market) -> Introduction:
    """Introduced and agreed: all that a cause can open is open to the food bank."""
    services.set_access_needs(market.student, text="Step-free", shared=True, by=market.student.user)
    row = introduction(market.challenge, person=market.student)
    matching.accept(row, by=market.poster)
    matching.accept(row, by=market.student.user)
    matching.advance(row, "agreed", by=market.poster)
    for scope in ("name", "cv"):
        services.disclose(
            market.student, viewer=market.poster, scope=scope, cause=f"introduction:{row.pk}"
        )
    return matching.advance(row, "under_way", by=market.poster)


def finished(market, row) -> None:
    matching.advance(row, "done", by=market.poster)


def fell_through(market, row) -> None:
    matching.advance(row, "fell_through", by=market.student.user)


def stopped(market, row) -> None:
    matching.stop(row, by=market.custodian, reason="It is spam.")


def silent(market, row) -> None:
    """A year without a word, after two questions."""
    long_ago = timezone.now() - timedelta(days=400)
    Introduction.objects.filter(pk=row.pk).update(
        introduced_at=long_ago,
        expires_at=timezone.now() - timedelta(days=1),
        reminded_at=timezone.now() - timedelta(days=40),
    )
    assert matching.end_silent() == 1


def viewer_left(market, row) -> None:
    """The one who saw the person speaks for the organisation no more."""
    services.add_member(market.food_bank, user=UserFactory(), role="lead", by=market.poster)
    membership = market.poster.memberships.get()
    heir = market.food_bank.memberships.exclude(pk=membership.pk).get()
    services.leave(market.food_bank, by=market.poster, successor=heir)
    while outbox.run_due():
        pass
    matching.realign()


def poster_erased(market, row) -> None:
    services.ask_to_be_erased(market.poster, by=market.poster)
    while outbox.run_due():
        pass


def time_ran_out(market, row) -> None:
    Disclosure.objects.update(until=timezone.now())


def account_closed(market, row) -> None:
    """A closed account shows nothing, whatever was opened."""
    services.close_account(market.student.user, by=market.custodian, reason="They asked us to.")


def hid(market, row) -> None:
    services.set_visibility(market.student, "private", by=market.student.user)


ENDS: dict[str, tuple[Callable, ...]] = {
    "introduction": (
        *(finished, fell_through, stopped, silent, viewer_left, poster_erased),
        *(time_ran_out, account_closed),
    )
}
"""Every kind of cause that an app has declared, and each way in which it ends."""

ELSEWHERE = {"application", "team"}
"""Walked in tests/opportunities: an application through all its states, from their data, in
test_applying.py; each member of a team in test_leaving_teams.py."""


def test_every_declared_kind_of_cause_says_here_how_it_ends():
    assert set(ENDS) | ELSEWHERE == set(causes._KINDS)


@pytest.mark.parametrize(
    ("kind", "end"), [(kind, end) for kind, ends in ENDS.items() for end in ends]
)
def test_what_was_opened_ends_with_its_cause(market, met, kind, end):
    person, viewer = market.student, market.poster
    assert open_scopes(viewer, person) == set(SCOPES)
    asked = (may_see_person, may_see_contact, may_see_access_needs, may_read_cv)
    assert [may(viewer, person) for may in asked] == [True] * 4

    end(market, met)

    viewer = type(viewer).objects.filter(pk=viewer.pk).first()
    person.refresh_from_db()
    if viewer is None:  # erased, and with them what was opened to them
        assert not Disclosure.objects.filter(person=person, until=None).exists()
        return
    assert not any(may(viewer, person) for may in asked)
    client = Client()
    client.force_login(viewer)
    assert client.get(person.get_absolute_url()).status_code == 404
    assert client.get(f"{person.get_absolute_url()}cv/").status_code == 404
    page = client.get(met.get_absolute_url()).content.decode()
    assert person.user.email not in page


def test_private_closes_everything_but_what_the_person_sent_themselves(market, met):
    """A CV goes with an application, the person's own act; all else closes with their choice."""
    hid(market, met)
    person = market.student
    person.refresh_from_db()
    assert not may_see_person(market.poster, person)
    assert not may_see_contact(market.poster, person)
    assert not may_see_access_needs(market.poster, person)
    assert may_read_cv(market.poster, person)


def test_an_introduction_takes_a_place_of_an_offer_and_gives_it_back_when_stopped(market):
    team = offer(title="A class", capacity=2, seats=24, brings={"Data cleaning": 3})
    giver = team.organisation.memberships.get().user
    match(market.challenge, offer=team)
    row = introduction(market.challenge, offer=team)
    matching.accept(row, by=market.poster)
    matching.accept(row, by=giver)
    team.state.refresh_from_db()
    assert (team.state.taken, team.state.cap) == (1, 2)

    matching.stop(row, by=market.custodian, reason="It is spam.")

    team.state.refresh_from_db()
    assert team.state.taken == 0
