"""How an opportunity is said on pages, in feeds and in files: where, how much, what pay. No queries."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format

from skills.choices import Level

from .choices import Kind, Lifecycle, PayBasis, Sensitivity
from .models import Opportunity
from .partner_choices import PartnerKind


def where(opportunity: Opportunity) -> str:
    """``Coventry, hybrid``; ``Remote`` needs no place."""
    if opportunity.is_proposal:  # a short form does not ask how it is done
        return str(opportunity.district or "")
    pattern = opportunity.get_pattern_display()
    if opportunity.pattern == "remote" or opportunity.district is None:
        return pattern
    return f"{opportunity.district}, {pattern.lower()}"


def standing_word(opportunity: Opportunity) -> str:
    """Its lifecycle for a file; ``not sure yet`` of what is open and may never be."""
    lifecycle = opportunity.state.lifecycle
    return "not sure yet" if opportunity.tentative and lifecycle == Lifecycle.OPEN else lifecycle


def noun(opportunity: Opportunity) -> str:
    """``Placement``, ``Placement, not sure yet``."""
    kind = str(opportunity.get_kind_display())
    return f"{kind}, not sure yet" if opportunity.tentative else kind


def effort(opportunity: Opportunity) -> str:
    """``12 days``, ``15 hours a week``, or nothing."""
    days, hours = opportunity.days_of_effort, opportunity.hours_per_week
    said = []
    if days:
        said.append(f"{days} day{'' if days == 1 else 's'}")
    if hours:
        said.append(f"{hours} hour{'' if hours == 1 else 's'} a week")
    return ", ".join(said)


def shared(opportunity: Opportunity) -> str:
    """``Pantry: Monday: 7 hours a week. Library: Friday: 7 hours a week``, of a shared placement."""
    said = ""
    for row in opportunity.together:
        if row.kind == PartnerKind.SHARES:
            said = f"{opportunity.organisation.name}: {row.host_share}. "
            said += f"{row.organisation.name}: {row.partner_share}"
    return said


def when(opportunity: Opportunity) -> str:
    """``From 4 January 2027 to 31 March 2027``, as much of it as is known."""
    starts, ends = opportunity.starts, opportunity.ends
    if starts and ends:
        return f"{_day(starts)} to {_day(ends)}"
    if starts:
        return f"From {_day(starts)}"
    return f"By {_day(ends)}" if ends else ""


def pay(opportunity: Opportunity) -> str:
    """``£12.60 an hour``, ``Expenses only``, ``University bursary``; of a challenge only what is."""
    if opportunity.pay_amount is not None:
        amount = opportunity.pay_amount
        figure = f"{amount:,.0f}" if amount == amount.to_integral() else f"{amount:,.2f}"
        return f"£{figure} {opportunity.get_pay_period_display()}".strip()
    if opportunity.pay_basis == PayBasis.FUNDED and opportunity.funding_source:
        return opportunity.funding_source
    if opportunity.kind == Kind.CHALLENGE and opportunity.pay_basis == PayBasis.VOLUNTARY:
        return ""  # its form asks nothing about pay
    return str(opportunity.get_pay_basis_display())


def data(opportunity: Opportunity) -> str:
    """The sensitivity, without the half sentence that the form explains it with."""
    return str(Sensitivity(opportunity.sensitivity).label)


def _day(day: Any) -> str:
    return date_format(day, "j F Y")


def short_facts(opportunity: Opportunity) -> list[dict[str, str]]:
    """What a row of a list says at its side."""
    closes = opportunity.closes
    return [
        {"term": "Where", "value": where(opportunity)},
        {"term": "Effort", "value": effort(opportunity)},
        {"term": "Pay", "value": "" if opportunity.tentative else pay(opportunity)},
        {"term": "Closes", "value": date_format(closes, "j F Y") if closes else ""},
    ]


def all_facts(opportunity: Opportunity) -> list[dict[str, str]]:
    """What the panel of the page says."""
    closes = opportunity.closes
    # What is published counts the places that co-sponsors add, and what is taken already.
    seats = opportunity.state.seats_cap if opportunity.live else opportunity.seats
    funding = opportunity.funding_source
    return [
        {"term": "Where", "value": where(opportunity)},
        {"term": "When", "value": when(opportunity)},
        {"term": "Effort", "value": effort(opportunity)},
        {"term": "Shared", "value": shared(opportunity)},
        {"term": "Places", "value": str(seats) if seats > 1 else ""},
        {"term": "Pay", "value": "" if opportunity.tentative else pay(opportunity)},
        {"term": "Paid by", "value": funding if funding and funding != pay(opportunity) else ""},
        {"term": "Funding", "value": str(opportunity.get_funding_status_display())},
        {"term": "Data", "value": data(opportunity) if opportunity.kind != Kind.JOB else ""},
        {"term": "Closes", "value": date_format(closes, "l j F Y") if closes else ""},
    ]


def skill_marks(opportunity: Opportunity, held: Mapping[int, int] | None) -> list[dict[str, Any]]:
    """Its skills for a row: filled is a skill the reader has; ``held`` is None without a reader."""
    return [
        {
            "name": row.skill.name,
            "have": None if held is None else held.get(row.skill_id, 0) >= 1,
        }
        for row in opportunity.requirements.all()
    ]


def summary(opportunity: Opportunity) -> str:
    """The sentence for lists; without one, the first words of the description."""
    return opportunity.summary or _first_words(opportunity.description)


def row(opportunity: Opportunity, held: Mapping[int, int] | None = None) -> dict[str, Any]:
    """What ``components/row.html`` takes."""
    return {
        "title": opportunity.title,
        "url": opportunity.get_absolute_url(),
        "kind": f"{noun(opportunity)}, {opportunity.hosts}",
        "summary": summary(opportunity),
        "skills": skill_marks(opportunity, held),
        "facts": short_facts(opportunity),
    }


def shared_skills(opportunity: Opportunity, held: Mapping[int, int]) -> list[dict[str, Any]]:
    """How much of what it asks for the reader has: the reason where nobody matched the two."""
    asked = [item.skill_id for item in opportunity.requirements.all()]
    have = sum(1 for key in asked if held.get(key))
    if not have:
        return []
    all_of = "the one skill" if len(asked) == 1 else f"all {len(asked)} skills"
    share = all_of if have == len(asked) else f"{have} of the {len(asked)} skills"
    return [
        {"text": f"You have {share} it asks for", "state": "yes" if have == len(asked) else "near"}
    ]


def needs(
    opportunity: Opportunity,
    held: Mapping[int, int] | None = None,
    wanted: frozenset[int] | set[int] = frozenset(),
) -> list[dict[str, Any]]:
    """What ``components/why_row.html`` takes: the level asked, and the reader's beside it."""
    found = []
    for item in opportunity.requirements.select_related("skill"):
        asked = Level(item.level).label.lower()
        need = "Essential" if item.essential else "Desirable"
        level = (held or {}).get(item.skill_id, 0)
        if held is None:
            state, note = "plain", f"{need}. They ask {asked}"
        elif level >= item.level:
            state = "yes"
            note = f"{need}. They ask {asked}, you hold {Level(level).label.lower()}"
        elif level:
            gap = "one level below" if item.level - level == 1 else "some levels below"
            state = "near" if item.level - level == 1 else "no"
            note = f"{need}. They ask {asked}, you hold {Level(level).label.lower()}: {gap}"
        else:
            state, note = "no", f"{need}. They ask {asked}, and it is not in your profile"
        if item.skill_id in wanted and state in ("near", "no"):
            note += ", and one you want to learn"
        found.append(
            {
                "text": item.skill.name,
                "state": state,
                "held": level if held is not None else 0,
                "asked": item.level,
                "note": note,
            }
        )
    return found


def _first_words(description: str, most: int = 160) -> str:
    """The beginning of a plain text, cut at a word."""
    text = " ".join(description[:600].split())
    if len(text) <= most:
        return text
    return f"{text[:most].rsplit(' ', 1)[0].rstrip(' ,;:.')}…"


def job_posting(opportunity: Opportunity, *, base_url: str) -> dict[str, Any] | None:
    """Structured data, for paid posts only: calling volunteering a job misleads people."""
    if (
        opportunity.tentative
        or opportunity.pay_basis != PayBasis.PAID
        or opportunity.pay_amount is None
    ):
        return None
    units = {"hour": "HOUR", "year": "YEAR"}
    posted: dict[str, Any] = {
        "@type": "JobPosting",
        "title": opportunity.title,
        "description": opportunity.description,
        "url": f"{base_url}{opportunity.get_absolute_url()}",
        "hiringOrganization": _hiring(opportunity),
        "datePosted": opportunity.first_published_at and opportunity.first_published_at.date(),
        "employmentType": "TEMPORARY" if opportunity.kind == "placement" else "OTHER",
    }
    if opportunity.pay_period in units:
        posted["baseSalary"] = {
            "@type": "MonetaryAmount",
            "currency": "GBP",
            "value": {
                "@type": "QuantitativeValue",
                "value": str(Decimal(opportunity.pay_amount)),
                "unitText": units[opportunity.pay_period],
            },
        }
    if opportunity.closes:
        posted["validThrough"] = opportunity.closes
    if opportunity.pattern == "remote":
        posted["jobLocationType"] = "TELECOMMUTE"
        posted["applicantLocationRequirements"] = {"@type": "Country", "name": "United Kingdom"}
    elif opportunity.district:
        posted["jobLocation"] = {
            "@type": "Place",
            "address": {
                "@type": "PostalAddress",
                "addressLocality": opportunity.district.name,
                "addressCountry": "GB",
            },
        }
    return {name: value for name, value in posted.items() if value}


def _hiring(opportunity: Opportunity) -> dict[str, str] | list[dict[str, str]]:
    """The one that posted it; of a shared placement both."""
    beside = [row.organisation for row in opportunity.together]
    named = [
        {"@type": "Organization", "name": one.name} for one in (opportunity.organisation, *beside)
    ]
    return named if beside else named[0]
