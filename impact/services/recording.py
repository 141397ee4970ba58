"""Writing down what came of something, and sending it in."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from common import activity, hibernation
from common.policies import demand
from common.states import IllegalMove, move
from mission.models import Node
from profiles.documents import inspect, vault
from profiles.models import User
from profiles.services.files import put_removal

from .. import policies
from ..choices import EDITABLE, OUTCOME_MOVES, OutcomeState
from ..models import Ask, Consent, Outcome
from ..sources import Source
from . import letters


@transaction.atomic
def record_outcome(
    source: Source,
    *,
    by: User,
    title: str,
    what_changed: str,
    for_whom: str,
    link: str = "",
    content: bytes = b"",
    node: Node | None = None,
    may_publish: bool = False,
    may_name: bool = False,
    is_demo: bool = False,
) -> Outcome:
    """A draft about ``source``, with a consent row for each party and the writer's own answer in it.

    Raises PermissionDenied unless ``by`` is a party or a custodian, IllegalMove while nothing can have
    come of it yet, documents.Refused (a ValueError) in words for a file.
    """
    demand(policies.may_record(by, source), hidden=False)
    hibernation.demand_awake()
    if not source.is_ripe:
        raise IllegalMove("early", "recorded", "Nothing can have come of this yet.")
    root = source.root
    outcome = Outcome(
        **source.key,
        opportunity=source.opportunity,
        title=title,
        what_changed=what_changed,
        for_whom=for_whom,
        link=link,
        node=node,
        district=root.district,
        recorded_by=by,
        is_demo=is_demo,
    )
    _lay_file(outcome, content)
    outcome.save()
    outcome.strands.set(root.strands.all())
    outcome.priorities.set(root.priorities.all())
    Consent.objects.bulk_create(
        [Consent(outcome=outcome, organisation=one) for one in source.organisations]
        + [Consent(outcome=outcome, user=one) for one in source.people]
    )
    _answer_own(outcome, by, may_publish, may_name)
    open_asks = Ask.objects.filter(user=by, moment="done", answered_at=None, **source.key)
    open_asks.update(answered_at=timezone.now(), outcome=outcome)
    activity.record("impact.outcome_recorded", by=by, about=outcome, of=str(source.came))
    return outcome


@transaction.atomic
def change_outcome(
    outcome: Outcome,
    *,
    by: User,
    title: str,
    what_changed: str,
    for_whom: str,
    link: str = "",
    content: bytes = b"",
    remove_file: bool = False,
    node: Node | None = None,
) -> Outcome:
    """Other words for a draft, or for one that was taken back.

    Raises PermissionDenied for a stranger, IllegalMove while a custodian reads it or it is published.
    """
    outcome = locked(outcome.pk)
    demand(policies.may_edit_outcome(by, outcome))
    if outcome.state not in EDITABLE:
        raise IllegalMove(outcome.state, "changed", "A custodian has it: it cannot be changed now.")
    outcome.title, outcome.what_changed, outcome.for_whom = title, what_changed, for_whom
    outcome.link, outcome.node = link, node
    if (content or remove_file) and outcome.stored:
        put_removal(outcome.stored)
        outcome.stored = outcome.extension = outcome.media_type = ""
        outcome.size = 0
    _lay_file(outcome, content)
    outcome.save()
    activity.record("impact.outcome_changed", by=by, about=outcome)
    return outcome


@transaction.atomic
def send_in(outcome: Outcome, *, by: User) -> Outcome:
    """Hand it to the custodians, and ask the parties that have not answered whether it may be published.

    Raises PermissionDenied for a stranger, IllegalMove unless it is a draft or was taken back.
    """
    outcome = locked(outcome.pk)
    demand(policies.may_edit_outcome(by, outcome))
    hibernation.demand_awake()
    if outcome.state == OutcomeState.WAITING:
        return outcome
    move(outcome, OutcomeState.WAITING, moves=OUTCOME_MOVES)
    outcome.sent_in_at, outcome.handed_back = timezone.now(), ""
    outcome.save(update_fields=["sent_in_at", "handed_back", "changed"])
    activity.record("impact.outcome_sent_in", by=by, about=outcome)
    letters.ask_consent(outcome)
    return outcome


def locked(pk: int) -> Outcome:
    """The row, locked for the rest of the transaction."""
    return Outcome.objects.select_for_update(of=("self",)).get(pk=pk)


def _lay_file(outcome: Outcome, content: bytes) -> None:
    if not content:
        return
    kind = inspect(content, slides=True)
    # Written before the commit: a file without a row is swept, a row without a file is a lie.
    outcome.stored, outcome.size = vault.put(content), len(content)
    outcome.extension, outcome.media_type = kind.extension, kind.media_type


def _answer_own(outcome: Outcome, by: Any, may_publish: bool, may_name: bool) -> None:
    """The writer's own yes, for themselves and for what they lead."""
    if not may_publish:
        return
    for row in outcome.consents.select_related("organisation"):
        if policies.answers_for(by, row):
            row.may_publish, row.may_name = True, may_name
            row.answered_by, row.answered_at = by, timezone.now()
            row.save()
