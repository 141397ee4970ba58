"""The published instance format: a run as plain data, to be stored, compared and replayed.

``wmodf-instance/1`` is a JSON object with ``format``, ``engine``, ``today``, ``seed``,
``weights``, ``market``, ``digest`` and, when a ranking is given, ``result``. The digest covers
the facts (everything but ``engine``, ``digest`` and ``result``) in canonical JSON: keys sorted,
no spaces, ASCII. ``lists``, where it is there, is a fact too: the keys of the needs and of the
supplies whose lists were asked for, when it was not all of them. The schema is ``schemas/wmodf-instance-1.json``.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import TYPE_CHECKING, Any

from .types import Held, Market, Need, Requirement, Stated, Supply, plain
from .weights import Weights

if TYPE_CHECKING:
    from .ranking import Ranking

FORMAT = "wmodf-instance/1"
ENGINE_VERSION = "1"


@dataclass(frozen=True)
class Instance:
    """The facts of one run: what :func:`matching.engine.rank` was given."""

    market: Market
    weights: Weights
    seed: str
    today: date
    lists: Stated | None = None
    """Whose lists were asked for; None for all."""


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(value)
    return value


def row_as_dict(thing: Need | Supply) -> dict[str, object]:
    """One row as the format writes it."""
    row: dict[str, object] = {}
    for f in fields(thing):
        value = getattr(thing, f.name)
        if isinstance(value, tuple):
            row[f.name] = [plain(item) for item in value]
        else:
            row[f.name] = _plain(value)
    return row


def _facts(
    market: Market, weights: Weights, seed: int | str, today: date, lists: Stated | None
) -> dict[str, object]:
    asked = {"lists": {side: list(keys) for side, keys in asdict(lists).items()}} if lists else {}
    return {
        **asked,
        "format": FORMAT,
        "today": today.isoformat(),
        "seed": str(seed),
        "weights": weights.as_dict(),
        "market": {
            "needs": [row_as_dict(need) for need in market.needs],
            "supplies": [row_as_dict(supply) for supply in market.supplies],
            "affinity": [[*pair, permille] for pair, permille in sorted(market.affinity.items())],
            "refused": sorted(map(list, market.refused)),
            "conflicts": sorted(map(list, market.conflicts)),
        },
    }


def _sha256(facts: Mapping[str, object]) -> str:
    text = json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def digest(
    market: Market,
    *,
    weights: Weights,
    seed: int | str,
    today: date,
    lists: Stated | None = None,
) -> str:
    """SHA-256 in hex over the canonical facts: equal facts, equal digest."""
    return _sha256(_facts(market, weights, seed, today, lists))


def to_json(
    market: Market,
    *,
    weights: Weights,
    seed: int | str,
    today: date,
    ranking: "Ranking | None" = None,
    lists: Stated | None = None,
) -> dict[str, Any]:
    """The instance as a dict ready for ``json.dumps``, with the result when one is given."""
    facts = _facts(market, weights, seed, today, lists)
    document: dict[str, Any] = {**facts, "engine": ENGINE_VERSION, "digest": _sha256(facts)}
    if ranking is not None:
        document["result"] = ranking.as_dict()
    return document


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _need(row: Mapping) -> Need:
    values = dict(row)
    values["requirements"] = tuple(Requirement(**item) for item in row["requirements"])
    for name in ("starts", "ends"):
        values[name] = _day(row[name])
    return Need(**values)


def _supply(row: Mapping) -> Supply:
    values = dict(row)
    for name in ("held", "wanted"):
        values[name] = tuple(Held(**item) for item in row[name])
    for name in ("available_from", "available_until"):
        values[name] = _day(row[name])
    return Supply(**values)


def _stated(lists: Mapping | None) -> Stated | None:
    return Stated(tuple(lists["needs"]), tuple(lists["supplies"])) if lists else None


def from_json(document: Mapping | str) -> Instance:
    """The facts of a stored run.

    Raises ValueError when it is not in this format, is incomplete, or does not agree with its
    own digest.
    """
    if isinstance(document, str):
        document = json.loads(document)
    if not isinstance(document, Mapping) or document.get("format") != FORMAT:
        raise ValueError(f"This is not a {FORMAT} document.")
    try:
        held = document["market"]
        market = Market(
            needs=tuple(_need(row) for row in held["needs"]),
            supplies=tuple(_supply(row) for row in held["supplies"]),
            affinity={(a, h): permille for a, h, permille in held["affinity"]},
            refused=frozenset((n, s) for n, s in held["refused"]),
            conflicts=frozenset((o, s) for o, s in held["conflicts"]),
        )
        weights = Weights.from_dict(document["weights"])
        instance = Instance(
            market,
            weights,
            str(document["seed"]),
            date.fromisoformat(document["today"]),
            _stated(document.get("lists")),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"The document is incomplete or malformed: {error}.") from error
    stated = document.get("digest")
    found = digest(
        market, weights=weights, seed=instance.seed, today=instance.today, lists=instance.lists
    )
    if stated is not None and stated != found:
        raise ValueError("The document does not agree with its own digest.")
    return instance
