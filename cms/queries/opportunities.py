"""Opportunities as rows of a page."""

from typing import Any

from django.db.models import Count
from django.utils.formats import date_format

from opportunities.choices import PayBasis
from opportunities.models import Opportunity
from opportunities.queries.partners import shown_partners


def latest_rows(
    *, most: int, kind: str = "", strand: str = "", priority: str = "", district: str = ""
) -> list[dict[str, Any]]:
    """The newest open opportunities, as ``components/row.html`` takes them. One query."""
    found = Opportunity.objects.open().select_related("organisation", "district")
    found = found.prefetch_related(shown_partners())
    if kind:
        found = found.filter(kind=kind)
    if strand:
        found = found.filter(strands__slug=strand)
    if priority:
        found = found.filter(priorities__slug=priority)
    if district:
        found = found.filter(district__slug=district)
    return [opportunity_row(opportunity) for opportunity in found[:most]]


def opportunity_row(opportunity: Opportunity) -> dict[str, Any]:
    """Kind, title, who and where; at the side how much work and until when."""
    where = opportunity.district.name if opportunity.district else "Anywhere in the region"
    return {
        "kind": opportunity.get_kind_display(),
        "title": opportunity.title,
        "url": opportunity.get_absolute_url(),
        "summary": f"{opportunity.hosts}, {where}",
        "aside": [line for line in (_effort(opportunity), _until(opportunity)) if line],
    }


def open_by_priority() -> dict[int, int]:
    """How many open opportunities serve each priority. One query."""
    found = Opportunity.objects.open().order_by().filter(priorities__isnull=False)
    return dict(found.values_list("priorities").annotate(Count("pk", distinct=True)))


def _effort(opportunity: Opportunity) -> str:
    """How much work it is and whether it is paid, in a few words."""
    words = []
    if opportunity.days_of_effort:
        words.append(_count(opportunity.days_of_effort, "day"))
    elif opportunity.starts and opportunity.ends:
        weeks = max(1, round((opportunity.ends - opportunity.starts).days / 7))
        words.append(_count(weeks, "week"))
    if opportunity.hours_per_week:
        words.append(f"{_count(opportunity.hours_per_week, 'hour')} a week")
    if opportunity.pay_basis in (PayBasis.PAID, PayBasis.FUNDED):
        words.append("paid" if opportunity.pay_basis == PayBasis.PAID else "funded")
    text = ", ".join(words)
    return text[:1].upper() + text[1:]


def _until(opportunity: Opportunity) -> str:
    if not opportunity.closes:
        return "Open until filled"
    return f"Closes {date_format(opportunity.closes, 'j F')}".replace(" ", "\N{NO-BREAK SPACE}")


def _count(number: int, noun: str) -> str:
    return f"{number}\N{NO-BREAK SPACE}{noun}" + ("" if number == 1 else "s")
