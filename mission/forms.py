"""The editor's forms of the mission's records: what an invariant would find is said at its field."""

from typing import Any

from common.editor_forms import RecordForm

from .choices import points_forward
from .models import Node


class NodeForm(RecordForm):
    """A step of the theory of change."""

    def clean(self) -> dict[str, Any]:
        """Every arrow, from here and to here, points to a later column."""
        given = super().clean() or self.cleaned_data
        column = given.get("column")
        if not column:
            return given
        back = [
            node for node in given.get("leads_to") or () if not points_forward(column, node.column)
        ]
        if back:
            self.add_error(
                "leads_to", f"Only to the right of this one: {_titles(back)} does not stand there."
            )
        before = Node.objects.filter(links_out__target=self.instance.pk) if self.instance.pk else []
        late = [node for node in before if not points_forward(node.column, column)]
        if late:
            self.add_error("column", f"{_titles(late)} leads here, and has to stand further left.")
        return given


class PriorityForm(RecordForm):
    """A priority of the vision."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["strands"].required = True
        self.fields["strands"].error_messages["required"] = "Tick at least one strand it serves."


class DistrictForm(RecordForm):
    """A place of the region."""

    def clean_neighbours(self) -> Any:
        """Other places only."""
        chosen = self.cleaned_data["neighbours"]
        if self.instance in chosen:
            self.add_error("neighbours", "A place is not its own neighbour.")
        return chosen


def _titles(nodes: list[Node]) -> str:
    return ", ".join(f"“{node}”" for node in nodes)
