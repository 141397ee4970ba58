"""Offers to host, a call that is open with two offers, one that was decided; and two letters."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from community.models import HostCall, HostOffer
from community.services import hosting
from desk import newsletters
from desk.models import Newsletter

from .seed import Region

ACCESS = "Level from the street, a lift, an accessible toilet on the same floor, a hearing loop."
CAMP = {
    "title": "A data camp for the region",
    "what": "One Saturday in spring for 60 people: talks in the morning, small groups in the afternoon. "
    "The Forum brings the programme and the helpers.",
    "criteria": "Step-free throughout. Wireless for 60. Rooms for five groups beside a hall. Within fifteen "
    "minutes of a station. Open on a Saturday without a charge.",
}
PAST_CALL = {
    "title": "An evening about mapping by volunteers",
    "what": "Three hours for 25 people with laptops, on a weekday.",
    "criteria": "Tables, sockets, step-free. A city where the Forum has not met for a year.",
}
DECIDED = "The only room of the two with sockets at each table, in a city where we have not met since spring."
LAST_LETTER = """Here is what is new in the region’s open data.

## Meetings

- The next meeting of the Forum is announced, with its agenda: {base}/meetings/

## New opportunities

- Challenges and placements that are open now: {base}/opportunities/

## Asked of everybody

- How should we meet next year? Say it in five minutes: {base}/consultations/"""


@transaction.atomic
def build_hosting(region: Region) -> None:
    """Through the verbs of leads and of the desk."""
    _for_meetings(region)
    _open_call(region)
    _decided_call(region)


def _offer(region: Region, slug: str, *, call: HostCall | None = None, **said: Any) -> HostOffer:
    made = hosting.offer_to_host(
        region.organisations[slug],
        by=region.leads[slug],
        call=call,
        **{"access": ACCESS, "hybrid": "A screen, a camera and a microphone in the room.", **said},
    )
    HostOffer.objects.filter(pk=made.pk).update(is_demo=True)
    return made


def _call(region: Region, closes_on: date, said: dict[str, str]) -> HostCall:
    made = hosting.make_call(by=region.custodian, closes_on=closes_on, **said)
    HostCall.objects.filter(pk=made.pk).update(is_demo=True)
    return made


def _for_meetings(region: Region) -> None:
    """Two offers for the meetings, one of them answered."""
    _offer(
        region,
        "blythe-libraries",
        dates="Any Wednesday from 10:00, but not in school holidays",
        room="The reading room",
        address="High Street, Solihull",
        capacity=40,
    )
    full = _offer(
        region,
        "kestrel-and-loom",
        dates="First Thursday of the month",
        room="Our studio",
        address="Fazeley Street, Birmingham",
        capacity=12,
        access="Two flights of stairs, no lift.",
    )
    hosting.decline_host_offer(
        full,
        by=region.second,
        reason="Meetings have to be step-free and take about 30 people. A small task group would fit well.",
    )


def _open_call(region: Region) -> None:
    call = _call(region, region.today + timedelta(days=20), CAMP)
    _offer(
        region,
        "arden-vale",
        call=call,
        dates="Any Saturday in March or April",
        room="The forum hall and five seminar rooms",
        address="Gosford Street, Coventry",
        capacity=120,
        meets="All of it. Eight minutes from the station.",
    )
    _offer(
        region,
        "black-country-college",
        call=call,
        dates="The last two Saturdays in March",
        room="The maker hall",
        address="Stafford Street, Wolverhampton",
        capacity=80,
        meets="Four rooms beside the hall, not five; the rest yes.",
    )


def _decided_call(region: Region) -> None:
    call = _call(region, region.today + timedelta(days=1), PAST_CALL)
    chosen = _offer(
        region,
        "black-country-college",
        call=call,
        dates="Any Tuesday or Wednesday, 17:00 to 20:30",
        room="Laboratory 2",
        address="Stafford Street, Wolverhampton",
        capacity=30,
        meets="All of it.",
    )
    _offer(
        region,
        "new-street",
        call=call,
        dates="Mondays, 18:00 to 21:00",
        room="Lecture room 4",
        address="New Street, Birmingham",
        capacity=60,
        meets="Sockets along the walls only.",
    )
    hosting.accept_host_offer(chosen, by=region.custodian, reason=DECIDED)
    # Decided a while ago: its day has passed.
    ago = timezone.now() - timedelta(days=9)
    HostCall.objects.filter(pk=call.pk).update(
        made_at=ago - timedelta(days=30),
        closes_on=region.today - timedelta(days=10),
        decided_at=ago,
    )


@transaction.atomic
def build_letters(region: Region, *, base: str) -> None:
    """One letter that went a month ago, and a draft that waits for a custodian. After all the rest."""
    was = region.today - timedelta(days=31)
    sent = newsletters.draft(by=region.second, today=was)
    newsletters.save(sent, by=region.second, title=sent.title, body=LAST_LETTER.format(base=base))
    newsletters.send(sent, by=region.second)
    at = timezone.now() - timedelta(days=31)
    Newsletter.objects.filter(pk=sent.pk).update(created_at=at, sent_at=at, is_demo=True)
    waiting = newsletters.draft(by=region.custodian, today=region.today)
    Newsletter.objects.filter(pk=waiting.pk).update(is_demo=True)
