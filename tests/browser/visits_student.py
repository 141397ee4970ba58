"""What a student opens of their own."""

from collections.abc import Iterator

from forum.demo import accounts
from profiles.models import User

STUDENT = (
    "/me/",
    "/matches/",
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
)


def of_student() -> Iterator[tuple[User, str]]:
    """A student, on their own pages."""
    student = User.objects.get(email=accounts.STUDENT)
    yield from ((student, path) for path in (*STUDENT, student.person.get_absolute_url()))
