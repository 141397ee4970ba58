"""What a custodian opens, whoever answers a mail, and whoever runs the server."""

from collections.abc import Iterator

from django.contrib.auth.models import AnonymousUser

from common import moderation
from common.mail_choices import stop_link
from community.models import Consultation, Meeting, Paper, Response
from forum.demo import accounts
from impact.models import Outcome
from matching import links
from matching import services as matching_services
from matching.models import Introduction, Ring, RingArc, RingPart, RingSearch, ThreadMessage
from profiles import services
from profiles.links import ADDRESS, DESK, make
from profiles.models import Claimable, Organisation, Person, User
from profiles.services.met import link_of
from tests.factories import rings as circles
from tests.factories.profiles import UserFactory


def of_desk() -> Iterator[tuple[User | None, str]]:
    """A custodian, whoever answers a mail, and whoever runs the server."""
    custodian = User.objects.get(email=accounts.CUSTODIAN)
    student = User.objects.get(email=accounts.STUDENT)
    yield from ((custodian, path) for path in of_custodians())
    yield from ((None, path) for path in of_those_met())
    yield from of_parties()
    mine = Response.objects.filter(kind="person", consultation__state="open").first()
    for part in ("", "withdraw/"):
        yield mine.user, f"{mine.get_absolute_url()}{part}"
    yield mine.user, f"{mine.consultation.get_absolute_url()}respond/"
    asked = Introduction.objects.filter(state="proposed", person__isnull=False).first()
    yield asked.person.user, asked.get_absolute_url()
    talk = ThreadMessage.objects.filter(side="need").first()
    yield talk.introduction.person.user, f"{talk.introduction.get_absolute_url()}thread/"
    yield talk.introduction.person.user, f"/introductions/messages/{talk.pk}/report/"
    told = Outcome.objects.waiting().first()
    for part in ("", "consent/"):
        yield (
            told.consents.filter(may_publish=True).first().answered_by,
            (f"{told.get_absolute_url()}{part}"),
        )
    yield told.recorded_by, "/me/outcomes/"
    yield told.recorded_by, f"/outcomes/new/introduction/{told.introduction_id}/"
    signed = links.make(introduction_id=asked.pk, user_id=asked.person.user_id)
    yield None, f"/introductions/answer/{signed}/"
    yield None, stop_link(student, "suggestions")
    superuser = UserFactory(is_superuser=True, name="Sue Root")
    reached = f"/desk/people/{make(DESK, student.pk)}/"
    yield superuser, f"{reached}look/"
    services.break_glass(student, by=superuser, reason="A court order asks for the account.")
    yield superuser, reached
    question = services.ask_main_address(student, "another@people.example")
    yield student, "/accounts/email/"
    yield None, f"/me/address/{make(ADDRESS, question.pk)}/"


def of_custodians() -> Iterator[str]:
    """The desk, what it leads to."""
    yield "/desk/"
    yield from ("/desk/rounds/", "/desk/new-round/")
    for part in ("", "edit/", "placements/", "by-hand/", "ties/", "cancel/", "phases/rank/"):
        yield f"/desk/rounds/spring-placements/{part}"
    waiting = {type(draft).__name__: (state, draft) for state, draft in drafts_that_wait()}
    for state, draft in waiting.values():
        opportunity = hasattr(draft, "requirements")
        yield f"{draft.get_absolute_url()}decide/" if opportunity else f"/desk/decide/{state.pk}/"
    yield from of_consultations()
    yield from of_rings()
    unconfirmed = Organisation.objects.filter(state__verified_at__isnull=True).first()
    yield f"{unconfirmed.get_absolute_url()}verify/"
    yield f"{unconfirmed.get_absolute_url()}merge/"
    yield "/desk/organisations/import/"
    yield f"{unconfirmed.get_absolute_url()}rescue/"
    yield "/me/second-step/"
    yield "/opportunities/next-meeting/"
    yield from of_meetings()
    yield "/desk/introductions/"
    yield f"/desk/outcomes/{Outcome.objects.waiting().first().pk}/"
    yield from ("/desk/hosting/", "/desk/hosting/calls/new/", "/meetings/hosting/offer/")
    yield from ("/desk/hibernate/", "/desk/hand-over/", "/desk/newsletter/")
    yield from of_matching()
    yield "/desk/people/"
    yield from ("/desk/links/", "/desk/offices/", "/desk/offices/new/")
    yield from ("/desk/met/", "/desk/met/person/", "/desk/met/organisation/")
    yield f"/desk/met/{Claimable.objects.first().pk}/withdraw/"
    reported = Person.objects.filter(visibility="public").first()
    account = f"/desk/people/{make(DESK, reported.user_id)}/"
    yield account
    for act in ("hide", "close", "lost-step"):
        yield f"{account}{act}/"
    made = services.report_profile(reported, by=AnonymousUser(), words="The links lead to a shop.")
    yield f"/desk/reports/{made.pk}/"
    yield f"{reported.get_absolute_url()}report/"
    yield f"{Organisation.objects.public().first().get_absolute_url()}suspend/"
    yield f"{Organisation.objects.public().first().get_absolute_url()}close/"
    yield "/desk/"


def of_matching() -> Iterator[str]:
    """Runs, a draft of other weights that was compared, the balance, a result that was challenged."""
    yield from ("/desk/matching/", "/desk/matching/weights/new/", "/desk/matching/balance/")
    yield "/desk/matching/appeals/"
    custodian = User.objects.get(email=accounts.CUSTODIAN)
    draft = matching_services.draft_weights(by=custodian)
    here = f"/desk/matching/weights/{draft.pk}/"
    yield here
    matching_services.change_draft(draft, by=custodian, values={"least_fit": 4000}, why="Stricter.")
    yield from (here, f"{here}compare/")
    matching_services.ask_comparison(draft, by=custodian)
    yield here
    matching_services.note_comparison(matching_services.compare_trial(draft.pk), trial_id=draft.pk)
    yield from (here, f"{here}switch/", f"{here}drop/")


def of_meetings() -> Iterator[str]:
    """The room where meetings are built."""
    meeting = Meeting.objects.coming().first()
    item = meeting.items.first()
    yield from ("/desk/meetings/", "/desk/meetings/series/new/")
    yield f"/desk/meetings/series/{meeting.series_id}/"
    yield f"/desk/meetings/new/?series={meeting.series_id}"
    for end in ("", "edit/", "call-off/", "updates/", "items/new/"):
        yield f"/desk/meetings/{meeting.pk}/{end}"
    for end in ("edit/", "remove/", "papers/new/"):
        yield f"/desk/meetings/items/{item.pk}/{end}"
    yield f"/desk/meetings/papers/{Paper.objects.order_by('pk').first().pk}/edit/"


def of_consultations() -> Iterator[str]:
    """Every room of one that is open, and of one that is over."""
    yield from ("/desk/consultations/", "/desk/consultations/new/")
    rooms = ("", "edit/", "questions/new/", "responses/", "texts/", "conversations/", "report/")
    for row in Consultation.objects.filter(is_demo=True):
        here = f"/desk/consultations/{row.pk}/"
        yield from (f"{here}{room}" for room in rooms)
        yield f"{here}questions/{row.questions.first().pk}/"
        yield f"{here}responses/{row.responses.first().pk}/"


def of_those_met() -> Iterator[str]:
    """What somebody sees whom a custodian entered, without an account."""
    for row in Claimable.objects.order_by("-pk")[:2]:
        yield from (f"{link_of(row)}{part}" for part in ("", "correct/", "delete/"))
    yield "/claim/any/"


def drafts_that_wait() -> Iterator[tuple]:
    """What is in front of the custodians, with its text."""
    return ((state, state.revision.as_object()) for state in moderation.waiting())


def of_rings() -> Iterator[str]:
    """The board, a search, links, and a ring in each state."""
    states = ("found", "proposed", "started")
    for state in states:
        circles.ring(circles.circle(prefix=f"{state.title()}: "), state=state)
    yield from ("/desk/rings/", "/desk/rings/links/")
    yield RingSearch.objects.latest("pk").get_absolute_url()
    for state in states:
        ring = Ring.objects.filter(state=state).latest("pk")
        yield ring.get_absolute_url()
        yield f"{ring.get_absolute_url()}stop/"


def of_parties() -> Iterator[tuple[User, str]]:
    """The leads of the organisations in a ring: one that is asked, one whose ring has started."""
    waiting = RingPart.objects.filter(ring__state="proposed", answer="").first()
    started = RingPart.objects.filter(ring__state="started").first()
    for part, pages in ((waiting, ("",)), (started, ("", "leave/"))):
        lead = part.organisation.memberships.get(role="lead").user
        for page in pages:
            yield lead, f"{part.ring.get_absolute_url()}{page}"
    offer = RingArc.objects.filter(ring=started.ring).select_related("offer")[0].offer
    giver = offer.organisation.memberships.get(role="lead").user
    for page in ("matches/", "ask/"):
        yield giver, f"{offer.get_absolute_url()}{page}"
