"""Closing several opportunities in Wagtail's list: the same verb as one at a time, once for each."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, Q
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from common.states import IllegalMove

from . import policies, services
from .application_choices import WAITS_FOR_HOST, ApplicationState
from .choices import Lifecycle
from .models import Challenge, Job, Opportunity, Placement

AT_ONCE = 100
TOLD = sorted(WAITS_FOR_HOST | {ApplicationState.RESERVE})


class CloseForm(forms.Form):
    """Why, for those who posted them."""

    reason = forms.CharField(
        max_length=300,
        label="Why",
        help_text="Whoever posted it reads this sentence in a mail.",
    )


def why_not(user: Any, opportunity: Opportunity) -> str:
    """Why this user cannot close it now, as a sentence; nothing where they can."""
    if opportunity.state.lifecycle in (Lifecycle.CLOSED, Lifecycle.CANCELLED):
        return "It has ended already."
    if not opportunity.live:
        return "It is not published. Its author can withdraw it."
    if not policies.may_close(user, opportunity):
        return "You have a part in it, so a lead or another custodian closes it."
    return ""


class CloseBulkAction(SnippetBulkAction):
    """Ticked in the list, confirmed on a page that says who is told, then closed one by one."""

    models = [Challenge, Placement, Job]
    display_name = "Close"
    action_type = "close"
    aria_label = "Close the selected opportunities"
    template_name = "opportunities/admin/bulk_close.html"
    action_priority = 20
    form_class = CloseForm

    @classmethod
    def get_queryset(cls, model: Any, object_ids: Any) -> Any:
        """What was ticked, at most a hundred, with how many wait for an answer; of all others nothing."""
        short = [str(key) for key in object_ids if len(str(key)) < 12]
        keys = [int(key) for key in short if key.isascii() and key.isdecimal()]
        waiting = Count("applications", filter=Q(applications__state__in=TOLD))
        rows = model.objects.filter(pk__in=keys)
        rows = rows.select_related("organisation__state", "state").annotate(told=waiting)
        return rows.order_by("pk")[:AT_ONCE]

    def check_perm(self, obj: Any) -> bool:
        """Whether it can be closed by this custodian now."""
        return not why_not(self.request.user, obj)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Who would be told, and what cannot be closed and why."""
        context = super().get_context_data(**kwargs)
        user = self.request.user
        refused = context["items_with_no_access"]
        return {
            **context,
            "told": sum(one["item"].told for one in context["items"]),
            "refused": [{"item": item, "reason": why_not(user, item)} for item in refused],
            "at_once": AT_ONCE,
        }

    @classmethod
    def execute_action(cls, objects: Any, **kwargs: Any) -> tuple[int, int]:
        """Close each; one that somebody closed meanwhile is left as it is."""
        view, closed = kwargs["self"], 0
        for thing in objects:
            try:
                with transaction.atomic():
                    reason = view.cleaned_form.cleaned_data["reason"]
                    services.close(thing, by=view.request.user, reason=reason)
            except (IllegalMove, PermissionDenied):
                continue
            closed += 1
        return closed, 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        """What happened, and what follows."""
        what = "1 closed" if num_parent_objects == 1 else f"{num_parent_objects} closed"
        return f"{what}. Whoever waits for an answer is told by mail, and so are those who posted."
