"""The desk: what waits for a person, decided on a page; stuck work; the state of the records."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common import moderation, outbox
from common.models import Message, Sign, Work
from desk import queries, services
from profiles import services as profile_services
from profiles.models import Offer
from skills.models import Skill
from tests.factories.profiles import (
    CustodianFactory,
    MembershipFactory,
    OrganisationFactory,
    PersonFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

MOST_QUERIES = 15  # the first look after a change asks each queue anew, and is not among them


def waiting_offer(lead, title="An hour of maps") -> Offer:
    skill = Skill.objects.get_or_create(name="Mapping", defaults={"slug": "mapping"})[0]
    offer = profile_services.save_offer_draft(
        None,
        by=lead,
        organisation=lead.memberships.get().organisation,
        skills={skill.pk: 3},
        title=title,
        kind="hour",
        summary="Bring addresses.",
    )
    return profile_services.submit_offer(offer, by=lead)


def test_desk_is_for_custodians(client):
    anonymous = client.get("/desk/")
    client.force_login(UserFactory())
    member = client.get("/desk/")
    client.force_login(CustodianFactory())
    custodian = client.get("/desk/")

    assert (anonymous.status_code, member.status_code, custodian.status_code) == (302, 404, 200)


def test_desk_takes_the_same_few_queries_for_1_and_for_3_rows(client):
    client.force_login(CustodianFactory())
    client.get("/desk/")
    counts = []
    for rows in (1, 2):
        for number in range(rows):
            waiting_offer(MembershipFactory().user, title=f"Offer {rows} {number}")
            OrganisationFactory(state="unverified")
        page = client.get("/desk/").content.decode()
        with CaptureQueriesContext(connection) as captured:
            client.get("/desk/")
        counts.append(len(captured))

    assert page.count("Read and decide") == 3
    assert counts[0] == counts[1] <= MOST_QUERIES


def test_what_is_not_listed_is_counted_all_the_same(client, monkeypatch):
    for number in range(3):
        waiting_offer(MembershipFactory().user, title=f"Offer {number}")
    listed = queries.waiting_for
    monkeypatch.setattr(queries, "waiting_for", lambda user: listed(user, limit=2))
    client.force_login(CustodianFactory())

    page = client.get("/desk/").content.decode()

    assert page.count("Read and decide") == 2
    assert "The oldest 2 of 3." in page


def test_custodian_publishes_an_offer_from_the_desk(client):
    lead = MembershipFactory().user
    offer = waiting_offer(lead)
    client.force_login(CustodianFactory())
    state = moderation.waiting().get()

    page = client.get(f"/desk/decide/{state.pk}/").content.decode()
    client.post(f"/desk/decide/{state.pk}/", {"decision": "approve", "comment": ""})
    again = client.post(f"/desk/decide/{state.pk}/", {"decision": "approve", "comment": ""})

    assert "Bring addresses." in page
    assert Offer.objects.get(pk=offer.pk).live
    assert again.status_code == 409


def test_asking_for_changes_needs_words_and_reaches_the_author_once(client):
    lead = MembershipFactory().user
    offer = waiting_offer(lead)
    client.force_login(CustodianFactory())
    state = moderation.waiting().get()

    wordless = client.post(f"/desk/decide/{state.pk}/", {"decision": "changes", "comment": ""})
    client.post(f"/desk/decide/{state.pk}/", {"decision": "changes", "comment": "Say when."})
    outbox.run_due()

    mails = Message.objects.filter(address=lead.email)
    assert wordless.status_code == 422
    assert moderation.current_state(Offer.objects.get(pk=offer.pk)) == "needs_changes"
    assert [mail.kind for mail in mails] == ["profiles_offer_changes_requested"]
    assert "Say when." in mails.get().body


def test_custodian_with_a_part_in_it_cannot_decide(client):
    custodian = CustodianFactory()
    MembershipFactory(user=custodian)
    waiting_offer(custodian)
    state = moderation.waiting().get()
    client.force_login(custodian)

    page = client.get(f"/desk/decide/{state.pk}/").content.decode()
    response = client.post(f"/desk/decide/{state.pk}/", {"decision": "approve", "comment": ""})

    assert "another custodian decides" in page
    assert response.status_code == 403
    assert not Offer.objects.get().live
    assert [item.conflicted for item in queries.waiting_for(custodian)[0]] == [True]


def test_stuck_work_is_shown_and_tried_again(client):
    custodian = CustodianFactory()
    work = Work.objects.create(kind="common.send_mail", ids={"message_id": 0}, attempts=5)
    Work.objects.filter(pk=work.pk).update(stuck_at=work.created_at, last_error="Boom: no")
    client.force_login(custodian)

    page = client.get("/desk/").content.decode()
    client.post(f"/desk/work/{work.pk}/", {"action": "retry"})

    work.refresh_from_db()
    assert "Boom: no" in page
    assert (work.stuck_at, work.attempts) == (None, 0)


def test_stuck_work_can_be_let_go(client):
    work = Work.objects.create(kind="common.send_mail", ids={"message_id": 0})
    Work.objects.filter(pk=work.pk).update(stuck_at=work.created_at)
    client.force_login(CustodianFactory())

    client.post(f"/desk/work/{work.pk}/", {"action": "drop"})

    work.refresh_from_db()
    assert work.dropped
    assert work.done_at


def test_broken_record_shows_on_the_desk(client):
    OrganisationFactory(name="Headless")
    custodian = CustodianFactory()
    client.force_login(custodian)

    client.post("/desk/check/")
    page = client.get("/desk/").content.decode()

    assert "Headless" in str(Sign.objects.get(name="invariants").facts)
    assert "something is wrong" in page
    assert "has no lead" in page


def test_only_custodians_check_the_records():
    with pytest.raises(PermissionDenied):
        services.check_invariants(by=UserFactory())

    assert not Sign.objects.filter(name="invariants").exists()


def test_own_page_says_the_one_next_thing(client):
    person = PersonFactory()
    client.force_login(person.user)

    first = client.get("/me/").content.decode()
    skill = Skill.objects.get_or_create(name="Mapping", defaults={"slug": "mapping"})[0]
    profile_services.set_skills(person, held={skill.pk: 2}, wanted={skill.pk: 3}, by=person.user)
    hidden = client.get("/me/").content.decode()
    profile_services.set_visibility(person, "matched", by=person.user)
    done = client.get("/me/").content.decode()

    assert "Say what you can do" in first
    assert "You are hidden" in hidden
    assert "Say where you can get to" in done


def test_own_page_needs_a_sign_in(client):
    assert client.get("/me/").status_code == 302
