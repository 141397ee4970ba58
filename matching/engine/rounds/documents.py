"""The published format of a placement round, ``wmodf-round/1``.

A JSON object with ``format``, ``seed``, ``rules``, ``round``, ``engine``, ``digest`` and, when one
is given, ``result``. The digest covers the facts (``format``, ``seed``, ``rules``, ``round``) in
canonical JSON: keys sorted, no spaces, ASCII. The schema is ``schemas/wmodf-round-1.json``.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from ..instances import ENGINE_VERSION
from .types import (
    TABLES,
    Allocation,
    Applicant,
    Groups,
    Organisation,
    Placement,
    Reserve,
    Round,
    Rules,
    Supervisor,
    Team,
)

if TYPE_CHECKING:
    from .results import Settlement

FORMAT = "wmodf-round/1"
ROWS = dict(
    zip(TABLES, (Applicant, Placement, Organisation, Supervisor, Team, Allocation), strict=True)
)


DEFAULTS = {
    row_type: tuple((f.name, f.default) for f in fields(row_type)) for row_type in ROWS.values()
}


def _facts(round_: Round, rules: Rules) -> dict[str, Any]:
    """The facts as plain data. What a row leaves at its default is left out of it."""
    return {
        "format": FORMAT,
        "seed": rules.seed,
        "rules": {"ties": rules.ties, "goal": rules.goal},
        "round": {
            "applicants": [
                {"key": row.key, "choices": _list(row.choices), "groups": sorted(row.groups)}
                if row.groups
                else {"key": row.key, "choices": _list(row.choices)}
                for row in round_.applicants
            ],
            **{table: [_row(row) for row in getattr(round_, table)] for table in TABLES[1:]},
        },
    }


def _list(groups: Groups) -> list[str | tuple[str, ...]]:
    """A list in which a group of one is a bare key."""
    return [group[0] if len(group) == 1 else group for group in groups]


def _row(row: Any) -> dict[str, Any]:
    plain: dict[str, Any] = {}
    for name, default in DEFAULTS[type(row)]:
        value = getattr(row, name)
        if value != default:
            plain[name] = value
    for name in ("tiers", "choices"):
        if name in plain:
            plain[name] = _list(plain[name])
    if "reserved" in plain:
        plain["reserved"] = [{"group": r.group, "seats": r.seats} for r in row.reserved]
    return plain


def _canonical(facts: Mapping[str, Any]) -> str:
    return json.dumps(facts, sort_keys=True, separators=(",", ":"))


def digest(round_: Round, *, rules: Rules) -> str:
    """SHA-256 in hex over the canonical facts: equal facts, equal digest."""
    return hashlib.sha256(_canonical(_facts(round_, rules)).encode("ascii")).hexdigest()


def round_to_json(
    round_: Round, *, rules: Rules, settlement: "Settlement | None" = None
) -> dict[str, Any]:
    """The round as plain data ready for ``json.dumps``, with the result when one is given."""
    text = _canonical(_facts(round_, rules))
    document = {
        **json.loads(text),
        "engine": ENGINE_VERSION,
        "digest": hashlib.sha256(text.encode("ascii")).hexdigest(),
    }
    if settlement is not None:
        document["result"] = settlement.as_dict()
    return document


def round_from_json(document: Mapping | str) -> tuple[Round, Rules]:
    """The facts of a stored round.

    Raises ValueError when it is not in this format, is incomplete, or does not agree with its own
    digest.
    """
    if isinstance(document, str):
        document = json.loads(document)
    if not isinstance(document, Mapping) or document.get("format") != FORMAT:
        raise ValueError(f"This is not a {FORMAT} document.")
    try:
        tables = {
            table: tuple(_read(row_type, row) for row in document["round"][table])
            for table, row_type in ROWS.items()
        }
        rules = Rules(seed=document["seed"], **document["rules"])
        round_ = Round(**tables)
        found = digest(round_, rules=rules)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"The document is incomplete or malformed: {error}.") from error
    if document.get("digest", found) != found:
        raise ValueError("The document does not agree with its own digest.")
    return round_, rules


def _read(row_type: Any, row: Mapping) -> Any:
    values = dict(row)
    if "reserved" in values:
        values["reserved"] = tuple(Reserve(**item) for item in values["reserved"])
    if "groups" in values:
        values["groups"] = frozenset(values["groups"])
    return row_type(**values)
