"""Papers and slides: laid on an item, said anew whom they are for, taken away."""

from django.db import transaction
from django.urls import reverse

from common import outbox
from common.activity import record
from common.delivery import notify
from common.policies import demand
from profiles.choices import Scan
from profiles.documents import inspect, scanner, vault
from profiles.models import User
from profiles.services.files import put_removal

from ..models import AgendaItem, Paper
from ..policies.meetings import may_hold_meetings

MOST_PAPERS = 20
SCAN = "community.scan_paper"


@transaction.atomic
def add_paper(
    item: AgendaItem,
    *,
    by: User,
    title: str,
    content: bytes = b"",
    link: str = "",
    members_only: bool = False,
    accessible: bool = False,
) -> Paper:
    """Lay a file or an address on an item.

    Raises PermissionDenied unless ``by`` is a custodian, documents.Refused (a ValueError) in words.
    """
    demand(may_hold_meetings(by))
    if bool(content) == bool(link):
        raise ValueError("Choose a file or give an address, one of the two.")
    AgendaItem.objects.select_for_update().get(pk=item.pk)
    if item.papers.count() >= MOST_PAPERS:
        raise ValueError(f"An item has {MOST_PAPERS} papers at most.")
    paper = Paper(
        item=item, title=title, link=link, members_only=members_only, accessible=accessible,
        uploaded_by=by,
    )  # fmt: skip
    if content:
        kind = inspect(content, slides=True)
        # Written before the commit: a file without a row is swept, a row without a file is a lie.
        paper.stored, paper.size = vault.put(content), len(content)
        paper.extension, paper.media_type = kind.extension, kind.media_type
        if scanner.is_set():
            paper.scan = Scan.WAITING
            outbox.put(SCAN, key=f"scan:{paper.stored}", stored=paper.stored)
    paper.save()
    record("community.paper_added", by=by, about=paper, item=item.pk)
    return paper


def look_for_harm(stored: str) -> bool:
    """What the scanner says of a paper that waits for it; outside of transactions, for it takes a while.

    Raises scanner.ScannerDown while there is no answer; until then only custodians can fetch it.
    """
    waits = Paper.objects.filter(stored=stored, scan=Scan.WAITING).exists()
    return waits and scanner.is_harmful(stored)


@transaction.atomic
def settle_scan(harmful: bool, stored: str) -> None:
    """Note that a paper is clean; a harmful one goes at once, and whoever laid it there is told."""
    waiting = Paper.objects.filter(stored=stored, scan=Scan.WAITING)
    if not harmful:
        waiting.update(scan=Scan.CLEAN)
        return
    paper = waiting.select_related("item__meeting", "uploaded_by").first()
    if paper is None:
        return
    record("community.paper_harmful", by=None, about=paper, item=paper.item_id)
    put_removal(stored)
    if paper.uploaded_by is not None:
        notify(
            "community_paper_harmful",
            to=paper.uploaded_by,
            key=f"file:{stored}",
            title=paper.title,
            meeting=paper.item.meeting.title,
            link=reverse("community:desk_meeting", args=[paper.item.meeting_id]),
        )
    paper.delete()


@transaction.atomic
def change_paper(
    paper: Paper, *, by: User, title: str, members_only: bool, accessible: bool
) -> Paper:
    """Another title, or others who may read it. Raises PermissionDenied unless ``by`` is a custodian."""
    demand(may_hold_meetings(by))
    paper.title, paper.members_only, paper.accessible = title, members_only, accessible
    paper.save(update_fields=["title", "members_only", "accessible"])
    record("community.paper_changed", by=by, about=paper, members=members_only)
    return paper


@transaction.atomic
def remove_paper(paper: Paper, *, by: User) -> None:
    """Take it away, with its file. Raises PermissionDenied unless ``by`` is a custodian."""
    demand(may_hold_meetings(by))
    record("community.paper_removed", by=by, about=paper, item=paper.item_id)
    if paper.stored:
        put_removal(paper.stored)
    paper.delete()
