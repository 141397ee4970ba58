"""Offers: drafted by members, published by custodians, taken place by place."""

from collections.abc import Iterable, Mapping

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from common import activity, moderation, states
from common.slugs import insert_with_slug
from mission.models import Theme

from .. import policies
from ..choices import OFFER_MOVES, OfferLifecycle
from ..models import Offer, OfferSkill, OfferState, Organisation, User
from ..signals import offer_closed, offer_published
from .expiry import last_day
from .telling import tell_live


class OfferFull(Exception):
    """Every place of the offer is taken."""


@transaction.atomic
def save_offer_draft(
    offer: Offer | None,
    *,
    by: User,
    organisation: Organisation | None = None,
    skills: Mapping[int, int] | None = None,
    themes: Iterable[Theme] | None = None,
    **fields,
) -> Offer:
    """Write a draft of an offer, or of changes to one. A live offer stays as it is until approved.

    ``skills`` is ``{skill id: level}``. Without an organisation the offer is the person's own.
    Raises PermissionDenied unless ``by`` speaks for the organisation or owns the offer.
    """
    if offer is None:
        if organisation is not None and not policies.speaks_for(by, organisation):
            raise PermissionDenied("You do not speak for this organisation.")
        offer = Offer(
            organisation=organisation,
            live=False,
            is_demo=bool(organisation and organisation.is_demo),
        )
        _set_fields(offer, fields)
        insert_with_slug(offer, offer.title)
        OfferState.objects.create(
            offer=offer,
            owner=None if organisation else by,
            submitted_by=by,
            cap=offer.capacity,
        )
        verb = "profiles.offer_drafted"
    else:
        if not policies.may_edit_offer(by, offer):
            raise PermissionDenied("Only those who give this offer can change it.")
        # Held and read again: ``offer`` may not know of the latest revision.
        held = Offer.objects.select_for_update(of=("self",)).get(pk=offer.pk)
        offer = held.get_latest_revision_as_object()
        _set_fields(offer, fields)
        verb = "profiles.offer_edited"
    if skills is not None:
        offer.skills = [  # type: ignore[misc]  # modelcluster lets children be assigned
            OfferSkill(skill_id=skill_id, level=level) for skill_id, level in skills.items()
        ]
    if themes is not None:
        offer.themes = list(themes)
    if not offer.live:
        offer.save()
    offer.save_revision(user=by)
    activity.record(verb, by=by, about=offer)
    return offer


def _set_fields(offer: Offer, fields: Mapping[str, object]) -> None:
    for field, value in fields.items():
        setattr(offer, field, value)


@transaction.atomic
def submit_offer(offer: Offer, *, by: User) -> Offer:
    """Hand a draft to the custodians.

    Raises PermissionDenied unless ``by`` gives it as an individual or leads the organisation.
    """
    if not policies.may_hand_in_offer(by, offer):
        raise PermissionDenied("Only a lead of the organisation can send this in.")
    moderation.submit(offer, by=by)
    activity.record("profiles.offer_submitted", by=by, about=offer)
    return offer


@transaction.atomic
def offer_went_live(offer: Offer) -> None:
    """Bring the state beside a freshly published offer up to date, and tell who listens."""
    state = OfferState.objects.get(offer=offer)
    OfferState.objects.filter(offer=offer).update(
        cap=max(offer.capacity, state.taken),
        expires_on=last_day(offer),
        reminded_on=None,
        # A custodian has just looked at it: that renews it.
        lifecycle="open" if state.lifecycle == OfferLifecycle.EXPIRED else state.lifecycle,
    )
    activity.record("profiles.offer_published", by=None, about=offer)
    tell_live(offer)
    offer_published.send(Offer, offer_id=offer.pk)


@transaction.atomic
def offer_taken_down(offer: Offer) -> None:
    """Tell who listens that an offer is no longer public."""
    activity.record("profiles.offer_taken_down", by=None, about=offer)
    offer_closed.send(Offer, offer_id=offer.pk)


@transaction.atomic
def close_offer(offer: Offer, *, by: User) -> Offer:
    """End an offer for good.

    Raises PermissionDenied unless ``by`` gives it as an individual, leads the organisation or is a
    custodian, IllegalMove when it has ended.
    """
    if not policies.may_close_offer(by, offer):
        raise PermissionDenied("Only a lead of the organisation can close this offer.")
    states.move(offer.state, OfferLifecycle.CLOSED, moves=OFFER_MOVES, field="lifecycle")
    activity.record("profiles.offer_closed", by=by, about=offer)
    offer_closed.send(Offer, offer_id=offer.pk)
    return offer


@transaction.atomic
def take_place(offer: Offer) -> None:
    """Take one place, by a guarded counter. Raises :class:`OfferFull` when none is left."""
    now_taken = OfferState.objects.filter(offer=offer, taken__lt=F("cap")).update(
        taken=F("taken") + 1
    )
    if not now_taken:
        raise OfferFull("The last place of this offer has just gone.")


@transaction.atomic
def free_place(offer: Offer) -> None:
    """Give one place back, never below none."""
    OfferState.objects.filter(offer=offer, taken__gt=0).update(taken=F("taken") - 1)
    if offer.live and not _has_ended(offer):
        offer_published.send(Offer, offer_id=offer.pk)


def _has_ended(offer: Offer) -> bool:
    return bool(offer.ends and offer.ends < timezone.localdate())
