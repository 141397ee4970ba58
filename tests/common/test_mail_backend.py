"""Mails of Wagtail and allauth become rows with the same guarantees."""

from typing import Any

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection, send_mail
from django.db import transaction

from common.models import Message, Work

BACKEND = "common.mail_backend.OutboxBackend"


@pytest.fixture(autouse=True)
def _outbox(settings: Any) -> None:
    settings.EMAIL_BACKEND = BACKEND


def test_a_mail_becomes_one_row_for_each_recipient(ada: Any) -> None:
    count = send_mail("Hello\tyou", "Text", None, ["ADA@people.example", "Bo <bo@x.example>"])

    assert count == 1
    rows = Message.objects.order_by("address")
    assert [(row.address, row.recipient) for row in rows] == [
        ("ADA@people.example", ada),
        ("bo@x.example", None),
    ]
    assert {row.subject for row in rows} == {"Hello you"}
    assert Work.objects.filter(kind="common.send_mail").count() == 2


def test_html_reply_to_and_known_headers_are_kept(ada: Any) -> None:
    message = EmailMultiAlternatives(
        "S",
        "Text",
        to=[ada.email],
        reply_to=["desk@x.example"],
        headers={"Auto-Submitted": "auto-generated", "X-Other": "1"},
    )
    message.attach_alternative("<p>Text</p>", "text/html")

    message.send()

    row = Message.objects.get()
    assert row.html == "<p>Text</p>"
    assert row.headers == {"Auto-Submitted": "auto-generated", "Reply-To": "desk@x.example"}


def test_hidden_recipients_get_mails_of_their_own(db: None) -> None:
    EmailMultiAlternatives("S", "T", to=["a@x.example"], bcc=["b@x.example"]).send()

    assert sorted(Message.objects.values_list("address", flat=True)) == [
        "a@x.example",
        "b@x.example",
    ]


def test_a_mail_is_undone_with_what_it_tells_of(db: None) -> None:
    @transaction.atomic
    def fail() -> None:
        send_mail("S", "T", None, ["a@x.example"])
        raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()

    assert not Message.objects.exists()


def test_a_mail_to_nobody_is_no_row(db: None) -> None:
    assert get_connection(BACKEND).send_messages([EmailMultiAlternatives("S", "T")]) == 0
    assert not Message.objects.exists()


def test_attachments_are_refused(db: None) -> None:
    message = EmailMultiAlternatives("S", "T", to=["a@x.example"])
    message.attach("cv.pdf", b"x", "application/pdf")

    with pytest.raises(ValueError, match="links"):
        message.send()
