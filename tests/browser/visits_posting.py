"""What a trustee opens, and whoever posts, of their own."""

from collections.abc import Iterator

from forum.demo import accounts, beginnings
from forum.demo.work import STORY_TITLE
from matching.models import Introduction, Match
from opportunities.models import Challenge, Opportunity, Partnership, Placement, Scoping
from opportunities.queries import standing
from profiles.models import Offer, Organisation, User

TRUSTEE = (
    "/me/",
    "/me/opportunities/",
    "/me/applications/",
    "/challenges/new/",
    "/challenges/new/?other=yes",
    "/challenges/propose/",
    "/placements/new/",
    "/jobs/new/",
    "/offers/new/",
    "/organisations/new/",
    "/matches/",
    "/introductions/",
    "/rings/mine/",
    "/accounts/email/",
    "/accounts/2fa/",
    "/accounts/sessions/",
    "/me/interests/",
    "/me/now/",
    "/me/mails/",
    "/me/mails/choices/",
)


def of_trustee() -> Iterator[tuple[User, str]]:
    """A trustee, on their own pages and those of what they posted."""
    trustee = User.objects.get(email=accounts.TRUSTEE)
    yield from ((trustee, path) for path in TRUSTEE)
    yield from of_posters()


def of_posters() -> Iterator[tuple[User, str]]:
    """What those who post see of their own, in each state it can be in."""
    trustee = User.objects.get(email=accounts.TRUSTEE)
    story = Challenge.objects.get(title=STORY_TITLE, organisation__slug="sowe-valley-pantry")
    here = story.get_absolute_url()
    yield from ((trustee, f"{here}{page}") for page in ("", "matches/", "close/"))
    for step in ("problem", "data", "when", "skills", "check"):
        yield trustee, f"{here}edit/{step}/"
    yield from ((trustee, f"{here}{page}") for page in ("help/", "versions/"))
    yield trustee, Introduction.objects.get(opportunity_id=story.pk).get_absolute_url()
    match = Match.objects.filter(opportunity_id=story.pk, is_current=True).order_by("pk").last()
    yield trustee, f"/matches/{match.pk}/ask/"
    for part in (
        *("edit/", "aims/", "registers/", "logo/"),
        *("people/", "people/invite/", "leave/", "relations/"),
    ):
        yield trustee, f"{story.organisation.get_absolute_url()}{part}"
    colleague = story.organisation.memberships.exclude(user=trustee).first()
    for page in ("", "remove/"):
        yield trustee, f"{story.organisation.get_absolute_url()}people/{colleague.pk}/{page}"
    yield colleague.user, f"{Organisation.objects.public().first().get_absolute_url()}join/"
    placement = Placement.objects.public().order_by("pk").first()
    host = placement.state.submitted_by
    yield host, f"{placement.get_absolute_url()}edit/terms/"
    yield host, f"{placement.get_absolute_url()}matches/"
    yield host, f"{placement.get_absolute_url()}again/"
    careful = Challenge.objects.filter(sensitivity="personal", live=True).order_by("pk").first()
    lead = careful.state.submitted_by
    yield from ((lead, f"{careful.get_absolute_url()}edit/{step}/") for step in ("care", "check"))
    job = Opportunity.objects.public().filter(kind="job").order_by("pk").first()
    for step in ("problem", "terms", "check"):
        yield job.state.submitted_by, f"{job.get_absolute_url()}edit/{step}/"
    found = set()
    for row in Opportunity.objects.filter(live=False).order_by("pk"):
        stage = standing(row).stage
        if stage not in found:
            found.add(stage)
            yield row.organisation.memberships.get(role="lead").user, row.get_absolute_url()
    yield from of_beginnings()
    yield from of_partners()
    offer = Offer.objects.open().filter(organisation__isnull=False).first()
    giver = offer.organisation.memberships.get(role="lead").user
    for page in ("edit/", "skills/", "renew/", "pause/", "close/"):
        yield giver, f"{offer.get_absolute_url()}{page}"


def of_beginnings() -> Iterator[tuple[User | None, str]]:
    """A draft with a helper, for its authors and the helper; a proposal, for its poster and others."""
    helped = Scoping.objects.select_related("opportunity", "helper").get()
    here = helped.opportunity.get_absolute_url()
    authors = User.objects.get(email=accounts.TRUSTEE)
    for user in (authors, helped.helper):
        yield from ((user, f"{here}{page}") for page in ("help/", "versions/"))
    yield helped.helper, f"{here}help/?about=result"
    yield authors, f"{here}edit/data/"
    proposal = Challenge.objects.get(title=beginnings.PROPOSED)
    here = proposal.get_absolute_url()
    lead = proposal.state.submitted_by
    yield from ((lead, f"{here}{page}") for page in ("", "interested/", "edit/proposal/"))
    yield proposal.interested.first().user, here
    yield proposal.interested.first().user, f"{here}interested/"
    yield helped.helper, f"{here}interested/"
    yield None, here


def of_partners() -> Iterator[tuple[User, str]]:
    """Both sides of what two organisations do together, and what a host is not sure of."""
    for row in Partnership.objects.order_by("pk"):
        here = f"{row.opportunity.get_absolute_url()}together/"
        for organisation in (row.opportunity.organisation, row.organisation):
            lead = organisation.memberships.filter(role="lead").first().user
            yield lead, row.get_absolute_url()
            if row.kind == "cosponsor":
                yield lead, here
    unsure = Placement.objects.get(tentative=True, live=True)
    host = unsure.state.submitted_by
    yield from ((host, f"{unsure.get_absolute_url()}{page}") for page in ("firm/", "edit/maybe/"))
    yield (
        Partnership.objects.first().organisation.memberships.first().user,
        unsure.get_absolute_url(),
    )
