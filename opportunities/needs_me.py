"""What of opportunities and applications needs somebody now: applicants, hosts, readers, supervisors."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import (
    CharField,
    Count,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Cast
from django.urls import reverse
from wagtail.models import WorkflowState

from common.needs_me import Entry, Source, register
from profiles.choices import Role

from . import correction_needs, placement_needs
from .application_choices import ApplicationState
from .choices import Lifecycle
from .models import Application, Decision, Opportunity, Review

# Found by its import: only this module is looked for.
__all__ = ["correction_needs", "placement_needs"]


def _mine(user: Any, state: str) -> QuerySet:
    return (
        Application.objects.of(user)
        .filter(state=state)
        .select_related("opportunity__organisation")
        .order_by("pk")
    )


def offers(user: Any) -> QuerySet:
    """Places that are kept for the user until they answer."""
    return _mine(user, ApplicationState.OFFERED).order_by("offer_until", "pk")


def drafts(user: Any) -> QuerySet:
    """Applications begun, for what can still be applied for."""
    open_ones = Opportunity.objects.open().filter(applications=OuterRef("pk"))
    return _mine(user, ApplicationState.DRAFT).filter(Exists(open_ones))


def _offer(row: Application) -> Entry:
    return Entry(
        title=f"Answer the offer: {row.opportunity}",
        why="They keep the place for you until you do.",
        by=row.offer_until,
        url=row.get_absolute_url(),
    )


def _draft(row: Application) -> Entry:
    return Entry(
        title=f"Finish your application: {row.opportunity}",
        why="You began it. Nobody sees it before you send it.",
        by=row.opportunity.closes,
        url=_page(row.opportunity, "apply"),
    )


def led(user: Any) -> QuerySet:
    """Opportunities of organisations that the user leads."""
    return Opportunity.objects.filter(
        organisation__memberships__user=user, organisation__memberships__role=Role.LEAD
    )


def _with_waiting(rows: QuerySet, user: Any) -> QuerySet:
    """Those to which somebody waits for an answer that the user may read; how many, and until when."""
    waiting = Application.objects.visible_to(user).waiting().filter(opportunity=OuterRef("pk"))
    many = waiting.order_by().annotate(_all=Value(1)).values("_all").annotate(n=Count("pk"))
    return (
        rows.filter(Exists(waiting))
        .annotate(
            due=Subquery(waiting.order_by("answer_by").values("answer_by")[:1]),
            many=Subquery(many.values("n"), output_field=IntegerField()),
        )
        .order_by("due", "pk")
    )


def inboxes(user: Any) -> QuerySet:
    """What people applied for, of organisations that the user leads."""
    return _with_waiting(led(user), user)


def supervised(user: Any) -> QuerySet:
    """The same for what the user supervises without leading the organisation."""
    rows = Opportunity.objects.filter(state__supervisor=user).exclude(pk__in=led(user).values("pk"))
    return _with_waiting(rows, user)


def _inbox(row: Any) -> Entry:
    people = "1 person waits" if row.many == 1 else f"{row.many} people wait"
    return Entry(
        title=f"Answer those who applied: {row}",
        why=f"{people} for an answer. You promised the first one by this day.",
        by=row.due,
        url=_page(row, "applications"),
    )


def readings(user: Any) -> QuerySet:
    """Where the user was asked to read something and has not yet."""
    asked = Review.objects.filter(
        reviewer=user,
        done_at__isnull=True,
        conflict="",
        application__in=Application.objects.visible_to(user).waiting().values("pk"),
    )
    due = asked.filter(application__opportunity=OuterRef("pk")).order_by("application__answer_by")
    return (
        Opportunity.objects.filter(pk__in=asked.values("application__opportunity"))
        .annotate(due=Subquery(due.values("application__answer_by")[:1]))
        .order_by("due", "pk")
    )


def _reading(row: Any) -> Entry:
    return Entry(
        title=f"Read what you were asked to read: {row}",
        why="Somebody waits for an answer, and your scores are part of it.",
        by=row.due,
        url=_page(row, "applications"),
    )


def unsent(user: Any) -> QuerySet:
    """Where answers are written that nobody has sent."""
    written = Decision.objects.filter(
        sending_since__isnull=True,
        application__opportunity=OuterRef("pk"),
        application__in=Application.objects.visible_to(user).findings_open_to(user).values("pk"),
    )
    return led(user).filter(Exists(written)).order_by("pk")


def _unsent(row: Opportunity) -> Entry:
    return Entry(
        title=f"Send the answers you wrote: {row}",
        why="They are written and wait for a second look. Nobody has been told yet.",
        url=_page(row, "answer_check"),
    )


def changes_asked(user: Any) -> QuerySet:
    """Drafts that a custodian sent back, for those who may mend them."""
    sent_back = WorkflowState.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Opportunity),
        object_id=Cast(OuterRef("pk"), CharField()),
        status=WorkflowState.STATUS_NEEDS_CHANGES,
    )
    mine = Q(organisation__memberships__user=user)
    mend = Q(live=False) | Q(organisation__memberships__role=Role.LEAD)
    alive = ~Q(state__lifecycle__in=[Lifecycle.CLOSED, Lifecycle.CANCELLED])
    return Opportunity.objects.filter(mine & mend & alive).filter(Exists(sent_back)).order_by("pk")


def _change(row: Opportunity) -> Entry:
    return Entry(
        title=f"Mend and send in again: {row.title}",
        why="A custodian asked for a change. What they wrote is on the page.",
        url=_page(row, "edit"),
    )


def asked_to_supervise(user: Any) -> QuerySet:
    """Placements that cannot be published before the user says yes."""
    return (
        Opportunity.objects.filter(
            kind="placement",
            state__supervisor=user,
            state__supervisor_accepted_at__isnull=True,
            state__lifecycle=Lifecycle.OPEN,
        )
        .select_related("organisation")
        .order_by("pk")
    )


def _supervise(row: Opportunity) -> Entry:
    return Entry(
        title=f"Say whether you supervise: {row}",
        why="You are named as its supervisor. It cannot be published before you answer.",
        url=reverse("opportunities:placement_supervise", args=[row.slug]),
    )


def _page(row: Opportunity, name: str) -> str:
    return reverse(f"opportunities:{row.kind}_{name}", args=[row.slug])


register(Source("offers", "you", rows=offers, entry=_offer))
register(Source("application_drafts", "you", rows=drafts, entry=_draft))
register(Source("inboxes", "host", rows=inboxes, entry=_inbox))
register(Source("readings", "host", rows=readings, entry=_reading))
register(Source("unsent_answers", "host", rows=unsent, entry=_unsent))
register(Source("changes_asked", "host", rows=changes_asked, entry=_change))
register(Source("asked_to_supervise", "supervisor", rows=asked_to_supervise, entry=_supervise))
register(Source("supervised_inboxes", "supervisor", rows=supervised, entry=_inbox))
