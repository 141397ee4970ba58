"""What must always be true of opportunities."""

from collections.abc import Iterator

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from wagtail.models import ModelLogEntry

from common.invariants import invariant

from .application_choices import HOLDS_SEAT, OVER, MemberState
from .models import (
    Agreement,
    Application,
    Challenge,
    Job,
    Opportunity,
    OpportunityState,
    Placement,
    PlacementRecord,
    TeamMember,
)
from .placement_choices import PlacementState


@invariant("INV-03: places taken on an opportunity never above its capacity")
def seats_within_cap() -> Iterator[str]:
    for state in OpportunityState.objects.filter(seats_taken__gt=F("seats_cap")):
        yield (f"Opportunity {state.pk} has {state.seats_taken} places taken of {state.seats_cap}.")


@invariant("Every opportunity has its operational row, and what is live says since when")
def live_since() -> Iterator[str]:
    for pk in Opportunity.objects.filter(state__isnull=True).values_list("pk", flat=True):
        yield f"Opportunity {pk} has no operational row."
    dateless = Opportunity.objects.filter(live=True, state__published_at__isnull=True)
    for pk in dateless.values_list("pk", flat=True):
        yield f"Opportunity {pk} is live, but nobody noted since when."


@invariant("INV-20: what is live was published by somebody with no part in it")
def published_by_another() -> Iterator[str]:
    types = [ContentType.objects.get_for_model(model) for model in (Challenge, Placement, Job)]
    publishes = {
        entry.object_id: entry
        for entry in ModelLogEntry.objects.filter(
            content_type__in=types, action="wagtail.publish"
        ).order_by("timestamp")
    }
    live = Opportunity.objects.filter(live=True).select_related("state")
    for opportunity in live:
        entry = publishes.get(str(opportunity.pk))
        if entry is None:
            yield f"Opportunity {opportunity.pk} is live, but the log knows no publishing."
        elif opportunity.has_unpublished_changes:
            # ``submitted_by`` then tells of the edit that waits, not of what was published.
            continue
        elif entry.user_id and entry.user_id == opportunity.state.submitted_by_id:
            yield f"Opportunity {opportunity.pk} was published by whoever sent it in."


@invariant("The ledger of places adds up to the places taken")
def ledger_adds_up() -> Iterator[str]:
    sums = Coalesce(Sum("opportunity__ledger__change"), 0)
    for state in OpportunityState.objects.annotate(places=sums).exclude(places=F("seats_taken")):
        yield (
            f"Opportunity {state.pk} has {state.seats_taken} places taken, "
            f"and its ledger says {state.places}."
        )


@invariant("An application holds a place for each of its people while accepted, and none otherwise")
def one_place_each() -> Iterator[str]:
    team = TeamMember.objects.filter(application=OuterRef("pk"), state=MemberState.JOINED)
    counted = team.order_by().values("application").annotate(members=Count("pk")).values("members")
    rows = Application.objects.annotate(
        places=Coalesce(Sum("seat_entries__change"), 0),
        size=Coalesce(Subquery(counted, output_field=IntegerField()), 0) + 1,
    )
    holding = Q(state__in=sorted(HOLDS_SEAT))
    for row in rows.filter((holding & ~Q(places=F("size"))) | (~holding & ~Q(places=0))):
        yield f"Application {row.pk} is {row.state} and holds {row.places} places."


@invariant("Nobody is in a team and applies alone, or in two teams, for the same opportunity")
def one_application_each() -> Iterator[str]:
    joined = TeamMember.objects.filter(state=MemberState.JOINED)
    own = Application.objects.exclude(state__in=sorted(OVER)).filter(
        person=OuterRef("person"), opportunity=OuterRef("opportunity")
    )
    for member in joined.filter(Exists(own)):
        yield f"Member {member.pk} of application {member.application_id} applies alone as well."
    elsewhere = joined.exclude(opportunity=F("application__opportunity"))
    for member in elsewhere | joined.filter(application__state__in=sorted(OVER)):
        yield f"Member {member.pk} is in a team that has ended, or applies for something else."


@invariant(
    "Of a team each has a placement of their own while they have a place, and none once they left"
)
def one_placement_each() -> Iterator[str]:
    own = PlacementRecord.objects.filter(
        application=OuterRef("application"), person=OuterRef("person")
    )
    of_team = PlacementRecord.objects.filter(application=OuterRef("application"))
    joined = TeamMember.objects.filter(
        Exists(of_team), state=MemberState.JOINED, application__state__in=sorted(HOLDS_SEAT)
    )
    for member in joined.filter(~Exists(own)):
        yield f"Member {member.pk} of application {member.application_id} has no placement record."
    rows = TeamMember.objects.filter(application=OuterRef("application"), person=OuterRef("person"))
    left = PlacementRecord.objects.current().filter(
        Exists(rows.filter(state=MemberState.LEFT)), ~Exists(rows.filter(state=MemberState.JOINED))
    )
    for pk in left.exclude(person=F("application__person")).values_list("pk", flat=True):
        yield f"Placement record {pk} goes on, and whose it is has left the team."


@invariant("A placement is agreed only with a version to which everybody said yes")
def agreed_by_everybody() -> Iterator[str]:
    agreed = PlacementRecord.objects.filter(state=PlacementState.AGREED)
    for pk in agreed.exclude(agreements__agreed_at__isnull=False).values_list("pk", flat=True):
        yield f"Placement record {pk} is agreed without an agreement in force."
    waiting = Agreement.objects.filter(agreed_at__isnull=False).exclude(parties__answer="agreed")
    kept = waiting.filter(record__over_on__isnull=True)
    for pk in kept.values_list("pk", flat=True):
        yield f"Agreement {pk} is in force, but nobody agreed to it."
