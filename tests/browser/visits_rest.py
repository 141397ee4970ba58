"""Pages off the main ways: second thoughts, what comes after a decision, links in mails."""

from collections.abc import Iterator

from django.utils import timezone

from common import moderation
from community.models import Event, HostOffer, OfficeHolder, Paper
from desk import newsletters
from desk.models import Newsletter, Subscriber
from forum.demo import accounts
from forum.demo.work import STORY_TITLE
from matching.models import Introduction, Round, RoundPlace
from opportunities.models import Challenge, Opportunity, Placement
from profiles import services
from profiles.models import Offer, Organisation, User
from profiles.services.invitations import link_of
from tests.factories.profiles import UserFactory
from tests.journeys.seen import path_of
from tests.journeys.story import link_in, mails_to


def of_the_rest() -> Iterator[tuple[User | None, str]]:
    """Of accounts, posters, rounds, the desk, events, and of those whom a mail leads here."""
    yield from of_accounts()
    yield from of_posts()
    yield from of_rounds()
    yield from of_rooms()
    yield from of_letters()
    yield from of_invited()


def of_accounts() -> Iterator[tuple[User | None, str]]:
    """Doors of an account, and a question whether it should be erased."""
    student = User.objects.get(email=accounts.STUDENT)
    for path in ("inactive/", "password/reset/done/"):
        yield None, f"/accounts/{path}"
    for path in ("password/change/", "logout/"):
        yield student, f"/accounts/{path}"


def of_posts() -> Iterator[tuple[User, str]]:
    """What posters do with what they posted."""
    story = Challenge.objects.get(title=STORY_TITLE, organisation__slug="sowe-valley-pantry")
    trustee = User.objects.get(email=accounts.TRUSTEE)
    here = story.get_absolute_url()
    for page in ("again/", "later/", "matches/team/", "questions/"):
        yield trustee, f"{here}{page}"
    yield trustee, f"{here}versions/{story.revisions.order_by('pk').first().pk}/"
    offer = Offer.objects.open().filter(matches__isnull=False).order_by("pk").first()
    yield (
        offer.organisation.memberships.filter(role="lead").first().user,
        f"{offer.get_absolute_url()}matches/",
    )
    yield trustee, f"{offer.get_absolute_url()}ask/"
    job = Opportunity.objects.public().filter(kind="job").order_by("pk").first()
    poster = job.state.submitted_by
    for page in ("close/", "later/", "again/"):
        yield poster, f"{job.get_absolute_url()}{page}"
    placement = Placement.objects.public().order_by("pk").first()
    for page in ("close/", "later/", "versions/"):
        yield placement.state.submitted_by, f"{placement.get_absolute_url()}{page}"
    drafts = (state.revision.as_object() for state in moderation.waiting())
    waits = next(draft for draft in drafts if hasattr(draft, "requirements"))
    lead = waits.organisation.memberships.filter(role="lead").first().user
    for page in ("sent/", "withdraw/"):
        yield lead, f"{waits.get_absolute_url()}{page}"


def of_rounds() -> Iterator[tuple[User, str]]:
    """A host in a round, what came of one that is over, and the desk of both."""
    custodian = User.objects.get(email=accounts.CUSTODIAN)
    running = RoundPlace.objects.filter(round__slug="spring-placements").first()
    host = running.opportunity.organisation.memberships.get(role="lead").user
    yield host, "/rounds/spring-placements/hosting/"
    yield host, f"/rounds/spring-placements/tiers/{running.pk}/"
    yield host, f"/rounds/spring-placements/hosting/{running.host_id}/"
    yield custodian, f"/desk/rounds/spring-placements/hosts/{running.host_id}/"
    over = Round.objects.get(slug="placements-of-last-spring")
    for run in over.runs.order_by("pk")[:1]:
        yield custodian, f"/desk/rounds/{over.slug}/runs/{run.pk}/"
    alive = Introduction.objects.filter(state="proposed").first()
    yield custodian, f"/introductions/{alive.pk}/stop/"


def of_rooms() -> Iterator[tuple[User, str]]:
    """Second pages of the desk."""
    custodian = User.objects.get(email=accounts.CUSTODIAN)
    yield custodian, f"/desk/hosting/{HostOffer.objects.order_by('pk').first().pk}/"
    yield custodian, f"/desk/meetings/papers/{Paper.objects.order_by('pk').first().pk}/remove/"
    draft = newsletters.draft(by=custodian)
    yield custodian, f"/desk/newsletter/{draft.pk}/"
    term = OfficeHolder.objects.create(
        role="Chair", name="Una Kay", starts=timezone.localdate(), ends=timezone.localdate()
    )
    for page in ("", "remove/"):
        yield custodian, f"/desk/offices/{term.pk}/{page}"
    event = Event.objects.public().upcoming().order_by("pk").first()
    yield custodian, f"{event.get_absolute_url()}call-off/"


def of_letters() -> Iterator[tuple[None, str]]:
    """A letter that was sent, and both links that a reader without an account gets."""
    sent = Newsletter.objects.exclude(sent_at=None).first()
    yield None, f"/newsletter/{sent.pk}/"
    newsletters.subscribe("kim@post.example")
    yield None, path_of(link_in(mails_to("kim@post.example")[-1]))
    yield None, newsletters.stop_link(Subscriber.objects.get(address="kim@post.example"))


def of_invited() -> Iterator[tuple[User, str]]:
    """Somebody who was invited, and a lead whom somebody asks."""
    organisation = Organisation.objects.get(slug="sowe-valley-pantry")
    lead = organisation.memberships.filter(role="lead").first().user
    guest, asker = UserFactory(email="guest@post.example"), UserFactory(email="asker@post.example")
    invitation = services.invite(organisation, by=lead, address=guest.email)
    yield guest, link_of(invitation)
    asked = services.ask_to_join(organisation, by=asker)
    yield lead, f"{organisation.get_absolute_url()}people/requests/{asked.pk}/"
