"""Taking the demo region away again, leaving everything else as it was."""

from django.contrib.auth.models import Group
from django.db import transaction
from wagtail.models import ModelLogEntry, ReferenceIndex

from common.models import Message, Sign
from matching.models import Introduction, Match, MatchRun
from opportunities.models import Opportunity
from profiles.models import Offer, Organisation, Person, User

from .seed import MARK, SIGN


@transaction.atomic
def remove() -> dict[str, int]:
    """Delete all that is marked as invented. Returns how many rows of each kind went."""
    users = User.objects.filter(groups__name=MARK)
    user_ids = list(users.values_list("pk", flat=True))
    opportunities = Opportunity.objects.filter(is_demo=True)
    offers = Offer.objects.filter(is_demo=True)
    people = Person.objects.filter(is_demo=True)
    gone: dict[str, int] = {}
    for name, rows in (
        ("mails", Message.objects.filter(recipient_id__in=user_ids)),
        ("introductions", Introduction.objects.filter(opportunity__in=opportunities)),
        ("matches", Match.objects.filter(opportunity__in=opportunities)),
    ):
        gone[name] = rows.count()
        rows.delete()
    for name, marked in (
        ("opportunities", opportunities),
        ("offers", offers),
        ("people", people),
        ("organisations", Organisation.objects.filter(is_demo=True)),
    ):
        gone[name] = marked.count()
        for row in marked:
            _delete_with_history(row)
    MatchRun.objects.filter(matches__isnull=True).delete()
    gone["sign-ins"] = len(user_ids)
    users.delete()
    Group.objects.filter(name=MARK).delete()
    Sign.objects.filter(name=SIGN).delete()
    return gone


def _delete_with_history(row) -> None:
    """A row, its revisions and workflow states (Wagtail's relations), its log and its references."""
    specific = row
    if isinstance(row, Opportunity) and row.kind:
        specific = getattr(row, row.kind, row)
    ModelLogEntry.objects.for_instance(specific).delete()
    ReferenceIndex.get_references_for_object(specific).delete()
    specific.delete()
