"""What people type about themselves -> clean values."""

from urllib.parse import urlsplit

from django import forms

from common.forms import PlainText
from common.stale import ChangingForm
from mission.models import District, Theme

from ..choices import Day, OrganisationKind, Purpose, Stage, Visibility
from ..models import Organisation
from .dates import DateField
from .names import NameField
from .ways import WaysField

MOST_LINKS = 5
LONGEST_LINK = 200


class PurposeForm(ChangingForm):
    """What brings you here?"""

    purposes = forms.MultipleChoiceField(
        label="What brings you here?",
        choices=Purpose.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text="Tick all that fit. It decides what we ask next, and nothing else.",
        error_messages={"required": "Tick at least one, or skip this."},
    )


class AboutForm(ChangingForm):
    """Who are you?"""

    name = NameField(
        label="Your name", max_length=120, help_text="Nobody sees it until you say so."
    )
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


class WhenAndWhereForm(ChangingForm):
    """When are you free, and where can you get to?"""

    district = forms.ModelChoiceField(
        label="Where do you live or study?",
        queryset=District.objects.all(),
        to_field_name="slug",
        required=False,
        empty_label="I would rather not say",
    )
    remote = forms.BooleanField(label="I can work from home", required=False)
    available_from = DateField(label="Free from", required=False)
    available_until = DateField(label="Free until", required=False)
    hours_per_week = forms.IntegerField(
        label="Hours a week", required=False, min_value=1, max_value=60
    )
    days = forms.MultipleChoiceField(
        label="Which days suit you?",
        choices=Day.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="For the people you agree a time with. It never rules anything out.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reach"] = WaysField(
            label="Where else can you get to?",
            help_text="We ask for districts and never for an address.",
        )

    def clean(self) -> dict:
        """The end must not be before the start."""
        cleaned = super().clean() or self.cleaned_data
        start, end = cleaned.get("available_from"), cleaned.get("available_until")
        if start and end and end < start:
            self.add_error("available_until", "This must not be before the day you are free from.")
        return cleaned


class StudyForm(ChangingForm):
    """Where do you study or research?"""

    affiliation = forms.ModelChoiceField(
        label="Your university",
        queryset=Organisation.objects.none(),
        to_field_name="slug",
        required=False,
        empty_label="None, or I would rather not say",
    )
    address = forms.EmailField(
        label="Your address there",
        required=False,
        max_length=254,
        help_text="We send it a link, so that a host knows your university is confirmed. "
        "We do not keep the address.",
        error_messages={"invalid": "Enter an address such as name@university.ac.uk."},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["affiliation"].queryset = Organisation.objects.public().filter(
            kind=OrganisationKind.UNIVERSITY
        )

    def clean(self) -> dict:
        """An address alone says nothing."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("address") and not cleaned.get("affiliation"):
            self.add_error("affiliation", "Choose the university that this address belongs to.")
        return cleaned


class LinksForm(ChangingForm):
    """Where can people see your work?"""

    links = PlainText(
        label="Web addresses, one on each line",
        max_length=1100,
        required=False,
        help_text="Five at most: a portfolio, a repository, a paper. "
        "They are shown with your name, to the same people.",
    )

    def stored(self) -> dict[str, list[str]]:
        """The addresses one by one, as they come out of the form."""
        return {"links": str(self.initial.get("links", "")).splitlines()}

    def clean_links(self) -> list[str]:
        """Only web addresses, without doubles, five at most."""
        lines = [line.strip() for line in self.cleaned_data["links"].splitlines()]
        links = list(dict.fromkeys(filter(None, lines)))
        if len(links) > MOST_LINKS:
            raise forms.ValidationError(
                f"Give {MOST_LINKS} addresses at most. You gave {len(links)}."
            )
        for link in links:
            if not _is_web_address(link):
                raise forms.ValidationError(
                    f"“{link[:60]}” is not a web address. It starts with https:// and has no spaces."
                )
        return links


def _is_web_address(link: str) -> bool:
    try:
        parts = urlsplit(link)
        host, user = parts.hostname or "", parts.username
    except ValueError:
        return False
    plain = len(link) <= LONGEST_LINK and not any(letter.isspace() for letter in link)
    return plain and parts.scheme in ("http", "https") and "." in host and user is None


class AccessForm(ChangingForm):
    """What helps you to work well?"""

    text = PlainText(
        label="What would help you",
        max_length=2000,
        required=False,
        help_text="For example: step-free access, a quiet place, questions in writing beforehand. "
        "It is never matched, listed or counted.",
    )
    shared = forms.BooleanField(
        label="A host may read this once we have agreed that I come",
        required=False,
        help_text="Without your tick nobody but you ever sees it.",
    )


WHO_SEES: dict[str, str] = {
    Visibility.PRIVATE: "Nobody. You are not matched, and nobody sees you.",
    Visibility.MATCHED: "The other side of a match sees your stage, skills and district, "
    "and never your name, until you say yes.",
    Visibility.MEMBERS: "People with a confirmed address see your name and profile.",
    Visibility.PUBLIC: "Anybody sees your name and profile.",
}


class VisibilityForm(ChangingForm):
    """Who may see you?"""

    visibility = forms.ChoiceField(
        label="Who may see you?",
        choices=[(value, f"{label}. {WHO_SEES[value]}") for value, label in Visibility.choices],
        widget=forms.RadioSelect,
        help_text="Your e-mail address is shared only after both sides have said yes.",
    )
