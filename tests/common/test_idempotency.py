"""The same form twice is one thing; the same key with other words is refused."""

import datetime
from typing import Any

import pytest
from django.http import QueryDict
from django.utils import timezone

from common.idempotency import KeyReused, digest, forget_old, once, valid_key
from common.models import SentForm, Sign

KEY = "0123456789abcdef"


def send(key: str, *, actor: Any, name: str) -> tuple[bool, str]:
    """A form that makes a row and answers with its address."""
    with once(key, actor=actor, body={"name": name}) as attempt:
        if not attempt.repeated:
            sign = Sign.objects.create(name=name)
            attempt.answer = f"/signs/{sign.pk}/"
    return attempt.repeated, attempt.answer


def test_the_same_form_twice_gives_the_same_answer(ada: Any) -> None:
    first = send(KEY, actor=ada, name="one")
    second = send(KEY, actor=ada, name="one")

    assert first == (False, f"/signs/{Sign.objects.get().pk}/")
    assert second == (True, first[1])


def test_the_same_key_with_another_body_is_refused(ada: Any) -> None:
    send(KEY, actor=ada, name="one")

    with pytest.raises(KeyReused):
        send(KEY, actor=ada, name="two")

    assert Sign.objects.get().name == "one"


def test_the_same_key_of_another_person_is_another_form(ada: Any, custodian: Any) -> None:
    send(KEY, actor=ada, name="one")

    assert send(KEY, actor=custodian, name="two")[0] is False
    assert send(KEY, actor=None, name="three")[0] is False
    assert Sign.objects.count() == 3


def test_a_failed_form_may_be_sent_again(ada: Any) -> None:
    def fail() -> None:
        with once(KEY, actor=ada, body={"name": "one"}):
            Sign.objects.create(name="one")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()

    assert not SentForm.objects.exists()
    assert not Sign.objects.exists()
    assert send(KEY, actor=ada, name="one")[0] is False


def test_without_a_key_each_form_stands_alone(ada: Any) -> None:
    """The control: what happens to a double click without a key."""
    send("", actor=ada, name="one")
    send("", actor=ada, name="two")

    assert Sign.objects.count() == 2
    assert not SentForm.objects.exists()


def test_keys_are_forgotten_after_a_week(ada: Any) -> None:
    send(KEY, actor=ada, name="one")
    SentForm.objects.update(created_at=timezone.now() - datetime.timedelta(days=8))

    assert forget_old() == 1
    assert not SentForm.objects.exists()


def test_digest_ignores_order_and_what_is_not_content() -> None:
    first = QueryDict("a=1&a=2&b=3&csrfmiddlewaretoken=x&idempotency_key=y")
    second = QueryDict("idempotency_key=z&b=3&csrfmiddlewaretoken=w&a=1&a=2")

    assert digest(first) == digest(second)
    assert digest(first) != digest(QueryDict("a=2&a=1&b=3"))


def test_digest_takes_rows_dates_and_nothing(ada: Any) -> None:
    body = {"who": ada, "day": datetime.date(2026, 1, 1), "none": None, "many": [ada, 1]}

    assert digest(body) == digest(dict(reversed(body.items())))


@pytest.mark.parametrize(
    ("key", "valid"),
    [(KEY, True), ("a" * 64, True), ("a" * 65, False), ("short", False), ("a b c d e f g", False)],
)
def test_valid_key(key: str, valid: bool) -> None:
    assert valid_key(key) is valid
