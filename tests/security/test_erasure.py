"""Erased is erased: nothing in the database, the files or the search index names them any more.

Somebody uses every part of the site; each word they leave behind is one that stands nowhere else. After
the erasure the whole database is read, column by column, past all models.
"""

import functools
import io
import zipfile
import zlib
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from wagtail.models import ModelLogEntry, Revision

from common import delivery, invariants, outbox
from common.models import ActivityEntry, Message
from common.search import search
from matching import services as matching
from matching.models import Introduction, MatchRun
from opportunities.models import Opportunity, OpportunityState
from profiles import services
from profiles.models import (
    AddressQuestion,
    Copy,
    Membership,
    Offer,
    Organisation,
    Person,
    Rescue,
    User,
)
from tests.factories import matching as market
from tests.factories.profiles import (
    CustodianFactory,
    MembershipFactory,
    OrganisationFactory,
    PersonFactory,
    UserFactory,
)
from tests.support import documents

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases, pytest.mark.indexed]

NAME = "Quillhilda Vexworthy"
ADDRESS = "quillhilda@vexworthy.example"
WORDS = (
    "quillhilda",
    "vexworthy",
    "zanzicanary",  # the CV
    "xylosummary",
    "xyloevidence",
    "xyloneeds",
    "xylokept",
    "xylolink",
    "xylooffer",
    "xylomessage",
    "xylojoin",
    "xylointerest",
)


def run_work() -> None:
    """All that is due, as the worker does it."""
    while outbox.run_due():
        pass


@functools.cache
def columns() -> list[tuple[str, str]]:
    """Every column of every table, views left out."""
    with connection.cursor() as cursor:
        tables = [
            row.name
            for row in connection.introspection.get_table_list(cursor)
            if row.type in ("t", "p")
        ]
        return [
            (table, column.name)
            for table in tables
            for column in connection.introspection.get_table_description(cursor, table)
        ]


def found_in_database(words: tuple[str, ...]) -> list[str]:
    """Where any of the words stands: every column of every table, as raw SQL reads it."""
    found = []
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for table, column in columns():
            kind = "hex(CAST({} AS blob))" if connection.vendor == "sqlite" else "CAST({} AS text)"
            cursor.execute(f"SELECT {kind.format(quote(column))} FROM {quote(table)}")
            for (value,) in cursor.fetchall():
                said = _text(value).lower()
                found += [f"{table}.{column}: {word}" for word in words if word in said]
    return sorted(set(found))


def _text(value) -> str:
    """SQLite's own tables of the search index hold bytes that are no text."""
    if connection.vendor == "sqlite":
        return bytes.fromhex(value or "").decode(errors="replace")
    return str(value)


def found_in_sessions(words: tuple[str, ...]) -> list[str]:
    """Sessions are packed, so that no search of the column would find a word."""
    from django.contrib.sessions.models import Session

    unpacked = [str(session.get_decoded()).lower() for session in Session.objects.all()]
    return [word for word in words for text in unpacked if word in text]


def found_in_files(words: tuple[str, ...]) -> list[str]:
    """Where any of the words stands in a file, zips and compressed parts opened."""
    found = []
    for root in (settings.PERSONAL_FILES_ROOT, settings.MEDIA_ROOT):
        for path in Path(root).rglob("*"):
            if path.is_file():
                content = opened(path.read_bytes()).lower()
                found += [f"{path}: {word}" for word in words if word.encode() in content]
    return found


def opened(content: bytes) -> bytes:
    """The bytes, with what a zip or a compressed stream holds after them."""
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            return content + b"".join(opened(parts.read(name)) for name in parts.namelist())
    try:
        return content + zlib.decompress(content)
    except zlib.error:
        return content


@pytest.fixture(autouse=True)
def _own_vault(tmp_path, settings):
    settings.PERSONAL_FILES_ROOT = tmp_path / "vault"
    settings.MEDIA_ROOT = str(tmp_path / "media")


@pytest.fixture
def host():
    """An organisation that asks, with its lead."""
    return MembershipFactory(organisation=OrganisationFactory(name="Tame Housing", slug="tame"))


@pytest.fixture
def leaver(site, host):
    """Somebody who has used everything: profile, CV, offer, organisation, introduction, copy."""
    user = UserFactory(name=NAME, email=ADDRESS)
    user.emailaddress_set.create(email="second@vexworthy.example", verified=False)
    person = services.make_person(user=user, name=NAME, stage="student", by=user)
    services.update_person(
        person, by=user, summary="xylosummary", links=["https://xylolink.example"]
    )
    sql = market.skill("SQL")
    services.set_skills(
        person, by=user, held={sql.pk: 3}, wanted={}, evidence={sql.pk: "xyloevidence"}
    )
    services.set_visibility(person, "matched", by=user)
    services.set_access_needs(person, text="xyloneeds", shared=True, by=user)
    services.keep_text(person, "xylokept", by=user)
    services.set_cv(person, documents.pdf(b"% zanzicanary\n"), by=user)
    _joins(user, host)
    _offers(user)
    _introduced(user, person, host)
    browser = Client()
    browser.force_login(user)
    browser.get("/me/")
    browser.post("/me/profile/about/", {"name": NAME, "stage": "student", "summary": "xylosummary"})
    services.ask_for_copy(user, by=user)
    run_work()
    user.browser = browser
    return user


def _joins(user, host) -> None:
    """Leads one organisation alone, belongs to another, asks a third, is invited, declares."""
    own = OrganisationFactory(name="Canal Kitchen", slug="canal", summary=f"Ask {NAME} for xylo.")
    Membership.objects.create(user=user, organisation=own, role="lead")
    shared = MembershipFactory(organisation=OrganisationFactory(name="Leam Choir", slug="leam"))
    Membership.objects.create(user=user, organisation=shared.organisation, role="lead")
    services.invite(host.organisation, by=host.user, address=ADDRESS)
    services.invite(shared.organisation, by=user, address="guest@people.example")
    services.ask_to_join(host.organisation, by=user, note=f"xylojoin, says {NAME}")
    AddressQuestion.objects.create(user=user, address="third@vexworthy.example")
    services.declare_interest(
        about=OrganisationFactory(), nature="family", by=user, note="xylointerest"
    )
    services.ask_for_rescue(own, by=user, words=f"{NAME} cannot go on")
    posted = market.ChallengeFactory(
        organisation=shared.organisation,
        slug="choir",
        description=f"Write to {NAME} at {ADDRESS}.",
        state={"submitted_by": user, "supervisor": user},
    )
    posted.save_revision(user=user)


def _offers(user) -> None:
    """Gives an hour as an individual, and words of an organisation name them."""
    offer = services.save_offer_draft(
        None,
        by=user,
        title="An hour with xylooffer",
        kind="hour",
        summary=f"xylooffer by {NAME}",
        capacity=1,
    )
    services.submit_offer(offer, by=user)
    run_work()
    custodian = CustodianFactory()
    offer.refresh_from_db()
    offer.latest_revision.publish(user=custodian)


def _introduced(user, person, host) -> None:
    """Introduced to a host, asked by another, and done with a third."""
    for number, state in enumerate(("proposed", "done")):
        market.introduction(
            market.ChallengeFactory(organisation=host.organisation, asks={"SQL": 2}),
            person=person,
            state=state,
            proposed_by=user,
            message=f"xylomessage {number}",
        )
    challenge = market.ChallengeFactory(organisation=host.organisation, asks={"SQL": 2})
    matching.run_all(trigger="command")
    match = challenge.matches.get(person=person, is_current=True)
    introduction = matching.propose(match, by=host.user, message=f"Dear {NAME}, xylomessage")
    matching.accept(introduction, by=user)
    run_work()


def erase(user) -> None:
    services.ask_to_be_erased(user, by=user)
    run_work()


def test_the_search_of_this_test_finds_what_is_there(leaver) -> None:
    """The control: before, each word stands in the database or in a file."""
    database = found_in_database(WORDS)
    files = found_in_files(WORDS)

    named = {line.rpartition(": ")[2] for line in (*database, *files)}
    assert named == set(WORDS)
    assert any(line.startswith("common_message.body") for line in database)
    assert any(line.startswith("wagtailcore_revision.content") for line in database)
    assert any("zanzicanary" in line for line in files)
    assert any("xylosummary" in line for line in files)
    assert MatchRun.objects.exclude(facts={}).exists()
    assert search(Offer.objects.all(), "xylooffer").exists()


def test_nothing_names_them_afterwards(leaver) -> None:
    broken = set(invariants.broken())

    erase(leaver)

    assert found_in_database(WORDS) == []
    assert found_in_sessions(WORDS) == []
    assert found_in_files(WORDS) == []
    assert not search(Offer.objects.all(), "xylooffer").exists()
    assert list(outbox.Work.objects.stuck()) == []
    assert set(invariants.broken()) <= broken


def test_ids_lead_nowhere(leaver) -> None:
    """The log keeps numbers; no table says any more whose they are."""
    user_id, person_id = leaver.pk, leaver.person.pk

    erase(leaver)

    assert not User.objects.filter(pk=user_id).exists()
    assert not Person.objects.filter(pk=person_id).exists()
    assert not Revision.objects.filter(user_id=user_id).exists()
    assert not ModelLogEntry.objects.filter(user_id=user_id).exists()
    assert not MatchRun.objects.filter(facts__icontains=f'"person:{person_id}"').exists()
    assert not Copy.objects.exists()


def test_what_was_counted_stays_counted(leaver, host) -> None:
    introductions = Introduction.objects.count()
    log = ActivityEntry.objects.count()

    erase(leaver)

    assert Introduction.objects.count() == introductions
    assert set(Introduction.objects.values_list("state", flat=True)) == {
        "declined",
        "done",
        "fell_through",
    }
    assert ActivityEntry.objects.count() > log
    entry = ActivityEntry.objects.get(verb="profiles.erased")
    assert entry.facts["removed"]["profiles_user"] == 1
    assert Opportunity.objects.filter(slug="choir").exists()
    page = Client()
    page.force_login(host.user)
    for introduction in Introduction.objects.all():
        assert page.get(introduction.get_absolute_url()).status_code == 200
    listed = page.get("/introductions/").content.decode()
    assert listed.count("Somebody who has left") == introductions


def test_the_other_side_is_told_kindly_and_without_a_name(leaver, host) -> None:
    erase(leaver)

    ended = Message.objects.filter(kind="matching_ended", recipient=host.user)
    assert ended.count() == 2
    assert not any(NAME in mail.body for mail in ended)


def test_the_last_mail_leaves_and_is_not_kept(leaver, mailoutbox) -> None:
    erase(leaver)

    last = mailoutbox[-1]
    assert last.to == [ADDRESS]
    assert last.subject == "Your account is erased"
    assert not Message.objects.filter(kind="profiles_erased").exists()


def test_an_organisation_without_a_lead_is_flagged(leaver) -> None:
    erase(leaver)

    kitchen = Organisation.objects.get(slug="canal")
    assert Rescue.objects.filter(organisation=kitchen, settled_at=None).exists()
    choir = Organisation.objects.get(slug="leam")
    assert not Rescue.objects.filter(organisation=choir, settled_at=None).exists()
    state = OpportunityState.objects.get(opportunity__slug="choir")
    heir = Membership.objects.get(organisation=choir)
    assert (state.submitted_by_id, state.supervisor_id) == (heir.user_id, None)


def test_who_goes_on_is_named_by_the_last_lead(leaver) -> None:
    kitchen = Organisation.objects.get(slug="canal")
    heir = MembershipFactory(organisation=kitchen, role="member")

    services.ask_to_be_erased(leaver, by=leaver, successors={kitchen.pk: heir})
    run_work()

    heir.refresh_from_db()
    assert heir.role == "lead"
    assert Message.objects.filter(kind="profiles_handed_over", recipient=heir.user).exists()
    assert found_in_database(WORDS) == []


def test_an_old_link_is_like_any_missing_one(leaver) -> None:
    services.set_visibility(leaver.person, "public", by=leaver)
    slug = leaver.person.slug
    visitor = Client()
    assert visitor.get(f"/people/{slug}/").status_code == 200

    erase(leaver)

    for path in ("/people/{}/", "/people/{}/cv/"):
        gone, missing = visitor.get(path.format(slug)), visitor.get(path.format("never-was"))
        assert gone.status_code == missing.status_code
        assert gone.content.replace(slug.encode(), b"never-was") == missing.content
    assert visitor.get(f"/people/{slug}/").status_code == 404
    assert leaver.browser.get("/me/").status_code == 302


def test_a_namesake_loses_nothing(leaver) -> None:
    namesake = PersonFactory(user=UserFactory(name=NAME, email="other@people.example"), name=NAME)
    delivery.queue(
        kind="t.t", key="1", address=namesake.user.email, recipient=namesake.user,
        subject="S", body=f"Dear {NAME},",
    )  # fmt: skip

    erase(leaver)

    namesake.refresh_from_db()
    assert (namesake.name, namesake.user.name) == (NAME, NAME)
    assert Message.objects.get(kind="t.t").body.startswith(f"Dear {NAME},")


def test_twice_is_once_and_nobody_erases_somebody_else(leaver, host) -> None:
    from django.core.exceptions import PermissionDenied

    with pytest.raises(PermissionDenied):
        services.ask_to_be_erased(leaver, by=host.user)
    assert services.erase(leaver.pk) is False  # nobody asked
    erase(leaver)

    assert services.erase(leaver.pk or 0) is False
