"""Challenges that look like a draft: live and ended ones that share its skills and its words."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, QuerySet, prefetch_related_objects

from common.search import search

from ..choices import Kind, Lifecycle
from ..models import Challenge, Opportunity, Requirement

MOST_SHOWN = 3
MOST_LOOKED_AT = 40
MOST_WORDS = 8
LEAST_LIKENESS = 3
LETTERS = 5  # a shorter word says little, and two words with the same beginning say the same
WORD = re.compile(r"[^\W\d_]{4,}")
# Words that most problems are told in.
COMMON = """
about after again also because been before being better case could data does doing done from have
help here into know like list made make many more most much need only other over people question
said same should show some such than that their them then there these they thing this time today
used using want well were what when where which while will with work would year years your
"""
SAYS_NOTHING = frozenset(COMMON.split())


@dataclass(frozen=True)
class Alike:
    """One that looks alike, and why, in a sentence."""

    opportunity: Opportunity
    why: str
    ended: bool


def look_alike(draft: Opportunity) -> list[Alike]:
    """At most three public challenges, the likest first; constant queries however many there are."""
    requirements = list(draft.requirements.all())
    prefetch_related_objects(requirements, "skill")  # none, of a draft that was read together
    names = {row.skill_id: row.skill.name for row in requirements}
    wanted = set(names)
    words = _words(f"{draft.title} {draft.summary} {draft.benefit}")
    public = Challenge.objects.public().exclude(pk=draft.pk)
    public = public.select_related("organisation", "state")
    rows = {row.pk: row for row in _by_words(public, list(words.values()))}
    rows |= {row.pk: row for row in _by_skills(public, wanted)}
    asked: dict[int, set[int]] = {}
    for key, skill in Requirement.objects.filter(
        opportunity__in=list(rows), skill__in=wanted
    ).values_list("opportunity_id", "skill_id"):
        asked.setdefault(key, set()).add(skill)
    found = []
    for row in rows.values():
        skills = sorted(names[skill] for skill in asked.get(row.pk, ()))
        theirs = _words(f"{row.title} {row.summary} {row.description[:1000]}")
        shared = [word for stem, word in words.items() if stem in theirs][:4]
        if len(skills) + 2 * len(shared) >= LEAST_LIKENESS:
            found.append((2 * len(shared) + len(skills), row, skills, shared))
    found.sort(key=lambda item: (-item[0], -item[1].pk))
    return [
        Alike(row, _why(skills, shared), row.state.lifecycle != Lifecycle.OPEN)
        for _, row, skills, shared in found[:MOST_SHOWN]
    ]


def _words(text: str) -> dict[str, str]:
    """(beginning -> word as written) of the words that say something, first come first."""
    found: dict[str, str] = {}
    for word in WORD.findall(text):
        low = word.lower()
        if low not in SAYS_NOTHING:
            found.setdefault(low[:LETTERS], low)
    return found


def _by_words(public: QuerySet, words: list[str]) -> Iterable[Opportunity]:
    if not words:
        return []
    return search(public, " ".join(words[:MOST_WORDS]), operator="or")[:MOST_LOOKED_AT]


def _by_skills(public: QuerySet, wanted: set[int]) -> Iterable[Opportunity]:
    if not wanted:
        return []
    keys = (
        Requirement.objects.filter(
            skill__in=wanted, opportunity__kind=Kind.CHALLENGE, opportunity__live=True
        )
        .order_by()
        .values("opportunity_id")
        .annotate(shared=Count("pk"))
        .filter(shared__gte=min(2, len(wanted)))
        .order_by("-shared", "-opportunity_id")
        .values("opportunity_id")
    )
    return public.filter(pk__in=keys[:MOST_LOOKED_AT])


def _why(skills: list[str], words: list[str]) -> str:
    said = []
    if words:
        said.append(f"Both speak of {_listed(words)}.")
    if skills:
        said.append(f"Both ask for {_listed(skills)}.")
    return " ".join(said)


def _listed(names: list[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]
