"""Two organisations in one: a co-sponsor, one that asks to be, a shared placement; and one not sure yet."""

from datetime import timedelta
from decimal import Decimal

from django.db import transaction

from opportunities import services
from opportunities.models import Challenge, Placement

from .seed import Region

JOINED = ("A map of plots that stand empty", "icknield-circle")
ASKED = ("Repairs: what is reported, what is done", "brook-and-spade")


@transaction.atomic
def build_together(region: Region) -> None:
    """After the opportunities, of which two take partners."""
    row = _ask(region, *JOINED, words="We walk the same estates and note empty corners.", seats=1)
    host = region.leads[_poster(region, row.opportunity.organisation_id)]
    services.accept_partner(row, by=host)
    _ask(region, *ASKED, words="Our tenants report the same taps. We kept the letters.", seats=0)
    _shared(region)
    _not_sure(region)


def _poster(region: Region, organisation_id: int) -> str:
    return next(slug for slug, one in region.organisations.items() if one.pk == organisation_id)


def _ask(region: Region, title: str, asker: str, *, words: str, seats: int):
    return services.ask_to_cosponsor(
        Challenge.objects.get(title=title, is_demo=True),
        by=region.leads[asker],
        organisation=region.organisations[asker],
        words=words,
        seats=seats,
        data_note="Our own notes of three summers, in one spreadsheet." if seats else "",
    )


def _work(region: Region, slug: str, **facts) -> Placement:
    return services.save_placement(
        None,
        by=region.leads[slug],
        organisation=region.organisations[slug],
        pattern="hybrid",
        district=region.organisations[slug].district,
        starts=region.today + timedelta(days=60),
        ends=region.today + timedelta(days=144),
        hours_per_week=21,
        themes=[region.themes["energy"]],
        requirements=[
            {"skill_id": region.skills["Data cleaning"], "level": 2, "essential": True},
            {"skill_id": region.skills["Spreadsheets"], "level": 2, "essential": False},
        ],
        is_demo=True,
        **facts,
    )


def _shared(region: Region) -> None:
    first, second = "black-country-warm-homes", "icknield-circle"
    lead = region.leads[first]
    placement = _work(
        region,
        first,
        title="One analyst for two small charities",
        description="Three days a week between us: visits to cold homes, and repairs that wait.",
        learns="How two small charities count the same street.",
        pay_basis="paid",
        pay_amount=Decimal("14.10"),
        pay_period="hour",
        funding_source="Both, from our reserves",
        funding_status="funded",
    )
    services.set_supervisor(placement, supervisor=lead, by=lead)
    row = services.ask_to_share(
        placement,
        by=lead,
        organisation=region.organisations[second],
        words="Shall we share somebody? Neither of us fills a week.",
        host_days=["mon", "tue"],
        partner_days=["thu"],
        host_hours=14,
        partner_hours=7,
    )
    services.accept_partner(row, by=region.leads[second])
    services.submit_placement(placement, by=lead)
    services.approve(Placement.objects.get(pk=placement.pk), by=region.custodian)


def _not_sure(region: Region) -> None:
    slug = "befrienders-link"
    placement = _work(
        region,
        slug,
        title="Somebody to listen to our call notes",
        description="Six hundred short notes of calls. What do older people ask for, and when?",
        learns="How to read many short texts with care.",
        tentative=True,
        depends_on="Whether our bid to the community fund is successful.",
        decide_by=region.today + timedelta(days=40),
    )
    services.submit_placement(placement, by=region.leads[slug])
    services.approve(Placement.objects.get(pk=placement.pk), by=region.custodian)
