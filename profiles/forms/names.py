"""Names of people and organisations: every alphabet, and none dressed up as another."""

import re
import unicodedata

from django.core.exceptions import ValidationError

from common.forms import OneLine

# Alphabets whose letters look alike. One word never mixes two of them in good faith.
LOOK_ALIKE = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE")
_WORD = re.compile(r"\w+")


def mixes_alphabets(text: str) -> bool:
    """Whether a word of ``text`` is spelt with look-alike letters of two alphabets."""
    for word in _WORD.findall(unicodedata.normalize("NFKC", text)):
        scripts = {
            script
            for letter in word
            if letter.isalpha() and not letter.isascii()
            for script in LOOK_ALIKE
            if unicodedata.name(letter, "").startswith(script)
        }
        if any(letter.isascii() and letter.isalpha() for letter in word):
            scripts.add("LATIN")
        if len(scripts) > 1:
            return True
    return False


class NameField(OneLine):
    """A name on one line. Invisible characters go; a word of mixed alphabets is refused."""

    def to_python(self, value) -> str:
        name = super().to_python(value)
        if mixes_alphabets(name):
            raise ValidationError(
                "A word here mixes letters of two alphabets that look alike. Type it in one.",
                code="mixed",
            )
        if name and not any(letter.isalnum() for letter in name):
            raise ValidationError("Write this with letters.", code="no_letters")
        return name
