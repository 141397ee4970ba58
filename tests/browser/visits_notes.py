"""What custodians, owners of actions and visitors open of the notes of meetings."""

from collections.abc import Iterator

from community import links
from community.models import Action, Delegation, Meeting, TaskGroup
from community.services import removals
from forum.demo import accounts
from profiles.models import User


def of_notes() -> Iterator[tuple[User | None, str]]:
    """The desk's pages of the one meeting that has notes, and what others see of it."""
    custodian = User.objects.get(email=accounts.CUSTODIAN)
    meeting = Meeting.objects.exclude(notes=None).first()
    here = f"/desk/meetings/{meeting.pk}/"
    item, line = meeting.items.first(), meeting.attendance.first()
    for end in (
        *("people/", f"people/{line.pk}/", "notes/", "notes/0/", f"notes/{item.pk}/"),
        *("decisions/new/", "decisions/1/", "actions/new/", "actions/found/"),
    ):
        yield custodian, f"{here}{end}"
    own = Action.objects.filter(owners__user__isnull=False).first()
    owner = own.owners.exclude(user=None).first().user
    group = TaskGroup.objects.first()
    asked = removals.ask_removal(meeting, by=owner, name="Una Kay")
    open_one = removals.ask_removal(meeting, by=None, name="Una Kay", address="una@people.example")
    for path in (
        *("desk/actions/", f"desk/actions/{own.pk}/", "desk/groups/", "desk/groups/new/"),
        *(f"desk/groups/{group.pk}/", f"desk/series/{group.pk}/members/new/"),
        f"desk/members/{group.series.members.first().pk}/remove/",
        *("desk/representatives/new/", f"desk/representatives/{Delegation.objects.first().pk}/"),
        *("desk/not-named/", f"desk/not-named/{asked.pk}/"),
    ):
        yield custodian, f"/{path}"
    yield owner, "/me/actions/"
    yield owner, f"/me/actions/{own.pk}/"
    yield owner, f"/meetings/not-named/{meeting.pk}/"
    for path in (
        *("actions/", "representatives/", f"not-named/{meeting.pk}/", "not-named/sent/"),
        *(f"not-named/{links.make(links.REMOVAL, open_one.pk)}/", "not-named/nonsense/"),
    ):
        yield None, f"/meetings/{path}"
