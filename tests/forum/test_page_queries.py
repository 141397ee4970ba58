"""Every public page takes the same number of queries with 3 rows and with 300, and at most 15."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from community.models import (
    Answer,
    Comment,
    Consultation,
    ConsultationReport,
    Question,
    Response,
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
    "/consultations/",
    "/consultations/feed.atom",
    "/consultations/row-0/",
    "/consultations/row-0/report/",
    "/consultations/row-0/report/export.csv",
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
    fill_consultations(0, 3)
    few = {address: count(client, address) for address in PAGES}

    fill(3, 300)
    fill_consultations(3, 300)
    many = {address: count(client, address) for address in PAGES}

    assert many == few
    assert {address: n for address, n in many.items() if n > MOST} == {}
