"""Browser windows: signing one in, and looking one over at every width.

axe reads the narrowest page, and the widest and the dark one where that is asked for; ``script/prove`` has it
read all three widths of each.
"""

from django.conf import settings
from django.test import Client
from playwright.sync_api import Page

from tests.support import proof
from tests.support.browser import axe, overflows

WIDTHS = (360, 768, 1280)
HEIGHT = 900


def sign_in(page: Page, user) -> None:
    """Carry a session of this user, without the form."""
    client = Client()
    client.force_login(user)
    cookie = client.cookies["sessionid"]
    page.context.add_cookies(
        [{"name": cookie.key, "value": cookie.value, "url": settings.PUBLIC_BASE_URL}]
    )


def look_over(page: Page, *, dark: bool = False) -> list[str]:
    """What is wrong with the page as it stands, at each width; in the dark too if asked."""
    faults = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        if overflows(page):
            faults.append(f"{page.url} at {width}: sideways because of {_widest(page)}")
        wide = width == WIDTHS[-1] and dark
        if width == WIDTHS[0] or wide or proof.in_full():
            faults += [f"at {width}: {fault}" for fault in axe(page)]
    if dark:
        page.emulate_media(color_scheme="dark")
        faults += [f"in the dark: {fault}" for fault in axe(page)]
        page.emulate_media(color_scheme="light")
    return faults


def _widest(page: Page) -> str:
    """The innermost element that reaches past the right edge."""
    return page.evaluate(
        """() => {
            const edge = document.documentElement.clientWidth;
            const past = [...document.body.querySelectorAll("*")].filter(
                (one) => one.getBoundingClientRect().right > edge + 1
            );
            return past.length ? past[past.length - 1].outerHTML.slice(0, 160) : "nothing seen";
        }"""
    )
