"""Rings of the demo region: one that has started, one that waits for a last answer, the rest left to propose."""

import random
from dataclasses import replace

from django.db import transaction

from matching.models import Ring, RingArc
from matching.queries.rings import whole
from matching.services import rings, score_opportunity
from opportunities import services as opportunity_services
from profiles.models import Organisation

from .briefs import Brief
from .seed import SEED, Region
from .work import STORY_TITLE, challenge

ASKED_TOO = [
    Brief("three-spires-transport", "Does the new timetable keep its promises?", "We said every ten minutes. Three months of boardings could show whether it was.", {"Transport analysis": 3, "Data quality": 2}, ("transport",), 6, "remote", ("data", "story")),
    Brief("signal-box", "Sources for a forecast that others can check", "Our forecast of demand is trusted less than it should be. Which open tables could stand beside it?", {"Open data publishing": 2, "Transport data standards": 2}, ("transport",), 4, "remote", ("story",)),
    Brief("new-street", "Consent for a shared archive of interviews", "Three projects want to keep their interviews together. What may be shared, and who must be asked again?", {"Data sharing agreements": 2, "Data ethics": 2}, ("housing-and-homelessness",), 3, "remote", ("students", "story")),
    Brief("larch-lane", "Twelve years of sharing agreements, in order", "They are in folders by client. Describe them once, so that the next one starts from the best.", {"Metadata": 2, "Digital preservation": 2}, ("democracy-and-spending",), 5, "remote", ("students", "story")),
    Brief("blythe-libraries", "What do people remember of a library that closed?", "Forty people offered to be asked. Interview them, and say what comes up again and again.", {"Interviewing": 2, "Thematic analysis": 2}, ("culture-and-sport",), 8, "remote", ("story", "feedback")),
    Brief("tamebridge-council", "What to ask before we buy a case system", "The last one cost a year. Which questions should the next supplier answer first?", {"Requirements gathering": 3, "Public procurement of data and digital": 2}, ("democracy-and-spending",), 3, "remote", ("introductions", "feedback")),
    Brief("cinder-bank", "Ward figures for one small tender", "We guess at numbers of residents in every tender. Show us which published figures to use, and how old they are.", {"Official statistics": 2, "Open data reuse": 2}, ("democracy-and-spending",), 2, "remote", ("story",)),
]  # fmt: skip
"""Challenges that close three circles with offers that are there: of two, of three, of two."""


def build_rings(region: Region) -> None:
    """Search as a custodian would; let a ring of two start, and of a larger one all accept but the last."""
    pantry, university = (
        region.organisations[slug] for slug in ("sowe-valley-pantry", "arden-vale")
    )
    rings.note_link(one=pantry, other=university, by=region.custodian)
    _ask_too(replace(region, chance=random.Random(f"{SEED} rings")))
    search = rings.find(by=region.custodian)
    rows = whole(Ring.objects.filter(search=search)).order_by("is_chain", "-value", "pk")
    # The story's challenge meets its student and nobody else, so no ring with it starts.
    found = [ring for ring in rows if not any(_is_story(arc) for arc in ring.arcs.all())]
    small = next(ring for ring in found if not ring.is_chain and len(ring.parts.all()) == 2)
    large = next(ring for ring in found if not ring.is_chain and len(ring.parts.all()) > 2)
    for ring in (small, large):
        asked = rings.propose_ring(ring, by=region.custodian)
        parties = [part.organisation for part in asked.parts.all()]
        for organisation in parties if ring is small else parties[:-1]:
            rings.accept_part(
                asked, organisation=organisation, by=_lead(region, organisation), may_name=True
            )


def _ask_too(region: Region) -> None:
    """Posted, approved and scored. Drawn by a chance of their own, so that the rest of the region stays as it is."""
    for brief in ASKED_TOO:
        with transaction.atomic():
            lead = region.leads[brief.poster]
            sent = opportunity_services.submit_challenge(challenge(region, brief), by=lead)
            live = opportunity_services.approve(sent, by=region.custodian)
        score_opportunity(live.pk)


def _is_story(arc: RingArc) -> bool:
    return arc.opportunity.title == STORY_TITLE


def _lead(region: Region, organisation: Organisation):
    slugs = {row.pk: slug for slug, row in region.organisations.items()}
    return region.leads[slugs[organisation.pk]]
