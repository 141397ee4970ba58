"""The wiring as a Django app: commands that need every other app, and what must be wired last."""

from django.apps import AppConfig
from wagtail.models import TaskState, WorkflowState
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected, workflow_submitted

WAGTAIL_MAILS = (
    (task_submitted, TaskState, "group_approval_task_submitted_email_notification"),
    (workflow_submitted, WorkflowState, "workflow_state_submitted_email_notification"),
    (workflow_rejected, WorkflowState, "workflow_state_rejected_email_notification"),
    (workflow_approved, WorkflowState, "workflow_state_approved_email_notification"),
)


class ForumConfig(AppConfig):
    """Last of the installed apps, so that everything else is wired before it."""

    name = "forum"
    label = "forum"

    def ready(self) -> None:
        """Silence Wagtail's workflow mails: each moderated model sends its own.

        Wagtail's say less, link to an admin that authors cannot open, and would come as a second mail.
        """
        for signal, sender, name in WAGTAIL_MAILS:
            signal.disconnect(sender=sender, dispatch_uid=name)
