"""Which words of a clause say what is *not* needed: “no coding needed”, “you do not need R”. Pure.

Only needs that are denied count. “We have no dashboard” asks for one.
"""

from skills.words import Token

NEEDED = frozenset(["needed", "required", "necessary", "essential", "expected", "wanted"])
NEED = frozenset(["need", "require", "expect", "want"])
_SHORT = ("don", "doesn", "isn", "aren", "won", "needn")
NOT = frozenset(["not", "never", "cannot", *(f"{w}{mark}t" for w in _SHORT for mark in "'’")])
BREAKS = frozenset(["but", "although", "though", "however", "only", "just", "except", "instead"])
REACH = 8  # words: further away, a “no” is about something else
AFTER_WITHOUT = 3


def declined(clause: list[Token], text: str) -> frozenset[int]:
    """The places in ``clause`` whose words are said not to be needed."""
    out: set[int] = set()
    for place, token in enumerate(clause):
        if token.small == "no":
            end = _first(clause, text, place + 1, NEEDED)
            if end:
                out.update(range(place, end + 1))
        elif token.small == "without":
            out.update(_ahead(clause, text, place + 1, most=AFTER_WITHOUT))
        elif token.small in NOT:
            for near in (place + 1, place + 2):
                word = clause[near].small if near < len(clause) else ""
                if word in NEED:
                    out.update(_ahead(clause, text, near + 1))
                elif word in NEEDED:
                    out.update(_behind(clause, text, place - 1))
    return frozenset(out)


def _first(clause: list[Token], text: str, start: int, words: frozenset[str]) -> int:
    """The place of the first of ``words`` before the thought ends; 0: none."""
    for place in _ahead(clause, text, start):
        if clause[place].small in words:
            return place
    return 0


def _ahead(clause: list[Token], text: str, start: int, *, most: int = REACH) -> list[int]:
    """The places from ``start`` until the thought ends."""
    found: list[int] = []
    for place in range(start, min(len(clause), start + most)):
        if clause[place].small in BREAKS or (
            found and _ends(clause[place - 1], clause[place], text)
        ):
            break
        found.append(place)
    return found


def _behind(clause: list[Token], text: str, start: int) -> list[int]:
    """The places from ``start`` back to where the thought began."""
    found: list[int] = []
    for place in range(start, max(-1, start - REACH), -1):
        if clause[place].small in BREAKS:
            break
        found.append(place)
        if place and _ends(clause[place - 1], clause[place], text):
            break
    return found


def _ends(before: Token, after: Token, text: str) -> bool:
    return bool(set(text[before.end : after.start]) & set(",;()–—"))
