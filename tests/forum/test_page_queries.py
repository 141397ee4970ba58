"""Every public page takes the same number of queries with 3 rows and with 300, and at most 15."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from community.models import (
    Action,
    AgendaItem,
    Attendance,
    Decision,
    Delegation,
    ItemNote,
    Meeting,
    MeetingNotes,
    MeetingSeries,
    SeriesMember,
    TaskGroup,
)
from mission.models import District
from opportunities.models import (
    Challenge,
    Opportunity,
    OpportunityState,
    Placement,
    Requirement,
)
from profiles.models import (
    HeldSkill,
    Offer,
    OfferState,
    Organisation,
    OrganisationState,
    Person,
)
from skills.models import Skill
from tests.factories.cms import make_site

pytestmark = pytest.mark.django_db
MOST = 15
PAGES = [
    "/",
    "/opportunities/",
    "/challenges/",
    "/placements/",
    "/opportunities/?q=row",
    "/opportunities/feed.atom",
    "/organisations/",
    "/organisations/?q=row",
    "/offers/",
    "/people/",
    "/skills/",
    "/theory-of-change/",
    "/mission/",
    "/vision/",
    "/challenges/row-0/",
    "/placements/seat-0/",
    "/organisations/row-0/",
    "/offers/row-0/",
    "/people/row-0/",
    "/skills/row-0/",
    "/meetings/",
    "/meetings/?year=2019",
    "/meetings/2018/05/23/",
    "/meetings/2018/05/23/pack/",
    "/meetings/calendar.ics",
    "/meetings/feed.atom",
    "/meetings/actions/",
    "/meetings/representatives/",
    "/accounts/login/",
    "/accounts/signup/",
    "/no-such-page/",
]


def fill(start: int, stop: int) -> None:
    """Rows of every public kind, each with what its list row shows."""
    district = District.objects.first()
    now = timezone.now()
    numbers = range(start, stop)
    skills = Skill.objects.bulk_create(Skill(name=f"Row {n}", slug=f"row-{n}") for n in numbers)
    organisations = Organisation.objects.bulk_create(
        Organisation(name=f"Row {n}", slug=f"row-{n}", kind="community", district=district)
        for n in numbers
    )
    OrganisationState.objects.bulk_create(
        OrganisationState(organisation=organisation, verified_at=now)
        for organisation in organisations
    )
    people = Person.objects.bulk_create(
        Person(name=f"Row {n}", slug=f"row-{n}", stage="student", visibility="public")
        for n in numbers
    )
    HeldSkill.objects.bulk_create(
        HeldSkill(person=person, skill=skill, level=2)
        for person, skill in zip(people, skills, strict=True)
    )
    offers = Offer.objects.bulk_create(
        Offer(
            title=f"Row {n}", slug=f"row-{n}", kind="hour", organisation=organisations[n - start],
            summary="A row.", live=True, first_published_at=now,
        )
        for n in numbers
    )  # fmt: skip
    OfferState.objects.bulk_create(OfferState(offer=offer) for offer in offers)
    meet(start, stop)
    note(start, stop)
    for kind, model, word in (("challenge", Challenge, "row"), ("placement", Placement, "seat")):
        opportunities = Opportunity.objects.bulk_create(
            Opportunity(
                kind=kind, title=f"Row {n}", slug=f"{word}-{n}", live=True, description="A row.",
                organisation=organisations[n - start], district=district, first_published_at=now,
            )
            for n in numbers
        )  # fmt: skip
        for opportunity in opportunities:  # what the child's own table holds
            model(opportunity_ptr=opportunity).save_base(raw=True)
        OpportunityState.objects.bulk_create(
            OpportunityState(opportunity=opportunity, published_at=now)
            for opportunity in opportunities
        )
        Requirement.objects.bulk_create(
            Requirement(opportunity=opportunity, skill=skill, level=2)
            for opportunity, skill in zip(opportunities, skills, strict=True)
        )


def meet(start: int, stop: int) -> None:
    """Meetings day after day, and as many items on the agenda of the first."""
    first = datetime.datetime(2018, 5, 23, 9, 30, tzinfo=datetime.UTC)
    series, _ = MeetingSeries.objects.get_or_create(title="Meetings of the Forum")
    Meeting.objects.bulk_create(
        Meeting(
            series=series, title=f"Meeting {n}", uid=f"row-{n}", place="Here",
            starts=first + datetime.timedelta(days=9 * n),
            ends=first + datetime.timedelta(days=9 * n, hours=1),
            on=first.date() + datetime.timedelta(days=9 * n), announced_at=first, changed_at=first,
        )
        for n in range(start, stop)
    )  # fmt: skip
    meeting = Meeting.objects.get(uid="row-0")
    AgendaItem.objects.bulk_create(
        AgendaItem(meeting=meeting, title=f"Item {n}", order=n, minutes=5)
        for n in range(start, stop)
    )


def note(start: int, stop: int) -> None:
    """Notes of the first meeting that are out, with as many people, decisions and actions; groups."""
    now = timezone.now()
    meeting = Meeting.objects.get(uid="row-0")
    MeetingNotes.objects.get_or_create(
        meeting=meeting, defaults={"state": "circulated", "circulated_at": now}
    )
    people = Attendance.objects.bulk_create(
        Attendance(meeting=meeting, name=f"Person {n}", initials="PN") for n in range(start, stop)
    )
    items = list(AgendaItem.objects.filter(meeting=meeting, order__gte=start, order__lt=stop))
    for item, person in zip(items, people, strict=True):
        ItemNote.objects.create(meeting=meeting, item=item, text="We talked.")
        Decision.objects.create(meeting=meeting, item=item, number=item.order + 1, text="So be it.")
        Action.objects.create(meeting=meeting, item=item, text="Ring").owners.add(person)
        series = MeetingSeries.objects.create(title=f"Group {item.order}")
        TaskGroup.objects.create(series=series, purpose="Count.", ends_on="2100-01-01")
        SeriesMember.objects.create(series=series, name="Una Kay")
        Delegation.objects.create(
            where="A board", name="Una Kay", since="2018-01-01", until="2100-01-01"
        )


def count(client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as context:
        response = client.get(address, follow=False)
    due = 404 if address == "/no-such-page/" else 200
    assert response.status_code == due, f"{address} answers {response.status_code}"
    return len([q for q in context.captured_queries if "SAVEPOINT" not in q["sql"]])


def test_public_pages_take_the_same_few_queries_at_any_size(client):
    make_site()
    fill(0, 3)
    few = {address: count(client, address) for address in PAGES}

    fill(3, 300)
    many = {address: count(client, address) for address in PAGES}

    assert many == few
    assert {address: n for address, n in many.items() if n > MOST} == {}
