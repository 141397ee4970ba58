"""What a new account is asked besides its address and password.

A module of its own: allauth imports it while its own forms are still being made.
"""

from django import forms
from django.http import HttpRequest
from django.utils.safestring import mark_safe

from common.forms import OneLine

from .choices import AgreedTo, HowAgreed
from .models import User
from .names import wrong


class NameForm(forms.Form):
    """What a new account is asked besides its address; allauth builds its form on this one."""

    field_order = ("name", "email", "password1", "terms")

    name = OneLine(
        label="Your name",
        max_length=120,
        help_text="Our mails begin with it. Nobody else sees it until you say so.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    terms = forms.BooleanField(
        label="I agree to the terms, and have read what happens with my data",
        help_text=mark_safe(
            'Both are short: <a href="/terms/">the terms</a>, <a href="/privacy/">your data</a>.'
        ),
        error_messages={"required": "Tick this to agree to the terms. Without it we cannot go on."},
    )

    def clean_name(self) -> str:
        """No name dressed up as another: our mails begin with it."""
        name = self.cleaned_data["name"]
        if wrong(name):
            raise forms.ValidationError(wrong(name))
        return name

    def signup(self, request: HttpRequest, user: User) -> None:
        """Called by allauth when the user is made."""
        # Imported late: services need allauth's models, which are still being made.
        from .services import agree

        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])
        agree(user, AgreedTo.TERMS, how=HowAgreed.SIGN_UP)
