"""What must always be true of outcomes."""

from collections.abc import Iterator

from common.invariants import invariant

from .models import Outcome


@invariant("INV-30a: an outcome is public only with a step, a verifier's date and every side's yes")
def published_with_consent() -> Iterator[str]:
    """A no, or no answer, of a party that is still here keeps it off the site."""
    for row in Outcome.objects.public().prefetch_related("consents").order_by("pk"):
        if row.node_id is None or row.published_at is None:
            yield f"Outcome {row.pk} is published without a step or a date."
        if any(not one.may_publish for one in row.consents.all()):
            yield f"Outcome {row.pk} is published without everybody's yes."


@invariant("INV-30b: nobody verifies what they wrote")
def verified_by_another() -> Iterator[str]:
    """Who wrote it and who verified it are two."""
    rows = Outcome.objects.filter(verified_by__isnull=False, recorded_by__isnull=False)
    for row in rows.order_by("pk"):
        if row.verified_by_id == row.recorded_by_id:
            yield f"Outcome {row.pk} was verified by who wrote it."
