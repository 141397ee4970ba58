"""The log is only ever added to, and holds no prose."""

import datetime
from typing import Any

import pytest

from common import activity
from common.models import ActivityEntry, AppendOnly


def test_record_keeps_ids_and_states(ada: Any) -> None:
    entry = activity.record(
        "common.tried", by=ada, about=ada, state="sent_in", times=3, on=datetime.date(2026, 1, 2)
    )

    saved = ActivityEntry.objects.get()
    assert saved == entry
    assert (saved.actor_id, saved.verb) == (ada.pk, "common.tried")
    assert (saved.about_type, saved.about_id) == ("profiles.user", str(ada.pk))
    assert saved.facts == {"state": "sent_in", "times": 3, "on": "2026-01-02"}


def test_record_takes_the_machine_or_an_id_as_actor(ada: Any) -> None:
    activity.record("common.tried", by=None, about=ada)
    activity.record("common.tried", by=7, about=ada)

    assert sorted(ActivityEntry.objects.values_list("actor_id", flat=True), key=str) == [7, None]


@pytest.mark.parametrize("fact", ["Ada Lovelace wrote this", "x" * 81, 1.5, object()])
def test_record_refuses_what_could_be_prose(ada: Any, fact: object) -> None:
    with pytest.raises(ValueError, match="log"):
        activity.record("common.tried", by=ada, about=ada, fact=fact)


@pytest.mark.parametrize("verb", ["tried", "Common.tried", "common.tried.hard", "common tried"])
def test_record_refuses_a_verb_of_another_shape(ada: Any, verb: str) -> None:
    with pytest.raises(ValueError, match="verb"):
        activity.record(verb, by=ada, about=ada)


def test_an_entry_can_be_neither_changed_nor_deleted(ada: Any) -> None:
    entry = activity.record("common.tried", by=ada, about=ada)

    for change in (
        entry.save,
        entry.delete,
        ActivityEntry.objects.all().delete,
        lambda: ActivityEntry.objects.update(verb="common.other"),
        lambda: ActivityEntry.objects.bulk_update([entry], ["verb"]),
    ):
        with pytest.raises(AppendOnly):
            change()
    assert ActivityEntry.objects.get().verb == "common.tried"


def test_entries_about_a_thing_are_newest_first(ada: Any, custodian: Any) -> None:
    first = activity.record("common.tried", by=ada, about=ada)
    second = activity.record("common.tried", by=ada, about=ada)
    activity.record("common.tried", by=ada, about=custodian)

    assert list(activity.entries_about(ada)) == [second, first]
