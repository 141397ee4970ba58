"""What custodians do with organisations: lists and exports in Wagtail, joining two, taking in a table."""

import csv
import io

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given, settings
from hypothesis import strategies as st

from common import moderation
from common.invariants import broken
from common.models import Message
from profiles import services, tables
from profiles.models import Membership, Offer, Organisation, RegisterEntry
from profiles.services.importing import import_organisations, look_over
from tests.factories.opportunities import ChallengeFactory
from tests.factories.profiles import (
    CustodianFactory,
    MembershipFactory,
    OfferFactory,
    OrganisationFactory,
    UserFactory,
)
from tests.support.rivals import at_once
from tests.support.shared_data import SHARED

UNIVERSITIES = SHARED / "orgs" / "west_midlands_universities.csv"
ADDRESS = "/desk/organisations/import/"
LIST = "/admin/snippets/profiles/organisation/"


def table(*lines: str) -> bytes:
    return "\n".join(lines).encode()


def words_of(raw: bytes) -> str:
    """What is wrong with a file as a whole, or with its rows."""
    try:
        return " ".join(word for row in tables.read(raw) for word in row.wrong)
    except tables.Unreadable as error:
        return str(error)


@pytest.mark.django_db
def test_exports_of_the_editor_hold_no_formula(client):
    OrganisationFactory(name="=1+1", summary="@SUM(A1)")
    OfferFactory(title="+44 hours", summary="-1")
    client.force_login(CustodianFactory())

    found = []
    for name in ("organisation", "offer"):
        answer = client.get(f"/admin/snippets/profiles/{name}/?export=csv")
        found += csv.reader(io.StringIO(b"".join(answer.streaming_content).decode()))

    cells = [cell for row in found for cell in row]
    assert {"'=1+1", "'@SUM(A1)", "'+44 hours", "'-1"} <= set(cells)
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in cells)


@pytest.mark.django_db
def test_custodians_look_at_organisations_in_the_editor_and_change_them_on_their_pages(client):
    thing = OrganisationFactory(name="Seen")
    client.force_login(CustodianFactory())

    statuses = [
        client.get(f"{LIST}{tail}").status_code
        for tail in (
            "",
            "?kind=community&q=%22",
            f"inspect/{thing.pk}/",
            f"edit/{thing.pk}/",
            "add/",
        )
    ]

    assert statuses == [200, 200, 200, 302, 302]
    assert f"/organisations/{thing.slug}/merge/" in client.get(LIST).content.decode()


@pytest.fixture
def twins():
    """One organisation that came in twice: the second has everything that can hang on one."""
    kept = OrganisationFactory(name="Canal Food Bank", summary="")
    gone = OrganisationFactory(name="Canal Foodbank", summary="Food, kindly.")
    both = MembershipFactory(organisation=kept, role="member").user
    MembershipFactory(organisation=gone, user=both, role="lead")
    MembershipFactory(organisation=gone, role="supervisor")
    RegisterEntry.objects.create(organisation=gone, register="charity", number="1090095")
    return kept, gone


@pytest.mark.django_db
def test_joining_two_moves_everything_and_loses_nobody(client, twins):
    kept, gone = twins
    offer = OfferFactory(organisation=gone)
    lead = gone.memberships.get(role="lead").user
    challenge = ChallengeFactory(organisation=gone, author=lead, live=True)
    old = gone.get_absolute_url()

    services.merge_organisations(kept, gone, by=CustodianFactory())

    kept.refresh_from_db()
    offer.refresh_from_db()
    challenge.refresh_from_db()
    assert (offer.organisation_id, challenge.organisation_id) == (kept.pk, kept.pk)
    assert sorted(kept.memberships.values_list("role", flat=True)) == ["lead", "supervisor"]
    assert kept.register_entries.get().number == "1090095"
    assert kept.summary == "Food, kindly."
    assert list(Organisation.objects.all()) == [kept]
    assert client.get(old).url.endswith(kept.get_absolute_url())
    assert Message.objects.filter(kind="profiles_organisations_merged").count() == 1
    assert broken() == {}


@pytest.mark.django_db
def test_a_waiting_text_does_not_bring_the_one_that_went_back(twins):
    kept, gone = twins
    lead = gone.memberships.get(role="lead").user
    offer = services.save_offer_draft(
        None, by=lead, organisation=gone, kind="hour", title="An hour", summary="Help."
    )
    services.submit_offer(offer, by=lead)

    services.merge_organisations(kept, gone, by=CustodianFactory())
    moderation.approve(Offer.objects.get(pk=offer.pk), by=CustodianFactory())

    offer = Offer.objects.get(pk=offer.pk)
    assert (offer.live, offer.organisation_id) == (True, kept.pk)


@pytest.mark.django_db
def test_nobody_joins_an_organisation_of_their_own(client, twins):
    kept, gone = twins
    insider = CustodianFactory()
    MembershipFactory(organisation=gone, user=insider)

    for user in (insider, kept.memberships.get().user, UserFactory()):
        with pytest.raises(PermissionDenied):
            services.merge_organisations(kept, gone, by=user)
    client.force_login(insider)
    answer = client.post(
        f"/organisations/{kept.slug}/merge/", {"other": gone.slug, "action": "join"}
    )

    assert answer.status_code == 422
    assert Organisation.objects.count() == 2


@pytest.mark.django_db
def test_what_would_move_is_shown_before_it_does(client, twins):
    kept, gone = twins
    client.force_login(CustodianFactory())
    here = f"/organisations/{kept.slug}/merge/"

    looked = client.post(here, {"other": gone.name})
    still = Organisation.objects.count()
    joined = client.post(here, {"other": gone.slug, "action": "join"})

    assert "Memberships" in looked.content.decode()
    assert (still, joined.status_code, Organisation.objects.count()) == (2, 302, 1)


@pytest.mark.django_db
@pytest.mark.skipif(not UNIVERSITIES.exists(), reason=f"no reference data at {UNIVERSITIES}")
def test_the_universities_of_the_region_come_in_once(client):
    OrganisationFactory(name="University of Warwick", kind="university")
    client.force_login(CustodianFactory())
    upload = SimpleUploadedFile("u.csv", UNIVERSITIES.read_bytes(), "text/csv")

    looked = client.post(ADDRESS, {"file": upload, "usual_kind": "university", "action": "look"})
    before = Organisation.objects.count()
    sent = {"text": looked.context["text"], "usual_kind": "university", "action": "take"}
    taken = client.post(ADDRESS, sent)
    again = client.post(ADDRESS, {**sent, "action": "look"})

    assert looked.context["counts"] == {"new": 11, "here": 1, "like": 0, "wrong": 0}
    assert (before, taken.status_code, Organisation.objects.count()) == (1, 302, 12)
    assert again.context["counts"]["here"] == 12
    keele = Organisation.objects.get(name="Keele University")
    assert keele.register_entries.get().open_identifier == "https://ror.org/00340yn33"
    assert not keele.is_verified
    assert not Membership.objects.filter(organisation=keele).exists()


@pytest.mark.django_db
def test_one_wrong_row_stops_the_whole_table(client):
    client.force_login(CustodianFactory())
    text = table("name,kind,ror", "Good,community,", "Bad,university,01a77tt87").decode()

    answer = client.post(ADDRESS, {"text": text, "action": "take"})

    assert answer.status_code == 200
    assert "last two digits" in answer.content.decode()
    assert not Organisation.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["!!!", "\u0412irmingham City Council", "— —"])
def test_a_name_without_letters_or_of_two_alphabets_is_said_at_its_row(client, name):
    client.force_login(CustodianFactory())
    text = f"name,kind\n{name},public\n{name},public\n"

    page = client.post(ADDRESS, {"text": text, "action": "take"})

    assert page.status_code == 200
    assert [line.fate for line in page.context["lines"]] == ["wrong", "wrong"]
    assert Organisation.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_name_that_somebody_adds_meanwhile_stops_the_table_in_words():
    """Two custodians take in the same table at once: neither ends in an error of the server."""
    rows = tables.read(b"name,kind\nSevern Choir,community\nTame Choir,community\n")
    one, other = CustodianFactory(), CustodianFactory()

    results = at_once(
        lambda: import_organisations(rows, by=one), lambda: import_organisations(rows, by=other)
    )

    assert [type(result) for result in results if isinstance(result, Exception)] in (
        [],
        [ValueError],
    )
    assert Organisation.objects.count() == 2


@pytest.mark.django_db
def test_a_table_that_names_one_organisation_twice_adds_it_once():
    rows = tables.read(table("name,kind,charity", "A,public,", "Pantry Ltd,community,1090095",
                             "The Pantry,community,", "Other,community,1090095"))  # fmt: skip

    assert [line.fate for line in look_over(rows)] == ["new", "new", "here", "here"]


@pytest.mark.django_db
def test_only_custodians_take_in_tables(client):
    client.force_login(UserFactory())

    assert client.get(ADDRESS).status_code == 403
    with pytest.raises(PermissionDenied):
        services.import_organisations([], by=UserFactory())


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "empty"),
        (b"name,kind\n", "no rows"),
        (b"nome,kind\na,b", "no column called"),
        (b"name,Name,kind\na,b,c", "Two columns"),
        ("name,kind\nCafé,public".encode("cp1252"), "UTF-8"),
        ("name,kind\nCafé,public".encode("utf-16"), "UTF-8"),
        (b"name,kind\na\x00b,public", "not a CSV"),
        (b'name,kind\n"never closed,public', "could not be read"),
        (b"name,kind\na,public,c,d", "more cells"),
        (b"name,kind\n,public", "no name"),
        (b"name,kind\na,pirates", "kind is not"),
        (b"name,kind,website\na,public,javascript:alert(1)", "https://"),
        (b"name,kind\n" + b"x" * 11_000 + b",public", "10,000"),
        (b"name,kind\n" + b"x" * 200_000 + b",public", "10,000"),
        (b"name,kind\n" + b"a,public\n" * 5_001, "at most 5000"),
        (b"x" * (tables.MOST_BYTES + 1), "600 kB"),
    ],
)
def test_a_bad_table_is_refused_in_words(raw, words):
    assert words in words_of(raw)


@given(st.binary(max_size=400))
@settings(max_examples=200)
def test_any_bytes_are_rows_or_words(raw):
    words_of(raw)
    words_of(b"name,kind\n" + raw)


def test_a_mark_at_the_beginning_and_spaces_do_no_harm():
    rows = tables.read("\ufeff Name , Kind\r\n Pantry , Community organisation \r\n\r\n".encode())

    assert [(row.values["name"], row.values["kind"], row.wrong) for row in rows] == [
        ("Pantry", "community", [])
    ]
