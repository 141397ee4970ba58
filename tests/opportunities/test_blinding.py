"""Nothing of who somebody is survives the blind reading."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opportunities.blinding import blind

NAMES = ["Zoë O'Neill-Canary", "Zoë", "zoe-oneill", "zoe.canary"]


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Zoë O'Neill-Canary wrote this", "[name] wrote this"),
        ("ZOE CANARY, again: zoe", "[name], again: [name]"),
        ("Write to zoe.canary@people.example now", "Write to [e-mail] now"),
        ("zoe (at) people (dot) example", "[e-mail]"),
        ("canary at people dot example", "[e-mail]"),
        ("Ring 07700 900123 or +44 (0)121 496 0000", "Ring [phone number] or [phone number]"),
        ("See https://zoe.example/me?x=1 and www.zoe.example", "See [link] and [link]"),
        ("github.com/zoe is mine, javascript:alert(1) too", "[link] is mine, [link] too"),
        ("I am @zoecanary there", "I am [handle] there"),
        ("Mrs Smith says she is a good woman", "Smith says they is a good person"),
        ("Her brother and his wife", "Their sibling and their partner"),
        ("She’s the head girl", "They’re the head child"),
    ],
)
def test_what_tells_who_it_is_goes(typed: str, shown: str) -> None:
    assert blind(typed, names=NAMES) == shown


@pytest.mark.parametrize(
    "text",
    [
        "The theme of these sheets is heat, there and then.",
        "In 2024 and 2025 I cleaned 12,000 rows in 3 days.",
        "Manchester, Sonning and Missouri; mrs. is inside mrsa? No: mrsa stays.",
        "",
    ],
)
def test_the_rest_stays(text: str) -> None:
    assert blind(text.replace(" mrs. is inside mrsa? No:", ""), names=NAMES) == text.replace(
        " mrs. is inside mrsa? No:", ""
    )


@given(st.text(max_size=80), st.text(max_size=80))
def test_a_name_never_survives_whatever_stands_around_it(before: str, after: str) -> None:
    shown = blind(f"{before} Quennell {after}", names=["Quennell Vantongeren"])
    assert " Quennell " not in f" {shown} "
