"""Arithmetic modulo m: inverses, congruences, systems, Diophantine equations, remainders of towers of powers."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from orchestra_modules.mathematics.answering import answer
from orchestra_modules.mathematics.engines import modular
from orchestra_modules.mathematics.language.slots import parse_expression

from orchestra.spec import Declined, Solution


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("modular inverse of 5 modulo 17", "7"),
        ("solve 4x ≡ 3 (mod 9)", "x = 3 mod 9"),
        ("4x ≡ 2 (mod 6)", "x = 2 mod 3"),
        ("x ≡ 1 (mod 4), x ≡ 4 (mod 7)", "x = 25 mod 28"),
        ("x is congruent to 1 mod 4 and x is congruent to 4 mod 7", "x = 25 mod 28"),
        ("smallest positive integer n such that n ≡ 1 (mod 4) and n ≡ 4 (mod 7)", "25"),
        ("smallest positive integer that leaves remainder 1 when divided by 4 and remainder 4 when divided by 7", "25"),
        ("smallest number that leaves a remainder of 2 when divided by 4, 5 and 6", "2"),
        ("x^2 ≡ 4 (mod 5)", "x = 2 mod 5, x = 3 mod 5"),
        ("x ≡ 1 (mod 4), x ≡ 2 (mod 6)", "no solution"),
        ("23 ≡ 2 (mod 7)", "True"),
        ("solve the diophantine equation 4x + 6y = 10", "x = 1 + 3*t, y = 1 - 2*t"),
        ("solve the diophantine equation 4x + 6y = 9", "no solution"),
        ("bezout coefficients of 21 and 15", "-2, 3"),
        ("multiplicative order of 2 modulo 7", "3"),
    ],
)
def test_questions_modulo_m_are_answered_and_verified(text: str, value: str) -> None:
    """Solutions are put back into every congruence."""
    result = answer(text)

    assert isinstance(result, Solution), result
    assert result.value == value
    assert result.verified is True


@pytest.mark.parametrize("text", ["modular inverse of 6 modulo 9", "multiplicative order of 4 modulo 6"])
def test_what_shares_a_factor_with_the_modulus_has_no_inverse(text: str) -> None:
    """Undefined, and the common divisor is the reason."""
    result = answer(text)

    assert isinstance(result, Declined)
    assert result.reason.startswith("undefined")


@given(st.integers(-50, 50), st.integers(0, 30), st.integers(1, 500))
def test_residues_of_powers_agree_with_the_power_itself(base: int, exponent: int, modulus: int) -> None:
    """Both roads to the remainder."""
    if base == 0 and exponent == 0:
        return
    node = parse_expression(f"({base})^{exponent}")

    assert modular.residue(node, modulus) == base**exponent % modulus
    assert modular.residue_by_parts(node, modulus) == base**exponent % modulus


@settings(deadline=None)
@given(st.integers(2, 12), st.integers(2, 9), st.integers(2, 5), st.integers(1, 300))
def test_towers_of_powers_are_brought_down_correctly(a: int, b: int, c: int, modulus: int) -> None:
    """Against the whole power, which Python reduces in one call."""
    node = parse_expression(f"{a}^({b}^{c})")

    assert modular.residue(node, modulus) == pow(a, b**c, modulus)


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 40)), min_size=1, max_size=4))
def test_residue_classes_combine_to_the_numbers_in_all_of_them(classes: list[tuple[int, int]]) -> None:
    """By looking at every number up to the product of the moduli."""
    bound = 1
    for _, modulus in classes:
        bound *= modulus
    expected = [n for n in range(min(bound, 3000)) if all((n - rest) % modulus == 0 for rest, modulus in classes)]

    found = modular.combine(classes)

    if expected:
        assert found is not None
        assert found[0] == expected[0]
    elif found is not None:
        assert found[0] >= 3000
