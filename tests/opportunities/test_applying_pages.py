"""The applicant's pages: apply, check, send, follow, answer, take back; and the poster's questions."""

import pytest
from django.test import Client

from opportunities import services
from opportunities.application_choices import ApplicationState
from opportunities.models import Application, ApplicationForm
from opportunities.services.seats import lock
from tests.factories.applying import apply, asks, lock_free
from tests.factories.opportunities import ChallengeFactory, JobFactory, PlacementFactory
from tests.factories.profiles import PersonFactory, UserFactory

pytestmark = pytest.mark.django_db
WROTE = {"why": "Because.", "learn": "Maps."}


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_from_the_button_to_the_answer_without_a_script():
    placement, person = PlacementFactory(live=True), PersonFactory()
    client, here = signed_in(person.user), placement.get_absolute_url()

    assert f'href="{here}apply/"' in client.get(here).content.decode()
    assert client.get(f"{here}apply/").status_code == 200
    assert not Application.objects.exists(), "looking makes nothing"
    assert client.post(f"{here}apply/", {"why": "Because."}).url == f"{here}apply/check/"
    page = client.get(f"{here}apply/check/").content.decode()
    assert "What would you like to learn here?" in page
    assert client.post(f"{here}apply/check/").status_code == 422
    client.post(f"{here}apply/", WROTE)
    sent = client.post(f"{here}apply/check/")
    application = Application.objects.get()
    assert sent.url == application.get_absolute_url()
    page = client.get(sent.url).content.decode()
    assert "You have an answer by" in page
    assert "You sent it" in page

    # A double click, the back button: the same page, nothing more.
    assert client.post(f"{here}apply/check/").url == sent.url
    assert client.post(f"{here}apply/", {"why": "Changed", "learn": "x"}).url == sent.url
    assert lock_free(application).answers.get(question="why").text == "Because."


def test_a_draft_is_kept_and_gone_on_with():
    challenge, person = ChallengeFactory(live=True), PersonFactory()
    client, here = signed_in(person.user), challenge.get_absolute_url()

    assert client.post(f"{here}apply/", {"why": "Half a", "later": "yes"}).status_code == 302
    assert "Half a" in client.get(f"{here}apply/").content.decode()
    assert challenge.title in client.get("/me/applications/").content.decode()
    draft = Application.objects.get()
    assert client.get(draft.get_absolute_url()).url == f"{here}apply/"
    client.post(f"/applications/{draft.pk}/withdraw/", {})
    assert not Application.objects.exists()


def test_the_page_of_what_i_applied_for_leads_to_my_application():
    placement, person = PlacementFactory(live=True), PersonFactory()
    client, here = signed_in(person.user), placement.get_absolute_url()
    assert ">Apply</a>" in client.get(here).content.decode()

    draft = apply(placement, person, to="draft")
    assert "Go on with your application" in client.get(here).content.decode()

    services.send_application(draft, by=person.user)
    page = client.get(here).content.decode()
    assert f'href="{draft.get_absolute_url()}">See your application' in page
    assert ">Apply</a>" not in page
    others = signed_in(PersonFactory().user).get(here).content.decode()
    assert draft.get_absolute_url() not in others


def test_why_not_is_said_at_once():
    placement = PlacementFactory(live=True, stages=["student"])
    expert = PersonFactory(stage="expert")
    here = placement.get_absolute_url()

    page = signed_in(expert.user).get(f"{here}apply/").content.decode()
    assert "This is for: student. Your profile says: expert." in page
    assert "/me/profile/" in page
    own = signed_in(placement.state.submitted_by).get(f"{here}apply/").content.decode()
    assert "You speak for an organisation whose work this is" in own
    assert "/me/welcome/" in signed_in(UserFactory()).get(f"{here}apply/").content.decode()
    assert Client().get(f"{here}apply/").url.startswith("/accounts/login/")
    assert signed_in(expert.user).get("/jobs/x/apply/").status_code == 404
    assert JobFactory().get_absolute_url()


def test_somebody_elses_is_as_missing_as_none():
    application = apply(PlacementFactory(live=True))
    client = signed_in(PersonFactory().user)
    for path in ("/applications/{}/", "/applications/{}/withdraw/"):
        theirs, none = (client.get(path.format(pk)) for pk in (application.pk, 987654))
        assert (theirs.status_code, none.status_code) == (404, 404)
        assert len(theirs.content) == len(none.content)
    assert (
        client.post(f"/applications/{application.pk}/answer/", {"answer": "accept"}).status_code
        == 404
    )
    assert Client().get(application.get_absolute_url()).status_code == 302


def test_hostile_text_is_kept_out_or_shown_as_text():
    placement, person = PlacementFactory(live=True), PersonFactory()
    asks(placement, questions=["why", "link"])
    client, here = signed_in(person.user), placement.get_absolute_url()

    for bad in ("javascript:alert(1)", "data:text/html,x"):
        answer = client.post(f"{here}apply/", {"why": "x", "link": bad})
        assert answer.status_code == 422
        assert "whole web address" in answer.content.decode()
    assert client.post(f"{here}apply/", {"why": "x" * 1_000_000}).status_code == 413
    assert client.post(f"{here}apply/", {"why": "x" * 4001}).status_code == 422
    client.post(f"{here}apply/", {"why": "=cmd()<script>alert(1)</script>\r\nBcc: a@b.example"})
    page = client.get(f"{here}apply/check/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_an_offer_is_answered_on_the_page_and_the_loser_reads_why():
    placement = PlacementFactory(live=True, seats=1)
    first, second = apply(placement, to="offered"), apply(placement, to="offered")

    won = signed_in(first.person.user).post(
        f"/applications/{first.pk}/answer/", {"answer": "accept"}
    )
    lost = signed_in(second.person.user).post(
        f"/applications/{second.pk}/answer/", {"answer": "accept"}
    )

    assert won.status_code == 302
    assert lost.status_code == 409
    assert "a moment before you" in lost.content.decode()
    assert lock_free(first).state == "accepted"


def test_after_a_no_the_words_and_what_else_is_open():
    placement, other = PlacementFactory(live=True), PlacementFactory(live=True)
    application = apply(placement)
    services.advance(
        lock(application),
        ApplicationState.DECLINED,
        by=None,
        public_text="A kind word.",
        private_note="Not for them.",
    )

    page = signed_in(application.person.user).get(application.get_absolute_url()).content.decode()

    assert "A kind word." in page
    assert "Not for them." not in page
    assert other.get_absolute_url() in page
    again = signed_in(application.person.user).get(f"{placement.get_absolute_url()}apply/")
    assert again.status_code == 200


def test_a_poster_chooses_what_is_asked():
    placement = PlacementFactory(live=True)
    client, here = signed_in(placement.state.submitted_by), placement.get_absolute_url()
    fields = {"questions": ["why"], "own_question": "Which bus?", "days_to_answer": "7"}

    assert f"{here}questions/" in client.get(here).content.decode()
    assert client.get(f"{here}questions/").status_code == 200
    assert client.post(f"{here}questions/", {"days_to_answer": "7"}).status_code == 422
    assert client.post(f"{here}questions/", fields).url == here

    form = ApplicationForm.objects.get()
    assert (form.questions, form.blind, form.days_to_answer) == (["why"], False, 7)
    stranger = signed_in(PersonFactory().user)
    assert "Which bus?" in stranger.get(f"{here}apply/").content.decode()
    assert stranger.get(f"{here}questions/").status_code == 403


def test_many_applications_take_no_more_queries(django_assert_max_num_queries):
    person = PersonFactory()
    for _ in range(3):
        apply(PlacementFactory(live=True), person)
    client = signed_in(person.user)
    with django_assert_max_num_queries(15):
        assert client.get("/me/applications/").status_code == 200
    with django_assert_max_num_queries(15):
        assert client.get(Application.objects.first().get_absolute_url()).status_code == 200
