"""Who asked to hear how a consultation goes on."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from .consultations import Consultation


class ConsultationFollower(models.Model):
    """Somebody who gets two mails about one consultation: it closes soon, its report is out.

    Each mail is due until its time is put down here.
    """

    consultation = models.ForeignKey(
        Consultation, on_delete=models.CASCADE, related_name="followers"
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField(default=timezone.now)
    soon_told_at = models.DateTimeField(null=True, blank=True)
    report_told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "followers of consultations"
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "user"], name="consultation_followed_once"
            )
        ]

    def __str__(self) -> str:
        return f"Follower {self.pk}"
