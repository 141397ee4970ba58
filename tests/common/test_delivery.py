"""One mail for each reader and reason, in plain words, sent afterwards."""

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
from django.core import mail
from django.template.loader import get_template
from django.utils import timezone

from common import delivery, outbox
from common.delivery import NotificationKind, notify, notify_address
from common.invariants import mails_have_readers
from common.models import Message, Work


@pytest.fixture
def kind(settings: Any, tmp_path: Any) -> Iterator[str]:
    """A kind of mail with a template of its own."""
    (tmp_path / "emails").mkdir()
    (tmp_path / "emails" / "tests_greeting.txt").write_text(
        "{% extends 'emails/base.txt' %}{% block body %}{{ title }} is live.{% endblock %}"
    )
    templates = [dict(settings.TEMPLATES[0])]
    templates[0]["DIRS"] = [tmp_path, *templates[0]["DIRS"]]
    settings.TEMPLATES = templates
    delivery.register(
        NotificationKind("tests_greeting", subject="{{ title }} is live", why="You asked.")
    )
    yield "tests_greeting"
    del delivery.KINDS["tests_greeting"]


def test_notify_writes_one_row_and_its_work(kind: str, ada: Any) -> None:
    message = notify(kind, to=ada, key="offer:1", title="O'Brien's & Sons")

    assert message == Message.objects.get()
    assert message.address == ada.email
    assert message.subject == "O'Brien's & Sons is live"
    assert "O'Brien's & Sons is live." in message.body
    assert "Dear Ada," in message.body
    assert "You asked." in message.body
    assert Work.objects.get().ids == {"message_id": message.pk}
    assert mail.outbox == []


def test_notify_twice_writes_one_mail(kind: str, ada: Any, custodian: Any) -> None:
    first = notify(kind, to=ada, key="offer:1", title="A")

    assert notify(kind, to=ada, key="offer:1", title="B") == first
    notify(kind, to=ada, key="offer:2", title="A")
    notify(kind, to=custodian, key="offer:1", title="A")
    assert Message.objects.count() == 3
    assert Work.objects.count() == 3


def test_text_from_people_stays_on_its_line(kind: str, ada: Any) -> None:
    message = notify(kind, to=ada, key="1", title="Hi\r\nBcc: all@x.example\n\nPay: \u202eevil")

    assert message is not None
    assert message.subject == "Hi Bcc: all@x.example Pay: evil is live"
    assert "Hi Bcc: all@x.example Pay: evil is live.\n" in message.body


def test_template_code_in_a_title_is_only_text(kind: str, ada: Any) -> None:
    message = notify(kind, to=ada, key="1", title="{{ recipient.email }}{% now 'Y' %}")

    assert message is not None
    assert message.subject == "{{ recipient.email }}{% now 'Y' %} is live"


def test_a_long_subject_is_shortened(kind: str, ada: Any) -> None:
    message = notify(kind, to=ada, key="1", title="x" * 900)

    assert message is not None
    assert len(message.subject) == delivery.SUBJECT_LENGTH


def test_a_link_is_made_absolute(kind: str, ada: Any, settings: Any) -> None:
    message = notify(kind, to=ada, key="1", title="A", link="/offers/a/")

    assert message is not None
    assert f"{settings.PUBLIC_BASE_URL}/offers/a/" in message.body


def test_nobody_is_written_to_without_an_address_or_account(kind: str, ada: Any) -> None:
    ada.is_active = False

    assert notify(kind, to=ada, key="1") is None
    assert notify(kind, to=None, key="1") is None
    assert notify_address(kind, address="", key="1") is None
    assert not Message.objects.exists()


def test_an_unknown_kind_is_a_mistake_of_ours(ada: Any) -> None:
    with pytest.raises(LookupError):
        notify("tests_unknown", to=ada, key="1")


def test_the_outbox_sends_the_mail_once(kind: str, ada: Any, settings: Any) -> None:
    message = notify(kind, to=ada, key="1", title="A")
    assert message is not None

    outbox.run_due()
    delivery.hand_over(message.pk)

    message.refresh_from_db()
    assert (message.state, message.sent_at is not None) == ("sent", True)
    assert [sent.to for sent in mail.outbox] == [[ada.email]]
    sent = mail.outbox[0]
    assert sent.from_email == settings.DEFAULT_FROM_EMAIL
    assert sent.extra_headers["Auto-Submitted"] == "auto-generated"
    assert sent.extra_headers["Message-ID"].startswith(f"<mail-{message.pk}-")


def test_a_mail_server_that_refuses_is_asked_again(
    kind: str, ada: Any, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = notify(kind, to=ada, key="1", title="A")
    assert message is not None
    transport = settings.FORUM_MAIL_BACKEND
    settings.FORUM_MAIL_BACKEND = "tests.common.test_delivery.RefusingBackend"

    outbox.run_due()

    message.refresh_from_db()
    assert message.state == "queued"
    assert Work.objects.get().last_error == "ConnectionRefusedError: no"
    settings.FORUM_MAIL_BACKEND = transport
    Work.objects.update(due_at=timezone.now())
    outbox.run_due()
    message.refresh_from_db()
    assert message.state == "sent"


class RefusingBackend:
    """A mail server that is down."""

    def __init__(self, **kwargs: Any) -> None:
        self.asked = 0

    def send_messages(self, messages: list[Any]) -> int:
        raise ConnectionRefusedError("no")


def test_a_mail_to_a_closed_account_is_withheld(kind: str, ada: Any) -> None:
    message = notify(kind, to=ada, key="1", title="A")
    assert message is not None
    ada.is_active = False
    ada.save()

    outbox.run_due()

    message.refresh_from_db()
    assert message.state == "withheld"
    assert mail.outbox == []


def test_a_mail_whose_work_is_dropped_is_withheld(kind: str, ada: Any, custodian: Any) -> None:
    message = notify(kind, to=ada, key="1", title="A")
    assert message is not None

    outbox.drop(Work.objects.get(), by=custodian)

    message.refresh_from_db()
    assert message.state == "withheld"
    assert list(mails_have_readers()) == []


def test_settled_mails_are_forgotten_after_three_months(kind: str, ada: Any) -> None:
    for key in "abc":
        notify(kind, to=ada, key=key, title="A")
    long_ago = timezone.now() - datetime.timedelta(days=91)
    Message.objects.filter(key="a").update(state="sent", created_at=long_ago)
    Message.objects.filter(key="b").update(created_at=long_ago)

    assert delivery.forget_old() == 1
    assert sorted(Message.objects.values_list("key", flat=True)) == ["b", "c"]


def test_a_kind_is_registered_once(kind: str) -> None:
    with pytest.raises(ValueError, match="Two kinds"):
        delivery.register(NotificationKind(kind, subject="Other"))


def test_every_kind_of_the_site_has_its_template_and_a_reason() -> None:
    missing = []
    assert len(delivery.KINDS) > 40
    for known in delivery.KINDS.values():
        get_template(known.template_name)
        if not known.why:
            missing.append(known.name)

    assert missing == []
