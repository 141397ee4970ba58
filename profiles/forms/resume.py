"""A JSON Resume handed in, and what of it to take over."""

from typing import Any

from django import forms

from common.forms import ForumForm, PlainText
from skills.models import Skill
from skills.queries import suggest_for

from .. import resume
from ..services.people import MOST_SKILLS
from .people import LinksForm
from .skills import SkillLevelsForm


class ResumeForm(ForumForm):
    """A file or a pasted text, read at once and thrown away."""

    file = forms.FileField(
        label="A JSON Resume file",
        required=False,
        allow_empty_file=True,
        help_text="From jsonresume.org, or from “Take it with you” on this site. 200 kB at most.",
    )
    text = PlainText(label="Or paste it here", max_length=resume.LARGEST, required=False)

    def clean(self) -> dict[str, Any]:
        """Read it, or say why it cannot be read."""
        cleaned = super().clean() or self.cleaned_data
        upload, text = cleaned.get("file"), cleaned.get("text", "")
        if upload is not None:
            if upload.size > resume.LARGEST:
                raise forms.ValidationError("This file is larger than 200 kB.")
            try:
                text = upload.read().decode("utf-8-sig")
            except UnicodeDecodeError:
                raise forms.ValidationError("This file is not text, so not JSON.") from None
        if not text.strip():
            raise forms.ValidationError("Choose a file or paste its text.")
        try:
            self.resume = resume.read(text)
        except resume.NotAResume as why:
            raise forms.ValidationError(str(why)) from None
        return cleaned


class ReviewForm(SkillLevelsForm):
    """What was found in it: skills with levels, words and links, each taken only if left standing."""

    summary = PlainText(label="A few words about you", max_length=2000, required=False)
    links = PlainText(label="Links, one on each line", max_length=1100, required=False)
    clean_links = LinksForm.clean_links

    def __init__(
        self,
        data=None,
        *,
        found: resume.Resume | None = None,
        chosen: dict[int, int],
        wanted: dict[int, int],
        **kwargs,
    ):
        learn = dict(wanted)
        if found is not None:
            # One's own come first: a long list from outside must not push them off the page.
            chosen = {**chosen, **_without(_levels(found), chosen)}
            learn |= _without(_named(found.wanted), wanted)
            kwargs["initial"] = {
                "summary": found.summary,
                "links": "\n".join(found.links),
            }
        super().__init__(data, chosen=chosen, **kwargs)
        del self.fields["words"]
        self.learned = wanted
        ids = learn if data is None else self._posted("learn_")
        for skill in self.shown(ids, wanted):
            self.fields[f"learn_{skill.pk}"] = self.level_field(skill, learn.get(skill.pk, 0))

    def learn_fields(self):
        """The bound fields of what one wants to learn, for the template."""
        return [self[name] for name in self.fields if name.startswith("learn_")]

    def clean(self) -> dict[str, Any]:
        """Refuse more skills than either list may hold."""
        cleaned = super().clean()
        count = len(self.wanted())
        if count > MOST_SKILLS:
            raise forms.ValidationError(
                f"Choose {MOST_SKILLS} skills to learn at most. You chose {count}."
            )
        return cleaned

    def wanted(self) -> dict[int, int]:
        """``{skill id: level}`` of what one wants to learn."""
        return self._taken("learn_", self.learned)


def _without(levels: dict[int, int], own: dict[int, int]) -> dict[int, int]:
    return {pk: level for pk, level in levels.items() if pk not in own}


def _levels(found: resume.Resume) -> dict[int, int]:
    """Skills it names, then those that its sentences speak of."""
    levels = _named(found.held)
    for skill, _ in suggest_for(found.words, limit=12):
        levels.setdefault(skill.pk, 0)
    return levels


def _named(names: dict[str, int]) -> dict[int, int]:
    """Skills by their exact names or any word for them, each with its highest level."""
    levels: dict[int, int] = {}
    for name, level in names.items():
        skill = Skill.objects.live().filter(name__iexact=name).first()
        if skill is None:
            near = suggest_for(name, limit=1)
            skill = near[0][0] if near else None
        if skill is not None:
            levels[skill.pk] = max(level, levels.get(skill.pk, 0))
    return levels
