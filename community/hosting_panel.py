"""Offers to host, for the custodians' desk."""

from typing import Any

from common.desk_panels import Panel, register
from common.pages import first_of

from .queries.rota import waiting_offers

SHOWN = 10


def offers() -> dict[str, Any]:
    """Those that wait for an answer. One query."""
    rows, count = first_of(waiting_offers(), SHOWN)
    return {"rows": rows, "count": count}


register(
    Panel(
        name="hosting",
        title="Offers to host",
        template="community/desk_hosting_panel.html",
        load=offers,
        order=52,
        minutes=5,
    )
)
