"""Who reads a CV that came with an application, from when to when; and that its name leaks nothing."""

import datetime
import logging

import pytest
import time_machine
from django.utils import timezone

from common.models import ActivityEntry, Message, SentForm, Work
from opportunities import services
from opportunities.models import Application
from opportunities.services.seats import lock
from profiles.choices import Role
from profiles.services import set_cv
from tests.factories.applying import apply, asks
from tests.factories.opportunities import PlacementFactory
from tests.factories.profiles import CustodianFactory, MembershipFactory, PersonFactory
from tests.support import documents as made

from .test_cv_with_application import WROTE, file, text, window

pytestmark = pytest.mark.django_db
SECRET_NAME = "Zephyrine Quill, born 1999.pdf"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    """A vault of the test's own."""
    settings.PERSONAL_FILES_ROOT = tmp_path / "personal"


@pytest.fixture
def placement():
    row = PlacementFactory(live=True)
    asks(row, wants_cv=True, blind=True)
    return row


@pytest.fixture
def person():
    return PersonFactory(matched=True, slug="zq")


@pytest.fixture
def here(placement):
    return f"{placement.get_absolute_url()}apply/"


def test_read_blind_nobody_has_it_and_its_name_is_nowhere(person, placement, here, caplog):
    caplog.set_level(logging.DEBUG)
    client, host = window(person.user), window(placement.state.submitted_by)
    client.post(here, {**WROTE, "shares_cv": "on", "cv_file": file(name=SECRET_NAME)})
    client.post(f"{here}check/")
    row = Application.objects.get()
    inbox = f"{placement.get_absolute_url()}applications/"

    for path in (inbox, f"{inbox}{row.pk}/", f"{inbox}export.csv"):
        page = host.get(path)
        assert page.status_code == 200
        read = b"".join(page) if page.streaming else page.content
        for clue in (b"Zephyrine", b"/cv/", person.slug.encode() + b"/", person.name.encode()):
            assert clue not in read, (path, clue)
    missing = host.get("/people/nobody/cv/")
    closed = host.get("/people/zq/cv/")
    assert (closed.status_code, closed.content) == (404, missing.content)

    services.advance(lock(row), "shortlisted", by=None)
    services.name_to_host(lock(row))
    opened = host.get("/people/zq/cv/")
    assert opened.status_code == 200
    assert opened["Content-Disposition"] == 'attachment; filename="cv-zq.pdf"'
    assert f"{person.get_absolute_url()}cv/" in text(host.get(f"{inbox}{row.pk}/"))
    kept = [*ActivityEntry.objects.values_list(), *Message.objects.values_list()]
    kept += [*SentForm.objects.values_list(), *Work.objects.values_list()]
    assert "Zephyrine" not in f"{kept}{caplog.text}"


def test_read_with_names_it_is_there_at_once_and_only_if_ticked(person, placement):
    asks(placement, wants_cv=True, blind=False)
    set_cv(person, made.pdf(), by=person.user)
    other = PersonFactory(matched=True, slug="quiet")
    set_cv(other, made.pdf(), by=other.user)
    apply(placement, person, shares_cv=True)
    apply(placement, other, shares_cv=False)
    host = window(placement.state.submitted_by)
    assert host.get("/people/zq/cv/").status_code == 200
    assert host.get("/people/quiet/cv/").status_code == 404


@pytest.mark.parametrize("end", ["declined", "withdrawn"])
def test_rows_p046_and_p047_from_the_form_to_the_end(person, placement, here, end):
    """Live: the lead, the assigned reader. Over: nobody but the person, that day and a month on."""
    lead = placement.state.submitted_by
    reader, member = (
        MembershipFactory(organisation=placement.organisation, role=Role.MEMBER).user
        for _ in range(2)
    )
    custodian, stranger = CustodianFactory(), PersonFactory().user
    client = window(person.user)
    client.post(here, {**WROTE, "shares_cv": "on", "cv_file": file()})
    client.post(f"{here}check/")
    row = Application.objects.get()
    services.advance(lock(row), "shortlisted", by=None)
    row.reviews.create(reviewer=reader)
    services.name_to_host(lock(row))

    def have_it() -> list[int]:
        users = (person.user, lead, reader, member, custodian, stranger)
        return [window(user).get("/people/zq/cv/").status_code for user in users]

    assert have_it() == [200, 200, 200, 404, 404, 404]
    if end == "withdrawn":
        services.withdraw_application(row, by=person.user)
    else:
        services.advance(lock(row), "declined", by=None, tell=False)
    assert have_it() == [200, 404, 404, 404, 404, 404]
    with time_machine.travel(timezone.now() + datetime.timedelta(days=31)):
        assert have_it() == [200, 404, 404, 404, 404, 404]
