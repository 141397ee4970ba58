"""Reads of the vocabulary: suggestions from text, completions, affinities, the pages."""

import threading
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Max, Prefetch, Q

from common.search import clean_query
from skills.choices import (
    BROADER_HELD,
    NARROWER_HELD,
    RELATED_HELD,
    SAME,
    LinkKind,
    Status,
)
from skills.completions import Completions
from skills.models import Skill, SkillAlias, SkillLink, SourceRecord
from skills.names import fold
from skills.suggest import Index, Term

# For people to tick from, a wrong suggestion costs more than a missed one.
LEAST_COVER = 0.7
LEAST_SHARE_OF_BEST = 0.12

_lock = threading.Lock()
_cached: tuple[tuple, Index] | None = None
_completions: tuple[tuple, Completions] | None = None


def vocabulary_version() -> tuple:
    """A cheap token that differs after every change: every change moves a skill's ``updated``."""
    counts = Skill.objects.aggregate(skills=Count("pk"), at=Max("updated"), top=Max("pk"))
    return (
        counts["skills"],
        counts["at"],
        counts["top"],
        SkillAlias.objects.count(),
        SkillLink.objects.count(),
    )


def suggest_for(text: str, limit: int = 12) -> list[tuple[Skill, tuple[str, ...]]]:
    """Skills in use that a text speaks of, best first, each with the words that led to it."""
    found = suggest_index().suggest(text, limit=limit, least_cover=LEAST_COVER)
    if not found:
        return []
    floor = found[0].score * LEAST_SHARE_OF_BEST
    skills = Skill.objects.live().in_bulk([one.key for one in found])
    return [
        (skills[one.key], one.words) for one in found if one.key in skills and one.score >= floor
    ]


def suggest_index() -> Index:
    """The suggester over the vocabulary as it is now; built once per change and process."""
    global _cached
    version = vocabulary_version()
    cached = _cached
    if cached is None or cached[0] != version:
        with _lock:
            if _cached is None or _cached[0] != version:
                _cached = (version, Index(_terms()))
            cached = _cached
    return cached[1]


def autocomplete(text: str, limit: int = 10) -> list[Skill]:
    """Skills in use whose name or alias begins with, or holds, what was typed.

    Each carries ``via``: the alias that was met, or nothing when it was the name. When nothing
    holds the text, names that differ by a slip of the finger are offered.
    """
    typed = fold(clean_query(text))
    if not typed:
        return []
    known = completions()
    met = known.complete(typed, limit)
    if not met and len(typed) >= 4:
        met = known.slips(typed, limit)
    order = sorted(met, key=lambda pk: (*met[pk][:2], pk))[:limit]
    skills = Skill.objects.in_bulk(order)
    for pk, skill in skills.items():
        skill.via = met[pk][2]
    return [skills[pk] for pk in order if pk in skills]


def completions() -> Completions:
    """The words of the vocabulary as it is now; read once per change and process."""
    global _completions
    counts = Skill.objects.aggregate(skills=Count("pk"), at=Max("updated"), top=Max("pk"))
    version = (counts["skills"], counts["at"], counts["top"])
    cached = _completions
    if cached is None or cached[0] != version:
        with _lock:
            if _completions is None or _completions[0] != version:
                aliases = SkillAlias.objects.filter(skill__status=Status.LIVE).order_by()
                _completions = (
                    version,
                    Completions(
                        Skill.objects.live().order_by().values_list("pk", "name"),
                        aliases.values_list("skill_id", "text", "folded"),
                    ),
                )
            cached = _completions
    return cached[1]


def affinities() -> dict[tuple[int, int], int]:
    """(held, asked) -> parts in a thousand that the held skill counts for; absent pairs: none.

    The same skill, or the one it was merged into, is 1000. A narrower one counts 800 where a
    broader one is asked, a broader one 500 where a narrower one is asked, two steps multiply
    (640 and 250), and a related one counts 300. The best of several ways holds.
    """
    worth: dict[tuple[int, int], int] = {}
    broader: dict[int, set[int]] = defaultdict(set)
    live = Status.LIVE
    rows = SkillLink.objects.filter(source__status=live, target__status=live)
    for source, target, kind in rows.values_list("source_id", "target_id", "kind"):
        if kind == LinkKind.BROADER:
            broader[source].add(target)
        else:
            _raise(worth, source, target, RELATED_HELD)
            _raise(worth, target, source, RELATED_HELD)
    for narrow, parents in broader.items():
        for parent in parents:
            _raise(worth, narrow, parent, NARROWER_HELD)
            _raise(worth, parent, narrow, BROADER_HELD)
            for grand in broader.get(parent, ()):
                if grand != narrow:
                    _raise(worth, narrow, grand, NARROWER_HELD * NARROWER_HELD // 1000)
                    _raise(worth, grand, narrow, BROADER_HELD * BROADER_HELD // 1000)
    for pk, into in Skill.objects.values_list("pk", "merged_into_id"):
        worth[(pk, pk)] = SAME
        if into:
            worth[(pk, into)] = worth[(into, pk)] = SAME
    return worth


def browse(*, text: str = "", kind: str = "", letter: str = ""):
    """Skills in use for the list page, by name, with their aliases ready."""
    skills = Skill.objects.live()
    if text:
        words = clean_query(text)
        skills = skills.matching(words) if words else skills.none()
    if kind:
        skills = skills.filter(kind=kind)
    if letter == "0-9":
        skills = skills.filter(name__regex=r"^[^A-Za-z]")
    elif letter:
        skills = skills.filter(name__istartswith=letter)
    return skills.by_name().prefetch_related("aliases")


def count_kinds(skills) -> dict[str, int]:
    """How many of ``skills`` there are of each kind."""
    rows = skills.order_by().prefetch_related(None).values_list("kind").annotate(n=Count("pk"))
    return dict(rows)


@dataclass
class Neighbours:
    """The skills around one: what it is part of, what it holds, what goes with it."""

    broader: list[Skill]
    narrower: list[Skill]
    related: list[Skill]


def neighbours(skill: Skill) -> Neighbours:
    """The skills in use that one is linked with, in the order of a dictionary."""
    around = Neighbours([], [], [])
    links = SkillLink.objects.filter(Q(source=skill) | Q(target=skill))
    seen = set()
    for link in links.select_related("source", "target"):
        outgoing = link.source_id == skill.pk
        other = link.target if outgoing else link.source
        if link.kind == LinkKind.RELATED:
            place, shelf = "related", around.related
        elif outgoing:
            place, shelf = "broader", around.broader
        else:
            place, shelf = "narrower", around.narrower
        if other.is_live and (place, other.pk) not in seen:
            seen.add((place, other.pk))
            shelf.append(other)
    nearer = {other.pk for other in around.broader + around.narrower}
    around.related = [other for other in around.related if other.pk not in nearer]
    for shelf in (around.broader, around.narrower, around.related):
        shelf.sort(key=lambda other: fold(other.name))
    return around


def all_broader(pk: int) -> set[int]:
    """The skill and all it is part of, step by step."""
    seen, edge = {pk}, {pk}
    while edge:
        links = SkillLink.objects.filter(source__in=edge, kind=LinkKind.BROADER)
        edge = set(links.values_list("target_id", flat=True)) - seen
        seen |= edge
    return seen


def framework_levels(skill: Skill) -> dict[str, str]:
    """What the government framework says each level of a skill means, where it says so."""
    row = SourceRecord.objects.filter(skill=skill, source="ddat").order_by("pk").first()
    return row.content.get("levels", {}) if row else {}


def _terms() -> list[Term]:
    aliases = Prefetch("aliases", SkillAlias.objects.only("skill_id", "text"))
    broader: dict[int, list[int]] = defaultdict(list)
    links = SkillLink.objects.filter(kind=LinkKind.BROADER).order_by("pk")
    for source, target in links.values_list("source_id", "target_id"):
        broader[source].append(target)
    skills = Skill.objects.live().only("pk", "name").order_by("pk").prefetch_related(aliases)
    return [
        Term(
            skill.pk,
            skill.name,
            tuple(alias.text for alias in skill.aliases.all()),
            tuple(broader[skill.pk]),
        )
        for skill in skills
    ]


def _raise(worth: dict, held: int, asked: int, permille: int) -> None:
    worth[(held, asked)] = max(worth.get((held, asked), 0), permille)
