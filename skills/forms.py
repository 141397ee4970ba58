"""What a custodian edits of a skill. Retiring and merging go through services, from this form."""

from django import forms
from django.core.exceptions import ValidationError

from common.editor_forms import RecordForm
from skills.choices import LinkKind, Status
from skills.models import Skill
from skills.names import fold
from skills.queries import all_broader
from skills.services import merge_skills, restore_skill, retire_skill

KEEP, RETIRE, RESTORE, MERGE = "", "retire", "restore", "merge"


class SkillForm(RecordForm):
    """A skill with its words and links, and at the end what is to become of it."""

    fate = forms.ChoiceField(
        label="What is to become of it",
        required=False,
        choices=[
            (KEEP, "Leave as it is"),
            (RETIRE, "Retire: people who hold it keep it, nobody can choose it any more"),
            (RESTORE, "Bring back into use"),
            (MERGE, "Merge into the skill named below: its words and its people go there"),
        ],
        help_text="Merging cannot be undone.",
    )
    other = forms.ModelChoiceField(
        label="The other skill",
        required=False,
        queryset=Skill.objects.none(),
        help_text="For merging; or, when retiring, the skill that its words should lead to.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            others = Skill.objects.live().exclude(pk=self.instance.pk)
            self.fields["other"].queryset = others.by_name()

    def clean(self):
        cleaned = super().clean()
        fate, other = cleaned.get("fate"), cleaned.get("other")
        status = self.instance.status
        if fate == MERGE and not other:
            self.add_error("other", "Choose the skill to merge into.")
        if fate == RETIRE and status != Status.LIVE:
            self.add_error("fate", "Only a skill in use can be retired.")
        if fate == RESTORE and status != Status.RETIRED:
            self.add_error("fate", "Only a retired skill can be brought back.")
        if fate == MERGE and status == Status.MERGED:
            self.add_error("fate", "This skill was merged before.")
        self._check_name(cleaned, fate)
        return cleaned

    def is_valid(self):
        valid = super().is_valid()
        return self._inlines_do() and valid

    def decide_fate(self, *, by) -> None:
        """Retire, restore or merge, as was chosen. Called after saving."""
        fate, other = self.cleaned_data.get("fate"), self.cleaned_data.get("other")
        if fate == RETIRE:
            retire_skill(self.instance, by=by, instead=other)
        elif fate == RESTORE:
            restore_skill(self.instance, by=by)
        elif fate == MERGE:
            merge_skills(self.instance, into=other, by=by)

    def _check_name(self, cleaned: dict, fate: str | None) -> None:
        """The constraint's condition is on a field the form does not show, so it is asked here."""
        name = cleaned.get("name", "")
        will_live = fate == RESTORE or self.instance.status == Status.LIVE
        rivals = Skill.objects.live().filter(name__iexact=name).exclude(pk=self.instance.pk)
        if name and will_live and rivals.exists():
            self.add_error("name", "Another skill in use has this name.")

    def _inlines_do(self) -> bool:
        """Words and links are compared with each other, which no single line can do."""
        aliases, links = self.formsets.get("aliases"), self.formsets.get("outgoing")
        seen: set[str] = {fold(self.data.get(self.add_prefix("name"), "") or self.instance.name)}
        fine = True
        for form in _kept(aliases):
            word = fold(form.cleaned_data.get("text") or "")
            if word in seen:
                form.add_error("text", "This word is there already.")
                fine = False
            seen.add(word)
        for form in _kept(links):
            target, kind = form.cleaned_data.get("target"), form.cleaned_data.get("kind")
            if target is not None and target.pk == self.instance.pk:
                form.add_error("target", ValidationError("A skill cannot be linked to itself."))
                fine = False
            elif target is not None and (target.pk, kind) in seen:
                form.add_error("target", "This link is there already.")
                fine = False
            elif kind == LinkKind.BROADER and target is not None and self._is_above(target):
                form.add_error("target", f"“{target}” is itself part of this skill.")
                fine = False
            seen.add((target.pk if target else None, kind))  # type: ignore[arg-type]
        return fine

    def _is_above(self, target: Skill) -> bool:
        return bool(self.instance.pk) and self.instance.pk in all_broader(target.pk)


def _kept(formset):
    if formset is None:
        return []
    return [
        form
        for form in formset.forms
        if getattr(form, "cleaned_data", None) and not form.cleaned_data.get("DELETE")
    ]
