"""What we do when Wagtail speaks of an offer."""

from django.dispatch import receiver
from wagtail.signals import published, unpublished

from . import services
from .models import Offer


@receiver(published, sender=Offer)
def on_published(sender, instance: Offer, **kwargs) -> None:
    """A custodian approved an offer, or an edit of one."""
    services.offer_went_live(instance)


@receiver(unpublished, sender=Offer)
def on_unpublished(sender, instance: Offer, **kwargs) -> None:
    """A custodian took an offer down."""
    services.offer_taken_down(instance)
