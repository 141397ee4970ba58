"""How matching works, as a record after the UK's Algorithmic Transparency Recording Standard.

Made from the weights that count, the facts of the code and the last measured run, so that it cannot
drift from what is done. One structure for the page and for the download.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from . import stuffed
from .models import MatchRun, WeightSet, WeightTrial
from .run_figures import LEAST, figures, groups
from .words.facts import NEED, NEVER, NEVER_BESIDE, SUPPLY
from .words.weights import GATE_WORDS, GROUPS, WEIGHTS, shown

STANDARD = "UK Algorithmic Transparency Recording Standard"


@dataclass(frozen=True)
class Field:
    """One field of the record: its name in the standard, and a text or a list."""

    number: str
    title: str
    text: str = ""
    items: Sequence[str] = ()


@dataclass(frozen=True)
class Section:
    """One part of the record."""

    number: str
    title: str
    fields: Sequence[Field]

    @property
    def anchor(self) -> str:
        return f"part-{self.number.replace('.', '-')}"


def weights_table(current: WeightSet) -> list[dict[str, Any]]:
    """The weights in groups, each with what it does and its value."""
    return [
        {
            "title": title,
            "rows": [
                {
                    "name": name,
                    "label": words.label,
                    "does": words.does,
                    "value": current.values[name],
                    "shown": shown(name, current.values[name]),
                }
                for name, words in WEIGHTS.items()
                if words.group == title
            ],
        }
        for title in GROUPS
    ]


def gates_table() -> list[dict[str, str]]:
    """The gates: a pair that fails one is not suggested."""
    return [{"name": k, "label": title, "does": text} for k, (title, text) in GATE_WORDS.items()]


def tier_1() -> Section:
    """What anybody should know at once."""
    return Section(
        "1",
        "Tier 1: in short",
        [
            Field("1.1", "Name", "The Forum’s matcher"),
            Field(
                "1.2",
                "Description",
                "It compares what organisations in the region need with what people and organisations "
                "offer, and suggests pairs from which both sides gain, with reasons. It suggests; "
                "people decide. Nobody is accepted, refused or contacted by it, and nobody is named to "
                "the other side before both have said yes.",
            ),
            Field("1.3", "Website", f"{settings.PUBLIC_BASE_URL}/how-matching-works/"),
            Field("1.4", "Contact", settings.DEFAULT_FROM_EMAIL),
        ],
    )


def tier_2(current: WeightSet, run: MatchRun | None) -> list[Section]:
    """Owner, description, process, specification, data, and risks."""
    engine_version = run.engine_version if run else "not run yet"
    return [
        Section(
            "2.1",
            "Owner and responsibility",
            [
                Field("2.1.1", "Organisation", settings.SITE_NAME),
                Field("2.1.2", "Team", "The custodians, who are volunteers"),
                Field("2.1.3", "Senior responsible owner", "The custodians together"),
                Field(
                    "2.1.4",
                    "Involvement of others",
                    "None. The matcher is the Forum’s own code, runs on the Forum’s own machine, and "
                    "sends no data to anybody.",
                ),
            ],
        ),
        Section(
            "2.2",
            "Description and rationale",
            [
                Field(
                    "2.2.1",
                    "Detailed description",
                    "Rules, not learning: each pair that passes the gates below gets two scores, one "
                    "for each side, from the weights below. The joint score is their harmonic mean, so "
                    "that a pair that serves one side only comes last. All arithmetic is in whole "
                    "numbers, ties are cut by a lottery with a published number, and an independent "
                    "judge checks every result before it is stored.",
                ),
                Field(
                    "2.2.2",
                    "Scope",
                    "Challenges, placements and jobs on this site; people who chose to be matched; "
                    "open offers. It is not used for admission, grading, hiring or funding.",
                ),
                Field(
                    "2.2.3",
                    "Benefit",
                    "Small organisations find skills they would not have found, people find work from "
                    "which they learn, and each suggestion says why.",
                ),
                Field(
                    "2.2.4",
                    "Previous process",
                    "Two volunteers who knew whom to ring, if they had time.",
                ),
                Field(
                    "2.2.5",
                    "Alternatives considered",
                    "Lists to browse only, which stay; learned models, which nobody could explain to "
                    "the person concerned.",
                ),
            ],
        ),
        Section(
            "2.3",
            "How decisions are made",
            [
                Field(
                    "2.3.1",
                    "Place in the process",
                    "Before a decision: a person reads the suggestion and asks for an introduction, or "
                    "does not. The other side says yes or no.",
                ),
                Field(
                    "2.3.2",
                    "What people are given",
                    "Both sides’ gains, what is missing, and what would change it, made from the parts "
                    "of the score and nothing else.",
                ),
                Field(
                    "2.3.3",
                    "How often it is used",
                    "Each night over everything, and within seconds of a change over what it concerns.",
                ),
                Field(
                    "2.3.4",
                    "Human decisions and review",
                    "Every introduction is decided by the two sides. A custodian is told of each and "
                    "may stop it. Custodians change the weights in draft, see on real data who would "
                    "gain and who would lose, and switch in a second step.",
                ),
                Field(
                    "2.3.5",
                    "Training",
                    "Custodians have a written guide. Those who read suggestions need none.",
                ),
                Field(
                    "2.3.6",
                    "How to challenge a result",
                    "Below each suggestion stands “Challenge this”; on the page of an opportunity that "
                    "is not suggested to you, “see why this is not there”. A custodian who has no part "
                    "in it answers within two weeks. Question and answer are kept. You need an account; "
                    "without one, write to the contact above.",
                ),
            ],
        ),
        Section(
            "2.4",
            "Specification",
            [
                Field(
                    "2.4.1",
                    "System architecture",
                    "A library without access to names or to the network; rows go in as numbers, lists "
                    "and parts of scores come out. Each run keeps its facts for a month, and anybody "
                    "who has them can compute the same answer again.",
                ),
                Field("2.4.2", "Phase", "In use"),
                Field(
                    "2.4.3",
                    "Maintenance",
                    "Everything is scored anew each night, and what changes within seconds. Weights "
                    "are versioned; a former version can be brought back.",
                ),
                Field("2.4.4", "Model and version", f"Engine {engine_version}; {current}"),
                Field(
                    "2.4.5",
                    "Model performance",
                    "The figures of the last run below. Counts under five are not shown.",
                ),
            ],
        ),
        Section(
            "2.5",
            "Data",
            [
                Field("2.5.1", "Of what is needed", items=list(NEED.values())),
                Field("2.5.2", "Of people and offers", items=list(SUPPLY.values())),
                Field("2.5.3", "Not used", items=[*NEVER.values(), *NEVER_BESIDE]),
                Field(
                    "2.5.4",
                    "Quantity",
                    _quantity(run),
                ),
                Field(
                    "2.5.5",
                    "Completeness and representativeness",
                    "Only those who join are in it. Wishes that were not stated count as a middle "
                    "value, so that saying little is not punished.",
                ),
                Field(
                    "2.5.6",
                    "Collection and purpose",
                    "People and organisations enter it themselves, to be matched. Being matched is off "
                    "until somebody turns it on.",
                ),
                Field(
                    "2.5.7",
                    "Sharing, access and storage",
                    "Shared with nobody. The facts of a run are deleted a month after it was replaced; "
                    "people can export and erase what concerns them.",
                ),
            ],
        ),
        Section(
            "2.6",
            "Risks and what is done about them",
            [
                Field(
                    "2.6.1",
                    "Impact assessment",
                    "The register of processing names each field, why it is kept, and for how long.",
                ),
                Field(
                    "2.6.2",
                    "Risks",
                    items=[
                        "The same few are suggested to everybody: pending introductions take points "
                        "off, and exposure is measured each night by kind and district.",
                        f"Profiles that claim everything: {stuffed.RULE} Custodians are told.",
                        "Districts and organisations that are left out: a small published bonus, never "
                        "more than a tenth, and the balance of the region at the custodians’ desk.",
                        "Guessing who an unnamed person is: cards show stage, district and skills only.",
                        "Trusting a score too much: shown in words, with what is missing, never as a "
                        "percentage.",
                    ],
                ),
            ],
        ),
    ]


def _quantity(run: MatchRun | None) -> str:
    if run is None:
        return "Nothing has been scored yet."
    needs, supplies = run.needs_count, run.supplies_count
    if min(needs, supplies) < LEAST:
        return "Fewer than five needs, or people and offers, in the last run."
    return f"{needs:,} needs, and {supplies:,} people and offers, in the last run."


def as_json(
    current: WeightSet, run: MatchRun | None, switches: Sequence[WeightTrial]
) -> dict[str, Any]:
    """The whole record as plain data."""
    return {
        "standard": STANDARD,
        "tier_1": _plain(tier_1()),
        "tier_2": [_plain(section) for section in tier_2(current, run)],
        "weights": {
            "name": current.name,
            "version": current.version,
            "groups": weights_table(current),
            "priorities": current.values["priorities"],
        },
        "gates": gates_table(),
        "last_run": {
            "finished": run.finished.isoformat() if run and run.finished else None,
            "engine": run.engine_version if run else None,
            "lottery": run.seed if run else None,
            "figures": figures(run),
            "exposure": groups(run),
        },
        "changes": [
            {
                "on": row.switched_at.date().isoformat() if row.switched_at else None,
                "version": row.becomes.version if row.becomes else None,
                "why": row.why,
            }
            for row in switches
        ],
    }


def _plain(section: Section) -> dict[str, Any]:
    return {
        "number": section.number,
        "title": section.title,
        "fields": [
            {"number": f.number, "title": f.title, "value": list(f.items) if f.items else f.text}
            for f in section.fields
        ],
    }
