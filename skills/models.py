"""The vocabulary: a skill, the words people use for it, its links, and where it came from."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from skills.choices import Kind, LinkKind, Status
from skills.names import fold
from skills.querysets import SkillQuerySet

NAME_LENGTH = 160
ALIAS_LENGTH = 200
DESCRIPTION_LENGTH = 4000


class Skill(ClusterableModel):
    """A term of the shared vocabulary that people hold and opportunities ask for.

    Retired and merged skills stay, because people's records point at them. They change state
    through :mod:`skills.services`.
    """

    name = models.CharField(
        max_length=NAME_LENGTH, help_text="As it would stand in a list: short, sentence case."
    )
    slug = models.SlugField(
        max_length=120, unique=True, help_text="The end of the skill's address. It stays for ever."
    )
    kind = models.CharField(
        max_length=10,
        choices=Kind.choices,
        default=Kind.PRACTICE,
        help_text="Knowledge is understood, a tool is a product or language, a practice is done.",
    )
    description = models.TextField(
        blank=True,
        max_length=DESCRIPTION_LENGTH,
        help_text="One line in plain words, for somebody who does not know the term.",
    )
    uri_exact = models.URLField(
        "same as (ESCO)",
        blank=True,
        help_text="The address of the ESCO concept that means the same, if there is one.",
    )
    uri_close = models.URLField(
        "close to (ESCO)",
        blank=True,
        help_text="The address of the nearest ESCO concept, where none means the same.",
    )
    status = models.CharField(
        max_length=8, choices=Status.choices, default=Status.LIVE, editable=False
    )
    merged_into = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="merged_from",
    )
    linked = models.ManyToManyField(
        "self", through="SkillLink", symmetrical=False, related_name="linked_from"
    )
    created = models.DateTimeField(auto_now_add=True)
    updated = models.DateTimeField(auto_now=True, db_index=True)

    objects = SkillQuerySet.as_manager()

    class Meta:
        verbose_name = "skill"
        verbose_name_plural = "skills"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                condition=Q(status="live"),
                name="skill_name_unique_while_live",
                violation_error_message="Another skill in use has this name.",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | Q(status="merged"),
                name="skill_merged_into_only_when_merged",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                name="skill_not_merged_into_itself",
            ),
        ]
        indexes = [models.Index(fields=["status", "name"], name="skill_status_name")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("skills:detail", args=[self.slug])

    @property
    def is_live(self) -> bool:
        return self.status == Status.LIVE


class SkillAlias(models.Model):
    """A word or phrase that people use for a skill. One alias may belong to two skills."""

    skill = ParentalKey(Skill, on_delete=models.CASCADE, related_name="aliases")
    text = models.CharField(
        "word or phrase",
        max_length=ALIAS_LENGTH,
        help_text="As people say it: “cleaning up a spreadsheet”, “dashboards”, “FOI”.",
    )
    folded = models.CharField(max_length=ALIAS_LENGTH, editable=False, db_index=True)

    class Meta:
        verbose_name = "alias"
        verbose_name_plural = "aliases"
        ordering = ["folded"]
        constraints = [
            models.UniqueConstraint(fields=["skill", "folded"], name="alias_once_per_skill")
        ]

    def __str__(self) -> str:
        return self.text

    def save(self, *args, **kwargs):
        self.folded = fold(self.text)[:ALIAS_LENGTH]
        super().save(*args, **kwargs)


class SkillLink(models.Model):
    """One skill is part of another, or goes with it. Narrower is broader read backwards."""

    source = ParentalKey(Skill, on_delete=models.CASCADE, related_name="outgoing")
    target = models.ForeignKey(
        Skill, on_delete=models.CASCADE, related_name="incoming", verbose_name="other skill"
    )
    kind = models.CharField(max_length=7, choices=LinkKind.choices, default=LinkKind.RELATED)

    class Meta:
        verbose_name = "link between skills"
        verbose_name_plural = "links between skills"
        constraints = [
            models.UniqueConstraint(fields=["source", "target", "kind"], name="skill_link_once"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="skill_link_to_another"),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.kind} {self.target_id}"


class SourceRecord(models.Model):
    """What an outside list last said about a skill, word for word.

    Comparing the list's next edition with this, and not with the skill, tells a change made by
    the list from a change made by a custodian: only the first is taken over.
    """

    skill = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="source_records")
    source = models.CharField(max_length=20)
    key = models.CharField(max_length=200)
    content = models.JSONField()

    class Meta:
        verbose_name = "source record"
        verbose_name_plural = "source records"
        constraints = [models.UniqueConstraint(fields=["source", "key"], name="source_record_once")]

    def __str__(self) -> str:
        return f"{self.source} {self.key}"
