"""Who would host: calls for something that happens once, and offers of a room by organisations."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from profiles.models import Organisation

from ..choices.hosting import HostOfferState
from .meetings import Meeting

TITLE_LENGTH, ROOM_LENGTH, TEXT_LENGTH, REASON_LENGTH = 160, 160, 2000, 600


class HostCall(models.Model):
    """Something that happens once and needs a host, such as a regional data camp, with what is asked of one."""

    title = models.CharField(max_length=TITLE_LENGTH)
    what = models.TextField(max_length=TEXT_LENGTH)
    criteria = models.TextField(max_length=TEXT_LENGTH)
    closes_on = models.DateField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True, blank=True)
    decision = models.TextField(max_length=REASON_LENGTH, blank=True)
    is_demo = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering = ["closes_on", "pk"]
        verbose_name_plural = "calls for a host"

    def __str__(self) -> str:
        return self.title

    @property
    def takes_offers(self) -> bool:
        """Until the end of its last day, and until it is decided."""
        return self.decided_at is None and self.closes_on >= timezone.localdate()


class HostOffer(models.Model):
    """A lead of an organisation offers to host: the next meetings, or what a call is about."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="host_offers"
    )
    call = models.ForeignKey(
        HostCall, on_delete=models.PROTECT, null=True, blank=True, related_name="offers"
    )
    dates = models.CharField(max_length=300)
    room = models.CharField(max_length=ROOM_LENGTH)
    address = models.CharField(max_length=300)
    capacity = models.PositiveIntegerField()
    access = models.TextField(max_length=TEXT_LENGTH)
    hybrid = models.TextField(max_length=TEXT_LENGTH, blank=True)
    meets = models.TextField(max_length=TEXT_LENGTH, blank=True)
    state = models.CharField(
        max_length=9, choices=HostOfferState.choices, default=HostOfferState.OFFERED
    )
    offered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    offered_at = models.DateTimeField(default=timezone.now)
    meeting = models.ForeignKey(
        Meeting, on_delete=models.SET_NULL, null=True, blank=True, related_name="host_offers"
    )
    reason = models.TextField(max_length=REASON_LENGTH, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    is_demo = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering = ["offered_at", "pk"]
        verbose_name_plural = "offers to host"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "call"],
                condition=Q(state="offered", call__isnull=False),
                name="host_offer_once_for_each_call",
            ),
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(state="offered", call__isnull=True),
                name="host_offer_once_for_meetings",
            ),
            models.UniqueConstraint(
                fields=["call"],
                condition=Q(state="accepted", call__isnull=False),
                name="host_call_has_one_host",
            ),
            models.CheckConstraint(condition=Q(capacity__gte=1), name="host_offer_has_room"),
        ]

    def __str__(self) -> str:
        return f"Offer {self.pk} of {self.organisation_id}"

    def get_absolute_url(self) -> str:
        return reverse("community:desk_host_offer", args=[self.pk])
