"""Every type of page in the demo region, at three widths: nothing sideways, nothing for axe to find.

``script/test`` looks at one page in three, the same ones each time, ``script/prove`` at all.

With ``UPDATE_PICTURES=1`` the picture in the README is taken anew.
"""

import os
import shutil
import struct
from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.auth.models import Group

from common import demonstration
from profiles.models import User
from tests.browser.looked_at import name_of
from tests.browser.visits import DARK, MISSING, WALKS
from tests.browser.walked import WALKED
from tests.browser.windows import look_over, sign_in
from tests.factories.profiles import MembershipFactory
from tests.journeys.region import demo_region
from tests.journeys.story import OWN_BACKEND
from tests.support import proof
from tests.support.browser import ROOT

pytestmark = pytest.mark.browser

PICTURE = ROOT / "docs" / "pictures" / "home.png"


@pytest.fixture
def region(live_server, settings) -> None:
    """The demo region, as a newcomer's first start builds it."""
    settings.EMAIL_BACKEND = OWN_BACKEND
    settings.PUBLIC_BASE_URL = live_server.url
    demo_region(live_server.url)


@pytest.fixture
def look_at(new_page) -> Callable[[User | None, str], list[str]]:
    """Open an address as somebody and look it over: ``look_at(user, "/me/")``."""
    windows = {}

    def look(user: User | None, path: str) -> list[str]:
        key = user.pk if user else None
        if key not in windows:
            windows[key] = new_page()
            if user:
                sign_in(windows[key], user)
        page = windows[key]
        answer = page.goto(path)
        due = 404 if path in MISSING else 200
        wrong = [] if answer.status == due else [f"{path}: answer {answer.status}"]
        if user and "/accounts/login/" in page.url:
            wrong.append(f"{path}: {user} has to sign in")
        return wrong + look_over(page, dark=path in DARK)

    return look


@pytest.mark.parametrize("visits", WALKS)
def test_every_page_fits_and_axe_finds_nothing(region, look_at, visits):
    every_visit = list(visits())
    all_visits = proof.some(every_visit, one_in=3)
    # The page of mails is open only while everybody with an account is invented.
    Group.objects.get(name=demonstration.GROUP).user_set.add(*User.objects.all())

    faults = [fault for user, path in all_visits for fault in look_at(user, path)]

    assert faults == [], "\n".join(faults)
    looked_at = {name_of(path) for _, path in every_visit}
    assert set(WALKED[visits.__name__].split()) - looked_at == set()


def test_a_form_with_mistakes(forum, new_page):
    page = new_page()
    sign_in(page, MembershipFactory().user)
    faults = []

    for path in ("/challenges/new/", "/challenges/new/?other=yes", "/organisations/new/"):
        page.goto(path)
        with page.expect_navigation(wait_until="load"):
            page.locator("form.form .btn").first.click()
        assert page.locator("[data-error-summary]").count() == 1
        faults += look_over(page, dark=True)

    assert faults == [], "\n".join(faults)


def test_the_readme_shows_a_picture_of_the_home_page(region, page, tmp_path):
    page.goto("/")
    page.evaluate("document.fonts.ready")
    taken = tmp_path / "home.png"
    page.screenshot(path=taken)
    if os.environ.get("UPDATE_PICTURES"):
        shutil.copyfile(taken, PICTURE)

    assert size_of(PICTURE) == size_of(taken) == (1280, 900)
    # As much is on it as on the page of today: a blank or broken one is far smaller.
    assert 0.6 < PICTURE.stat().st_size / taken.stat().st_size < 1.7
    assert "(docs/pictures/home.png)" in (ROOT / "README.md").read_text()


def size_of(picture: Path) -> tuple[int, int]:
    """Width and height of a PNG, from its header."""
    head = picture.read_bytes()[:24]
    assert head[:8] == b"\x89PNG\r\n\x1a\n", f"{picture} is no PNG"
    return struct.unpack(">II", head[16:24])
