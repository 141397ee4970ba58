"""What a start has already put into this database. Nothing of the domain lies here."""

from django.db import models


class Loaded(models.Model):
    """Starting data that is in this database, so that a later start need not load it again.

    The digest is of the files it came from: when they change, the loader runs once more. An
    empty digest means that loading began and has not ended.
    """

    name = models.CharField(max_length=60, unique=True)
    digest = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "loaded starting data"
        verbose_name_plural = "loaded starting data"

    def __str__(self) -> str:
        """The name of the data."""
        return self.name
