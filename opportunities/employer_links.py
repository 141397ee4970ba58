"""The address of an employer's own form: https, of a named machine, with nobody's password in it."""

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

REFUSED = "Give the whole address of your form, beginning with https://."


def employer_form(address: str) -> None:
    """Refuse ``javascript:`` and all that is not plain https. Raises ValidationError in words."""
    try:
        URLValidator(schemes=["https"], message=REFUSED)(address)
        parts = urlsplit(address)
    except ValueError:
        raise ValidationError(REFUSED) from None
    # https://known.example@elsewhere.example looks like the one and leads to the other.
    if parts.scheme != "https" or "@" in parts.netloc:
        raise ValidationError(REFUSED)
