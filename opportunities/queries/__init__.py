"""Reads that span models: the child behind a parent, where a draft stands, what lists show."""

from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from wagtail.models import WorkflowState

from common import moderation

from ..choices import Kind, Lifecycle
from ..models import Challenge, Job, Opportunity, Placement
from .partners import shown_partners

MODELS: dict[str, type[Opportunity]] = {
    Kind.CHALLENGE: Challenge,
    Kind.PLACEMENT: Placement,
    Kind.JOB: Job,
}


def specific(opportunity: Opportunity) -> Opportunity:
    """The challenge, placement or job behind an opportunity: Wagtail's records hang on the child."""
    model = MODELS[opportunity.kind]
    if type(opportunity) is model:
        return opportunity
    return model.objects.select_related("organisation__state", "state").get(pk=opportunity.pk)


@dataclass(frozen=True)
class Standing:
    """Where an opportunity stands, in a word for the machine and in words for its owner."""

    stage: str
    text: str
    next_step: str
    comment: str = ""
    look: str = ""


WORDS = {
    "draft": ("Draft", "Only you and your organisation see it. Finish it and send it in.", ""),
    "waiting": ("Waiting for a custodian", "A custodian reads it, usually within a week.", ""),
    "waiting_edit": (
        "Live, with changes waiting",
        "People see the published text until a custodian has read your changes.",
        "",
    ),
    "needs_changes": ("Changes asked for", "Mend what is said below and send it in again.", "late"),
    "rejected": (
        "Not published",
        "A custodian said no and wrote why, below. You can change it and send it in again.",
        "late",
    ),
    "maybe": (
        "Live, not sure yet",
        "People can find it, and nobody can apply. Make it firm once you know; it closes by itself two "
        "weeks after the day by which you hope to know.",
        "done",
    ),
    "live": ("Live", "Anybody can find it. You can close it when it is settled.", "done"),
    "live_draft": (
        "Live, with changes not sent in",
        "People see the published text. Send your changes in when they are ready.",
        "done",
    ),
    "filled": ("Filled", "Every place is taken.", "done"),
    "closed": ("Closed", "It ended, and stays findable.", "done"),
    "cancelled": ("Cancelled", "It was cancelled, and those concerned were told.", ""),
}


def standing(opportunity: Opportunity) -> Standing:
    """Where one opportunity stands. Lifecycle, once it ended, beats moderation."""
    lifecycle = opportunity.state.lifecycle
    if lifecycle in (Lifecycle.CLOSED, Lifecycle.CANCELLED):
        return _words(str(lifecycle))
    child = specific(opportunity)
    state = moderation.current_state(child)
    if state == moderation.NEEDS_CHANGES:
        return _words("needs_changes", moderation.last_comment(child))
    if state == moderation.WAITING:
        return _words("waiting_edit" if child.live else "waiting")
    return _at_rest(child, moderation.refusals([child]).get(str(child.pk), ""))


def _at_rest(row: Opportunity, refusal: str) -> Standing:
    """Where it stands while no custodian is asked; ``refusal`` is what the last one wrote."""
    if not row.live:
        return _words("rejected", refusal) if refusal else _words("draft")
    if row.state.lifecycle == Lifecycle.FILLED:
        return _words("filled")
    if row.has_unpublished_changes:
        return _words("live_draft", refusal)
    return _words("maybe" if row.tentative else "live")


def _words(stage: str, comment: str = "") -> Standing:
    text, next_step, look = WORDS[stage]
    return Standing(stage, text, next_step, comment, look)


def is_waiting(opportunity: Opportunity) -> bool:
    """Whether a custodian is about to read it."""
    return moderation.current_state(specific(opportunity)) == moderation.WAITING


def mine(user) -> list[tuple[Opportunity, Standing]]:
    """All that the user sent in or whose organisation they speak for, newest change first."""
    rows = (
        Opportunity.objects.filter(
            Q(state__submitted_by=user)
            | Q(state__supervisor=user)
            | Q(organisation__memberships__user=user)
        )
        .distinct()
        .select_related("organisation", "state", "latest_revision")
        .prefetch_related(shown_partners())
        .order_by("-latest_revision__created_at", "-pk")[:200]
    )
    found = list(rows)
    workflows = _workflow_states(found)
    refusals = moderation.refusals(found)
    return [
        (row, _standing_from(row, workflows.get(str(row.pk)), refusals.get(str(row.pk), "")))
        for row in found
    ]


def _workflow_states(rows: list[Opportunity]) -> dict[str, WorkflowState]:
    """The workflow in force of each row, by key, in one query."""
    base = ContentType.objects.get_for_model(Opportunity)
    states = (
        WorkflowState.objects.active()
        .filter(base_content_type=base, object_id__in=[str(row.pk) for row in rows])
        .select_related("current_task_state")
    )
    return {state.object_id: state for state in states}


def _standing_from(row: Opportunity, workflow: WorkflowState | None, refusal: str) -> Standing:
    if row.state.lifecycle in (Lifecycle.CLOSED, Lifecycle.CANCELLED):
        return _words(str(row.state.lifecycle))
    if workflow is not None:
        if workflow.status == WorkflowState.STATUS_NEEDS_CHANGES:
            task_state = workflow.current_task_state
            return _words("needs_changes", task_state.comment if task_state else "")
        return _words("waiting_edit" if row.live else "waiting")
    return _at_rest(row, refusal)


def waiting_for_decision() -> list[tuple[Opportunity, object]]:
    """What waits for a custodian, oldest first: (opportunity, task state)."""
    base = ContentType.objects.get_for_model(Opportunity)
    states = list(moderation.waiting().filter(workflow_state__base_content_type=base)[:50])
    keys = [state.workflow_state.object_id for state in states]
    rows = {
        str(row.pk): row
        for row in Opportunity.objects.filter(pk__in=keys).select_related(
            "organisation__state", "state"
        )
    }
    return [
        (rows[state.workflow_state.object_id], state)
        for state in states
        if state.workflow_state.object_id in rows
    ]


def public_neighbours(opportunity: Opportunity) -> QuerySet[Opportunity]:
    """Other open work of the same organisation, for the foot of a page."""
    return (
        Opportunity.objects.open()
        .filter(organisation=opportunity.organisation_id)
        .exclude(pk=opportunity.pk)
        .order_by("-first_published_at")[:4]
    )


def reader_skills(user) -> tuple[dict[int, int] | None, set[int]]:
    """(level held by skill, skills wanted) of a reader with a profile; (None, nothing) of others."""
    person = getattr(user, "person", None) if user.is_authenticated else None
    if person is None:
        return None, set()
    held = dict(person.held.order_by().values_list("skill_id", "level"))
    return held, set(person.wanted.order_by().values_list("skill_id", flat=True))
