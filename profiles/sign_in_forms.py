"""allauth's forms in our words.

It builds their fields from settings, so labels are changed once a form is made.
"""

from typing import Any

from allauth.account import forms as stock
from django import forms

WORDS = {
    "email": "Your e-mail address",
    "login": "Your e-mail address",
    "oldpassword": "Your password now",
}


class OurWords:
    """Labels as the rest of the site has them; a placeholder that repeats the label is no help."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = WORDS.get(name, field.label)
            field.widget.attrs.pop("placeholder", None)


class LoginForm(OurWords, stock.LoginForm):
    """Address and password."""


class SignupForm(OurWords, stock.SignupForm):
    """A new account."""


class AddEmailForm(OurWords, stock.AddEmailForm):
    """Another address."""


class ResetPasswordForm(OurWords, stock.ResetPasswordForm):
    """A new password for a forgotten one."""


class RequestLoginCodeForm(OurWords, stock.RequestLoginCodeForm):
    """A code by mail instead of a password."""


class ChangePasswordForm(OurWords, stock.ChangePasswordForm):
    """A new password for a known one."""
