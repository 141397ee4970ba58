"""Rows about meetings: who reads them, and who writes them."""

from .matrix import Row, asked, request


def _read(town, role: str, which: str) -> str:
    """The agenda, all of it to print, and a meeting with notes and who was there."""
    here, noted = town.meeting.get_absolute_url(), town.noted.get_absolute_url()
    outcomes = {
        asked(town, role, path)[0] for path in (here, f"{here}pack/", noted, f"{noted}pack/")
    }
    return outcomes.pop() if len(outcomes) == 1 else f"mixed: {sorted(outcomes)}"


def _write(town, which: str) -> dict[str, str]:
    """Into an item of an agenda, or as the notes of another meeting."""
    if which == "foreign":
        return {"text": "Talks go on.", "reason": "It was too short."}
    return {"title": "Bus stops, counted", "kind": "ordinary"}


MEETINGS: dict[str, Row] = {
    "P131": Row(_read, twins=("own",)),
    "P132": request(
        lambda town, role: f"/desk/meetings/items/{town.item.pk}/edit/",
        lambda town, role: f"/desk/meetings/{town.noted.pk}/notes/{town.noted_item.pk}/",
        data=_write,
    ),
}
