"""What a name of a person or an organisation may be made of: every alphabet, none dressed up as another.

Pure: text in, a sentence out.
"""

import re
import unicodedata

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


def wrong(name: str) -> str:
    """What is wrong with a name, in words; empty when nothing is."""
    if mixes_alphabets(name):
        return "A word here mixes letters of two alphabets that look alike. Type it in one."
    if name and not any(letter.isalnum() for letter in name):
        return "Write this with letters."
    return ""
