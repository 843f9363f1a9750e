"""Sentences of controlled English and their formulas; what is not understood is named."""

from __future__ import annotations

import pytest
from orchestra_modules.logic.rules.formulas import readings, write
from orchestra_modules.logic.rules.morphology import Lexicon
from orchestra_modules.logic.rules.sentences import read_sentence
from orchestra_modules.logic.rules.words import words
from orchestra_modules.solving.refusal import NotUnderstood


def formula(sentence: str, around: str = "") -> str:
    found = words(sentence)
    return write(read_sentence(found, Lexicon([found, words(around)])).formula)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Greta is calm", "calm(greta)"),
        ("The grey heron hunts the frog", "hunt(grey_heron, frog)"),
        ("Greta isn't a plumber", "¬plumber(greta)"),
        ("The heron does not fear the otter", "¬fear(heron, otter)"),
        ("Every blicket is a dax", "∀x1 (blicket(x1) → dax(x1))"),
        ("Blickets are daxes", "∀x1 (blicket(x1) → dax(x1))"),
        ("Each wugpus is not loud", "∀x1 (wugpus(x1) → ¬loud(x1))"),
        ("All loud, tidy things are fast", "∀x1 ((loud(x1) ∧ tidy(x1)) → fast(x1))"),
        ("Loud, tidy people are not fast", "∀x1 ((loud(x1) ∧ tidy(x1)) → ¬fast(x1))"),
        ("Loud and tidy people are fast", "∀x1 ((loud(x1) ∧ tidy(x1)) → fast(x1))"),
        ("No heron is a plumber", "∀x1 (heron(x1) → ¬plumber(x1))"),
        ("Some herons are loud", "∃x1 (heron(x1) ∧ loud(x1))"),
        ("Not every heron is loud", "¬∀x1 (heron(x1) → loud(x1))"),
        ("Only plumbers are calm", "∀x1 (calm(x1) → plumber(x1))"),
        ("Herons that are loud are fast", "∀x1 ((heron(x1) ∧ loud(x1)) → fast(x1))"),
        ("Everyone who is neither loud nor fast is calm", "∀x1 ((¬loud(x1) ∧ ¬fast(x1)) → calm(x1))"),
        ("Whoever is calm is fast", "∀x1 (calm(x1) → fast(x1))"),
        ("Everything that fears the otter is fast", "∀x1 (fear(x1, otter) → fast(x1))"),
        ("There is a heron that is loud", "∃x1 (heron(x1) ∧ loud(x1))"),
        ("There are no loud herons", "¬∃x1 loud_heron(x1)"),
        ("It is not the case that Greta is calm", "¬calm(greta)"),
        ("Greta and Odo are plumbers", "(plumber(greta) ∧ plumber(odo))"),
        ("Greta is neither calm nor fast", "(¬calm(greta) ∧ ¬fast(greta))"),
        ("Greta is either a plumber or a poet, or both", "(plumber(greta) \u2228 poet(greta))"),
        ("Greta is not both a plumber and a poet", "¬(plumber(greta) ∧ poet(greta))"),
        ("Greta is a rival of Odo", "rival_of(greta, odo)"),
        ("Being loud is sufficient for being fast", "∀x1 (loud(x1) → fast(x1))"),
        ("Being loud is necessary for not being fast", "∀x2 (¬fast(x2) → loud(x2))"),
        ("If Greta is calm then Odo is not calm", "(calm(greta) → ¬calm(odo))"),
        ("If someone is loud and they fear the otter then they are fast",
         "∀x1 ((loud(x1) ∧ fear(x1, otter)) → fast(x1))"),
        ("If something fears the otter then the otter hunts it", "∀x1 (fear(x1, otter) → hunt(otter, x1))"),
        ("Greta is calm if Odo is calm", "(calm(odo) → calm(greta))"),
        ("Greta is calm only if Odo is calm", "(calm(greta) → calm(odo))"),
        ("Greta is calm unless Odo is loud", "(¬loud(odo) → calm(greta))"),
        ("If a person is loud then that person is fast", "∀x1 (loud(x1) → fast(x1))"),
        ("Nobody is neither a poet nor a plumber of Ghent", "∀x1 ¬(¬poet(x1) ∧ ¬plumber_of(x1, ghent))"),
    ],
)  # fmt: skip
def test_a_sentence_means_its_formula(sentence: str, expected: str) -> None:
    """Determiners, negation, relative clauses, pronouns and connectives compose."""
    assert formula(sentence) == expected


@pytest.mark.parametrize(
    ("plural", "around", "singular"),
    [
        ("daxes", "one dax", "dax"),
        ("wugpuses", "a wugpus", "wugpus"),
        ("shoes", "a shoe", "shoe"),
        ("heroes", "a hero", "hero"),
        ("ponies", "", "pony"),
        ("wolves", "", "wolf"),
        ("women", "", "woman"),
        ("foxes", "", "fox"),
        ("famous", "", "famous"),
        ("glass", "", "glass"),
        ("bus", "", "bus"),
    ],
)
def test_a_plural_is_the_singular_that_the_text_knows(plural: str, around: str, singular: str) -> None:
    """Doubtful endings are settled by the other words of the text."""
    assert Lexicon([words(around)]).singular(plural) == singular


@pytest.mark.parametrize(
    ("sentence", "count"),
    [
        ("Greta is either a plumber or a poet", 2),
        ("Greta is not loud or fast", 2),
        ("Greta is loud and fast or calm", 2),
        ("Someone who is loud is fast", 2),
        ("Greta is a poet and, in addition, loud or fast", 1),
        ("Greta is not loud but fast", 1),
        ("Greta is not loud and not fast", 1),
    ],
)
def test_words_that_can_be_read_in_several_ways_keep_them_all(sentence: str, count: int) -> None:
    """Scope of "not", "and" beside "or", and "either" are not guessed; commas and repeated words settle them."""
    found = words(sentence)

    assert len(readings(read_sentence(found, Lexicon([found])).formula)) == count


@pytest.mark.parametrize(
    ("sentence", "named"),
    [
        ("Most herons are loud", "Most"),
        ("Greta is usually calm", "usually"),
        ("Greta is taller than Odo", "taller"),
        ("Odo says that Greta lies", "says"),
        ("My heron is loud", "My"),
        ("Greta is calm because Odo is loud", "because"),
        ("Greta is calm % loud", "%"),
        ("The heron who is loud is fast", "heron"),
        ("If Greta fears Odo then it is loud", "it"),
    ],
)
def test_what_is_not_understood_is_named(sentence: str, named: str) -> None:
    """A word outside the grammar is told, never skipped."""
    with pytest.raises(NotUnderstood) as refusal:
        formula(sentence)

    assert named in refusal.value.reason
