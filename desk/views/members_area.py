"""What members find in one place: whose update it is, papers, letters, how much the site is read."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from common.policies import SignedInRequest, is_custodian, requires
from community.models import Meeting, Paper
from community.policies.meetings import is_member
from community.queries.turns import TURNS, turns_for
from profiles.choices import Scan

from .. import visits
from ..models import Newsletter
from ..policies import has_verified_address

PAPERS, LETTERS = 12, 6


@requires(has_verified_address)
@require_GET
def members_area(request: SignedInRequest) -> HttpResponse:
    """For anybody with a confirmed address; papers that are for members, for those who speak for one."""
    coming = Meeting.objects.coming().public().taking_place().first()
    reads_all = is_custodian(request.user) or is_member(request.user)
    papers = Paper.objects.filter(
        item__meeting__announced_at__isnull=False, item__meeting__called_off_at__isnull=True
    ).select_related("item__meeting")
    if not is_custodian(request.user):
        papers = papers.exclude(scan=Scan.WAITING)
    if not reads_all:
        papers = papers.filter(members_only=False)
    turns = list(turns_for(coming)[:TURNS]) if coming is not None else []
    mine = set(request.user.memberships.order_by().values_list("organisation_id", flat=True))
    return render(
        request,
        "desk/members.html",
        {
            "meeting": coming,
            "turns": [(row, row.pk in mine) for row in turns],
            "papers": papers.order_by("-item__meeting__starts", "item__order", "pk")[:PAPERS],
            "reads_all": reads_all,
            "letters": Newsletter.objects.exclude(sent_at=None)[:LETTERS],
            "read": visits.since_last_meeting(),
            "crumbs": [{"title": "Home", "url": "/"}, {"title": "For members"}],
        },
    )
