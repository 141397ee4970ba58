"""Which priority of the Forum's vision a match serves.

The rule, as published: a placement or a job serves *training*; an offer from a university or a
business to a community organisation or a public body serves *mutual benefit*; everything else
serves the *community of practice*. Adjustments of the score name their own priority beside it.
"""

from mission.models import Priority
from opportunities.choices import Kind
from profiles.choices import OrganisationKind

PLACES = {"community": 0, "training": 1, "mutual": 2}
"""Where each stands among the three of the vision, for when custodians renamed the slugs."""

GIVERS = frozenset({OrganisationKind.UNIVERSITY, OrganisationKind.BUSINESS})
RECEIVERS = frozenset({OrganisationKind.COMMUNITY, OrganisationKind.PUBLIC})


def served(*, kind: str, giver: str | None, receiver: str) -> str:
    """ "training", "mutual" or "community", from the kinds of opportunity and organisations."""
    if kind in (Kind.PLACEMENT, Kind.JOB):
        return "training"
    if giver in GIVERS and receiver in RECEIVERS:
        return "mutual"
    return "community"


def by_name() -> dict[str, Priority]:
    """The three priorities: by the first word of their slug, else by their place in the vision."""
    rows = list(Priority.objects.order_by("order", "pk"))
    found = {}
    for name, place in PLACES.items():
        slug = next((row for row in rows if row.slug.startswith(name)), None)
        if slug or place < len(rows):
            found[name] = slug or rows[place]
    return found
