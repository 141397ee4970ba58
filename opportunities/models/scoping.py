"""Help with a draft: its authors asked a custodian, who comments on its questions and may edit its text.

The versions of the text are Wagtail's revisions. These rows are about people, so they are plain ones.
"""

from django.conf import settings
from django.db import models
from django.urls import reverse

from ..choices import ScopingState
from .opportunities import Opportunity


class Scoping(models.Model):
    """What the authors of one draft asked, who helps, and how far it is. Asked again, it is the same row."""

    opportunity = models.OneToOneField(
        Opportunity, on_delete=models.CASCADE, related_name="scoping", primary_key=True
    )
    state = models.CharField(
        max_length=11, choices=ScopingState.choices, default=ScopingState.ASKED, db_index=True
    )
    question = models.TextField(max_length=1000)
    wants_hour = models.BooleanField(default=False)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="scopings_asked",
    )
    asked_at = models.DateTimeField()
    helper = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="scopings_helped",
    )
    changed = models.DateTimeField(auto_now=True)
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "scopings"

    def __str__(self) -> str:
        return f"Help with opportunity {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse(f"opportunities:{self.opportunity.kind}_help", args=[self.opportunity.slug])


class ScopingComment(models.Model):
    """One remark of a helper about one question of the draft, and what its authors answered."""

    scoping = models.ForeignKey(Scoping, on_delete=models.CASCADE, related_name="comments")
    about = models.CharField(max_length=40, blank=True)
    text = models.TextField(max_length=2000)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="scoping_comments",
    )
    created = models.DateTimeField(auto_now_add=True)
    answer = models.TextField(max_length=2000, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="scoping_answers",
    )
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "comments on drafts"

    def __str__(self) -> str:
        return f"Comment {self.pk} on opportunity {self.scoping_id}"
