"""Numbers in other bases and notations."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from orchestra_modules.mathematics.answering import answer
from orchestra_modules.mathematics.engines import radix
from orchestra_modules.solving.refusal import NotUnderstood, Refusal

from orchestra.spec import Declined, Solution


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Convert -4c1 (base 13) to base 4.", "-31001"),
        ("What is 2021 (base 3) in base 9?", "67"),
        ("ab (base 12) to base 10", "131"),
        ("convert 200 to hexadecimal", "c8"),
        ("what is 77 in binary", "1001101"),
        ("binary of 12", "1100"),
        ("write 80 in base 6", "212"),
        ("convert 110101 from binary to decimal", "53"),
        ("what is 110101_2 in decimal", "53"),
        ("convert the hexadecimal number 3e to decimal", "62"),
        ("0x3e to decimal", "62"),
        ("what is 0b110 in octal", "6"),
        ("In base 12, what is 9b + 14?", "b3"),
        ("In base 5, what is -3 - 14?", "-22"),
        ("in base 7, what is 12 * 3", "36"),
        ("add the binary numbers 110 and 11", "1001"),
        ("convert 1987 to roman numerals", "MCMLXXXVII"),
        ("what is the value of the roman numeral XLIV", "44"),
        ("write 3042 in words", "three thousand and forty-two"),
        ("write two hundred and six in figures", "206"),
        ("express 0.00071 in scientific notation", "7.1*10**(-4)"),
        ("602000 in scientific notation", "6.02*10**5"),
        ("Let k = 5*9. What is k in base 2?", "101101"),
    ],
)
def test_numbers_are_written_in_other_notations(text: str, value: str) -> None:
    """Each is read back by another road."""
    result = answer(text)

    assert isinstance(result, Solution), result
    assert result.value == value
    assert result.verified is True


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("convert 18 (base 8) to base 10", "not understood"),
        ("In base 3, what is 13 + 1?", "not understood"),
        ("convert 1101 to decimal", "not understood"),
        ("what is 110 + 11 in base 2", "not understood"),
        ("what is 9 in base 1", "undefined"),
        ("convert 4000 to roman numerals", "undefined"),
        ("what is 0.5 in base 2", "not done"),
    ],
)
def test_what_is_no_numeral_or_unclear_is_declined(text: str, part: str) -> None:
    """A digit that is none, a base that is not named, two readings."""
    result = answer(text)

    assert isinstance(result, Declined), result
    assert result.reason.startswith(part)


@given(st.integers(-(10**30), 10**30), st.integers(2, 36))
def test_numerals_read_back_to_the_number(value: int, base: int) -> None:
    """By Horner's scheme and by powers."""
    shown = radix.write(value, base)

    assert radix.parse(shown, base) == value
    assert radix.powers(shown, base) == value
    assert int(shown, base) == value


@given(st.text(alphabet="0129azAZ-+. _", max_size=8), st.integers(2, 36))
def test_a_numeral_is_read_as_python_reads_it_or_refused(text: str, base: int) -> None:
    """Never another number."""
    try:
        found = radix.parse(text, base)
    except Refusal:
        return

    assert found == int(text.replace(" ", ""), base)


@given(st.integers(1, 3999))
def test_roman_numerals_read_back(value: int) -> None:
    """And only in their usual form."""
    assert radix.from_roman(radix.roman(value)) == value


@pytest.mark.parametrize("text", ["IIII", "VX", "IC", "ABC", ""])
def test_unusual_roman_numerals_are_refused(text: str) -> None:
    """There is one usual form for each number."""
    with pytest.raises(NotUnderstood):
        radix.from_roman(text)


@settings(max_examples=40, deadline=None)
@given(st.integers(-5000, 5000), st.integers(-5000, 5000), st.integers(2, 16), st.sampled_from("+-"))
def test_sums_in_a_base_agree_with_integers(a: int, b: int, base: int, sign: str) -> None:
    """Through the whole language."""
    result = answer(f"In base {base}, what is {radix.write(a, base)} {sign} {radix.write(b, base)}?")

    assert isinstance(result, Solution), result
    assert result.value == radix.write(a + b if sign == "+" else a - b, base)
