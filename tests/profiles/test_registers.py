"""Numbers of public registers, and skeletons of names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from profiles import registers, skeletons

REAL_ROR = (
    *("05j0ve876", "00t67pt25", "01tgmhj36", "00z20c921", "00340yn33", "009tnsj43"),
    *("00d6k8y35", "042ver755", "03angcq70", "01a77tt86", "01k2y1055", "00v6s9648"),
)


@pytest.mark.parametrize("name", REAL_ROR)
def test_ror_identifiers_of_the_region_pass(name):
    assert registers.settle("ror", f" https://ror.org/{name.upper()} ") == name


@given(
    st.sampled_from(REAL_ROR),
    st.integers(1, 8),
    st.sampled_from("0123456789abcdefghjkmnpqrstvwxyz"),
)
def test_one_wrong_character_of_a_ror_identifier_is_found(name, place, letter):
    wrong = name[:place] + letter + name[place + 1 :]

    if wrong == name:
        assert registers.settle("ror", wrong) == name
    else:
        with pytest.raises(registers.WrongNumber):
            registers.settle("ror", wrong)


@pytest.mark.parametrize(
    ("register", "typed", "settled"),
    [
        ("charity", "1090095", "1090095"),
        ("charity", " 279 417 ", "279417"),
        ("charity", "sc042386", "SC042386"),
        ("charity", "NIC100019", "NIC100019"),
        ("company", "9506232", "09506232"),
        ("company", "sc 123456", "SC123456"),
        ("company", "IP03145R", "IP03145R"),
        ("council", "e08000026", "E08000026"),
        ("council", "", ""),
    ],
)
def test_numbers_are_written_as_their_register_does(register, typed, settled):
    assert registers.settle(register, typed) == settled


@pytest.mark.parametrize(
    ("register", "typed"),
    [
        *(
            ("charity", text)
            for text in ("12", "0123456", "12345678", "=1090095", "１０９００９５")
        ),
        *(("company", text) for text in ("00000000", "12345", "XX123456", "123456789", "٠٩٥٠٦٢٣٢")),
        *(("council", text) for text in ("BIR", "E08000000", "E0800002", "X08000026")),
        *(("ror", text) for text in ("01a77tt87", "11a77tt86", "01a77tt8", "javascript:alert(1)")),
    ],
)
def test_what_a_register_cannot_have_given_is_refused_in_a_sentence(register, typed):
    with pytest.raises(registers.WrongNumber, match=r"\.$"):
        registers.settle(register, typed)


@given(st.sampled_from(["charity", "company", "council", "ror"]), st.text(max_size=60))
def test_settling_any_text_ends_in_a_number_or_in_words(register, text):
    try:
        number = registers.settle(register, text)
    except registers.WrongNumber:
        return

    assert number == "" or registers.settle(register, number) == number
    assert len(number) <= 20


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Aston University", "Аston Univеrsity"),  # Cyrillic А and е
        ("Aston University", "The University of ASTON"),
        ("Aston University", "A\u200bston\u202e University"),
        ("Kite’s Nest Youth Club", "Kites Nest Youth Club CIC"),
        ("Café Nero", "Cafe\u0301 Nero Ltd."),
        ("Smith & Sons", "Smith and Sons Limited"),
        ("Ａston University", "Aston University"),  # full width
        ("Ladywood Trust", "Ladyw00d Trust"),
    ],
)
def test_names_that_look_the_same_have_one_skeleton(one, other):
    assert skeletons.skeleton(one) == skeletons.skeleton(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("University of Birmingham", "Birmingham City University"),
        ("Walsall Befrienders", "Dudley Befrienders"),
        ("平和", "和平館"),
    ],
)
def test_names_that_differ_have_two(one, other):
    assert skeletons.skeleton(one) != skeletons.skeleton(other)
