"""A text that compares amounts: "Ada is three years older than Ben", "as tall as", "half as heavy as". Knows no solver.

One scale a text; a text without a tie and without a measure is left to the orders, where no two are alike.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from orchestra_modules.logic.arrangements.amounts.comparison import (
    Ask,
    ByHowMuch,
    Comparison,
    Differs,
    Extreme,
    Fact,
    Is,
    More,
    Times,
    Whether,
)
from orchestra_modules.logic.arrangements.orders.relations import comparative, superlative
from orchestra_modules.logic.arrangements.orders.scales import poles
from orchestra_modules.logic.arrangements.orders.things import thing
from orchestra_modules.logic.arrangements.sentences import Sentence, sentences, vocabulary
from orchestra_modules.solving.numerals import cardinal
from orchestra_modules.solving.options import Question
from orchestra_modules.solving.refusal import NotUnderstood
from orchestra_modules.solving.regex import regex

MAX_THINGS: Final = 20
_CUE: Final = regex(
    r"\b(?:as \w+ as|same|twice|half|times|thrice|(?:years?|months?|cm|kg|inch(?:es)?|feet|pounds?|met(?:re|er)s?|"
    r"minutes?|points?|euros?|dollars?|centimet(?:re|er)s?) (?:\w+er|old|tall|more|less))\b"
)
_UNITS: Final = {
    unit: words.split()[0]
    for words in ("year years", "month months", "cm centimetre centimetres centimeter centimeters",
                  "kg kilograms kilogram",
                  "inch inches", "foot feet", "pound pounds", "metre metres meter meters", "minute minutes",
                  "point points", "euro euros", "dollar dollars", "day days", "week weeks", "hour hours")
    for unit in words.split()
}  # fmt: skip
_NOUNS: Final = {"age": "old", "height": "tall", "weight": "heavy", "length": "long", "size": "big",
                 "price": "expensive",
                 "speed": "fast", "strength": "strong", "width": "wide"}  # fmt: skip
_FACTORS: Final = {"twice": Fraction(2), "half": Fraction(1, 2), "thrice": Fraction(3)}
MAX_LINKS: Final = 6  # the ways to part a sentence double with each
_BE: Final = vocabulary("is are was were")


class _Reader:
    def __init__(self) -> None:
        self.names: list[str] = []
        self.shown: list[str] = []
        self.facts: list[Fact] = []
        self.scales: set[str] | None = None
        self.units: set[str] = set()
        self.measured = False

    def thing(self, words: Sequence[str], source: str, add: bool = True) -> int | None:
        key = thing(words)
        if key is None or key == "?" or not key.replace(" ", "").isalpha():
            return None
        if key not in self.names:
            if not add:
                return None
            found = re.search(rf"(?<!\w){re.escape(key)}(?!\w)", source, re.IGNORECASE)
            self.names.append(key)
            self.shown.append(found[0] if found is not None else key)
        return self.names.index(key)

    def sign(self, readings: Sequence[tuple[str, int]]) -> int | None:
        """The direction of an adjective on the one scale of the text, or none where it is of another scale."""
        scales = {scale for scale, _ in readings}
        if self.scales is not None and not self.scales & scales:
            return None
        self.scales = scales if self.scales is None else self.scales & scales
        signs = {sign for scale, sign in readings if scale in self.scales}
        return signs.pop() if len(signs) == 1 else None

    def clause(self, subject: int, words: list[str], source: str) -> int | None:
        """File what is said of a subject; the thing named last, or none where it is not of this language."""
        if sum(word in ("and", "but", ",") for word in words) > MAX_LINKS:
            return None
        for cut in range(len(words) - 1, 1, -1):
            if words[cut] in ("and", "but", ","):
                kept = list(self.facts)
                last = self.clause(subject, words[:cut], source)
                rest = words[cut + 1 :]
                relative = rest[:1] == ["who"]
                rest = rest[1:] if relative or rest[:1] == ["and"] else rest
                rest = rest[1:] if rest[:1] and rest[0] in _BE else rest
                if last is not None and rest:
                    after = self.clause(last if relative else subject, rest, source)
                    if after is not None:
                        return after
                self.facts = kept
        return self._simple(subject, words, source)

    def _simple(self, subject: int, words: list[str], source: str) -> int | None:
        if words[:1] == ["not"] and words[1:2] in (["as"], ["so"]) and words[3:4] == ["as"]:
            sign, other = self.sign(poles(words[2])), self.thing(words[4:], source)
            return None if sign is None or other is None else self._differs(other, subject, sign, None, source)
        if words[:1] in (["as"], ["exactly", "as"]) and words[2:3] == ["as"]:
            sign, other = self.sign(poles(words[1])), self.thing(words[3:], source)
            self.measured = True
            return None if sign is None or other is None else self._differs(subject, other, 1, Fraction(0), source)
        if words[:2] == ["the", "same"] and words[3:4] == ["as"] and words[2] in _NOUNS:
            sign, other = self.sign(poles(_NOUNS[words[2]])), self.thing(words[4:], source)
            self.measured = True
            return None if sign is None or other is None else self._differs(subject, other, 1, Fraction(0), source)
        factor = self._factor(words)
        if factor is not None:
            rest = factor[1]
            if rest[:1] != ["as"] or rest[2:3] != ["as"] or self.sign(poles(rest[1])) != 1:
                return None
            other = self.thing(rest[3:], source)
            if other is None:
                return None
            self.measured = True
            self.facts.append(Times(subject, other, factor[0], source))
            return other
        amount, rest = self._amount(words)
        if amount is not None and (not rest or (len(rest) == 1 and self.sign(poles(rest[0])) == 1)):
            self.facts.append(Is(subject, amount, source))
            return subject
        found = comparative(rest) if rest else None
        if found is None or rest[found[1] : found[1] + 1] != ["than"]:
            return None
        sign, other = self.sign(found[0].readings), self.thing(rest[found[1] + 1 :], source)
        if sign is None or other is None or other == subject:
            return None
        self.measured = self.measured or amount is not None
        return self._differs(subject, other, sign, amount, source)

    def _differs(self, first: int, second: int, sign: int, amount: Fraction | None, source: str) -> int:
        high, low = (first, second) if sign > 0 else (second, first)
        self.facts.append(Differs(high, low, amount, source))
        return second

    @staticmethod
    def _factor(words: list[str]) -> tuple[Fraction, list[str]] | None:
        if words[0] in _FACTORS:
            return _FACTORS[words[0]], words[1:]
        number = _number(words[0])
        if number is not None and words[1:2] == ["times"] and words[2:3] == ["as"]:
            return number, words[2:]
        return None

    def _amount(self, words: list[str]) -> tuple[Fraction | None, list[str]]:
        """The measure that the words begin with, and the words after it."""
        number = _number(words[0])
        if number is None:
            return None, words
        if len(words) > 1 and words[1] in _UNITS:
            self.units.add(_UNITS[words[1]])
            return number, words[2:]
        return number, words[1:]

    def told(self, each: Sentence) -> bool:
        """File a sentence; false where it is not of this language."""
        words = [word for word in each.lower if word != '"']
        for cut in (index for index, word in enumerate(words) if word in ("and", "but", "while")):
            kept, named = list(self.facts), len(self.names)
            before = words[: cut - 1] if words[cut - 1] == "," else words[:cut]
            if self._told(before, each) and self._told(words[cut + 1 :], each):
                return True
            self.facts = kept
            del self.names[named:], self.shown[named:]
        return self._told(words, each)

    def _told(self, words: list[str], each: Sentence) -> bool:
        while words and words[0] in ("also", "and", "finally", "moreover", "but"):
            words = words[1:]
        for cut in range(1, min(len(words) - 1, 8)):
            if words[cut] not in _BE and words[cut] not in ("weighs", "costs"):
                continue
            rest = words[cut + 1 :]
            if words[cut] in ("weighs", "costs"):
                rest = self._verbal(words[cut], rest)
            subjects = [self.thing(part.split(), each.text) for part in re.split(r" and ", " ".join(words[:cut]))]
            if len(subjects) == 2 and subjects[0] is not None and subjects[1] is not None:
                return self._alike(subjects[0], subjects[1], rest, each.text)
            if len(subjects) == 1 and subjects[0] is not None and rest:
                return self.clause(subjects[0], rest, each.text) is not None
            return False
        return False

    @staticmethod
    def _verbal(verb: str, rest: list[str]) -> list[str]:
        """ "Weighs 3 kg more than" told as "is 3 kg heavier than"."""
        noun, more, less = ("weight", "heavier", "lighter") if verb == "weighs" else ("price", "dearer", "cheaper")
        if rest[:3] in (["the", "same", "as"], ["as", "much", "as"]):
            return ["the", "same", noun, "as", *rest[3:]]
        return [{"more": more, "less": less}.get(word, word) for word in rest]

    def _alike(self, first: int, second: int, rest: list[str], source: str) -> bool:
        """Two are of the same age; two are equally tall."""
        bare = [word for word in rest if word != "of"]
        word = _NOUNS.get(bare[2], "") if bare[:2] == ["the", "same"] and len(bare) == 3 else ""
        word = bare[1] if bare[:1] == ["equally"] and len(bare) == 2 else word
        if not word or self.sign(poles(word)) is None:
            return False
        self.measured = True
        self._differs(first, second, 1, Fraction(0), source)
        return True

    def asked(self, each: Sentence) -> Ask | None:
        """What a question asks, or none."""
        words = [word for word in each.lower if word != '"']
        while words and words[0] in ("so", "then", "now", ",", "therefore"):
            words = words[1:]
        if words[:1] in (["who"], ["which"], ["what"]):
            return self._who(words, each.text)
        if words[:2] == ["how", "much"] or words[:2] == ["how", "many"]:
            return self._by_how_much(words[2:], each.text)
        if words and words[0] in _BE and len(words) > 3:
            for cut in range(2, len(words) - 1):
                first = self.thing(words[1:cut], each.text, add=False)
                if first is None:
                    continue
                found = comparative(words[cut:])
                if found is not None and words[cut + found[1] : cut + found[1] + 1] == ["than"]:
                    other = self.thing(words[cut + found[1] + 1 :], each.text, add=False)
                    sign = self.sign(found[0].readings)
                    if other is None or sign is None:
                        return None
                    return Whether(first, other) if sign > 0 else Whether(other, first)
        return None

    def _who(self, words: list[str], source: str) -> Ask | None:
        verb = next((index for index, word in enumerate(words[:4]) if word in _BE), None)
        if verb is None or (verb > 1 and thing(words[:verb]) is None):
            return None
        rest = words[verb + 1 :]
        if "," in rest and "or" in rest:
            cut = rest.index(",")
            pair = [self.thing(part.split(), source, add=False) for part in " ".join(rest[cut + 1 :]).split(" or ")]
            found = comparative(rest[:cut])
            sign = None if found is None or found[1] != cut else self.sign(found[0].readings)
            if len(pair) == 2 and pair[0] is not None and pair[1] is not None and sign is not None:
                return More(pair[0], pair[1], sign > 0)
            return None
        rest = rest[1:] if rest[:1] == ["the"] else rest
        found = superlative(rest) if rest else None
        if found is None:
            return None
        tail = rest[found[1] :]
        if tail and (tail[0] not in ("of", "among", "person", "one") or len(tail) > 4):
            return None
        sign = self.sign(found[0].readings)
        return None if sign is None else Extreme(sign > 0)

    def _by_how_much(self, words: list[str], source: str) -> Ask | None:
        """How many years older is Ada than Ben? How much taller is Ada than Ben?"""
        if words[:1] and words[0] in _UNITS:
            unit = _UNITS[words[0]]
            if self.units and unit not in self.units:
                return None
            words = words[1:]
        found = comparative(words) if words else None
        if found is None or words[found[1] : found[1] + 1] not in (["is"], ["was"]) or "than" not in words:
            return None
        cut = words.index("than")
        sign = self.sign(found[0].readings)
        first = self.thing(words[found[1] + 1 : cut], source, add=False)
        second = self.thing(words[cut + 1 :], source, add=False)
        if first is None or second is None or sign is None:
            return None
        return ByHowMuch(first, second) if sign > 0 else ByHowMuch(second, first)


def _number(word: str) -> Fraction | None:
    if re.fullmatch(r"\d{1,9}(?:\.\d{1,6})?", word):
        return Fraction(word)
    if word in ("a", "an"):
        return Fraction(1)
    found = cardinal(word)
    return None if found is None else Fraction(found)


def read(question: Question) -> Comparison:
    """Read a comparison. NotUnderstood if it is none, or a sentence of it is not of this language."""
    if len(question.stem) > 3000 or not _CUE.search(question.stem):
        raise NotUnderstood("no amounts compared")
    reader = _Reader()
    ask: Ask | None = None
    for each in sentences(question.stem.translate({0x2019: "'"})):
        if each.asks:
            if ask is not None or (ask := reader.asked(each)) is None:
                raise NotUnderstood(f"the question “{each.text[:120]}”")
        elif ask is not None or not reader.told(each):
            raise NotUnderstood(f"the sentence “{each.text[:120]}”")
    if ask is None or not reader.measured or not 2 <= len(reader.names) <= MAX_THINGS or len(reader.units) > 1:
        raise NotUnderstood("amounts on one scale, and a question that compares them")
    return Comparison(tuple(reader.shown), tuple(reader.facts), ask, next(iter(reader.units), ""))
