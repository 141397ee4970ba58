"""Kinds of evidence are found by name, in order, and only once."""

from typing import Any

import pytest

from common import evidence_kinds
from common.evidence_kinds import Kind, kinds, register


@pytest.fixture
def _empty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evidence_kinds, "KINDS", {})


def kind(name: str, title: str = "Things", **fields: Any) -> Kind:
    return Kind(name, title, "thing", "things", public=lambda: None, row=dict, **fields)


def test_apps_have_registered_theirs() -> None:
    assert {"opportunities", "meetings", "events"} <= {one.name for one in kinds()}


@pytest.mark.usefixtures("_empty")
def test_kinds_come_in_order_and_names_are_not_shared() -> None:
    last, first = register(kind("late", order=200)), register(kind("early", order=10))

    assert kinds() == [first, last]
    with pytest.raises(ValueError, match="Two kinds"):
        register(kind("late", "Others"))


def test_numbers_have_their_nouns() -> None:
    assert [kind("one").counted(number) for number in (0, 1, 2)] == ["things", "thing", "things"]


def test_a_kind_that_does_not_point_at_strands_counts_nothing() -> None:
    assert kind("one", strand="").counts("strand") == {}
