"""Blocks that show records as they are when somebody reads the page."""

from collections.abc import Callable
from typing import Any

from wagtail import blocks

from cms.queries import coming_rows, latest_rows, outcome_rows, region_map, theory_rows
from mission.evidence import evidence_for
from mission.models import District, Node, Priority, Strand, TheoryRow
from opportunities.choices import Kind

LONGEST_LIST = 10


def strand_choices() -> list[tuple[str, str]]:
    """Strands as they are now, by slug."""
    return list(Strand.objects.values_list("slug", "title"))


def priority_choices() -> list[tuple[str, str]]:
    """Priorities as they are now, by slug."""
    return list(Priority.objects.values_list("slug", "title"))


def district_choices() -> list[tuple[str, str]]:
    """Places as they are now, by slug."""
    return list(District.objects.values_list("slug", "name"))


def row_choices() -> list[tuple[str, str]]:
    """Rows of the theory of change as they are now, by slug."""
    return list(TheoryRow.objects.values_list("slug", "title"))


class OpportunitiesBlock(blocks.StructBlock):
    """Open opportunities, newest first, as they are when somebody reads the page."""

    heading = blocks.CharBlock(
        max_length=80, default="Open now", help_text="The heading above the list."
    )
    kind = blocks.ChoiceBlock(
        choices=Kind.choices, required=False, help_text="Leave it open for every kind."
    )
    strand = blocks.ChoiceBlock(
        choices=strand_choices, required=False, help_text="Only those that serve this strand."
    )
    priority = blocks.ChoiceBlock(
        choices=priority_choices, required=False, help_text="Only those that serve this priority."
    )
    district = blocks.ChoiceBlock(
        choices=district_choices, required=False, help_text="Only those in this place."
    )
    most = blocks.IntegerBlock(
        min_value=1, max_value=LONGEST_LIST, default=5, label="How many", help_text="At most ten."
    )

    class Meta:
        icon = "list-ul"
        label = "List of open opportunities"
        template = "cms/blocks/opportunities.html"
        has_heading = True

    def get_context(self, value: Any, parent_context: dict | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context)
        context["rows"] = latest_rows(
            kind=value.get("kind") or "",
            strand=value.get("strand") or "",
            priority=value.get("priority") or "",
            district=value.get("district") or "",
            most=min(value.get("most") or LONGEST_LIST, LONGEST_LIST),
        )
        return context


class TheoryRowBlock(blocks.StructBlock):
    """One row of the theory of change, with what has been seen of it."""

    row = blocks.ChoiceBlock(choices=row_choices, help_text="Which of the rows.")

    class Meta:
        icon = "table"
        label = "Row of the theory of change"
        template = "cms/blocks/theory_row.html"
        has_heading = True

    def get_context(self, value: Any, parent_context: dict | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context)
        context["theory"] = theory_rows(only=value.get("row") or "-")
        return context


def step_choices() -> list[tuple[str, str]]:
    """Steps of the theory of change as they are now, by slug."""
    return list(Node.objects.values_list("slug", "title"))


class EvidenceBlock(blocks.StructBlock):
    """One step of the theory of change with what points at it, or that nothing does."""

    step = blocks.ChoiceBlock(choices=step_choices, help_text="Which of the steps.")

    class Meta:
        icon = "tick"
        label = "Evidence for a step"
        template = "cms/blocks/evidence.html"
        has_heading = True

    def get_context(self, value: Any, parent_context: dict | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context)
        node = Node.objects.filter(slug=value.get("step") or "-").first()
        context["node"] = node
        context["evidence"] = evidence_for("node", node) if node else None
        return context


class NarrowedListBlock(blocks.StructBlock):
    """A list of records that serve a strand, a priority or a place; ``rows_of`` reads them."""

    heading = blocks.CharBlock(max_length=80)
    strand = blocks.ChoiceBlock(
        choices=strand_choices, required=False, help_text="Only those that serve this strand."
    )
    priority = blocks.ChoiceBlock(
        choices=priority_choices, required=False, help_text="Only those that serve this priority."
    )
    district = blocks.ChoiceBlock(
        choices=district_choices, required=False, help_text="Only those in this place."
    )
    most = blocks.IntegerBlock(
        min_value=1, max_value=LONGEST_LIST, default=5, label="How many", help_text="At most ten."
    )

    rows_of: Callable[..., Any]

    def get_context(self, value: Any, parent_context: dict | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context)
        context["rows"] = self.rows_of(
            strand=value.get("strand") or "",
            priority=value.get("priority") or "",
            district=value.get("district") or "",
            most=min(value.get("most") or LONGEST_LIST, LONGEST_LIST),
        )
        return context


class EventsBlock(NarrowedListBlock):
    """Events to come, soonest first, as they are when somebody reads the page."""

    heading = blocks.CharBlock(
        max_length=80, default="Coming up", help_text="The heading above the list."
    )
    rows_of = staticmethod(coming_rows)

    class Meta:
        icon = "date"
        label = "List of events to come"
        template = "cms/blocks/events.html"
        has_heading = True


class OutcomesBlock(NarrowedListBlock):
    """Verified outcomes, newest first, as they are when somebody reads the page."""

    heading = blocks.CharBlock(
        max_length=80, default="What came of it", help_text="The heading above the list."
    )
    rows_of = staticmethod(outcome_rows)

    class Meta:
        icon = "tick-inverse"
        label = "List of outcomes"
        template = "cms/blocks/outcomes.html"
        has_heading = True


class MapBlock(blocks.StructBlock):
    """The region as tiles: what is open in each place. Each tile leads to the list."""

    heading = blocks.CharBlock(
        max_length=80,
        default="Open opportunities by area",
        help_text="The heading above the map.",
    )

    class Meta:
        icon = "site"
        label = "Map of the region"
        template = "cms/blocks/map.html"
        has_heading = True

    def get_context(self, value: Any, parent_context: dict | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context)
        context["tiles"], context["note"] = region_map()
        return context
