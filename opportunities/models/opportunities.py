"""What needs doing: one concrete parent, so that lists and matches hold one honest foreign key.

Moderation is Wagtail's (drafts, revisions, workflow). What changes while an opportunity is live lies beside it in
:class:`OpportunityState`, because publishing a revision restores every field that the revision holds.
"""

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.urls import reverse
from django.utils.text import slugify
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    RevisionMixin,
    WorkflowMixin,
)
from wagtail.search import index

from common.moderation import Moderated
from common.slugs import insert_with_slug
from mission.models import District, Node, Priority, Strand, Theme
from profiles.models import Interest, Membership, Organisation
from skills.choices import Level
from skills.models import Skill

from ..choices import (
    FundingStatus,
    Kind,
    Pattern,
    PayBasis,
    PayException,
    PayPeriod,
    Sensitivity,
)
from ..employer_links import employer_form
from ..querysets import OpportunityQuerySet
from ..signals import became_firm
from .checks import what_parties_lack, what_text_lacks
from .partners import HasPartners
from .revisions import ReadsRevisions


class NotReady(PermissionDenied):
    """Something is missing before an opportunity may be published. Says what, in a sentence."""


class Opportunity(
    Moderated,
    ReadsRevisions,
    HasPartners,
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    PreviewableMixin,
    index.Indexed,
    ClusterableModel,
):
    """What needs doing. Every fact that lists and the matcher need is here, not on a child."""

    kind = models.CharField(max_length=10, choices=Kind.choices, editable=False)
    title = models.CharField(max_length=120)
    slug = models.SlugField(max_length=140, unique=True, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="opportunities"
    )
    summary = models.CharField(max_length=240, blank=True)
    description = models.TextField(max_length=8000)
    benefit = models.TextField(max_length=2000, blank=True)
    data_note = models.TextField(max_length=3000, blank=True)
    sensitivity = models.CharField(
        max_length=8, choices=Sensitivity.choices, default=Sensitivity.OPEN
    )
    result = models.TextField(max_length=2000, blank=True)
    district = models.ForeignKey(
        District, on_delete=models.PROTECT, null=True, blank=True, related_name="opportunities"
    )
    pattern = models.CharField(max_length=8, choices=Pattern.choices, default=Pattern.HYBRID)
    starts = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)
    days_of_effort = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(1000)]
    )
    hours_per_week = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    seats = models.PositiveSmallIntegerField(
        default=1, validators=[MinValueValidator(1), MaxValueValidator(500)]
    )
    closes = models.DateField(null=True, blank=True)
    gives_back = models.JSONField(default=list, blank=True)
    gives_back_note = models.TextField(max_length=1000, blank=True)
    pay_basis = models.CharField(
        max_length=10, choices=PayBasis.choices, default=PayBasis.VOLUNTARY
    )
    pay_amount = models.DecimalField(
        max_digits=9, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    pay_period = models.CharField(max_length=6, choices=PayPeriod.choices, blank=True)
    pay_exception = models.CharField(max_length=10, choices=PayException.choices, blank=True)
    funding_source = models.CharField(max_length=160, blank=True)
    funding_status = models.CharField(max_length=8, choices=FundingStatus.choices, blank=True)
    stages = models.JSONField(
        default=list, blank=True, help_text="Who may apply. Empty means anyone."
    )
    touches_vulnerable = models.BooleanField(default=False)
    themes = ParentalManyToManyField(Theme, blank=True, related_name="opportunities")
    priorities = ParentalManyToManyField(Priority, blank=True, related_name="opportunities")
    strands = ParentalManyToManyField(Strand, blank=True, related_name="opportunities")
    nodes = ParentalManyToManyField(Node, blank=True, related_name="opportunities")
    is_proposal = models.BooleanField(default=False, editable=False)
    source = models.CharField(max_length=160, blank=True, editable=False)
    is_demo = models.BooleanField(default=False, editable=False)
    tentative = models.BooleanField(default=False, editable=False)

    objects = OpportunityQuerySet.as_manager()

    search_fields = [
        index.SearchField("title", boost=3),
        index.AutocompleteField("title"),
        index.SearchField("summary", boost=2),
        index.SearchField("description"),
        index.SearchField("benefit"),
        index.SearchField("result"),
        index.RelatedFields("organisation", [index.SearchField("name")]),
        index.SearchField("partner_names"),
        index.FilterField("live"),
        index.FilterField("kind"),
    ]

    class Meta:
        ordering = ["-first_published_at", "-pk"]
        verbose_name_plural = "opportunities"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends__isnull=True)
                | models.Q(starts__isnull=True)
                | models.Q(ends__gte=models.F("starts")),
                name="opportunity_dates_in_order",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args, **kwargs) -> None:
        """Keep what nobody types: the kind follows from the class, the address from the first title."""
        if not self.kind:
            self.kind = str(self._meta.model_name)
        if self.slug:
            super().save(*args, **kwargs)
            return
        # /challenges/new/ and /challenges/propose/ are where one is posted.
        taken = slugify(self.title) in ("new", "propose")
        title = f"{self.title} {self.kind}" if taken else self.title
        insert_with_slug(
            self,
            title,
            among=Opportunity,
            save=lambda: super(Opportunity, self).save(*args, **kwargs),
        )

    def clean(self) -> None:
        if self.starts and self.ends and self.ends < self.starts:
            raise ValidationError({"ends": "The end must not be before the start."})

    def get_kind_display(self) -> str:  # type: ignore[no-redef]  # Django leaves ours alone
        """What it is called; a hack proposal is a challenge in a short form, and says so."""
        return "Hack proposal" if self.is_proposal else str(Kind(self.kind).label)

    def get_absolute_url(self) -> str:
        return reverse(f"opportunities:{self.kind}", args=[self.slug])

    def conflicts_with(self, user) -> bool:
        """Whether ``user`` may not decide: sent in by them or their organisation, or declared."""
        if user.pk in (self.state.submitted_by_id, self.state.supervisor_id):
            return True
        if Membership.objects.filter(user=user, organisation__in=self.host_ids).exists():
            return True
        return Interest.objects.filter(user=user, about__in=self.host_ids).exists()

    def what_stops_publishing(self) -> list[str]:
        """Sentences saying what has to happen first; empty when a custodian may publish it."""
        return what_parties_lack(self) + what_text_lacks(self)

    @transaction.atomic
    def publish(self, revision, user=None, **kwargs):
        """Publish a revision. Every door leads through here: the site, Wagtail, a schedule.

        Raises :class:`NotReady`, and PermissionDenied when ``user`` has a part in it.
        """
        # Of what is live and edited, this row holds the old text and the revision the new.
        text = revision.as_object()
        if stops := what_parties_lack(self, text) + what_text_lacks(text):
            raise NotReady(" ".join(stops))
        was_unsure = self.live and self.tentative
        published = super().publish(revision, user=user, **kwargs)
        if was_unsure and not text.tentative:
            became_firm.send(type(self), opportunity_id=self.pk)
        return published


class Requirement(models.Model):
    """A skill at a level that an opportunity asks for, essential or desirable."""

    opportunity = ParentalKey(Opportunity, on_delete=models.CASCADE, related_name="requirements")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField(choices=Level.choices, default=Level.WORKING)
    essential = models.BooleanField(default=True)

    class Meta:
        ordering = ["-essential", "pk"]
        verbose_name_plural = "requirements"
        constraints = [
            models.UniqueConstraint(fields=["opportunity", "skill"], name="requirement_once"),
            models.CheckConstraint(
                condition=models.Q(level__range=(1, 4)), name="requirement_level_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.skill} at {self.get_level_display()}"


class Challenge(Opportunity):
    """A data problem posted by a public or community body, or a small business.

    A hack proposal is one in a short form (``is_proposal``), not a kind of its own: the same body asks,
    the same custodians decide, others can be part of it, and it may become a full one.
    """

    tried = models.TextField(max_length=2000, blank=True)
    answers_questions = models.CharField(
        max_length=160, blank=True, help_text="The role of whoever answers, not a name."
    )

    ethics = models.JSONField(default=dict, blank=True, editable=False)

    class Meta:
        verbose_name_plural = "challenges"


class Placement(Opportunity):
    """A time-limited post for a student or analyst, with a supervisor, pay and a named source of funding."""

    learns = models.TextField(max_length=2000, blank=True)
    depends_on = models.TextField(max_length=1000, blank=True, editable=False)
    decide_by = models.DateField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name_plural = "placements"


class Job(Opportunity):
    """A paid post; people apply at the employer's own form."""

    employer_form_url = models.URLField(blank=True, validators=[employer_form])

    class Meta:
        verbose_name_plural = "jobs"
