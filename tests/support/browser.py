"""Headless Chromium against pytest-django's ``live_server``, and axe.

Pages reach nothing but this machine. A page that throws, or that its own content policy stops,
fails its test at the end.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.support.services import skip_or_fail

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "tests" / "browser" / "vendor" / "axe-core" / "axe.min.js"
CANDIDATES = (
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)
DESKTOP = (1280, 900)
PHONE = (360, 740)
AXE_TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")

# Where scripts are off no timer ever rings, and axe would wait for one for ever.
TIMERS = """if (matchMedia("(scripting: none)").matches) {
  window.setTimeout = (ring) => void Promise.resolve().then(() => ring?.call?.(window));
}"""


def chromium() -> str | None:
    """The browser to run: ``CHROMIUM``, or one found on this machine."""
    named = os.environ.get("CHROMIUM")
    return named or next(filter(None, map(shutil.which, CANDIDATES)), None)


@pytest.fixture(scope="session")
def browser() -> Iterator:
    """One Chromium for the session, driven by playwright's synchronous API."""
    from playwright.sync_api import Error, sync_playwright

    program = chromium()
    if program is None:
        skip_or_fail("no Chromium or Chrome was found here: set CHROMIUM to its path")
    # Playwright keeps an event loop in this thread, and Django would refuse the database there.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        try:
            running = playwright.chromium.launch(
                executable_path=program, headless=True, args=list(ARGUMENTS)
            )
        except Error as error:
            skip_or_fail(f"{program} did not start: {error.message.splitlines()[0]}")
            raise
        yield running
        running.close()
    os.environ.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)


@pytest.fixture
def new_page(browser, live_server) -> Iterator[Callable]:
    """Make pages: ``new_page(javascript=True, size=(1280, 900), **context options)``.

    Each has cookies of its own and ``live_server`` as base, so ``page.goto("/")`` works.
    """
    contexts = []
    troubles: list[str] = []

    def make(*, javascript: bool = True, size: tuple[int, int] = DESKTOP, **options):
        context = browser.new_context(
            base_url=live_server.url,
            java_script_enabled=javascript,
            viewport={"width": size[0], "height": size[1]},
            locale="en-GB",
            timezone_id="Europe/London",
            reduced_motion="reduce",
            **options,
        )
        context.set_default_timeout(60_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: troubles.append(f"{page.url}: {error}"))
        page.on("console", lambda message: troubles.extend(_refused(page.url, message)))
        return page

    yield make
    for context in contexts:
        context.close()
    assert troubles == [], "\n".join(troubles)


def _refused(url: str, message) -> list[str]:
    """What the browser says when the content policy stops something of our own."""
    if message.type == "error" and "Content Security Policy" in message.text:
        return [f"{url}: {message.text}"]
    return []


@pytest.fixture
def page(new_page):
    """A page on a desktop screen, with JavaScript."""
    return new_page()


@pytest.fixture
def page_without_javascript(new_page):
    """A page on a desktop screen that runs no script."""
    return new_page(javascript=False)


@pytest.fixture
def phone_page(new_page):
    """A page 360 pixels wide, as on a small phone."""
    return new_page(size=PHONE, has_touch=True)


@cache
def _axe_source() -> str:
    return AXE.read_text()


def axe(page) -> list[str]:
    """What axe finds wrong on the page as it stands, one sentence each; nothing is good.

    Evaluated, not added as a script, because the site's content policy allows none but its own.
    """
    page.evaluate(TIMERS)
    page.evaluate(_axe_source())
    # Preloading copies the style sheets into the page, which our content policy stops, loudly.
    found = page.evaluate(
        "(tags) => axe.run(document, {preload: false, runOnly: {type: 'tag', values: tags}})",
        list(AXE_TAGS),
    )
    return [
        f"{page.url}: {one['id']} ({one['impact']}): {one['help']}: "
        + "; ".join(" ".join(map(str, node["target"])) for node in one["nodes"][:5])
        for one in found["violations"]
    ]


def overflows(page) -> bool:
    """Whether the page must be scrolled sideways."""
    return page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )
