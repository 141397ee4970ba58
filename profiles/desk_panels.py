"""What of profiles waits for a custodian."""

from common.desk_panels import Panel, register
from common.pages import first_of

from .models import Organisation
from .services.rescues import open_rescues

SHOWN = 20


def unverified() -> dict:
    """Organisations that wait to be confirmed, oldest first."""
    rows = Organisation.objects.filter(
        state__verified_at__isnull=True, state__suspended_at__isnull=True
    ).select_related("district")
    found, count = first_of(rows.order_by("created"), SHOWN)
    return {"organisations": found, "count": count}


register(
    Panel(
        name="organisations",
        title="Organisations to confirm",
        template="profiles/desk_organisations.html",
        load=unverified,
        order=30,
    )
)


def without_a_lead() -> dict:
    """Organisations that a custodian should find a lead for, longest first."""
    found, count = first_of(open_rescues(), SHOWN)
    return {"rescues": found, "count": count}


register(
    Panel(
        name="leaders",
        title="Organisations that need a lead",
        template="profiles/desk_leaders.html",
        load=without_a_lead,
        order=35,
    )
)
