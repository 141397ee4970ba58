"""What RFC 4287 asks of an Atom feed, asked of a parsed one. Nothing of ours is used."""

import datetime
import xml.etree.ElementTree as ET
from collections import Counter
from urllib.parse import urlsplit

ATOM = "{http://www.w3.org/2005/Atom}"
ONCE = ("id", "title", "updated")
AT_MOST_ONCE = (
    "content",
    "generator",
    "icon",
    "logo",
    "published",
    "rights",
    "subtitle",
    "summary",
)
KINDS_OF_TEXT = (None, "text", "html", "xhtml")


def atom_faults(raw: bytes) -> list[str]:
    """Each rule that the feed breaks, by its section; nothing is good."""
    feed = ET.fromstring(raw)
    if feed.tag != f"{ATOM}feed":
        return [f"4.1.1: the document is a {feed.tag}"]
    entries = feed.findall(f"{ATOM}entry")
    faults = [*_part(feed, "feed"), *_links(feed, wants="self")]
    for entry in entries:
        faults += _part(entry, "entry")
        if entry.find(f"{ATOM}content") is None:
            faults += _links(entry, wants="alternate")
        if feed.find(f"{ATOM}author") is None and entry.find(f"{ATOM}author") is None:
            faults.append("4.1.1: neither the feed nor an entry has an author")
    for author in feed.iter(f"{ATOM}author"):
        if not (author.findtext(f"{ATOM}name") or "").strip():
            faults.append("3.2.1: an author without a name")
    twice = [key for key, number in Counter(map(_identity, entries)).items() if number > 1]
    return faults + [f"4.1.1: two entries share {key}" for key in twice]


def _identity(entry: ET.Element) -> tuple[str | None, str | None]:
    return entry.findtext(f"{ATOM}id"), entry.findtext(f"{ATOM}updated")


def _part(part: ET.Element, name: str) -> list[str]:
    faults = []
    number = Counter(child.tag.removeprefix(ATOM) for child in part)
    faults += [f"4.1: {number[one]} {one} in a {name}" for one in ONCE if number[one] != 1]
    faults += [f"4.1: {number[one]} {one} in a {name}" for one in AT_MOST_ONCE if number[one] > 1]
    if not urlsplit(part.findtext(f"{ATOM}id") or "").scheme:
        faults.append(f"4.2.6: the id of a {name} is no IRI")
    for child in part:
        kind = child.tag.removeprefix(ATOM)
        if kind in ("updated", "published") and not _is_moment(child.text or ""):
            faults.append(f"3.3: {child.text} is no date with a zone")
        if kind in ("title", "subtitle", "summary", "rights"):
            if child.get("type") not in KINDS_OF_TEXT:
                faults.append(f"3.1.1: {kind} has type {child.get('type')}")
            if list(child) and child.get("type") != "xhtml":
                faults.append(f"3.1.1: {kind} holds markup")
    return faults


def _links(part: ET.Element, *, wants: str) -> list[str]:
    links = part.findall(f"{ATOM}link")
    kinds = [link.get("rel") or "alternate" for link in links]
    faults = [] if wants in kinds else [f"4.1: no link to {wants}"]
    return faults + [
        f"4.2.7: a link to {link.get('href')!r}"
        for link in links
        if not urlsplit(link.get("href") or "").scheme
    ]


def _is_moment(text: str) -> bool:
    try:
        return datetime.datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False
