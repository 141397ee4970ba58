"""The links at the top and the foot of every page, which custodians edit as a site setting."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel, PageChooserPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Orderable, Page

from cms.addresses import validate_address


@register_setting(icon="link")
class Navigation(BaseSiteSetting, ClusterableModel):
    """The links around every page."""

    panels = [
        InlinePanel("main_links", heading="At the top", label="Link", min_num=1, max_num=6),
        InlinePanel("footer_links", heading="At the foot", label="Link", max_num=18),
    ]

    class Meta:
        verbose_name = "navigation"
        verbose_name_plural = "navigation"

    def __str__(self) -> str:
        return "Navigation"


class _Link(Orderable):
    """A word or two that lead somewhere: to a page, or to an address."""

    title = models.CharField(max_length=40, help_text="One or two words.")
    page = models.ForeignKey(
        Page,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        help_text="Either a page of this site ...",
    )
    address = models.CharField(
        max_length=200,
        blank=True,
        validators=[validate_address],
        help_text="... or an address: /opportunities/ on this site, or one that starts with https://",
    )

    panels = [FieldPanel("title"), PageChooserPanel("page"), FieldPanel("address")]

    class Meta(Orderable.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        if bool(self.page_id) == bool(self.address):
            raise ValidationError({"address": "Choose a page or give an address, one of the two."})

    def url_for(self, request: Any) -> str:
        """Where it leads."""
        return (self.page.get_url(request) or "") if self.page else self.address


class MainLink(_Link):
    """A link at the top of every page."""

    navigation = ParentalKey(Navigation, on_delete=models.CASCADE, related_name="main_links")

    class Meta(_Link.Meta):
        abstract = False
        verbose_name_plural = "main links"


class FooterLink(_Link):
    """A link at the foot of every page."""

    navigation = ParentalKey(Navigation, on_delete=models.CASCADE, related_name="footer_links")

    class Meta(_Link.Meta):
        abstract = False
        verbose_name_plural = "footer links"
