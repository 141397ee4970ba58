"""Initials, lines of attendance and pasted markup: pure functions."""

from types import SimpleNamespace

import pytest

from community.attendance_lines import LinesUnclear, read_lines
from community.initials import Unclear, initials_of, read_actions, resolve, whose
from community.markup import tidy, to_html


def person(name: str, initials: str = "", body: str = "") -> SimpleNamespace:
    shown = f"{name} ({body})" if body else name
    return SimpleNamespace(name=name, initials=initials, desk_name=shown)


PRIYA, PAT, PAULA = person("Priya Rao"), person("Pat Webb"), person("Paula Wong")
COLIN, PIA = person("Colin Pell", "CP"), person("Pia Bone")
PEOPLE = [PRIYA, PAT, PAULA, COLIN, PIA]


def test_initials_leave_titles_out():
    assert [initials_of(name) for name in ("Dr Priya Rao", "Una", "", "Prof. A B Lee")] == [
        "PR",
        "U",
        "",
        "ABL",
    ]


def test_initials_written_beside_a_name_win():
    assert resolve("cp", PEOPLE) == [COLIN]
    assert resolve("PW", PEOPLE) == [PAT, PAULA]


def test_reading_finds_labelled_actions_and_known_initials_with_to():
    text = "\n".join(
        [
            "Action: PR to liaise with CP & PB",
            "- CP to circulate the proposal",
            "PR and PB to meet",
            "ALL to read the paper",
            "Action 5: find a room",
        ]
    )

    found = read_actions(text, PEOPLE)

    assert [(one.text, one.owners, one.everyone) for one in found] == [
        ("PR to liaise with CP & PB", [PRIYA], False),
        ("CP to circulate the proposal", [COLIN], False),
        ("PR and PB to meet", [PRIYA, PIA], False),
        ("ALL to read the paper", [], True),
        ("find a room", [], False),
    ]


def test_reading_leaves_prose_alone():
    text = "IT to be mended\nall to be seen\nWe thanked PR.\nThe UK will leave\nAll members came."

    assert read_actions(text, PEOPLE) == []


def test_reading_says_which_initials_two_people_have():
    [found] = read_actions("Action: PW to ring", PEOPLE)

    assert found.owners == []
    assert found.unsure == {"PW": [PAT, PAULA]}


def test_reading_says_whose_initials_are_nobodys():
    [found] = read_actions("Action: ZZ to ring", PEOPLE)

    assert found.unknown == ["ZZ"]


def test_owners_are_initials_names_or_everyone():
    assert whose("PR, Paula Wong; all", PEOPLE) == ([PRIYA, PAULA], True)


@pytest.mark.parametrize("typed", ["PW", "ZZ", "Nobody Here"])
def test_owners_that_are_unclear_are_refused_in_words(typed):
    with pytest.raises(Unclear, match=r"Write which|Enter them"):
        whose(typed, PEOPLE)


def test_lines_hold_name_initials_and_organisation():
    lines = read_lines(
        "Priya Rao (Severn Housing)\n\n* Tom Ash, Tile Hill\n(Dudley Museum)\nUna Kay [UKY] – Aston"
    )

    assert [(one.name, one.initials, one.organisation_name) for one in lines] == [
        ("Priya Rao", "PR", "Severn Housing"),
        ("Tom Ash", "TA", "Tile Hill"),
        ("", "", "Dudley Museum"),
        ("Una Kay", "UKY", "Aston"),
    ]


def test_lines_that_are_too_long_or_too_many_are_refused_in_words():
    with pytest.raises(LinesUnclear, match="Line 2 is too long"):
        read_lines("Ann Lee\n" + "x" * 200)
    with pytest.raises(LinesUnclear, match="300 lines"):
        read_lines("\n".join(f"Person {n}" for n in range(301)))


WORD = (
    "<!--[if gte mso 9]><xml><w:WordDocument/></xml><![endif]--><style>p.MsoNormal{color:red}</style>"
    "<p class=MsoNormal>Burial data: <b>still</b> none<o:p></o:p></p><ul><li>One<li>Two</ul>"
    "<script>alert(1)</script><p>5 &lt; 6</p><img src=x onerror=alert(1)>"
)


def test_pasted_word_markup_becomes_plain_text():
    assert tidy(WORD) == "Burial data: still none\n\n- One\n- Two\n5 < 6"


def test_plain_text_stays_as_it_was_typed():
    text = "a < b and 3<4 people\n- one\n\n**bold**"

    assert tidy(text) == text


@pytest.mark.parametrize(
    "hostile",
    [
        WORD,
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "![x](https://evil.example/pixel.png)",
        "<a href='data:text/html,x'>x</a>",
        "<svg/onload=alert(1)>",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "<p style='position:fixed'>x</p>",
    ],
)
def test_hostile_markup_is_never_drawn(hostile):
    for drawn in (to_html(hostile), to_html(tidy(hostile))):
        lowered = drawn.lower()
        for tag in ("<script", "<img", "<svg", "<style", "<p s", "<p c", "<iframe"):
            assert tag not in lowered
        assert 'href="javascript' not in lowered
        assert 'href="data' not in lowered


def test_marks_become_lists_bold_and_links_that_say_nothing():
    drawn = to_html("**Decided**: see [the paper](https://a.example/p)\n\n- one\n- two")

    assert drawn == (
        '<p><strong>Decided</strong>: see <a href="https://a.example/p" '
        'rel="nofollow noopener noreferrer">the paper</a></p>\n<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n'
    )
