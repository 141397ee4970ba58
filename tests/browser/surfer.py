"""Somebody who uses the site in Chromium: the verbs of ``tests/journeys/reader.py``, with real clicks.

Every page they arrive at is kept and looked over: no sideways scrolling, and nothing for axe to
find (once for each address and heading: every third of those, in ``script/prove`` all). Without
JavaScript they do the same, and what leans on a script fails there.
"""

import re

from playwright.sync_api import Locator, Page

from tests.journeys.seen import Seen, holding, path_of
from tests.support import proof
from tests.support.browser import axe, overflows

PATIENCE = 60_000


class Surfer:
    """One visitor with a browser window of their own."""

    def __init__(self, name: str, page: Page) -> None:
        self.name = name
        self.page = page
        self.seen: list[Seen] = []
        self.faults: list[str] = []
        self.looked_at: set[tuple[str, str]] = set()
        page.set_default_timeout(PATIENCE)

    def open(self, address: str) -> None:
        """Type an address, or follow the one in a mail."""
        self.page.goto(path_of(address))
        self._arrive()

    def follow(self, words: str) -> None:
        """Click the first link whose words hold these: whole words, capitals and all."""
        self._leave(self.page.get_by_role("link").filter(has_text=holding(words)).first)

    def fill(self, label: str, text: str) -> None:
        """Type into a field."""
        self._control(label).fill(text)

    def choose(self, label: str) -> None:
        """Tick a box or choose a radio button."""
        self._control(label, "input[type=checkbox], input[type=radio]").check()

    def pick(self, label: str, option: str) -> None:
        """Choose from a list."""
        self._control(label, "select").select_option(label=option)

    def attach(self, label: str, name: str, content: bytes) -> None:
        """Choose a file."""
        file = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
        self._control(label, "input[type=file]").set_input_files(files=[file])

    def unfold(self, words: str) -> None:
        """Open a folded part."""
        self.page.locator("summary", has_text=words).first.click()

    def press(self, words: str) -> None:
        """Press the first button with exactly these words, or else beginning with them."""
        exact = self.page.get_by_role("button", name=words, exact=True)
        beginning = self.page.get_by_role("button", name=re.compile(rf"^{re.escape(words)}"))
        # A hidden part of its words stands apart from the rest in a button's name, not in its text.
        within = self.page.get_by_role("button").filter(has_text=holding(words))
        self._leave(next((one for one in (exact, beginning) if one.count()), within).first)

    def reads(self, *sentences: str) -> None:
        """Demand that the page says this."""
        for sentence in sentences:
            assert sentence in self.words, (
                f"{self.name} finds nowhere “{sentence}” at {self.seen[-1]}"
            )

    @property
    def words(self) -> str:
        """What stands on the page, on one line."""
        return self.seen[-1].words

    @property
    def path(self) -> str:
        """Where the page is."""
        return self.seen[-1].path

    def _control(self, label: str, kind: str = "input, select, textarea") -> Locator:
        named = self.page.get_by_label(re.compile(rf"^\s*{re.escape(label)}"))
        return named.and_(self.page.locator(kind)).first

    def _leave(self, control: Locator) -> None:
        """Click, and wait for the page that it leads to."""
        with self.page.expect_navigation(wait_until="load"):
            control.click()
        self._arrive()

    def _arrive(self) -> None:
        self.page.wait_for_load_state("load")
        self.seen.append(Seen(path_of(self.page.url), self.page.content()))
        if overflows(self.page):
            self.faults.append(f"{self.name}: {self.path} must be scrolled sideways")
        here = self.path, self.seen[-1].heading
        if here not in self.looked_at:
            self.looked_at.add(here)
            if len(self.looked_at) % 3 and not proof.in_full():
                return
            self.faults += [f"{self.name}: {fault}" for fault in axe(self.page)]
