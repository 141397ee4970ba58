"""Organisations and who speaks for them."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from wagtail.images import get_image_model_string
from wagtail.search import index

from mission.models import District, Priority, Theme

from ..choices import Hosting, HowJoined, OrganisationKind, Role
from ..querysets import OrganisationQuerySet


class Organisation(index.Indexed, models.Model):
    """A public body, university, business or community organisation.

    Whether a custodian has verified it lies beside it, in :class:`OrganisationState`, so that editing the
    public text can never touch it.
    """

    name = models.CharField(max_length=160, unique=True)
    slug = models.SlugField(max_length=120, unique=True)
    kind = models.CharField(max_length=12, choices=OrganisationKind.choices)
    district = models.ForeignKey(
        District, on_delete=models.PROTECT, null=True, blank=True, related_name="organisations"
    )
    summary = models.TextField(max_length=1000, blank=True)
    website = models.URLField(blank=True)
    email_domains = models.TextField(
        max_length=500, blank=True, help_text="One a line, such as example.org.uk."
    )
    hosting = models.CharField(max_length=10, choices=Hosting.choices, blank=True)
    priorities = models.ManyToManyField(Priority, blank=True, related_name="organisations")
    themes = models.ManyToManyField(Theme, blank=True, related_name="organisations")
    logo = models.ForeignKey(
        get_image_model_string(),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    is_demo = models.BooleanField(default=False, editable=False)
    created = models.DateTimeField(default=timezone.now, editable=False)

    objects = OrganisationQuerySet.as_manager()

    search_fields = [
        index.SearchField("name", boost=3),
        index.AutocompleteField("name"),
        index.SearchField("summary"),
        index.FilterField("kind"),
        index.FilterField("district_id"),
    ]

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "organisations"
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="organisation_name_whatever_its_case",
                violation_error_message="There is already an organisation with this name.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("profiles:organisation", args=[self.slug])

    @property
    def is_verified(self) -> bool:
        """Whether a custodian has confirmed it and it is neither suspended nor closed."""
        state = self.state
        return bool(state.verified_at) and not (state.suspended_at or state.closed_at)


class OrganisationState(models.Model):
    """Where an organisation stands with the Forum. Only services write it."""

    organisation = models.OneToOneField(
        Organisation, on_delete=models.CASCADE, related_name="state", primary_key=True
    )
    verified_at = models.DateTimeField(null=True, blank=True)
    verified_by_id = models.BigIntegerField(null=True, blank=True)
    domains_asked = models.TextField(
        max_length=500, blank=True, help_text="Its domains, once a custodian confirms the new ones."
    )
    suspended_at = models.DateTimeField(null=True, blank=True)
    suspended_by_id = models.BigIntegerField(null=True, blank=True)
    suspended_reason = models.CharField(max_length=500, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by_id = models.BigIntegerField(null=True, blank=True)
    closed_reason = models.CharField(max_length=500, blank=True)
    notes = models.TextField(
        max_length=1000,
        blank=True,
        help_text="How custodians came to confirm it. Only they read it.",
    )

    class Meta:
        verbose_name_plural = "organisation states"

    def __str__(self) -> str:
        return f"State of {self.organisation_id}"


class Membership(models.Model):
    """Who speaks for an organisation, and how."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="memberships"
    )
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.MEMBER)
    since = models.DateTimeField(default=timezone.now, editable=False)
    how = models.CharField(max_length=8, choices=HowJoined.choices, default=HowJoined.ADDED)
    granted_by_id = models.BigIntegerField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "memberships"
        constraints = [
            models.UniqueConstraint(fields=["user", "organisation"], name="membership_once")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.organisation_id}"
