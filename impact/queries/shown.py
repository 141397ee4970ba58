"""Outcomes as lines of lists, and one of them."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from ..models import Outcome
from ..named import line


def one_outcome(pk: int) -> Outcome | None:
    """One outcome with all that its page and the policies ask for."""
    if pk >= 2**63:
        return None
    rows_ = Outcome.objects.for_lists().select_related("opportunity__organisation", "event")
    return rows_.filter(pk=pk).first()


def row(outcome: Outcome) -> dict[str, Any]:
    """What ``components/row.html`` takes."""
    since = outcome.published_at
    day = date_format(timezone.localtime(since), "j F Y") if since else ""
    where = outcome.district.name if outcome.district else ""
    return {
        "title": outcome.title,
        "url": outcome.get_absolute_url(),
        "kind": outcome.node.title if outcome.node else "",
        "summary": f"For {outcome.for_whom[:1].lower()}{outcome.for_whom[1:]}",
        "aside": [text for text in (line(outcome), where, day) if text],
    }


def rows(found: Iterable[Outcome]) -> list[dict[str, Any]]:
    """Several of them."""
    return [row(outcome) for outcome in found]


def tells_of(organisation: Any) -> Any:
    """Published outcomes that an organisation is named with."""
    consents = {"consents__organisation": organisation, "consents__may_name": True}
    return Outcome.objects.public().filter(**consents).for_rows()
