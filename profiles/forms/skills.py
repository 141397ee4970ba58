"""Skills with a level each, for people and for offers."""

from collections.abc import Iterable, Mapping

from django import forms
from django.db.models import Q

from common.forms import OneLine, PlainText
from common.stale import ChangingForm
from common.text import one_line
from skills.choices import Level, Status
from skills.models import Skill
from skills.queries import autocomplete, suggest_for
from skills.roles import roles, skills_of

from ..services.people import MOST_SKILLS

MOST_CANDIDATES = 60


class SkillLevelsForm(ChangingForm):
    """Skills with a level each: those already chosen, and those suggested from the words typed."""

    words = PlainText(
        label="Say it in your own words",
        max_length=5000,
        required=False,
        help_text="For example: I clean up spreadsheets and make maps. Or paste a list of modules. "
        "We only use it to suggest skills, and do not keep it.",
    )
    LEAVE_OUT = [(0, "Leave out")]
    ASKING: tuple[str, ...] = ("suggest",)

    def __init__(
        self,
        *args,
        chosen: dict[int, int] | None = None,
        evidence: dict[int, str] | None = None,
        **kwargs,
    ):
        super().__init__(*args, **kwargs)
        chosen = chosen or {}
        self.chosen = chosen
        self.lines = evidence or {}
        ids = dict.fromkeys(self._posted() if self.is_bound else chosen)
        self.found: list[tuple[Skill, tuple[str, ...]]] = []
        if self.wants_suggestions:
            self.found = self._find()
            ids.update(dict.fromkeys([*chosen, *(skill.pk for skill, _ in self.found)]))
        why = {skill.pk: words for skill, words in self.found}
        for skill in self.shown(ids, self.chosen):
            words = ", ".join(f"“{word}”" for word in why.get(skill.pk, ()))
            self.fields[f"level_{skill.pk}"] = self.level_field(
                skill, chosen.get(skill.pk, 0), because=words
            )
            if evidence is not None:
                self.fields[f"evidence_{skill.pk}"] = OneLine(
                    label=f"What shows your {skill.name}?",
                    max_length=200,
                    required=False,
                    initial=evidence.get(skill.pk, ""),
                )

    def stored(self) -> dict[str, int | str]:
        """What is chosen, with the lines beside it."""
        levels = {f"level_{pk}": level for pk, level in self.chosen.items()}
        return {**levels, **{f"evidence_{pk}": line for pk, line in self.lines.items()}}

    @staticmethod
    def shown(ids: Iterable[int], chosen: Mapping[int, int]) -> list[Skill]:
        """The skills to ask about: the first of ``ids``, a retired one only where it was chosen."""
        usable = Q(status=Status.LIVE) | Q(pk__in=chosen)
        first = list(ids)[:MOST_CANDIDATES]
        return list(Skill.objects.filter(usable, pk__in=first).order_by("name"))

    def level_field(self, skill: Skill, level: int, *, because: str = "") -> forms.TypedChoiceField:
        """Which level of this skill?"""
        return forms.TypedChoiceField(
            label=skill.name if skill.is_live else f"{skill.name} (no longer in use)",
            choices=[*self.LEAVE_OUT, *Level.choices],
            coerce=int,
            initial=level,
            help_text=f"Because you wrote {because}" if because else "",
            error_messages={"required": "Choose a level, or leave it out."},
        )

    def _find(self) -> list[tuple[Skill, tuple[str, ...]]]:
        """Skills to offer, each with the words that led to it."""
        return suggest_for(str(self.data.get("words", ""))[:5000], limit=12)

    def _posted(self, prefix: str = "level_") -> list[int]:
        """The skills whose level came with the form."""
        names = [name for name in self.data if name.startswith(prefix) and len(name) < 20]
        numbers = [name.removeprefix(prefix) for name in names]
        return [int(number) for number in numbers if number.isascii() and number.isdecimal()]

    def level_fields(self):
        """The bound fields of the skills, for the template: a level, and where asked a line."""
        names = ("level_", "evidence_")
        return [self[name] for name in self.fields if name.startswith(names)]

    @property
    def wants_suggestions(self) -> bool:
        """Whether the person asked for suggestions rather than to save."""
        return self.data.get("action") in self.ASKING

    def levels(self) -> dict[int, int]:
        """The chosen ``{skill id: level}``."""
        return self._taken("level_", self.chosen)

    def _taken(self, prefix: str, before: Mapping[int, int]) -> dict[int, int]:
        """The levels typed, and those from ``before`` that the page did not show: they stay."""
        unseen = {pk: level for pk, level in before.items() if f"{prefix}{pk}" not in self.fields}
        typed = {
            int(name.removeprefix(prefix)): level
            for name, level in self.cleaned_data.items()
            if name.startswith(prefix) and level
        }
        return {**unseen, **typed}

    def evidence(self) -> dict[int, str]:
        """What was written beside the chosen skills: ``{skill id: line}``."""
        chosen = self.levels()
        return {
            int(name[9:]): line
            for name, line in self.cleaned_data.items()
            if name.startswith("evidence_") and int(name[9:]) in chosen
        }

    def clean(self) -> dict:
        """Refuse more skills than a profile may list."""
        cleaned = super().clean() or self.cleaned_data
        count = len(self.levels())
        if count > MOST_SKILLS:
            raise forms.ValidationError(f"Choose {MOST_SKILLS} skills at most. You chose {count}.")
        return cleaned


class PersonSkillsForm(SkillLevelsForm):
    """The same for a person, who may also look a skill up by any of its names, or begin from a role."""

    ASKING = ("suggest", "look", "role")

    find = OneLine(
        label="Or name one",
        max_length=80,
        required=False,
        help_text="Any word people use for it will do, such as number crunching.",
    )
    role = forms.ChoiceField(
        label="Or begin from a role",
        required=False,
        choices=[("", "None of these"), *((name, f"I am a {name.lower()}") for name in roles())],
        help_text="Its usual skills and levels. Change or leave out what is not you.",
    )
    keep = forms.BooleanField(
        label="Keep my text, for me alone",
        required=False,
        help_text="Otherwise it is thrown away as soon as skills have been found in it.",
    )

    def _find(self) -> list[tuple[Skill, tuple[str, ...]]]:
        action, named = self.data.get("action"), one_line(self.data.get("find", ""), limit=80)
        if action == "suggest" and named and not str(self.data.get("words", "")).strip():
            action = "look"  # Enter after a name presses the first button of the page
        if action == "look":
            found = autocomplete(named, limit=8)
            return [(skill, (skill.via,) if skill.via else ()) for skill in found]
        if action == "role":
            levels = skills_of(str(self.data.get("role", "")))
            # Every field here takes one value, so a plain mapping of them is enough.
            usual = {f"level_{pk}": str(level) for pk, level in levels.items()}
            self.data = {**usual, **{name: self.data[name] for name in self.data}}
            return [(skill, ()) for skill in Skill.objects.filter(pk__in=levels)]
        return super()._find()
