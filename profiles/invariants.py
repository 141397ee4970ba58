"""What must always be true of people, organisations and offers."""

from collections.abc import Iterator

from django.db.models import Count, F, Q

from common.invariants import invariant

from .choices import HowJoined, Role
from .documents import vault
from .models import Copy, Curriculum, Membership, Offer, OfferState, Organisation


@invariant("INV-07: every verified organisation has a lead, or is flagged to the custodians")
def organisations_have_leads() -> Iterator[str]:
    """A verified organisation that nobody leads cannot answer anyone."""
    leading = Q(memberships__role=Role.LEAD, memberships__user__is_active=True)
    here = Organisation.objects.filter(
        state__verified_at__isnull=False, state__closed_at__isnull=True
    )
    rows = here.annotate(
        leads=Count("memberships", filter=leading, distinct=True),
        flags=Count("rescues", filter=Q(rescues__settled_at__isnull=True), distinct=True),
    )
    for organisation in rows.filter(leads=0, flags=0):
        yield f"{organisation.name} ({organisation.pk}) has no lead, and no custodian was told."


@invariant("INV-06: every membership traces to one grant")
def memberships_were_granted() -> Iterator[str]:
    """Whoever was invited or asked was let in by somebody."""
    rows = Membership.objects.filter(how__in=[HowJoined.INVITED, HowJoined.ASKED])
    for membership in rows.filter(granted_by_id__isnull=True):
        yield f"Membership {membership.pk} was granted by nobody."


@invariant("Every organisation has its state beside it")
def organisations_have_states() -> Iterator[str]:
    """A missing state row would hide it from every list."""
    for organisation in Organisation.objects.filter(state__isnull=True):
        yield f"{organisation.name} ({organisation.pk}) has no state."


@invariant("INV-03: places taken on an offer never exceed its capacity")
def places_within_capacity() -> Iterator[str]:
    """The counter is guarded and constrained; this recounts what is stored."""
    for state in OfferState.objects.filter(taken__gt=F("cap")):
        yield f"Offer {state.offer_id}: {state.taken} taken of {state.cap}."
    for offer in Offer.objects.filter(state__isnull=True):
        yield f"Offer {offer.pk} has no state."


@invariant("Every CV, every copy of somebody's data and every paper has its file")
def files_are_there() -> Iterator[str]:
    """A row without a file is a promise that a download breaks."""
    lying = {name for name, _ in vault.names()}
    for copy in Copy.objects.exclude(stored=""):
        if copy.stored not in lying:
            yield f"Copy {copy.pk} has no file."
    for cv in Curriculum.objects.all():
        if cv.stored not in lying:
            yield f"The CV of person {cv.person_id} has no file."
    for name, stored in vault.KEEPERS.items():
        for _ in stored() - lying:
            yield f"{name}: a row has no file."
