"""Finding what an address means, and sending a form whose verb may refuse a move."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from common.forms import ForumForm
from common.policies import SignedInRequest
from common.stale import ChangingForm
from common.states import IllegalMove
from profiles.views.sending import sent

from ..models import Meeting
from .found_meeting import NOT_THERE

HIGHEST = 2**63 - 1


def found(rows: QuerySet, pk: int) -> Any:
    """The row with this key. Raises Http404, also for keys that no database has."""
    row = rows.filter(pk=pk).first() if pk <= HIGHEST else None
    if row is None:
        raise Http404(NOT_THERE)
    return row


def desk_meeting(pk: int) -> Meeting:
    """A meeting at the desk."""
    return found(Meeting.objects.select_related("series"), pk)


def done(
    request: SignedInRequest,
    form: ForumForm,
    act: Callable[[], object],
    *,
    now: Callable[[], ChangingForm] | None = None,
) -> bool:
    """As :func:`profiles.views.sending.sent`; a move that is refused is said in the form too."""
    try:
        return sent(request, form, act, now=now)
    except IllegalMove as error:
        form.add_error(None, str(error))
        form.refused = True  # type: ignore[attr-defined]
        return False


def status_of(*forms: ForumForm) -> int:
    """With which HTTP status a page shows these forms."""
    if any(getattr(form, "refused", False) or getattr(form, "is_stale", False) for form in forms):
        return 409
    return 422 if any(form.is_bound for form in forms) else 200


def desk_crumbs(*steps: tuple[str, str]) -> list[dict[str, str]]:
    """The way to a page of the desk; the last step is here."""
    way = [{"title": "The desk", "url": "/desk/"}]
    way += [{"title": title, "url": url} for title, url in steps[:-1]]
    return [*way, {"title": steps[-1][0]}]
