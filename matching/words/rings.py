"""A ring in words: its title, one party's part of it, its rows as a table, what becomes of it."""

from typing import Any

from django.utils import timezone

from profiles.choices import OfferKind

from ..choices import Answer
from ..choices.rings import RingState
from ..models import Ring, RingArc, RingPart

GIVE, GET, BETWEEN = "You give", "You get", "Who is between"
NUMBERS = {1: "one", 2: "two", 3: "three", 4: "four", 5: "five"}
SHORT: dict[str, str] = {
    OfferKind.HOUR: "An hour of advice",
    OfferKind.MENTORING: "Mentoring",
    OfferKind.TRAINING: "Training",
    OfferKind.PROJECT_TEAM: "A project team",
    OfferKind.COHORT: "A student cohort",
    OfferKind.VENUE: "A room",
    OfferKind.DATA: "Data",
    OfferKind.FUNDING: "Funding",
}
STATUS = {
    RingState.FOUND: ("Found, nobody asked yet", ""),
    RingState.PROPOSED: ("Waiting for answers", ""),
    RingState.STARTED: ("Started", "done"),
    RingState.DONE: ("Done", "done"),
    RingState.DECLINED: ("Not this time", ""),
    RingState.EXPIRED: ("Ran out of time", ""),
    RingState.FELL_THROUGH: ("Fell through", ""),
    RingState.STOPPED: ("Stopped by a custodian", ""),
    RingState.SUPERSEDED: ("Replaced by a newer search", ""),
}


def in_words(number: int) -> str:
    """A small number as a word."""
    return NUMBERS.get(number, str(number))


def counted(number: int, one: str, many: str) -> str:
    """A number with its noun."""
    return f"{number} {one if number == 1 else many}"


def title(ring: Ring) -> str:
    """The name of a ring: what it is and how many organisations are in it."""
    parties = len(ring.parts.all())
    if ring.is_chain:
        return "A gift that reaches one" if parties == 2 else f"A chain of {in_words(parties)}"
    return f"A ring of {in_words(parties)}"


def heading(ring: Ring) -> str:
    """The sentence at the top of its page."""
    arcs = len(ring.arcs.all())
    if ring.is_chain:
        needs = "One need meets" if arcs == 1 else f"{in_words(arcs).capitalize()} needs meet"
        return f"{needs} a gift"
    return f"{in_words(arcs).capitalize()} needs meet in a ring"


def lede(ring: Ring) -> str:
    """What it means for whoever is in it."""
    parties = in_words(len(ring.parts.all()))
    everybody = "both" if parties == "two" else f"all {parties}"
    if ring.is_chain:
        return (
            "It starts with a gift that asks for nothing back, and each of you gives on to the "
            f"next. It goes ahead when {everybody} accept."
        )
    return (
        "Each of you gives something to the next, and gets something from the one before. It goes "
        f"ahead when {everybody} accept."
    )


def short(arc: RingArc) -> str:
    """What is given, in two or three words for a drawing."""
    return SHORT.get(arc.offer.kind, "Expertise")


def hours(number: int) -> str:
    """Hours in words; what the offer does not say is not invented."""
    return counted(number, "hour", "hours") if number else "hours not said"


def part_of(ring: Ring, organisation_id: int) -> list[dict[str, str]]:
    """One party's card: what it gives, what it gets, who is between; in giving order from it on."""
    arcs = list(ring.arcs.all())
    if not ring.is_chain:
        first = next((i for i, arc in enumerate(arcs) if arc.giver_id == organisation_id), 0)
        arcs = [*arcs[first:], *arcs[:first]]
    rows = []
    for arc in arcs:
        about = f"for “{arc.opportunity.title}”"
        if arc.giver_id == organisation_id:
            text = f"{_amount(arc)}, to {arc.taker.name}, {about}. {_when(arc)}"
            rows.append({"term": GIVE, "what": arc.offer.title, "text": text.strip()})
        elif arc.taker_id == organisation_id:
            text = f"{_amount(arc)}, from {arc.giver.name}, {about}. {_when(arc)}"
            rows.append({"term": GET, "what": arc.offer.title, "text": text.strip()})
        else:
            what = f"{arc.giver.name} gives {arc.taker.name}: {arc.offer.title}"
            text = f"{_amount(arc)}, {about}. {_when(arc)}"
            rows.append({"term": BETWEEN, "what": what, "text": text.strip()})
    order = {GIVE: 0, GET: 1, BETWEEN: 2}
    return sorted(rows, key=lambda row: order[row["term"]])


def _amount(arc: RingArc) -> str:
    text = hours(arc.hours)
    return text[:1].upper() + text[1:]


def _when(arc: RingArc) -> str:
    """The days both sides named: the later start, the earlier end."""
    starts = max((day for day in (arc.offer.starts, arc.opportunity.starts) if day), default=None)
    ends = min((day for day in (arc.offer.ends, arc.opportunity.ends) if day), default=None)
    if starts is not None and starts < timezone.localdate():
        starts = None
    if starts and ends and starts <= ends:
        return f"From {_day(starts)} to {_day(ends)}."
    if starts:
        return f"From {_day(starts)}."
    return f"By {_day(ends)}." if ends else ""


def _day(day: Any) -> str:
    return f"{day.day} {day:%B}"


def answer(ring: Ring, part: RingPart, *, mine: bool) -> tuple[str, str]:
    """(words, state) of a party's answer, as everybody in the ring may read it.

    A no is nobody's to see: a ring that came to nothing says only who had accepted.
    """
    if part.left_at is not None:
        return "Left", ""
    if part.answer == Answer.YES:
        day = timezone.localtime(part.answered_at)
        return f"Accepted on {day.day} {day:%B}", "done"
    if ring.state == RingState.PROPOSED:
        asked = timezone.localtime(ring.proposed_at)
        return ("Waiting for you", "late") if mine else (f"Asked on {asked.day} {asked:%B}", "")
    return ("Not asked yet" if ring.state == RingState.FOUND else "No longer asked"), ""


def table(ring: Ring, mine: set[int]) -> list[list[dict[str, Any]]]:
    """Its gifts as the rows of components/table.html; the parties in ``mine`` are called you."""
    parts = {part.organisation_id: part for part in ring.parts.all()}
    rows: list[list[dict[str, Any]]] = []
    arcs = list(ring.arcs.all())
    for arc in arcs:
        you = " (you)" if arc.giver_id in mine else ""
        text, state = "", ""
        if arc.giver_id in parts:
            text, state = answer(ring, parts[arc.giver_id], mine=arc.giver_id in mine)
        rows.append(
            [
                {"text": f"{arc.giver.name}{you}"},
                {"text": arc.offer.title, "label": "What", "url": arc.offer.get_absolute_url()},
                {
                    "text": f"{arc.taker.name}{' (you)' if arc.taker_id in mine else ''}",
                    "label": "To",
                },
                {"text": str(arc.hours or "not said"), "label": "Hours", "num": True},
                {"text": text, "label": "Answer", "status": state},
            ]
        )
    if ring.is_chain and arcs and arcs[-1].taker_id in parts:
        last = parts[arcs[-1].taker_id]
        text, state = answer(ring, last, mine=last.organisation_id in mine)
        rows.append(
            [
                {
                    "text": f"{last.organisation.name}{' (you)' if last.organisation_id in mine else ''}"
                },
                {"text": "Gives nothing on", "label": "What"},
                {"text": "Nobody", "label": "To"},
                {"text": "0", "label": "Hours", "num": True},
                {"text": text, "label": "Answer", "status": state},
            ]
        )
    return rows


def described(ring: Ring) -> str:
    """The whole of it in one sentence, for whoever does not see the drawing."""
    gives = [
        f"{arc.giver.name} gives {short(arc).lower()} to {arc.taker.name}"
        for arc in ring.arcs.all()
    ]
    return f"{'; '.join(gives)}."
