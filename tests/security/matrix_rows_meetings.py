"""Rows about meetings: who reads them, and who writes them."""

from .matrix import Row, request


def _public(town, role: str) -> str:
    return f"{town.meeting.get_absolute_url()}pack/"


MEETINGS: dict[str, Row] = {
    "P131": request(_public),
    "P132": request(
        lambda town, role: f"/desk/meetings/items/{town.item.pk}/edit/",
        data={"title": "Bus stops, counted", "kind": "ordinary"},
    ),
}
