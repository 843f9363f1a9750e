"""English word forms: which singular a plural may have, and which verb a form in -s belongs to.

A form alone does not settle it ("shoes", "heroes"), so the words of the whole text are asked: the candidate that stands
in it is taken, and the likeliest one otherwise. Knows invented words only through their endings.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from orchestra_modules.logic.rules.prose.verbs import candidates, in_s, past
from orchestra_modules.logic.rules.words import (
    ARTICLES,
    AUXILIARIES,
    COPULAS,
    EVERY,
    MODALS,
    RELATIVES,
    Word,
    word_class,
)

_PLURALS: Final = {
    "people": "person",
    "men": "man",
    "women": "woman",
    "children": "child",
    "mice": "mouse",
    "geese": "goose",
    "feet": "foot",
    "teeth": "tooth",
    "oxen": "ox",
    "dice": "die",
    "lice": "louse",
    "cacti": "cactus",
    "fungi": "fungus",
    "criteria": "criterion",
    "phenomena": "phenomenon",
}
_SAME: Final = word_class("sheep fish deer species series aircraft")
_BEFORE_A_PARTICIPLE: Final = word_class("is are was were be been being has have had a an the")
_IRREGULAR: Final = {"has": "have", "goes": "go", "does": "do", "is": "be", "had": "have"}


def singulars(word: str) -> tuple[str, ...]:
    """The singulars that a word may be the plural of, likeliest first; none if it looks like no plural."""
    for plural, single in _PLURALS.items():
        if word == plural or (
            word.endswith(plural) and plural in ("men", "women", "children") and len(word) > len(plural) + 1
        ):
            return (word[: -len(plural)] + single,)
    if word in _SAME:
        return (word,)
    if not word.endswith("s") or word.endswith(("ss", "us", "is")) or len(word) < 3:
        return ()
    found: list[str] = []
    if word.endswith("ies") and len(word) > 4:
        found.append(word[:-3] + "y")
    if word.endswith("ves"):
        found += [word[:-3] + "f", word[:-3] + "fe"]
    if word.endswith(("uses", "sses", "shes", "ches", "xes", "zzes", "oes", "ises")):
        found.append(word[:-2])
    found.append(word[:-1])
    if word.endswith("es"):
        found.append(word[:-2])
    return tuple(dict.fromkeys(found))


def bases(word: str) -> tuple[str, ...]:
    """The verbs that a form in -s may belong to, likeliest first; none if it looks like no such form."""
    if word in _IRREGULAR:
        return (_IRREGULAR[word],)
    if not word.endswith("s") or word.endswith(("ss", "us", "is")) or len(word) < 3:
        return ()
    found: list[str] = []
    if word.endswith("ies") and len(word) > 4:
        found.append(word[:-3] + "y")
    if word.endswith(("sses", "shes", "ches", "xes", "zzes", "oes")):
        found.append(word[:-2])
    found.append(word[:-1])
    if word.endswith("es"):
        found.append(word[:-2])
    return tuple(dict.fromkeys(found))


class Lexicon:
    """The words of one text, which settle doubtful forms, and how they are written there."""

    def __init__(self, sentences: Sequence[tuple[Word, ...]]) -> None:
        found = [word for sentence in sentences for word in sentence if not word.sign]
        self.words = frozenset(word.lower for word in found)
        self.in_small_letters = frozenset(word.lower for word in found if word.text[0].islower())
        self.letters = frozenset(
            word.lower
            for sentence in sentences
            if not any(part.lower in ("if", "when", "whenever") for part in sentence)
            for word in sentence
            if len(word.text) == 1 and word.text not in ("a",)
        )
        self.names = frozenset(word.lower for word in found if word.capital)
        self.subjects = frozenset(
            sentence[0].lower
            for sentence in sentences
            if len(sentence) > 1 and sentence[0].lower in self.names and sentence[1].lower in ("is", "was")
        )
        self.rows = sentences
        self.nouns = _nouns(sentences)
        self.verb_forms = _verb_forms(sentences, self.words)
        self.finite = frozenset(
            word.lower
            for sentence in sentences
            for before, word in pairwise(sentence)
            if bases(word.lower) and (before.capital or before.lower in ("he", "she", "it", "who", "that"))
        )
        self.plain_verbs = _plain_verbs(sentences)
        self.text = " " + " ".join(word.lower for word in found) + " "

    def singular(self, word: str) -> str:
        """The singular of a noun, in whatever form it stands."""
        lower = word.lower()
        found = singulars(lower)
        known = [single for single in found if single in self.words]
        if lower.endswith("ous") and not known:
            return lower
        return (known or list(found) or [lower])[0]

    def base(self, word: str) -> str:
        """The plain form of a verb."""
        lower = word.lower()
        if lower in self.verb_forms:
            return self.verb_forms[lower]
        found = bases(lower)
        known = [base for base in found if base in self.words]
        return (known or list(found) or [lower])[0]

    def verb_before(self, word: str, following: str) -> bool:
        """Whether, after "no mammal", a word in -s is the verb, as in "lays eggs", and no noun, as in "owners bark"."""
        if bases(following) or word in self.finite:  # two words in -s do not agree as a subject and its verb
            return True
        return any(base in self.plain_verbs for base in bases(word)) and following not in self.plain_verbs

    def only_after(self, verb: str, noun: str) -> bool:
        """Whether a noun stands in the text only behind one verb, so that the two may be one predicate."""
        before = [
            row[place - 1].lower if place else ""
            for row in self.rows
            for place, word in enumerate(row)
            if noun in (word.lower, *singulars(word.lower))
        ]
        return len(before) > 1 and all(word == "no" or self.base(word) == verb for word in before)

    def together(self, first: str, second: str) -> bool:
        """Whether two names stand in the text only as one, joined by "and"."""
        joint = self.text.count(f" {first} and {second} ")
        if first == second:
            return self.text.replace(" ", "  ").count(f" {first} ") == 2 * joint
        return joint == self.text.count(f" {first} ") == self.text.count(f" {second} ")


def _nouns(sentences: Sequence[tuple[Word, ...]]) -> frozenset[str]:
    """Words that the text shows as nouns: in the plural, or after an article at the end of a row of words."""
    found: set[str] = set()
    for sentence in sentences:
        for place, word in enumerate(sentence):
            following = sentence[place + 1] if place + 1 < len(sentence) else None
            found.update(singulars(word.lower))
            ends = following is None or following.sign or following.is_in(COPULAS | AUXILIARIES | MODALS | RELATIVES)
            if place and sentence[place - 1].is_in(ARTICLES | EVERY) and ends:
                found.add(word.lower)
    return frozenset(found)


def _verb_forms(sentences: Sequence[tuple[Word, ...]], known: frozenset[str]) -> dict[str, str]:
    """Past and "-ing" forms of verbs that the text has in another form too; no past that follows "is" or "has"."""
    found: dict[str, str] = {}
    passive: set[str] = set()
    for sentence in sentences:
        for place, word in enumerate(sentence):
            ongoing = word.lower.endswith("ing") and place > 0
            if word.sign or word.capital or not (ongoing or past(word.lower)):
                continue
            base = next((b for b in candidates(word.lower)[:-1] if b in known or in_s(b) in known), None)
            before = {w.lower for w in sentence[max(0, place - 2) : place]}
            if not ongoing and before & _BEFORE_A_PARTICIPLE:
                passive.add(word.lower)
            elif base is not None and place:
                found[word.lower] = base
    return {form: base for form, base in found.items() if form not in passive}


def _plain_verbs(sentences: Sequence[tuple[Word, ...]]) -> frozenset[str]:
    """Verbs that the text shows as such: after "does not" and the like, or in -s after "who"."""
    found: set[str] = set()
    for sentence in sentences:
        for place, word in enumerate(sentence[:-1]):
            if not place and word.lower in ("does", "did", "do", "will", "can") and sentence[1].capital:
                behind = next((w for w in sentence[1:] if not w.capital), word)
                found.update({behind.lower} if not behind.sign and behind is not word else ())
            after = [w for w in sentence[place + 1 : place + 3] if not w.says("not")]
            if not after or after[0].sign or after[0].capital:
                continue
            if (
                word.lower in ("does", "did", "do", "will", "can")
                and place
                and after[0].lower not in ("be", "the", "a")
            ):
                found.add(after[0].lower)
            if word.lower == "who" and (plain := bases(after[0].lower)):
                found.add(plain[0])
    return frozenset(found)
