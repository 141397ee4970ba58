"""Handing a draft to Wagtail's workflow, and deciding it, with Wagtail's mails, log and signals.

A draft is a snippet with Wagtail's workflow, draft, lock and revision mixins and, before them,
:class:`Moderated`. It answers ``conflicts_with(user)``.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import models as django_models
from django.db import transaction
from wagtail.models import TaskState, WorkflowState

from common import hibernation
from common.activity import record
from common.models import IndependentApprovalTask, in_conflict
from common.policies import CUSTODIANS
from common.states import IllegalMove

DRAFT, WAITING, NEEDS_CHANGES, LIVE = "draft", "waiting", "needs_changes", "live"


class Moderated(django_models.Model):
    """Mixin for moderated snippets: nobody publishes what they have a part in, by any door."""

    class Meta:
        abstract = True

    def conflicts_with(self, user: Any) -> bool:
        """Whether ``user`` may not decide about this, being part of it."""
        raise NotImplementedError(f"{type(self).__name__} must say who may not decide about it.")

    def publish(self, revision: Any, user: Any = None, **kwargs: Any) -> Any:
        """Publish a revision; raises PermissionDenied when ``user`` has a part in the thing."""
        if user is not None and in_conflict(self, user):
            raise PermissionDenied("Somebody without a part in this has to publish it.")
        return super().publish(revision, user=user, **kwargs)  # type: ignore[misc]


@transaction.atomic
def submit(draft: Any, *, by: Any) -> Any:
    """Save what was typed as a revision and ask the custodians to decide.

    The live version, if any, stays as it is. Sent in again while it waits, the custodians are asked
    anew about the new text. Raises LookupError when no workflow is set up for the model, Asleep while the
    Forum sleeps.
    """
    hibernation.demand_awake()
    if draft.pk is None:
        draft.live = False
        draft.save()
    draft.save_revision(user=by, log_action=True)
    state = draft.current_workflow_state
    if state is None:
        workflow = draft.get_workflow()
        if workflow is None:
            raise LookupError(f"No workflow is set up for {draft._meta.verbose_name_plural}.")
        workflow.start(draft, by)
    elif state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        state.resume(by)
    else:
        state.current_task_state.specific.cancel(user=by, resume=True)
    record("common.submitted", by=by, about=draft, revision=draft.latest_revision_id)
    return draft


@transaction.atomic
def withdraw(draft: Any, *, by: Any) -> Any:
    """Take a draft back from the custodians. Raises IllegalMove when it is not with them."""
    state = draft.current_workflow_state
    if state is None:
        raise IllegalMove(current_state(draft), DRAFT)
    state.cancel(user=by)
    record("common.withdrawn", by=by, about=draft)
    return draft


def approve(draft: Any, *, by: Any, comment: str = "") -> Any:
    """Say yes: the latest revision goes live.

    Raises PermissionDenied unless ``by`` is a custodian without a part in it, IllegalMove when it
    is not waiting or has been changed since it was sent in.
    """
    return _decide(draft, "approve", LIVE, by=by, comment=comment)


def request_changes(draft: Any, *, by: Any, comment: str) -> Any:
    """Say what has to be mended; the author is told and can send it in again.

    Raises as :func:`approve` does, and ValueError without a comment.
    """
    if not comment.strip():
        raise ValueError("Say what needs to change.")
    return _decide(draft, "reject", NEEDS_CHANGES, by=by, comment=comment)


@transaction.atomic
def reject(draft: Any, *, by: Any, comment: str) -> Any:
    """Say no for good: the author is told why and the draft leaves the queue.

    Raises as :func:`request_changes` does.
    """
    decided = request_changes(draft, by=by, comment=comment)
    draft.current_workflow_state.cancel(user=by)
    record("common.rejected", by=by, about=draft)
    return decided


@transaction.atomic
def _decide(draft: Any, action: str, wanted: str, *, by: Any, comment: str) -> Any:
    state = _locked_task_state(draft)
    if state is None:
        raise IllegalMove(current_state(draft), wanted)
    state.task.specific.on_action(state, by, action, comment=comment)
    draft.refresh_from_db()
    record(f"common.moderation_{action}", by=by, about=draft, revision=state.revision_id)
    return draft


def _locked_task_state(draft: Any) -> TaskState | None:
    """The task state that waits for a decision, held so that of two deciders one comes first."""
    current = draft.current_workflow_state
    if current is None or current.current_task_state_id is None:
        return None
    state = (
        TaskState.objects.select_for_update(of=("self",))
        .filter(pk=current.current_task_state_id, status=TaskState.STATUS_IN_PROGRESS)
        .first()
    )
    if state is None:
        return None
    latest = type(draft)._base_manager.values_list("latest_revision_id", flat=True)
    if latest.get(pk=draft.pk) != state.revision_id:
        raise IllegalMove(
            WAITING, LIVE, "This was changed since it was sent in. Ask for it to be sent again."
        )
    return state.specific


def waiting() -> django_models.QuerySet[TaskState]:
    """What waits for a custodian, oldest first."""
    return (
        TaskState.objects.filter(
            status=TaskState.STATUS_IN_PROGRESS,
            workflow_state__status=WorkflowState.STATUS_IN_PROGRESS,
            task__content_type=ContentType.objects.get_for_model(IndependentApprovalTask),
        )
        .select_related("workflow_state", "revision", "workflow_state__requested_by")
        .order_by("started_at", "pk")
    )


def current_state(draft: Any) -> str:
    """``draft``, ``waiting``, ``needs_changes`` or ``live``.

    A live thing with an edit in the queue is ``waiting``: that is what its author asks about.
    """
    state = draft.current_workflow_state
    if state is not None:
        in_progress = state.status == WorkflowState.STATUS_IN_PROGRESS
        return WAITING if in_progress else NEEDS_CHANGES
    return LIVE if draft.live else DRAFT


def last_comment(draft: Any) -> str:
    """What the custodian last wrote about a draft, or an empty text."""
    return (
        TaskState.objects.for_instance(draft)
        .exclude(comment="")
        .order_by("-finished_at", "-pk")
        .values_list("comment", flat=True)
        .first()
        or ""
    )


def refusals(drafts: Iterable[Any]) -> dict[str, str]:
    """What a custodian wrote who said no for good, by key: of those not sent in again since. One query."""
    rows = list(drafts)
    if not rows:
        return {}
    base = rows[0].get_base_content_type()
    last: dict[str, TaskState] = {}
    states = TaskState.objects.filter(
        workflow_state__base_content_type=base,
        workflow_state__object_id__in=[str(row.pk) for row in rows],
    ).select_related("workflow_state")
    for state in states.order_by("pk"):
        last[state.workflow_state.object_id] = state
    return {
        key: state.comment
        for key, state in last.items()
        if state.status == TaskState.STATUS_REJECTED
        and state.workflow_state.status == WorkflowState.STATUS_CANCELLED
    }


def deciders(draft: Any) -> list[Any]:
    """The custodians who may decide about a draft: those in the group, without a part in it."""
    group = get_user_model().objects.filter(is_active=True, groups__name=CUSTODIANS).distinct()
    return [user for user in group.order_by("pk") if not in_conflict(draft, user)]


def set_up_workflow(
    apps: Any,
    *,
    models: Iterable[str],
    group_name: str = "Custodians",
    workflow_name: str = "Approval by a custodian",
    task_name: str = "A custodian without a part in it decides",
) -> Any:
    """Make the workflow, its task and its link to each model; doing it again changes nothing.

    For data migrations: ``apps`` is the historical registry, or None for the real one. ``models``
    are labels such as ``"opportunities.Challenge"``.
    """
    if apps is None:
        from django.apps import apps
    group, _ = apps.get_model("auth", "Group").objects.get_or_create(name=group_name)
    types = apps.get_model("contenttypes", "ContentType").objects
    task_type, _ = types.get_or_create(app_label="common", model="independentapprovaltask")
    task_model = apps.get_model("common", "IndependentApprovalTask")
    task = task_model.objects.filter(name=task_name).first()
    if task is None:
        task = task_model.objects.create(name=task_name, active=True, content_type=task_type)
    task.groups.add(group)
    workflow_model = apps.get_model("wagtailcore", "Workflow")
    workflow = workflow_model.objects.filter(name=workflow_name).first()
    if workflow is None:
        workflow = workflow_model.objects.create(name=workflow_name, active=True)
    apps.get_model("wagtailcore", "WorkflowTask").objects.get_or_create(
        workflow_id=workflow.pk, task_id=task.pk, defaults={"sort_order": 0}
    )
    for label in models:
        app_label, model_name = label.lower().split(".")
        content_type, _ = types.get_or_create(app_label=app_label, model=model_name)
        apps.get_model("wagtailcore", "WorkflowContentType").objects.update_or_create(
            content_type_id=content_type.pk, defaults={"workflow_id": workflow.pk}
        )
    return workflow
