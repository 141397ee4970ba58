"""The wiring as a Django app: commands that need every other app, and what must be wired last."""

from django.apps import AppConfig


class ForumConfig(AppConfig):
    """Last of the installed apps, so that everything else is wired before it."""

    name = "forum"
    label = "forum"

    def ready(self) -> None:
        """Let the worker and beat ask the checks, and silence Wagtail's workflow mails.

        Each moderated model sends its own. Wagtail's say less, link to an admin that authors
        cannot open, and would come as a second mail.
        """
        from wagtail import signals
        from wagtail.models import TaskState, WorkflowState

        from forum import start  # noqa: F401  (importing connects it to the worker and beat)

        for signal, sender, name in (
            (signals.task_submitted, TaskState, "group_approval_task_submitted"),
            (signals.workflow_submitted, WorkflowState, "workflow_state_submitted"),
            (signals.workflow_rejected, WorkflowState, "workflow_state_rejected"),
            (signals.workflow_approved, WorkflowState, "workflow_state_approved"),
        ):
            signal.disconnect(sender=sender, dispatch_uid=f"{name}_email_notification")
