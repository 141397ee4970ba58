"""What outcomes hold about people: who wrote and consented, and what they answered later."""

import datetime

from django.db.models import QuerySet

from common.erasing import Leaving, eraser, redact
from common.personal import ACCOUNT, impersonal, part, personal
from common.retention import clock
from profiles.services.files import put_removal

from .models import Ask, Consent, Outcome

DRAFTS, ASKS = "impact.drafts", "impact.asks"
KEPT_DRAFT, KEPT_ASK = datetime.timedelta(days=365), datetime.timedelta(days=540)
WORDS = "what changed, for everybody to read; names are refused, and erasure takes them out"

personal(
    "impact.Outcome",
    "Outcomes that you wrote or verified",
    part(
        "recorded_by verified_by",
        why="knowing who told it, and that another one checked it",
        basis="interests",
        kept=ACCOUNT,
        seen="custodians",
    ),
    part(
        "created sent_in_at",
        why="knowing since when a draft lies here",
        basis="interests",
        kept=DRAFTS,
        seen="those who were in it; custodians",
    ),
    about="recorded_by verified_by",
    plain="id introduction placement application event opportunity size node district state changed "
    "published_at is_demo",
    words={
        **dict.fromkeys(("title", "what_changed", "for_whom", "link", "handed_back"), WORDS),
        **dict.fromkeys(("stored", "extension", "media_type"), "the name and format of a file"),
    },
)
personal(
    "impact.Consent",
    "Your consent to outcomes being published and naming you",
    part(
        "user answered_by may_publish may_name answered_at",
        why="publishing what people agreed to, and nothing else",
        basis="consent",
        kept=ACCOUNT,
        seen="custodians; everybody, where you agreed to be named",
    ),
    about="user answered_by",
    plain="id outcome organisation",
)
personal(
    "impact.Ask",
    "What you were asked afterwards, and what you answered",
    part(
        "user introduction placement application event due asked_on answered_at still_here role sector",
        why="knowing whether what we do lasts: still in the region, as what, in which sector",
        basis="consent",
        kept=ASKS,
        seen="nobody by name; custodians, as counts",
    ),
    about="user",
    plain="id moment reminded closed_on nothing_came outcome",
)

for _record in ("strand", "priority"):
    _many = {"strand": "strands", "priority": "priorities"}[_record]
    impersonal(
        f"impact.Outcome_{_many}",
        f"id outcome {_record}",
        because="What an outcome is evidence for.",
    )


def _old_drafts(now: datetime.datetime) -> QuerySet[Outcome]:
    return Outcome.objects.filter(state__in=["draft", "withdrawn"], changed__lt=now - KEPT_DRAFT)


@clock(
    DRAFTS,
    keeps="Outcomes that were never published, or were taken back",
    until="a year after they were last changed",
    due=lambda now: _old_drafts(now).count(),
)
def forget_drafts(now: datetime.datetime) -> int:
    """Their files go with them."""
    rows = _old_drafts(now)
    for stored in rows.exclude(stored="").values_list("stored", flat=True):
        put_removal(stored)
    return rows.delete()[0]


def _old_asks(now: datetime.datetime) -> QuerySet[Ask]:
    return Ask.objects.filter(due__lt=(now - KEPT_ASK).date(), user__isnull=False)


@clock(
    ASKS,
    keeps="What people answered six months and a year later",
    until=f"{KEPT_ASK.days} days after they were asked",
    then="cut off from whom and what it was about",
    due=lambda now: _old_asks(now).count(),
)
def cut_asks(now: datetime.datetime) -> int:
    """The counts stay."""
    return _cut(_old_asks(now))


def _cut(rows: QuerySet[Ask]) -> int:
    return rows.update(
        user=None, introduction=None, placement=None, application=None, event=None, outcome=None
    )


@eraser("impact", order=8)
def take_out(leaving: Leaving) -> None:
    """What was published stays, without the name; consents, drafts nobody else is in and questions go."""
    alone = Outcome.objects.filter(recorded_by=leaving.user, state="draft")
    for stored in alone.exclude(stored="").values_list("stored", flat=True):
        put_removal(stored)
    leaving.remove(alone)
    leaving.remove(Consent.objects.filter(user=leaving.user))
    leaving.counts["impact.ask"] += _cut(Ask.objects.filter(user=leaving.user))
    redact(Outcome.objects.all(), "title what_changed for_whom handed_back", leaving.words)
