"""What a new account is asked besides its address and password.

A module of its own: allauth imports it while its own forms are still being made.
"""

from django import forms
from django.http import HttpRequest

from common.forms import OneLine

from .models import User


class NameForm(forms.Form):
    """What a new account is asked besides its address; allauth builds its form on this one."""

    field_order = ("name", "email", "password1")

    name = OneLine(
        label="Your name",
        max_length=120,
        help_text="Our mails begin with it. Nobody else sees it until you say so.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def signup(self, request: HttpRequest, user: User) -> None:
        """Called by allauth when the user is made."""
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])
