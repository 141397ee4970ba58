"""Offers, opportunities and introductions of the demo region, in every state they can be in."""

from datetime import timedelta
from decimal import Decimal

from django.db import transaction

from common import moderation
from common.states import IllegalMove
from matching.models import Match, supply_of
from matching.services import accept, decline, propose
from opportunities import services as opportunity_services
from opportunities.models import Opportunity
from profiles import services as profile_services
from profiles.models import Offer, Person, User

from .briefs import CARE, CHALLENGES, JOBS, PLACEMENTS, Brief, Post, Vacancy
from .offers import OFFERS, Gift
from .seed import Region, sign_in

ASK_FOR_CHANGES = "Say how many days you think it needs, and who would answer questions."
SEATED = ("cohort", "training", "venue")
KIND_NO = "A lovely question, and a full term. Please ask again in spring."


def build_offers(region: Region) -> None:
    """Forty: thirty-seven published, three waiting."""
    for number, gift in enumerate(OFFERS):
        with transaction.atomic():
            _offer(region, gift, number)


def _offer(region: Region, gift: Gift, number: int) -> Offer:
    chance = region.chance
    organisation = region.organisations.get(gift.giver)
    by = region.leads.get(gift.giver) or sign_in(f"expert.{number}@people.example", "An expert")
    offer = profile_services.save_offer_draft(
        None,
        by=by,
        organisation=organisation,
        skills={region.skills[skill]: level for skill, level in gift.skills.items()},
        themes=[region.themes[slug] for slug in gift.themes],
        title=gift.title,
        kind=gift.kind,
        summary=gift.summary,
        description=gift.summary,
        district=organisation.district if organisation else region.districts["birmingham"],
        remote=gift.kind != "venue",
        starts=region.today,
        ends=region.today + timedelta(days=chance.randint(120, 300)),
        hours=gift.hours,
        capacity=chance.randint(1, 3),
        seats=chance.choice([12, 24, 40]) if gift.kind in SEATED else None,
        module="Data in practice, second year" if gift.kind == "cohort" else "",
        asks=list(gift.asks),
        is_demo=True,
    )
    profile_services.submit_offer(offer, by=by)
    if gift.live:
        moderation.approve(Offer.objects.get(pk=offer.pk), by=region.custodian)
    return offer


def build_opportunities(region: Region) -> None:
    """All but one; the last is the story."""
    for brief in CHALLENGES:
        with transaction.atomic():
            _settle(region, challenge(region, brief), brief)
    for post in PLACEMENTS:
        with transaction.atomic():
            _settle(region, _placement(region, post), post.brief)
    for vacancy in JOBS:
        with transaction.atomic():
            _job(region, vacancy)


def challenge(region: Region, brief: Brief):
    """A draft of a challenge, as its poster wrote it."""
    return opportunity_services.save_challenge(
        None,
        by=region.leads[brief.poster],
        organisation=region.organisations[brief.poster],
        priorities=[region.priorities["mutual-benefit"]],
        nodes=[region.nodes["many-sided-exchange"], region.nodes["more-organisations-helped"]],
        ethics=CARE if brief.sensitivity == "personal" else {},
        **_facts(region, brief),
    )


def _placement(region: Region, post: Post):
    brief = post.brief
    lead = region.leads[brief.poster]
    facts = _facts(region, brief)
    facts["ends"] = facts["starts"] + timedelta(weeks=post.weeks)
    drawn = region.chance.randint(1, 2)
    seats = post.seats or drawn
    if post.rolling:
        facts["closes"], seats = None, 4
    placement = opportunity_services.save_placement(
        None,
        by=lead,
        organisation=region.organisations[brief.poster],
        pay_basis="paid",
        pay_amount=Decimal(post.pay),
        pay_period="hour",
        funding_source=post.source,
        funding_status="seeking" if brief.state == "waiting" else "funded",
        hours_per_week=21,
        seats=seats,
        learns=post.learns,
        priorities=[region.priorities["training-and-profile"]],
        nodes=[region.nodes["sectors-together"], region.nodes["local-pathways"]],
        **facts,
    )
    opportunity_services.set_supervisor(placement, supervisor=lead, by=lead)
    return placement


def _job(region: Region, vacancy: Vacancy) -> None:
    lead, organisation = region.leads[vacancy.poster], region.organisations[vacancy.poster]
    draft = opportunity_services.save_job(
        None,
        by=lead,
        organisation=organisation,
        title=vacancy.title,
        description=vacancy.work,
        employer_form_url=f"https://{vacancy.poster}.example/jobs",
        pay_basis="paid",
        pay_amount=Decimal(vacancy.pay),
        pay_period="year",
        hours_per_week=37,
        pattern="hybrid",
        district=organisation.district or region.organisations["sowe-valley-pantry"].district,
        closes=region.today + timedelta(days=region.chance.randint(15, 30)),
        themes=[region.themes[slug] for slug in vacancy.themes],
        is_demo=True,
    )
    sent = opportunity_services.submit_job(draft, by=lead)
    opportunity_services.approve(sent, by=region.custodian)


def _facts(region: Region, brief: Brief) -> dict:
    starts = region.today + timedelta(days=region.chance.randint(30, 70))
    return {
        "title": brief.title,
        "summary": brief.problem.split(". ")[0][:236].rstrip(".?") + ".",
        "description": brief.problem,
        "benefit": "The people we work for, and others who have the same question.",
        "data_note": "We show what there is at a first meeting, and agree what may leave the room.",
        "result": "Something that a volunteer can keep up, and a page that says what was found.",
        "sensitivity": brief.sensitivity,
        "district": region.organisations[brief.poster].district,
        "pattern": brief.pattern,
        "starts": starts,
        "ends": starts + timedelta(days=max(40, brief.days * 4)),
        "days_of_effort": brief.days,
        "closes": region.today + timedelta(days=region.chance.randint(10, 45)),
        "gives_back": list(brief.gives),
        "themes": [region.themes[slug] for slug in brief.themes],
        "requirements": [
            {"skill_id": region.skills[skill], "level": abs(level), "essential": level > 0}
            for skill, level in brief.skills.items()
        ],
        "is_demo": True,
    }


def _settle(region: Region, draft: Opportunity, brief: Brief) -> None:
    """Bring a draft to the state that the region shows it in."""
    lead = region.leads[brief.poster]
    if brief.state == "draft":
        return
    if not region.organisations[brief.poster].is_verified and draft.kind == "placement":
        return
    submit = getattr(opportunity_services, f"submit_{draft.kind}")
    sent = submit(draft, by=lead)
    if brief.state == "waiting":
        return
    if brief.state == "needs_changes":
        opportunity_services.request_changes(sent, by=region.second, comment=ASK_FOR_CHANGES)
        return
    live = opportunity_services.approve(sent, by=region.custodian)
    if brief.state == "closed":
        opportunity_services.close(live, by=lead, reason="Done, with thanks.")
    elif brief.state == "cancelled":
        opportunity_services.cancel(live, by=lead, reason="The funding did not come.")
    elif brief.state == "filled":
        opportunity_services.mark_filled(live, by=lead)


def build_introductions(region: Region, *, count: int = 15) -> None:
    """Asked for from the best current matches: some accepted by both, some declined, some waiting."""
    seen: set[int] = set()
    best = (
        Match.objects.filter(is_current=True, opportunity__is_demo=True)
        .exclude(opportunity__title=STORY_TITLE)
        .select_related(
            "opportunity__organisation", "person__user", "offer__organisation", "offer__state"
        )
        .order_by("-joint", "pk")
    )
    for match in best:
        if len(seen) >= count:
            return
        answerer = _answerer(match)
        if match.opportunity_id in seen or answerer is None:
            continue
        try:
            asked = propose(
                match,
                by=_lead_of(region, match.opportunity),
                message="We read your card and think that it fits. Could we talk for half an hour?",
            )
        except IllegalMove:  # the offer's last place went to an earlier introduction
            continue
        seen.add(match.opportunity_id)
        outcome = len(seen) % 3
        if outcome == 1:
            accept(asked, by=answerer)
        elif outcome == 2:
            decline(asked, by=answerer, reason=KIND_NO)


def _lead_of(region: Region, opportunity: Opportunity) -> User:
    for slug, organisation in region.organisations.items():
        if organisation.pk == opportunity.organisation_id:
            return region.leads[slug]
    raise LookupError(opportunity.organisation_id)


def _answerer(match: Match) -> User | None:
    supply = supply_of(match)
    if isinstance(supply, Person):
        return supply.user
    if supply.state.owner_id or supply.organisation is None:
        return supply.state.owner
    lead = supply.organisation.memberships.filter(role="lead").select_related("user").first()
    return lead.user if lead else None


STORY_TITLE = "Where do our referrals come from?"
STORY = Brief(
    "sowe-valley-pantry",
    STORY_TITLE,
    "We have a spreadsheet of 4,100 referrals since 2023. The addresses are messy. We would like them cleaned, "
    "counted by ward and set beside published figures on deprivation, so that we can see where families need us "
    "and do not reach us. A volunteer who knows the data will meet you every week.",
    {"Data cleaning": 2, "Mapping": 2, "Explaining data to non-specialists": -3},
    ("food", "money-and-advice"),
    12,
    "hybrid",
    ("story", "data", "credit"),
    "live",
    "personal",
)


@transaction.atomic
def begin_story(region: Region) -> Opportunity:
    """The pantry posts, a custodian asks for changes, the pantry mends, the custodian approves."""
    trustee = region.leads["sowe-valley-pantry"]
    sent = opportunity_services.submit_challenge(challenge(region, STORY), by=trustee)
    opportunity_services.request_changes(
        sent, by=region.custodian, comment="Say that personal data stays on your laptop."
    )
    mended = opportunity_services.save_challenge(
        sent,
        by=trustee,
        data_note="One spreadsheet with names and addresses. It stays on the pantry’s laptop; "
        "only counts by ward leave the room.",
    )
    return opportunity_services.approve(
        opportunity_services.submit_challenge(mended, by=trustee), by=region.custodian
    )


def end_story(opportunity: Opportunity) -> None:
    """The student and the pantry both say yes, and only then see each other."""
    match = (
        Match.objects.filter(
            is_current=True, opportunity_id=opportunity.pk, person__name="Noor Okafor"
        )
        .select_related("person__user")
        .first()
    )
    if match is None or match.person is None:
        raise LookupError("The story's student was not matched with the story's challenge.")
    trustee = opportunity.state.submitted_by
    if trustee is None:
        raise LookupError("The story's challenge was sent in by nobody.")
    asked = propose(
        match,
        by=trustee,
        message="Your skills are what we need. Would you come and see the pantry?",
    )
    accept(asked, by=match.person.user)
