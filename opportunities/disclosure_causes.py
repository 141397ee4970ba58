"""What "application:12" and "team:12" mean to the person it opened, for their page of who sees them."""

from collections.abc import Mapping

from profiles.causes import Words, register

from .models import Application, TeamMember
from .queries.partners import shown_partners


def applications(ids: list[int]) -> Mapping[int, Words]:
    """The opportunity that each application is for."""
    rows = Application.objects.filter(pk__in=ids).select_related("opportunity__organisation")
    rows = rows.prefetch_related(shown_partners("opportunity__"))
    return {
        row.pk: Words(
            text=f"You applied to {row.opportunity.hosts}: {row.opportunity.title}",
            url=row.get_absolute_url(),
        )
        for row in rows
    }


register("application", applications)


def teams(ids: list[int]) -> Mapping[int, Words]:
    """The opportunity for which each team applied."""
    rows = TeamMember.objects.filter(pk__in=ids).select_related("opportunity__organisation")
    rows = rows.prefetch_related(shown_partners("opportunity__"))
    return {
        row.pk: Words(
            text=f"Your team applied to {row.opportunity.hosts}: {row.opportunity.title}",
            url=f"/applications/{row.application_id}/team/",
        )
        for row in rows
    }


register("team", teams)
