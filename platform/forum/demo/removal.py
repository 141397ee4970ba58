"""Taking the demo region away again, with all that was done in it, and nothing else.

What visitors of the demonstration did counts as part of it: what a demo sign-in posted or offered,
what was posted for a demo organisation, and every introduction with one side there. The activity
log and the finished rows of the outbox stay, as they do for everything else that is deleted: they
hold ids and verbs only, and their own clocks thin them.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from wagtail.models import ModelLogEntry, ReferenceIndex, Revision, WorkflowState

from common.models import Message, Sign
from community.models import (
    Booking,
    BookingSheet,
    Consultation,
    Delegation,
    Event,
    HostCall,
    HostOffer,
    Meeting,
    MeetingSeries,
    Response,
)
from community.services.booking_mails import KINDS
from community.services.booking_places import fresh, promote
from community.services.bookings import end
from desk.models import Newsletter
from impact.models import Ask, Outcome
from matching.models import (
    Introduction,
    KnownLink,
    Match,
    MatchRun,
    PlaceResult,
    Publication,
    Ring,
    RingSearch,
    Round,
    RoundResult,
    RoundSwap,
)
from opportunities.models import Application, Opportunity, Partnership, PlacementRecord
from opportunities.queries import specific
from profiles.models import Claimable, Membership, Offer, Organisation, Person, User
from profiles.services.met import forget

from .pages import remove_pages
from .seed import MARK, SIGN


@dataclass(frozen=True)
class Invented:
    """The rows that belong to the demo region, each found once, before anything is deleted."""

    users: QuerySet[User]
    organisations: QuerySet[Organisation]
    people: QuerySet[Person]
    offers: QuerySet[Offer]
    opportunities: QuerySet[Opportunity]
    events: QuerySet[Event]

    @classmethod
    def find(cls) -> "Invented":
        """By the mark, by whose they are, and organisations that demo sign-ins alone belong to."""
        users = _fixed(User.objects.filter(groups__name=MARK))
        members = Membership.objects.filter(organisation=OuterRef("pk"))
        theirs_alone = Exists(members.filter(user__in=users)) & ~Exists(
            members.exclude(user__in=users)
        )
        organisations = _fixed(Organisation.objects.filter(Q(is_demo=True) | theirs_alone))
        belongs = Q(is_demo=True) | Q(organisation__in=organisations)
        return cls(
            users=users,
            organisations=organisations,
            people=_fixed(Person.objects.filter(Q(is_demo=True) | Q(user__in=users))),
            offers=_fixed(Offer.objects.filter(belongs | Q(state__owner__in=users))),
            opportunities=_fixed(Opportunity.objects.filter(belongs)),
            events=_fixed(Event.objects.filter(belongs | Q(state__owner__in=users))),
        )

    def introductions(self) -> QuerySet[Introduction]:
        """Every one with a side in the demo region."""
        return Introduction.objects.filter(self._touched())

    def asks(self) -> QuerySet[Ask]:
        """What somebody was asked about any of those."""
        return Ask.objects.filter(Q(introduction__in=self.introductions()) | Q(user__in=self.users))

    def rings(self) -> QuerySet[Ring]:
        """Every one with a party in the demo region."""
        return _fixed(Ring.objects.filter(parts__organisation__in=self.organisations))

    def applications(self) -> QuerySet[Application]:
        """Whoever of theirs applied, and whoever applied to what they posted."""
        return Application.objects.filter(
            Q(opportunity__in=self.opportunities) | Q(person__in=self.people)
        )

    def placements(self) -> QuerySet[PlacementRecord]:
        """Whoever of theirs was placed, and whoever was placed with them."""
        return PlacementRecord.objects.filter(
            Q(opportunity__in=self.opportunities) | Q(person__in=self.people)
        )

    def matches(self) -> QuerySet[Match]:
        """Every one with a side in the demo region."""
        return Match.objects.filter(self._touched())

    def scopes(self) -> list[str]:
        """What a run that scored one of them alone is about, as :class:`MatchRun` writes it."""
        sides = {"opportunity": self.opportunities, "person": self.people, "offer": self.offers}
        return [f"{kind}:{row.pk}" for kind, rows in sides.items() for row in rows]

    def _touched(self) -> Q:
        return (
            Q(opportunity__in=self.opportunities)
            | Q(person__in=self.people)
            | Q(offer__in=self.offers)
        )


@transaction.atomic
def remove() -> dict[str, int]:
    """Delete the demo region. Returns how many rows of each kind went."""
    invented = Invented.find()
    gone = {
        "pages": remove_pages(),
        "mails": _delete(_mails(invented)),
        "met": _delete_met(invented),
        "bookings": _delete_bookings(invented),
        "meetings": _delete_meetings(invented),
        "outcomes": _delete(Outcome.objects.filter(is_demo=True)),
        "questions": _delete(invented.asks()),
        "rings": _delete(invented.rings()),
        "introductions": _delete(invented.introductions()),
        "matches": _delete_matches(invented),
        "rounds": _delete_rounds(invented),
        "placements": _delete(invented.placements()),
        "applications": _delete(invented.applications()),
    }
    gone["consultations"] = _delete_consultations()
    RingSearch.objects.filter(rings__isnull=True, asked_by__in=invented.users).delete()
    ends = Q(one__in=invented.organisations) | Q(other__in=invented.organisations)
    KnownLink.objects.filter(ends | Q(noted_by__in=invented.users)).delete()
    _delete(Partnership.objects.filter(organisation__in=invented.organisations))
    rows: Iterable[Model]
    for name, rows in (
        ("events", invented.events),
        ("opportunities", [specific(row) for row in invented.opportunities]),
        ("offers", invented.offers),
        ("people", invented.people),
        ("organisations", invented.organisations),
    ):
        gone[name] = sum(_delete_with_history(row) for row in rows)
    gone["sign-ins"] = _delete(invented.users)
    Group.objects.filter(name=MARK).delete()
    Sign.objects.filter(name=SIGN).delete()
    return gone


def _fixed(found: QuerySet) -> QuerySet:
    """The same rows by their keys: whatever goes first, none of them is forgotten."""
    keys = list(found.order_by().values_list("pk", flat=True).distinct())
    return found.model._default_manager.filter(pk__in=keys)


def _delete(rows: QuerySet) -> int:
    count = rows.count()
    rows.delete()
    return count


def _mails(invented: Invented) -> QuerySet[Message]:
    """To their accounts, and to their addresses where no account was needed."""
    addresses = invented.users.values("email")
    return Message.objects.filter(Q(recipient__in=invented.users) | Q(address__in=addresses))


def _delete_bookings(invented: Invented) -> int:
    """The sheets of demo gatherings; and what demo sign-ins booked elsewhere, each place given back."""
    of_demo = Q(meeting__is_demo=True) | Q(event__in=invented.events)
    of_demo |= Q(meeting__created_by__in=invented.users)
    sheets = BookingSheet.objects.filter(of_demo)
    booked = Booking.objects.filter(sheet__in=sheets)
    guests = list(booked.exclude(guest_address="").values_list("guest_address", flat=True))
    _delete(Message.objects.filter(kind__startswith=KINDS, address__in=guests))
    count = booked.count()
    sheets.delete()
    for found in Booking.objects.for_pages().filter(user__in=invented.users):
        booking = fresh(found)
        if booking.is_live:
            end(booking)
            promote(booking.sheet)
        booking.delete()
        count += 1
    return count


def _delete_meetings(invented: Invented) -> int:
    """The meetings, those that demo sign-ins made, and their series where no real meeting is in it."""
    rows = Meeting.objects.filter(Q(is_demo=True) | Q(created_by__in=invented.users))
    Meeting.objects.filter(host__in=invented.organisations).update(host=None)
    _delete_hosting_and_letters(invented)
    series = list(rows.order_by().values_list("series", flat=True).distinct())
    count = _delete(rows)
    Delegation.objects.filter(user__in=invented.users).delete()
    groups = MeetingSeries.objects.filter(
        members__user__in=invented.users, task_group__isnull=False
    )
    series += list(groups.values_list("pk", flat=True))
    MeetingSeries.objects.filter(pk__in=series, meetings__isnull=True).delete()
    return count


def _delete_hosting_and_letters(invented: Invented) -> None:
    """Offers of demo organisations, and what demo custodians asked for and wrote in public."""
    calls = HostCall.objects.filter(Q(is_demo=True) | Q(made_by__in=invented.users))
    offers = Q(is_demo=True) | Q(organisation__in=invented.organisations) | Q(call__in=calls)
    _delete(HostOffer.objects.filter(offers))
    _delete(calls)
    users = Q(drafted_by__in=invented.users) | Q(sent_by__in=invented.users)
    _delete(Newsletter.objects.filter(users | Q(is_demo=True)))


def _delete_met(invented: Invented) -> int:
    """Whom the demo's custodians entered, with the mails to them."""
    rows = list(Claimable.objects.filter(entered_by__in=invented.users))
    for row in rows:
        forget(row)
    return len(rows)


def _delete_rounds(invented: Invented) -> int:
    """Rounds that demo custodians made or a demo placement is in, with whatever came of them."""
    of_demo = Q(created_by__in=invented.users) | Q(places__opportunity__in=invented.opportunities)
    rows = _fixed(Round.objects.filter(of_demo))
    RoundSwap.objects.filter(round__in=rows).delete()
    RoundResult.objects.filter(round__in=rows).delete()
    PlaceResult.objects.filter(publication__round__in=rows).delete()
    Publication.objects.filter(round__in=rows).delete()
    return _delete(rows)


def _delete_consultations() -> int:
    """What was asked in the demo region, with every answer to it."""
    rows = Consultation.objects.filter(is_demo=True)
    Response.objects.filter(consultation__in=rows).delete()
    return _delete(rows)


def _delete_matches(invented: Invented) -> int:
    """The matches, and the runs that told of nothing but them."""
    matches = invented.matches()
    told = Q(scope__in=invented.scopes()) | Q(matches__in=matches)
    runs = list(MatchRun.objects.filter(told).values_list("pk", flat=True))
    count = _delete(matches)
    MatchRun.objects.filter(pk__in=runs, matches__isnull=True).delete()
    return count


def _delete_with_history(row: Model) -> int:
    """A row with its revisions, workflow states, log and references."""
    types = ContentType.objects.get_for_models(*_classes(type(row))).values()
    here = {"content_type__in": types, "object_id": str(row.pk)}
    for history in (WorkflowState, Revision, ModelLogEntry):
        history.objects.filter(**here).delete()
    ReferenceIndex.get_references_for_object(row).delete()
    row.delete()
    return 1


def _classes(model: type[Model]) -> list[type[Model]]:
    return [model, *model._meta.get_parent_list()]
