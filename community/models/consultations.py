"""Consultations: a dated draft, questions about it, and what came of the answers.

What people answer is in :mod:`community.models.responses`. Nothing here is about a person.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from wagtail.search import index

from mission.models import Node

from ..choices.consultations import Became, ConsultationState, QuestionKind
from ..querysets.consultations import ConsultationQuerySet

BODY_LENGTH = 60_000


class Consultation(index.Indexed, models.Model):
    """A question to everybody, with a day by which it is answered and a promise to use the answers."""

    title = models.CharField(max_length=160)
    slug = models.SlugField(max_length=110, unique=True, editable=False)
    summary = models.CharField(max_length=300)
    drafted_on = models.DateField(help_text="The date on the draft.")
    body = models.TextField(
        max_length=BODY_LENGTH, blank=True, help_text="The draft, in Markdown. Blocks are numbered."
    )
    file_link = models.URLField(max_length=500, blank=True, help_text="The same as a file.")
    opens = models.DateTimeField(help_text="In Birmingham's time.")
    closes = models.DateTimeField(help_text="In Birmingham's time. Can be later, never earlier.")
    remind_at = models.DateTimeField(null=True, blank=True)
    asks_steps = models.BooleanField(
        default=False, help_text="Whether steps of the theory of change can be commented on."
    )
    state = models.CharField(
        max_length=8, choices=ConsultationState.choices, default=ConsultationState.DRAFT
    )
    ready_at = models.DateTimeField(null=True, blank=True, help_text="Since when it may open.")
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    first_answer_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    is_demo = models.BooleanField(default=False, editable=False)

    objects = ConsultationQuerySet.as_manager()

    search_fields = [
        index.SearchField("title", boost=3),
        index.AutocompleteField("title"),
        index.SearchField("summary"),
        index.SearchField("body"),
        index.FilterField("state"),
    ]

    class Meta:
        ordering = ["-closes", "-pk"]
        verbose_name_plural = "consultations"
        constraints = [
            models.CheckConstraint(
                condition=Q(closes__gt=models.F("opens")), name="consultation_closes_after_opening"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("community:consultation", args=[self.slug])

    @property
    def is_open(self) -> bool:
        """Whether it can be answered now."""
        return self.state == ConsultationState.OPEN and self.takes(timezone.now())

    @property
    def is_frozen(self) -> bool:
        """Whether somebody has answered, so that questions stay as they were answered."""
        return self.first_answer_at is not None

    def takes(self, received) -> bool:
        """Whether what the server received at this time is in time."""
        begun = self.state != ConsultationState.DRAFT and self.state != ConsultationState.REPORTED
        return begun and received < self.closes


class Question(models.Model):
    """One question of a consultation. After the first answer only its spelling changes."""

    consultation = models.ForeignKey(
        Consultation, on_delete=models.CASCADE, related_name="questions"
    )
    order = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=5, choices=QuestionKind.choices)
    text = models.CharField(max_length=300)
    hint = models.CharField(max_length=300, blank=True)
    options = models.TextField(max_length=3000, blank=True, help_text="One on each line.")
    low = models.CharField(max_length=60, blank=True, help_text="What 1 means.")
    high = models.CharField(max_length=60, blank=True, help_text="What 5 means.")
    required = models.BooleanField(default=False)
    node = models.ForeignKey(
        Node, on_delete=models.SET_NULL, null=True, blank=True, related_name="questions"
    )

    class Meta:
        ordering = ["order", "pk"]
        verbose_name_plural = "questions"

    def __str__(self) -> str:
        return self.text

    @property
    def choices(self) -> list[str]:
        """What can be ticked, in order; empty for own words."""
        if self.kind == QuestionKind.SCALE:
            ends = {1: self.low, 5: self.high}
            return [f"{n}: {ends[n]}" if ends.get(n) else str(n) for n in range(1, 6)]
        if self.kind == QuestionKind.TEXT:
            return []
        return [line for line in self.options.splitlines() if line]


class WordingChange(models.Model):
    """A slip that was mended after the first answer, for everybody to see."""

    consultation = models.ForeignKey(
        Consultation, on_delete=models.CASCADE, related_name="wording_changes"
    )
    at = models.DateTimeField(default=timezone.now)
    what = models.CharField(max_length=80)
    was = models.TextField(max_length=BODY_LENGTH)
    now = models.TextField(max_length=BODY_LENGTH)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name_plural = "wording changes"

    def __str__(self) -> str:
        return f"{self.what} of {self.consultation_id}"


class ConsultationTheme(models.Model):
    """What several responses say, in a few words of a custodian."""

    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="themes")
    title = models.CharField(max_length=120)

    class Meta:
        ordering = ["title", "pk"]
        verbose_name_plural = "themes of consultations"
        constraints = [
            models.UniqueConstraint(fields=["consultation", "title"], name="theme_once_each")
        ]

    def __str__(self) -> str:
        return self.title


class ConsultationReport(models.Model):
    """What came of a consultation. The figures are kept as published: nobody can watch them change."""

    consultation = models.OneToOneField(
        Consultation, on_delete=models.CASCADE, related_name="report", primary_key=True
    )
    introduction = models.TextField(max_length=6000, blank=True)
    final_link = models.URLField(max_length=500, blank=True, help_text="The published version.")
    figures = models.JSONField(default=dict, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "reports of consultations"

    def __str__(self) -> str:
        return f"Report of {self.consultation_id}"


class ReportRow(models.Model):
    """You said, we did; or what changed from the draft to the published version, and why."""

    consultation = models.ForeignKey(
        Consultation, on_delete=models.CASCADE, related_name="report_rows"
    )
    became = models.CharField(max_length=7, choices=Became.choices)
    said = models.CharField(max_length=500)
    did = models.CharField(max_length=800)

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "rows of reports"

    def __str__(self) -> str:
        return self.said
