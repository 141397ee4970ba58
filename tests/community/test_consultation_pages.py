"""Pages of consultations: public, answering by four ways, and the custodians' rooms."""

import csv
import html
import io
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from common.models import Message
from community import guest_links
from community.models import Answer, Consultation, Question, Response
from tests.factories.community_consultations import (
    ConsultationFactory,
    QuestionFactory,
    answered,
    closed,
)
from tests.factories.profiles import CustodianFactory, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db
DESK = "/desk/consultations/"


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def row():
    made = ConsultationFactory(open=True, slug="next", title="What next?")
    QuestionFactory(consultation=made, text="Meet more often?", one=True, required=True)
    QuestionFactory(consultation=made, text="Why?")
    return made


def names(row) -> tuple[str, str]:
    return tuple(f"q_{pk}" for pk in row.questions.values_list("pk", flat=True))


def typed(row, **more) -> dict:
    one, why = names(row)
    return {one: "2", why: "Because of buses.", "p_1": "Yes.", "consent": "unnamed", **more}


@pytest.fixture
def unhurried(monkeypatch):
    """Nobody waits in these tests."""
    monkeypatch.setattr(guest_links, "QUICKEST", 0)


def text(response) -> str:
    return html.unescape(response.content.decode())


def test_lists_and_pages_say_what_is_open(row, client) -> None:
    draft = ConsultationFactory(title="Hidden plan")
    listed = text(client.get("/consultations/"))
    assert "What next?" in listed
    assert "Hidden plan" not in listed
    page = text(client.get(row.get_absolute_url()))
    assert "Meet more often?" in page
    assert 'id="paragraph-2"' in page
    stepped = ConsultationFactory(closed=True, asks_steps=True)
    assert "could be commented on" in text(client.get(stepped.get_absolute_url()))
    assert client.get(draft.get_absolute_url()).status_code == 404
    assert signed_in(CustodianFactory()).get(draft.get_absolute_url()).status_code == 200
    feed = client.get("/consultations/feed.atom").content.decode()
    assert "Open: What next?" in feed
    assert "Hidden plan" not in feed


def test_a_person_saves_sends_reads_and_withdraws(row) -> None:
    user = UserFactory()
    client = signed_in(user)
    page = f"{row.get_absolute_url()}respond/"
    one, why = names(row)

    assert client.post(page, {why: "Not yet.", "save": "yes"}).status_code == 302
    assert "Not yet." in text(client.get(page))
    missing = client.post(page, {why: "Not yet."})
    assert missing.status_code == 422
    assert "Answer this: Meet more often?" in text(missing)
    assert "Not yet." in text(missing)
    answer = client.post(page, typed(row))
    made = Response.objects.get()
    assert answer.url == made.get_absolute_url()
    assert made.state == "sent"
    shown = text(client.get(made.get_absolute_url()))
    assert "Green" in shown
    assert "Because of buses." in shown
    assert "Paragraph 1" in shown
    assert "Change your answers" in text(client.get(page))
    assert client.post(page, typed(row, **{one: "3"})).status_code == 302
    assert Answer.objects.get(question=row.questions.first()).picked == [3]
    assert client.get(f"{made.get_absolute_url()}withdraw/").status_code == 200
    assert client.post(f"{made.get_absolute_url()}withdraw/").status_code == 302
    assert not Response.objects.exists()


def test_of_two_members_the_second_is_asked_first(row) -> None:
    ours = MembershipFactory()
    other = MembershipFactory(organisation=ours.organisation, role="member")
    page = f"{row.get_absolute_url()}respond/?for={ours.organisation.slug}"
    one, two = signed_in(ours.user), signed_in(other.user)
    version = two.get(page).context["form"]["version"].value()
    assert one.post(page, typed(row)).status_code == 302

    answer = two.post(page, typed(row, p_1="Mine.", version=version))

    assert answer.status_code == 409
    assert "Somebody else saved changes" in text(answer)
    assert "Mine." in text(answer)
    assert two.get(Response.objects.get().get_absolute_url()).status_code == 200


def test_somebody_elses_answers_are_not_there(row) -> None:
    made = answered(ConsultationFactory(open=True))
    assert signed_in(UserFactory()).get(made.get_absolute_url()).status_code == 404
    assert signed_in(CustodianFactory()).get(made.get_absolute_url()).status_code == 404
    assert Client().get(made.get_absolute_url()).status_code == 302
    assert (
        signed_in(UserFactory()).get("/consultations/responses/99999999999999999999/").status_code
        == 404
    )


def test_a_guest_answers_by_the_link_in_the_mail(row, client) -> None:
    ask = f"{row.get_absolute_url()}respond/link/"
    assert client.post(ask, {"address": "no address"}).status_code == 422
    assert client.post(ask, {"address": "kim@post.example"}).status_code == 302
    body = Message.objects.get(kind="community_guest_link").body
    link = "/consultations/" + body.split("/consultations/")[1].split()[0]
    page = typed(row, consent="named", name="Kim", receipt_to="kim@post.example")

    assert client.post(link, page).status_code == 302

    made = Response.objects.get()
    assert (made.kind, made.name) == ("guest", "Kim")
    assert Message.objects.filter(kind="community_guest_receipt").count() == 1
    assert "Because of buses." in text(client.get(link))
    changed = client.post(
        link, typed(row, p_2="And no.", receipt_to="other@post.example"), follow=True
    )
    assert "went to another address" in text(changed)
    assert made.comments.count() == 2
    assert client.post(link, {"act": "withdraw"}).status_code == 302
    assert not Response.objects.exists()
    assert client.get(link[:-4] + "xxx/").status_code == 404


def test_without_a_name_each_page_is_sent_once(row, client, unhurried) -> None:
    page = f"{row.get_absolute_url()}respond/"
    shown = client.get(page)
    assert "Answer without a name" in text(shown)
    token = shown.context["form"]["token"].value()

    first = client.post(page, typed(row, token=token))
    again = client.post(page, typed(row, token=token))
    back = client.post(page, typed(row, token=token, p_1="Other."))

    assert first.url == again.url == f"{page}thanks/"
    assert back.status_code == 422
    assert "already sent" in text(back)
    assert Response.objects.count() == 1
    assert client.get(f"{page}thanks/").status_code == 200


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"website": "https://spam.example"}, "Leave this field empty"),
        ({"token": ""}, "open for too long"),
        ({"token": "a:b:c"}, "open for too long"),
        ({"consent": "named"}, "not one of the available choices"),
        ({"p_1": "x" * 20_000}, "5000 characters or fewer"),
        ({"q": "none", "p_1": "a\x07b"}, "control characters"),
    ],
)
def test_what_programs_send_is_refused_in_words(row, client, unhurried, more, words) -> None:
    page = f"{row.get_absolute_url()}respond/"
    token = client.get(page).context["form"]["token"].value()
    answer = client.post(page, typed(row, **{"token": token, **more}))
    assert answer.status_code == 422
    assert words in text(answer)
    assert "Because of buses." in text(answer)
    assert not Response.objects.exists()


def test_a_program_that_is_quick_is_asked_to_press_again(row, client) -> None:
    page = f"{row.get_absolute_url()}respond/"
    token = client.get(page).context["form"]["token"].value()
    answer = client.post(page, typed(row, token=token))
    assert "very quick" in text(answer)
    assert answer.context["form"]["token"].value() == token


def test_a_flood_without_a_name_is_held_back_for_everybody_alike(
    row, client, unhurried, monkeypatch
) -> None:
    monkeypatch.setattr(guest_links, "MOST_AT_ONCE", 2)
    page = f"{row.get_absolute_url()}respond/"
    states = []
    for _ in range(3):
        token = client.get(page).context["form"]["token"].value()
        states.append(client.post(page, typed(row, token=token)))
    assert [one.status_code for one in states] == [302, 302, 422]
    assert "send it in ten minutes" in text(states[2])
    assert "Because of buses." in text(states[2])


@pytest.mark.parametrize("who", ["person", "guest", "nobody"])
def test_what_comes_at_the_closing_second_is_given_back(
    row, client, unhurried, monkeypatch, who
) -> None:
    page = f"{row.get_absolute_url()}respond/"
    more = {}
    if who == "person":
        client.force_login(UserFactory())
    elif who == "guest":
        page += f"by/{guest_links.make(row.pk, 'kim@post.example')}/"
    else:
        more["token"] = client.get(page).context["form"]["token"].value()
    monkeypatch.setattr("community.views.responding.timezone.now", lambda: row.closes)

    answer = client.post(page, typed(row, **more))

    assert answer.status_code == 409
    found = text(answer)
    assert "Your answers reached us after that" in found
    assert "Because of buses." in found
    assert "Green" in found
    assert "Yes." in found
    assert not Response.objects.exists()
    assert client.get(page).status_code == 200


def test_what_somebody_wrote_is_never_code(row, client) -> None:
    bad = "<script>alert(1)</script> =HYPERLINK(1)"
    why = names(row)[1]
    for user in UserFactory.create_batch(6):
        signed_in(user).post(
            f"{row.get_absolute_url()}respond/", typed(row, **{why: bad, "p_1": bad})
        )
    desk = signed_in(CustodianFactory())
    room = f"{DESK}{row.pk}/"
    queue = desk.get(f"{room}texts/")
    assert "&lt;script&gt;alert(1)" in queue.content.decode()
    for kind, said in queue.context["texts"]:
        act = f"show {kind} {said.pk} {said.fingerprint}"
        assert desk.post(f"{room}texts/", {"act": act}).status_code == 302
    page = client.get(row.get_absolute_url()).content.decode()
    assert page.count("&lt;script&gt;alert(1)") == 6
    assert "<script>alert" not in page


def test_a_custodian_runs_one_from_draft_to_report(client) -> None:
    desk = signed_in(CustodianFactory())
    now = timezone.localtime().replace(second=0, microsecond=0)
    fields = {
        "title": "What next?",
        "summary": "Where the Forum goes.",
        "drafted_on": f"{now:%Y-%m-%d}",
        "body": "We meet.\n\nWe learn.",
        "opens": f"{now - timedelta(hours=1):%Y-%m-%dT%H:%M}",
        "closes": f"{now + timedelta(days=3):%Y-%m-%dT%H:%M}",
    }
    wrong = desk.post(f"{DESK}new/", {**fields, "closes": fields["opens"]})
    assert wrong.status_code == 422
    assert "closes before it opens" in text(wrong)
    assert desk.post(f"{DESK}new/", fields).status_code == 302
    row = Consultation.objects.get()
    room = f"{DESK}{row.pk}/"
    asked = {"text": "=1+1?", "kind": "one", "options": "=Red\nGreen"}
    assert desk.post(f"{room}questions/new/", {**asked, "options": "Red"}).status_code == 422
    assert desk.post(f"{room}questions/new/", asked).status_code == 302
    assert desk.post(f"{room}questions/new/", {"text": "Why?", "kind": "text"}).status_code == 302
    last = Question.objects.get(text="Why?")
    assert desk.post(room, {"act": "up", "question": last.pk}).status_code == 302
    assert [one.text for one in row.questions.all()] == ["Why?", "=1+1?"]
    assert desk.post(room, {"act": "up", "question": "x"}).status_code == 422
    assert desk.post(room, {"act": "nothing"}).status_code == 400
    assert desk.post(room, {"act": "ready"}).status_code == 302
    row.refresh_from_db()
    assert row.state == "open"
    first = row.questions.get(kind="one")
    for user in UserFactory.create_batch(6):
        answered(row, responding_as(user), picked={first.pk: [1]}, texts={last.pk: "Buses."},
                 consent="unnamed")  # fmt: skip
    refused = desk.post(f"{room}questions/new/", asked)
    assert refused.status_code == 422
    assert "neither added" in text(refused)
    assert "Buses." in text(desk.get(f"{room}responses/{row.responses.first().pk}/"))
    assert desk.get(f"{room}responses/").status_code == 200
    row = closed(row)
    assert desk.post(f"{room}report/", {"act": "theme", "title": "Buses"}).status_code == 302
    theme = row.themes.get()
    for response in row.responses.all():
        at = f"{room}responses/{response.pk}/"
        assert desk.post(at, {"themes": [theme.pk]}).status_code == 302
    for kind, said in desk.get(f"{room}texts/").context["texts"]:
        act = f"show {kind} {said.pk} {said.fingerprint}"
        assert desk.post(f"{room}texts/", {"act": act}).status_code == 302
    early = client.get(f"{row.get_absolute_url()}report/")
    assert early.status_code == 404
    row_of = {"act": "row", "became": "did", "said": "Buses.", "did": "We asked."}
    assert desk.post(f"{room}report/", row_of).status_code == 302
    assert desk.post(f"{room}report/", {"act": "publish"}).status_code == 302

    page = text(client.get(f"{row.get_absolute_url()}report/"))
    assert "6 responses were sent" in page
    assert "We asked." in page
    assert page.count("Buses.") == 7
    lines = list(
        csv.reader(
            io.StringIO(client.get(f"{row.get_absolute_url()}report/export.csv").content.decode())
        )
    )
    assert ["2", "'=1+1?", "'=Red", ""] in lines or ["2", "'=1+1?", "'=Red", "6"] in lines
    assert ["", "Theme", "Buses", "6"] in lines
    told = client.get(f"{row.get_absolute_url()}report/export.json").json()
    assert told["responses"] == 6
    assert told["themes"] == [{"label": "Buses", "count": 6}]
    log = {"who": "Sam of the library", "on": f"{now:%Y-%m-%d}", "theme": "Maps"}
    assert desk.post(f"{room}conversations/", log).status_code == 302
    assert "Sam of the library" in text(desk.get(f"{room}conversations/"))
    gone = row.conversations.get().pk
    assert desk.post(f"{room}conversations/", {"act": f"forget {gone}"}).status_code == 302
    assert not row.conversations.exists()


def responding_as(user):
    from community.services.responding import Who

    return Who(user=user)


def test_a_button_pressed_from_an_old_page_does_not_pass_for_done() -> None:
    desk, row = (
        signed_in(CustodianFactory()),
        ConsultationFactory(opens=timezone.now() + timedelta(days=1)),
    )
    room = f"{DESK}{row.pk}/"
    key = desk.get(room).context["form"]["idempotency_key"].value()
    assert desk.post(room, {"act": "ready", "idempotency_key": key}).status_code == 302
    again = desk.post(room, {"act": "hold", "idempotency_key": key})
    assert again.status_code == 422
    assert "already sent" in text(again)


def test_two_custodians_who_edit_it_hear_of_each_other(row) -> None:
    one, two = signed_in(CustodianFactory()), signed_in(CustodianFactory())
    page = f"{DESK}{row.pk}/edit/"
    form = two.get(page).context["form"]
    fields = {
        name: form[name].value() or ""
        for name in ("title", "summary", "drafted_on", "body", "file_link", "version")
    }
    for name in ("opens", "closes"):
        fields[name] = f"{form[name].value():%Y-%m-%dT%H:%M:%S.%f}"
    assert one.post(page, {**fields, "title": "Mine?"}).status_code == 302
    answer = two.post(page, {**fields, "title": "Yours?"})
    assert answer.status_code == 409
    assert "Yours?" in text(answer)
    assert "Mine?" in text(answer)


@pytest.mark.parametrize("hour", ["2027-03-28T01:30", "2026-10-25T01:30"])
def test_a_time_that_the_clocks_leave_out_or_give_twice_is_refused(hour) -> None:
    fields = {
        "title": "What next?", "summary": "Next.", "drafted_on": "2026-01-01", "body": "We meet.",
        "opens": "2026-01-01T10:00", "closes": hour,
    }  # fmt: skip
    answer = signed_in(CustodianFactory()).post(f"{DESK}new/", fields)
    assert answer.status_code == 422
    assert "The clocks change then" in text(answer)


def test_the_desk_is_for_custodians() -> None:
    row = ConsultationFactory(open=True)
    made = answered(row)
    rooms = ["", "new/", f"{row.pk}/", f"{row.pk}/edit/", f"{row.pk}/report/"]
    hidden = ["responses/", f"responses/{made.pk}/", "texts/", "conversations/"]
    client = signed_in(UserFactory())
    for room in rooms:
        assert client.get(f"{DESK}{room}").status_code == 403, room
    for room in hidden:
        assert client.get(f"{DESK}{row.pk}/{room}").status_code == 404, room


def test_the_desk_and_your_page_name_what_waits(row) -> None:
    user = UserFactory()
    signed_in(user).post(f"{row.get_absolute_url()}respond/", {"save": "yes"})
    assert "Send your answers: What next?" in text(signed_in(user).get("/me/now/"))
    over = closed(ConsultationFactory(open=True, title="Over?"))
    desk = signed_in(CustodianFactory())
    assert "the report is missing" in text(desk.get("/desk/"))
    assert f"Say what came of it: {over.title}" in text(desk.get("/me/now/"))


def test_the_one_search_finds_it(row, client, site) -> None:
    assert "What <mark>next</mark>?" in text(client.get("/search/?q=next"))
    found = text(client.get("/search/?q=learn"))
    assert "We publish what we <mark>learn</mark>" in found
    assert "##" not in found


def test_far_too_much_is_refused_beside_what_was_typed(row, client, unhurried) -> None:
    page = f"{row.get_absolute_url()}respond/"
    token = client.get(page).context["form"]["token"].value()
    for much in (300_000, 2_000_000):
        long = "x" * much
        answer = client.post(page, typed(row, token=token, p_1=long))
        assert answer.status_code == 422
        shown = answer.content.decode()
        assert f"This must be 5000 characters or fewer. It is {much}." in shown
        assert long in shown
    answer = client.post(page, typed(row, token=token, p_1="x" * 3_000_000))
    assert answer.status_code == 413
    assert "most keep what you typed" in text(answer)
    assert not Response.objects.exists()
