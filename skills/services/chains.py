"""Which skill is part of which, while a list is read: a link that closes a circle is seen at once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from skills.choices import LinkKind
from skills.models import SkillLink, SourceRecord

Name = tuple[str, str]
"""A skill as a list names it: the list's name and its own key."""


class Chains:
    """The broader links that will be there after the import, as far as it has been read.

    ``spoken_of`` are the skills whose broader links the list tells anew: what it said of them
    before goes unless it says so again, so that it may turn a link round.
    """

    def __init__(self, skill_of: Mapping[Name, int], spoken_of: Iterable[Name]) -> None:
        self._skill_of = skill_of
        self._broader: defaultdict[int | Name, set[int | Name]] = defaultdict(set)
        said = self._said_before(set(spoken_of))
        rows = SkillLink.objects.filter(kind=LinkKind.BROADER)
        for source, target in rows.values_list("source_id", "target_id"):
            if (source, target) not in said:
                self._broader[source].add(target)

    def _said_before(self, spoken_of: set[Name]) -> set[tuple[int | None, int | None]]:
        labels = {f"{source} {LinkKind.BROADER}": source for source, _ in spoken_of}
        rows = SourceRecord.objects.filter(source__in=labels)
        return {
            (skill, self._skill_of.get((labels[label], target)))
            for label, key, skill, content in rows.values_list(
                "source", "key", "skill_id", "content"
            )
            if (labels[label], key) in spoken_of
            for target in content["targets"]
        }

    def take(self, part: Name, whole: Name) -> bool:
        """Note that ``part`` is part of ``whole``; False, and nothing noted, if that is a circle."""
        below, above = self._node(part), self._node(whole)
        if below == above or below in self._all_above(above):
            return False
        self._broader[below].add(above)
        return True

    def _node(self, name: Name) -> int | Name:
        return self._skill_of.get(name, name)

    def _all_above(self, start: int | Name) -> set[int | Name]:
        seen: set[int | Name] = set()
        waiting = [start]
        while waiting:
            for node in self._broader.get(waiting.pop(), ()):
                if node not in seen:
                    seen.add(node)
                    waiting.append(node)
        return seen
