"""What happens to the applications of somebody who is erased: places go back, hosts are told."""

from django.db.models import Q

from common.erasing import Leaving, eraser
from profiles.queries.addresses import confirmed_addresses

from ..application_choices import LIVE, OVER
from ..models import Application, TeamMember
from ..queries.teams import in_teams_of
from ..services import seats
from ..services.leaving_teams import lead_or_member_leaves
from ..services.telling import tell_host
from ..signals import application_ended


@eraser("opportunities.applications", order=25)
def take_back(leaving: Leaving) -> None:
    """No name is written: the host knows the applicant by a label that was drawn at random."""
    user = leaving.user
    for application in in_teams_of(user).exclude(state__in=sorted(OVER)).order_by("pk"):
        lead_or_member_leaves(application, user=user)
        leaving.counts["opportunities.teammember"] += 1
    asked = Q(asked=user) | Q(address__in=confirmed_addresses(user))
    leaving.remove(TeamMember.objects.filter(asked))
    for application in list(Application.objects.of(user).for_pages().order_by("pk")):
        # The others of a team go on, led by whoever joined first.
        if lead_or_member_leaves(application, user=user):
            leaving.counts["opportunities.application"] += 1
            continue
        known_to_host = application.state in LIVE
        seats.give_back(application, why="left the Forum")
        if known_to_host:
            application_ended.send(Application, application_id=application.pk)
            tell_host(application, "gone")
        application.delete()
        leaving.counts["opportunities.application"] += 1
