"""Who would like to hear about a challenge, or be part of it, short of applying."""

from django.conf import settings
from django.db import models

from .opportunities import Opportunity


class Interested(models.Model):
    """One person's interest in one opportunity. Its organisation reads the name, the public a count."""

    opportunity = models.ForeignKey(
        Opportunity, on_delete=models.CASCADE, related_name="interested"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="interested_in"
    )
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["created", "pk"]
        verbose_name_plural = "those interested"
        constraints = [
            models.UniqueConstraint(fields=["opportunity", "user"], name="interested_once")
        ]

    def __str__(self) -> str:
        return f"User {self.user_id} in opportunity {self.opportunity_id}"
