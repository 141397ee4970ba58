"""Who may, with an application: rows P046 to P047 and P078 to P086 of the matrix.

The rule that beats all rights: whoever has a tie to the applicant neither reads nor decides.
"""

from django.db.models import Q

from profiles.models import Interest
from profiles.policies import is_outside_custodian, is_signed_in, leads, speaks_for

from .application_choices import ApplicationState
from .policies import is_applicant
from .queries import teams


def has_tie(user, application) -> bool:
    """Whether something other than the host joins reader and applicant, or the reader declared one.

    Their own application; an organisation both belong to, or where the applicant studies or works;
    an interest that one of them declared about such an organisation; a conflict said at the reading.
    Of a team, each member counts.
    """
    members = [row.person for row in teams.joined(application)]  # a page has them already
    people = [person for person in (application.person, *members) if person is not None]
    host = application.opportunity.organisation_id
    users = {person.user_id for person in people} - {None}
    if user.pk in users:
        return True
    if any(row.reviewer_id == user.pk and row.conflict for row in application.reviews.all()):
        return True
    applicants = {person.affiliation_id for person in people} - {None}
    for person in people:
        if person.user is not None:
            applicants |= {row.organisation_id for row in person.user.memberships.all()}
    if user.interests.filter(about__in=applicants).exists():
        return True
    readers = {row.organisation_id for row in user.memberships.all()}
    if (applicants & readers) - {host}:
        return True
    declared = Q(about__in=readers - {host})
    return Interest.objects.filter(declared, user__in=users).exists()


def is_host(user, opportunity) -> bool:
    """Its leads, and its supervisor while they belong to it or have said yes."""
    return leads(user, opportunity.organisation) or _supervises(user, opportunity)


def may_list_applications(user, opportunity) -> bool:
    """Its host, and whoever was asked to read one; each sees only what they may read."""
    if not is_signed_in(user):
        return False
    return is_host(user, opportunity) or (
        speaks_for(user, opportunity.organisation)
        and user.application_reviews.filter(application__opportunity=opportunity).exists()
    )


def may_count_applications(user, opportunity) -> bool:
    """Custodians with no part in it: how many wait, and how long; nothing of anybody."""
    return is_outside_custodian(user, opportunity.organisation)


def may_read_application(user, application) -> bool:
    """The host, and the readers whom it asked; never anybody with a tie to the applicant."""
    if not is_signed_in(user) or application.state == ApplicationState.DRAFT:
        return False
    opportunity = application.opportunity
    asked = speaks_for(user, opportunity.organisation) and any(
        row.reviewer_id == user.pk for row in application.reviews.all()
    )
    return (asked or is_host(user, opportunity)) and not has_tie(user, application)


def may_decide_application(user, application) -> bool:
    """Shortlist, invite, decline, keep in reserve: whoever may read it."""
    return may_read_application(user, application)


def may_offer(user, application) -> bool:
    """Make or take back an offer, and say who came: leads only."""
    return leads(user, application.opportunity.organisation) and may_read_application(
        user, application
    )


def may_assign(user, application) -> bool:
    """Say who reads: leads and the supervisor."""
    return is_host(user, application.opportunity) and may_read_application(user, application)


def may_see_findings(user, application) -> bool:
    """What others found of it, its choice and what is written to be sent: not before the own scores.

    Whoever decides without having been asked to score sees it at once. In one query:
    ``ApplicationQuerySet.findings_open_to``.
    """
    return not any(
        review.reviewer_id == user.pk and review.done_at is None
        for review in application.reviews.all()
    )


def may_know_name(user, application) -> bool:
    """The applicant; and whoever may read it, once it is no longer read blind."""
    if is_applicant(user, application):
        return True
    return application.named_at is not None and may_read_application(user, application)


def may_export_applications(user, opportunity) -> bool:
    """Leads of the organisation."""
    return is_signed_in(user) and leads(user, opportunity.organisation)


def _supervises(user, opportunity) -> bool:
    if not is_signed_in(user) or opportunity.state.supervisor_id != user.pk:
        return False
    if opportunity.state.supervisor_accepted_at:
        return True
    return speaks_for(user, opportunity.organisation)
