"""We have this too: a second organisation asks, is answered, is named, adds places, leaves."""

import csv
import io
import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from common.erasing import redact
from common.models import ActivityEntry, Message
from common.states import IllegalMove
from opportunities import eligibility, services
from opportunities.models import Challenge, Opportunity, OpportunityState, Partnership
from opportunities.partner_choices import PARTNER_MOVES, PartnerState
from opportunities.services.lifecycle import take_seat
from profiles.models import OrganisationState
from profiles.services.joining_up import merge_organisations
from profiles.services.suspensions import suspend_organisation
from tests.factories.opportunities import ChallengeFactory
from tests.factories.profiles import CustodianFactory, MembershipFactory, OrganisationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def host():
    return MembershipFactory(organisation__name="Sowe Pantry")


@pytest.fixture
def other():
    return MembershipFactory(organisation__name="Severn Library")


@pytest.fixture
def challenge(host):
    return ChallengeFactory(
        live=True, title="Referral maps", organisation=host.organisation, author=host.user, seats=1
    )


def ask(challenge, other, **changes):
    given = {"words": "We too.", "seats": 2, "data_note": "Loans since 2019.", **changes}
    return services.ask_to_cosponsor(
        challenge, by=other.user, organisation=other.organisation, **given
    )


def cap(challenge):
    return OpportunityState.objects.get(pk=challenge.pk).seats_cap


def test_asked_accepted_named_everywhere_and_left_again(client, host, other, challenge):
    row = ask(challenge, other)
    assert cap(challenge) == 1
    assert "Severn Library" not in client.get(challenge.get_absolute_url()).content.decode()

    row = services.accept_partner(row, by=host.user)

    assert cap(challenge) == 3
    page = client.get(challenge.get_absolute_url()).content.decode()
    assert "Severn Library" in page
    assert "Loans since 2019." not in page  # nobody reads what no custodian has read
    for path in ("/challenges/", "/opportunities/?q=Severn", "/", "/search/?q=Severn+Library"):
        assert "Sowe Pantry with Severn Library" in client.get(path).content.decode() or path in (
            "/",
            "/search/?q=Severn+Library",
        )
    assert "Referral maps" in client.get("/search/?q=Severn+Library").content.decode()
    rows = list(csv.DictReader(io.StringIO(client.get("/challenges/export.csv").content.decode())))
    assert rows[0]["organisation"] == "Sowe Pantry with Severn Library"
    assert "Sowe Pantry with Severn Library" in client.get("/challenges/feed.atom").content.decode()
    own = client.get(other.organisation.get_absolute_url()).content.decode()
    assert "Referral maps" in own

    services.end_partnership(row, by=other.user, reason="We have found somebody.")

    assert cap(challenge) == 1
    assert "Severn Library" not in client.get(challenge.get_absolute_url()).content.decode()
    assert "Referral maps" not in client.get("/opportunities/?q=Severn").content.decode()
    kept = Partnership.objects.get()
    assert (kept.state, kept.reason) == ("left", "We have found somebody.")
    said = ActivityEntry.objects.filter(verb__startswith="opportunities.partner_")
    assert list(said.order_by("pk").values_list("verb", flat=True)) == [
        "opportunities.partner_asked",
        "opportunities.partner_joined",
        "opportunities.partner_left",
    ]


def test_their_data_goes_into_the_text_once_and_past_a_custodian(client, host, other, challenge):
    row = services.accept_partner(ask(challenge, other), by=host.user)
    with pytest.raises(PermissionDenied):
        services.add_data(row, by=other.user)
    client.force_login(host.user)
    here = row.get_absolute_url()
    assert "Add their data to your text" in client.get(here).content.decode()

    for _twice in range(2):
        form = {"answer": "data", "reason": "", "idempotency_key": uuid.uuid4().hex}
        assert client.post(here, form)["Location"] == f"{challenge.get_absolute_url()}edit/"

    draft = Challenge.objects.get(pk=challenge.pk).get_latest_revision_as_object()
    assert draft.data_note.count("Severn Library: Loans since 2019.") == 1
    page = f"{challenge.get_absolute_url()}"
    assert "Loans since 2019." not in Client().get(page).content.decode()
    services.submit_challenge(challenge, by=host.user)
    services.approve(challenge, by=CustodianFactory())
    assert "Loans since 2019." in Client().get(page).content.decode()


def test_whoever_speaks_for_a_partner_cannot_apply(host, other, challenge):
    said = "an organisation whose work this is"
    assert not any(said in stop.text for stop in eligibility.what_stops(challenge, other.user))
    services.accept_partner(ask(challenge, other), by=host.user)
    assert any(said in stop.text for stop in eligibility.what_stops(challenge, other.user))


def test_nobody_loses_a_place_and_the_last_one_filled_opens_with_more(host, other, challenge):
    take_seat(challenge)
    assert OpportunityState.objects.get(pk=challenge.pk).lifecycle == "filled"
    row = services.accept_partner(ask(challenge, other, seats=1), by=host.user)
    assert OpportunityState.objects.get(pk=challenge.pk).lifecycle == "open"
    take_seat(Opportunity.objects.get(pk=challenge.pk))

    services.end_partnership(row, by=host.user)

    state = OpportunityState.objects.get(pk=challenge.pk)
    assert (state.seats_cap, state.seats_taken, state.lifecycle) == (2, 2, "filled")


def test_publishing_an_edit_keeps_the_places_that_were_added(host, other, challenge):
    services.accept_partner(ask(challenge, other), by=host.user)
    services.save_challenge(challenge, by=host.user, seats=2)
    services.submit_challenge(challenge, by=host.user)
    services.approve(challenge, by=CustodianFactory())
    assert cap(challenge) == 4


def test_once_for_each_organisation_also_by_constraint(other, challenge):
    row = ask(challenge, other)
    with pytest.raises(IllegalMove, match="asked already"):
        ask(challenge, other)
    with pytest.raises(IntegrityError), transaction.atomic():
        Partnership.objects.create(
            opportunity=challenge, organisation=other.organisation, kind="cosponsor", words="x"
        )
    services.end_partnership(row, by=other.user)
    assert ask(challenge, other).pk != row.pk


def test_who_may_ask_answer_and_end(host, other, challenge):
    member = MembershipFactory(organisation=other.organisation, role="member")
    unverified = MembershipFactory(organisation=OrganisationFactory(state="unverified"))
    for membership in (member, unverified, host):
        with pytest.raises(PermissionDenied):
            ask(challenge, membership)
    row = ask(challenge, other)
    for user in (other.user, MembershipFactory().user, CustodianFactory()):
        with pytest.raises(PermissionDenied):
            services.accept_partner(row, by=user)
    with pytest.raises(PermissionDenied):
        services.end_partnership(row, by=host.user)
    with pytest.raises(ValueError, match="Say why"):
        services.decline_partner(row, by=host.user, reason=" ")
    services.decline_partner(row, by=host.user, reason="Another year.")
    with pytest.raises(IllegalMove):
        services.accept_partner(row, by=host.user)


@pytest.mark.parametrize("start", PartnerState.values)
def test_every_state_moves_only_as_its_data_says(host, other, challenge, start):
    row = ask(challenge, other)
    Partnership.objects.filter(pk=row.pk).update(state=start)
    for to, act in (
        ("joined", lambda: services.accept_partner(row, by=host.user)),
        ("declined", lambda: services.decline_partner(row, by=host.user, reason="No.")),
        ("left", lambda: services.end_partnership(row, by=other.user)),
    ):
        allowed = PARTNER_MOVES[start]
        goal = "taken_back" if to == "left" and start == "asked" else to
        with transaction.atomic():
            if goal in allowed:
                act()
                assert Partnership.objects.get(pk=row.pk).state == goal
            else:
                with pytest.raises(IllegalMove):
                    act()
        Partnership.objects.filter(pk=row.pk).update(state=start)


def test_both_sides_hear_of_it(host, other, challenge):
    row = ask(challenge, other)
    services.accept_partner(row, by=host.user)
    services.end_partnership(row, by=host.user, reason="It is settled.")
    told = [(m.kind, m.recipient_id) for m in Message.objects.filter(kind__contains="partner")]
    assert sorted(told) == sorted(
        [
            ("opportunities_partner_asked", host.user_id),
            ("opportunities_partner_answered", other.user_id),
            ("opportunities_partner_left", other.user_id),
        ]
    )


def test_a_closed_hidden_or_ended_one_is_neither_asked_nor_named(client, host, other, challenge):
    row = ask(challenge, other)
    suspend_organisation(other.organisation, by=CustodianFactory(), reason="A complaint.")
    with pytest.raises(IllegalMove, match="not confirmed"):
        services.accept_partner(row, by=host.user)
    OrganisationState.objects.update(suspended_at=None)
    services.accept_partner(row, by=host.user)
    OrganisationState.objects.filter(pk=other.organisation_id).update(verified_at=None)
    assert "Severn Library" not in client.get(challenge.get_absolute_url()).content.decode()
    assert cap(challenge) == 3

    ended = ChallengeFactory(closed=True)
    with pytest.raises(IllegalMove, match="ended"):
        ask(ended, MembershipFactory())


def test_a_merge_with_the_poster_names_it_once(client, host, other, challenge):
    services.accept_partner(ask(challenge, other), by=host.user)
    merge_organisations(host.organisation, other.organisation, by=CustodianFactory())
    page = client.get("/challenges/").content.decode()
    assert "Sowe Pantry with" not in page
    assert client.get(challenge.get_absolute_url()).status_code == 200


def test_theirs_instead_of_a_draft(client, other, challenge):
    draft = ChallengeFactory(
        title="Our referrals",
        description="Where do they come from?",
        organisation=other.organisation,
        author=other.user,
    )
    client.force_login(other.user)
    url = f"{challenge.get_absolute_url()}together/?draft={draft.slug}"
    page = client.get(url)
    assert "Where do they come from?" in page.content.decode()
    assert "Your draft “Our referrals” is dropped" in page.content.decode()
    form = page.context["form"]
    data = {name: form[name].value() for name in form.fields}
    done = client.post(url, data)
    assert done.status_code == 302
    row = Partnership.objects.get()
    assert row.words == "Our referrals\n\nWhere do they come from?"
    assert OpportunityState.objects.get(pk=draft.pk).lifecycle == "cancelled"
    assert client.post(url, data).status_code == 302
    assert Partnership.objects.count() == 1


def test_somebody_elses_draft_is_not_there(client, other, challenge):
    theirs = ChallengeFactory()
    client.force_login(other.user)
    url = f"{challenge.get_absolute_url()}together/"
    assert client.get(f"{url}?draft={theirs.slug}").status_code == 404
    data = {"organisation": other.organisation.slug, "words": "x", "seats": 0}
    assert client.post(url, {**data, "draft": theirs.slug}).status_code == 404
    assert not Partnership.objects.exists()


def test_the_pages_for_both_sides_and_nobody_else(client, host, other, challenge):
    client.force_login(other.user)
    url = f"{challenge.get_absolute_url()}together/"
    assert "be part of it" in client.get(challenge.get_absolute_url()).content.decode()
    wrong = client.post(url, {"words": "", "seats": "99"})
    assert wrong.status_code == 422
    data = {"organisation": other.organisation.slug, "words": "We too.", "seats": "1"}
    assert client.post(url, data).status_code == 302
    row = Partnership.objects.get()
    stranger = MembershipFactory()
    client.force_login(stranger.user)
    missing = client.get(f"{url}{row.pk + 999}/")
    assert client.get(row.get_absolute_url()).status_code == missing.status_code == 404
    assert "We too." not in client.get(url).content.decode()
    client.force_login(host.user)
    assert "Read and answer" in client.get(challenge.get_absolute_url()).content.decode()
    assert "Severn Library" in client.get(url).content.decode()
    assert client.post(row.get_absolute_url(), {"answer": "decline"}).status_code == 422
    assert client.post(row.get_absolute_url(), {"answer": "end"}).status_code == 403
    assert client.post(row.get_absolute_url(), {"answer": "accept"}).status_code == 302
    assert client.post(row.get_absolute_url(), {"answer": "accept"}).status_code == 409
    page = client.get(row.get_absolute_url()).content.decode()
    assert "In it together" in page
    assert "End it" in page


def test_the_list_takes_as_many_queries_with_partners_as_without(client, host, challenge):
    client.get("/challenges/")
    counts = []
    for turn in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get("/challenges/")
        counts.append(len(queries))
        for number in range(3):
            other = MembershipFactory(organisation__name=f"Library {turn} {number}")
            services.accept_partner(ask(challenge, other), by=host.user)
        client.get("/challenges/")
    assert counts[0] == counts[1] <= 15


def test_erasure_takes_a_name_out_of_what_was_said(other, challenge):
    row = ask(challenge, other, words="Ada Fen asks.")
    redact(Partnership.objects.filter(pk=row.pk), "words", ["Ada Fen"])
    assert "Ada Fen" not in Partnership.objects.get().words
