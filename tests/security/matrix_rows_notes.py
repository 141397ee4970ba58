"""Rows about attendance, notes and actions."""

from .matrix import Row, page, request


def _own_action(town, role: str) -> str:
    own = town.own_actions.get(role, town.their_action)
    return f"/me/actions/{own.pk}/"


NOTES: dict[str, Row] = {
    "P130": request(lambda town, role: f"/desk/meetings/{town.noted.pk}/people/attendance.csv"),
    "P133": request(
        lambda town, role: f"/meetings/not-named/{town.noted.pk}/",
        data={"name": "Noted student", "address": "noted.too@people.example"},
    ),
    "P134": page("/meetings/actions/"),
    "P135": request(
        _own_action,
        lambda town, role: f"/me/actions/{town.their_action.pk}/",
        data={"state": "open", "outcome": "It goes on."},
    ),
}
