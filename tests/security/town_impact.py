"""What came of things in the town, and what introduced sides write to each other."""

import datetime
from types import SimpleNamespace

from django.utils import timezone

from impact.models import Ask, Consent, Outcome
from impact.services.letters import link_of
from matching.models import Introduction, MessageReport, ThreadMessage
from tests.factories import matching as market
from tests.factories.impact import outcome


def lay_talks(town: SimpleNamespace) -> None:
    """For each role an introduction that is agreed, with a message of theirs and one of the other side."""
    town.talk = market.introduction(town.challenge, person=town.student_person, state="agreed")
    town.expert_talk = market.introduction(town.challenge, offer=town.expert_offer, state="agreed")
    town.custodian_talk = market.introduction(
        town.their_challenge, person=town.persons["custodian"], state="agreed"
    )
    town.their_talk = market.introduction(town.their_challenge, person=town.matched, state="agreed")
    town.said = {
        "student": _say(town.talk, town.student, "supply"),
        "lead": _say(town.talk, town.lead, "need"),
        "assigned member": _say(town.talk, town.supervisor, "need"),
        "expert": _say(town.expert_talk, town.expert, "supply"),
        "custodian": _say(town.custodian_talk, town.custodian, "supply"),
    }
    town.their_message = _say(town.their_talk, town.rival, "need")
    town.message_report = MessageReport.objects.create(
        message=town.said["lead"], by=town.student, words="It sells shoes."
    )


def _say(row: Introduction, author, side: str) -> ThreadMessage:
    return ThreadMessage.objects.create(
        introduction=row, author=author, side=side, text="When do we meet?"
    )


def talk_of(town: SimpleNamespace, role: str) -> Introduction:
    """The conversation that somebody of this role is a side of."""
    return {"expert": town.expert_talk, "custodian": town.custodian_talk}.get(role, town.talk)


def lay_outcomes(town: SimpleNamespace) -> None:
    """A published one, one that waits, a draft, one for each role to consent to, and two questions."""
    lay_talks(town)
    town.outcome = outcome(town.talk, recorded_by=town.student)
    town.waiting_outcome = outcome(town.talk, state="waiting", recorded_by=town.student)
    town.outcome_draft = outcome(town.talk, state="draft", recorded_by=town.student, agreed=None)
    town.their_outcome = outcome(town.their_talk, state="draft", agreed=None)
    town.asked_of = {role: _to_consent(town, role) for role in ("expert", "member", "custodian")}
    town.asked_of |= {"student": town.outcome_draft, "lead": town.outcome_draft}
    today = timezone.localdate()
    said = {"introduction": town.talk, "user": town.student, "asked_on": today}
    town.ask = Ask.objects.create(**said, moment="done")
    town.later = Ask.objects.create(**said, moment="half_year")
    town.ask_link, town.later_link = link_of(town.ask), link_of(town.later)
    town.next_week = f"{today + datetime.timedelta(days=7):%d/%m/%Y}"


def _to_consent(town: SimpleNamespace, role: str) -> Outcome:
    made = Outcome.objects.create(
        title="A map", what_changed="It is there.", for_whom="All", state="draft"
    )
    Consent.objects.create(outcome=made, user=getattr(town, role))
    return made
