"""*Challenge this*: asked by whoever it concerns, answered at the desk, both kept."""

import datetime

import pytest
from django.http import Http404
from django.utils import timezone

from common import needs_me, outbox
from common.models import Message
from common.states import IllegalMove
from matching import services
from matching.models import Appeal, Match
from matching.personal_data import empty_appeals
from tests.factories.profiles import CustodianFactory, MembershipFactory


@pytest.fixture
def found(market):
    services.run_all()
    Message.objects.all().delete()
    return Match.objects.get(person=market.student, is_current=True)


def test_question_and_answer_are_kept_and_both_are_told(client, market, found):
    user = market.student.user
    concerned = CustodianFactory()
    MembershipFactory(organisation=market.food_bank, user=concerned)
    client.force_login(user)
    here = f"/matches/{found.pk}/challenge/"
    assert client.get(here).status_code == 200
    assert client.post(here, {"words": ""}).status_code == 422
    assert client.post(here, {"words": "I hold mapping at expert."}).status_code == 302
    outbox.run_due()

    row = Appeal.objects.get()
    told = Message.objects.get(kind="matching_appeal")
    assert (told.recipient, row.side, row.state) == (market.custodian, "supply", "waiting")
    assert row.shown["joint"] == found.joint
    assert "mapping at expert" not in told.body
    assert [e.url for e in needs_me.needs(market.custodian).entries if "challenged" in e.title] == [
        f"/desk/matching/appeals/{row.pk}/"
    ]
    client.force_login(concerned)
    assert client.get(f"/desk/matching/appeals/{row.pk}/").status_code == 404
    client.force_login(market.custodian)
    page = client.get(f"/desk/matching/appeals/{row.pk}/").content.decode()
    assert "I hold mapping at expert." in page
    for canary in ("Zebedee", "Canaryname"):
        assert canary not in page
    answer = {"finding": "stands", "answer": "Your profile says working."}
    assert client.post(f"/desk/matching/appeals/{row.pk}/", answer).status_code == 302
    client.force_login(user)
    own = client.get(f"/matches/challenged/{row.pk}/").content.decode()
    assert "Your profile says working." in own
    assert "The result stands" in own
    mail = Message.objects.get(kind="matching_appeal_answered")
    assert (mail.recipient, "Your profile says working." in mail.body) == (user, True)


def test_asked_twice_is_one_question_and_answered_twice_is_refused(market, found):
    one = services.appeal(found, by=market.student.user, words="Why?")
    two = services.appeal(found, by=market.student.user, words="Why?")
    services.answer_appeal(one, by=market.custodian, finding="stands", answer="So.")

    assert one == two
    with pytest.raises(IllegalMove):
        services.answer_appeal(one, by=CustodianFactory(), finding="mended", answer="No.")


def test_only_those_concerned_ask_and_only_those_who_asked_read(client, market, found):
    for user in (market.stranger, market.custodian, market.offerer):
        with pytest.raises(Http404):
            services.appeal(found, by=user, words="Why?")
    row = services.appeal(found, by=market.poster, words="They seem wrong for it.")
    client.force_login(market.student.user)

    assert row.side == "need"
    assert client.get(f"/matches/challenged/{row.pk}/").status_code == 404


def test_why_not_tells_open_rules_and_never_what_the_other_side_said(client, market, found):
    services.put_aside(found, by=market.poster, reason="skills")
    client.force_login(market.student.user)
    page = client.get("/matches/why-not/referrals/").content.decode()
    assert "None of the open rules is in the way" in page
    client.force_login(market.beginner.user)

    told = client.get("/matches/why-not/referrals/").content.decode()
    sent = client.post("/matches/why-not/referrals/", {"words": "I learn fast."})

    assert "Essential skills" in told
    assert sent.status_code == 302
    assert Appeal.objects.get().match is None


def test_five_a_day_and_then_tomorrow(market, found):
    for _ in range(5):
        row = services.appeal(found, by=market.student.user, words="Why?")
        services.answer_appeal(row, by=market.custodian, finding="stands", answer="So.")

    with pytest.raises(services.TooManyAppeals):
        services.appeal(found, by=market.student.user, words="Why?")


def test_match_that_was_challenged_is_kept_and_words_go_after_a_year(market, found):
    row = services.appeal(found, by=market.student.user, words="Why?")
    services.answer_appeal(row, by=market.custodian, finding="stands", answer="So.")
    Match.objects.update(is_current=False)
    later = timezone.now() + datetime.timedelta(days=40)

    services.forget_old(now=later)
    assert Match.objects.filter(pk=found.pk).exists()
    empty_appeals(timezone.now() + datetime.timedelta(days=366))

    row.refresh_from_db()
    assert (row.words, row.answer, row.finding) == ("", "", "stands")
