"""What "introduction:12" means to the person it opened, for their page of who sees them."""

from collections.abc import Mapping

from opportunities.queries.partners import shown_partners
from profiles.causes import Words, register

from .models import Introduction


def introductions(ids: list[int]) -> Mapping[int, Words]:
    """The opportunity each introduction was about."""
    rows = Introduction.objects.filter(pk__in=ids).select_related("opportunity__organisation")
    rows = rows.prefetch_related(shown_partners("opportunity__"))
    return {
        row.pk: Words(
            text=f"Introduced to {row.opportunity.hosts}: {row.opportunity.title}",
            url=row.get_absolute_url(),
        )
        for row in rows
    }


register("introduction", introductions)
