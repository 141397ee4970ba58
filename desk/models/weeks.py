"""What a custodian has seen to on the weekly page, where the thing itself does not change."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class LeftToEnd(models.Model):
    """A custodian saw that something ends on a day, and lets it. The weekly page stops asking."""

    kind = models.CharField(max_length=40)
    about_id = models.PositiveBigIntegerField()
    day = models.DateField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "thing left to end"
        verbose_name_plural = "things left to end"
        constraints = [
            models.UniqueConstraint(fields=["kind", "about_id", "day"], name="left_to_end_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.about_id} on {self.day}"
