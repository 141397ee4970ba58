"""Which addresses editors may link to: this site's, or another's over https."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

_ON_THIS_SITE = re.compile(r"^/(?!/)[\w./?=&%#+~:@!-]*$", re.ASCII)
_elsewhere = URLValidator(schemes=["https"])


def validate_address(address: str) -> None:
    """Refuse scripts, other schemes and addresses that only look like ours."""
    if _ON_THIS_SITE.fullmatch(address):
        return
    try:
        _elsewhere(address)
    except ValidationError as error:
        raise ValidationError(
            "Start with / for a page of this site, or with https:// for another site."
        ) from error


def validate_elsewhere(address: str) -> None:
    """Refuse all but another site's address over https."""
    try:
        _elsewhere(address)
    except ValidationError as error:
        raise ValidationError("Give the whole address, starting with https://") from error
