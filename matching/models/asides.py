"""What one side put aside as not for them, with a reason, until they bring it back."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from opportunities.models import Opportunity
from profiles.models import Offer, Person

from ..choices import AsideReason, Side


class Aside(models.Model):
    """*Not for me*: one side will not be suggested this pair, nor what its reason rules out.

    The other side never hears of it. Bringing it back deletes the row.
    """

    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="asides")
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, null=True, blank=True, related_name="asides"
    )
    offer = models.ForeignKey(
        Offer, on_delete=models.CASCADE, null=True, blank=True, related_name="asides"
    )
    side = models.CharField(max_length=6, choices=Side.choices)
    reason = models.CharField(max_length=12, choices=AsideReason.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name_plural = "asides"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(person__isnull=False, offer__isnull=True)
                | models.Q(person__isnull=True, offer__isnull=False),
                name="aside_has_one_supply",
            ),
            models.UniqueConstraint(
                fields=["opportunity", "person", "side"],
                condition=models.Q(person__isnull=False),
                name="aside_once_per_person",
            ),
            models.UniqueConstraint(
                fields=["opportunity", "offer", "side"],
                condition=models.Q(offer__isnull=False),
                name="aside_once_per_offer",
            ),
        ]

    def __str__(self) -> str:
        return f"Aside {self.pk} of opportunity {self.opportunity_id}"
