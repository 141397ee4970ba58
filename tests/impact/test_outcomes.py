"""Recording, consenting, verifying: nobody's own, nobody's name without a yes, nothing for ever."""

import pytest
from django.core.exceptions import PermissionDenied

from common.invariants import INVARIANTS
from common.models import Message
from common.states import IllegalMove, move
from impact import services
from impact.choices import OUTCOME_MOVES, OutcomeState
from impact.models import Consent, Outcome
from impact.named import line, names_the_need, sides
from impact.queries import one_outcome
from impact.services.verifying import NotConsented
from impact.sources import find
from profiles.documents import Refused
from profiles.services import set_visibility
from tests.factories.impact import outcome
from tests.factories.matching import introduction, lead_of, offer
from tests.factories.profiles import CustodianFactory, MembershipFactory
from tests.support import documents

WORDS = {
    "title": "Half as much bread is ordered",
    "what_changed": "The pantry orders by the weather now.",
    "for_whom": "140 families",
}


def source(seen_through):
    return find("introduction", seen_through.introduction.pk)


def recorded(seen_through, by=None, **fields) -> Outcome:
    by = by or seen_through.student
    return services.record_outcome(source(seen_through), by=by, **{**WORDS, **fields})


def mails(kind: str) -> list[str]:
    return sorted(Message.objects.filter(kind=kind).values_list("address", flat=True))


def broken() -> list[str]:
    own = [ask for ask in INVARIANTS.values() if ask.__module__ == "impact.invariants"]
    return [said for ask in own for said in ask()]


def test_outcome_goes_from_one_side_over_the_others_yes_to_a_custodian_and_the_public(seen_through):
    made = recorded(seen_through, may_publish=True, may_name=True)
    assert (made.state, made.district.slug) == ("draft", "walsall")
    assert [strand.slug for strand in made.strands.all()] == ["sharing"]

    services.send_in(made, by=seen_through.student)
    assert mails("impact_consent") == [seen_through.poster.email]
    with pytest.raises(NotConsented):
        services.verify(made, by=seen_through.custodian, node=seen_through.node)

    other = made.consents.get(organisation=seen_through.food_bank)
    services.consent(other, by=seen_through.poster, may_publish=True, may_name=True)
    services.verify(made, by=seen_through.custodian, node=seen_through.node)

    shown = one_outcome(made.pk)
    assert (shown.state, shown.node) == ("published", seen_through.node)
    assert line(shown) == "Canal Street Food Bank, Zebedee Canaryname"
    assert names_the_need(shown)
    assert mails("impact_published") == sorted(
        [seen_through.poster.email, seen_through.student.email]
    )
    assert broken() == []


@pytest.mark.parametrize(
    ("who", "allowed"),
    [("student", True), ("poster", True), ("custodian", True), ("stranger", False)],
)
def test_who_may_record(seen_through, who, allowed):
    by = getattr(seen_through, who)
    if allowed:
        assert recorded(seen_through, by=by).recorded_by == by
        return
    with pytest.raises(PermissionDenied):
        recorded(seen_through, by=by)


def test_nothing_is_recorded_of_what_has_not_been_agreed(seen_through):
    early = introduction(seen_through.challenge, offer=offer())
    with pytest.raises(IllegalMove, match="Nothing can have come"):
        services.record_outcome(find("introduction", early.pk), by=seen_through.poster, **WORDS)


def test_nobody_verifies_their_own(seen_through):
    """Not who wrote it, not a member of a side, not who declared an interest, no superuser."""
    made = recorded(seen_through, by=seen_through.custodian)
    services.send_in(made, by=seen_through.custodian)
    Consent.objects.update(may_publish=True)
    member = CustodianFactory()
    MembershipFactory(user=member, organisation=seen_through.food_bank, role="member")
    for by in (seen_through.custodian, member, seen_through.poster, seen_through.student):
        with pytest.raises(PermissionDenied):
            services.verify(made, by=by, node=seen_through.node)
    assert Outcome.objects.get(pk=made.pk).state == "waiting"

    services.verify(made, by=CustodianFactory(), node=seen_through.node)
    assert broken() == []


def test_a_member_answers_for_no_organisation(seen_through):
    member = MembershipFactory(organisation=seen_through.food_bank, role="member").user
    made = recorded(seen_through, by=member, may_publish=True, may_name=True)
    own = made.consents.get(organisation=seen_through.food_bank)
    assert own.may_publish is None
    with pytest.raises(PermissionDenied):
        services.consent(own, by=member, may_publish=True)


def test_taking_a_yes_back_takes_it_off_the_site_and_tells_the_others(seen_through):
    made = outcome(seen_through.introduction, recorded_by=seen_through.poster)
    own = made.consents.get(user=seen_through.student)

    services.consent(own, by=seen_through.student, may_publish=False, may_name=True)

    made.refresh_from_db()
    own.refresh_from_db()
    assert (made.state, made.published_at, own.may_name) == ("withdrawn", None, False)
    assert mails("impact_taken_back") == [seen_through.poster.email]
    assert not Outcome.objects.public().exists()


def test_taking_only_the_name_back_leaves_the_outcome_without_it(seen_through):
    made = outcome(seen_through.introduction)
    own = made.consents.get(user=seen_through.student)
    services.consent(own, by=seen_through.student, may_publish=True, may_name=False)
    assert "Zebedee" not in line(one_outcome(made.pk))
    assert one_outcome(made.pk).state == "published"


def test_who_hides_or_is_suspended_is_named_nowhere(seen_through):
    made = outcome(seen_through.introduction)
    set_visibility(seen_through.person, "private", by=seen_through.student)
    seen_through.food_bank.state.suspended_at = seen_through.introduction.ended_at
    seen_through.food_bank.state.save()

    shown = sides(one_outcome(made.pk))

    assert shown[0]["text"] == "Community organisation in Walsall"
    assert "Zebedee" not in str(shown)
    assert "Canal Street" not in str(shown)


def test_hand_back_says_what_it_lacks_and_it_can_be_sent_again(seen_through):
    made = recorded(seen_through)
    services.send_in(made, by=seen_through.student)
    with pytest.raises(IllegalMove):
        services.change_outcome(made, by=seen_through.student, **WORDS)

    services.hand_back(made, by=seen_through.custodian, reason="Say how you know.")

    body = Message.objects.get(kind="impact_handed_back").body
    assert "Say how you know." in body
    changed = services.change_outcome(
        made, by=seen_through.poster, **{**WORDS, "for_whom": "150 families"}
    )
    assert services.send_in(changed, by=seen_through.poster).state == "waiting"


def test_a_file_is_looked_into_and_goes_when_another_comes(seen_through, tmp_path, settings):
    settings.PERSONAL_FILES_ROOT = tmp_path
    with pytest.raises(Refused):
        recorded(seen_through, content=b"MZ a program")
    made = recorded(seen_through, content=documents.pdf())
    first = made.stored
    made = services.change_outcome(made, by=seen_through.student, content=documents.docx(), **WORDS)
    assert made.extension == "docx"
    assert made.stored != first
    assert not services.change_outcome(
        made, by=seen_through.student, remove_file=True, **WORDS
    ).stored


def test_every_move_of_an_outcome_is_allowed_or_refused(seen_through):
    """Walked from the data: every allowed move works, every other raises."""
    made = outcome(seen_through.introduction)
    for state in OutcomeState:
        for to in OutcomeState:
            Outcome.objects.filter(pk=made.pk).update(state=state)
            made.refresh_from_db()
            if to in OUTCOME_MOVES[state]:
                move(made, to, moves=OUTCOME_MOVES)
                assert made.state == to
            else:
                with pytest.raises(IllegalMove):
                    move(made, to, moves=OUTCOME_MOVES)


def test_other_leads_answer_for_their_own_organisation_only(seen_through):
    team = offer()
    rival = lead_of(team.organisation)
    made = outcome(seen_through.introduction, state="waiting", agreed=None)
    with pytest.raises(PermissionDenied):
        services.consent(
            made.consents.get(organisation=seen_through.food_bank), by=rival, may_publish=True
        )
