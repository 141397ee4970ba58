"""With whom an applicant wants to go."""

from django import forms

from common.forms import ForumForm, OneLine


class TeamForm(ForumForm):
    """Whom to ask, and, where one begins a team, what if no placement takes all of it."""

    number = OneLine(
        label="Their number in this round",
        max_length=12,
        help_text="Agree with them first. Each finds their number here, once their list is saved.",
    )
    or_alone = forms.ChoiceField(
        label="Where no placement can take you together",
        choices=[
            ("yes", "Each of us is considered alone"),
            ("no", "None of us takes a place: together or not at all"),
        ],
        initial="yes",
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, begun: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if begun:  # said when the team was begun; kept, so that what is sent twice reads the same
            self.fields["or_alone"].required = False
            self.fields["or_alone"].widget = forms.HiddenInput()
