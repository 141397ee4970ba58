"""A flier or a newsletter, pasted as text: blocks that have a date and a title.

Two shapes are read. A block with an empty line before and after it, one line of which holds a date; and a
list with one date to a line. Anything else is passed over, and said.
"""

import datetime
import re

from .found import EARLIEST, LATEST, Found, Reading, Unreadable, line, lines, shortened, web_address

MOST_CHARACTERS = 60_000
MONTHS = (
    *("jan", "feb", "mar", "apr", "may", "jun"),
    *("jul", "aug", "sep", "oct", "nov", "dec"),
)
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_WEEKDAY = (
    r"(?:(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?\.?,?\s+(?:the\s+)?)?"
)
_YEAR = r"(?:,?\s+(?P<year>20\d\d))?"
DATES = (
    re.compile(
        rf"\b{_WEEKDAY}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}\b\.?{_YEAR}", re.I
    ),
    re.compile(rf"\b{_WEEKDAY}{_MONTH}\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b{_YEAR}", re.I),
    re.compile(r"\b(?P<year>20\d\d)-(?P<number>\d\d)-(?P<day>\d\d)\b"),
    re.compile(r"\b(?P<day>\d{1,2})[/.](?P<number>\d{1,2})[/.](?P<year>20\d\d)\b"),
)
_TIME = r"(?:(?:[01]?\d|2[0-3])[:.][0-5]\d(?:\s?[ap]\.?m\b\.?)?|(?:1[0-2]|0?[1-9])\s?[ap]\.?m\b\.?|\bnoon\b|\bmidday\b)"
_HALF = r"(?:(?:[01]?\d|2[0-3])(?:[:.][0-5]\d)?)"
TIMES = re.compile(
    rf"(?<![\d£.:])(?:from\s+)?(?P<begins>{_TIME}|{_HALF}(?=\s?(?:-|–|—|to|until)\s?{_TIME}))"
    rf"(?:\s?(?:-|–|—|to|until|till)\s?(?P<finishes>{_TIME}))?",
    re.I,
)
_ADDRESS = re.compile(r"https?://[^\s<>\"']{3,480}", re.I)
_PLACE = re.compile(r"^\s*(?:where|venue|place|location|at)\s*:\s*(?P<place>.+)$", re.I)
_LABEL = re.compile(r"^\s*(?:what|title|event)\s*:\s*", re.I)
_WHEN = re.compile(r"^\s*(?:when|date|time)\s*:\s*", re.I)
_EDGES = " \t-–—:;,.|•*·"


def read_flier(text: str, *, today: datetime.date) -> Reading:
    """Every block with a date and a title. Raises :class:`Unreadable` where there is none, or too much."""
    if len(text) > MOST_CHARACTERS:
        raise Unreadable(f"This is longer than {MOST_CHARACTERS:,} characters. Paste it in parts.")
    found: list[Found] = []
    passed = 0
    over = 0
    for block in _blocks(text):
        row = _read_block(block, today)
        if row is None:
            passed += 1
        elif row.day < today:
            over += 1
        else:
            found.append(row)
    if not found and over:
        raise Unreadable("Every date in this text has passed.")
    if not found:
        raise Unreadable(
            "No date with a title was found. Put each event in lines of its own, with its day, such as "
            "“3 December 2026, 18:00 to 20:00”, and an empty line between two events."
        )
    notes = []
    if over:
        notes.append(f"{over} with a date that has passed {_were(over)} left out.")
    if passed:
        notes.append(f"{passed} without a date or a title {_were(passed)} passed over.")
    return Reading(shortened(found, notes), notes)


def _were(number: int) -> str:
    return "was" if number == 1 else "were"


def _blocks(text: str) -> list[list[str]]:
    """Lines that belong together: between empty lines, and apart where one block holds several dates."""
    blocks: list[list[str]] = []
    for part in re.split(r"\n[ \t]*\n", lines(text, MOST_CHARACTERS)):
        rows = [row for row in part.split("\n") if row.strip()]
        dated = [place for place, row in enumerate(rows) if _date_in(row)]
        if len(dated) < 2:
            blocks.append(rows)
            continue
        # A list: each line with a date opens an event, unless titles stand above their dates.
        lead = dated[0]
        starts = [max(0, place - lead) for place in dated]
        starts[0] = 0
        blocks += [rows[a:b] for a, b in zip(starts, [*starts[1:], len(rows)], strict=True)]
    return [block for block in blocks if block]


def _date_in(text: str) -> re.Match[str] | None:
    for pattern in DATES:
        if match := pattern.search(text):
            return match
    return None


def _read_block(rows: list[str], today: datetime.date) -> Found | None:
    found = Found(title="", day=today)
    dated = False
    words: list[str] = []
    for row in rows:
        if not found.link and (address := _ADDRESS.search(row)):
            found.link = web_address(address[0].rstrip(".,;)"))
            row = row.replace(address[0], " ")
        if place := _PLACE.match(row):
            found.place = line(_trimmed(place["place"]), 160)
            continue
        match = None if dated else _date_in(row)
        if match:
            day = _day(match, today)
            if day is None:
                return None
            found.day, dated = day, True
            row = f"{row[: match.start()]} | {row[match.end() :]}"
        timed = None if found.begins else TIMES.search(row)
        if timed:
            found.begins, found.finishes = _times(timed)
            row = f"{row[: timed.start()]} | {row[timed.end() :]}"
        row = _WHEN.sub("", row) if match or timed else row
        pieces = [piece for part in row.split("|") if (piece := _trimmed(part))]
        words += pieces if match or timed else [row.strip()] if pieces else []
    if not dated or not words:
        return None
    found.title = line(_trimmed(_LABEL.sub("", words.pop(0))), 160)
    if not found.place and words and len(words[0]) <= 80 and not words[0].endswith("."):
        found.place = line(words.pop(0), 160)
    found.description = lines("\n".join(words), 8000)
    said = f"{found.title} {found.place}".lower()
    found.online = bool(re.search(r"\bonline\b|\bzoom\b|\bwebinar\b", said))
    _settle(found)
    return found if found.title else None


def _trimmed(text: str) -> str:
    """Without dashes and dots at its ends, and without one half of a pair of brackets."""
    text = text.strip(_EDGES + "\xa0")
    if text.count("(") != text.count(")"):
        text = text.strip("()").strip(_EDGES) if text[:1] in "()" or text[-1:] in "()" else text
    return text if text.strip("()") else ""


def _settle(found: Found) -> None:
    """Say what was not there. An end is put in, with a note; a beginning never is."""
    if found.begins is None:
        found.notes.append("No time was found. Give it.")
    elif found.finishes is None:
        late = found.begins.hour == 23
        found.finishes = (
            datetime.time(23, 59) if late else found.begins.replace(hour=found.begins.hour + 1)
        )
        found.notes.append("No end was given, so an hour was put in.")
    if not found.place and not found.online:
        found.notes.append("No place was found.")


def _day(match: re.Match[str], today: datetime.date) -> datetime.date | None:
    parts = match.groupdict()
    month = (
        int(parts["number"])
        if parts.get("number")
        else 1 + MONTHS.index(parts["month"][:3].lower())
    )
    try:
        if parts.get("year"):
            day = datetime.date(int(parts["year"]), month, int(parts["day"]))
            return day if EARLIEST <= day <= LATEST else None
        # Without a year it is the next such day.
        for year in range(today.year, today.year + 5):
            try:
                day = datetime.date(year, month, int(parts["day"]))
            except ValueError:
                continue
            if day >= today:
                return day
    except ValueError:
        return None
    return None


def _times(match: re.Match[str]) -> tuple[datetime.time | None, datetime.time | None]:
    finishes = _time(match["finishes"]) if match["finishes"] else None
    begins = _time(match["begins"])
    if begins and finishes and not _says_half(match["begins"]) and _says_half(match["finishes"]):
        # "6 to 8pm": the first has the half of the day of the second, unless it would end before it starts.
        later = begins.replace(hour=begins.hour + 12) if begins.hour < 12 else begins
        if finishes.hour >= 12 and later < finishes:
            begins = later
    return begins, finishes


def _says_half(text: str) -> bool:
    return bool(re.search(r"[ap]\.?m|noon|midday|:", text, re.I))


def _time(text: str) -> datetime.time | None:
    text = text.lower().strip()
    if text in ("noon", "midday"):
        return datetime.time(12)
    numbers = re.findall(r"\d+", text)
    hour, minute = int(numbers[0]), int(numbers[1]) if len(numbers) > 1 else 0
    if re.search(r"p\.?m", text) and hour < 12:
        hour += 12
    elif re.search(r"a\.?m", text) and hour == 12:
        hour = 0
    return datetime.time(hour, minute) if hour < 24 and minute < 60 else None
