"""Which skills are needed: suggested from the poster's own words, ticked by the poster."""

from dataclasses import dataclass
from typing import Any

from common.forms import OneLine
from skills.choices import LEVEL_WORDS_FOR_POSTERS, Level
from skills.models import Skill
from skills.queries import autocomplete

from ..models import Opportunity
from ..services.drafting import MOST_REQUIREMENTS
from .steps import StepForm

MOST_SHOWN = 40
NEEDS = (("essential", "Essential"), ("desirable", "Good to have"))


@dataclass
class SkillRow:
    """One skill that can be ticked, with the words of the text that led to it."""

    skill: Skill
    words: tuple[str, ...] = ()
    ticked: bool = False
    level: int = int(Level.WORKING)
    essential: bool = True


class SkillsForm(StepForm):
    """Ticks, levels and needs. Works without scripts: looking for another skill sends the form."""

    find = OneLine(label="Add another skill", max_length=80, required=False)
    levels = [(int(level), LEVEL_WORDS_FOR_POSTERS[level]) for level in Level]
    needs = NEEDS

    def __init__(
        self,
        data: Any = None,
        *,
        draft: Opportunity,
        suggestions: list[tuple[Skill, tuple[str, ...]]],
        **kwargs: Any,
    ) -> None:
        super().__init__(data, **kwargs)
        self.rows: dict[int, SkillRow] = {}
        for item in draft.requirements.all():
            self.rows[item.skill_id] = SkillRow(
                item.skill, (), True, int(item.level), item.essential
            )
        for skill, words in suggestions:
            row = self.rows.setdefault(skill.pk, SkillRow(skill))
            row.words = tuple(words)
        if data is not None:
            self._read(data)

    @property
    def wants_more(self) -> bool:
        """Whether the button that looks for another skill was pressed."""
        return "look" in self.data

    def _read(self, data: Any) -> None:
        shown = _numbers(data.getlist("shown"))
        ticked = _numbers(data.getlist("skill"))
        missing = [pk for pk in [*shown, *ticked] if pk not in self.rows]
        for skill in Skill.objects.live().filter(pk__in=missing):
            self.rows[skill.pk] = SkillRow(skill)
        for pk, row in self.rows.items():
            row.ticked = pk in ticked
            level = str(data.get(f"level_{pk}", ""))
            if level in {"1", "2", "3", "4"}:
                row.level = int(level)
            row.essential = data.get(f"need_{pk}", "essential") != "desirable"
        self.unknown = [pk for pk in ticked if pk not in self.rows]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.wants_more:
            self._look(cleaned.get("find", ""))
            return cleaned
        ticked = [row for row in self.rows.values() if row.ticked]
        if self.unknown:
            self.add_error("find", "One of the skills is no longer in use. Choose again.")
        elif not ticked:
            self.add_error("find", "Tick at least one skill, or look for one here.")
        elif len(ticked) > MOST_REQUIREMENTS:
            self.add_error("find", f"Choose {MOST_REQUIREMENTS} skills at most.")
        return cleaned

    def _look(self, text: str) -> None:
        self.found = [] if not text else list(autocomplete(text, limit=10))
        for skill in self.found:
            self.rows.setdefault(skill.pk, SkillRow(skill))
        if text and not self.found:
            self.add_error("find", f"No skill is called “{text}”. Try a shorter or a plainer word.")
        if not text and "find" not in self.errors:
            self.add_error("find", "Type a skill to look for, such as statistics.")

    @property
    def values(self) -> dict[str, Any]:
        return {
            "requirements": [
                {"skill_id": pk, "level": row.level, "essential": row.essential}
                for pk, row in self.rows.items()
                if row.ticked
            ]
        }


def _numbers(given: list[str]) -> list[int]:
    """Keys among what was sent; anything else is left out, and never more than fit on a page."""
    return [
        int(item)
        for item in given[:MOST_SHOWN]
        if item.isascii() and item.isdigit() and len(item) < 12
    ]
