"""The row about the records of the mission: the editor's form of a step, sent."""

from mission.models import Node

from .matrix import Row, request


def _node() -> Node:
    return Node.objects.get(slug="local-pathways")


def _typed(town, which):
    node = _node()
    return {
        **{name: getattr(node, name) for name in ("title", "slug", "order", "column", "text")},
        "row": node.row_id,
        "leads_to": [one.pk for one in node.leads_to.all()],
    }


MISSION: dict[str, Row] = {
    "P121": request(
        lambda town, role: f"/admin/snippets/mission/node/edit/{_node().pk}/", data=_typed
    ),
}
