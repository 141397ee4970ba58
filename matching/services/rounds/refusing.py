"""How the verbs of rounds say no, in words."""

from typing import Any


class Refused(Exception):
    """What was asked cannot be done, and why: a sentence, and the field of the form that it is about."""

    def __init__(self, sentence: str, field: str = "") -> None:
        self.field = field
        super().__init__(sentence)


class StaleList(Refused):
    """Somebody saved another list since this one was opened; ``saved`` is what stands now."""

    def __init__(self, saved: Any, version: int) -> None:
        self.saved = saved
        self.version = version
        super().__init__(
            "This was saved somewhere else since you opened the page. Compare it with what is saved "
            "now, then save again to use yours."
        )
