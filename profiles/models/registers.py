"""The numbers that public registers gave to an organisation."""

from django.db import models
from django.utils import timezone

from .. import registers
from ..choices import Register
from .organisations import Organisation


class RegisterEntry(models.Model):
    """An organisation's number in one public register, as :mod:`profiles.registers` writes it.

    It is shown to the public once a custodian has looked it up.
    """

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="register_entries"
    )
    register = models.CharField(max_length=8, choices=Register.choices)
    number = models.CharField(max_length=20)
    added = models.DateTimeField(default=timezone.now, editable=False)
    checked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["register"]
        verbose_name = "register entry"
        verbose_name_plural = "register entries"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "register"], name="register_entry_once_for_each_register"
            ),
            models.UniqueConstraint(
                fields=["register", "number"], name="register_number_of_one_organisation"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_register_display()} {self.number}"

    @property
    def open_identifier(self) -> str:
        """How open data names the organisation."""
        return registers.open_identifier(self.register, self.number)

    @property
    def address(self) -> str:
        """Where the register shows it."""
        return registers.address(self.register, self.number)
