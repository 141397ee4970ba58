"""Forget what every page shows of links, figures and steps when what it was read from changes."""

from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Page, Site
from wagtail.signals import post_page_move

from common.evidence_kinds import kinds
from common.remembered import forget_when
from mission.evidence import COUNTED
from mission.models import District, Node, NodeLink, Strand, TheoryRow
from opportunities.models import Opportunity, OpportunityState, Partnership
from profiles.models import Offer, OfferState, Organisation, OrganisationState, User

from .context import key_of
from .models import FooterLink, MainLink, Navigation
from .queries.home import FIGURES_OF_HOME
from .queries.theory import THEORY

forget_when(
    FIGURES_OF_HOME,
    *(District, Strand, Opportunity, OpportunityState, Partnership),
    *(Offer, OfferState, Organisation, OrganisationState, User),
)
EVIDENCE: tuple[type[Model], ...] = (
    OpportunityState,
    OrganisationState,
    *(kind.public().model for kind in kinds()),
)
forget_when(COUNTED, *EVIDENCE)
forget_when(THEORY, TheoryRow, Node, NodeLink, *EVIDENCE)


@receiver([post_save, post_delete])
def on_written(sender: Any, instance: Any, **kwargs: Any) -> None:
    """A link, the setting that holds it, a page or a site."""
    if isinstance(instance, (Page, Navigation, MainLink, FooterLink, Site)):
        _forget()


@receiver(post_page_move)
def on_moved(sender: Any, **kwargs: Any) -> None:
    """The pages below have other addresses now."""
    _forget()


def _forget() -> None:
    """Now for whoever writes, and again once everybody can read it."""
    forget_links()
    transaction.on_commit(forget_links)


def forget_links() -> None:
    """Of every site: there is one, or a few."""
    cache.delete_many([key_of(key) for key in Site.objects.values_list("pk", flat=True)])
