"""Rows about rings: seen, answered, left, proposed, shown."""

from .matrix import Row, page, request

RINGS: dict[str, Row] = {
    "P104": request(
        lambda town, role: f"/rings/{town.ring.pk}/",
        lambda town, role: f"/rings/{town.their_ring.pk}/",
    ),
    "P105": request(
        lambda town, role: f"/rings/{town.ring.pk}/accept/",
        lambda town, role: f"/rings/{town.their_ring.pk}/accept/",
        data={},
    ),
    "P106": request(
        lambda town, role: f"/rings/{town.started_ring.pk}/leave/",
        lambda town, role: f"/rings/{town.their_started_ring.pk}/leave/",
        data={},
    ),
    "P107": request(lambda town, role: f"/rings/{town.found_ring.pk}/propose/", data={}),
    "P108": page("/rings/"),
}
