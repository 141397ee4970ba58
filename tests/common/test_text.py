"""Cleaning of text keeps every name and loses every trick."""

import pytest

from common import text


@pytest.mark.parametrize(
    "name",
    [
        "O'Brien",
        "Siân Ŵyn",
        "Nguyễn",
        "名",
        "Zoë",
        "+44 (0)121 496 0000",
        "Łódź",
        "नमस्ते",
        "St. John-Smith",
    ],
)
def test_one_line_leaves_real_names_unchanged(name: str) -> None:
    assert text.one_line(name) == name


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\r\nBcc: x@y.example", "a Bcc: x@y.example"),
        ("pay\u202egnp.exe", "paygnp.exe"),
        ("ze\u200bro", "zero"),
        ("tab\tand\x00nul", "tab and nul"),
        ("a\u2028b", "a b"),
        ("  many   spaces ", "many spaces"),
        ("Z" + "\u0301" * 40, "Ź" + "\u0301" * 4),
        ("half\ud800", "half\ufffd"),
        (17, "17"),
    ],
)
def test_one_line_takes_out_what_misleads(typed: object, kept: str) -> None:
    assert text.one_line(typed) == kept


def test_one_line_shortens_with_an_ellipsis() -> None:
    assert text.one_line("abcdefghij", limit=5) == "abcd…"


def test_many_lines_keeps_lines_and_settles_their_ends() -> None:
    assert text.many_lines("a\r\nb\rc\n\u202ed") == "a\nb\nc\nd"


@pytest.mark.parametrize("code", [0, 0xD800, 0xDFFF])
def test_has_unreadable_finds_what_no_database_stores(code: int) -> None:
    assert text.has_unreadable(f"a{chr(code)}b")


@pytest.mark.parametrize("sign", ["\n", "\r", "\u2028", "\u2029", "\x0b", "\x0c", "\x85"])
def test_has_line_break_finds_every_kind(sign: str) -> None:
    assert text.has_line_break(f"a{sign}b")


def test_has_controls_allows_lines_and_tabs_only() -> None:
    assert not text.has_controls("a\n\tb")
    assert text.has_controls("a\x07b")
