"""Every public page takes the same number of queries with 3 rows and with 300, and at most 15."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from community.models import (
    Action,
    AgendaItem,
    Answer,
    Attendance,
    Booking,
    BookingSheet,
    Comment,
    Consultation,
    ConsultationReport,
    Decision,
    Delegation,
    Event,
    EventState,
    ItemNote,
    Meeting,
    MeetingNotes,
    MeetingSeries,
    Paper,
    Question,
    Response,
    SeriesMember,
    TaskGroup,
)
from desk.models import Newsletter
from impact.models import Consent, Outcome
from matching.choices.rounds import PHASES
from matching.models import Round, RoundHost, RoundPhase, RoundPlace
from mission.models import District, Node, Priority, Strand
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
from tests.factories.cms import NewsFactory, StoryFactory
from tests.factories.community_offices import OfficeHolderFactory
from tests.factories.profiles import MembershipFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
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
    "/rings/",
    "/people/",
    "/skills/",
    "/theory-of-change/",
    "/mission/",
    "/vision/",
    "/theory-of-change/local-pathways/",
    "/theory-of-change/local-pathways/?kind=meetings",
    "/mission/sharing/",
    "/vision/mutual-benefit/",
    "/theory-of-change/export.csv",
    "/theory-of-change/export.json",
    "/search/?q=row",
    "/search/?q=row&kind=opportunities",
    "/stories/",
    "/stories/row-0/",
    "/news/",
    "/news/row-0/",
    "/news/feed.atom",
    "/outcomes/",
    "/outcomes/?q=row",
    "/outcomes/feed.atom",
    "/outcomes/export.json",
    "/partners/",
    "/office-holders/",
    "/challenges/row-0/",
    "/placements/seat-0/",
    "/organisations/row-0/",
    "/offers/row-0/",
    "/people/row-0/",
    "/skills/row-0/",
    "/events/",
    "/events/?q=row",
    "/events/feed.atom",
    "/events/calendar.ics",
    "/events/export.csv",
    f"/events/{timezone.localdate():%Y/%m}/",
    "/events/row-0/",
    "/meetings/",
    "/meetings/?year=2019",
    "/meetings/2018/05/23/",
    "/meetings/2018/05/23/pack/",
    "/meetings/calendar.ics",
    "/meetings/feed.atom",
    "/meetings/actions/",
    "/meetings/representatives/",
    "/consultations/",
    "/consultations/feed.atom",
    "/consultations/row-0/",
    "/consultations/row-0/report/",
    "/consultations/row-0/report/export.csv",
    "/rounds/",
    "/rounds/row-0/",
    "/meetings/hosting/",
    "/newsletter/",
    "/newsletter/feed.atom",
    "/how-matching-works/",
    "/how-matching-works/record.json",
    "/how-matching-works/balance/",
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
    events = Event.objects.bulk_create(
        Event(
            title=f"Row {n}", slug=f"row-{n}", place="A room", live=True, district=district,
            organisation=organisations[n - start], starts=now + datetime.timedelta(hours=n + 1),
            ends=now + datetime.timedelta(hours=n + 2), first_published_at=now,
        )
        for n in numbers
    )  # fmt: skip
    EventState.objects.bulk_create(
        EventState(event=event, uid=f"{event.slug}@rows", changed_at=now) for event in events
    )
    Consent.objects.bulk_create(
        Consent(outcome=outcome, organisation=organisation, may_publish=True, may_name=True)
        for outcome, organisation in zip(
            Outcome.objects.bulk_create(
                Outcome(
                    title=f"Row {n}", what_changed="A row.", for_whom="Rows", district=district,
                    state="published", published_at=now, node=Node.objects.first(),
                )
                for n in numbers
            ),
            organisations,
            strict=True,
        )
    )  # fmt: skip
    meet(start, stop)
    note(start, stop)
    nodes = list(Node.objects.all()[:2])
    for n in range(start, min(stop, start + 30)):  # a page of the tree takes its time
        StoryFactory(title=f"Row {n}", slug=f"row-{n}", nodes=nodes)
        NewsFactory(title=f"Row {n}", slug=f"row-{n}")
        OfficeHolderFactory()
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
    gather(numbers, now)


def gather(numbers: range, now: datetime.datetime) -> None:
    """Events and meetings, each pointing at the same records; the first meeting is the next one."""
    series, _ = MeetingSeries.objects.get_or_create(title="Meetings")
    day, two = datetime.timedelta(days=1), datetime.timedelta(hours=2)
    events = Event.objects.filter(slug__in=[f"row-{n}" for n in numbers])
    meetings = Meeting.objects.bulk_create(
        Meeting(
            title=f"Row {n}", series=series, on=(now + n * day).date(), starts=now + (n + 1) * day,
            ends=now + (n + 1) * day + two, place="Hall", uid=f"gathered-{n}", changed_at=now,
            announced_at=now,
        )
        for n in numbers
    )  # fmt: skip
    records = {
        "node": Node.objects.get(slug="local-pathways"),
        "strand": Strand.objects.get(slug="sharing"),
        "priority": Priority.objects.get(slug="mutual-benefit"),
    }
    things = [
        *events,
        *meetings,
        *Opportunity.objects.filter(slug__in=[f"row-{n}" for n in numbers]),
    ]
    for model in (Event, Meeting, Opportunity):
        for name, record in records.items():
            field = {"node": "nodes", "strand": "strands", "priority": "priorities"}[name]
            through = getattr(model, field).through
            own = model._meta.model_name
            through.objects.bulk_create(
                through(**{f"{own}_id": thing.pk, f"{name}_id": record.pk})
                for thing in things
                if isinstance(thing, model)
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
    day = first.date()
    Newsletter.objects.bulk_create(
        Newsletter(title=f"Letter {n}", body="New.", since=day, until=day, sent_at=first)
        for n in range(start, stop)
    )
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


def fill_consultations(start: int, stop: int) -> None:
    """Reported ones; the first has as many comments and quotes as there are rows."""
    now = timezone.now()
    day = datetime.timedelta(days=1)
    made = Consultation.objects.bulk_create(
        Consultation(
            title=f"Row {n}", slug=f"row-{n}", summary="A row.", drafted_on=now, body="One.",
            opens=now - 2 * day, closes=now - day, opened_at=now, state="reported",
        )
        for n in range(start, stop)
    )  # fmt: skip
    ConsultationReport.objects.bulk_create(
        ConsultationReport(consultation=row, published_at=now) for row in made
    )
    first = Consultation.objects.get(slug="row-0")
    question, _ = Question.objects.get_or_create(
        consultation=first, order=1, kind="text", text="Why?"
    )
    responses = Response.objects.bulk_create(
        Response(consultation=first, kind="anonymous", consent="unnamed", state="sent", sent_at=now)
        for _ in made
    )
    Comment.objects.bulk_create(
        Comment(response=row, paragraph=1, text="So.", moderation="shown") for row in responses
    )
    Answer.objects.bulk_create(
        Answer(response=row, question=question, text="So.", moderation="shown") for row in responses
    )


def fill_rounds(start: int, stop: int) -> None:
    """Rounds in which people rank; in the first are as many placements as there are rows."""
    now = timezone.now()
    made = Round.objects.bulk_create(
        Round(title=f"Row {n}", slug=f"row-{n}", state="rank", seed_hash="0" * 64)
        for n in range(start, stop)
    )
    day = datetime.timedelta(days=1)
    RoundPhase.objects.bulk_create(
        RoundPhase(
            round=row,
            kind=kind,
            position=place + 1,
            opens_at=now + place * day,
            closes_at=now + (place + 1) * day,
        )
        for row in made
        for place, kind in enumerate(PHASES)
    )
    first = Round.objects.get(slug="row-0")
    host, _ = RoundHost.objects.get_or_create(
        round=first, organisation=Organisation.objects.get(slug="row-0"), key="H"
    )
    placements = Placement.objects.filter(slug__in=[f"row-{n}" for n in range(start, stop)])
    RoundPlace.objects.bulk_create(
        RoundPlace(round=first, host=host, opportunity_id=row.pk, key=f"P{row.pk}")
        for row in placements
    )


def count(client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as context:
        response = client.get(address, follow=False)
    due = 404 if address == "/no-such-page/" else 200
    assert response.status_code == due, f"{address} answers {response.status_code}"
    return len([q for q in context.captured_queries if "SAVEPOINT" not in q["sql"]])


def test_public_pages_take_the_same_few_queries_at_any_size(client, site):
    fill(0, 3)
    fill_consultations(0, 3)
    fill_rounds(0, 3)
    few = {address: count(client, address) for address in PAGES}

    fill(3, 300)
    fill_consultations(3, 300)
    fill_rounds(3, 300)
    many = {address: count(client, address) for address in PAGES}

    assert many == few
    assert {address: n for address, n in many.items() if n > MOST} == {}


def test_a_members_pages_of_meetings_take_few_queries_too(client, site):
    """With an organisation that hosts, a booking of their own and a paper for members only."""
    meet(0, 3)
    note(0, 3)
    gather(range(3), timezone.now())
    member = MembershipFactory()
    coming = Meeting.objects.get(uid="gathered-0")
    Meeting.objects.filter(pk=coming.pk).update(host=member.organisation)
    Paper.objects.create(
        item=AgendaItem.objects.create(meeting=coming, title="Read this"),
        title="A paper", link="https://example.org/", members_only=True,
    )  # fmt: skip
    sheet = BookingSheet.objects.create(meeting=coming)
    Booking.objects.create(
        sheet=sheet, user=member.user, name="Max", state="placed",
        asked_at=timezone.now(), placed_at=timezone.now(),
    )  # fmt: skip
    client.force_login(member.user)
    addresses = ["/meetings/2018/05/23/", coming.get_absolute_url()]
    few = [count(client, address) for address in addresses]

    meet(3, 60)
    note(3, 60)
    many = [count(client, address) for address in addresses]

    assert many == few
    assert max(many) <= MOST
