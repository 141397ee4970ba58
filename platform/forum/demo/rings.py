"""Rings of the demo region: one that has started, one that waits for answers, the rest left to propose."""

from matching.models import Ring, RingArc
from matching.queries.rings import whole
from matching.services import rings
from profiles.models import Organisation

from .seed import Region
from .work import STORY_TITLE


def build_rings(region: Region) -> None:
    """Search as a custodian would; propose the two best, and let the parties of one accept."""
    pantry, university = (
        region.organisations[slug] for slug in ("sowe-valley-pantry", "arden-vale")
    )
    rings.note_link(one=pantry, other=university, by=region.custodian)
    search = rings.find(by=region.custodian)
    rows = whole(Ring.objects.filter(search=search)).order_by("is_chain", "-value", "pk")
    # The story's challenge meets its student and nobody else, so no ring with it starts.
    found = sorted(rows, key=lambda ring: any(_is_story(arc) for arc in ring.arcs.all()))
    for place, ring in enumerate(found[:2]):
        asked = rings.propose_ring(ring, by=region.custodian)
        parties = [part.organisation for part in asked.parts.all()]
        # All of the first accept; of the second all but the last, who is still asked.
        for organisation in parties if place == 0 else parties[:-1]:
            rings.accept_part(
                asked, organisation=organisation, by=_lead(region, organisation), may_name=True
            )


def _is_story(arc: RingArc) -> bool:
    return arc.opportunity.title == STORY_TITLE


def _lead(region: Region, organisation: Organisation):
    slugs = {row.pk: slug for slug, row in region.organisations.items()}
    return region.leads[slugs[organisation.pk]]
