"""What happens to the applications of somebody who is erased: places go back, hosts are told."""

from common.erasing import Leaving, eraser

from ..application_choices import LIVE
from ..models import Application
from ..services import seats
from ..services.telling import tell_host
from ..signals import application_ended


@eraser("opportunities.applications", order=25)
def take_back(leaving: Leaving) -> None:
    """No name is written: the host knows the applicant by a label that was drawn at random."""
    for application in Application.objects.of(leaving.user).for_pages().order_by("pk"):
        known_to_host = application.state in LIVE
        seats.give_back(application, why="left the Forum")
        if known_to_host:
            application_ended.send(Application, application_id=application.pk)
            tell_host(application, "gone")
        application.delete()
        leaving.counts["opportunities.application"] += 1
