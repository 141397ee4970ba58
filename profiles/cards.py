"""What a person is shown as before anybody is named: the unnamed card, the same wherever it appears."""

from datetime import date

from django.utils import timezone

from .models import Person

STAGES = {
    "student": "A student",
    "graduate": "A graduate",
    "analyst": "A working analyst",
    "researcher": "A researcher",
    "returner": "Someone coming back to work",
    "expert": "An expert",
}


def card_title(*, stage: str, district: str) -> str:
    """What an unnamed person is called."""
    who = STAGES.get(stage, "Someone")
    return f"{who} in {district}" if district else who


def title_of(person: Person) -> str:
    """The card's title: a stage, and a district where one was said."""
    return card_title(stage=person.stage, district=person.district.name if person.district else "")


def facts_of(person: Person) -> list[dict[str, str]]:
    """Where and when, as the card shows them."""
    hours = f"{person.hours_per_week} hours a week" if person.hours_per_week else ""
    when = ", ".join(filter(None, [dates(person.available_from, person.available_until), hours]))
    pairs = {"Where": place(person.district, remote=person.remote), "When": when}
    return [{"term": term, "value": value} for term, value in pairs.items() if value]


def place(district, *, remote: bool) -> str:
    """A place in words: a district, or remote, or both."""
    if district is None:
        return "Remote" if remote else "Anywhere in the region"
    return f"{district.name} or remote" if remote else district.name


def dates(starts: date | None, ends: date | None) -> str:
    """A stretch of time in words; a start that has passed says nothing."""
    if starts and starts <= timezone.localdate():
        starts = None
    if starts and ends:
        return f"{day(starts)} to {day(ends)}"
    if starts:
        return f"From {day(starts)}"
    return f"Until {day(ends)}" if ends else ""


def day(value: date) -> str:
    """A date as people write it."""
    return f"{value.day} {value:%B %Y}"
