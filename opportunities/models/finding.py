"""What lists remember: which opportunities changed, so that counts kept in memory follow."""

import secrets

from django.db import models


def new_token() -> int:
    """Sixty-two bits that nobody had before."""
    return secrets.randbits(62)


class ListChange(models.Model):
    """Something about an opportunity changed that lists show; without one, about any of them.

    Only ever added to: two who publish at the same time wait for nobody. The token tells a row from
    one that had its number and was rolled back.
    """

    token = models.BigIntegerField(default=new_token, editable=False)
    opportunity_id = models.PositiveBigIntegerField(null=True, editable=False)

    class Meta:
        verbose_name_plural = "list changes"

    def __str__(self) -> str:
        return f"Change {self.pk} of opportunity {self.opportunity_id or 'any'}"
