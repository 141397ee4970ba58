"""Office-holders: who is shown, until when, with whose yes; and how it ends."""

import datetime

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from common import erasing, retention
from community.models import OfficeHolder
from community.services.offices import CannotAppoint, appoint, change_office, remove_office
from tests.factories.community_offices import OfficeHolderFactory
from tests.factories.profiles import CustodianFactory, UserFactory

pytestmark = pytest.mark.django_db


def in_days(days):
    return timezone.localdate() + datetime.timedelta(days=days)


def fields(**changed):
    return {
        "role": "Chair",
        "name": "Orla Quint",
        "about": "",
        "starts": in_days(0),
        "ends": in_days(365),
        "named": True,
        "said": "By mail in May.",
        "order": 0,
        **changed,
    }


def typed(**changed):
    sent = {name: value for name, value in fields(**changed).items() if value is not False}
    return {name: "on" if value is True else str(value) for name, value in sent.items()}


def test_page_names_those_who_said_yes_while_they_are_in_office(client):
    OfficeHolderFactory(role="Chair", name="Orla Quint")
    OfficeHolderFactory(role="Treasurer", name="Quiet Person", named=False)
    OfficeHolderFactory(role="Former chair", name="Past Person", ends=in_days(-1))
    OfficeHolderFactory(role="Next chair", name="Coming Person", starts=in_days(5))

    html = client.get("/office-holders/").content.decode()

    assert "Orla Quint" in html
    assert "Quiet Person" not in html
    assert "Treasurer" in html
    assert "Not named here" in html
    assert "Past Person" not in html
    assert html.index("To come") < html.index("Coming Person")


def test_a_term_holds_on_its_first_and_its_last_day(client):
    row = OfficeHolderFactory(starts=in_days(0), ends=in_days(0))

    assert row.name in client.get("/office-holders/").content.decode()


def test_page_without_rows_says_what_to_do(client):
    assert "Nobody is entered here yet" in client.get("/office-holders/").content.decode()


def test_page_takes_as_many_queries_for_many(client, django_assert_num_queries, site):
    for _ in range(3):
        OfficeHolderFactory()
    client.get("/office-holders/")
    with django_assert_num_queries(2):
        client.get("/office-holders/")
    for _ in range(30):
        OfficeHolderFactory()
    with django_assert_num_queries(2):
        client.get("/office-holders/")


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"ends": in_days(-1)}, "ends"),
        ({"said": ""}, "said"),
        ({"address": "nobody@people.example"}, "address"),
    ],
)
def test_what_cannot_be_kept_is_refused_at_its_field(changed, field):
    with pytest.raises(CannotAppoint) as caught:
        appoint(by=CustodianFactory(), **fields(**changed))

    assert caught.value.field == field
    assert not OfficeHolder.objects.exists()


def test_the_database_holds_both_rules():
    for wrong in ({"ends": in_days(-60)}, {"said": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            OfficeHolderFactory(**wrong)


def test_only_custodians_keep_offices():
    row, member = OfficeHolderFactory(), UserFactory()

    for act in (
        lambda: appoint(by=member, **fields()),
        lambda: change_office(row, by=member, **fields()),
        lambda: remove_office(row, by=member),
    ):
        with pytest.raises(PermissionDenied):
            act()


@pytest.mark.parametrize("tail", ["", "new/", "{pk}/", "{pk}/remove/"])
def test_the_desks_pages_are_custodians_alone(client, tail):
    path = "/desk/offices/" + tail.format(pk=OfficeHolderFactory().pk)

    assert client.get(path)["Location"].startswith("/accounts/login/")
    client.force_login(UserFactory())
    assert client.get(path).status_code == 404
    client.force_login(CustodianFactory())
    assert client.get(path).status_code == 200


def test_a_custodian_enters_changes_and_takes_out(client):
    client.force_login(CustodianFactory())

    client.post("/desk/offices/new/", typed())
    row = OfficeHolder.objects.get()
    client.post(f"/desk/offices/{row.pk}/", typed(ends=in_days(10)))
    row.refresh_from_db()
    ends = row.ends
    client.post(f"/desk/offices/{row.pk}/remove/")

    assert (row.role, row.name, ends) == ("Chair", "Orla Quint", in_days(10))
    assert not OfficeHolder.objects.exists()


def test_bad_input_keeps_what_was_typed_and_says_what_is_wrong(client):
    client.force_login(CustodianFactory())

    answer = client.post("/desk/offices/new/", typed(ends=in_days(-400)))

    assert answer.status_code == 422
    html = answer.content.decode()
    assert "The term ends before it starts." in html
    assert "Orla Quint" in html


def test_two_who_change_one_entry_do_not_undo_each_other(client):
    client.force_login(CustodianFactory())
    row = OfficeHolderFactory(role="Chair")
    page = client.get(f"/desk/offices/{row.pk}/")
    version = page.context["form"]["version"].value()
    OfficeHolder.objects.filter(pk=row.pk).update(about="Somebody else's words.")

    answer = client.post(f"/desk/offices/{row.pk}/", {**typed(), "version": version})

    assert answer.status_code == 409
    row.refresh_from_db()
    assert row.about == "Somebody else's words."


def test_an_address_ties_the_entry_to_an_account():
    user = UserFactory(email="orla@people.example")
    EmailAddress.objects.get_or_create(
        user=user, email="orla@people.example", defaults={"verified": True, "primary": True}
    )

    row = appoint(by=CustodianFactory(), **fields(address="Orla@people.example"))

    assert row.user == user


def test_erasure_takes_the_entry_along():
    user = UserFactory()
    OfficeHolderFactory(user=user)
    kept = OfficeHolderFactory()

    erasing.erase(user)

    assert list(OfficeHolder.objects.all()) == [kept]


def test_entries_end_a_year_after_the_term():
    gone = OfficeHolderFactory(starts=in_days(-900), ends=in_days(-367))
    kept = OfficeHolderFactory(starts=in_days(-900), ends=in_days(-364))

    ended = {clock.name: count for clock, count in retention.run()}

    assert ended["community.offices"] == 1
    assert list(OfficeHolder.objects.all()) == [kept]
    assert gone.pk


def test_the_desk_reminds_of_terms_that_end(client):
    OfficeHolderFactory(role="Chair", name="Ending Person", ends=in_days(59))
    OfficeHolderFactory(role="Treasurer", name="Staying Person", ends=in_days(61))
    OfficeHolderFactory(role="Past", name="Past Person", ends=in_days(-1))
    client.force_login(CustodianFactory())

    html = client.get("/desk/").content.decode()

    assert "Ending Person" in html
    assert "Staying Person" not in html
    assert "Past Person" not in html
