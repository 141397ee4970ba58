"""What custodians type about people and organisations, and what anybody types to report one."""

from django import forms

from common.forms import ForumForm, OneLine


class FindForm(ForumForm):
    """Whom do you look for?"""

    words = OneLine(
        label="Their e-mail address, or a name",
        max_length=254,
        help_text="The whole address, as they wrote to you. By name you find only those who chose to be seen.",
    )


class ReasonForm(ForumForm):
    """Why?"""

    reason = OneLine(
        label="Why?",
        max_length=500,
        help_text="They read it. Say what happened and what they can do.",
    )


class HowKnownForm(ForumForm):
    """How do you know that it is them?"""

    reason = OneLine(
        label="How do you know that it is them?",
        max_length=500,
        help_text="A colleague reads it before anything happens. For example: I met them at the September meeting.",
    )


class ReportForm(ForumForm):
    """What is wrong?"""

    words = OneLine(
        label="What is wrong with this profile?",
        max_length=500,
        help_text="Custodians read it. The person does not learn who wrote it.",
    )


class SettleForm(ForumForm):
    """Hide it, or leave it."""

    decision = forms.ChoiceField(
        label="What do you decide?",
        choices=[("hide", "Hide the profile"), ("leave", "Leave it as it is")],
        widget=forms.RadioSelect,
    )
    reason = OneLine(
        label="If you hide it: why?",
        max_length=500,
        required=False,
        help_text="The person reads it.",
    )
