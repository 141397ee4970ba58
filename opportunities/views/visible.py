"""The opportunity behind an address, for whoever may see it."""

from django.http import Http404, HttpRequest

from .. import policies, queries
from ..models import Opportunity


def visible(request: HttpRequest, kind: str, slug: str) -> Opportunity:
    """The opportunity behind an address, or 404: drafts do not exist for strangers."""
    found = (
        queries.MODELS[kind]
        .objects.select_related("organisation__state", "district", "state")
        .filter(slug=slug)
        .first()
    )
    if found is None or not policies.may_see(request.user, found):
        raise Http404("We could not find that, or you cannot see it.")
    return found
