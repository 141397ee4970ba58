"""Skills with a level each, for people and for offers."""

from django import forms

from common.forms import ForumForm, OneLine, PlainText
from skills.choices import Level
from skills.models import Skill
from skills.queries import suggest_for

from ..services.people import MOST_SKILLS

MOST_CANDIDATES = 60


class SkillLevelsForm(ForumForm):
    """Skills with a level each: those already chosen, and those suggested from the words typed."""

    words = PlainText(
        label="Say it in your own words",
        max_length=5000,
        required=False,
        help_text="For example: I clean up spreadsheets and make maps. Or paste a list of modules. "
        "We only use it to suggest skills, and do not keep it.",
    )
    LEAVE_OUT = [(0, "Leave out")]

    def __init__(
        self,
        *args,
        chosen: dict[int, int] | None = None,
        evidence: dict[int, str] | None = None,
        **kwargs,
    ):
        super().__init__(*args, **kwargs)
        chosen = chosen or {}
        ids = dict.fromkeys(self._posted() if self.is_bound else chosen)
        self.found: list[tuple[Skill, tuple[str, ...]]] = []
        if self.wants_suggestions:
            self.found = suggest_for(str(self.data.get("words", ""))[:5000], limit=12)
            ids.update(dict.fromkeys([*chosen, *(skill.pk for skill, _ in self.found)]))
        why = {skill.pk: words for skill, words in self.found}
        for skill in (
            Skill.objects.live().filter(pk__in=list(ids)[:MOST_CANDIDATES]).order_by("name")
        ):
            words = ", ".join(f"“{word}”" for word in why.get(skill.pk, ()))
            self.fields[f"level_{skill.pk}"] = forms.TypedChoiceField(
                label=skill.name,
                choices=[*self.LEAVE_OUT, *Level.choices],
                coerce=int,
                initial=chosen.get(skill.pk, 0),
                help_text=f"Because you wrote {words}" if words else "",
                error_messages={"required": "Choose a level, or leave it out."},
            )
            if evidence is not None:
                self.fields[f"evidence_{skill.pk}"] = OneLine(
                    label=f"What shows your {skill.name}?",
                    max_length=200,
                    required=False,
                    initial=evidence.get(skill.pk, ""),
                )

    def _posted(self) -> list[int]:
        """The skills whose level came with the form."""
        names = [name[6:] for name in self.data if name.startswith("level_") and len(name) < 20]
        return [int(number) for number in names if number.isascii() and number.isdecimal()]

    def level_fields(self):
        """The bound fields of the skills, for the template: a level, and where asked a line."""
        names = ("level_", "evidence_")
        return [self[name] for name in self.fields if name.startswith(names)]

    @property
    def wants_suggestions(self) -> bool:
        """Whether the person asked for suggestions rather than to save."""
        return self.data.get("action") == "suggest"

    def levels(self) -> dict[int, int]:
        """The chosen ``{skill id: level}``."""
        return {
            int(name[6:]): level
            for name, level in self.cleaned_data.items()
            if name.startswith("level_") and level
        }

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
