"""What we do when Wagtail speaks of an opportunity, inside the transaction it speaks in."""

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import TaskState
from wagtail.search.index import insert_or_update_object
from wagtail.signals import published, task_rejected, task_submitted, unpublished

from common import outbox
from profiles.models import Organisation, OrganisationState
from profiles.signals import (
    member_left,
    members_changed,
    organisation_restored,
    organisation_suspended,
    organisation_verified,
)
from skills.services import follow_merge
from skills.signals import skill_merged

from . import finding, services
from .models import (
    Challenge,
    Job,
    Opportunity,
    OpportunityState,
    Partnership,
    Placement,
    Requirement,
)
from .queries import specific
from .services import firming, partners, sharing
from .signals import (
    became_firm,
    opportunity_closed,
    opportunity_published,
    partners_changed,
    speakers_changed,
)

MODELS = (Challenge, Placement, Job)


def give_state(sender: Any, instance: Opportunity, created: bool, raw: bool, **kwargs: Any) -> None:
    """Each opportunity has its operational row from the first, made in Wagtail or on the site."""
    if created and not raw:
        OpportunityState.objects.get_or_create(opportunity_id=instance.pk)


def on_published(sender: Any, instance: Opportunity, **kwargs: Any) -> None:
    """A custodian approved it, or an edit of it."""
    services.went_live(instance)


def on_unpublished(sender: Any, instance: Opportunity, **kwargs: Any) -> None:
    """A custodian took it down."""
    services.taken_down(instance)


for _model in MODELS:
    post_save.connect(give_state, sender=_model, dispatch_uid=f"state-{_model.__name__}")
    published.connect(on_published, sender=_model, dispatch_uid=f"live-{_model.__name__}")
    unpublished.connect(on_unpublished, sender=_model, dispatch_uid=f"down-{_model.__name__}")


def _is_ours(task_state: TaskState) -> bool:
    return task_state.workflow_state.base_content_type.model_class() is Opportunity


@receiver(task_submitted)
def on_submitted(sender: Any, instance: TaskState, **kwargs: Any) -> None:
    """Something waits for a custodian."""
    if _is_ours(instance):
        with transaction.atomic():
            outbox.put(
                "opportunities.tell_custodians",
                key=f"task:{instance.pk}",
                task_state_id=instance.pk,
            )


@receiver(task_rejected)
def on_rejected(sender: Any, instance: TaskState, **kwargs: Any) -> None:
    """A custodian asked for changes, or said no."""
    if _is_ours(instance):
        with transaction.atomic():
            outbox.put(
                "opportunities.tell_decision", key=f"task:{instance.pk}", task_state_id=instance.pk
            )


@receiver(skill_merged)
def on_skill_merged(sender: Any, skill_id: int, into_id: int, **kwargs: Any) -> None:
    """Two skills became one: what opportunities ask for follows."""
    follow_merge(Requirement, owner="opportunity_id", skill_id=skill_id, into_id=into_id)
    finding.touched(None)


@receiver(member_left)
def on_member_left(
    sender: Any, organisation_id: int, user_id: int, heir_id: int | None, **kwargs: Any
) -> None:
    """What was in their hands goes on without them."""
    services.hand_over(organisation_id=organisation_id, user_id=user_id, heir_id=heir_id)
    sharing.realign_organisation(organisation_id)


@receiver(members_changed)
def on_members_changed(sender: Any, organisation_id: int, **kwargs: Any) -> None:
    """A new lead reads who applied; whoever leads no more does not, from this moment."""
    sharing.realign_organisation(organisation_id)


@receiver(speakers_changed)
def on_speakers_changed(sender: Any, opportunity_id: int, **kwargs: Any) -> None:
    """The same for a supervisor."""
    sharing.realign_opportunity(opportunity_id)


@receiver(organisation_suspended)
def on_organisation_suspended(sender: Any, organisation_id: int, **kwargs: Any) -> None:
    """What it asks for is neither shown nor matched for now; its own state stays as it is.

    Closing it says the same, and ends its part in what others posted.
    """
    for pk in _live_ids_of(organisation_id):
        opportunity_closed.send(Opportunity, opportunity_id=pk)
    if OrganisationState.objects.filter(
        organisation=organisation_id, closed_at__isnull=False
    ).exists():
        partners.organisation_closed(organisation_id)
    _named_otherwise(organisation_id)


@receiver(organisation_restored)
def on_organisation_restored(sender: Any, organisation_id: int, **kwargs: Any) -> None:
    """It is matched anew."""
    for pk in _live_ids_of(organisation_id):
        opportunity_published.send(Opportunity, opportunity_id=pk)
    _named_otherwise(organisation_id)


@receiver(became_firm)
def on_became_firm(sender: Any, opportunity_id: int, **kwargs: Any) -> None:
    """People may apply now."""
    firming.now_firm(opportunity_id)
    finding.touched(opportunity_id)


@receiver(partners_changed)
def on_partners_changed(sender: Any, opportunity_id: int, **kwargs: Any) -> None:
    """Lists and the search name another organisation beside the one that posted it."""
    _read_again(opportunity_id)


@receiver([opportunity_published, opportunity_closed])
def on_standing_changed(sender: Any, opportunity_id: int, **kwargs: Any) -> None:
    """Lists count it, or count it no more."""
    finding.touched(opportunity_id)


def on_row_written(sender: Any, instance: Opportunity, **kwargs: Any) -> None:
    """What lists show of a published one may be another thing now. Drafts are in no list."""
    if instance.live and not kwargs.get("raw"):
        finding.touched(instance.pk)


def on_state_written(sender: Any, instance: OpportunityState, **kwargs: Any) -> None:
    """A seat, or where it stands."""
    if not kwargs.get("raw"):
        finding.touched(instance.pk)


@receiver(organisation_verified)
def on_organisation_verified(sender: Any, organisation_id: int, **kwargs: Any) -> None:
    """What it had published before is public again."""
    finding.touched(*_live_ids_of(organisation_id))
    _named_otherwise(organisation_id)


@receiver(post_save, sender=Organisation)
def on_organisation_written(
    sender: Any, instance: Organisation, created: bool, raw: bool, **kwargs: Any
) -> None:
    """Its kind is a filter, and a new name takes it off the public site until it is confirmed."""
    if not created and not raw:
        finding.touched(*_live_ids_of(instance.pk))
        _named_otherwise(instance.pk)


for _written in (post_save, post_delete):
    for _model in MODELS:
        _written.connect(on_row_written, sender=_model, dispatch_uid=f"list-{_model.__name__}")
    _written.connect(on_state_written, sender=OpportunityState, dispatch_uid="list-state")


def _live_ids_of(organisation_id: int) -> list[int]:
    rows = Opportunity.objects.filter(organisation=organisation_id, live=True)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def _named_otherwise(organisation_id: int) -> None:
    """What it is part of beside another names it from now on, or no more, or under another kind."""
    joined = Partnership.objects.joined().filter(organisation=organisation_id)
    for pk in joined.order_by("pk").values_list("opportunity_id", flat=True):
        _read_again(pk)


def _read_again(opportunity_id: int) -> None:
    finding.touched(opportunity_id)
    row = Opportunity.objects.filter(pk=opportunity_id, live=True).first()
    if row is not None:
        insert_or_update_object(specific(row))
