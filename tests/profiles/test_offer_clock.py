"""Offers run out, are renewed by a link, paused; they say who may ask; help with their words."""

import datetime
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from common import moderation
from common.models import Message
from common.states import IllegalMove
from matching.services import propose
from profiles import renewals, services, wording
from profiles.models import Offer
from profiles.services.expiry import DatesPassed
from skills.models import Skill
from tests.factories import matching as market
from tests.factories.profiles import (
    CustodianFactory,
    MembershipFactory,
    OfferFactory,
    OrganisationFactory,
    UserFactory,
)

TODAY = datetime.date(2026, 11, 22)
DAY = datetime.timedelta(days=1)
database = pytest.mark.django_db


@pytest.fixture
def lead():
    return MembershipFactory().user


def offer_of(lead, **state) -> Offer:
    return OfferFactory(organisation=lead.memberships.get().organisation, state=state)


def now(offer: Offer) -> Offer:
    return Offer.objects.select_related("state").get(pk=offer.pk)


@database
def test_publishing_gives_half_a_year_or_its_own_last_day(lead):
    today = timezone.localdate()
    organisation = lead.memberships.get().organisation

    days = []
    for ends in (None, today + 30 * DAY):
        words = {"kind": "hour", "title": "An hour", "summary": "Help.", "ends": ends}
        draft = services.save_offer_draft(None, by=lead, organisation=organisation, **words)
        services.submit_offer(draft, by=lead)
        moderation.approve(Offer.objects.get(pk=draft.pk), by=CustodianFactory())
        days.append(now(draft).state.expires_on)

    assert days == [today + 180 * DAY, today + 30 * DAY]


@database
def test_the_clock_reminds_once_ends_once_and_dates_the_undated(lead):
    soon = offer_of(lead, expires_on=TODAY + 14 * DAY)
    later = offer_of(lead, expires_on=TODAY + 15 * DAY)
    over = offer_of(lead, expires_on=TODAY - DAY)
    last = offer_of(lead, expires_on=TODAY)
    undated = offer_of(lead)

    first = services.run_offer_clock(today=TODAY)
    second = services.run_offer_clock(today=TODAY)

    assert (first, second) == ((2, 1), (0, 0))
    assert [now(one).state.lifecycle for one in (soon, later, over, last)] == [
        "open",
        "open",
        "expired",
        "open",
    ]
    assert now(undated).state.expires_on == TODAY + 180 * DAY
    kinds = sorted(Message.objects.values_list("kind", flat=True))
    assert kinds == ["profiles_offer_expired", *["profiles_offer_expires"] * 2]


@database
def test_the_link_in_the_mail_renews_with_one_button_and_without_signing_in(client, lead):
    today = timezone.localdate()
    offer = offer_of(lead, expires_on=today - DAY)
    services.run_offer_clock()
    body = Message.objects.get().body
    link = next(word for word in body.split() if "/offers/renew/" in word)
    path = "/offers/" + link.split("/offers/", 1)[1]

    assert body.count("/offers/renew/") == 1
    opened = client.get(path)
    untouched = now(offer).state.lifecycle
    renewed = client.post(path)
    again = client.post(path)

    assert (opened.status_code, untouched) == (200, "expired")
    assert (renewed.status_code, now(offer).state.lifecycle) == (302, "open")
    assert now(offer).state.expires_on == today + 180 * DAY
    assert again.status_code == 410


@database
@pytest.mark.parametrize("days", [-1, 3])
def test_where_its_own_last_day_is_the_end_the_mail_leads_to_the_dates(lead, days):
    day = TODAY + days * DAY
    offer = offer_of(lead, expires_on=day)
    Offer.objects.filter(pk=offer.pk).update(ends=day)

    services.run_offer_clock(today=TODAY)

    body = Message.objects.get().body
    assert f"{offer.get_absolute_url()}edit/" in body
    assert "/offers/renew/" not in body


@database
@pytest.mark.parametrize("spoilt", ["changed", "left", "stranger", "closed", "unpublished"])
def test_a_link_renews_for_nobody_else_and_nothing_else(client, lead, spoilt):
    offer = offer_of(lead, expires_on=TODAY)
    link = renewals.make(offer_id=offer.pk, user_id=lead.pk, day=TODAY)
    if spoilt == "changed":
        link = link[:-2] + ("aa" if link[-2:] != "aa" else "bb")
    elif spoilt == "left":
        lead.memberships.all().delete()
    elif spoilt == "stranger":
        link = renewals.make(offer_id=offer.pk, user_id=UserFactory().pk, day=TODAY)
    elif spoilt == "closed":
        services.close_offer(offer, by=lead)
    else:
        Offer.objects.filter(pk=offer.pk).update(live=False)

    answer = client.post(f"/offers/renew/{link}/")

    assert answer.status_code in (404, 410)
    assert now(offer).state.expires_on == TODAY


@database
def test_an_offer_whose_own_days_are_over_is_not_renewed(client, lead):
    offer = offer_of(lead, expires_on=TODAY)
    Offer.objects.filter(pk=offer.pk).update(ends=timezone.localdate() - DAY)
    client.force_login(lead)

    with pytest.raises(DatesPassed):
        services.renew_offer(now(offer), by=lead)
    answer = client.post(f"/offers/{offer.slug}/renew/")

    assert answer.status_code == 422
    assert "Change the dates" in answer.content.decode()


@database
def test_a_paused_offer_leaves_the_list_and_comes_back(client, lead):
    offer = offer_of(lead)
    client.force_login(lead)
    here = f"/offers/{offer.slug}/pause/"

    client.get(here)
    client.post(here)
    paused = (now(offer).state.lifecycle, Offer.objects.open().count())
    client.post(here)

    assert paused == ("paused", 0)
    assert Offer.objects.open().count() == 1
    services.pause_offer(now(offer), by=lead)
    with pytest.raises(IllegalMove):
        services.pause_offer(now(offer), by=lead)


@database
def test_only_givers_pause_and_renew(client, lead):
    offer = offer_of(lead)
    member = MembershipFactory(organisation=offer.organisation, role="member").user

    for user in (UserFactory(), member, CustodianFactory()):
        for act in (services.pause_offer, services.renew_offer):
            with pytest.raises(PermissionDenied):
                act(now(offer), by=user)
        client.force_login(user)
        assert client.post(f"/offers/{offer.slug}/pause/").status_code == 403
        assert client.post(f"/offers/{offer.slug}/renew/").status_code == 403


@database
def test_only_the_kinds_that_were_named_may_ask(lead):
    mapping = Skill.objects.get_or_create(name="Mapping", defaults={"slug": "mapping"})[0]
    offer = offer_of(lead)
    offer.skills.create(skill=mapping, level=3)
    offer.who_may_ask = ["public"]
    offer.save()
    poster = MembershipFactory(organisation=OrganisationFactory(kind="business")).user
    challenge = market.ChallengeFactory(organisation=poster.memberships.get().organisation)
    match = market.match(challenge, offer=offer, run=market.run())

    with pytest.raises(PermissionDenied, match="other kinds"):
        propose(match, by=poster)
    offer.who_may_ask = ["business"]
    offer.save()
    match.refresh_from_db()

    assert propose(match, by=poster).offer == offer


@database
def test_a_cohort_says_how_many_which_module_and_when(client, lead):
    client.force_login(lead)
    data = {"kind": "cohort", "title": "Forty students", "summary": "A term.", "capacity": "4"}
    more = {
        "seats": "40",
        "module": "Data in practice",
        "starts": f"{timezone.localdate() + timedelta(days=50):%Y-%m-%d}",
        "ends": f"{timezone.localdate() + timedelta(days=130):%Y-%m-%d}",
        "who_may_ask": ["community", "public"],
        "asks": ["problem"],
    }

    refused = client.post("/offers/new/", data)
    made = client.post("/offers/new/", data | more)

    assert refused.status_code == 422
    assert "how many students" in refused.content.decode()
    assert made.status_code == 302
    page = client.get(Offer.objects.get().get_absolute_url()).content.decode()
    assert "40, Data in practice" in page
    assert "Public body, Community organisation" in page
    assert "A real problem to work on" in page


@database
def test_help_keeps_what_was_typed_and_saves_nothing(client, lead):
    client.force_login(lead)
    typed = {"kind": "training", "summary": "Holistic support", "hours": "3", "seats": "12"}

    asked = client.post("/offers/new/", {**typed, "action": "word"})
    used = client.post("/offers/new/", {**typed, "action": "use"})

    page = asked.content.decode()
    assert (asked.status_code, used.status_code) == (200, 200)
    assert "3 hours in all, 12 seats" in page
    assert "on a Tuesday" in page
    assert "Error" not in page
    assert 'value="Training in data"' in used.content.decode()
    assert not Offer.objects.exists()


KEYS = ("kind", "title", "summary", "description", "hours", "seats", "module", "in_return", "asks")


@settings(suppress_health_check=[HealthCheck.too_slow])  # a busy machine, not a slow test
@given(st.dictionaries(st.sampled_from(KEYS), st.text(max_size=400)))
def test_help_fits_the_fields_whatever_was_typed(typed):
    found = wording.help_with(typed)

    assert 0 < len(found.title) <= 120
    assert 0 < len(found.summary) <= 240
