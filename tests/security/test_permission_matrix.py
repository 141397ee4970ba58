"""Every cell of ``permissions.csv`` for what exists, as real requests; and a control that fails."""

from collections.abc import Iterator

import pytest
from django.db import transaction

from common.policies import is_custodian
from community.models import Event
from profiles.models import Organisation
from profiles.services.invitations import link_of
from tests.support import proof

from . import matrix
from .matrix_differences import DIFFERENCES, stated
from .matrix_rows import NOT_YET, ROWS
from .town import ROLES, forget_content_types
from .watched import watched

pytestmark = pytest.mark.django_db

CELLS = matrix.cells()
STATED = stated()


def probe(town, row: str, role: str, which: str, before: dict[str, list]) -> str:
    """Ask, and put everything back; a refusal that changed a row is no refusal."""
    with transaction.atomic():
        if (lay := ROWS[row].lay) is not None:
            lay(town, role, which)
            before = watched()
        happened = ROWS[row].probe(town, role, which)
        if happened != matrix.ALLOWED and watched() != before:
            happened = f"{happened}, and yet something changed"
        transaction.set_rollback(True)
    forget_content_types()
    return happened


def wrong_cells(town, row: str) -> Iterator[str]:
    """Where a row answers otherwise than its cells and the stated differences say."""
    before = watched()  # each probe puts back what it did
    for role in ROLES:
        for which in ROWS[row].twins:
            said = STATED.get((row, role, which)) or matrix.expected(CELLS[row], role, which)
            happened = probe(town, row, role, which, before)
            if not matrix.agree(said, happened):
                cell = CELLS[row][role]
                yield f"{row} {role} ({cell}), {which}: {said} is due, not {happened}"


@pytest.mark.parametrize("row", sorted(ROWS))
def test_row(town, row) -> None:
    assert list(wrong_cells(town, row)) == []


def test_every_row_is_asked_or_waits_for_what_it_is_about() -> None:
    assert len(CELLS) == 171
    assert set(ROWS) | set(NOT_YET) == set(CELLS)
    assert set(ROWS) & set(NOT_YET) == set()
    checks = sum(len(ROLES) * len(row.twins) for row in ROWS.values())
    assert checks > 400
    proof.record("permission matrix", rows=len(ROWS), not_yet=len(NOT_YET), checks=checks)


def test_each_stated_difference_differs_and_says_why() -> None:
    for (row, role, which), outcome in STATED.items():
        assert which in ROWS[row].twins, (row, which)
        assert not matrix.agree(matrix.expected(CELLS[row], role, which), outcome), (row, role)
    assert all(len(why) > 30 for _, why in DIFFERENCES.values())


FLIPS = [
    ("P014", "profiles.policies.may_see_organisation", True),
    ("P016", "profiles.policies.may_edit_organisation", True),
    ("P019", "profiles.policies.may_verify", True),
    ("P018", "profiles.policies.may_verify", True),
    ("P020", "profiles.policies.may_close_organisation", True),
    ("P021", "profiles.policies.may_see_relations", True),
    ("P023", "profiles.policies.may_see_members", True),
    ("P024", "profiles.policies.may_manage_members", True),
    ("P026", "profiles.policies.is_addressed_to", True),
    ("P027", "profiles.policies.may_ask_to_join", True),
    ("P030", "profiles.policies.may_change_role", True),
    ("P036", "profiles.policies.may_see_person", True),
    ("P037", "profiles.policies.may_see_contact", True),
    ("P039", "profiles.policies.may_edit_person", True),
    ("P049", "profiles.policies.may_see_scan", True),
    ("P052", "profiles.policies.may_hand_in_offer", True),
    ("P053", "profiles.policies.may_see_offer", True),
    ("P054", "profiles.policies.may_close_offer", True),
    ("P057", "opportunities.policies.may_see", False),
    ("P065", "opportunities.policies.may_see", True),
    ("P066", "opportunities.policies.may_edit", True),
    ("P067", "opportunities.policies.may_submit", True),
    ("P071", "opportunities.policies.may_close", True),
    ("P079", "opportunities.policies_of_applications.may_list_applications", True),
    ("P080", "opportunities.policies_of_applications.may_know_name", True),
    ("P081", "opportunities.policies_of_applications.may_decide_application", False),
    ("P086", "opportunities.policies_of_applications.may_export_applications", False),
    ("P099", "matching.policies.may_see_shortlist", True),
    ("P104", "matching.policies.rings.may_see_ring", True),
    ("P105", "matching.policies.rings.may_answer_part", False),
    ("P107", "matching.policies.rings.may_propose_ring", False),
    ("P109", "matching.policies.may_propose", False),
    ("P111", "matching.policies.may_answer", False),
    ("P124", "community.policies.events.owns_event", True),
    ("P125", "community.services.events.may_decide_event", False),
    ("P126", "community.policies.bookings.may_book", False),
    ("P127", "community.policies.bookings.is_custodian", True),
    ("P129", "community.policies.bookings.may_see_catering", True),
    ("P130", "community.policies.meetings.is_custodian", True),
    ("P132", "community.policies.meetings.is_custodian", True),
    ("P135", "community.views.actions.may_settle", False),
    ("P138", "community.policies.consultations.is_custodian", True),
    ("P140", "community.views.responding.may_keep_response", True),
    ("P141", "community.policies.consultations.is_custodian", True),
]


@pytest.mark.parametrize(("row", "policy", "answer"), FLIPS)
def test_a_flipped_policy_turns_a_cell_red(town, monkeypatch, row, policy, answer) -> None:
    """The control: the matrix sees when a policy gives the wrong answer."""
    monkeypatch.setattr(policy, lambda *people_and_things: answer)

    assert next(wrong_cells(town, row), None) is not None


def test_a_custodian_decides_nothing_about_their_own_organisation(town) -> None:
    """The rule that beats all rights, at each door where a custodian decides."""
    from profiles.models import Membership

    Event.objects.filter(pk=town.waiting_event.pk).update(organisation=town.theirs)
    for organisation in (town.theirs, town.their_unverified):
        Membership.objects.create(user=town.custodian, organisation=organisation, role="member")
    before = watched()
    paths = {
        f"/challenges/{town.waiting.slug}/decide/": {"decision": "approve"},
        f"/desk/decide/{town.offer_task.pk}/": {"decision": "approve"},
        f"/organisations/{town.their_unverified.slug}/verify/": {},
        f"/organisations/{town.theirs.slug}/edit/": {"name": "X", "kind": "public"},
        f"/offers/{town.their_offer.slug}/close/": {},
        f"/rings/{town.their_found_ring.pk}/propose/": {},
        f"/rings/{town.their_ring.pk}/stop/": {"reason": "X"},
        f"{town.waiting_event.get_absolute_url()}decide/": {"decision": "approve"},
    }

    outcomes = {
        path: matrix.asked(town, "custodian", path, data)[0] for path, data in paths.items()
    }

    assert is_custodian(matrix.user_of(town, "custodian"))
    assert outcomes == dict.fromkeys(paths, matrix.FORBIDDEN)
    assert watched() == before


@pytest.mark.parametrize("of_theirs", [True, False])
def test_a_custodian_takes_nothing_down_that_they_have_a_part_in(town, of_theirs) -> None:
    """Wagtail's own page for it; the control is a custodian from outside, who may."""
    from profiles.models import Membership

    if of_theirs:
        Membership.objects.create(user=town.custodian, organisation=town.theirs, role="member")
    there = {
        f"/admin/snippets/profiles/offer/unpublish/{town.their_offer.pk}/": town.their_offer,
        f"/admin/snippets/opportunities/challenge/unpublish/{town.their_challenge.pk}/": (
            town.their_challenge
        ),
    }

    for path in there:
        matrix.asked(town, "custodian", path, {})

    for thing in there.values():
        thing.refresh_from_db()
    assert [thing.live for thing in there.values()] == [of_theirs] * 2


def test_hidden_and_missing_are_the_same_page(town) -> None:
    pairs = [
        ("/people/private-person/", "/people/nobody-at-all/"),
        ("/organisations/tame-workshop/", "/organisations/no-such/"),
        ("/offers/their-draft/", "/offers/no-such/"),
        (f"/challenges/{town.waiting.slug}/", "/challenges/no-such/"),
        (f"/placements/{town.their_placement_draft.slug}/edit/", "/placements/no-such/edit/"),
        ("/challenges/repairs/matches/", "/challenges/no-such/matches/"),
        (f"/introductions/{town.their_introduction.pk}/", "/introductions/999999/"),
        (f"/matches/{town.their_match.pk}/ask/", "/matches/999999/ask/"),
        (f"/rings/{town.their_ring.pk}/", "/rings/999999/"),
        (f"/desk/work/{town.stuck.pk}/", "/desk/work/999999/"),
        ("/organisations/tame-housing/people/", "/organisations/no-such/people/"),
        ("/organisations/tame-housing/people/invite/", "/organisations/no-such/people/invite/"),
        ("/organisations/leam-choir/rescue/", "/organisations/no-such/rescue/"),
        (link_of(town.their_invitation), "/invitations/forged/"),
        (town.their_event_draft.get_absolute_url(), "/events/no-such/"),
        (f"{town.their_event_draft.get_absolute_url()}edit/", "/events/no-such/edit/"),
        (town.meeting_draft.get_absolute_url(), "/meetings/1999/01/01/"),
        (town.their_booking.get_absolute_url(), "/me/bookings/999999/"),
        (town.sheet.desk_url, "/desk/bookings/999999/"),
        (town.consultation_draft.get_absolute_url(), "/consultations/no-such/"),
        (town.their_response.get_absolute_url(), "/consultations/responses/999999/"),
    ]

    for hidden, missing in pairs:
        assert matrix.asked(town, "lead", hidden) == matrix.asked(town, "lead", missing)
        assert matrix.asked(town, "lead", hidden)[0] == matrix.MISSING


def test_a_renamed_organisation_is_confirmed_anew(town) -> None:
    """The draft of P017: a lead's new name waits for a custodian."""
    path = f"/organisations/{town.ours.slug}/edit/"

    matrix.asked(town, "lead", path, {"name": "Another Name", "kind": "community"})

    assert not Organisation.objects.get(pk=town.ours.pk).is_verified


def test_no_model_about_people_is_in_the_editor() -> None:
    """P154 at the root: whatever the rights, there is nothing to open."""
    from django.apps import apps
    from wagtail.admin.viewsets import viewsets
    from wagtail.snippets.models import get_snippet_models

    in_the_open = ("profiles.Offer", "profiles.Organisation", "profiles.User", "community.Event")
    shown = {model._meta.label for model in get_snippet_models()}
    models = [getattr(view, "model", None) for view in viewsets.viewsets]
    shown |= {model._meta.label for model in models if hasattr(model, "_meta")}
    personal = {
        model._meta.label
        for label in ("profiles", "matching", "common", "community", "desk", "impact")
        for model in apps.get_app_config(label).get_models()
        if model._meta.label not in in_the_open
    }

    assert "opportunities.Challenge" in shown
    assert shown & personal <= {"matching.WeightSet", "common.IndependentApprovalTask"}
