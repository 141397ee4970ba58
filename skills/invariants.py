"""What must always be true of the vocabulary."""

from collections.abc import Iterator

from common.invariants import invariant
from skills.choices import LinkKind, Status
from skills.models import Skill, SkillAlias, SkillLink


@invariant("SKILLS-01: a merged skill points at one in use, or at one retired since")
def merged_skills_point_somewhere() -> Iterator[str]:
    for skill in Skill.objects.filter(status=Status.MERGED).select_related("merged_into"):
        if skill.merged_into is None:
            yield f"{skill.slug} is merged into nothing"
        elif skill.merged_into.status == Status.MERGED:
            yield f"{skill.slug} points at {skill.merged_into.slug}, which was merged itself"


@invariant("SKILLS-02: every alias leads to a skill in use")
def no_alias_leads_nowhere() -> Iterator[str]:
    # In two plain queries: SQLite plans a NOT EXISTS over 100,000 aliases badly.
    dead = list(SkillAlias.objects.exclude(skill__status=Status.LIVE).select_related("skill"))
    words = {alias.folded for alias in dead}
    living = SkillAlias.objects.filter(folded__in=words, skill__status=Status.LIVE)
    found = set(living.values_list("folded", flat=True))
    for alias in dead:
        if alias.folded not in found:
            yield f"“{alias.text}” leads only to {alias.skill.slug}, which is {alias.skill.status}"


@invariant("SKILLS-03: no circle of merged or broader skills")
def no_circles() -> Iterator[str]:
    merges = Skill.objects.filter(merged_into__isnull=False)
    yield from _circles("merged into", merges.values_list("pk", "merged_into_id"))
    broader = SkillLink.objects.filter(kind=LinkKind.BROADER)
    yield from _circles("part of", broader.values_list("source_id", "target_id"))


def _circles(words: str, pairs) -> Iterator[str]:
    """What is left after taking away, again and again, those that point at nothing."""
    ahead: dict[int, set[int]] = {}
    for source, target in pairs:
        ahead.setdefault(source, set()).add(target)
    while True:
        ends = [pk for pk, targets in ahead.items() if not targets & ahead.keys()]
        if not ends:
            break
        for pk in ends:
            del ahead[pk]
    if ahead:
        slugs = Skill.objects.filter(pk__in=sorted(ahead)[:10]).values_list("slug", flat=True)
        yield f"skills {words} each other in a circle: {', '.join(sorted(slugs))}"
