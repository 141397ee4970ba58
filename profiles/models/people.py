"""People: what they can do now, and, never in the same field, what they want to learn."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone

from mission.models import District, Theme
from skills.choices import Level
from skills.models import Skill

from ..choices import ReachBy, Stage, Visibility
from ..querysets import PersonQuerySet
from .organisations import Organisation


class Person(models.Model):
    """Someone with a profile. Seen by nobody until they choose otherwise."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="person",
        null=True,
        blank=True,
    )
    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=120, unique=True)
    stage = models.CharField(max_length=12, choices=Stage.choices)
    summary = models.TextField(max_length=2000, blank=True)
    district = models.ForeignKey(
        District, on_delete=models.PROTECT, null=True, blank=True, related_name="people"
    )
    reach = models.ManyToManyField(
        District, through="Reach", blank=True, related_name="reachable_by"
    )
    remote = models.BooleanField(default=True)
    visibility = models.CharField(
        max_length=8, choices=Visibility.choices, default=Visibility.PRIVATE
    )
    themes = models.ManyToManyField(Theme, blank=True, related_name="people")
    available_from = models.DateField(null=True, blank=True)
    available_until = models.DateField(null=True, blank=True)
    hours_per_week = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    days = models.JSONField(default=list, blank=True, help_text="Of the week, such as mon.")
    links = models.JSONField(default=list, blank=True, help_text="Web addresses, five at most.")
    affiliation = models.ForeignKey(
        Organisation, on_delete=models.SET_NULL, null=True, blank=True, related_name="affiliated"
    )
    affiliation_confirmed_on = models.DateField(null=True, blank=True, editable=False)
    is_demo = models.BooleanField(default=False, editable=False)
    created = models.DateTimeField(default=timezone.now, editable=False)
    changed = models.DateTimeField(auto_now=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "people"
        indexes = [models.Index(fields=["name", "id"], name="person_by_name")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(available_until__isnull=True)
                | models.Q(available_from__isnull=True)
                | models.Q(available_until__gte=models.F("available_from")),
                name="person_dates_in_order",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("profiles:person", args=[self.slug])


class Reach(models.Model):
    """A district that a person can get to, and how: words, never coordinates."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="ways")
    district = models.ForeignKey(District, on_delete=models.CASCADE, related_name="+")
    by = models.CharField(max_length=5, choices=ReachBy.choices, blank=True)

    class Meta:
        db_table = "profiles_person_reach"
        ordering = ["district__order", "pk"]
        verbose_name_plural = "ways to get somewhere"
        unique_together = (("person", "district"),)

    def __str__(self) -> str:
        return f"{self.district_id} {self.by}"


class AccessNeeds(models.Model):
    """What a person needs to work well, in a row of its own so that no list ever loads it.

    Seen by a host after acceptance, and only while ``shared`` says so.
    """

    person = models.OneToOneField(
        Person, on_delete=models.CASCADE, related_name="access_needs", primary_key=True
    )
    text = models.TextField(max_length=2000, blank=True)
    shared = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = "access needs"

    def __str__(self) -> str:
        return f"Access needs of {self.person_id}"


class PersonSkill(models.Model):
    """A skill at a level, on a person."""

    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField(choices=Level.choices)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.skill} at {self.get_level_display()}"


class HeldSkill(PersonSkill):
    """What a person can do now, in their own judgement, with an optional line of evidence."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="held")
    evidence = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-level", "skill__name"]
        verbose_name_plural = "held skills"
        constraints = [
            models.UniqueConstraint(fields=["person", "skill"], name="held_skill_once"),
            models.CheckConstraint(
                condition=models.Q(level__range=(1, 4)), name="held_skill_level_known"
            ),
        ]


class WantedSkill(PersonSkill):
    """What a person wants to learn, and the level they aim at."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="wanted")

    class Meta:
        ordering = ["skill__name"]
        verbose_name_plural = "wanted skills"
        constraints = [
            models.UniqueConstraint(fields=["person", "skill"], name="wanted_skill_once"),
            models.CheckConstraint(
                condition=models.Q(level__range=(1, 4)), name="wanted_skill_level_known"
            ),
        ]
