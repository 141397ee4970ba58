"""Every form of an application, sent twice: one effect, the same answer, nothing more the second time."""

import uuid

import pytest
from django.test import Client

from opportunities import alert_links
from opportunities.services import deciding
from opportunities.services.teams import link_of, version

from .watched import watched

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

FORMS = (
    *("apply", "send", "what is asked", "accept", "refuse", "withdraw"),
    *("score", "tier", "reader", "tie", "shortlist", "write an answer", "send answers"),
    *("propose a state", "confirm a state", "refuse a state", "take a proposal back"),
    *("mails of a search", "delete a search", "stop a search"),
    *("join a team", "refuse to join", "ask for everybody’s yes", "yes to the text"),
    *("ask no longer", "leave a team", "hand a team over"),
)


def answering(town) -> dict[str, tuple]:
    """Each form: (who, path, fields)."""
    apply = f"/placements/{town.their_placement.slug}/apply/"
    ours = f"/placements/{town.placement.slug}/applications/"
    one = f"{ours}{town.application.pk}/"
    offered = f"/applications/{town.offered_application.pk}/"
    wrote = {"why": "I like maps.", "learn": "More of them."}
    need = town.placement.requirements.all()[0].pk
    correction = town.correction
    wrong = f"/desk/corrections/{correction.application_id}/"
    return {
        "apply": (town.student, apply, wrote),
        "send": (town.student, f"{apply}check/", {}),
        "what is asked": (
            *(town.lead, f"/placements/{town.placement.slug}/questions/"),
            {"questions": "why", "days_to_answer": "10"},
        ),
        "accept": (town.student, f"{offered}answer/", {"answer": "accept"}),
        "refuse": (town.student, f"{offered}answer/", {"answer": "refuse"}),
        "withdraw": (town.student, f"{offered}withdraw/", {"reason": "I moved."}),
        "score": (town.lead, one, {"action": "score", f"score_{need}": "3", "note": "Clear."}),
        "tier": (town.lead, one, {"action": "tier", "tier": "1"}),
        "reader": (town.lead, one, {"action": "reader", "reader": town.member.pk}),
        "tie": (town.lead, one, {"action": "conflict", "conflict": "A cousin."}),
        "shortlist": (town.lead, one, {"action": "shortlisted"}),
        "write an answer": (
            *(town.lead, f"{ours}answer/"),
            {"to": "declined", "reason": "full", "pick": town.application.pk},
        ),
        "send answers": (town.lead, f"{ours}check/", {"pick": town.application.pk}),
        "propose a state": (
            *(town.custodian, f"/desk/corrections/{town.declined_application.pk}/"),
            {"act": "propose", "to": "received", "reason": "The wrong button."},
        ),
        "confirm a state": (town.custodian, wrong, {"act": "confirm", "correction": correction.pk}),
        "refuse a state": (town.custodian, wrong, {"act": "refuse", "correction": correction.pk}),
        "take a proposal back": (
            *(correction.proposed_by, wrong),
            {"act": "take_back", "correction": correction.pk},
        ),
        "mails of a search": (town.student, f"/me/searches/{town.search.pk}/", {"alerts": "daily"}),
        "delete a search": (town.student, f"/me/searches/{town.search.pk}/delete/", {}),
        "stop a search": (town.student, _stop(town), {}),
        **_teaming(town),
    }


def _teaming(town) -> dict[str, tuple]:
    team = f"/applications/{town.team_draft.pk}/team/"
    inside = town.team_member.person.user
    invited = link_of(town.team_asked)
    return {
        "join a team": (town.team_guest, invited, {"answer": "yes"}),
        "refuse to join": (town.team_guest, invited, {"answer": "no"}),
        "ask for everybody’s yes": (town.student, team, {"action": "read"}),
        "yes to the text": (inside, team, {"action": "agree", "seen": version(town.team_draft)}),
        "ask no longer": (town.student, team, {"action": f"back-{town.team_asked.pk}"}),
        "leave a team": (inside, f"{team}leave/", {}),
        "hand a team over": (town.student, f"{team}leave/", {"heir": town.team_member.pk}),
    }


def _stop(town) -> str:
    signed = alert_links.make(search_id=town.search.pk, user_id=town.student.pk)
    return f"/searches/stop/{signed}/"


def test_every_form_of_an_application_is_asked(town) -> None:
    assert set(FORMS) == set(answering(town))


# The second time there is nothing any more to be read, deleted, answered or left.
GONE = dict.fromkeys(
    ("tie", "delete a search", "refuse to join", "leave a team", "hand a team over"), 404
)

# A draft that is saved again says when.
SAVED_AGAIN = {"apply": "opportunities.Application"}


@pytest.mark.parametrize("name", FORMS)
def test_an_answer_sent_twice_is_given_once(town, name) -> None:
    who, path, fields = answering(town)[name]
    client = Client()
    client.force_login(who)
    if name == "send":
        client.post(path.removesuffix("check/"), {"why": "I like maps.", "learn": "More."})
    if name == "send answers":
        deciding.write_decision(town.application, by=town.lead, to="declined", reason="full")
    untouched = watched()
    keyed = {**fields, "idempotency_key": uuid.uuid4().hex}

    first = client.post(path, keyed)
    before = watched()
    second = client.post(path, keyed)

    assert first.status_code == 302, first.content.decode()[:2000]
    assert before != untouched, "the form does something"
    assert second.status_code == GONE.get(name, 302)
    if second.status_code == 302:
        assert second.url == first.url
    may_differ = {"common.SentForm", SAVED_AGAIN.get(name)}
    assert {key for key, rows in watched().items() if rows != before[key]} <= may_differ
