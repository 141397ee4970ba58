"""Notes from draft to locked: every move, every amendment, and who is named."""

import itertools

import pytest
from django.http import Http404

from common.models import ActivityEntry
from common.states import IllegalMove
from community.choices.notes import NOTES_MOVES, NotesState
from community.models import Amendment, ItemNote
from community.queries.meetings import later_than
from community.queries.notes import published_notes
from community.services import notes as services
from community.services.notes import NotesRefused
from tests.factories.community_notes import (
    ActionFactory,
    AttendanceFactory,
    HeldMeetingFactory,
    ItemFactory,
    publish,
)
from tests.factories.profiles import CustodianFactory, UserFactory

pytestmark = pytest.mark.django_db
VERBS = {
    NotesState.CIRCULATED: lambda meeting, later, by: services.circulate(meeting, by=by),
    NotesState.AGREED: lambda meeting, later, by: services.agree(meeting, by=by, at=later),
    NotesState.LOCKED: lambda meeting, later, by: services.lock(meeting, by=by),
}


def headings(meeting):
    return [{"pk": one.pk, "number": None, "title": one.title} for one in meeting.items.all()]


def page_of(meeting):
    meeting.refresh_from_db()
    return published_notes(meeting, headings(meeting), carried=later_than(meeting))


@pytest.mark.parametrize(("start", "to"), list(itertools.product(NotesState.values, list(VERBS))))
def test_notes_move_as_the_table_says_and_no_other_way(start, to):
    meeting, by = HeldMeetingFactory(), CustodianFactory()
    later = HeldMeetingFactory(series=meeting.series, days=-2)
    publish(meeting, state=start) if start != "draft" else ItemNote.objects.create(
        meeting=meeting, text="We talked."
    )

    if to in NOTES_MOVES[start]:
        assert VERBS[to](meeting, later, by).state == to
    else:
        with pytest.raises(IllegalMove):
            VERBS[to](meeting, later, by)
        assert services.notes_of(meeting).state == start


def test_every_state_is_in_the_table():
    assert set(NOTES_MOVES) == set(NotesState.values)


def test_a_move_is_recorded_without_a_word():
    meeting, by = HeldMeetingFactory(), CustodianFactory()
    services.write(meeting, by=by, text="We talked.")

    services.circulate(meeting, by=by)

    entry = ActivityEntry.objects.get(verb="community.notes_circulated")
    assert (entry.actor_id, entry.about_id, entry.facts) == (by.pk, str(meeting.pk), {})


def test_notes_without_a_word_are_not_circulated():
    with pytest.raises(NotesRefused, match="Nothing is written"):
        services.circulate(HeldMeetingFactory(), by=CustodianFactory())


def test_notes_of_a_meeting_nobody_announced_are_not_circulated():
    meeting = HeldMeetingFactory(draft=True)
    services.write(meeting, by=(by := CustodianFactory()), text="We talked.")

    with pytest.raises(NotesRefused, match="Announce"):
        services.circulate(meeting, by=by)


@pytest.mark.parametrize(
    ("days", "same", "words"),
    [(-40, True, "later meeting"), (5, True, "not begun"), (-1, False, "same series")],
)
def test_only_a_later_meeting_of_the_series_that_has_begun_agrees(days, same, words):
    meeting = HeldMeetingFactory()
    other = {"series": meeting.series} if same else {}
    publish(meeting)

    with pytest.raises(NotesRefused, match=words):
        services.agree(meeting, by=CustodianFactory(), at=HeldMeetingFactory(days=days, **other))


def test_nobody_but_custodians_writes():
    meeting = HeldMeetingFactory()
    for user in (UserFactory(), CustodianFactory(is_superuser=True)):
        with pytest.raises(Http404):
            services.write(meeting, by=user, text="Mine.")
    assert not meeting.item_notes.exists()


def test_a_draft_changes_without_an_amendment():
    meeting, by = HeldMeetingFactory(), CustodianFactory()

    services.write(meeting, by=by, text="One.")
    services.write(meeting, by=by, text="Two.")

    assert [note.text for note in meeting.item_notes.all()] == ["Two."]
    assert not Amendment.objects.exists()


def test_notes_that_are_out_keep_what_stood_there_and_why():
    meeting, by = HeldMeetingFactory(), CustodianFactory()
    publish(meeting, "The 17th.")

    services.write(meeting, by=by, text="The 18th.", reason="A slip.")

    [one] = Amendment.objects.all()
    assert (one.before, one.after, one.reason, one.by) == ("The 17th.", "The 18th.", "A slip.", by)
    assert meeting.item_notes.get().text == "The 18th."


def test_notes_that_are_out_ask_for_a_reason():
    meeting = HeldMeetingFactory()
    publish(meeting, "The 17th.")

    with pytest.raises(NotesRefused, match="Say why"):
        services.write(meeting, by=CustodianFactory(), text="The 18th.")

    assert meeting.item_notes.get().text == "The 17th."


def test_locked_notes_stay_and_a_correction_stands_beside_them():
    meeting, by = HeldMeetingFactory(), CustodianFactory()
    publish(meeting, "The 17th.", state="locked")

    with pytest.raises(NotesRefused, match="locked"):
        services.write(meeting, by=by, text="The 18th.", reason="A slip.")
    with pytest.raises(NotesRefused, match="locked"):
        services.decide(meeting, by=by, text="More.")
    services.correct(meeting, by=by, text="It was the 18th.", reason="A slip.")

    assert meeting.item_notes.get().text == "The 17th."
    [section] = page_of(meeting)["sections"]
    assert section["notes"] == ["<p>The 17th.</p>\n"]
    assert [one["html"] for one in section["corrections"]] == ["<p>It was the 18th.</p>\n"]


def test_a_correction_of_notes_that_are_not_locked_is_refused():
    meeting = HeldMeetingFactory()
    publish(meeting)

    with pytest.raises(NotesRefused, match="not locked"):
        services.correct(meeting, by=CustodianFactory(), text="x", reason="y")


def test_decisions_are_numbered_and_amended():
    meeting, by = HeldMeetingFactory(), CustodianFactory()
    item = ItemFactory(meeting=meeting)
    services.decide(meeting, by=by, text="We publish.", item=item)
    second = services.decide(meeting, by=by, text="We meet monthly.")
    publish(meeting)

    services.change_decision(second, by=by, text="We meet quarterly.", reason="Misheard.")

    assert [(one.number, one.text) for one in meeting.decisions.all()] == [
        (1, "We publish."),
        (2, "We meet quarterly."),
    ]
    assert [one.before for one in Amendment.objects.all()] == ["We meet monthly."]


def test_an_item_of_another_meeting_is_refused():
    with pytest.raises(NotesRefused, match="another meeting"):
        services.write(HeldMeetingFactory(), by=CustodianFactory(), text="x", item=ItemFactory())


def test_a_draft_is_shown_to_nobody():
    meeting = HeldMeetingFactory()
    services.write(meeting, by=CustodianFactory(), text="Secret.")

    assert page_of(meeting) is None


@pytest.mark.both_databases
def test_published_notes_name_only_who_said_yes():
    meeting = HeldMeetingFactory()
    named = AttendanceFactory(meeting=meeting, name="Una Kay", initials="UK", named=True)
    hidden = AttendanceFactory(meeting=meeting)
    ActionFactory(meeting=meeting, text="PR to ring Una Kay", owners=[hidden, named])
    publish(meeting, "Una Kay thanked Priya  Rao. UK and PR will meet. PRs are no people.")

    found = page_of(meeting)

    [section] = found["sections"]
    assert section["notes"] == [
        "<p>Una Kay thanked a person. UK and a person will meet. PRs are no people.</p>\n"
    ]
    assert section["actions"][0]["text"] == "a person to ring Una Kay"
    assert section["actions"][0]["owners"] == "a person from Severn Housing, Una Kay"
    assert found["attended"] == [{"organisation": "Severn Housing", "names": "Una Kay, one other"}]


def test_attendance_counts_who_is_not_named():
    meeting = HeldMeetingFactory()
    for name in ("A B", "C D"):
        AttendanceFactory(meeting=meeting, name=name, initials="")
    AttendanceFactory(meeting=meeting, name="", organisation_name="Dudley Museum")
    AttendanceFactory(meeting=meeting, name="E F", organisation_name="")
    AttendanceFactory(meeting=meeting, name="G H", organisation_name="Tile", state="apologies")
    AttendanceFactory(
        meeting=meeting, name="I J", organisation_name="", state="online", named=True, initials="IJ"
    )
    publish(meeting)

    found = page_of(meeting)

    assert found["attended"] == [
        {"organisation": "Dudley Museum", "names": ""},
        {"organisation": "Severn Housing", "names": "2 people"},
        {"organisation": "For themselves", "names": "one person"},
    ]
    assert found["apologies"] == [{"organisation": "Tile", "names": ""}]
    assert found["online"] == [{"organisation": "For themselves", "names": "I J"}]


@pytest.mark.both_databases
def test_published_notes_take_the_same_queries_whatever_was_written(django_assert_num_queries):
    meeting = HeldMeetingFactory()
    for number in range(12):
        item = ItemFactory(meeting=meeting)
        row = AttendanceFactory(meeting=meeting, name=f"Person {number}")
        ItemNote.objects.create(meeting=meeting, item=item, text=f"Note {number}")
        ActionFactory(meeting=meeting, item=item, owners=[row])
        services.decide(meeting, by=CustodianFactory(), text="So be it.", item=item)
    publish(meeting)
    meeting.refresh_from_db()
    assert meeting.notes.is_public
    heads = headings(meeting)

    with django_assert_num_queries(3):
        assert len(published_notes(meeting, heads, carried=0)["sections"]) == 13
