"""What strangers open."""

from collections.abc import Iterator

from django.utils import timezone

from community import guest_links
from community.models import Consultation, Event, Meeting
from opportunities.models import Opportunity
from profiles.models import Offer, Organisation, Person
from skills.models import Skill

ANYBODY = (
    "/",
    "/mission/",
    "/vision/",
    "/theory-of-change/",
    "/theory-of-change/local-pathways/",
    "/mission/sharing/",
    "/vision/mutual-benefit/",
    "/how-matching-works/",
    "/how-matching-works/balance/",
    "/stories/",
    "/stories/?kind=practice",
    "/stories/nine-stops-that-were-not-there/",
    "/news/",
    "/news/?category=funding",
    "/news/meetings-are-back/",
    "/partners/",
    "/how-we-decide/",
    "/office-holders/",
    "/accessibilty/",
    "/accessibility/",
    "/opportunities/",
    "/opportunities/?district=coventry&closed=yes&level=2",
    "/challenges/?q=nothing-is-called-this",
    "/placements/",
    "/jobs/",
    "/offers/",
    "/rings/",
    "/events/",
    "/events/?when=past&mode=online",
    f"/events/{timezone.localdate():%Y/%m}/",
    "/organisations/",
    "/organisations/?hosting=looking&district=coventry",
    "/people/",
    "/meetings/",
    "/meetings/hosting/",
    "/newsletter/",
    "/skills/",
    "/search/?q=data",
    "/search/?q=data&kind=opportunities",
    "/consultations/",
    "/rounds/",
    "/rounds/spring-placements/",
    "/rounds/placements-of-last-spring/report/",
    "/outcomes/",
    "/outcomes/?strand=sharing&of=introduction",
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
    asked = Consultation.objects.open().get(is_demo=True)
    open_one = asked.get_absolute_url()
    yield from (
        f"{open_one}{part}" for part in ("", "respond/", "respond/link/", "respond/thanks/")
    )
    yield f"{open_one}respond/by/{guest_links.make(asked.pk, 'kim@post.example')}/"
    over = Consultation.objects.get(state="reported", is_demo=True).get_absolute_url()
    yield from (f"{over}{part}" for part in ("", "report/", "respond/"))
    live = Opportunity.objects.public().order_by("pk")
    yield live.filter(kind="challenge").first().get_absolute_url()
    yield live.filter(kind="placement").first().get_absolute_url()
    yield live.filter(kind="job").first().get_absolute_url()
    yield live.exclude(state__lifecycle="open").first().get_absolute_url()
    yield Event.objects.public().upcoming().order_by("pk").first().get_absolute_url()
    yield Offer.objects.open().order_by("pk").first().get_absolute_url()
    yield Organisation.objects.filter(state__verified_at__isnull=False).first().get_absolute_url()
    yield Skill.objects.get(name="Data cleaning").get_absolute_url()
    yield Person.objects.filter(visibility="public").first().get_absolute_url()
