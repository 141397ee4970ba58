"""The desk's pages of a meeting's notes, and what members and visitors see of them."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from common.models import Message
from community import links
from community.models import Action, Attendance, Delegation, ItemNote, RemovalRequest, TaskGroup
from tests.factories.community_notes import (
    ActionFactory,
    AttendanceFactory,
    HeldMeetingFactory,
    ItemFactory,
    publish,
)
from tests.factories.profiles import CustodianFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(site) -> Client:
    client = Client()
    client.force_login(CustodianFactory())
    return client


def as_(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def of(name: str, *args) -> str:
    return reverse(f"community:{name}", args=args)


def typed(page, name: str) -> str:
    """What a field of the page's form holds."""
    return page.context["form"][name].value()


def test_people_are_shown_back_before_they_are_entered(desk):
    meeting = HeldMeetingFactory()
    data = {
        "lines": "Priya Rao (Severn Housing)\n(Dudley Museum)",
        "state": "attended",
        "named": "on",
    }

    shown = desk.post(of("desk_people", meeting.pk), data)

    assert shown.status_code == 200
    assert "Is this what you meant?" in shown.content.decode()
    assert not Attendance.objects.exists()

    entered = desk.post(of("desk_people", meeting.pk), {**data, "act": "enter"})

    assert entered.status_code == 302
    assert [(row.name, row.body, row.named) for row in Attendance.objects.order_by("pk")] == [
        ("Priya Rao", "Severn Housing", True),
        ("", "Dudley Museum", False),
    ]


def test_lines_that_cannot_be_read_keep_what_was_typed(desk):
    page = desk.post(
        of("desk_people", HeldMeetingFactory().pk),
        {"lines": f"Ann\n{'x' * 200}", "state": "online"},
    )

    assert page.status_code == 422
    assert "Line 2 is too long" in page.content.decode()
    assert "x" * 200 in page.content.decode()


def test_one_line_is_put_right_and_linked_to_an_account(desk):
    row, user = AttendanceFactory(), UserFactory()
    at = of("desk_person", row.meeting_id, row.pk)
    data = {"name": "Priya Rao", "initials": "PRA", "state": "apologies", "account": user.email}

    assert desk.post(at, {**data, "account": "nobody@x.example"}).status_code == 422
    assert desk.post(at, {**data, "named": "on"}).status_code == 302

    row.refresh_from_db()
    assert (row.initials, row.state, row.user, row.named, row.body) == (
        "PRA",
        "apologies",
        user,
        True,
        "",
    )
    assert desk.post(at, {"act": "remove"}).status_code == 302
    assert not Attendance.objects.exists()


def test_the_list_is_downloaded_without_a_formula(desk):
    row = AttendanceFactory(name="=cmd()", named=True)

    answer = desk.get(of("desk_people_csv", row.meeting_id))

    assert answer["Content-Type"].startswith("text/csv")
    assert answer.content.decode().splitlines() == [
        "Name,Initials,Organisation,How,May be named",
        "'=cmd(),PR,Severn Housing,In the room,Yes",
    ]


def test_two_who_write_the_same_notes_lose_nothing(desk):
    item = ItemFactory()
    at = of("desk_note", item.meeting_id, item.pk)
    seen = desk.get(at).context["form"]["version"].value()
    desk.post(at, {"text": "By the first.", "version": seen})

    refused = desk.post(at, {"text": "By the second.", "version": seen})

    page = refused.content.decode()
    assert refused.status_code == 409
    assert "By the first." in page
    assert "By the second." in page
    assert ItemNote.objects.get().text == "By the first."
    again = desk.post(at, {"text": "Both.", "version": typed(refused, "version")})
    assert again.status_code == 302
    assert ItemNote.objects.get().text == "Both."


def test_pasted_word_markup_is_cleaned_and_never_drawn(desk):
    meeting = HeldMeetingFactory()
    hostile = (
        "<p class=MsoNormal>Hello<o:p></o:p></p><script>alert(1)</script><img src=x onerror=a()>"
    )

    desk.post(of("desk_note", meeting.pk, 0), {"text": hostile})
    desk.post(of("desk_notes", meeting.pk), {"act": "circulate"})
    page = Client().get(meeting.get_absolute_url()).content.decode()

    assert ItemNote.objects.get().text == "Hello"
    assert "alert(1)" not in page
    assert "onerror" not in page


def test_notes_go_from_draft_to_locked_by_buttons(desk):
    meeting = HeldMeetingFactory()
    later = HeldMeetingFactory(series=meeting.series, days=-1)
    at = of("desk_notes", meeting.pk)

    assert desk.post(at, {"act": "circulate"}).status_code == 422
    desk.post(of("desk_note", meeting.pk, 0), {"text": "We talked."})
    assert "We talked." not in Client().get(meeting.get_absolute_url()).content.decode()
    assert desk.post(at, {"act": "circulate"}).status_code == 302
    assert "We talked." in Client().get(meeting.get_absolute_url()).content.decode()
    assert desk.post(of("desk_note", meeting.pk, 0), {"text": "Talked."}).status_code == 422
    changed = {"text": "Talked.", "reason": "Shorter."}
    assert desk.post(of("desk_note", meeting.pk, 0), changed).status_code == 302
    assert desk.post(at, {"act": "agree"}).status_code == 422
    assert desk.post(at, {"act": "agree", "at": later.pk}).status_code == 302
    assert desk.post(at, {"act": "lock"}).status_code == 302
    assert desk.post(at, {"act": "lock"}).status_code == 409
    assert desk.post(at, {"act": "nonsense"}).status_code == 400
    beside = {"text": "Talked long.", "reason": "Asked for."}
    assert desk.post(of("desk_note", meeting.pk, 0), beside).status_code == 302

    page = Client().get(meeting.get_absolute_url()).content.decode()
    for words in ("Talked.", "Shorter.", "Correction", "Talked long.", later.title):
        assert words in page


def test_actions_found_in_notes_are_checked_before_they_are_saved(desk):
    row = AttendanceFactory()
    for name in ("Pat Webb", "Paula Wong"):
        AttendanceFactory(meeting=row.meeting, name=name, initials="PW")
    item = ItemFactory(meeting=row.meeting)
    ItemNote.objects.create(
        meeting=row.meeting, item=item, text="Action: PR to ring\nPW to write\nAll to read"
    )
    at = of("desk_actions_read", row.meeting_id)

    page = desk.get(at)
    form = page.context["form"]
    assert [form[f"owners_{n}"].value() for n in range(3)] == [
        "Priya Rao (Severn Housing)",
        "PW",
        "all",
    ]
    assert (
        "could be Pat Webb (Severn Housing) or Paula Wong (Severn Housing)" in page.content.decode()
    )
    data = {name: form[name].value() or "" for name in form.fields}
    data |= {f"keep_{n}": "on" for n in range(3)} | {"idempotency_key": uuid.uuid4().hex}

    unclear = desk.post(at, data)
    assert unclear.status_code == 422
    assert not Action.objects.exists()
    good = {**data, "owners_1": "Paula Wong", "due_0": "2018-07-01", "keep_2": ""}
    assert desk.post(at, good).status_code == 302
    assert desk.post(at, good).status_code == 302

    rows = Action.objects.order_by("pk")
    assert [(one.text, one.item, [who.name for who in one.owners.all()]) for one in rows] == [
        ("PR to ring", item, ["Priya Rao"]),
        ("PW to write", item, ["Paula Wong"]),
    ]
    assert [field.value() for field in desk.get(at).context["form"].lines[0][1:2]] == [
        "All to read"
    ]


def test_an_action_is_written_chased_and_settled(desk):
    row = AttendanceFactory(user=UserFactory())
    new = of("desk_action_new", row.meeting_id)
    assert desk.post(new, {"text": "Ring", "owners": "QQ"}).status_code == 422
    assert desk.post(new, {"text": "Ring", "owners": "PR", "due": "2018-07-01"}).status_code == 302
    action = Action.objects.get()
    at = of("desk_action", action.pk)

    assert "Ring" in desk.get(of("desk_actions")).content.decode()
    assert desk.post(at, {"act": "step", "step": "owner"}).status_code == 302
    assert desk.post(at, {"act": "step", "step": "owner"}).status_code == 409
    assert desk.post(at, {"act": "step", "step": "moon"}).status_code == 400
    assert desk.post(at, {"act": "edit", "text": "Write", "owners": "all"}).status_code == 302
    assert desk.post(at, {"act": "how", "state": "done", "outcome": "Wrote."}).status_code == 302

    action.refresh_from_db()
    assert (action.text, action.everyone, action.state, action.outcome) == (
        "Write",
        True,
        "done",
        "Wrote.",
    )
    assert Message.objects.get(kind="community_action_chased").address == row.user.email


def test_an_owner_closes_their_own_and_others_are_refused(site):
    row = AttendanceFactory(user=UserFactory())
    action = ActionFactory(meeting=row.meeting, owners=[row], text="Ring the museum")
    client, at = as_(row.user), of("my_action", action.pk)

    assert "Ring the museum" in client.get("/me/actions/").content.decode()
    assert "Ring the museum" in client.get("/me/now/").content.decode()
    assert as_(UserFactory()).get(at).status_code == 403
    assert Client().get(at).status_code == 302
    assert client.post(at, {"state": "dropped", "outcome": ""}).status_code == 422
    assert client.post(at, {"state": "done", "outcome": "Rang."}).status_code == 302
    assert client.get("/me/actions/").content.decode().count("Ring the museum") == 0


def test_the_public_list_names_by_consent(site):
    row = AttendanceFactory()
    ActionFactory(meeting=row.meeting, owners=[row], text="Ring the museum")
    publish(row.meeting)

    page = Client().get("/meetings/actions/").content.decode()

    assert "Ring the museum" in page
    assert "A person from Severn Housing" in page
    assert "Priya" not in page


def test_not_being_named_is_asked_without_an_account_and_done_at_the_desk(desk):
    row = AttendanceFactory(named=True)
    publish(row.meeting, "Priya Rao spoke.")
    ask = {"name": "Priya Rao", "address": "priya@x.example"}

    sent = Client().post(of("removal_ask", row.meeting_id), ask, follow=True)
    assert "Look into your mails" in sent.content.decode()
    request = RemovalRequest.objects.get()
    at = of("desk_removal", request.pk)
    assert desk.get(at).status_code == 404
    link = of("removal_confirm", links.make(links.REMOVAL, request.pk))
    assert link in Message.objects.get().body
    assert "Press the button" in Client().get(link).content.decode()
    assert RemovalRequest.objects.get().state == "unconfirmed"
    Client().post(link)
    assert "Priya Rao" in desk.get(of("desk_removals")).content.decode()
    assert desk.get(at).context["form"].initial == {"words": "Priya Rao", "rows": [row.pk]}
    assert desk.post(at, {"act": "take_out"}).status_code == 422
    done = {"act": "take_out", "words": "Priya Rao", "rows": [row.pk]}
    assert desk.post(at, done).status_code == 302
    assert desk.post(at, done).status_code == 409

    page = Client().get(row.meeting.get_absolute_url()).content.decode()
    assert "a person spoke." in page
    assert "Priya" not in page
    assert "settled" in Client().get(link).content.decode()
    assert Client().get(of("removal_confirm", "nonsense")).status_code == 404


def test_groups_and_representatives_are_kept_at_the_desk_and_shown(desk):
    new = {"title": "Transport catalogue", "purpose": "Find a standard.", "ends_on": "2100-01-01"}
    assert desk.post(of("desk_group_new"), new).status_code == 302
    assert desk.post(of("desk_group_new"), new).status_code == 422
    group = TaskGroup.objects.get()
    member = {"name": "Una Kay", "organisation": "Tile Hill", "part": "chair"}
    assert desk.post(of("desk_member_new", group.pk), member).status_code == 302
    away = {"where": "The transport board", "name": "Priya Rao", "named": "on"}
    away |= {"since": "2018-01-01", "until": "2100-01-01"}
    assert desk.post(of("desk_delegation_new"), {**away, "until": "2017-01-01"}).status_code == 422
    assert desk.post(of("desk_delegation_new"), away).status_code == 302

    page = Client().get("/meetings/representatives/").content.decode()
    for words in ("Transport catalogue", "a person from Tile Hill (chair)", "Priya Rao"):
        assert words in page
    row = Delegation.objects.get()
    over = {**away, "report": "They publish monthly.", "ended": "on"}
    assert desk.post(of("desk_delegation", row.pk), over).status_code == 302
    ended = {"purpose": "Found it.", "ends_on": "2100-01-01", "ended": "on"}
    assert desk.post(of("desk_group", group.pk), ended).status_code == 302
    one = group.series.members.get()
    assert desk.get(of("desk_member_remove", one.pk)).status_code == 200
    assert desk.post(of("desk_member_remove", one.pk), {}).status_code == 302

    page = Client().get("/meetings/representatives/").content.decode()
    assert "They publish monthly." in page
    assert "Transport catalogue" not in page


def test_the_desk_shows_overdue_actions_and_names_to_take_out(desk):
    row = AttendanceFactory()
    ActionFactory(meeting=row.meeting, text="Ring the museum", due="2018-07-01", owners=[row])
    desk_of_member = as_(UserFactory())
    desk_of_member.post(of("removal_ask", row.meeting_id), {"name": "Priya Rao"})

    page = desk.get("/desk/").content.decode()

    assert "Ring the museum" in page
    assert "Take a name out" in page
    assert "Priya Rao" not in page


def test_the_one_search_finds_published_notes_and_no_name_that_is_left_out(site):
    row = AttendanceFactory()
    publish(row.meeting, "- **Burial records**: Priya Rao spoke.")

    found = Client().get("/search/?q=burial").content.decode()
    hidden = Client().get("/search/?q=Priya").content.decode()

    assert f"{row.meeting.title}: notes" in found
    assert f"{row.meeting.title}: notes" not in hidden
    assert "<mark>Burial</mark> records: a person" in found
    assert "**" not in found


@pytest.mark.parametrize(
    "path",
    [
        *("people/", "people/attendance.csv", "people/1/", "notes/", "notes/0/", "decisions/new/"),
        *("decisions/1/", "actions/new/", "actions/found/"),
    ],
)
def test_the_desk_is_hidden_from_members_and_huge_numbers_are_missing(desk, path):
    meeting = HeldMeetingFactory()

    assert as_(UserFactory()).get(f"/desk/meetings/{meeting.pk}/{path}").status_code == 404
    assert desk.get(f"/desk/meetings/{10**30}/{path}").status_code == 404
