"""Which of the pages that come with the site have been laid down once."""

from django.db import models


class LaidPage(models.Model):
    """A page that came with the site. One that an editor moved or deleted is not laid again."""

    key = models.CharField(max_length=80, unique=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "laid pages"

    def __str__(self) -> str:
        return self.key
