"""Flagging an organisation that nobody can lead to the custodians, and finding it a lead."""

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from common import activity, delivery, outbox
from common.policies import CUSTODIANS

from .. import policies
from ..choices import Role, WhyRescue
from ..models import Membership, Organisation, Rescue, User


def leaderless():
    """Organisations that are not closed, without a lead whose sign-in is in use."""
    leading = Membership.objects.filter(
        organisation=OuterRef("pk"), role=Role.LEAD, user__is_active=True
    )
    return Organisation.objects.filter(~Exists(leading), state__closed_at__isnull=True)


def open_rescues():
    """What waits for a custodian to find a lead, oldest first."""
    return Rescue.objects.filter(settled_at__isnull=True).select_related("organisation__state")


@transaction.atomic
def flag_if_leaderless(organisation_id: int) -> bool:
    """Flag one organisation to the custodians when nobody leads it; whether it is so.

    Called wherever a lead may vanish: a membership deleted, a sign-in closed or erased.
    """
    organisation = leaderless().filter(pk=organisation_id).first()
    if organisation is None:
        return False
    _open(organisation, why=WhyRescue.LEFT)
    return True


def flag_all() -> int:
    """Flag every verified organisation without a lead: what a bulk change did without asking us."""
    missing = leaderless().filter(state__verified_at__isnull=False)
    ids = missing.exclude(rescues__settled_at__isnull=True, rescues__isnull=False)
    return sum(flag_if_leaderless(pk) for pk in ids.values_list("pk", flat=True)[:500])


@transaction.atomic
def ask_for_rescue(organisation: Organisation, *, by: User, words: str = "") -> Rescue:
    """A lead who cannot go on, with nobody to hand over to, asks the custodians for help.

    Raises PermissionDenied unless ``by`` leads it. Asking twice is asking once.
    """
    if not policies.leads(by, organisation):
        raise PermissionDenied("Only a lead of this organisation can do that.")
    activity.record("profiles.rescue_asked", by=by, about=organisation)
    return _open(organisation, why=WhyRescue.ASKED, words=words)


def _open(organisation: Organisation, *, why: str, words: str = "") -> Rescue:
    known = open_rescues().filter(organisation=organisation).first()
    if known is not None:
        return known
    try:
        with transaction.atomic():
            rescue = Rescue.objects.create(organisation=organisation, why=why, words=words)
    except IntegrityError:
        return open_rescues().get(organisation=organisation)
    activity.record("profiles.lead_needed", by=None, about=organisation, why=str(why))
    outbox.put("profiles.tell_lead_needed", key=f"rescue:{rescue.pk}", rescue_id=rescue.pk)
    return rescue


def tell_lead_needed(rescue_id: int) -> None:
    """Mail every custodian from outside the organisation. One settled meanwhile is passed over."""
    rescue = open_rescues().filter(pk=rescue_id).first()
    if rescue is None:
        return
    custodians = User.objects.filter(is_active=True, groups__name=CUSTODIANS).distinct()
    for custodian in custodians:
        if policies.may_rescue(custodian, rescue.organisation):
            delivery.notify(
                "profiles_lead_needed",
                to=custodian,
                key=f"rescue:{rescue.pk}",
                organisation=rescue.organisation.name,
                why=rescue.get_why_display(),
                link=f"{rescue.organisation.get_absolute_url()}rescue/",
            )


def settle_rescue(organisation: Organisation, *, by_id: int | None) -> None:
    """Close the flag: somebody leads it again."""
    Rescue.objects.filter(organisation=organisation, settled_at__isnull=True).update(
        settled_at=timezone.now(), settled_by_id=by_id
    )
