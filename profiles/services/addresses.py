"""Another address for an account: the new mailbox proves itself, then the main one says yes or stops it."""

from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from common import activity, delivery

from .. import links
from ..choices import AddressAnswer
from ..models import AddressQuestion, User


class QuestionOver(ValueError):
    """The question was answered, taken back or ran out, or the address is somebody's meanwhile."""


@transaction.atomic
def ask_main_address(user: User, address: str) -> AddressQuestion:
    """Ask the main address whether ``address``, which has just proved itself, may be added.

    A later question takes the place of an earlier one, whose link then does nothing.
    """
    User.objects.select_for_update().get(pk=user.pk)
    AddressQuestion.objects.open().filter(user=user).update(
        answer=AddressAnswer.TAKEN_BACK, settled_at=timezone.now()
    )
    question = AddressQuestion.objects.create(user=user, address=address.lower())
    activity.record("profiles.address_asked", by=user, about=question)
    delivery.notify(
        "profiles_address_asked",
        to=user,
        key=f"question:{question.pk}",
        address=question.address,
        until=question.until,
        link=f"/me/address/{links.make(links.ADDRESS, question.pk)}/",
    )
    return question


@transaction.atomic
def add_address(question: AddressQuestion, *, as_main: bool = False) -> EmailAddress:
    """The main address said yes. With ``as_main`` we write to the new one from now on.

    Whoever calls holds the link that went to the main address. Raises QuestionOver.
    """
    _settle(question, AddressAnswer.YES)
    user = question.user
    taken = EmailAddress.objects.filter(email=question.address, verified=True)
    if taken.exclude(user=user).exists():
        raise QuestionOver("This address belongs to another account.")
    row, _ = EmailAddress.objects.update_or_create(
        user=user, email=question.address, defaults={"verified": True}
    )
    activity.record("profiles.address_added", by=user, about=question, main=as_main)
    before = user.email
    if as_main and not row.primary:
        row.set_as_primary()
        for address in (before, row.email):
            delivery.notify_address(
                "profiles_address_main", address=address, key=f"question:{question.pk}"
            )
    return row


@transaction.atomic
def stop_address(question: AddressQuestion) -> None:
    """The main address said no: nothing is added, the password is void and every session ends.

    Whoever asked had a session and the password, so neither is worth anything from here; the owner
    chooses a new password by mail. Raises QuestionOver.
    """
    _settle(question, AddressAnswer.STOPPED)
    activity.record("profiles.address_stopped", by=question.user, about=question)
    question.user.set_unusable_password()
    question.user.save(update_fields=["password"])


@transaction.atomic
def take_back_address(question: AddressQuestion, *, by: User) -> None:
    """The person no longer wants it. Raises PermissionDenied unless it is theirs, QuestionOver."""
    if question.user_id != by.pk:
        raise PermissionDenied("Only the person can take this back.")
    _settle(question, AddressAnswer.TAKEN_BACK)


def _settle(question: AddressQuestion, answer: str) -> None:
    now = timezone.now()
    moved = AddressQuestion.objects.open().filter(pk=question.pk)
    if not moved.update(answer=answer, settled_at=now):
        raise QuestionOver("This was answered before, was taken back, or is older than three days.")
    question.answer, question.settled_at = answer, now
