"""What people type about themselves, their organisation and what they give -> clean values."""

from datetime import date

from django import forms
from django.utils import timezone

from common.forms import ForumForm, OneLine, PlainText
from mission.models import District, Theme
from skills.choices import Level
from skills.models import Skill
from skills.queries import suggest_for

from .choices import InReturn, OfferKind, OrganisationKind, Stage, Visibility
from .models import Organisation
from .services.people import MOST_SKILLS

EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)
MOST_CANDIDATES = 60


class DateField(forms.DateField):
    """A day between 2000 and 2100, typed in the browser's own date field."""

    def __init__(self, **kwargs):
        kwargs.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        kwargs.setdefault(
            "error_messages", {"invalid": "Enter a date, such as 31/12/2026, or leave it empty."}
        )
        kwargs.setdefault("input_formats", ["%Y-%m-%d", "%d/%m/%Y", "%d %B %Y", "%d %b %Y"])
        super().__init__(**kwargs)

    def clean(self, value):
        """Refuse what lies outside the window."""
        day = super().clean(value)
        if day and not EARLIEST <= day <= LATEST:
            raise forms.ValidationError("Enter a date between 2000 and 2100.")
        return day


class OrganisationForm(ForumForm):
    """Add or change an organisation."""

    name = OneLine(label="Name of the organisation", max_length=160, help_text="As people know it.")
    kind = forms.ChoiceField(
        label="What kind is it?", choices=OrganisationKind.choices, widget=forms.RadioSelect
    )
    district = forms.ModelChoiceField(
        label="Where is it based?",
        queryset=District.objects.all(),
        to_field_name="slug",
        required=False,
        empty_label="The whole region, or elsewhere",
    )
    summary = PlainText(
        label="What does it do?",
        max_length=1000,
        required=False,
        help_text="Two or three sentences, for somebody who has never heard of it.",
    )
    website = forms.URLField(
        label="Website",
        required=False,
        assume_scheme="https",
        max_length=200,
        error_messages={"invalid": "Enter a web address that starts with https://"},
    )

    def __init__(self, *args, editing: Organisation | None = None, **kwargs):
        self.editing = editing
        super().__init__(*args, **kwargs)

    def clean_name(self) -> str:
        """Refuse a rename to a name that is taken, whatever its case.

        A new one is asked by the verb: sent twice, the form finds its own organisation here.
        """
        name = " ".join(self.cleaned_data["name"].split())
        others = Organisation.objects.filter(name__iexact=name)
        if self.editing and others.exclude(pk=self.editing.pk).exists():
            raise forms.ValidationError(
                "This organisation is already here. Ask one of its leads to add you."
            )
        return name

    def clean_website(self) -> str:
        """Only web addresses."""
        address = self.cleaned_data["website"]
        if address and not address.startswith(("https://", "http://")):
            raise forms.ValidationError("Enter a web address that starts with https://")
        return address


class AboutForm(ForumForm):
    """Who are you?"""

    name = OneLine(label="Your name", max_length=120, help_text="Nobody sees it until you say so.")
    stage = forms.ChoiceField(
        label="Which of these is nearest to you now?",
        choices=Stage.choices,
        widget=forms.RadioSelect,
    )
    summary = PlainText(
        label="A few words about you",
        max_length=2000,
        required=False,
        help_text="What you are working on or studying. Leave out your name and address.",
    )
    themes = forms.ModelMultipleChoiceField(
        label="Which themes do you care about?",
        queryset=Theme.objects.all(),
        to_field_name="slug",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class WhenAndWhereForm(ForumForm):
    """When are you free, and where can you get to?"""

    district = forms.ModelChoiceField(
        label="Where do you live or study?",
        queryset=District.objects.all(),
        to_field_name="slug",
        required=False,
        empty_label="I would rather not say",
    )
    reach = forms.ModelMultipleChoiceField(
        label="Where else can you get to?",
        queryset=District.objects.all(),
        to_field_name="slug",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    remote = forms.BooleanField(label="I can work from home", required=False)
    available_from = DateField(label="Free from", required=False)
    available_until = DateField(label="Free until", required=False)
    hours_per_week = forms.IntegerField(
        label="Hours a week", required=False, min_value=1, max_value=60
    )

    def clean(self) -> dict:
        """The end must not be before the start."""
        cleaned = super().clean() or self.cleaned_data
        start, end = cleaned.get("available_from"), cleaned.get("available_until")
        if start and end and end < start:
            self.add_error("available_until", "This must not be before the day you are free from.")
        return cleaned


WHO_SEES: dict[str, str] = {
    Visibility.PRIVATE: "Nobody. You are not matched, and nobody sees you.",
    Visibility.MATCHED: "The other side of a match sees your stage, skills and district, "
    "and never your name, until you say yes.",
    Visibility.MEMBERS: "People with a confirmed address see your name and profile.",
    Visibility.PUBLIC: "Anybody sees your name and profile.",
}


class VisibilityForm(ForumForm):
    """Who may see you?"""

    visibility = forms.ChoiceField(
        label="Who may see you?",
        choices=[(value, f"{label}. {WHO_SEES[value]}") for value, label in Visibility.choices],
        widget=forms.RadioSelect,
        help_text="Your e-mail address is shared only after both sides have said yes.",
    )


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

    def __init__(self, *args, chosen: dict[int, int] | None = None, **kwargs):
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

    def _posted(self) -> list[int]:
        """The skills whose level came with the form."""
        names = [name[6:] for name in self.data if name.startswith("level_") and len(name) < 20]
        return [int(number) for number in names if number.isascii() and number.isdecimal()]

    def level_fields(self):
        """The bound fields of the skills, for the template."""
        return [self[name] for name in self.fields if name.startswith("level_")]

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

    def clean(self) -> dict:
        """Refuse more skills than a profile may list."""
        cleaned = super().clean() or self.cleaned_data
        count = len(self.levels())
        if count > MOST_SKILLS:
            raise forms.ValidationError(f"Choose {MOST_SKILLS} skills at most. You chose {count}.")
        return cleaned


class OfferForm(ForumForm):
    """What do you offer, and what would you like in return?"""

    organisation = forms.ModelChoiceField(
        label="Who gives it?",
        queryset=Organisation.objects.none(),
        to_field_name="slug",
        required=False,
        empty_label="I do, for myself",
    )
    kind = forms.ChoiceField(
        label="What do you offer?", choices=OfferKind.choices, widget=forms.RadioSelect
    )
    title = OneLine(
        label="In one line",
        max_length=120,
        help_text="For example: A mapping specialist, for two half-days.",
    )
    summary = OneLine(label="What would somebody get?", max_length=240)
    description = PlainText(label="More about it", max_length=5000, required=False)
    district = forms.ModelChoiceField(
        label="Where?",
        queryset=District.objects.all(),
        to_field_name="slug",
        required=False,
        empty_label="Anywhere in the region",
    )
    remote = forms.BooleanField(label="It can be done remotely", required=False, initial=True)
    starts = DateField(label="From", required=False)
    ends = DateField(label="Until", required=False)
    hours = forms.IntegerField(label="Hours in all", required=False, min_value=1, max_value=5000)
    capacity = forms.IntegerField(
        label="How many groups could you help?", min_value=1, max_value=50, initial=1
    )
    asks = forms.MultipleChoiceField(
        label="What would you like in return?",
        choices=InReturn.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Asking for nothing is fine, and never counts against you.",
    )
    in_return = PlainText(label="In your own words", max_length=1000, required=False)
    themes = forms.ModelMultipleChoiceField(
        label="Which themes do you care about?",
        queryset=Theme.objects.all(),
        to_field_name="slug",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, user=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = Organisation.objects.spoken_for_by(user)

    def clean(self) -> dict:
        """Dates in order, and not all in the past."""
        cleaned = super().clean() or self.cleaned_data
        start, end = cleaned.get("starts"), cleaned.get("ends")
        if start and end and end < start:
            self.add_error("ends", "The end must not be before the start.")
        if end and end < timezone.localdate():
            self.add_error("ends", "This day has passed. Choose a later one or leave it empty.")
        return cleaned
