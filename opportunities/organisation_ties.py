"""What keeps an organisation from being closed: placements that people can see or sit in."""

from profiles.ties import Tie, register

from .choices import Lifecycle
from .models import Placement


def live_placements(organisation_id: int) -> list[Tie]:
    """Published placements that have not ended, open or filled."""
    rows = Placement.objects.filter(
        organisation=organisation_id,
        live=True,
        state__lifecycle__in=[Lifecycle.OPEN, Lifecycle.FILLED],
    )
    return [Tie(title=row.title, url=row.get_absolute_url()) for row in rows.order_by("title")]


register("placements", live_placements)
