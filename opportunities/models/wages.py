"""The published minimum wages, dated, as custodians keep them: public facts."""

from django.core.validators import MinValueValidator
from django.db import models

from ..choices import WageBand


class MinimumRate(models.Model):
    """What the law says that one band gets an hour, from a day on."""

    band = models.CharField(
        max_length=10, choices=WageBand.choices, help_text="Whom the rate is for."
    )
    pounds = models.DecimalField(
        max_digits=5,
        decimal_places=2,
        validators=[MinValueValidator(1)],
        help_text="Pounds an hour, such as 12.71.",
    )
    starts = models.DateField(
        help_text="The first day it holds, 1 April as a rule. The older rate stays in the table."
    )

    class Meta:
        ordering = ["-starts", "-pounds", "band"]
        verbose_name = "minimum wage"
        verbose_name_plural = "minimum wages"
        constraints = [
            models.UniqueConstraint(
                fields=["band", "starts"],
                name="minimum_rate_once_a_day",
                violation_error_message="There is a rate for this band and day already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_band_display()}: £{self.pounds} from {self.starts}"
