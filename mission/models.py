"""Records everything can point to: strands, priorities, theory of change, themes, districts.

Custodians edit them in Wagtail. What points *at* them lives in the apps above.
"""

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.models import RevisionMixin

from .choices import Column


class Ordered(models.Model):
    """Something custodians put in an order, with an address of its own."""

    order = models.PositiveSmallIntegerField(default=0, help_text="Lower numbers come first.")
    title = models.CharField(
        max_length=160, help_text="Shown on pages and in lists to choose from."
    )
    slug = models.SlugField(
        max_length=80,
        unique=True,
        help_text="Part of the address. Keep it once it is public: links elsewhere rely on it.",
    )

    class Meta:
        abstract = True
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.title


class Versioned(RevisionMixin, ClusterableModel, Ordered):
    """A record whose every version is kept: ticks and arrows too, so they are parental."""

    class Meta(Ordered.Meta):
        abstract = True


class Strand(Versioned):
    """One of the three strands of the Forum's mission."""

    short = models.CharField(max_length=40, help_text="One word or two, for table heads.")
    summary = models.TextField(
        max_length=600, help_text="One or two sentences, shown on the home and mission pages."
    )

    class Meta(Ordered.Meta):
        abstract = False
        verbose_name_plural = "strands"

    def get_absolute_url(self) -> str:
        return reverse("mission:strand", args=[self.slug])


class Priority(Versioned):
    """One of the priorities of the Forum's vision, ticked against the strands it serves."""

    short = models.CharField(max_length=60, help_text="A few words, shown beside a match.")
    summary = models.TextField(
        max_length=600, help_text="One or two sentences, shown on the vision page."
    )
    strands = ParentalManyToManyField(
        Strand,
        related_name="priorities",
        blank=True,
        help_text="Which strands of the mission this priority serves: the ticks of the vision.",
    )

    class Meta(Ordered.Meta):
        abstract = False
        verbose_name_plural = "priorities"

    def get_absolute_url(self) -> str:
        return reverse("mission:priority", args=[self.slug])


class TheoryRow(Versioned):
    """A row of the theory of change, such as *Skills shortage*."""

    class Meta(Ordered.Meta):
        abstract = False
        verbose_name = "theory of change row"
        verbose_name_plural = "theory of change rows"


class Node(Versioned):
    """One cell of the theory of change: a challenge, an input, an output or an outcome."""

    row = models.ForeignKey(
        TheoryRow,
        on_delete=models.PROTECT,
        related_name="nodes",
        help_text="The problem that this step belongs to.",
    )
    column = models.CharField(
        max_length=10, choices=Column.choices, help_text="Where in the row it stands."
    )
    text = models.TextField(
        max_length=1200, help_text="What the cell says, in plain words: one or two sentences."
    )
    leads_to = ParentalManyToManyField(
        "self",
        through="NodeLink",
        symmetrical=False,
        related_name="follows_from",
        blank=True,
        help_text="The steps that should follow from this one.",
    )

    class Meta(Ordered.Meta):
        abstract = False
        verbose_name = "theory of change step"
        verbose_name_plural = "theory of change steps"
        ordering = ["row__order", "order", "pk"]

    def get_absolute_url(self) -> str:
        return reverse("mission:node", args=[self.slug])


class NodeLink(models.Model):
    """An arrow of the theory of change: this leads to that."""

    source = models.ForeignKey(Node, on_delete=models.CASCADE, related_name="links_out")
    target = models.ForeignKey(Node, on_delete=models.CASCADE, related_name="links_in")

    class Meta:
        verbose_name_plural = "theory of change links"
        constraints = [
            models.UniqueConstraint(fields=["source", "target"], name="node_link_once"),
            models.CheckConstraint(
                condition=~models.Q(source=models.F("target")), name="node_link_not_to_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} → {self.target}"

    def clean(self) -> None:
        if self.source_id and self.source_id == self.target_id:
            raise ValidationError("A node cannot lead to itself.")


class Theme(models.Model):
    """What work is about: housing, health, transport. People and work choose from the same list."""

    name = models.CharField(
        max_length=80, unique=True, help_text="As people would say it: housing, not tenure."
    )
    slug = models.SlugField(
        max_length=80, unique=True, help_text="Part of the address. Keep it once it is public."
    )
    description = models.CharField(
        max_length=300, blank=True, help_text="What belongs under it, for whoever has to choose."
    )

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "themes"

    def __str__(self) -> str:
        return self.name


class District(models.Model):
    """A place of the region: one of the seven authorities, or a county or unitary around them."""

    order = models.PositiveSmallIntegerField(default=0, help_text="Lower numbers come first.")
    name = models.CharField(max_length=80, unique=True, help_text="As residents say it.")
    slug = models.SlugField(
        max_length=80, unique=True, help_text="Part of the address. Keep it once it is public."
    )
    code = models.CharField(
        max_length=9, blank=True, help_text="Office for National Statistics code, like E08000026."
    )
    short = models.CharField(
        max_length=2, unique=True, help_text="Its tile on the map. Only a known pair has a place."
    )
    in_combined_authority = models.BooleanField(
        default=False, help_text="Whether it is one of the seven authorities."
    )
    neighbours = models.ManyToManyField(
        "self", blank=True, help_text="Places that share a border with it."
    )

    class Meta:
        ordering = ["order", "name"]
        verbose_name_plural = "districts"

    def __str__(self) -> str:
        return self.name
