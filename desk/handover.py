"""What the next custodian has to know, written from how things stand now: one page, and the same as text.

Settings without secrets: what is named here is what the site says to anybody who runs it, never a password,
key or address of a server.
"""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import django
import wagtail
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection
from django.utils import timezone
from django.utils.formats import date_format

from common import expiring, hibernation
from common.models import Hibernation, Sign
from common.policies import CUSTODIANS
from community.gaps import gaps_of, next_meeting
from community.models import (
    Action,
    Consultation,
    Delegation,
    Event,
    Meeting,
    OfficeHolder,
    TaskGroup,
)
from matching.models import Round
from opportunities.models import Opportunity
from profiles.models import Offer, Organisation

from . import week

AHEAD = datetime.timedelta(days=92)
MEETINGS = 6


@dataclass
class Part:
    """One heading of the pack: lines, each with the address that it speaks of, if any."""

    title: str
    lines: list[tuple[str, str]] = field(default_factory=list)
    empty: str = ""


def pack(user: object) -> list[Part]:
    """The whole pack, in the order in which somebody new asks."""
    return [part for build in PARTS for part in build(user)]


def as_markdown(parts: Iterable[Part]) -> str:
    """The same as text, for a file that outlives the site."""
    base = settings.PUBLIC_BASE_URL
    lines = [f"# Handing over {settings.SITE_NAME}", "", f"As of {_day(timezone.localdate())}."]
    for part in parts:
        lines += ["", f"## {part.title}", ""]
        if not part.lines:
            lines.append(part.empty)
        for text, url in part.lines:
            lines.append(f"- [{_escaped(text)}]({base}{url})" if url else f"- {_escaped(text)}")
    return "\n".join(lines) + "\n"


def _escaped(text: str) -> str:
    """Brackets and line ends in a title do not end a link."""
    return " ".join(text.split()).translate(str.maketrans("[]<>", "()‹›"))


def _day(day: datetime.date) -> str:
    return date_format(day, "j F Y")


def waiting(user: object) -> list[Part]:
    """What waits today, by queue."""
    found = week.week_of(user)
    lines = [(f"{room.title}: {room.note}", f"/desk/#{room.id}") for room in found.rooms]
    return [Part("What waits today", lines, "Nothing waits.")]


def custodians(user: object) -> list[Part]:
    """Who is a custodian now."""
    users = get_user_model()._default_manager.filter(groups__name=CUSTODIANS, is_active=True)
    rows = [(str(row.get_full_name() or row.email), row.email) for row in users.order_by("pk")]
    lines = [(name if name == address else f"{name}, {address}", "") for name, address in rows]
    how = (
        "Whoever can run commands on the server makes one: "
        "python manage.py create_custodian you@example.org",
        "",
    )
    return [Part("Custodians", [*lines, how])]


def running(user: object) -> list[Part]:
    """What the site looks after, in numbers."""
    counted = (
        ("Organisations", Organisation.objects.filter(state__verified_at__isnull=False)),
        ("Open opportunities", Opportunity.objects.open()),
        ("Open offers", Offer.objects.open()),
        ("Placement rounds", Round.objects.alive()),
        ("Consultations that can be answered", Consultation.objects.open()),
        ("Events to come", Event.objects.public().upcoming()),
        ("Open actions of meetings", Action.objects.open()),
    )
    where = (
        *("/organisations/", "/opportunities/", "/offers/", "/rounds/"),
        *("/consultations/", "/events/", "/desk/actions/"),
    )
    lines = [
        (f"{what}: {rows.count()}", url) for (what, rows), url in zip(counted, where, strict=True)
    ]
    sleep = hibernation.current()
    if sleep is not None:
        lines.append(
            (f"The Forum sleeps until {_day(sleep.until)}: {sleep.reason}", "/desk/hibernate/")
        )
    elif (last := Hibernation.objects.exclude(woken_at=None).first()) and last.woken_at:
        lines.append(
            (f"It last slept from {_day(last.since)} to {_day(last.woken_at)}", "/desk/hibernate/")
        )
    return [Part("What runs", lines)]


def offices(user: object) -> list[Part]:
    """Which offices are held and until when, and where somebody speaks for the Forum; without names.

    The file outlives the site, and who holds an office stands on the desk.
    """
    today = timezone.localdate()
    held = OfficeHolder.objects.held_on(today).order_by("order", "role", "pk")
    lines = [(f"{row.role}, until {_day(row.ends)}", "/desk/offices/") for row in held]
    groups = TaskGroup.objects.filter(series__ended_on=None).select_related("series")
    lines += [
        (f"Task group: {row.series.title}, until {_day(row.ends_on)}", "/desk/groups/")
        for row in groups
    ]
    speaking = Delegation.objects.filter(ended_at=None, until__gte=today)
    lines += [
        (f"Speaks for the Forum: {row.where}, until {_day(row.until)}", "/desk/groups/")
        for row in speaking
    ]
    return [Part("Offices, task groups, representatives", lines, "None is entered.")]


def meetings(user: object) -> list[Part]:
    """Meetings ahead, and what the next one lacks."""
    ahead = Meeting.objects.filter(starts__gte=timezone.now(), called_off_at__isnull=True)
    rows = ahead.select_related("host").order_by("starts", "pk")[:MEETINGS]
    lines = [
        (
            f"{row.title}, {date_format(timezone.localtime(row.starts), 'l j F Y, H:i')}, "
            + (f"hosted by {row.host}" if row.host else "without a host yet"),
            "",
        )
        for row in rows
    ]
    following = next_meeting()
    gaps = (
        [(f"{gap.what}: by {_day(gap.by)}", "") for gap in gaps_of(following)] if following else []
    )
    return [
        Part("Meetings ahead", lines, "None is planned."),
        Part("What the next one lacks", gaps, "Nothing."),
    ]


def ends(user: object) -> list[Part]:
    """What ends by itself within three months."""
    today = timezone.localdate()
    rows = expiring.ending(today, today + AHEAD)
    lines = [(f"{_day(row.day)}: {row.what}, {row.title}", row.url) for row in rows]
    return [Part("What ends within three months", lines, "Nothing.")]


def places(user: object) -> list[Part]:
    """Where things are."""
    return [
        Part(
            "Where things are",
            [
                ("The desk: people, decisions, the week", "/desk/"),
                ("Wagtail: pages, public records, history of each", "/admin/"),
                ("The newsletter", "/desk/newsletter/"),
                ("Putting the Forum to sleep", "/desk/hibernate/"),
                ("The handbook for editors lies in the source, as docs/editors.md", ""),
                ("Running, updating and restoring it: docs/running.md in the source", ""),
                ("What is held about people, and why: docs/privacy.md in the source", ""),
            ],
        )
    ]


def machinery(user: object) -> list[Part]:
    """Which programs, in which versions; settings without secrets; the last nightly checks."""
    signs = {row.name: row.at for row in Sign.objects.all()}
    checks = [
        (
            f"{words}: {_day(timezone.localtime(signs[name]))}"
            if name in signs
            else f"{words}: never",
            "",
        )
        for name, words in (
            ("worker", "The worker was last alive on"),
            ("invariants", "The records were last checked on"),
            ("retention", "What is over was last deleted on"),
        )
    ]
    facts = [
        (f"Address: {settings.PUBLIC_BASE_URL}", ""),
        (f"Mails come from: {settings.DEFAULT_FROM_EMAIL}", ""),
        (f"Database: {connection.vendor}", ""),
        (f"Django {django.get_version()}, Wagtail {wagtail.__version__}", ""),
        (
            f"Custodians need a second step: {'yes' if settings.CUSTODIANS_NEED_SECOND_FACTOR else 'no'}",
            "",
        ),
        (f"Demonstration: {'yes' if settings.FORUM_DEMO else 'no'}", ""),
        *checks,
    ]
    restore = [
        (
            "Stop web, worker and beat. Put back the database and the folder of files from one backup.",
            "",
        ),
        (
            "Run: python manage.py migrate, then python manage.py check_invariants. It says what is wrong.",
            "",
        ),
        (
            "Start web, worker and beat. The desk shows what waits; mails that were due go out once.",
            "",
        ),
        (
            "Secrets are with whoever runs the server: FORUM_SECRET_KEY, the database, the mail account.",
            "",
        ),
    ]
    return [Part("The machinery", facts), Part("How to restore it", restore)]


PARTS: tuple[Callable[[object], list[Part]], ...] = (
    waiting, custodians, offices, running, meetings, ends, places, machinery,
)  # fmt: skip
