"""What people answer in a consultation: personal, read by custodians, counted for everybody."""

import hashlib

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from mission.models import Node
from profiles.models import Organisation

from ..choices.consultations import (
    Consent,
    Moderation,
    Respondent,
    ResponseState,
)
from ..querysets.consultations import ResponseQuerySet, SaidQuerySet
from .consultations import Consultation, ConsultationTheme, Question

TEXT_LENGTH = 5000


class Response(models.Model):
    """One answer to a consultation: of a person, an organisation, a guest, or of nobody knows whom."""

    consultation = models.ForeignKey(
        Consultation, on_delete=models.PROTECT, related_name="responses"
    )
    kind = models.CharField(max_length=12, choices=Respondent.choices)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="responses",
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.SET_NULL, null=True, blank=True, related_name="responses"
    )
    address_hash = models.CharField(max_length=64, null=True, blank=True)  # noqa: DJ001 (unique)
    name = models.CharField(max_length=120, blank=True, help_text="Shown beside what is published.")
    consent = models.CharField(max_length=7, choices=Consent.choices, default=Consent.NO)
    state = models.CharField(
        max_length=5, choices=ResponseState.choices, default=ResponseState.DRAFT
    )
    begun_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)
    themes = models.ManyToManyField(ConsultationTheme, blank=True, related_name="responses")

    objects = ResponseQuerySet.as_manager()

    class Meta:
        ordering = ["sent_at", "pk"]
        verbose_name_plural = "responses"
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "user"],
                condition=Q(kind="person"),
                name="response_once_a_person",
            ),
            models.UniqueConstraint(
                fields=["consultation", "organisation"],
                condition=Q(kind="organisation"),
                name="response_once_an_organisation",
            ),
            models.UniqueConstraint(
                fields=["consultation", "address_hash"], name="response_once_an_address"
            ),
            models.CheckConstraint(
                condition=~Q(kind="anonymous")
                | Q(user=None, organisation=None, address_hash=None, name=""),
                name="response_anonymous_is_nobodys",
            ),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False), name="response_sent_when"
            ),
        ]

    def __str__(self) -> str:
        return f"Response {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("community:response", args=[self.pk])

    @property
    def shown_as(self) -> str:
        """The name beside a published text; empty where it is published without one."""
        return self.name if self.consent == Consent.NAMED else ""


class Said(models.Model):
    """Words of somebody, which a custodian reads before others do."""

    text = models.TextField(max_length=TEXT_LENGTH, blank=True)
    moderation = models.CharField(
        max_length=8, choices=Moderation.choices, default=Moderation.WAITING
    )

    objects = SaidQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def fingerprint(self) -> str:
        """Tells one wording from another, so that nobody lets through what they have not read."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:16]


class Answer(Said):
    """What a response says to one question: what was ticked, by number from 1, or words."""

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="answers")
    picked = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["question__order", "pk"]
        verbose_name_plural = "answers"
        constraints = [
            models.UniqueConstraint(fields=["response", "question"], name="answer_once_a_question")
        ]

    def __str__(self) -> str:
        return f"Answer {self.pk}"

    @property
    def in_words(self) -> str:
        """What was ticked, or written."""
        choices = self.question.choices
        ticked = [choices[n - 1] for n in self.picked if 0 < n <= len(choices)]
        return "; ".join(ticked) or self.text


class Comment(Said):
    """What a response says about one paragraph of the draft, or one step of the theory of change."""

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="comments")
    paragraph = models.PositiveSmallIntegerField(null=True, blank=True)
    node = models.ForeignKey(
        Node, on_delete=models.PROTECT, null=True, blank=True, related_name="comments"
    )

    class Meta:
        ordering = ["paragraph", "node", "pk"]
        verbose_name_plural = "comments"
        constraints = [
            models.CheckConstraint(
                condition=Q(paragraph__isnull=True, node__isnull=False)
                | Q(paragraph__isnull=False, node__isnull=True),
                name="comment_on_one_thing",
            ),
            models.UniqueConstraint(
                fields=["response", "paragraph"], name="comment_once_a_paragraph"
            ),
            models.UniqueConstraint(fields=["response", "node"], name="comment_once_a_step"),
        ]

    def __str__(self) -> str:
        return f"Comment {self.pk}"

    @property
    def about(self) -> str:
        """What it is about, in words."""
        return f"Paragraph {self.paragraph}" if self.paragraph else str(self.node)


class Conversation(models.Model):
    """Somebody whom the Forum spoke with about a consultation: only custodians read it."""

    consultation = models.ForeignKey(
        Consultation, on_delete=models.CASCADE, related_name="conversations"
    )
    who = models.CharField(max_length=160)
    on = models.DateField()
    theme = models.CharField(max_length=300)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-on", "-pk"]
        verbose_name_plural = "conversations"

    def __str__(self) -> str:
        return f"Conversation {self.pk}"
