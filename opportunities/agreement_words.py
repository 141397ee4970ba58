"""An agreement in words: its terms one by one, what differs from another version, what it lacks."""

from collections.abc import Iterable

from django.utils.formats import date_format

from skills.choices import Level
from skills.models import Skill

from .choices import Sensitivity
from .models import Agreement, Opportunity
from .words import effort, pay, where

LABELS = {
    "dates": "Dates",
    "days": "Days and hours",
    "place": "Where",
    "pay": "Pay",
    "supervisor": "Supervisor",
    "aims": "What the student will learn",
    "skills": "Skills, and the level aimed at",
    "data_handling": "Handling of data",
}
DATA = {
    Sensitivity.OPEN: "Only open data is used: anyone could see it.",
    Sensitivity.SHARED: (
        "The data is shared for this work only. It stays where the host keeps it, and is not passed on."
    ),
    Sensitivity.PERSONAL: (
        "The data is about people who could be known from it. It is used on the host’s own machines only, "
        "shown to nobody outside, and nothing of it is taken away at the end."
    ),
}
NEEDED = ("dates", "days", "supervisor", "aims", "data_handling")


def skill_names(agreements: Iterable[Agreement]) -> dict[int, str]:
    """The names of all the skills that these versions speak of, in one query."""
    ids = {skill_id for one in agreements for skill_id, _ in one.skills}
    return dict(Skill.objects.filter(pk__in=ids).values_list("pk", "name")) if ids else {}


def values(agreement: Agreement, names: dict[int, str]) -> dict[str, str]:
    """Each term as people read it, by its short name; empty where nothing is said."""
    starts, ends = agreement.starts, agreement.ends
    dates = [f"{date_format(day, 'j F Y')}" for day in (starts, ends) if day]
    return {
        "dates": " to ".join(dates) if len(dates) == 2 else "",
        "days": agreement.days,
        "place": agreement.place,
        "pay": agreement.pay,
        "supervisor": agreement.supervisor_name,
        "aims": agreement.aims,
        "skills": ", ".join(
            f"{names[skill_id]}: {Level(level).label.lower()}"
            for skill_id, level in agreement.skills
            if skill_id in names
        ),
        "data_handling": agreement.data_handling,
    }


def terms(agreement: Agreement, names: dict[int, str]) -> list[tuple[str, str]]:
    """(what, how) for a page."""
    found = values(agreement, names)
    return [(label, found[key]) for key, label in LABELS.items() if found[key]]


def differences(before: Agreement | None, after: Agreement) -> list[str]:
    """The names of the terms that are not what they were."""
    if before is None:
        return []
    names = skill_names([before, after])
    old, new = values(before, names), values(after, names)
    changed = [label for key, label in LABELS.items() if old[key] != new[key]]
    # An address is not shown, and another one is another person to ask.
    if before.supervisor_address != after.supervisor_address and "Supervisor" not in changed:
        changed.append("Supervisor")
    return changed


def lacks(agreement: Agreement) -> list[str]:
    """What has to be filled in before it can be sent."""
    found = values(agreement, {})
    missing = [LABELS[key] for key in NEEDED if not found[key]]
    if not agreement.supervisor_address and "Supervisor" not in missing:
        missing.append("The supervisor’s e-mail address")
    return missing


def first_terms(opportunity: Opportunity) -> dict[str, str]:
    """What the record says already, for the first draft."""
    data = str(DATA[Sensitivity(opportunity.sensitivity)])
    return {
        "days": effort(opportunity)[:200],
        "place": where(opportunity)[:200],
        "pay": pay(opportunity)[:200],
        "data_handling": "\n\n".join(filter(None, (data, opportunity.data_note)))[:2000],
    }
