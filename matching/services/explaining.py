"""One pair explained from the facts as they stand now, whether or not it is a match."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from opportunities.models import Opportunity
from profiles.models import Offer, Person

from .. import words as wording
from ..models import WeightSet
from ..words import near as near_wording
from ..words import weights as weight_words

if TYPE_CHECKING:
    from ..engine import Explanation


class NotMatched(Exception):
    """One of the two is not looked at: closed, full, or private."""


@dataclass(frozen=True)
class Answer:
    """Both sides of one pair: the engine's explanation, and its words in both voices."""

    explanation: "Explanation"
    words: dict
    gates: list[str]


def explain(opportunity: Opportunity, supply: Person | Offer) -> Answer:
    """Explain a pair as of now. Raises NotMatched when the matcher looks at only one of them."""
    from .. import engine, facts

    kind = "person" if isinstance(supply, Person) else "offer"
    narrowed: dict[str, Any] = {"person_ids": [], "offer_ids": []}
    narrowed[f"{kind}_ids"] = [supply.pk]
    market = facts.read(opportunity_ids=[opportunity.pk], **narrowed)
    if not market.needs:
        raise NotMatched("This opportunity is not open, so nobody is matched with it.")
    if not market.supplies:
        raise NotMatched(
            "This person is private, so they are not matched."
            if kind == "person"
            else "This offer is not open, so it is not matched."
        )
    weights = engine.Weights.from_dict(WeightSet.objects.get(is_current=True).values)
    need, other = market.needs[0], market.supplies[0]
    explanation = engine.explain(
        market, need.key, other.key, weights=weights, today=timezone.localdate()
    )
    names = facts.read_names(market)
    return Answer(
        explanation=explanation,
        words=wording.tell(explanation, need=need, supply=other, names=names),
        gates=[
            near_wording.near_miss(gate.code, gate.facts, None, names)["text"]
            for gate in explanation.gates
        ],
    )


KEPT_BACK = frozenset({"refused", "conflict", "own_organisation", "capacity"})
"""Gates that would tell one side what the other said or how it stands."""


def open_reasons(opportunity: Opportunity, supply: Person | Offer) -> list[tuple[str, str]]:
    """The published rules in the way of a pair, without what is the other side's own business."""
    try:
        found = explain(opportunity, supply).explanation
    except NotMatched as error:
        return [("Not looked at", str(error))]
    codes = {gate.code for gate in found.gates} - KEPT_BACK
    return [words for code, words in weight_words.GATE_WORDS.items() if code in codes]
