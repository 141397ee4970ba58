"""What people type to apply together."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from common.forms import ForumForm, OneLine

from ..models import TeamMember

PROFILE = re.compile(r"(?:https?://[^/\s]+)?/?people/(?P<slug>[-\w]{1,120})/?", re.ASCII)


class AskForm(ForumForm):
    """Whom to ask: an e-mail address, or the address of a profile on the Forum."""

    who = OneLine(
        label="Whom would you like to ask?",
        max_length=254,
        help_text="An e-mail address, or the address of their profile here, such as "
        "/people/robin-lane/. They get a link, and are in only if they say yes.",
    )

    def clean_who(self) -> str:
        """An address, or a profile's."""
        who = self.cleaned_data["who"]
        if self.slug_of(who):
            return who
        try:
            validate_email(who)
        except ValidationError:
            raise ValidationError(
                "Give a whole e-mail address such as robin@post.example, or the address of a profile."
            ) from None
        return who

    @staticmethod
    def slug_of(who: str) -> str:
        """The profile that it names; empty where it is none."""
        found = PROFILE.fullmatch(who)
        return found["slug"] if found else ""


class JoinForm(ForumForm):
    """A yes to applying together; the CV is each member's own choice."""

    shares_cv = forms.BooleanField(
        label="Send my CV with it",
        required=False,
        help_text="It is opened to them with your name, and closed when this is over or you leave.",
    )

    def __init__(self, *args: Any, cv: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not cv:
            del self.fields["shares_cv"]


class LeaveTeamForm(ForumForm):
    """Leaving; whoever leads says who leads from now on."""

    heir = forms.ChoiceField(label="Who leads it from now on?", widget=forms.RadioSelect)

    def __init__(self, *args: Any, members: list[TeamMember], leads: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = {str(row.pk): row for row in members}
        if leads:
            field = self.fields["heir"]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [
                (key, row.person.name) for key, row in self.members.items() if row.person
            ]
        else:
            del self.fields["heir"]

    @property
    def chosen(self) -> TeamMember:
        """Who goes on."""
        return self.members[self.cleaned_data["heir"]]
