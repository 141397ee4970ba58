"""Rows about placement rounds and their runs."""

from .matrix import Row, request


def _desk(*more: str) -> Row:
    """A page of the round at the desk."""

    def where(town, role: str) -> str:
        path = "/".join(str(part) for part in more)
        return f"/desk/rounds/{town.round.slug}/{path}".replace("RUN", str(town.round_run.pk))

    return request(where)


def _own_preferences(town, role: str) -> str:
    """An applicant's list; a host's tiers."""
    if role in ("member", "lead"):
        return f"{town.round.get_absolute_url()}tiers/{town.our_place.pk}/"
    return f"{town.round.get_absolute_url()}ranking/"


def _their_tiers(town, role: str) -> str:
    return f"{town.round.get_absolute_url()}tiers/{town.their_place.pk}/"


ROUND_ROWS: dict[str, Row] = {
    "P088": request(lambda town, role: town.round.get_absolute_url()),
    "P089": _desk("edit/"),
    "P090": request(_own_preferences, _their_tiers),
    "P091": request(_their_tiers),
    "P092": _desk("scenario/"),
    "P093": _desk("runs/RUN/"),
    "P094": _desk("compare/"),
    "P095": _desk("by-hand/"),
    "P096": _desk("runs/RUN/publish/"),
    "P097": request(lambda town, role: f"{town.published_round.get_absolute_url()}instance.json"),
    "P098": _desk("runs/RUN/snapshot.json"),
}
