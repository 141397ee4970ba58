"""Drafts go through Wagtail's workflow, and nobody decides about their own."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from wagtail.models import TaskState, Workflow, WorkflowContentType, WorkflowState, WorkflowTask
from wagtail.signals import published

from common import moderation
from common.models import ActivityEntry, IndependentApprovalTask, Message
from common.outbox import run_due
from common.policies import CUSTODIANS
from common.states import IllegalMove
from profiles.models import Offer, OfferState

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _workflow(settings: Any) -> None:
    settings.EMAIL_BACKEND = "common.mail_backend.OutboxBackend"
    moderation.set_up_workflow(None, models=["profiles.Offer"])
    rights = Permission.objects.filter(
        content_type=ContentType.objects.get_for_model(Offer),
        codename__in=["change_offer", "publish_offer"],
    )
    group = Group.objects.get(name=CUSTODIANS)
    group.permissions.add(*rights)
    group.permissions.add(Permission.objects.get(codename="access_admin"))


@pytest.fixture
def draft(ada: Any) -> Offer:
    """An offer that Ada has typed and not sent."""
    offer = Offer.objects.create(
        title="An hour", slug="an-hour", kind="hour", summary="S", live=False
    )
    OfferState.objects.create(offer=offer, owner=ada, submitted_by=ada)
    return offer


@pytest.fixture
def sent_in(draft: Offer, ada: Any) -> Offer:
    return moderation.submit(draft, by=ada)


def fresh(offer: Offer) -> Offer:
    return Offer.objects.get(pk=offer.pk)


def test_a_draft_waits_and_is_not_live(sent_in: Offer) -> None:
    assert moderation.current_state(fresh(sent_in)) == "waiting"
    assert not fresh(sent_in).live
    assert [state.revision.content_object for state in moderation.waiting()] == [sent_in]


def test_custodians_are_told_by_mail_once(draft: Offer, ada: Any, custodian: Any) -> None:
    moderation.submit(draft, by=ada)
    run_due()
    run_due()

    assert [(mail.kind, mail.recipient) for mail in Message.objects.all()] == [
        ("profiles_offer_submitted", custodian)
    ]


def test_approved_it_goes_live(sent_in: Offer, custodian: Any, ada: Any) -> None:
    heard: list[Any] = []

    def hear(instance: Any, **kwargs: Any) -> None:
        heard.append(instance)

    published.connect(hear)
    try:
        moderation.approve(sent_in, by=custodian, comment="Thank you")
    finally:
        published.disconnect(hear)

    assert fresh(sent_in).live
    assert sent_in.live
    assert moderation.current_state(fresh(sent_in)) == "live"
    assert heard == [sent_in]
    assert not moderation.waiting().exists()
    assert ada in [mail.recipient for mail in Message.objects.all()]


def test_changes_are_asked_for_mended_and_approved(
    sent_in: Offer, custodian: Any, ada: Any
) -> None:
    moderation.request_changes(sent_in, by=custodian, comment="Which day?")
    assert moderation.current_state(fresh(sent_in)) == "needs_changes"
    assert moderation.last_comment(sent_in) == "Which day?"
    mended = fresh(sent_in)
    mended.summary = "On Tuesdays"
    moderation.submit(mended, by=ada)
    assert moderation.current_state(fresh(sent_in)) == "waiting"

    moderation.approve(fresh(sent_in), by=custodian)

    assert (fresh(sent_in).live, fresh(sent_in).summary) == (True, "On Tuesdays")
    assert WorkflowState.objects.count() == 1


def test_rejected_it_leaves_the_queue(sent_in: Offer, custodian: Any) -> None:
    moderation.reject(sent_in, by=custodian, comment="Not for us")

    assert moderation.current_state(fresh(sent_in)) == "draft"
    assert moderation.last_comment(sent_in) == "Not for us"
    assert not moderation.waiting().exists()


@pytest.mark.parametrize("verb", [moderation.request_changes, moderation.reject])
def test_a_no_needs_a_reason(sent_in: Offer, custodian: Any, verb: Callable[..., Any]) -> None:
    with pytest.raises(ValueError, match="Say what"):
        verb(sent_in, by=custodian, comment="  ")

    assert moderation.current_state(fresh(sent_in)) == "waiting"


def test_withdrawn_it_is_a_draft_again(sent_in: Offer, ada: Any) -> None:
    moderation.withdraw(sent_in, by=ada)

    assert moderation.current_state(fresh(sent_in)) == "draft"
    with pytest.raises(IllegalMove):
        moderation.withdraw(fresh(sent_in), by=ada)


def test_an_edit_of_a_live_thing_waits_beside_it(sent_in: Offer, custodian: Any, ada: Any) -> None:
    moderation.approve(sent_in, by=custodian)
    edited = fresh(sent_in)
    edited.title = "Two hours"

    moderation.submit(edited, by=ada)

    assert (fresh(sent_in).title, fresh(sent_in).live) == ("An hour", True)
    assert moderation.current_state(fresh(sent_in)) == "waiting"
    moderation.approve(fresh(sent_in), by=custodian)
    assert fresh(sent_in).title == "Two hours"


def test_sent_in_again_while_it_waits_the_new_text_is_what_is_approved(
    sent_in: Offer, custodian: Any, ada: Any
) -> None:
    edited = fresh(sent_in)
    edited.title = "Second thoughts"
    moderation.submit(edited, by=ada)

    assert moderation.waiting().count() == 1
    moderation.approve(fresh(sent_in), by=custodian)
    assert fresh(sent_in).title == "Second thoughts"


def test_text_changed_behind_the_custodians_back_is_not_approved(
    sent_in: Offer, custodian: Any
) -> None:
    changed = fresh(sent_in)
    changed.title = "Something else"
    changed.save_revision()

    with pytest.raises(IllegalMove, match="changed since"):
        moderation.approve(fresh(sent_in), by=custodian)

    assert not fresh(sent_in).live


@pytest.mark.parametrize(
    "verb", [moderation.approve, moderation.request_changes, moderation.reject]
)
def test_what_does_not_wait_cannot_be_decided(
    draft: Offer, custodian: Any, verb: Callable[..., Any]
) -> None:
    with pytest.raises(IllegalMove):
        verb(draft, by=custodian, comment="No")


@pytest.mark.parametrize(
    "verb", [moderation.approve, moderation.request_changes, moderation.reject]
)
def test_only_custodians_decide(
    sent_in: Offer, make_user: Callable[..., Any], verb: Callable[..., Any]
) -> None:
    with pytest.raises(PermissionDenied):
        verb(sent_in, by=make_user("Bob"), comment="No")

    assert moderation.current_state(fresh(sent_in)) == "waiting"


@pytest.mark.parametrize("superuser", [False, True])
@pytest.mark.parametrize(
    "verb", [moderation.approve, moderation.request_changes, moderation.reject]
)
def test_nobody_decides_about_their_own(
    sent_in: Offer, make_user: Callable[..., Any], verb: Callable[..., Any], superuser: bool
) -> None:
    owner = make_user("Olive", custodian=True, is_superuser=superuser)
    OfferState.objects.update(owner=owner)

    with pytest.raises(PermissionDenied):
        verb(fresh(sent_in), by=owner, comment="No")

    assert moderation.current_state(fresh(sent_in)) == "waiting"


def test_whoever_sent_it_in_does_not_decide(draft: Offer, custodian: Any) -> None:
    OfferState.objects.update(owner=None, submitted_by=None)
    moderation.submit(fresh(draft), by=custodian)

    with pytest.raises(PermissionDenied):
        moderation.approve(fresh(draft), by=custodian)


def test_the_doors_of_the_admin_are_shut_to_the_owner(
    sent_in: Offer, make_user: Callable[..., Any], custodian: Any
) -> None:
    owner = make_user("Olive", custodian=True, is_superuser=True)
    OfferState.objects.update(owner=owner)
    offer = fresh(sent_in)
    task = offer.current_workflow_task
    state = offer.current_workflow_task_state

    assert isinstance(task, IndependentApprovalTask)
    assert task.get_actions(offer, owner) == []
    assert not task.user_can_access_editor(offer, owner)
    assert not task.user_can_lock(offer, owner)
    assert task.locked_for_user(offer, owner)
    assert not task.get_task_states_user_can_moderate(owner).exists()
    with pytest.raises(PermissionDenied):
        task.on_action(state, owner, "approve")
    with pytest.raises(PermissionDenied):
        offer.latest_revision.publish(user=owner)

    assert [name for name, _, _ in task.get_actions(offer, custodian)] == [
        "reject",
        "approve",
        "approve",
    ]
    assert not task.locked_for_user(offer, custodian)
    assert list(task.get_task_states_user_can_moderate(custodian)) == [
        TaskState.objects.get(pk=state.pk)
    ]


def test_a_custodian_in_conflict_cannot_publish_past_the_workflow(
    draft: Offer, make_user: Callable[..., Any], ada: Any
) -> None:
    owner = make_user("Olive", custodian=True)
    OfferState.objects.update(owner=owner)
    revision = fresh(draft).save_revision(user=owner)

    with pytest.raises(PermissionDenied):
        revision.publish(user=owner)

    assert not fresh(draft).live


def test_decisions_are_in_the_log_by_id(sent_in: Offer, custodian: Any, ada: Any) -> None:
    moderation.request_changes(sent_in, by=custodian, comment="Which day?")

    assert list(ActivityEntry.objects.order_by("id").values_list("verb", "actor_id")) == [
        ("common.submitted", ada.pk),
        ("common.moderation_reject", custodian.pk),
    ]


def test_a_model_without_a_workflow_says_so(draft: Offer, ada: Any) -> None:
    WorkflowContentType.objects.all().delete()

    with pytest.raises(LookupError, match="offers"):
        moderation.submit(draft, by=ada)


def test_setting_up_twice_changes_nothing() -> None:
    counted = [Workflow, WorkflowTask, WorkflowContentType, IndependentApprovalTask]
    before = [model.objects.count() for model in counted]

    moderation.set_up_workflow(None, models=["profiles.Offer"])

    assert [model.objects.count() for model in counted] == before
