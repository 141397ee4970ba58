"""What an application opens of its applicant to the host, to whom, and until when."""

import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from profiles.choices import Role, Scope
from profiles.models import Person, User
from profiles.services import disclose, end_disclosures, open_viewers

from ..application_choices import LIVE, ApplicationState, MemberState
from ..models import Application, Opportunity, PlacementRecord
from ..placement_choices import PLACEMENT_OVER
from ..policies_of_applications import has_tie

LASTS = datetime.timedelta(days=365)
"""How long it lasts at most, after the work was to end."""

# Whoever is invited or offered a place has to be reached.
REACHED = frozenset(
    {
        ApplicationState.INTERVIEW,
        ApplicationState.OFFERED,
        ApplicationState.ACCEPTED,
        ApplicationState.PLACED,
    }
)


def users_of_host(opportunity: Opportunity) -> QuerySet[User]:
    """Those who answer for it: the organisation's leads, and the supervisor while a member."""
    return User.objects.filter(
        Q(memberships__role=Role.LEAD) | Q(pk=opportunity.state.supervisor_id),
        memberships__organisation=opportunity.organisation_id,
        is_active=True,
    ).distinct()


def host_side(opportunity: Opportunity) -> list[User]:
    """The same, each once."""
    return list(users_of_host(opportunity).order_by("pk"))


def _viewers(application: Application) -> list[User]:
    """The host's side, and whoever was asked to read this one, while a member; nobody with a tie."""
    readers = User.objects.filter(
        application_reviews__application=application,
        application_reviews__conflict="",
        memberships__organisation=application.opportunity.organisation_id,
        is_active=True,
    )
    side = host_side(application.opportunity)
    known = {user.pk for user in side}
    side += [user for user in readers.distinct() if user.pk not in known]
    return [user for user in side if not has_tie(user, application)]


def _scopes(application: Application, *, cv: bool) -> list[Scope]:
    scopes = [Scope.NAME]
    if application.state in REACHED:
        scopes.append(Scope.CONTACT)
    if cv:
        scopes.append(Scope.CV)
    return scopes


@transaction.atomic
def name_to_host(application: Application) -> Application:
    """From now on the host reads who it is, and the CV where it was shared. Safe to run twice."""
    unnamed = Application.objects.filter(pk=application.pk, named_at__isnull=True)
    unnamed.update(named_at=timezone.now())
    application.refresh_from_db(fields=["named_at", "state"])
    realign_application(application)
    return application


@transaction.atomic
def realign_application(application: Application) -> bool:
    """Bring what it opens in step with who is on the host's side; whether anything changed."""
    viewers = []
    if application.named_at and application.state in LIVE:
        viewers = _viewers(application)
    over = _are_over(application) if viewers else set()
    side = [] if application.person_id in over else viewers
    changed = _open(
        application, application.person, application.cause, side, cv=application.shares_cv
    )
    # Whoever left is closed to the host from this moment, each by a cause of their own.
    for member in application.members.filter(person__isnull=False).select_related("person"):
        stays = member.state == MemberState.JOINED and member.person_id not in over
        side = viewers if stays else []
        if member.person is not None:
            changed |= _open(application, member.person, member.cause, side, cv=member.shares_cv)
    return changed


def _open(
    application: Application, person: Person, cause: str, viewers: list[User], *, cv: bool
) -> bool:
    """Bring what one cause opens of one person in step with ``viewers``; whether anything changed."""
    changed = bool(end_disclosures(cause, keep=[user.pk for user in viewers]))
    for scope in _scopes(application, cv=cv) if viewers else []:
        missing = {user.pk for user in viewers} - open_viewers(cause, scope)
        for viewer in viewers:
            if viewer.pk in missing:
                disclose(person, viewer=viewer, scope=scope, cause=cause, until=_until(application))
                changed = True
    return changed


def _are_over(application: Application) -> set[int | None]:
    """Whose placement with it is over: nothing of them is needed any more."""
    rows = PlacementRecord.objects.filter(
        application=application.pk, state__in=sorted(PLACEMENT_OVER)
    )
    return set(rows.values_list("person_id", flat=True))


def realign_organisation(organisation_id: int) -> int:
    """Who speaks for it changed. Returns how many applications that concerned."""
    return _realign(Application.objects.filter(opportunity__organisation=organisation_id))


def realign_opportunity(opportunity_id: int) -> int:
    """Who supervises it changed. Returns how many applications that concerned."""
    return _realign(Application.objects.filter(opportunity=opportunity_id))


def _realign(rows: QuerySet[Application]) -> int:
    named = rows.filter(named_at__isnull=False, state__in=sorted(LIVE))
    found = named.select_related("opportunity__state", "person").order_by("pk")
    return sum(realign_application(row) for row in found)


def _until(application: Application) -> datetime.datetime:
    now = timezone.now()
    ends = application.opportunity.ends
    left = datetime.timedelta(days=max(0, (ends - timezone.localdate()).days)) if ends else None
    return now + LASTS + (left or datetime.timedelta(0))
