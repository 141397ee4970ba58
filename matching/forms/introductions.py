"""What people may write when they ask for an introduction or answer one."""

from typing import Any

from django import forms

from common.forms import ForumForm, PlainText
from profiles.forms.dates import DateField

from ..models import Match
from ..models.brokers import MOST
from ..models.threads import REPORT_LENGTH, TEXT_LENGTH


class AskForm(ForumForm):
    """A message to the other side, if one wants to send one."""

    message = PlainText(
        label="A message to them",
        help_text="What you hope for, in a few sentences. Leave your name out: it is shared when "
        "both sides have said yes.",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    with_custodian = forms.BooleanField(
        label="Let a custodian look first",
        required=False,
        help_text="Then you meet only once a custodian has agreed too.",
    )


class AskToUseForm(AskForm):
    """For which of one's needs an offer is asked."""

    match = forms.ChoiceField(
        label="What do you need it for?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you need it for."},
    )

    field_order = ("match", "message", "with_custodian")

    def __init__(self, *args: Any, matches: list[Match], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["match"].choices = [  # type: ignore[attr-defined]
            (str(row.pk), f"{row.opportunity.title}, {row.opportunity.organisation.name}")
            for row in matches
        ]


class DeclineForm(ForumForm):
    """No, with a reason that stays with the custodians."""

    reason = PlainText(
        label="Why not, if you want to say",
        help_text="Only the custodians read this, never the other side.",
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class StopForm(ForumForm):
    """Why a custodian ends an introduction; both sides read it."""

    reason = PlainText(
        label="Why it ends",
        help_text="Both sides read this. Name nobody.",
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class MessageForm(ForumForm):
    """A message to the other side."""

    text = PlainText(
        label="Your message",
        max_length=TEXT_LENGTH,
        help_text="Only the two sides read this. You can take it back.",
        widget=forms.Textarea(attrs={"rows": 8}),
    )


class ReportForm(ForumForm):
    """What is wrong with a message."""

    words = PlainText(
        label="What is wrong with it?",
        max_length=REPORT_LENGTH,
        required=False,
        help_text="A custodian reads this, the message, and two on each side of it. Nothing else.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class SettleForm(ForumForm):
    """A custodian's word on a reported message."""

    decision = forms.ChoiceField(
        label="Your decision",
        choices=[("keep", "Leave it"), ("remove", "Take it out")],
        widget=forms.RadioSelect,
    )


class NextForm(ForumForm):
    """When a broker looks at it next."""

    on = DateField(label="Look at it again on")


class LimitForm(ForumForm):
    """How many introductions a custodian sees to at once."""

    most = forms.IntegerField(
        label="How many introductions can you see to at once?", min_value=0, max_value=MOST
    )
