"""What a student opens of their own."""

from collections.abc import Iterator

from community.models import Meeting
from forum.demo import accounts
from matching.models import Match
from opportunities.models import AgreementParty, Correction, FeedbackRequest, PlacementRecord
from opportunities.services import agreement_parties, feedback
from profiles.models import Organisation, User

STUDENT = (
    "/me/",
    "/matches/",
    "/matches/placements/",
    "/matches/aside/",
    "/matches/challenged/",
    "/introductions/",
    "/me/profile/",
    "/me/who-sees-me/",
    "/me/profile/bring-in/",
    "/me/searches/",
    "/me/searches/new/?list=challenge&district=coventry&level=2",
    "/me/cv/",
    "/me/welcome/purpose/",
    "/me/welcome/done/",
    *(f"/me/profile/{step}/" for step in ("about", "skills", "learn", "when", "seen")),
    *(f"/me/profile/{step}/" for step in ("study", "links", "access")),
    *(f"/me/profile/as/{viewer}/" for viewer in ("matched", "introduced", "anyone")),
    "/me/affiliation/any/",
    "/me/held/",
    "/me/held/profiles-person/",
    "/me/terms/",
    "/me/pathway/",
    "/rounds/spring-placements/ranking/",
    "/rounds/spring-placements/ranking/saved/",
    "/opportunities/?sort=fits",
    "/events/mine/",
    "/events/new/",
    "/events/new/several/",
)


def of_student() -> Iterator[tuple[User | None, str]]:
    """A student, on their own pages."""
    student = User.objects.get(email=accounts.STUDENT)
    yield from ((student, path) for path in (*STUDENT, student.person.get_absolute_url()))
    yield student, "/members/"
    yield student, f"{Meeting.objects.coming().first().get_absolute_url()}update/"
    yield from of_matched(student)
    yield from of_placed(student)


def of_matched(student: User) -> Iterator[tuple[User | None, str]]:
    """What one does with a suggestion; why another is none."""
    found = Match.objects.filter(person__user=student, is_current=True).order_by("pk").first()
    yield from ((student, f"/matches/{found.pk}/{end}/") for end in ("challenge", "not-for-me"))
    yield student, f"/matches/why-not/{found.opportunity.slug}/"


def of_placed(student: User) -> Iterator[tuple[User | None, str]]:
    """Somebody’s placements, seen by both sides, by whoever has a link, and by custodians."""
    for record in PlacementRecord.objects.filter(person__user=student).order_by("pk"):
        yield student, record.get_absolute_url()
    running = PlacementRecord.objects.filter(person__user=student, state="agreed").first()
    yield student, f"{running.get_absolute_url()}end/"
    asked = FeedbackRequest.objects.filter(record=running, asked_on__isnull=False, side="host")
    yield None, feedback.link_of(asked.first())
    supervisor = AgreementParty.objects.filter(agreement__record=running, role="supervisor")
    yield None, agreement_parties.link_of(supervisor.first())
    draft = PlacementRecord.objects.filter(state="draft").order_by("pk").first()
    host = draft.opportunity.state.submitted_by
    yield host, draft.get_absolute_url()
    yield host, f"{draft.get_absolute_url()}edit/"
    custodian = User.objects.get(email=accounts.CUSTODIAN)
    yield custodian, "/desk/placements/"
    yield custodian, "/desk/corrections/"
    yield custodian, f"/desk/corrections/{Correction.objects.earliest('pk').application_id}/"
    university = Organisation.objects.public().filter(kind="university").first()
    yield custodian, f"{university.get_absolute_url()}agreements/"
