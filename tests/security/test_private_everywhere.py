"""Somebody who hides is at no address of the site: every one that is registered is asked.

They were public before, matched, introduced, and opened to the one who reads; then they chose private.
"""

import itertools
import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import get_resolver

from common import text
from common.mail_choices import stop_link
from common.personal import declared
from matching import facts
from matching import services as matching
from matching.services import threads as services_of_threads
from opportunities import alert_links
from opportunities.services.teams import link_of as team_link
from profiles.links import DESK, make
from profiles.models import Person
from profiles.queries.held import slug_of
from profiles.services import disclose, set_cv, set_visibility
from profiles.services.copies import rows_of
from profiles.services.invitations import link_of
from profiles.services.met import link_of as claim_link
from tests.factories import matching as market
from tests.factories.impact import outcome
from tests.factories.profiles import UserFactory
from tests.support import documents, proof

from .town import build

pytestmark = [pytest.mark.django_db, pytest.mark.indexed]

NAME, SLUG, ADDRESS = "Quennell Vantongeren", "quennell-v", "quennell@vantongeren.example"
WORDS = ("quennell", "vantongeren", SLUG)
OWN_MAIL = "common.Message"
OWN_MAILS = "/me/mails/"
"""A mail that told a name while it was open lies in its reader's own mailbox, and in their copy."""
OTHERS = ("admin/", "accounts/", "documents/", "_util/", "media/", "^")
"""Wagtail's and allauth's: people are registered with neither. Its pages are asked by name below."""

ASKED_FOR = (
    "/",
    "/contact/",
    "/people/?stage=student",
    "/people/?skill=mapping",
    "/people/?q=Xyloword",
    "/search/?q=Xyloword",
    "/organisations/?q=Xyloword",
    "/offers/?q=Xyloword",
    "/opportunities/?q=Xyloword",
    "/skills/?q=Xyloword",
    "/skills/autocomplete/?q=xylo",
    "/skills/mapping/",
)


@pytest.fixture
def town(tmp_path, settings):
    settings.PERSONAL_FILES_ROOT = tmp_path
    town = build()
    town.hidden = market.person(
        user=UserFactory(email=ADDRESS, name=NAME),
        name=NAME,
        slug=SLUG,
        visibility="public",
        summary="Xyloword.",
        holds={"Data cleaning": 4, "Mapping": 4},
        wants={"Mapping": 4},
    )
    set_cv(town.hidden, documents.pdf(), by=town.hidden.user)
    matching.run_all()
    row = market.introduction(town.challenge, person=town.hidden, proposed_by=town.lead)
    matching.accept(row, by=town.lead)
    matching.accept(row, by=town.hidden.user)
    for scope in ("name", "access", "cv"):
        disclose(town.hidden, viewer=town.lead, scope=scope, cause=f"introduction:{row.pk}")
    town.met = row
    named = outcome(row)
    named.consents.update(may_name=True)
    services_of_threads.write(row, by=town.hidden.user, text="When do we meet?")
    town.named = named
    return town


def routes(patterns=None, before: str = "") -> Iterator[str]:
    """Every address of ours, as it is written in a ``urls.py``."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = before + str(pattern.pattern)
        if route.startswith(OTHERS):
            continue
        if hasattr(pattern, "url_patterns"):
            yield from routes(pattern.url_patterns, route)
        else:
            yield route


def round_fillings(town) -> list[tuple[str, list]]:
    """The same for placement rounds."""
    return [
        ("rounds/<slug:slug>/tiers/", [town.our_place.pk, town.their_place.pk]),
        ("rounds/", [town.round.slug, town.published_round.slug]),
        ("desk/rounds/<slug:slug>/phases/", ["rank"]),
        ("desk/rounds/<slug:slug>/placements/<int:pk>", [town.our_place.pk]),
        ("desk/rounds/<slug:slug>/by-hand/<int:pk>/<slug:way>", ["confirm"]),
        ("desk/rounds/<slug:slug>/by-hand/", [1]),
        ("desk/rounds/<slug:slug>/ties/", [1]),
        ("desk/rounds/<slug:slug>/runs/", [town.round_run.pk]),
        ("desk/rounds/", [town.round.slug]),
    ]


def fillings(town) -> list[tuple[str, list]]:
    """What stands in a route's places: the first that begins or holds these words."""
    introductions = [town.met.pk, town.introduction.pk, town.their_introduction.pk]
    applications = [
        *(town.application.pk, town.their_application.pk),
        *(town.team_draft.pk, town.offered_application.pk),
    ]
    stop_search = alert_links.make(search_id=town.search.pk, user_id=town.student.pk)
    matches = [row.pk for row in (*town.hidden.matches.all(), town.match)][:6]
    return [
        ("people/<slug:slug>/report", [SLUG, "seen-by-all"]),
        ("people/<slug:slug>", [SLUG, "seen-by-all"]),
        ("organisations/<slug:slug>/people/invitations/<int:pk>", [town.invitation.pk]),
        ("organisations/<slug:slug>/people/requests/<int:pk>", [town.join_request.pk]),
        ("organisations/<slug:slug>/people/<int:pk>", [town.membership.pk]),
        ("organisations/<slug:slug>/relations/<int:pk>", [town.relation.pk]),
        ("organisations/", ["canal-street", "tame-housing"]),
        ("invitations/", [link_of(town.invitation).split("/")[-2]]),
        ("claim/", [claim_link(town.their_claim).split("/")[-2]]),
        ("me/interests/", [town.interest.pk]),
        ("me/pathway/", [town.sent_agreement.pk]),
        ("agreements/answer/", [town.agreement_link.split("/")[-2]]),
        ("agreements/", [town.sent_agreement.pk, town.their_agreement.pk]),
        ("feedback/", [town.feedback_link.split("/")[-2]]),
        ("me/searches/", [town.search.pk]),
        ("searches/stop/", [stop_search]),
        ("me/address/<int:pk>", [1]),
        ("me/address/", ["any"]),
        ("me/affiliation/", ["any"]),
        ("me/profile/as/", ["matched", "introduced", "member", "anyone"]),
        ("me/welcome/", ["purpose", "about", "seen", "skills", "learn", "when", "done"]),
        ("me/profile/", ["about", "skills", "learn", "when", "seen", "study", "links", "access"]),
        ("me/held/copy/", [1]),
        ("me/held/", [slug_of(row) for row in declared() if row.model != OWN_MAIL]),
        ("terms/", ["2026-11-22"]),
        ("offers/renew/", ["any"]),
        ("offers/", ["our-offer", "expert-offer", "our-draft"]),
        ("skills/", ["mapping", "data-cleaning"]),
        ("challenges/<slug:slug>/edit/<slug:step>", ["problem", "data", "when", "skills", "check"]),
        ("placements/<slug:slug>/edit/<slug:step>", ["problem", "terms", "skills", "check"]),
        *(
            (f"{kind}/<slug:slug>/versions/<int:pk>", [town.challenge_draft.latest_revision_id])
            for kind in ("challenges", "placements", "jobs")
        ),
        ("placements/<slug:slug>/applications/<int:pk>", [town.application.pk]),
        ("challenges/<slug:slug>/applications/<int:pk>", [town.application.pk]),
        ("challenges/<slug:slug>/together/<int:pk>", [town.partnership.pk]),
        ("placements/<slug:slug>/together/<int:pk>", [town.partnership.pk]),
        ("challenges/", ["referrals", town.challenge_draft.slug]),
        ("placements/", ["stop-audit", town.placement_draft.slug]),
        ("jobs/", ["any"]),
        ("matches/why-not/", ["referrals"]),
        ("matches/challenged/", [town.appeal.pk]),
        ("matches/aside/", [1]),
        ("matches/<slug:kinds>", ["challenges", "placements", "jobs"]),
        ("matches/", matches),
        ("desk/matching/appeals/", [town.appeal.pk]),
        ("desk/matching/weights/back/", [town.weights.based_on_id]),
        ("desk/matching/weights/<int:pk>/<slug:verb>", ["compare"]),
        ("desk/matching/weights/", [town.weights.pk]),
        *round_fillings(town),
        ("rings/", [town.ring.pk, town.their_ring.pk, town.started_ring.pk, town.found_ring.pk]),
        ("desk/rings/searches/", [town.ring_search.pk]),
        ("desk/rings/links/", [town.known_link.pk]),
        ("mails/stop/", [stop_link(town.hidden.user, "posts").split("/")[3]]),
        ("teams/", [team_link(town.team_asked).split("/")[-2]]),
        ("applications/", applications),
        ("outcomes/new/<slug:came>/<int:pk>", introductions),
        ("outcomes/new/", ["introduction"]),
        ("outcomes/answer/", [town.ask_link.split("/")[-2]]),
        ("outcomes/", [town.named.pk, town.outcome_draft.pk]),
        ("desk/outcomes/", [town.waiting_outcome.pk]),
        ("desk/introductions/", [town.met.pk]),
        ("desk/messages/", [town.message_report.pk]),
        ("introductions/messages/", [town.said["student"].pk]),
        ("introductions/answer/", [town.link]),
        ("introductions/", introductions),
        ("desk/reports/", [town.report.pk]),
        ("desk/decide/", [town.offer_task.pk]),
        ("desk/work/", [town.stuck.pk]),
        ("desk/placements/", [town.sent_agreement.pk]),
        ("desk/corrections/", [town.wrong_application.pk]),
        ("desk/met/", [town.their_claim.pk]),
        ("book/confirm/", ["any"]),
        ("book/place/", ["any"]),
        ("book/", [town.sheet.pk]),
        ("me/bookings/", [town.bookings["student"].pk]),
        ("me/calendar/", ["any"]),
        ("me/actions/", [town.their_action.pk]),
        ("desk/bookings/new/<str:kind>/<int:pk>", [town.meeting.pk]),
        ("desk/bookings/new/", ["meeting"]),
        ("desk/bookings/", [town.sheet.pk]),
        ("consultations/responses/", [town.our_response.pk]),
        ("consultations/<slug:slug>/respond/by/", [town.guest_link]),
        ("consultations/", ["open", "reported"]),
        ("desk/consultations/<int:pk>/questions/<int:question>", [town.draft_question.pk]),
        ("desk/consultations/<int:pk>/responses/<int:number>", [1]),
        ("desk/consultations/", [town.consultation.pk, town.consultation_draft.pk]),
        ("events/", [town.our_event.slug]),
        ("meetings/hosting/", [town.their_host_offer.pk]),
        ("desk/hosting/", [town.host_call.pk]),
        ("meetings/not-named/<str:signed>", ["any"]),
        ("meetings/not-named/", [town.noted.pk]),
        ("desk/meetings/<int:pk>/people/<int:row>", [town.lines["student"].pk]),
        ("desk/meetings/<int:pk>/notes/<int:item_pk>", [town.noted_item.pk]),
        ("desk/meetings/<int:pk>/decisions/<int:number>", [1]),
        ("desk/actions/", [town.their_action.pk]),
        ("desk/not-named/", [town.removal.pk]),
        ("desk/groups/", [town.group.pk]),
        ("desk/series/", [town.group.series_id]),
        ("desk/members/", [town.group_member.pk]),
        ("desk/representatives/", [town.delegation.pk]),
        ("desk/newsletter/", [town.letter.pk]),
        ("newsletter/confirm/", ["any"]),
        ("newsletter/stop/", ["any"]),
        ("newsletter/", [town.letter.pk]),
        ("<slug:slug>/feed.atom", ["news"]),
        ("<slug:slug>", ["news"]),
        ("theory-of-change/", [town.node.slug]),
        ("mission/", ["sharing"]),
        ("vision/", ["mutual-benefit"]),
        ("meetings/<yyyy:year>/<two:month>/<two:day>/<nth:part>", [town.meeting.part]),
        ("meetings/<yyyy:year>/<two:month>/<two:day>", [f"{town.meeting.on:%d}"]),
        ("meetings/<yyyy:year>/<two:month>", [f"{town.meeting.on:%m}"]),
        ("meetings/<yyyy:year>", [f"{town.meeting.on:%Y}"]),
        ("meetings/papers/", [town.paper.pk]),
        ("meetings/items/", [town.item.pk]),
        ("desk/meetings/series/", [town.series.pk]),
        ("desk/meetings/items/", [town.item.pk]),
        ("desk/meetings/papers/", [town.paper.pk]),
        ("desk/meetings/", [town.meeting.pk, town.noted.pk]),
        ("desk/offices/", [town.office.pk]),
        ("desk/people/<str:signed>/now/<slug:what>", ["show"]),
        ("desk/people/<str:signed>/<slug:what>", ["hide", "close"]),
        ("desk/people/", [make(DESK, town.hidden.user_id)]),
    ]


def addresses(town) -> Iterator[str]:
    """Each route with each of what may stand in it."""
    known = fillings(town)
    for route in routes():
        places = re.findall(r"<[^>]+>", route)
        choices = []
        for place in places:
            upto = route[: route.index(place) + len(place)]
            # The last place of a route is the one that its longest key speaks of.
            fits = [values for key, values in known if upto.startswith(key)]
            assert fits, f"A new kind of address: say what stands in {route!r}."
            choices.append(next(v for k, v in known if upto.startswith(k)))
        for values in itertools.product(*choices):
            path = route
            for place, value in zip(places, values, strict=True):
                path = path.replace(place, str(value), 1)
            yield f"/{path}"
    yield from ASKED_FOR


# Nobody, who had most, who had least; all six are asked by script/prove.
SOME = ("anonymous", "the host they were introduced to")


def readers(town) -> dict[str, object]:
    """Nobody, a member, who was introduced to them, somebody whose match they were, no custodian."""
    return {
        "anonymous": None,
        "somebody": UserFactory(),
        "another student": town.student,
        "the host they were introduced to": town.lead,
        "a colleague of the host": town.member,
        "another host": town.rival,
    }


def content(answer) -> str:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return body.decode(errors="replace").lower() + answer.get("Location", "").lower()


def test_control_somebody_public_is_found(town):
    client = Client()
    asked = (f"/people/{SLUG}/", "/people/", "/people/?q=Xyloword", "/people/?skill=mapping")
    found = [path for path in asked if "vantongeren" in content(client.get(path))]
    assert found == list(asked)


def test_a_private_person_is_at_no_address(town):
    set_visibility(town.hidden, "private", by=town.hidden.user)
    town.hidden.refresh_from_db()
    paths = sorted(set(addresses(town)))
    faults = []
    for who, user in readers(town).items():
        if who not in SOME and not proof.in_full():
            continue
        client = Client()
        if user:
            client.force_login(user)
        for path in paths:
            answer = client.get(path)
            if not path.startswith("/health/"):  # nobody works here, which it says
                assert answer.status_code < 500, f"{who} at {path}: {answer.status_code}"
            said = content(answer).replace(path.lower(), "")
            if path == OWN_MAILS:
                continue
            faults += [f"{who} at {path}: {word}" for word in WORDS if word in said]
    assert faults == []
    assert len(paths) > 150


def test_a_private_person_is_in_no_count_fact_or_suggestion(town):
    client = Client()
    client.force_login(town.lead)
    before = content(client.get("/people/"))
    assert "vantongeren" in before
    matched = {row.pk for row in Person.objects.matchable()}

    set_visibility(town.hidden, "private", by=town.hidden.user)

    assert {row.pk for row in Person.objects.matchable()} == matched - {town.hidden.pk}
    assert f"person:{town.hidden.pk}" not in {supply.key for supply in facts.read().supplies}
    shown = client.get("/people/").context["page"].paginator.count
    assert shown == Person.objects.visible_to(town.lead).count()
    assert town.hidden not in Person.objects.visible_to(town.lead)
    matching.run_all()
    assert not town.hidden.matches.filter(is_current=True).exists()
    assert text.one_line(NAME) not in content(client.get("/challenges/referrals/matches/"))


def test_a_private_person_is_in_nobody_elses_copy_of_their_data(town):
    set_visibility(town.hidden, "private", by=town.hidden.user)
    for user in (town.lead, town.member, town.rival, town.custodian):
        copied = repr(
            [list(rows_of(one, user)) for one in declared() if one.model != OWN_MAIL]
        ).lower()
        assert [word for word in WORDS if word in copied] == []


def test_who_was_asked_without_a_name_is_named_in_nobody_elses_copy(town):
    """A host who asks an unnamed card for an introduction reads no name in what we hold about them."""
    asked = market.person(name="Ottoline Vexley", slug="ottoline-v", holds={"Mapping": 3})
    market.introduction(town.challenge, person=asked, proposed_by=town.lead)
    client = Client()
    client.force_login(town.lead)
    assert "vexley" not in content(client.get("/me/held/matching-introduction/"))
    assert "Vexley" not in repr([list(rows_of(one, town.lead)) for one in declared()])
