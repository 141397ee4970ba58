"""What matching holds about people: matches, introductions, and the facts of runs."""

import datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone

from common.erasing import Leaving, eraser, redact
from common.models import Message
from common.personal import ACCOUNT, impersonal, part, personal
from common.retention import clock
from profiles.models import Offer, Person

from ..choices import LIVE_STATES, Side
from ..models import (
    Appeal,
    Aside,
    Introduction,
    Match,
    MatchRun,
    MessageReport,
    NearMiss,
    Opening,
    ThreadBlock,
    ThreadMessage,
    WeightTrial,
)
from ..services import end_for_erasure, forget_old
from ..services.scoring import KEPT_FOR, thin_runs
from . import lunch as _lunch  # noqa: F401  declares the personal data of lunch plans
from . import rings as _rings  # noqa: F401  declares the personal data of rings
from . import rounds as _rounds  # noqa: F401  declares the personal data of rounds
from .chunks import forget_facts

YEAR = datetime.timedelta(days=365)


def _confidential(row: Introduction, user: Any) -> set[str]:
    """A reason for a no is nobody's but whose it is; who was asked may have shown no name, or hide now."""
    mine = row.person_id and row.person is not None and row.person.user_id == user.pk
    own_no = row.supply_answer == "no" if mine else row.need_answer == "no"
    kept_back = set() if own_no else {"decline_reason"}
    return kept_back if mine else {*kept_back, "person"}


personal(
    "matching.Introduction",
    "Introductions that you were part of",
    part(
        "person proposed_by broker next_on need_answer supply_answer created expires_at introduced_at ended_at state",
        why="bringing two sides together",
        basis="consent",
        kept=ACCOUNT,
        seen="the two sides; custodians, without a name",
    ),
    part(
        "message decline_reason",
        why="telling the other side what it is about; the reason stays with who wrote it",
        basis="consent",
        kept="matching.words",
        seen="the two sides; the reason, nobody but who wrote it",
    ),
    about="person__user proposed_by broker",
    plain="id match opportunity offer reminded_at approval approval_cause",
    others=_confidential,
)
personal(
    "matching.ThreadMessage",
    "Messages that you wrote to the other side of an introduction",
    part(
        "author text sent_at deleted_at",
        why="letting two introduced sides write to each other until they meet",
        basis="consent",
        kept="matching.threads",
        seen="the two sides; custodians, only what is reported and two messages on each side of it",
    ),
    about="author",
    plain="id introduction side removed",
)
personal(
    "matching.ThreadBlock",
    "Conversations that you ended",
    part(
        "by at",
        why="letting nobody write to somebody who does not want it",
        basis="consent",
        kept="matching.threads",
        seen="the two sides",
    ),
    about="by",
    plain="id introduction side",
)
personal(
    "matching.MessageReport",
    "Messages that you reported",
    part(
        "by words made_at settled_by settled_at",
        why="letting a custodian decide about a message that somebody finds wrong",
        basis="interests",
        kept="matching.threads",
        seen="custodians",
    ),
    about="by settled_by",
    plain="id message state",
    others=lambda row, user: set() if row.by_id == user.pk else {"by", "words"},
)
personal(
    "matching.Broker",
    "How many introductions you see to, as a custodian",
    part(
        "user most",
        why="giving nobody more introductions than they can see to",
        basis="interests",
        kept=ACCOUNT,
        seen="yourself",
    ),
    about="user",
)
for _model, _title, _fields, _plain, _kept in (
    (
        "matching.Match",
        "What was found to fit you",
        "person opportunity fit benefit joint rank_for_need rank_for_supply reasons missing",
        "id run offer priority is_current",
        "matching.runs",
    ),
    (
        "matching.NearMiss",
        "What nearly fits you",
        "person opportunity position gate words",
        "id run offer",
        "matching.runs",
    ),
    (
        "matching.Opening",
        "Skills that would open more to you",
        "person skill from_level to_level opens",
        "id run",
        "matching.runs",
    ),
):
    personal(
        _model,
        _title,
        part(
            _fields,
            why="suggesting what fits, with reasons",
            basis="consent",
            kept=_kept,
            seen="you; the other side, without your name",
        ),
        about="person__user",
        plain=_plain,
    )
personal(
    "matching.MatchRun",
    "Facts that a match was computed from, with numbers for names",
    part(
        "facts",
        why="showing that the same facts give the same answer",
        basis="consent",
        kept="matching.runs",
        seen="nobody by name; custodians, as numbers",
    ),
    plain="id state trigger opportunity weights seed today needs_count supplies_count pairs_count "
    "progress expected started alive_at finished",
    words={
        "scope": "which need or supply was scored, as an id",
        "engine_version": "a version",
        "digest": "a digest",
        "result_digest": "a digest",
        "failure": "the name of an error",
        "figures": "counts and shares of a run, of nobody",
        "path": "how the engine computed it, from a fixed list",
    },
)
personal(
    "matching.Aside",
    "What you put aside",
    part(
        "person by opportunity offer side reason at",
        why="not suggesting again what you said is not for you",
        basis="consent",
        kept=ACCOUNT,
        seen="you, and whoever answers for the same side; never the other side",
    ),
    rows=lambda user: Q(by=user) | Q(person__user=user, side=Side.SUPPLY),
    plain="id",
)
personal(
    "matching.Appeal",
    "Results of the matcher that you challenged, or answered",
    part(
        "asked_by answered_by side shown state finding asked_at answer_by answered_at",
        why="answering who challenges a result, and showing later what was asked and answered",
        basis="interests",
        kept=ACCOUNT,
        seen="you; custodians",
    ),
    part(
        "words answer",
        why="answering who challenges a result",
        basis="interests",
        kept="matching.appeals",
        seen="you; custodians",
    ),
    rows=lambda user: Q(asked_by=user) | Q(answered_by=user),
    plain="id match opportunity person offer",
)
personal(
    "matching.WeightTrial",
    "Weights that you drafted or switched to",
    part(
        "made_by switched_by",
        why="to answer for who changed what counts",
        basis="interests",
        kept=ACCOUNT,
        seen="custodians",
    ),
    rows=lambda user: Q(made_by=user) | Q(switched_by=user),
    plain="id based_on restores state becomes made_at compared_at switched_at progress expected",
    words={
        "values": "the numbers of the weights",
        "compared": "counts of groups, and ids of needs and offers, which are public",
        "why": "why the weights change, for everybody to read",
        "failure": "the name of an error",
    },
)
impersonal(
    "matching.WeightSet",
    "id name version values is_current created",
    because="What counts how much: a public record.",
)


@eraser("matching", order=10)
def take_out(leaving: Leaving) -> None:
    """Live introductions end and the other side is told; ended ones stay, with nobody in them."""
    people = Person.objects.filter(user=leaving.user)
    offers = Offer.objects.filter(state__owner=leaving.user, organisation__isnull=True)
    mine = Introduction.objects.filter(Q(person__in=people) | Q(offer__in=offers))
    for introduction in mine.filter(state__in=LIVE_STATES):
        end_for_erasure(introduction.pk, by_side=Side.SUPPLY)
    keys = [f"introduction:{pk}" for pk in mine.values_list("pk", flat=True)]
    mails = Message.objects.filter(key__in=keys).exclude(kind="matching_ended")
    leaving.remove(mails.exclude(state=Message.State.QUEUED))
    leaving.counts["matching.introduction"] += mine.update(
        person=None, offer=None, match=None, message="", decline_reason=""
    )
    Introduction.objects.filter(proposed_by=leaving.user).update(proposed_by=None, message="")
    redact(Introduction.objects.all(), "message decline_reason", leaving.words)
    _forget_thread(leaving, mine)
    for supply, keys_of in ((people, "person"), (offers, "offer")):
        for pk in supply.values_list("pk", flat=True):
            forget_facts(f"{keys_of}:{pk}")
    for model in (Match, NearMiss):
        leaving.remove(model.objects.filter(Q(person__in=people) | Q(offer__in=offers)))
    leaving.remove(Opening.objects.filter(person__in=people))
    leaving.remove(Aside.objects.filter(Q(person__in=people) | Q(offer__in=offers)))
    Aside.objects.filter(by=leaving.user).update(by=None)
    _leave_appeals(leaving, people, offers)
    WeightTrial.objects.filter(made_by=leaving.user).update(made_by=None)
    WeightTrial.objects.filter(switched_by=leaving.user).update(switched_by=None)


def _leave_appeals(leaving: Leaving, people: Any, offers: Any) -> None:
    """Their questions stay counted, without a word; what others asked about them names them no more."""
    mine = Appeal.objects.filter(asked_by=leaving.user)
    keys = [f"appeal:{pk}" for pk in mine.values_list("pk", flat=True)]
    leaving.remove(Message.objects.filter(key__in=keys).exclude(state=Message.State.QUEUED))
    leaving.counts["matching.appeal"] += mine.update(
        asked_by=None, person=None, offer=None, match=None, words="", answer="", shown={}
    )
    Appeal.objects.filter(answered_by=leaving.user).update(answered_by=None)
    Appeal.objects.filter(person__in=people).update(person=None, match=None)
    Appeal.objects.filter(offer__in=offers).update(offer=None, match=None)
    redact(Appeal.objects.all(), "words answer", leaving.words)


def _forget_thread(leaving: Leaving, mine) -> None:
    """What they wrote goes, and every word of a conversation with them that names them."""
    own = ThreadMessage.objects.filter(
        Q(author=leaving.user) | Q(introduction__in=mine, side="supply")
    )
    leaving.counts["matching.threadmessage"] += own.update(
        text="", author=None, deleted_at=timezone.now()
    )
    redact(ThreadMessage.objects.filter(deleted_at=None), "text", leaving.words)
    redact(MessageReport.objects.all(), "words", leaving.words)


@clock(
    "matching.runs",
    keeps="Matches that no longer stand, and the facts of the runs that found them",
    until=f"{KEPT_FOR.days} days after they were replaced",
    due=lambda now: (
        Match.objects.filter(
            is_current=False,
            run__finished__lt=now - KEPT_FOR,
            introductions__isnull=True,
            appeals__isnull=True,
        ).count()
        + MatchRun.objects.filter(finished__lt=now - KEPT_FOR)
        .exclude(matches__is_current=True)
        .exclude(facts={})
        .count()
        + thin_runs(now).count()
    ),
)
def forget_runs(now: datetime.datetime) -> int:
    """What an introduction came from stays with it."""
    return forget_old(now=now)


def _old_words(now: datetime.datetime):
    return Introduction.objects.filter(ended_at__lt=now - YEAR).exclude(
        message="", decline_reason=""
    )


@clock(
    "matching.words",
    keeps="What was written with an introduction",
    until="a year after it ended",
    then="emptied",
    due=lambda now: _old_words(now).count(),
)
def empty_words(now: datetime.datetime) -> int:
    """That there was an introduction stays counted."""
    return _old_words(now).update(message="", decline_reason="")


THREADS_KEPT = datetime.timedelta(days=182)


def _old_threads(now: datetime.datetime):
    return ThreadMessage.objects.filter(introduction__ended_at__lt=now - THREADS_KEPT)


@clock(
    "matching.threads",
    keeps="Messages between two introduced sides, blocks and reports",
    until="half a year after the introduction ended",
    due=lambda now: _old_threads(now).count(),
)
def forget_threads(now: datetime.datetime) -> int:
    """Reports go with their messages."""
    ended = {"introduction__ended_at__lt": now - THREADS_KEPT}
    return _old_threads(now).delete()[0] + ThreadBlock.objects.filter(**ended).delete()[0]


def _old_appeals(now: datetime.datetime):
    return Appeal.objects.filter(answered_at__lt=now - YEAR).exclude(words="", answer="")


@clock(
    "matching.appeals",
    keeps="What was written when a result was challenged, and the answer",
    until="a year after it was answered",
    then="emptied",
    due=lambda now: _old_appeals(now).count(),
)
def empty_appeals(now: datetime.datetime) -> int:
    """That somebody asked, and what was found, stays counted."""
    return _old_appeals(now).update(words="", answer="")
