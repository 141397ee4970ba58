"""Somebody met at a meeting: entered with their yes, seen by the desk alone, taken up or erased."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from common import invariants, outbox, retention
from common.models import Message
from profiles import services
from profiles.models import (
    Claimable,
    JoinRequest,
    Membership,
    NotAgain,
    Organisation,
    Person,
    User,
)
from profiles.services.claims import CannotClaim, ClaimOver
from profiles.services.met import CannotEnter, link_of
from tests.factories.profiles import (
    CustodianFactory,
    MembershipFactory,
    OrganisationFactory,
    PersonFactory,
    UserFactory,
)
from tests.security.test_erasure import found_in_database, found_in_sessions

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

NAME = "Wilfrieda Quambleton"
ADDRESS = "wilfrieda@quambleton.example"
WORDS = ("wilfrieda", "quambleton", "xylosaid", "xylowhere", "xylosummary")


def enter(by=None, **fields) -> Claimable:
    given = {
        "kind": "person",
        "address": ADDRESS,
        "name": NAME,
        "stage": "analyst",
        "summary": "Counts buses, xylosummary.",
        "met_on": timezone.localdate() - timedelta(days=2),
        "met_where": "The meeting at xylowhere",
        "consent": "Yes, xylosaid.",
    }
    return services.enter_met(by=by or CustodianFactory(), **{**given, **fields})


def enter_choir(**fields) -> Claimable:
    choir = {"organisation_name": "Quambleton Choir", "organisation_kind": "community"}
    return enter(kind="organisation", stage="", website="", **{**choir, **fields})


def mails() -> list[Message]:
    return list(Message.objects.filter(address=ADDRESS).order_by("pk"))


def test_entering_writes_one_mail_with_who_when_where_and_the_words():
    row = enter(CustodianFactory(name="Hettie Vaughan"))
    [mail] = mails()
    for words in ("Hettie Vaughan", "xylowhere", "xylosaid", link_of(row), "need no account"):
        assert words in mail.body
    assert mail.recipient is None


def test_only_a_custodian_enters_and_never_themselves():
    for user in (UserFactory(), UserFactory(is_superuser=True)):
        with pytest.raises(PermissionDenied):
            enter(user)
    custodian = CustodianFactory()
    with pytest.raises(CannotEnter, match="your own"):
        enter(custodian, address=custodian.email.upper())
    assert not Claimable.objects.exists()


def test_an_address_with_an_account_is_answered_like_any_other():
    custodian = CustodianFactory()
    known = UserFactory()
    one, other = Client(), Client()
    pages = []
    for client, address in ((one, known.email), (other, "new@people.example")):
        client.force_login(custodian)
        sent = {
            "name": "Alex Reed",
            "address": address,
            "stage": "analyst",
            "met_on": f"{timezone.localdate():%Y-%m-%d}",
            "met_where": "Coventry",
            "consent": "Yes.",
        }
        answer = client.post("/desk/met/person/", sent, follow=True)
        pages.append(re.sub(r"[\w.]+@people\.example|\d+|value=\S+", "", answer.content.decode()))
        assert Message.objects.filter(address=address, kind="profiles_claim").count() == 1
        Claimable.objects.all().delete()
    assert pages[0] == pages[1]


def test_what_is_entered_is_in_no_table_that_is_listed_counted_or_matched(client, site):
    custodian = CustodianFactory()
    counted = (Person, Organisation, User)
    before = [model.objects.count() for model in counted]
    enter(custodian)
    enter_choir(by=custodian)
    assert [model.objects.count() for model in counted] == before
    for path in (
        *("/people/", "/organisations/", "/organisations/export.csv", "/organisations/feed.atom"),
        *("/search/?q=choir", "/organisations/?q=choir", "/people/?q=buses", "/"),
    ):
        answer = client.get(path)
        assert (answer.status_code, "uambleton" in answer.content.decode()) == (200, False), path


def test_the_link_shows_all_that_is_held_and_opening_it_changes_nothing(client):
    row = enter()
    before = Claimable.objects.values().get()
    page = client.get(link_of(row)).content.decode()
    for words in (NAME, ADDRESS, "xylosaid", "xylowhere", "xylosummary", "Working analyst"):
        assert words in page
    client.get(f"{link_of(row)}delete/")
    client.get(f"{link_of(row)}correct/")
    assert Claimable.objects.values().get() == before


def test_somebody_without_an_account_corrects_it(client):
    row = enter()
    page = client.get(f"{link_of(row)}correct/")
    form = page.context["form"]
    sent = {
        "name": "Wil Quambleton",
        "stage": "expert",
        "summary": "",
        "version": form["version"].value(),
    }
    answer = client.post(f"{link_of(row)}correct/", sent)
    assert answer.status_code == 302
    row.refresh_from_db()
    assert (row.name, row.stage, row.summary) == ("Wil Quambleton", "expert", "")
    assert row.address == ADDRESS
    # Two windows: the second is asked before it undoes the first.
    assert client.post(f"{link_of(row)}correct/", {**sent, "name": "W."}).status_code == 409


def test_deleting_erases_every_trace_without_an_account(client):
    custodian = CustodianFactory()
    row = enter(custodian)
    enter_choir(by=custodian)
    while outbox.run_due():
        pass
    path = link_of(row)
    client.post(f"{path}join/")
    answer = client.post(f"{path}delete/")
    assert answer.status_code == 200
    assert found_in_database(WORDS) == []
    assert found_in_sessions(WORDS) == []
    assert client.get(path).status_code == 404
    with pytest.raises(CannotEnter, match="deleted"):
        enter(custodian)
    assert not Claimable.objects.exists()


def test_a_link_to_nothing_is_one_page_whatever_it_was(client):
    row = enter()
    path = link_of(row)
    services.withdraw_met(row, by=CustodianFactory())
    over = enter()
    Claimable.objects.update(expires_at=timezone.now())
    answers = [client.get(one) for one in (path, link_of(over), "/claim/any/", f"{path}x/")]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers[:3]}) == 1
    with pytest.raises(ClaimOver):
        services.delete_claimable(over)


def test_the_link_proves_the_address_at_the_one_door(client):
    row = enter()
    take = f"{link_of(row)}take/"  # signed with its second: made anew it may differ
    to_door = client.post(f"{link_of(row)}join/")
    assert to_door["Location"].startswith("/accounts/signup/?next=")
    form = client.get(to_door["Location"]).context["form"]
    assert form["email"].value() == ADDRESS
    sent = {
        "email": ADDRESS,
        "name": NAME,
        "password1": "a long enough phrase 7",
        "terms": "on",
        "next": take,
    }
    made = client.post("/accounts/signup/", sent)
    # No second mail to the same mailbox: the link was proof.
    assert made["Location"] == take
    assert client.post(take).status_code == 302
    person = Person.objects.get(user__email=ADDRESS)
    assert (person.name, person.stage, person.visibility) == (NAME, "analyst", "private")
    assert not Claimable.objects.exists()
    assert not Message.objects.filter(kind="profiles_claim").exists()


def test_another_address_at_the_door_is_proved_like_any_other(client):
    row = enter()
    client.post(f"{link_of(row)}join/")
    sent = {
        "email": "other@people.example",
        "name": "Other",
        "password1": "a long enough phrase 7",
        "terms": "on",
    }
    client.post("/accounts/signup/", sent)
    assert not User.objects.get(email="other@people.example").emailaddress_set.get().verified


def test_nobody_takes_up_what_went_to_another_address():
    custodian = CustodianFactory()
    row = enter(custodian)
    unproved = UserFactory(email=ADDRESS, verified=False)
    for user in (custodian, CustodianFactory(), UserFactory(), unproved):
        with pytest.raises(PermissionDenied):
            services.claim(row, by=user)
        client = Client()
        client.force_login(user)
        for answer in (client.get(f"{link_of(row)}take/"), client.post(f"{link_of(row)}take/")):
            assert answer.status_code == 404
    assert Claimable.objects.exists()
    assert not Person.objects.filter(name=NAME).exists()


def test_a_custodian_who_changes_address_cannot_take_up_what_they_entered():
    custodian = CustodianFactory()
    row = enter(custodian)
    custodian.emailaddress_set.create(email=ADDRESS, verified=True)
    with pytest.raises(PermissionDenied):
        services.claim(row, by=custodian)


def test_who_has_a_profile_keeps_it_and_gets_what_was_empty():
    person = PersonFactory(user=UserFactory(email=ADDRESS), name="Wil", stage="expert")
    services.claim(enter(), by=person.user)
    person.refresh_from_db()
    assert (person.name, person.stage) == ("Wil", "expert")
    assert "xylosummary" in person.summary
    assert Person.objects.filter(user=person.user).count() == 1


def test_taking_up_an_organisation_makes_its_lead_and_waits_for_a_custodian():
    user = UserFactory(email=ADDRESS)
    made = services.claim(enter_choir(), by=user)
    assert not made.is_verified
    assert Membership.objects.get(user=user, organisation=made).role == "lead"
    assert invariants.broken() == {}


def test_an_organisation_that_is_here_meanwhile_is_asked_to_let_them_in():
    user = UserFactory(email=ADDRESS)
    row = enter_choir()
    here = OrganisationFactory(name="QUAMBLETON CHOIR")
    MembershipFactory(organisation=here)
    assert services.claim(row, by=user) == here
    assert JoinRequest.objects.get(user=user).organisation == here
    assert not Membership.objects.filter(user=user).exists()


def test_an_unconfirmed_namesake_is_neither_joined_nor_overwritten():
    user = UserFactory(email=ADDRESS)
    row = enter_choir()
    OrganisationFactory(name="Quambleton Choir", state="unverified")
    with pytest.raises(CannotClaim):
        services.claim(row, by=user)
    assert Claimable.objects.exists()


def test_taking_it_up_twice_makes_one_profile():
    user = UserFactory(email=ADDRESS)
    row = enter()
    services.claim(row, by=user)
    with pytest.raises(ClaimOver):
        services.claim(row, by=user)
    assert Person.objects.filter(user=user).count() == 1


def test_writing_again_rests_three_days_and_stops_at_three_mails(time_machine):
    custodian = CustodianFactory()
    row = enter(custodian)
    with pytest.raises(CannotEnter, match="3 days"):
        services.resend_claim(row, by=custodian)
    for days in (4, 8):
        time_machine.move_to(row.entered_at + timedelta(days=days), tick=False)
        services.resend_claim(row, by=custodian)
    time_machine.move_to(row.entered_at + timedelta(days=20), tick=False)
    with pytest.raises(CannotEnter, match="wrote 3 times"):
        services.resend_claim(row, by=custodian)
    assert len(mails()) == 3
    with pytest.raises(PermissionDenied):
        services.resend_claim(row, by=UserFactory())


def test_the_same_entry_twice_is_refused_in_words():
    custodian = CustodianFactory()
    enter(custodian)
    with pytest.raises(CannotEnter, match="already"):
        enter(CustodianFactory(), address=ADDRESS.upper())
    assert Claimable.objects.count() == 1
    assert len(mails()) == 1


def test_forty_a_day_is_enough():
    custodian = CustodianFactory()
    for number in range(40):
        enter(custodian, address=f"n{number}@people.example")
    with pytest.raises(CannotEnter, match="40"):
        enter(custodian)


def test_the_clock_reminds_once_and_then_erases():
    row = enter()
    while outbox.run_due():
        pass

    def run(days: float) -> int:
        return {
            clock.name: number
            for clock, number in retention.run(now=row.entered_at + timedelta(days=days))
        }["profiles.unclaimed"]

    assert run(45) == 0
    assert len(mails()) == 1
    assert run(47) == 0
    assert run(50) == 0
    assert [mail.kind for mail in mails()] == ["profiles_claim", "profiles_claim_reminder"]
    while outbox.run_due():
        pass
    assert run(60.1) == 1
    assert found_in_database(WORDS) == []
    assert not NotAgain.objects.exists()


def test_erasing_an_account_erases_what_was_entered_for_its_address():
    user = UserFactory(email=ADDRESS, name=NAME)
    enter()
    services.ask_to_be_erased(user, by=user)
    while outbox.run_due():
        pass
    assert not Claimable.objects.exists()
    assert found_in_database(("wilfrieda", "quambleton")) == []


def test_the_desk_lists_who_waits_and_takes_an_entry_back():
    client, custodian = Client(), CustodianFactory()
    client.force_login(custodian)
    assert "Nobody waits" in client.get("/desk/met/").content.decode()
    row = enter(custodian)
    page = client.get("/desk/met/").content.decode()
    assert NAME in page
    assert "Write again" in page
    client.post(f"/desk/met/{row.pk}/resend/")
    assert len(mails()) == 1
    assert client.post(f"/desk/met/{row.pk}/withdraw/").status_code == 302
    assert found_in_database(WORDS) == []


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("met_on", "2099-01-01", "still to come"),
        ("met_on", "2001-01-01", "more than a year"),
        ("consent", "", "Without a yes, enter nobody"),
        ("met_where", "", "Say where you met"),
        ("name", "Wіlfrieda", "two alphabets"),
        ("address", "nobody", "such as name@example.org.uk"),
    ],
)
def test_entering_refuses_in_words_and_keeps_what_was_typed(field, value, says):
    client = Client()
    client.force_login(CustodianFactory())
    good = {
        "name": NAME,
        "address": ADDRESS,
        "stage": "analyst",
        "met_on": f"{timezone.localdate():%Y-%m-%d}",
        "met_where": "Here",
        "consent": "Yes.",
    }
    answer = client.post("/desk/met/person/", {**good, field: value})
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not Claimable.objects.exists()


def test_the_list_asks_as_many_queries_for_ten_as_for_one(django_assert_num_queries):
    client, custodian = Client(), CustodianFactory()
    client.force_login(custodian)
    enter(custodian)
    client.get("/desk/met/")
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get("/desk/met/")
    for number in range(9):
        enter(custodian, address=f"n{number}@people.example")
    with django_assert_num_queries(len(one)):
        client.get("/desk/met/")
    assert len(one) <= 15
