"""What an applicant opens, and the host that reads and answers them."""

from collections.abc import Iterator

from forum.demo import accounts, applications, teams
from opportunities import alert_links
from opportunities.application_choices import ApplicationState as State
from opportunities.models import Application, Opportunity, SavedSearch
from opportunities.services import deciding
from opportunities.services.teams import link_of
from profiles.models import User


def of_applicants() -> Iterator[tuple[User | None, str]]:
    """A student who has an offer, a draft, one declined; and others, at each state."""
    student = User.objects.get(email=accounts.STUDENT)
    yield student, "/me/applications/"
    for row in Application.objects.of(student).order_by("pk"):
        yield student, row.get_absolute_url()
        if row.state == State.DRAFT:
            here = row.opportunity.get_absolute_url()
            yield from ((student, f"{here}{page}") for page in ("apply/", "apply/check/"))
        if row.state == State.OFFERED:
            yield student, f"{row.get_absolute_url()}withdraw/"
            yield student, row.opportunity.get_absolute_url()
    late = _opportunity(applications.TOO_LATE)
    yield student, f"{late.get_absolute_url()}apply/"
    found = set()
    for row in _rolling().applications.exclude(person__user=student).order_by("pk"):
        if row.state not in found:
            found.add(row.state)
            yield row.person.user, row.get_absolute_url()
    search = SavedSearch.objects.get(user=student)
    for page in ("", "delete/"):
        yield student, f"/me/searches/{search.pk}/{page}"
    yield None, f"/searches/stop/{alert_links.make(search_id=search.pk, user_id=student.pk)}/"
    yield from of_teams()


def of_teams() -> Iterator[tuple[User, str]]:
    """A team that has sent, seen by its people and by the host; one that is on its way."""
    for title in (teams.SENT, teams.BEGUN):
        row = _opportunity(title).applications.get()
        for member in row.members.order_by("pk"):
            user = member.person.user if member.person else member.asked
            pages = ("team/", "team/leave/") if member.person else ()
            yield from ((user, f"{row.get_absolute_url()}{page}") for page in pages)
            if not pages:
                yield user, link_of(member)
        for page in ("team/", "team/leave/", "withdraw/"):
            yield row.person.user, f"{row.get_absolute_url()}{page}"
        here = row.opportunity.get_absolute_url()
        if row.state == State.DRAFT:
            yield row.person.user, f"{here}apply/check/"
            yield row.person.user, "/teams/any/"
        else:
            yield row.opportunity.state.submitted_by, f"{here}applications/{row.pk}/"
            yield row.opportunity.state.submitted_by, f"{here}questions/"


def of_hosts() -> Iterator[tuple[User, str]]:
    """A lead with people at every step, one with nobody, a reader who was asked, a custodian."""
    host = User.objects.get(email=accounts.COUNCIL)
    rolling = _rolling()
    inbox = f"{rolling.get_absolute_url()}applications/"
    yield host, rolling.get_absolute_url()
    yield host, f"{rolling.get_absolute_url()}questions/"
    for tab in ("new", "shortlisted", "offered", "placed", "reserve", "over"):
        yield host, f"{inbox}?tab={tab}"
    for row in rolling.applications.exclude(state=State.DRAFT).order_by("pk"):
        yield host, f"{inbox}{row.pk}/"
    read = rolling.applications.filter(state=State.READING).order_by("pk")
    for to in deciding.WRITTEN:
        ticked = "&".join(f"pick={row.pk}" for row in read)
        yield host, f"{inbox}answer/?to={to}&{ticked}"
    for row, to in zip(read, (State.DECLINED, State.OFFERED), strict=False):
        deciding.write_decision(row, by=host, to=to, reason="dates")
    yield host, f"{inbox}check/"
    colleague = rolling.organisation.memberships.exclude(user=host).first().user
    yield colleague, inbox
    yield colleague, f"{inbox}{read[0].pk}/"
    custodian = User.objects.get(email=accounts.CUSTODIAN)
    yield custodian, inbox
    late = _opportunity(applications.TOO_LATE)
    lead = late.organisation.memberships.get(role="lead").user
    yield lead, f"{late.get_absolute_url()}applications/"
    nobody = Opportunity.objects.public().filter(kind="challenge", applications=None).first()
    yield (
        nobody.organisation.memberships.get(role="lead").user,
        f"{nobody.get_absolute_url()}applications/",
    )


def _rolling() -> Opportunity:
    return _opportunity(applications.ROLLING)


def _opportunity(title: str) -> Opportunity:
    return Opportunity.objects.get(title=title, is_demo=True)
