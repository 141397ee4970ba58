"""Messages of two introduced sides: theirs alone, taken back, blocked, reported, forgotten."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from common.erasing import erase
from common.models import Message
from common.states import IllegalMove
from matching import services
from matching.choices import ReportState
from matching.models import MessageReport, ThreadMessage
from matching.personal_data import forget_threads
from matching.queries.brokering import around
from matching.services.threads import MOST_AN_HOUR, TooManyWritten
from profiles import links
from profiles.services import break_glass
from tests.factories.matching import introduction
from tests.factories.profiles import CustodianFactory, MembershipFactory, UserFactory


@pytest.fixture
def met(market):
    market.met = introduction(market.challenge, person=market.student, state="introduced")
    market.path = f"{market.met.get_absolute_url()}thread/"
    return market


def mails(kind: str) -> list[str]:
    return sorted(Message.objects.filter(kind=kind).values_list("address", flat=True))


def test_the_two_sides_write_and_a_mail_tells_that_and_not_what(met, broken):
    services.write(met.met, by=met.student.user, text="Xylophone on Tuesday?")
    services.write(met.met, by=met.student.user, text="Or on Friday?")
    services.write(met.met, by=met.poster, text="Friday.")

    assert met.poster.email in mails("matching_message")
    assert len(mails("matching_message")) == len(set(mails("matching_message")))
    assert not Message.objects.filter(body__icontains="xylophone").exists()
    assert [row.side for row in ThreadMessage.objects.all()] == ["supply", "supply", "need"]
    assert broken() == {}


def test_nobody_else_reads_or_writes(met, client):
    waiting = introduction(met.challenge, person=met.student)
    for user in (met.stranger, met.custodian):
        with pytest.raises(PermissionDenied):
            services.write(met.met, by=user, text="Hello?")
        client.force_login(user)
        assert client.get(met.path).status_code == 404
    with pytest.raises(PermissionDenied):
        services.write(waiting, by=met.poster, text="Before both said yes.")


def test_the_first_message_comes_with_a_plan_for_a_call(met, client):
    client.force_login(met.poster)
    assert "A plan for the call" in client.get(met.path).content.decode()
    assert client.post(met.path, {"text": " "}).status_code == 422
    assert client.post(met.path, {"text": "Hello."}).status_code == 302
    assert "A plan for the call" not in client.get(met.path).content.decode()


def test_twenty_an_hour_are_enough(met):
    ThreadMessage.objects.bulk_create(
        ThreadMessage(introduction=met.met, author=met.poster, side="need", text="Hi")
        for _ in range(MOST_AN_HOUR)
    )
    with pytest.raises(TooManyWritten):
        services.write(met.met, by=met.poster, text="Hi")
    services.write(met.met, by=met.student.user, text="Enough.")


def test_taking_back_empties_ones_own_and_keeps_its_place(met, client, broken):
    said = services.write(met.met, by=met.poster, text="A secret.")
    with pytest.raises(PermissionDenied):
        services.delete_message(said, by=met.student.user)
    services.delete_message(said, by=met.poster)
    client.force_login(met.student.user)
    page = client.get(met.path).content.decode()
    assert "A secret." not in page
    assert "This message was taken back." in page
    assert broken() == {}


def test_a_block_ends_writing_for_both_until_the_same_side_takes_it_away(met):
    services.block(met.met, by=met.student.user)
    services.block(met.met, by=met.student.user)
    for user in (met.poster, met.student.user):
        with pytest.raises(IllegalMove):
            services.write(met.met, by=user, text="Hello?")
    services.unblock(met.met, by=met.poster)
    assert met.met.blocks.count() == 1
    services.unblock(met.met, by=met.student.user)
    services.write(met.met, by=met.poster, text="Hello.")


def test_nobody_writes_after_the_end(met):
    services.advance(met.met, "fell_through", by=met.poster)
    with pytest.raises(IllegalMove):
        services.write(met.met, by=met.poster, text="Hello?")


def test_a_report_opens_five_messages_to_a_custodian_until_it_is_settled(met, client):
    said = [services.write(met.met, by=met.poster, text=f"Word{n}x") for n in range(7)]
    with pytest.raises(PermissionDenied):
        services.report_message(said[3], by=met.poster)
    report = services.report_message(said[3], by=met.student.user, words="It is rude.")
    assert services.report_message(said[3], by=met.student.user) == report
    assert [row.pk for row in around(said[3])] == [row.pk for row in said[1:6]]

    address = f"/desk/messages/{report.pk}/"
    client.force_login(met.poster)
    assert client.get(address).status_code == 404
    client.force_login(met.custodian)
    page = client.get(address).content.decode()
    assert [n for n in range(7) if f"Word{n}x" in page] == [1, 2, 3, 4, 5]
    assert client.post(address, {"decision": "remove"}).status_code == 302
    assert "Word2x" not in client.get(address).content.decode()

    said[3].refresh_from_db()
    assert (said[3].text, said[3].removed) == ("", True)
    assert MessageReport.objects.get().state == ReportState.REMOVED
    assert mails("matching_message_removed") == [met.poster.email]
    assert mails("matching_report_settled") == [met.student.user.email]


def test_a_custodian_with_a_part_in_it_settles_nothing(met):
    said = services.write(met.met, by=met.poster, text="Hello.")
    report = services.report_message(said, by=met.student.user)
    MembershipFactory(user=met.custodian, organisation=met.food_bank, role="member")
    with pytest.raises(PermissionDenied):
        services.settle_report(report, by=met.custodian, remove=False)
    services.settle_report(report, by=CustodianFactory(), remove=False)
    with pytest.raises(IllegalMove):
        services.settle_report(report, by=CustodianFactory(), remove=True)


def test_what_was_written_goes_half_a_year_after_the_end(met):
    services.write(met.met, by=met.poster, text="Hello.")
    services.block(met.met, by=met.poster)
    services.advance(met.met, "fell_through", by=met.poster)
    assert forget_threads(timezone.now() + datetime.timedelta(days=180)) == 0
    assert forget_threads(timezone.now() + datetime.timedelta(days=184)) == 2


def test_erasing_one_side_empties_what_they_wrote_and_takes_their_name_out(met, broken):
    services.write(met.met, by=met.student.user, text="I am Zebedee.")
    services.write(met.met, by=met.poster, text="Hello Zebedee Canaryname.")
    erase(met.student.user)
    left = ThreadMessage.objects.order_by("pk")
    assert left[0].text == ""
    assert "Canaryname" not in left[1].text
    assert broken() == {}


def test_a_superuser_reads_what_one_person_wrote_only_through_the_glass(met, client):
    services.write(met.met, by=met.student.user, text="Xylophone on Tuesday?")
    services.write(met.met, by=met.poster, text="Accordion on Friday.")
    root = UserFactory(is_superuser=True, is_staff=True)
    path = f"/desk/people/{links.make(links.DESK, met.student.user_id)}/"
    client.force_login(root)

    shut = client.get(path).content.decode()
    break_glass(met.student.user, by=root, reason="A court order asks for this account.")
    read = client.get(path).content.decode()

    assert "Xylophone" not in shut
    assert "Xylophone on Tuesday?" in read
    assert "Accordion" not in read, "the other side was not told"
    assert mails("profiles_looked_inside") == [met.student.user.email]
    assert client.get(met.path).status_code == 404
