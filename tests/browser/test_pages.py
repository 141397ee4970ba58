"""Every type of page in the demo region, at three widths: nothing sideways, nothing for axe to find.

``script/test`` looks at one page in three, the same ones each time, ``script/prove`` at all.

With ``UPDATE_PICTURES=1`` the picture in the README is taken anew.
"""

import os
import shutil
import struct
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser, Group

from common import demonstration, moderation
from common.mail_choices import stop_link
from forum.demo import accounts
from forum.demo.work import STORY_TITLE
from matching import links
from matching.models import Introduction, Match
from opportunities.models import Challenge, Opportunity, Placement
from opportunities.queries import standing
from profiles import services
from profiles.links import ADDRESS, DESK, make
from profiles.models import Claimable, Offer, Organisation, Person, User
from profiles.services.met import link_of
from skills.models import Skill
from tests.browser.windows import look_over, sign_in
from tests.factories.profiles import MembershipFactory, UserFactory
from tests.journeys.region import demo_region
from tests.journeys.story import OWN_BACKEND
from tests.support import proof
from tests.support.browser import ROOT

pytestmark = pytest.mark.browser

PICTURE = ROOT / "docs" / "pictures" / "home.png"
MISSING = ("/no-such-page/", "/claim/any/")
DARK = ("/", "/opportunities/", "/matches/", "/theory-of-change/", "/challenges/new/", "/desk/")
ANYBODY = (
    "/",
    "/mission/",
    "/vision/",
    "/theory-of-change/",
    "/accessibility/",
    "/opportunities/",
    "/opportunities/?district=coventry&closed=yes&level=2",
    "/challenges/?q=nothing-is-called-this",
    "/placements/",
    "/jobs/",
    "/offers/",
    "/organisations/",
    "/organisations/?hosting=looking&district=coventry",
    "/people/",
    "/skills/",
    "/search/?q=data",
    "/accounts/login/",
    "/accounts/signup/",
    "/terms/",
    "/accounts/login/code/",
    "/accounts/password/reset/",
    "/demo/mail/",
    "/styleguide/",
    "/no-such-page/",
)
TRUSTEE = (
    "/me/",
    "/me/opportunities/",
    "/me/applications/",
    "/challenges/new/",
    "/challenges/new/?other=yes",
    "/placements/new/",
    "/jobs/new/",
    "/offers/new/",
    "/organisations/new/",
    "/matches/",
    "/introductions/",
    "/accounts/email/",
    "/accounts/2fa/",
    "/accounts/sessions/",
    "/me/interests/",
    "/me/mails/",
    "/me/mails/choices/",
)
STUDENT = (
    "/me/",
    "/matches/",
    "/introductions/",
    "/me/profile/",
    "/me/who-sees-me/",
    "/me/profile/bring-in/",
    "/me/searches/",
    "/me/searches/new/?list=challenge&district=coventry&level=2",
    "/me/cv/",
    "/me/welcome/purpose/",
    "/me/welcome/done/",
    *(f"/me/profile/{step}/" for step in ("about", "skills", "learn", "when", "seen")),
    *(f"/me/profile/{step}/" for step in ("study", "links", "access")),
    *(f"/me/profile/as/{viewer}/" for viewer in ("matched", "introduced", "anyone")),
    "/me/affiliation/any/",
    "/me/held/",
    "/me/held/profiles-person/",
    "/me/terms/",
)


@pytest.fixture
def region(live_server, settings) -> None:
    """The demo region, as a newcomer's first start builds it."""
    settings.EMAIL_BACKEND = OWN_BACKEND
    settings.PUBLIC_BASE_URL = live_server.url
    demo_region(live_server.url)


def things() -> Iterator[str]:
    """One public page of each kind of thing."""
    live = Opportunity.objects.public().order_by("pk")
    yield live.filter(kind="challenge").first().get_absolute_url()
    yield live.filter(kind="placement").first().get_absolute_url()
    yield live.filter(kind="job").first().get_absolute_url()
    yield live.exclude(state__lifecycle="open").first().get_absolute_url()
    yield Offer.objects.open().order_by("pk").first().get_absolute_url()
    yield Organisation.objects.filter(state__verified_at__isnull=False).first().get_absolute_url()
    yield Skill.objects.get(name="Data cleaning").get_absolute_url()
    yield Person.objects.filter(visibility="public").first().get_absolute_url()


def of_posters() -> Iterator[tuple[User, str]]:
    """What those who post see of their own, in each state it can be in."""
    trustee = User.objects.get(email=accounts.TRUSTEE)
    story = Challenge.objects.get(title=STORY_TITLE, organisation__slug="sowe-valley-pantry")
    here = story.get_absolute_url()
    yield from ((trustee, f"{here}{page}") for page in ("", "matches/", "close/"))
    for step in ("problem", "data", "when", "skills", "check"):
        yield trustee, f"{here}edit/{step}/"
    yield trustee, Introduction.objects.get(opportunity_id=story.pk).get_absolute_url()
    match = Match.objects.filter(opportunity_id=story.pk, is_current=True).order_by("pk").last()
    yield trustee, f"/matches/{match.pk}/ask/"
    for part in (
        *("edit/", "aims/", "registers/", "logo/"),
        *("people/", "people/invite/", "leave/", "relations/"),
    ):
        yield trustee, f"{story.organisation.get_absolute_url()}{part}"
    colleague = story.organisation.memberships.exclude(user=trustee).first()
    for page in ("", "remove/"):
        yield trustee, f"{story.organisation.get_absolute_url()}people/{colleague.pk}/{page}"
    yield colleague.user, f"{Organisation.objects.public().first().get_absolute_url()}join/"
    placement = Placement.objects.public().order_by("pk").first()
    host = placement.state.submitted_by
    yield host, f"{placement.get_absolute_url()}edit/terms/"
    yield host, f"{placement.get_absolute_url()}matches/"
    yield host, f"{placement.get_absolute_url()}again/"
    careful = Challenge.objects.filter(sensitivity="personal", live=True).order_by("pk").first()
    lead = careful.state.submitted_by
    yield from ((lead, f"{careful.get_absolute_url()}edit/{step}/") for step in ("care", "check"))
    job = Opportunity.objects.public().filter(kind="job").order_by("pk").first()
    for step in ("problem", "terms", "check"):
        yield job.state.submitted_by, f"{job.get_absolute_url()}edit/{step}/"
    found = set()
    for row in Opportunity.objects.filter(live=False).order_by("pk"):
        stage = standing(row).stage
        if stage not in found:
            found.add(stage)
            yield row.organisation.memberships.get(role="lead").user, row.get_absolute_url()
    offer = Offer.objects.open().filter(organisation__isnull=False).first()
    giver = offer.organisation.memberships.get(role="lead").user
    for page in ("edit/", "skills/", "renew/", "pause/", "close/"):
        yield giver, f"{offer.get_absolute_url()}{page}"


def of_custodians() -> Iterator[str]:
    """The desk, what it leads to."""
    yield "/desk/"
    waiting = {type(draft).__name__: (state, draft) for state, draft in drafts_that_wait()}
    for state, draft in waiting.values():
        opportunity = hasattr(draft, "requirements")
        yield f"{draft.get_absolute_url()}decide/" if opportunity else f"/desk/decide/{state.pk}/"
    unconfirmed = Organisation.objects.filter(state__verified_at__isnull=True).first()
    yield f"{unconfirmed.get_absolute_url()}verify/"
    yield f"{unconfirmed.get_absolute_url()}merge/"
    yield "/desk/organisations/import/"
    yield f"{unconfirmed.get_absolute_url()}rescue/"
    yield "/me/second-step/"
    yield "/desk/people/"
    yield from ("/desk/met/", "/desk/met/person/", "/desk/met/organisation/")
    yield f"/desk/met/{Claimable.objects.first().pk}/withdraw/"
    reported = Person.objects.filter(visibility="public").first()
    account = f"/desk/people/{make(DESK, reported.user_id)}/"
    yield account
    for act in ("hide", "close", "lost-step"):
        yield f"{account}{act}/"
    made = services.report_profile(reported, by=AnonymousUser(), words="The links lead to a shop.")
    yield f"/desk/reports/{made.pk}/"
    yield f"{reported.get_absolute_url()}report/"
    yield f"{Organisation.objects.public().first().get_absolute_url()}suspend/"
    yield f"{Organisation.objects.public().first().get_absolute_url()}close/"
    yield "/desk/"


def of_those_met() -> Iterator[str]:
    """What somebody sees whom a custodian entered, without an account."""
    for row in Claimable.objects.order_by("-pk")[:2]:
        yield from (f"{link_of(row)}{part}" for part in ("", "correct/", "delete/"))
    yield "/claim/any/"


def drafts_that_wait() -> Iterator[tuple]:
    """What is in front of the custodians, with its text."""
    return ((state, state.revision.as_object()) for state in moderation.waiting())


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


Visits = Iterator[tuple[User | None, str]]


def of_anybody() -> Visits:
    """Strangers, on public pages."""
    yield from ((None, path) for path in (*ANYBODY, *things()))


def of_trustee() -> Visits:
    """A trustee, on their own pages and those of what they posted."""
    trustee = User.objects.get(email=accounts.TRUSTEE)
    yield from ((trustee, path) for path in TRUSTEE)
    yield from of_posters()


def of_student() -> Visits:
    """A student, on their own pages."""
    student = User.objects.get(email=accounts.STUDENT)
    yield from ((student, path) for path in (*STUDENT, student.person.get_absolute_url()))


def of_desk() -> Visits:
    """A custodian, whoever answers a mail, and whoever runs the server."""
    custodian = User.objects.get(email=accounts.CUSTODIAN)
    student = User.objects.get(email=accounts.STUDENT)
    yield from ((custodian, path) for path in of_custodians())
    yield from ((None, path) for path in of_those_met())
    asked = Introduction.objects.filter(state="proposed", person__isnull=False).first()
    yield asked.person.user, asked.get_absolute_url()
    signed = links.make(introduction_id=asked.pk, user_id=asked.person.user_id)
    yield None, f"/introductions/answer/{signed}/"
    yield None, stop_link(student, "suggestions")
    superuser = UserFactory(is_superuser=True, name="Sue Root")
    reached = f"/desk/people/{make(DESK, student.pk)}/"
    yield superuser, f"{reached}look/"
    services.break_glass(student, by=superuser, reason="A court order asks for the account.")
    yield superuser, reached
    question = services.ask_main_address(student, "another@people.example")
    yield student, "/accounts/email/"
    yield None, f"/me/address/{make(ADDRESS, question.pk)}/"


@pytest.mark.parametrize("visits", [of_anybody, of_trustee, of_student, of_desk])
def test_every_page_fits_and_axe_finds_nothing(region, look_at, visits):
    all_visits = proof.some(visits(), one_in=3)
    # The page of mails is open only while everybody with an account is invented.
    Group.objects.get(name=demonstration.GROUP).user_set.add(*User.objects.all())

    faults = [fault for user, path in all_visits for fault in look_at(user, path)]

    assert faults == [], "\n".join(faults)


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
