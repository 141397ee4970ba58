"""Saving a search, and how often it writes."""

from django import forms

from common.forms import ForumForm, OneLine

from ..choices import Alerts, Kind


class SaveSearchForm(ForumForm):
    """A name for what somebody looks for; the address that finds it is carried along."""

    name = OneLine(
        label="What do you call this search?",
        max_length=80,
        help_text="For your own list, and the subject of our mails to you.",
    )
    alerts = forms.ChoiceField(
        label="Shall we write when something new fits?",
        choices=Alerts.choices,
        initial=Alerts.WEEKLY,
        widget=forms.RadioSelect,
        help_text="Each mail has a link that stops them.",
    )
    kind = forms.ChoiceField(
        choices=[("", "All"), *Kind.choices], required=False, widget=forms.HiddenInput
    )
    query = OneLine(max_length=4_000, required=False, widget=forms.HiddenInput)


class AlertsForm(ForumForm):
    """How often one search writes."""

    alerts = forms.ChoiceField(label="We write", choices=Alerts.choices, widget=forms.RadioSelect)
