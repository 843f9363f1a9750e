"""All 256 forms of the syllogism, told in English, against the Venn diagram counted out."""

from __future__ import annotations

from itertools import product

import pytest
from orchestra_modules.logic.rules import answer
from orchestra_modules.solving.options import Option, Question

FORMS = {
    "A": "All {0} are {1}.",
    "E": "No {0} are {1}.",
    "I": "Some {0} are {1}.",
    "O": "Some {0} are not {1}.",
}
FIGURES = {
    1: (("M", "P"), ("S", "M")),
    2: (("P", "M"), ("S", "M")),
    3: (("M", "P"), ("M", "S")),
    4: (("P", "M"), ("M", "S")),
}
NAMES = {"S": "sculptors", "M": "gardeners", "P": "pilots"}
UNCONDITIONAL = {
    1: ("AAA", "EAE", "AII", "EIO"),
    2: ("EAE", "AEE", "EIO", "AOO"),
    3: ("IAI", "AII", "OAO", "EIO"),
    4: ("AEE", "IAI", "EIO"),
}
WITH_IMPORT = {1: ("AAI", "EAO"), 2: ("EAO", "AEO"), 3: ("AAI", "EAO"), 4: ("AEO", "EAO", "AAI")}
OPTIONS = (Option("", "valid"), Option("", "invalid"))


def syllogism(mood: str, figure: int) -> str:
    pairs = (*FIGURES[figure], ("S", "P"))
    first, second, last = (FORMS[form].format(NAMES[a], NAMES[b]) for form, (a, b) in zip(mood, pairs, strict=True))
    return f"{first} {second} Therefore, {last[0].lower()}{last[1:]}\nIs the argument valid or invalid?"


def holds(form: str, a: int, b: int, filled: set[tuple[bool, ...]]) -> bool:
    both = any(region[a] and region[b] for region in filled)
    only = any(region[a] and not region[b] for region in filled)
    return {"A": not only, "E": not both, "I": both, "O": only}[form]


def valid(mood: str, figure: int) -> bool:
    pairs = [("SMP".index(a), "SMP".index(b)) for a, b in (*FIGURES[figure], ("S", "P"))]
    regions = list(product((False, True), repeat=3))
    for mask in range(2 ** len(regions)):
        filled = {region for i, region in enumerate(regions) if mask >> i & 1}
        *premises, conclusion = (holds(form, a, b, filled) for form, (a, b) in zip(mood, pairs, strict=True))
        if all(premises) and not conclusion:
            return False
    return True


@pytest.mark.parametrize("figure", FIGURES)
def test_every_form_is_judged_as_the_venn_diagram_counts(figure: int) -> None:
    """The verdict on each of a figure's 64 moods is that of a count over all eight regions, empty or not."""
    for mood in map("".join, product(FORMS, repeat=3)):
        finding = answer(Question(syllogism(mood, figure), OPTIONS))

        assert finding.value == ("valid" if valid(mood, figure) else "invalid"), (mood, figure)
        assert finding.verified is True


@pytest.mark.parametrize(("figure", "mood"), [(f, m) for f, moods in UNCONDITIONAL.items() for m in moods])
def test_the_fifteen_forms_without_existential_import_are_valid(figure: int, mood: str) -> None:
    """Barbara, Celarent and the rest are valid in modern logic."""
    assert answer(Question(syllogism(mood, figure), OPTIONS)).value == "valid"


@pytest.mark.parametrize(("figure", "mood"), [(f, m) for f, moods in WITH_IMPORT.items() for m in moods])
def test_the_nine_forms_that_need_a_member_are_invalid_and_it_is_told_why(figure: int, mood: str) -> None:
    """Where only existential import is missing, the text says so."""
    finding = answer(Question(syllogism(mood, figure), OPTIONS))

    assert finding.value == "invalid"
    assert "that something exists is not assumed" in finding.text
