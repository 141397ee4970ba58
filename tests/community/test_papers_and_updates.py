"""Papers on items, for everybody or for members; what organisations send before a meeting."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from django.utils import timezone

from common.states import IllegalMove
from community.models import MemberUpdate, Paper
from community.queries.meetings import without_update
from community.services.agenda import remove_item
from community.services.papers import add_paper, remove_paper
from community.services.updates import write_update
from profiles.documents import Refused
from profiles.documents import vault as shelf
from profiles.services.files import remove_file, sweep_vault
from tests.factories.community_meetings import ItemFactory, MeetingFactory
from tests.factories.profiles import (
    CustodianFactory,
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
)
from tests.profiles.test_logos import picture
from tests.support import documents

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture(autouse=True)
def vault(settings, tmp_path):
    settings.PERSONAL_FILES_ROOT = tmp_path / "personal"


@pytest.fixture
def custodian():
    return CustodianFactory()


def laid(custodian, **fields) -> Paper:
    return add_paper(
        ItemFactory(), by=custodian, title="The slides", content=documents.pdf(), **fields
    )


def test_a_public_paper_is_a_download_for_everybody(client, custodian):
    paper = laid(custodian)

    answer = client.get(f"/meetings/papers/{paper.pk}/")

    assert answer.status_code == 200
    assert answer["Content-Disposition"] == 'attachment; filename="the-slides.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer.content == documents.pdf()


def test_a_paper_for_members_is_read_by_members_only(client, custodian):
    paper = laid(custodian, members_only=True)
    path, page = f"/meetings/papers/{paper.pk}/", paper.item.meeting.get_absolute_url()
    waiting = MembershipFactory(organisation=OrganisationFactory(state="unverified")).user

    assert client.get(path).url.startswith("/accounts/login/")
    assert "The slides" not in client.get(page).content.decode()
    assert "One more is for members." in client.get(page).content.decode()
    for user, status in ((UserFactory(), 404), (waiting, 404), (MembershipFactory().user, 200)):
        client.force_login(user)
        assert client.get(path).status_code == status
        assert ("The slides" in client.get(page).content.decode()) == (status == 200)
        assert ("The slides" in client.get(f"{page}pack/").content.decode()) == (status == 200)


def test_a_paper_of_a_draft_is_nobodys_business(client, custodian):
    item = ItemFactory(meeting=MeetingFactory(draft=True))
    paper = add_paper(item, by=custodian, title="Early", content=documents.pdf())

    assert client.get(f"/meetings/papers/{paper.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (picture(), "PPTX"),
        (b"<html><script>alert(1)</script>", "PPTX"),
        (b"%PDF-1.7 broken", "damaged"),
        (b"x" * 5_000_001, "larger than 5 MB"),
    ],
)
def test_what_is_no_document_is_refused_in_words(custodian, content, said):
    with pytest.raises(Refused, match=said):
        add_paper(ItemFactory(), by=custodian, title="Odd", content=content)
    assert not Paper.objects.exists()


def test_the_form_says_what_is_wrong_with_a_file_and_keeps_what_was_typed(client, custodian):
    item = ItemFactory()
    client.force_login(custodian)
    bomb = SimpleUploadedFile("plan.png", picture(), content_type="image/png")

    answer = client.post(
        f"/desk/meetings/items/{item.pk}/papers/new/", {"title": "A plan", "file": bomb}
    )

    assert answer.status_code == 422
    assert "is not a PDF" in answer.context["form"].errors["file"][0]
    assert answer.context["form"]["title"].value() == "A plan"


def test_a_hundred_megabytes_are_refused_at_the_door(client, custodian):
    item = ItemFactory()
    client.force_login(custodian)

    answer = client.post(
        f"/desk/meetings/items/{item.pk}/papers/new/",
        b"",
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH="100000000",
    )

    assert answer.status_code == 413
    assert not Paper.objects.exists()


def test_the_file_of_a_paper_stays_while_its_row_does_and_goes_with_it(custodian, monkeypatch):
    paper = laid(custodian)
    later = timezone.now() + datetime.timedelta(days=3)
    monkeypatch.setattr(timezone, "now", lambda: later)

    assert sweep_vault() == 0
    remove_file(paper.stored)
    assert shelf.path_of(paper.stored).is_file()
    remove_paper(paper, by=custodian)
    remove_file(paper.stored)

    with pytest.raises(FileNotFoundError):
        shelf.path_of(paper.stored)


def test_an_item_goes_with_its_papers(custodian):
    paper = laid(custodian)

    remove_item(paper.item, by=custodian)
    assert not Paper.objects.exists()
    assert sweep_vault() == 0  # younger than a day: removed by the work that was written down
    remove_file(paper.stored)

    with pytest.raises(FileNotFoundError):
        shelf.path_of(paper.stored)


def asked_for(**fields):
    return MeetingFactory(updates_by=timezone.now() + datetime.timedelta(days=5), **fields)


def test_an_organisation_writes_one_update_changes_it_and_takes_it_back():
    meeting, member = asked_for(), MembershipFactory(role="member")
    theirs = OrganisationFactory()

    write_update(meeting, member.organisation, by=member.user, text="We count buses.")
    write_update(meeting, member.organisation, by=member.user, text="We count trams.")
    assert [row.text for row in MemberUpdate.objects.all()] == ["We count trams."]
    assert list(without_update(meeting)) == [theirs]
    with pytest.raises(Http404):
        write_update(meeting, theirs, by=member.user, text="Not mine.")
    write_update(meeting, member.organisation, by=member.user, text="")

    assert not MemberUpdate.objects.exists()


def test_after_the_deadline_an_update_is_brought_along():
    member = MembershipFactory()
    late = MeetingFactory(updates_by=timezone.now() - datetime.timedelta(minutes=1))

    with pytest.raises(IllegalMove, match="has passed"):
        write_update(late, member.organisation, by=member.user, text="Late.")


def test_an_update_is_typed_on_the_page_of_the_meeting_and_stands_in_the_pack(client):
    meeting, member = asked_for(), MembershipFactory()
    path = f"{meeting.get_absolute_url()}update/"
    client.force_login(member.user)
    hostile = "<script>alert(1)</script> & <img src=x>"

    assert client.get(path).status_code == 200
    assert client.post(path, {"text": hostile}).status_code == 302
    page = client.get(f"{meeting.get_absolute_url()}pack/").content.decode()

    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;img src=x&gt;" in page
    assert "<script>alert" not in page


def test_a_page_is_a_page(client):
    meeting, member = asked_for(), MembershipFactory()
    client.force_login(member.user)

    answer = client.post(f"{meeting.get_absolute_url()}update/", {"text": "x" * 3001})

    assert answer.status_code == 422
    assert not MemberUpdate.objects.exists()


def test_whoever_speaks_for_nobody_is_told_what_to_do(client):
    client.force_login(UserFactory())

    page = client.get(f"{asked_for().get_absolute_url()}update/").content.decode()

    assert "You speak for no confirmed organisation" in page
