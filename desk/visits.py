"""How often pages are read, counted by ourselves: a number for each day and part of the site.

No cookie is set, and no address, browser or person is kept. Views gather in the memory of a web worker and
are written together, after :data:`AT_ONCE` of them or :data:`SECONDS`, whichever comes first, so that a page
costs no query. A worker that is killed loses at most :data:`AT_ONCE` views of its own.
"""

import atexit
import datetime
import logging
import re
import threading
import time
from collections import Counter

from django.core.cache import cache
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import F, Sum
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from common.policies import is_custodian
from community.models import Meeting

from .models import VisitCount

logger = logging.getLogger(__name__)

AT_ONCE = 50
SECONDS = 60.0
MOST_KEPT = 5000
FIGURE, MINUTES = "desk.visits", 5 * 60
NOT_COUNTED = (
    "/desk/", "/admin/", "/me/", "/accounts/", "/health/", "/styleguide/", "/mails/", "/static/",
    "/media/", "/newsletter/stop/", "/newsletter/confirm/",
)  # fmt: skip
_ROBOT = re.compile(
    r"bot|crawl|spider|slurp|archiv|monitor|preview|headless|curl|wget|python|java/|go-http|feed|scan",
    re.IGNORECASE,
)


class Gathering:
    """Views that are not written down yet, of one worker."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._views: Counter[tuple[datetime.date, str]] = Counter()
        self._since = time.monotonic()

    def add(self, section: str, *, day: datetime.date | None = None) -> bool:
        """Count one view. Whether it is time to write."""
        with self._lock:
            self._views[(day or timezone.localdate(), section)] += 1
            full = self._views.total() >= AT_ONCE
            return full or time.monotonic() - self._since >= SECONDS

    def write(self) -> int:
        """Write down what has gathered; returns how many views. What fails is kept for the next time."""
        with self._lock:
            views, self._views = self._views, Counter()
            self._since = time.monotonic()
        written = 0
        for (day, section), number in sorted(views.items()):
            try:
                _add(day, section, number)
            except DatabaseError:
                logger.warning("%s views could not be written yet", number)
                self._keep(day, section, number)
            else:
                written += number
        return written

    def _keep(self, day: datetime.date, section: str, number: int) -> None:
        with self._lock:
            if self._views.total() < MOST_KEPT:
                self._views[(day, section)] += number


def _add(day: datetime.date, section: str, number: int) -> None:
    """Several workers may add to one row at once: the database does the sum."""
    rows = VisitCount.objects.filter(day=day, section=section)
    if rows.update(pages=F("pages") + number):
        return
    try:
        with transaction.atomic():
            VisitCount.objects.create(day=day, section=section, pages=number)
    except IntegrityError:
        rows.update(pages=F("pages") + number)


GATHERING = Gathering()
atexit.register(GATHERING.write)


def counts(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether this was somebody reading a page: no robot, no custodian at work, no part of a page."""
    if request.method != "GET" or response.status_code != 200:
        return False
    if not response.get("Content-Type", "").startswith("text/html"):
        return False
    path = request.path_info
    if path.startswith(NOT_COUNTED) or "HX-Request" in request.headers:
        return False
    if "prefetch" in request.headers.get("Sec-Purpose", request.headers.get("Purpose", "")):
        return False
    browser = request.headers.get("User-Agent", "")
    if not browser or _ROBOT.search(browser):
        return False
    user = getattr(request, "user", None)
    return not (user is not None and user.is_authenticated and is_custodian(user))


def section_of(path: str) -> str:
    """The part of the site that an address lies in: its first word."""
    return path.strip("/").split("/", 1)[0][:40] or "home"


def since(day: datetime.date) -> int:
    """How many pages were read from a day on."""
    return VisitCount.objects.filter(day__gte=day).aggregate(pages=Sum("pages"))["pages"] or 0


def since_last_meeting() -> dict[str, object]:
    """The figure for the agenda: since when, how many; five minutes old at most."""
    return cache.get_or_set(FIGURE, _since_last_meeting, MINUTES) or {}


def _since_last_meeting() -> dict[str, object]:
    last = Meeting.objects.over().public().taking_place().first()
    if last is None:
        return {"day": None, "pages": since(datetime.date(2000, 1, 1))}
    return {"day": last.on, "pages": since(last.on)}
