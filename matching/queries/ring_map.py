"""Who could give to whom: between organisations for custodians, between kinds of them for everybody.

In public no organisation is named beside a match, and no count under five is said.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from community.suppression import LEAST
from opportunities.choices import Kind
from opportunities.models import Opportunity
from profiles.choices import OrganisationKind
from profiles.models import Offer, Organisation

from ..models import Match
from ..ring_fits import fitting


@dataclass(frozen=True)
class Link:
    """What one organisation could give another: how many offers fit, and the best of them."""

    giver: Organisation
    taker: Organisation
    count: int
    best: Match


@dataclass(frozen=True)
class FullMap:
    """The map that custodians see, with its holes."""

    organisations: list[Organisation]
    links: list[Link]
    unmet: list[Opportunity]
    unused: list[Offer]


@dataclass(frozen=True)
class KindMap:
    """The map that everybody sees: counts by kind of organisation, None where under five."""

    kinds: list[str]
    links: dict[tuple[str, str], int | None]
    asked: dict[str, int] = field(default_factory=dict)
    offered: dict[str, int] = field(default_factory=dict)
    unmet: dict[str, int | None] = field(default_factory=dict)


def full_map() -> FullMap:
    """Every organisation with an open challenge or offer, who fits whom, and what nobody fits."""
    found = fitting()
    pairs: dict[tuple[int, int], list[Match]] = defaultdict(list)
    organisations: dict[int, Organisation] = {}
    for match in found:
        if match.offer is None or match.offer.organisation is None:
            continue
        giver, taker = match.offer.organisation, match.opportunity.organisation
        organisations |= {giver.pk: giver, taker.pk: taker}
        pairs[giver.pk, taker.pk].append(match)
    links = [
        Link(organisations[giver], organisations[taker], len(matches), matches[0])
        for (giver, taker), matches in pairs.items()
    ]
    links.sort(key=lambda link: (link.giver.name, link.taker.name))
    needs, offers = _open()
    fitted = {match.opportunity_id for match in found}
    used = {match.offer_id for match in found}
    unmet = [row for row in needs if row.pk not in fitted]
    unused = [row for row in offers if row.pk not in used]
    left: list[Opportunity | Offer] = [*unmet, *unused]
    for row in left:
        if row.organisation is not None:
            organisations.setdefault(row.organisation.pk, row.organisation)
    return FullMap(sorted(organisations.values(), key=lambda row: row.name), links, unmet, unused)


def _open() -> tuple[list[Opportunity], list[Offer]]:
    needs = Opportunity.objects.open().filter(kind=Kind.CHALLENGE, is_proposal=False)
    offers = Offer.objects.open().filter(organisation__isnull=False)
    return (
        list(needs.select_related("organisation").order_by("organisation__name", "pk")),
        list(offers.select_related("organisation").order_by("organisation__name", "pk")),
    )


def kind_map() -> KindMap:
    """The same between kinds of organisations."""
    links: Counter[tuple[str, str]] = Counter()
    fitted = set()
    for match in fitting():
        if match.offer is not None and match.offer.organisation is not None:
            links[match.offer.organisation.kind, match.opportunity.organisation.kind] += 1
            fitted.add(match.opportunity_id)
    needs, offers = _open()
    asked = Counter(row.organisation.kind for row in needs)
    offered = Counter(row.organisation.kind for row in offers if row.organisation)
    unmet = Counter(row.organisation.kind for row in needs if row.pk not in fitted)
    kinds = list(OrganisationKind.values)
    return KindMap(
        kinds=kinds,
        links={
            (giver, taker): count if (count := links[giver, taker]) >= LEAST else None
            for giver in kinds
            for taker in kinds
        },
        asked={kind: asked[kind] for kind in kinds},
        offered={kind: offered[kind] for kind in kinds},
        unmet={kind: count if (count := unmet[kind]) >= LEAST else None for kind in kinds},
    )
