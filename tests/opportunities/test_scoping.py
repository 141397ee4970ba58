"""Help with a draft: asked, taken on, commented, answered, handed back, taken back; versions in words."""

import datetime

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from common import outbox, retention
from common.models import Message
from common.states import IllegalMove
from opportunities import services
from opportunities.choices import SCOPING_MOVES, ScopingState
from opportunities.models import Challenge, Scoping, ScopingComment
from opportunities.queries import scoping as reads
from opportunities.services import scoping as helping
from tests.factories.opportunities import ChallengeFactory, JobFactory, PlacementFactory
from tests.factories.profiles import CustodianFactory, MembershipFactory, UserFactory

from .test_wizard import hidden

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(client):
    membership = MembershipFactory()
    client.force_login(membership.user)
    return membership


@pytest.fixture
def draft(lead) -> Challenge:
    """A draft that could be sent in, saved twice."""
    made = services.save_challenge(
        None,
        by=lead.user,
        organisation=lead.organisation,
        title="Where do referrals come from?",
        description="We count them by hand.",
        pattern="remote",
    )
    return services.save_challenge(
        made, by=lead.user, description="We count them in a spreadsheet."
    )


def post(client, thing, act, **fields):
    """Press one of the page's buttons, with the keys that the page carries."""
    url = f"{thing.get_absolute_url()}help/"
    page = client.get(url)
    key = {"idempotency_key": hidden(page).get("idempotency_key", "")}
    return client.post(url, {**key, "act": act, **fields})


def mails(kind: str) -> list[str]:
    outbox.run_due()
    rows = Message.objects.filter(kind=f"opportunities_help_{kind}")
    return sorted(rows.values_list("address", flat=True))


def test_an_author_asks_a_custodian_takes_it_comments_and_hands_it_back(client, lead, draft):
    helper, other = CustodianFactory(), CustodianFactory()
    here = draft.get_absolute_url()
    step = client.get(f"{here}edit/data/").content.decode()
    check = client.get(f"{here}edit/check/").content.decode()
    assert f"{here}help/" in step
    assert f"{here}help/" in check

    asked = post(client, draft, "ask", question="Is this too big for one student?", wants_hour="on")
    assert asked["Location"] == f"{here}help/"
    assert mails("asked") == sorted([helper.email, other.email])

    client.force_login(helper)
    desk = client.get("/desk/").content.decode()
    assert "Is this too big for one student?" in desk
    assert "wishes for an hour" in desk
    assert post(client, draft, "take").status_code == 302
    assert mails("taken") == [lead.user.email]
    assert (
        post(client, draft, "comment", about="data_note", text="How many rows?").status_code == 302
    )
    assert mails("commented") == [lead.user.email]

    client.force_login(lead.user)
    assert "How many rows?" in client.get(f"{here}edit/data/").content.decode()
    assert "How many rows?" not in client.get(f"{here}edit/problem/").content.decode()
    remark = ScopingComment.objects.get()
    assert post(client, draft, "answer", remark=remark.pk, text="4,100.").status_code == 302
    assert mails("answered") == [helper.email]
    assert "4,100." in client.get(f"{here}edit/data/").content.decode()
    post(client, draft, "done", remark=remark.pk)
    assert "How many rows?" not in client.get(f"{here}edit/data/").content.decode()
    post(client, draft, "not_done", remark=remark.pk)
    assert "How many rows?" in client.get(f"{here}edit/data/").content.decode()

    client.force_login(helper)
    assert post(client, draft, "hand_back", words="Send it in.").status_code == 302
    assert mails("handed_back") == [lead.user.email]
    assert Scoping.objects.get().state == ScopingState.HANDED_BACK
    assert "Nobody asks for help with a draft" in client.get("/desk/").content.decode()


def test_of_two_custodians_at_once_the_second_is_told(client, lead, draft):
    first, second = CustodianFactory(), CustodianFactory()
    scoping = helping.ask_for_help(draft, by=lead.user, question="Too big?")
    late = Scoping.objects.get(pk=scoping.pk)
    helping.take_on(scoping, by=first)

    with pytest.raises(IllegalMove, match="helping"):
        helping.take_on(late, by=second)

    client.force_login(second)
    answer = client.post(f"{draft.get_absolute_url()}help/", {"act": "take"})
    assert answer.status_code == 409
    assert "A colleague helps with this already" in answer.content.decode()
    assert Scoping.objects.get().helper == first


def test_the_authors_take_it_back_at_any_time_and_may_undo_that(client, lead, draft):
    helper = CustodianFactory()
    helping.take_on(helping.ask_for_help(draft, by=lead.user, question="Too big?"), by=helper)

    assert post(client, draft, "take_back").status_code == 302
    assert Scoping.objects.get().state == ScopingState.TAKEN_BACK
    assert mails("taken_back") == [helper.email]
    assert post(client, draft, "give_back").status_code == 302
    assert (Scoping.objects.get().state, Scoping.objects.get().helper) == ("helping", helper)
    assert post(client, draft, "take_back").status_code == 302
    assert post(client, draft, "ask", question="And the skills?").status_code == 302
    again = Scoping.objects.get()
    assert (again.state, again.helper, again.question) == ("asked", None, "And the skills?")


def test_sending_it_in_ends_the_help(lead, draft):
    ready = ChallengeFactory(organisation=lead.organisation, live=False, author=lead.user)
    helping.ask_for_help(ready, by=lead.user, question="Too big?")

    services.submit_challenge(ready, by=lead.user)

    assert Scoping.objects.get(pk=ready.pk).state == ScopingState.TAKEN_BACK
    with pytest.raises(IllegalMove, match="about to read"):
        helping.ask_for_help(ready, by=lead.user, question="Too big?")


def test_nobody_else_learns_that_there_is_a_draft(client, lead, draft):
    helping.ask_for_help(draft, by=lead.user, question="Too big?")
    own_custodian = CustodianFactory()
    MembershipFactory(organisation=lead.organisation, user=own_custodian)
    revision = reads.versions(draft)[0]
    here = draft.get_absolute_url()
    for user in (UserFactory(), MembershipFactory().user):
        client.force_login(user)
        for path in ("help/", "versions/", f"versions/{revision.pk}/"):
            hidden_one = client.get(f"{here}{path}")
            missing = client.get(f"/challenges/no-such/{path}")
            assert (hidden_one.status_code, missing.status_code) == (404, 404)
        assert client.post(f"{here}help/", {"act": "take"}).status_code == 404

    # A custodian of the organisation is one of its authors, and never its helper.
    client.force_login(own_custodian)
    assert post(client, draft, "take").status_code == 403
    with pytest.raises(PermissionDenied):
        helping.take_on(Scoping.objects.get(), by=own_custodian)
    assert own_custodian.email not in mails("asked")


def test_whoever_does_not_help_neither_comments_nor_answers(lead, draft):
    helper, other = CustodianFactory(), CustodianFactory()
    scoping = helping.take_on(
        helping.ask_for_help(draft, by=lead.user, question="Too big?"), by=helper
    )
    remark = helping.comment(scoping, by=helper, about="", text="Smaller.")

    for act in (
        lambda: helping.comment(scoping, by=other, about="", text="No."),
        lambda: helping.comment(scoping, by=lead.user, about="", text="No."),
        lambda: helping.hand_back(scoping, by=other),
        lambda: helping.let_go(scoping, by=other),
        lambda: helping.answer(remark, by=helper, text="No."),
        lambda: helping.set_done(remark, by=helper, done=True),
        lambda: helping.take_back(scoping, by=other),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_every_move_is_walked_from_its_data(lead, draft):
    helper = CustodianFactory()
    helping.ask_for_help(draft, by=lead.user, question="Too big?")
    walks = {
        ("asked", "helping"): lambda row: helping.take_on(row, by=helper),
        ("asked", "taken_back"): lambda row: helping.take_back(row, by=lead.user),
        ("helping", "asked"): lambda row: helping.let_go(row, by=helper),
        ("helping", "handed_back"): lambda row: helping.hand_back(row, by=helper),
        ("helping", "taken_back"): lambda row: helping.take_back(row, by=lead.user),
        ("handed_back", "asked"): lambda row: helping.ask_for_help(
            row.opportunity, by=lead.user, question="More?"
        ),
        ("taken_back", "asked"): lambda row: helping.ask_for_help(
            row.opportunity, by=lead.user, question="More?"
        ),
        ("taken_back", "helping"): lambda row: helping.give_back(row, by=lead.user),
    }
    assert {(at, to) for at, ends in SCOPING_MOVES.items() for to in ends} == set(walks)

    for (at, to), walk in walks.items():
        Scoping.objects.update(state=at, helper=helper)
        walk(reads.of(draft))
        assert Scoping.objects.get().state == to
        for state in set(ScopingState.values) - {one for one, end in walks if end == to}:
            Scoping.objects.update(state=state, helper=helper)
            if state != at and (state, to) not in walks:
                with pytest.raises(IllegalMove):
                    walk(reads.of(draft))


def test_two_who_answer_one_comment_lose_neither_answer(client, lead, draft):
    helper = CustodianFactory()
    scoping = helping.take_on(
        helping.ask_for_help(draft, by=lead.user, question="Too big?"), by=helper
    )
    remark = helping.comment(scoping, by=helper, about="title", text="Shorter?")
    form = client.get(f"{draft.get_absolute_url()}help/").context["remarks"][0]["form"]
    seen = {"version": form["version"].value(), "idempotency_key": "k" * 12}
    helping.answer(remark, by=lead.user, text="Theirs.")

    late = client.post(
        f"{draft.get_absolute_url()}help/",
        {**seen, "act": "answer", "remark": remark.pk, "text": "Mine."},
    )

    assert late.status_code == 409
    page = late.content.decode()
    assert "Theirs." in page
    assert "Mine." in page
    assert ScopingComment.objects.get().answer == "Theirs."


def test_a_custodian_edits_as_a_version_and_the_older_page_is_told(client, lead, draft):
    helper = CustodianFactory()
    helping.take_on(helping.ask_for_help(draft, by=lead.user, question="Too big?"), by=helper)
    url = f"{draft.get_absolute_url()}edit/problem/"
    opened = hidden(client.get(url))
    typed = {"title": draft.title, "description": "Mine.", "benefit": "Families."}
    services.save_challenge(draft, by=helper, description="A custodian’s words.")

    late = client.post(url, {**opened, **typed})

    assert late.status_code == 409
    assert "A custodian’s words." in late.content.decode()
    assert [version.user for version in reads.versions(draft)] == [helper, lead.user, lead.user]


def test_versions_are_compared_in_words_and_gone_back_to(client, lead, draft):
    newest, oldest = reads.versions(draft)
    here = draft.get_absolute_url()

    page = client.get(f"{here}versions/?from={oldest.pk}&to={newest.pk}").content.decode()
    assert "<del>by hand.</del><ins>in a spreadsheet.</ins>" in page
    assert "Changed: What is the problem?" in page
    url = f"{here}versions/{oldest.pk}/"
    fields = hidden(client.get(url))
    assert client.post(url, fields)["Location"] == f"{here}versions/"

    now = Challenge.objects.get(pk=draft.pk)
    assert now.get_latest_revision_as_object().description == "We count them by hand."
    assert len(reads.versions(draft)) == 3
    late = client.post(f"{here}versions/{newest.pk}/", {**fields, "idempotency_key": "k" * 12})
    assert late.status_code == 409
    assert "changed meanwhile" in late.content.decode()
    for number in ("0", "9" * 30, "-1", "x"):
        assert client.get(f"{here}versions/?from={number}&to={newest.pk}").status_code == 200


@pytest.mark.parametrize("make", [ChallengeFactory, PlacementFactory, JobFactory])
def test_every_kind_can_ask_and_go_back(client, lead, make):
    thing = make(organisation=lead.organisation)
    thing.save_revision(user=lead.user)
    oldest = reads.versions(thing)[-1]
    here = thing.get_absolute_url()

    assert post(client, thing, "ask", question="Too big?").status_code == 302
    url = f"{here}versions/{oldest.pk}/"
    assert client.post(url, hidden(client.get(url))).status_code == 302


def test_what_nobody_takes_for_days_is_said_once_and_shown_as_late(client, lead, draft):
    custodian = CustodianFactory()
    helping.ask_for_help(draft, by=lead.user, question="Too big?")
    assert helping.remind_of_untaken() == 0
    Scoping.objects.update(asked_at=timezone.now() - datetime.timedelta(days=4))
    cache.clear()

    assert helping.remind_of_untaken() == 1
    assert helping.remind_of_untaken() == 0
    assert mails("untaken") == [custodian.email]
    client.force_login(custodian)
    assert "Nobody has taken it for days" in client.get("/desk/").content.decode()


def test_what_was_said_goes_after_half_a_year(lead, draft):
    helper = CustodianFactory()
    scoping = helping.take_on(
        helping.ask_for_help(draft, by=lead.user, question="Too big?"), by=helper
    )
    helping.comment(scoping, by=helper, about="", text="Smaller.")
    helping.hand_back(scoping, by=helper)
    Scoping.objects.update(changed=timezone.now() - datetime.timedelta(days=184))

    list(retention.run())

    assert (Scoping.objects.count(), ScopingComment.objects.count()) == (0, 0)
    assert Challenge.objects.filter(pk=draft.pk).exists()


@pytest.mark.parametrize("path", ["help/", "versions/", "edit/data/"])
def test_pages_take_the_same_few_queries(client, lead, draft, path, django_assert_max_num_queries):
    helper = CustodianFactory()
    scoping = helping.take_on(
        helping.ask_for_help(draft, by=lead.user, question="Too big?"), by=helper
    )
    url = f"{draft.get_absolute_url()}{path}"
    for number in range(6):
        helping.comment(scoping, by=helper, about="data_note", text=f"Row {number}?")
        services.save_challenge(draft, by=helper, benefit=f"{number} families")
    with django_assert_max_num_queries(15):
        assert client.get(url).status_code == 200
    if path == "versions/":
        first, *_, last = reads.versions(draft)
        with django_assert_max_num_queries(15):
            client.get(f"{url}?from={last.pk}&to={first.pk}")
