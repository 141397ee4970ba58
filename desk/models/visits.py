"""How often pages are read: a number for each day and part of the site, and nothing else."""

from django.db import models


class VisitCount(models.Model):
    """Pages read on one day in one part of the site. No address, browser, cookie or person."""

    day = models.DateField()
    section = models.CharField(max_length=40)
    pages = models.PositiveBigIntegerField(default=0)

    class Meta:
        ordering = ["-day", "section"]
        verbose_name_plural = "visit counts"
        constraints = [
            models.UniqueConstraint(fields=["day", "section"], name="visit_count_once"),
        ]

    def __str__(self) -> str:
        return f"{self.section} on {self.day}"
