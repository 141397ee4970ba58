"""What we do when Wagtail speaks of an offer, or a lead vanishes, inside that transaction."""

from allauth.account.models import EmailAddress
from allauth.account.signals import email_removed
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.dispatch import receiver
from django.utils import timezone
from wagtail.models import TaskState
from wagtail.signals import published, task_rejected, task_submitted, unpublished

from common import delivery, outbox
from common.policies import CUSTODIANS
from skills.services import follow_merge
from skills.signals import skill_merged

from . import services
from .choices import Role
from .models import (
    Copy,
    Curriculum,
    CustodianSince,
    HeldSkill,
    Membership,
    Offer,
    OfferSkill,
    Organisation,
    User,
    WantedSkill,
)


@receiver(published, sender=Offer)
def on_published(sender, instance: Offer, **kwargs) -> None:
    """A custodian approved an offer, or an edit of one."""
    services.offer_went_live(instance)


@receiver(unpublished, sender=Offer)
def on_unpublished(sender, instance: Offer, **kwargs) -> None:
    """A custodian took an offer down."""
    services.offer_taken_down(instance)


@receiver(task_submitted)
def on_submitted(sender, instance: TaskState, **kwargs) -> None:
    """An offer waits for a custodian."""
    _put("profiles.tell_custodians", instance)


@receiver(task_rejected)
def on_rejected(sender, instance: TaskState, **kwargs) -> None:
    """A custodian asked for changes to an offer, or said no."""
    _put("profiles.tell_decision", instance)


def _put(kind: str, state: TaskState) -> None:
    if state.workflow_state.base_content_type.model_class() is not Offer:
        return
    with transaction.atomic():
        outbox.put(kind, key=f"task:{state.pk}", task_state_id=state.pk)


@receiver(skill_merged)
def on_skill_merged(sender, skill_id: int, into_id: int, **kwargs) -> None:
    """Two skills became one: what people and offers hold and want follows."""
    for model, owner in (
        (HeldSkill, "person_id"),
        (WantedSkill, "person_id"),
        (OfferSkill, "offer_id"),
    ):
        follow_merge(model, owner=owner, skill_id=skill_id, into_id=into_id)


@receiver(post_delete, sender=Curriculum)
def on_cv_deleted(sender, instance: Curriculum, **kwargs) -> None:
    """A row went, by itself or with its person: its file goes too."""
    services.put_removal(instance.stored)


@receiver(post_delete, sender=Copy)
def on_copy_deleted(sender, instance: Copy, **kwargs) -> None:
    """A copy of somebody's data has run out, or they were erased: the zip goes too."""
    if instance.stored:
        services.put_removal(instance.stored)


@receiver(post_delete, sender=Membership)
def on_membership_gone(sender, instance: Membership, origin=None, **kwargs) -> None:
    """However a lead vanished, erased with their account for one: the custodians hear of it."""
    model = getattr(origin, "model", type(origin))
    if model is not Organisation:
        services.flag_if_leaderless(instance.organisation_id)


@receiver(post_save, sender=User)
def on_sign_in_closed(sender, instance: User, created: bool, **kwargs) -> None:
    """A closed sign-in leads nothing."""
    if created or instance.is_active:
        return
    led = instance.memberships.filter(role=Role.LEAD)
    for organisation_id in led.values_list("organisation_id", flat=True):
        services.flag_if_leaderless(organisation_id)


@receiver(m2m_changed, sender=User.groups.through)
def on_made_custodian(sender, instance, action: str, reverse: bool, pk_set, **kwargs) -> None:
    """Note when it first happened. Leaving the group keeps the date, so coming back wins no time."""
    if action != "post_add":
        return
    if reverse:
        users = list(pk_set) if instance.name == CUSTODIANS else []
    else:
        users = [instance.pk] if Group.objects.filter(pk__in=pk_set, name=CUSTODIANS) else []
    for pk in users:
        CustodianSince.objects.get_or_create(user_id=pk)


@receiver(email_removed)
def on_address_removed(sender, user: User, email_address: EmailAddress, **kwargs) -> None:
    """Tell the address that went; allauth tells the main one."""
    if email_address.verified:
        delivery.notify_address(
            "profiles_address_gone",
            address=email_address.email,
            key=f"account:{user.pk}:{timezone.now():%Y%m%d%H%M%S}",
        )
