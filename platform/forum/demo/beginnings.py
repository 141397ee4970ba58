"""How things begin: a hack proposal that people are interested in, and a draft a custodian helps with."""

from datetime import timedelta

from django.db import transaction

from opportunities import services
from opportunities.models import Challenge
from opportunities.services import interest, meeting, scoping

from .applications import user_of
from .seed import Region

PROPOSED = "Where could a bench change a walk to the shops?"
HELPED = "How much food do we waste?"


@transaction.atomic
def build_beginnings(region: Region) -> None:
    """After the opportunities, one of which is a draft."""
    _proposal(region)
    _help(region)


def _proposal(region: Region) -> None:
    lead = region.leads["icknield-circle"]
    draft = services.save_challenge(
        None,
        by=lead,
        organisation=region.organisations["icknield-circle"],
        is_proposal=True,
        title=PROPOSED,
        description="Older people in our circle walk as far as the next place to sit. Nobody knows "
        "where those places are. One afternoon with maps, and we would know where to ask for more.",
        benefit="Whoever walks slowly, and the shops at the end of the walk.",
        data_note="Forty walks, drawn by hand on paper maps.",
        result="A map with the ten gaps that matter most.",
        sensitivity="open",
        closes=region.today + timedelta(days=60),
        themes=[region.themes["transport"]],
        is_demo=True,
    )
    services.submit_challenge(draft, by=lead)
    live = services.approve(Challenge.objects.get(pk=draft.pk), by=region.custodian)
    meeting.set_for_meeting(live, by=lead, wanted=True)
    for person in region.people[1:4]:
        interest.register_interest(live, by=user_of(person))


def _help(region: Region) -> None:
    lead = region.leads["sowe-valley-pantry"]
    draft = Challenge.objects.get(title=HELPED, is_demo=True)
    asked = scoping.ask_for_help(
        draft,
        by=lead,
        question="Is a month long enough? And is weighing the right way at all?",
        wants_hour=True,
    )
    scoping.take_on(asked, by=region.custodian)
    remark = scoping.comment(
        asked,
        by=region.custodian,
        about="result",
        text="Say who would use the number, and on which day of the week. Then a month may do.",
    )
    scoping.comment(
        asked, by=region.custodian, about="", text="Two bins and a kitchen scale are a fine start."
    )
    services.save_challenge(
        draft,
        by=lead,
        result="One number a week that the Tuesday team reads before it orders.",
    )
    scoping.answer(remark, by=lead, text="The Tuesday team, before it orders. I wrote that in.")
    scoping.set_done(remark, by=lead, done=True)
