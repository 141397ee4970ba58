"""What people may write when they ask for an introduction or answer one."""

from django import forms

from common.forms import ForumForm, PlainText


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
