"""A profile as JSON Resume (jsonresume.org), and one read back: pure functions, nothing is saved here.

What we write can be read by others and by us. What others write is only ever suggested: skills are matched by
any name the vocabulary knows, the rest is offered to be ticked.
"""

import json
from dataclasses import dataclass, field
from typing import Any

from common.text import has_unreadable, many_lines, one_line
from skills.choices import Level

SCHEMA = "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json"
LARGEST = 200_000
MOST_SKILLS = 60
MOST_LINKS = 5
WORDS_FOR_LEVELS = {
    "awareness": 1, "beginner": 1, "basic": 1, "novice": 1, "foundational": 1,
    "working": 2, "intermediate": 2, "competent": 2,
    "practitioner": 3, "advanced": 3, "proficient": 3, "senior": 3,
    "expert": 4, "master": 4,
}  # fmt: skip


class NotAResume(ValueError):
    """Why a text is no JSON Resume, in words."""


@dataclass
class Resume:
    """What a JSON Resume says that a profile has a place for."""

    summary: str = ""
    links: list[str] = field(default_factory=list)
    held: dict[str, int] = field(default_factory=dict)
    wanted: dict[str, int] = field(default_factory=dict)
    words: str = ""


def write(seen) -> dict[str, Any]:
    """One's own portrait as JSON Resume. Access needs and a CV are never part of it."""
    person = seen.person
    links = [link for _, link in seen.links]
    basics: dict[str, Any] = {
        "name": person.name,
        "label": person.get_stage_display(),
        "email": seen.email,
        "summary": person.summary,
        "url": links[0] if links else "",
        "profiles": [{"network": host, "url": link} for host, link in seen.links[1:]],
    }
    if person.district:
        basics["location"] = {"region": person.district.name, "countryCode": "GB"}
    resume: dict[str, Any] = {
        "$schema": SCHEMA,
        "basics": {name: value for name, value in basics.items() if value},
        "skills": [
            {"name": row.skill.name, "level": row.get_level_display()}
            | ({"keywords": [row.evidence]} if row.evidence else {})
            for row in seen.held
        ],
        "interests": [
            {"name": row.skill.name, "keywords": [f"to learn: {row.get_level_display()}"]}
            for row in seen.wanted
        ],
    }
    if person.affiliation:
        resume["education"] = [{"institution": person.affiliation.name}]
    return resume


def read(text: str) -> Resume:
    """Read a JSON Resume; unknown parts are passed over. Raises NotAResume in words."""
    if len(text) > LARGEST:
        raise NotAResume("This file is larger than 200 kB, so it is hardly a CV in JSON.")
    try:
        found = json.loads(text, parse_constant=lambda name: None)
    except (ValueError, RecursionError):
        raise NotAResume("This is not valid JSON. Export it again as JSON Resume.") from None
    if not isinstance(found, dict) or not {"basics", "skills", "work"} & set(found):
        raise NotAResume("This is JSON, but not a JSON Resume: it has no basics and no skills.")
    basics = found.get("basics")
    basics = basics if isinstance(basics, dict) else {}
    resume = Resume(summary=_text(basics.get("summary"), 2000))
    addresses = [basics.get("url"), *(row.get("url") for row in _rows(basics.get("profiles")))]
    clean = [_text(address, 200) for address in addresses]
    resume.links = list(dict.fromkeys(filter(None, clean)))[:MOST_LINKS]
    for row in _rows(found.get("skills"))[:MOST_SKILLS]:
        name = one_line(_text(row.get("name"), 120))
        if name:
            resume.held[name] = level_of(_text(row.get("level"), 60))
    for row in _rows(found.get("interests"))[:MOST_SKILLS]:
        marks = [_text(one, 60) for one in _list(row.get("keywords"))]
        mark = next((one for one in marks if one.startswith("to learn: ")), "")
        name = one_line(_text(row.get("name"), 120))
        if name and mark:
            resume.wanted[name] = level_of(mark.removeprefix("to learn: "))
    resume.words = "\n".join(_said(found))[:5000]
    return resume


def level_of(word: str) -> int:
    """A level from whatever word stood there; working where it says nothing."""
    return WORDS_FOR_LEVELS.get(word.strip().lower(), int(Level.WORKING))


def _said(found: dict[str, Any]) -> list[str]:
    """The sentences in which somebody says what they did, to suggest skills from."""
    lines = []
    for row in _rows(found.get("skills")):
        lines += [_text(one, 120) for one in _list(row.get("keywords"))]
    for part in ("work", "volunteer", "projects", "education"):
        for row in _rows(found.get(part)):
            named = ("position", "summary", "description", "area")
            lines += [_text(row.get(name), 500) for name in named]
            for several in ("highlights", "courses", "keywords"):
                lines += [_text(one, 200) for one in _list(row.get(several))]
    return [line for line in lines if line]


def _rows(value: Any) -> list[dict[str, Any]]:
    return [row for row in _list(value) if isinstance(row, dict)]


def _list(value: Any) -> list[Any]:
    return value[:200] if isinstance(value, list) else []


def _text(value: Any, most: int) -> str:
    if not isinstance(value, str) or has_unreadable(value):
        return ""
    return many_lines(value).strip()[:most]
