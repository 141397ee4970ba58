"""What of profiles the one search finds."""

from common.search import search
from common.search_kinds import Kind, register

from .models import Offer, Organisation

register(
    Kind(
        name="organisations",
        title="Organisations",
        search=lambda text, user: search(Organisation.objects.visible_to(user), text),
        order=30,
        model=Organisation,
    )
)
register(
    Kind(
        name="offers",
        title="Offers",
        search=lambda text, user: search(Offer.objects.open(), text),
        order=20,
        model=Offer,
    )
)
