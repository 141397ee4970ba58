"""Papers wait for the virus scanner; leads hear of the deadline of updates."""

import datetime
import sys

import pytest
from django.test import Client
from django.utils import timezone

from common import outbox
from common.models import Message
from community.models import Meeting, MemberUpdate, Paper
from community.services.papers import add_paper
from community.services.updates import remind_of_updates
from profiles.choices import Role
from tests.factories.community_meetings import ItemFactory, MeetingFactory
from tests.factories.profiles import CustodianFactory, MembershipFactory, UserFactory
from tests.support import documents

pytestmark = pytest.mark.django_db
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def _shelf(settings, tmp_path):
    settings.PRIVATE_MEDIA_ROOT = tmp_path / "private"


@pytest.fixture
def scanner(settings, tmp_path):
    script = tmp_path / "scan.py"
    script.write_text(
        "import pathlib, sys\n"
        "sys.exit(1 if b'EICAR-STANDARD' in pathlib.Path(sys.argv[1]).read_bytes() else 0)\n"
    )
    settings.VIRUS_SCANNER = f"{sys.executable} {script}"


def lay(by, content: bytes) -> Paper:
    return add_paper(ItemFactory(), by=by, title="Slides of buses", content=content)


def seen_on(client, meeting) -> bool:
    return "Slides of buses" in client.get(meeting.get_absolute_url()).content.decode()


def test_without_a_scanner_a_paper_is_there_at_once(client):
    paper = lay(CustodianFactory(), documents.pdf())

    assert paper.scan == "unchecked"
    assert client.get(f"/meetings/papers/{paper.pk}/").status_code == 200


def test_a_paper_waits_for_the_scanner_and_custodians_see_that(client, scanner):
    custodian = CustodianFactory()
    desk = Client()
    desk.force_login(custodian)
    paper = lay(custodian, documents.pdf())
    address, meeting = f"/meetings/papers/{paper.pk}/", paper.item.meeting

    before = (client.get(address).status_code, desk.get(address).status_code)
    assert before == (404, 200)
    assert not seen_on(client, meeting)
    assert "being checked for viruses" in desk.get(meeting.get_absolute_url()).content.decode()
    outbox.run_due()

    paper.refresh_from_db()
    assert paper.scan == "clean"
    assert client.get(address).status_code == 200
    assert seen_on(client, meeting)


def test_a_harmful_paper_goes_and_whoever_laid_it_there_is_told(client, scanner):
    custodian = CustodianFactory()
    lay(custodian, documents.pdf() + b"\n%" + EICAR + b"\n%%EOF\n")

    outbox.run_due()

    assert not Paper.objects.exists()
    told = Message.objects.get(kind="community_paper_harmful")
    assert told.recipient == custodian
    assert "Slides of buses" in told.body


def test_leads_hear_once_before_the_deadline_and_again_when_it_is_moved():
    lead = MembershipFactory(role=Role.LEAD)
    MembershipFactory(role=Role.MEMBER, organisation=lead.organisation)
    wrote = MembershipFactory(role=Role.LEAD)
    now = timezone.now()
    meeting = MeetingFactory(updates_by=now + 2 * DAY)
    MeetingFactory(updates_by=now + 2 * DAY, draft=True)
    MeetingFactory(updates_by=now + 9 * DAY)
    MemberUpdate.objects.create(meeting=meeting, organisation=wrote.organisation, text="Done.")

    assert remind_of_updates() == 1
    assert remind_of_updates() == 0
    [mail] = Message.objects.filter(kind="community_update_due")
    assert mail.recipient == lead.user
    assert f"update/?for={lead.organisation.slug}" in mail.body

    Meeting.objects.filter(pk=meeting.pk).update(updates_by=now + 3 * DAY)
    assert remind_of_updates(now=now + DAY) == 1
    assert Message.objects.filter(kind="community_update_due").count() == 2


def test_a_meeting_without_a_deadline_reminds_of_nothing():
    MembershipFactory(role=Role.LEAD, user=UserFactory())
    MeetingFactory()

    assert remind_of_updates() == 0
