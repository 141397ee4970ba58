"""Is the pay lawful? A judgement of the United Kingdom's minimum wage from plain values, in words.

It judges on the day somebody would start. It knows no ages, so pay between the rate for adults and the
lowest rate is for a custodian to look at, as is whatever cannot be turned into an hour's pay.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from .choices import PayBasis, PayException, PayPeriod, PayVerdict, WageBand

PENCE = Decimal("0.01")
WEEKS_A_YEAR = 52
DAYS_A_YEAR = 365


class Rate(NamedTuple):
    """What one band gets an hour, from a day on."""

    band: str
    pounds: Decimal
    starts: datetime.date


@dataclass(frozen=True)
class Terms:
    """What is offered. ``body`` is what the law calls the employer, as far as we know it."""

    basis: str
    amount: Decimal | None = None
    period: str = ""
    hours_per_week: int | None = None
    starts: datetime.date | None = None
    ends: datetime.date | None = None
    exception: str = ""
    body: str = "unknown"  # "charity or public", "business" or "unknown"


@dataclass(frozen=True)
class Judgement:
    """The verdict, and why, in a sentence for the poster and the custodian."""

    verdict: str
    reason: str


def judge(terms: Terms, rates: Sequence[Rate], *, today: datetime.date) -> Judgement:
    """Whether what is offered may be paid. Never raises: what cannot be known is *unsure*."""
    if terms.basis in (PayBasis.VOLUNTARY, PayBasis.EXPENSES):
        return _unpaid(terms)
    if terms.exception == PayException.COURSE:
        return _course(terms)
    if terms.amount is None:
        return _unsure("No amount is given, so we cannot compare it with the minimum wage.")
    hour = an_hour(terms)
    if hour is None:
        return _unsure(
            "We cannot turn the pay into pounds an hour. "
            + (
                "Give the hours a week, the start and the end."
                if terms.period == PayPeriod.TOTAL
                else "Give the hours a week."
            )
        )
    return _compared(hour, rates, terms.starts or today)


def an_hour(terms: Terms) -> Decimal | None:
    """The pay as pounds an hour, or None when hours or dates are missing."""
    if terms.amount is None:
        return None
    if terms.period == PayPeriod.HOUR:
        return terms.amount
    if not terms.hours_per_week:
        return None
    if terms.period == PayPeriod.YEAR:
        return _rounded(terms.amount / (terms.hours_per_week * WEEKS_A_YEAR))
    if terms.period == PayPeriod.TOTAL and terms.starts and terms.ends:
        days = (terms.ends - terms.starts).days + 1
        return _rounded(terms.amount * 7 / (terms.hours_per_week * days)) if days > 0 else None
    return None


def rates_on(rates: Sequence[Rate], day: datetime.date) -> dict[str, Rate]:
    """The rate of each band in force on a day."""
    found: dict[str, Rate] = {}
    for rate in sorted(rates, key=lambda one: one.starts):
        if rate.starts <= day:
            found[rate.band] = rate
    return found


def _compared(hour: Decimal, rates: Sequence[Rate], day: datetime.date) -> Judgement:
    known = rates_on(rates, day)
    adult = known.get(WageBand.ADULT)
    if adult is None:
        return _unsure(f"The table of minimum wages knows no rate for {_said(day)}.")
    lowest = min(rate.pounds for rate in known.values())
    if hour < lowest:
        return Judgement(
            PayVerdict.NOT_LAWFUL,
            f"£{hour} an hour is below every minimum wage on {_said(day)}: the rate from 21 on is "
            f"£{adult.pounds}, the lowest £{lowest}.",
        )
    if hour < adult.pounds:
        return _unsure(
            f"£{hour} an hour is below £{adult.pounds}, the minimum wage from 21 on that is in "
            f"force on {_said(day)}. It is lawful only for somebody younger or an apprentice."
        )
    # The rates change each April; a table that was not brought up to date must not say yes.
    if day >= datetime.date(adult.starts.year + 1, adult.starts.month, min(28, adult.starts.day)):
        return _unsure(
            f"£{hour} an hour is at least £{adult.pounds}, the last minimum wage that we know. "
            f"The table has no newer one for {_said(day)} yet."
        )
    return Judgement(
        PayVerdict.LAWFUL,
        f"£{hour} an hour is at least £{adult.pounds}, the minimum wage on {_said(day)}.",
    )


def _unpaid(terms: Terms) -> Judgement:
    if terms.exception == PayException.COURSE:
        return _course(terms)
    if terms.exception == PayException.NONE:
        return Judgement(
            PayVerdict.NOT_LAWFUL,
            "Without pay it is lawful only when a course requires it, for a year at most, or for "
            "a volunteer of a charity or public body.",
        )
    if terms.exception not in (PayException.VOLUNTEER, PayException.EXPENSES):
        return _unsure("Nobody has said why it may go without pay.")
    if terms.amount:
        return _unsure(
            "A volunteer gets expenses and no pay, but an amount is given. "
            "Ask whether it pays back what was spent."
        )
    if terms.body == "business":
        return Judgement(
            PayVerdict.NOT_LAWFUL,
            "Only a charity, a voluntary organisation or a public body may have volunteers. "
            "A business pays the minimum wage.",
        )
    if terms.body == "unknown":
        return _unsure(
            "Only a charity, a voluntary organisation or a public body may have volunteers. "
            "We hold no charity number: is it one?"
        )
    return Judgement(PayVerdict.LAWFUL, "A volunteer of a charity or public body needs no wage.")


def _course(terms: Terms) -> Judgement:
    if terms.starts is None or terms.ends is None:
        return _unsure(
            "Work that a course requires may go without the minimum wage for a year at most. "
            "Give the start and the end."
        )
    if (terms.ends - terms.starts).days > DAYS_A_YEAR:
        return Judgement(
            PayVerdict.NOT_LAWFUL,
            "Work that a course requires may go without the minimum wage for a year at most, "
            "and this is longer.",
        )
    return Judgement(
        PayVerdict.LAWFUL, "A course requires it, and it is a year at most: no minimum wage."
    )


def _unsure(reason: str) -> Judgement:
    return Judgement(PayVerdict.UNSURE, reason)


def _rounded(pounds: Decimal) -> Decimal:
    return pounds.quantize(PENCE, ROUND_HALF_UP)


def _said(day: datetime.date) -> str:
    return f"{day.day} {day:%B %Y}"
