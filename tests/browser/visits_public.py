"""What strangers open."""

from collections.abc import Iterator

from community.models import Meeting
from opportunities.models import Opportunity
from profiles.models import Offer, Organisation, Person
from skills.models import Skill

ANYBODY = (
    "/",
    "/mission/",
    "/vision/",
    "/theory-of-change/",
    "/accessibility/",
    "/opportunities/",
    "/opportunities/?district=coventry&closed=yes&level=2",
    "/challenges/?q=nothing-is-called-this",
    "/placements/",
    "/jobs/",
    "/offers/",
    "/organisations/",
    "/organisations/?hosting=looking&district=coventry",
    "/people/",
    "/meetings/",
    "/skills/",
    "/search/?q=data",
    "/accounts/login/",
    "/accounts/signup/",
    "/terms/",
    "/accounts/login/code/",
    "/accounts/password/reset/",
    "/demo/mail/",
    "/styleguide/",
    "/no-such-page/",
)


def of_anybody() -> Iterator[tuple[None, str]]:
    """Strangers, on public pages."""
    yield from ((None, path) for path in (*ANYBODY, *things()))


def things() -> Iterator[str]:
    """One public page of each kind of thing."""
    for held in Meeting.objects.public().order_by("pk"):
        yield from (held.get_absolute_url(), f"{held.get_absolute_url()}pack/")
    live = Opportunity.objects.public().order_by("pk")
    yield live.filter(kind="challenge").first().get_absolute_url()
    yield live.filter(kind="placement").first().get_absolute_url()
    yield live.filter(kind="job").first().get_absolute_url()
    yield live.exclude(state__lifecycle="open").first().get_absolute_url()
    yield Offer.objects.open().order_by("pk").first().get_absolute_url()
    yield Organisation.objects.filter(state__verified_at__isnull=False).first().get_absolute_url()
    yield Skill.objects.get(name="Data cleaning").get_absolute_url()
    yield Person.objects.filter(visibility="public").first().get_absolute_url()
