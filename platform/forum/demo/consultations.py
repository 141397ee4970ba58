"""Two consultations: that of May 2022 on where the Forum goes, with its report, and one that is open."""

import datetime
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from community.models import Answer, Comment, Consultation, Response
from community.services import consulting, questions, reporting
from community.services.responding import Who, Words, respond

from .seed import Region

PAST = "Where should the Forum go after the pandemic?"
NEXT = "How should we meet next year?"
DRAFT = """## Why now

The Forum has not met since the spring of 2020. This draft says what it is for, what it wants to reach, \
and how one leads to the other. It is dated May 2022, and it is not finished: that is why we ask.

## The mission

To promote the release, re-use and integration of open data for the benefit of communities, businesses \
and public services in the West Midlands.

We do three things:

- champion public bodies that are innovating,
- disseminate information about events, help and initiatives,
- share good practice and skills.

## The vision

The West Midlands as the best place for open data. Three priorities lead there.

A community of practice for innovative data analytics.

Training, development and a profile for those who work with data, through opportunities and placements.

Mutual benefit: the expertise of universities and businesses, brought to community groups and public bodies.

## What happens with your answers

We read each, publish what you let us publish, and say in a report what we changed because of it.
"""
ANSWERS = (
    # known, priority, hybrid, words, comment on paragraph, comment
    (
        1,
        3,
        5,
        "Start with small groups that have never met a data analyst.",
        7,
        "This is the new part.",
    ),
    (2, 3, 4, "Rotate between the cities, or the east never comes.", None, ""),
    (1, 2, 5, "Placements need a funder named at the start.", 6, "Say who pays."),
    (1, 3, 3, "", None, ""),
    (3, 1, 5, "A list of who can do what would save me a week.", None, ""),
    (1, 3, 4, "Meet at noon: I have no train after six.", None, ""),
    (1, 3, 5, "", 5, "Keep this one: nobody else does it here."),
    (2, 3, 2, "Less talk about standards, more about one problem at a time.", None, ""),
    (1, 3, 4, "", None, ""),
)


@transaction.atomic
def build_consultations(region: Region) -> None:
    """After the people, some of whom answer."""
    _past(region)
    _open(region)


def _past(region: Region) -> None:
    now = timezone.now()
    row = consulting.create_consultation(
        by=region.custodian,
        title=PAST,
        summary="The draft of May 2022: mission, vision and theory of change. What is missing, what is wrong?",
        drafted_on=datetime.date(2022, 5, 16),
        body=DRAFT,
        opens=now - timedelta(days=1),
        closes=now + timedelta(days=46),
        asks_steps=True,
        is_demo=True,
    )
    ask = {"by": region.custodian}
    known = questions.add_question(
        row, **ask, kind="one", text="Did you know the Forum before?", required=True,
        options="Yes, and I came to meetings\nBy name only\nNo",
    )  # fmt: skip
    priority = questions.add_question(
        row, **ask, kind="one", text="Which of the three priorities matters most to you?",
        options="Community of practice\nTraining and placements\nMutual benefit",
    )  # fmt: skip
    hybrid = questions.add_question(
        row, **ask, kind="scale", text="Would meetings that are in person and online suit you?",
        low="Not at all", high="Very well",
        node=next((n for n in region.nodes.values() if n.column == "input"), None),
    )  # fmt: skip
    missing = questions.add_question(
        row, **ask, kind="text", text="What is missing from the draft?"
    )
    consulting.make_ready(row, by=region.custodian)
    given: list[Any] = [*ANSWERS, *((*ticks, "", None, "") for *ticks, _, _, _ in ANSWERS)]
    people = [person.user for person in region.people[:: len(region.people) // len(given)]]
    for user, (one, two, scale, words, paragraph, comment) in zip(people, given, strict=False):
        made = respond(
            row,
            by=Who(user=user),
            received=now,
            words=Words(
                picked={known.pk: [one], priority.pk: [two], hybrid.pk: [scale]},
                texts={missing.pk: words},
                paragraphs={paragraph: comment} if paragraph else {},
                consent="unnamed",
            ),
        )
        _show(made, region)
    council = region.organisations["tamebridge-council"]
    ours = respond(
        row,
        by=Who(user=region.leads["tamebridge-council"], organisation=council),
        received=now,
        words=Words(
            picked={known.pk: [1], priority.pk: [2], hybrid.pk: [4]},
            texts={
                missing.pk: "Say what a public body has to bring before it can take a placement."
            },
            name=council.name,
            consent="named",
        ),
    )
    _show(ours, region)
    _to_2022(row)
    row = Consultation.objects.get(pk=row.pk)
    theme = reporting.add_theme(row, by=region.custodian, title="Meeting in person, and where")
    for response in row.responses.all()[:6]:
        reporting.set_themes(response, by=region.custodian, themes=[theme])
    reporting.write_report(
        row,
        by=region.custodian,
        introduction="We asked everybody on the old mailing list, and few answered. What came was to "
        "the point, and it changed the draft. Because so few answered, some figures are not shown.",
        final_link="",
    )
    for became, said, did in (
        (
            "did",
            "Say who pays for placements.",
            "Each placement now names where its money comes from.",
        ),
        ("did", "Rotate between the cities.", "Partners offer to host in turn."),
        ("changed", "Paragraph 7", "Mutual benefit now says how both sides gain, not only one."),
    ):
        reporting.add_report_row(row, by=region.custodian, became=became, said=said, did=did)
    reporting.publish_report(row, by=region.custodian)


def _show(made: Response, region: Region) -> None:
    for kind in (Answer, Comment):
        for said in kind.objects.to_moderate().filter(response=made):
            reporting.moderate(said, by=region.custodian, show=True, read=said.fingerprint)


def _to_2022(row: Consultation) -> None:
    """It was held in 2022, and nobody can answer in the past."""
    begun, over = (
        timezone.make_aware(datetime.datetime(2022, month, day, hour, minute))
        for month, day, hour, minute in ((5, 16, 9, 0), (7, 1, 23, 59))
    )
    then = begun + timedelta(days=20)
    row.responses.update(begun_at=then, sent_at=then, changed_at=then)
    Consultation.objects.filter(pk=row.pk).update(
        opens=begun, opened_at=begun, ready_at=begun, closes=over, first_answer_at=then
    )
    consulting.run_consultation_clock()
    Consultation.objects.filter(pk=row.pk).update(closed_at=over)


def _open(region: Region) -> None:
    now = timezone.localtime().replace(minute=0, second=0, microsecond=0)
    row = consulting.create_consultation(
        by=region.custodian,
        title=NEXT,
        summary="Four meetings a year, in four places. Tell us when, where and what for.",
        drafted_on=region.today - timedelta(days=3),
        body="## A plan for next year\n\nFour meetings, each at a partner's place, from eleven to one, "
        "with lunch for those who stay.\n\nEach meeting takes one problem that somebody in the room has, "
        "and ends with who does what by when.\n\nWhoever cannot come joins online, and hears and is "
        "heard as well as everybody else.",
        opens=now - timedelta(days=3),
        closes=now + timedelta(days=18),
        asks_steps=True,
        is_demo=True,
    )
    add = {"by": region.custodian}
    day = questions.add_question(
        row, **add, kind="many", text="Which days suit you?",
        options="Monday\nTuesday\nWednesday\nThursday\nFriday", hint="Tick all that do.",
    )  # fmt: skip
    far = questions.add_question(
        row, **add, kind="scale", text="How far would you travel?", required=True,
        low="My own town", high="Anywhere in the region",
    )  # fmt: skip
    wish = questions.add_question(
        row, **add, kind="text", text="Which problem should we take first?"
    )
    consulting.make_ready(row, by=region.custodian)
    for number, person in enumerate(region.people[20:27]):
        respond(
            row,
            by=Who(user=person.user),
            received=timezone.now(),
            words=Words(
                picked={day.pk: [2, 3 + number % 3], far.pk: [1 + number % 5]},
                texts={wish.pk: "Empty homes: three lists, and none agree." if number == 2 else ""},
                paragraphs={3: "Sound matters more than pictures."} if number == 4 else {},
                consent="unnamed",
            ),
        )
