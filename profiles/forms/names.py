"""Names of people and organisations: every alphabet, and none dressed up as another."""

from django.core.exceptions import ValidationError

from common.forms import OneLine

from .. import names


class NameField(OneLine):
    """A name on one line. Invisible characters go; a word of mixed alphabets is refused."""

    def to_python(self, value) -> str:
        name = super().to_python(value)
        wrong = names.wrong(name)
        if wrong:
            raise ValidationError(wrong, code="name")
        return name
