"""What of an organisation's came to a good end: its offers that helped, its work that was done."""

from django.db.models import QuerySet

from opportunities.models import Opportunity
from profiles.models import Offer, Organisation

from .choices import IntroductionState
from .models import Introduction


def gave(organisation: Organisation) -> QuerySet[Offer]:
    """Its public offers of which at least one introduction was seen through."""
    done = Introduction.objects.filter(
        offer__organisation=organisation, state=IntroductionState.DONE
    )
    return Offer.objects.public().filter(pk__in=done.order_by().values("offer"))


def hosted(organisation: Organisation) -> QuerySet[Opportunity]:
    """Its public challenges, placements and jobs of which at least one was seen through."""
    done = Introduction.objects.filter(
        opportunity__organisation=organisation, state=IntroductionState.DONE
    )
    return Opportunity.objects.public().filter(pk__in=done.order_by().values("opportunity"))
