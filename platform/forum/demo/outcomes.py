"""What came of things in the demo region: verified outcomes, one that waits, and a conversation."""

from django.db import transaction

from impact import services
from impact.models import Consent
from impact.sources import find
from matching.models import Introduction
from matching.parties import side
from matching.services import advance, threads
from mission.models import Node
from profiles.models import User

from .seed import Region

TOLD = (
    (
        "Three lists became one",
        "The volunteers who helped put three tables of addresses into one, and wrote down how. Nobody "
        "has to guess any more which of them is right, and the Monday call takes ten minutes, not an hour.",
        "Eleven volunteers, and everybody who waits for their call",
    ),
    (
        "A map that the trustees look at first",
        "What was a spreadsheet is a map of the wards now, redone each month by somebody from the team "
        "who had never made a map before.",
        "Six trustees, and two wards that nobody had looked at",
    ),
    (
        "The numbers went into the bid, and the bid was won",
        "An afternoon with somebody who knows surveys turned forty answers into two pages with honest "
        "margins. The funder asked for nothing more.",
        "A year of Tuesdays for 35 older people",
    ),
)
TALK = (
    (
        "need",
        "Hello, thank you for saying yes. Could you come to the pantry on a Thursday afternoon?",
    ),
    (
        "supply",
        "Gladly. Next Thursday at two? I would bring my own laptop, but not take data on it.",
    ),
    ("need", "Two is good. Ring at the side door. We look at the table together on ours."),
)


@transaction.atomic
def build_outcomes(region: Region) -> None:
    """After the introductions: some are seen through and told; the last one told still waits."""
    met = Introduction.objects.filter(state="introduced", opportunity__is_demo=True)
    rows = list(met.exclude(person__name="Noor Okafor").order_by("pk")[: len(TOLD)])
    outputs = list(Node.objects.filter(column__in=["output", "outcome"]).order_by("pk"))
    for number, (row, (title, changed, whom)) in enumerate(zip(rows, TOLD, strict=False)):
        lead = side(row, "need")[0]
        for step in ("agreed", "under_way", "done"):
            row = advance(row, step, by=lead)
        source = find("introduction", row.pk)
        if source is None:
            continue
        told = services.record_outcome(
            source,
            by=lead,
            title=title,
            what_changed=changed,
            for_whom=whom,
            may_publish=True,
            may_name=True,
            is_demo=True,
        )
        services.send_in(told, by=lead)
        if number == len(TOLD) - 1:
            continue
        for party in Consent.objects.filter(outcome=told, may_publish=None):
            services.consent(
                party, by=_answers_for(party), may_publish=True, may_name=party.user is None
            )
        services.verify(told, by=region.custodian, node=outputs[number % len(outputs)])


def _answers_for(party: Consent) -> User:
    """Themselves, or the first lead of the organisation."""
    if party.user is not None:
        return party.user
    assert party.organisation is not None
    lead = party.organisation.memberships.filter(role="lead").first()
    assert lead is not None
    return lead.user


def build_talk() -> None:
    """The story's two sides write to each other."""
    row = Introduction.objects.get(
        person__name="Noor Okafor", opportunity__is_demo=True, state="introduced"
    )
    for who, text in TALK:
        threads.write(row, by=side(row, who)[0], text=text)
