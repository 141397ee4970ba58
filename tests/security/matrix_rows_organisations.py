"""Rows about organisations."""

from .good_answers import ORGANISATION
from .matrix import Row, asked, page, request


def _new_words(town, which: str) -> dict[str, str]:
    name = (town.ours if which == "own" else town.theirs).name
    return {"name": name, "kind": "community", "summary": "New words."}


def _in_charge(town, role: str, which: str) -> str:
    """Confirming, suspending and joining organisations are answered alike."""
    here = "/organisations/tame-housing"
    outcomes = {asked(town, role, f"{here}/{act}/")[0] for act in ("suspend", "merge")}
    outcomes.add(asked(town, role, f"{here}/verify/", {})[0])
    return outcomes.pop() if len(outcomes) == 1 else f"mixed: {sorted(outcomes)}"


ORGANISATIONS: dict[str, Row] = {
    "P013": page(
        "/organisations/",
        "/organisations/canal-street/",
        "/organisations/export.csv",
        "/organisations/feed.atom",
    ),
    "P014": request(
        lambda town, role: "/organisations/canal-kitchen/",
        lambda town, role: "/organisations/tame-workshop/",
    ),
    "P015": request(lambda town, role: "/organisations/new/", data=ORGANISATION),
    "P016": request(
        lambda town, role: "/organisations/canal-street/edit/",
        lambda town, role: "/organisations/tame-housing/edit/",
        data=_new_words,
    ),
    "P017": request(
        lambda town, role: "/organisations/canal-street/edit/",
        lambda town, role: "/organisations/tame-housing/edit/",
        data={"name": "Another Name", "kind": "community"},
    ),
    "P019": Row(_in_charge, twins=("own",)),
}
