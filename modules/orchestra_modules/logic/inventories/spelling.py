"""Words taken letter by letter: how many, which, how often, backwards, palindromes, anagrams. Knows no English."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from enum import Enum
from typing import Final

from pydantic import JsonValue

from orchestra_modules.solving.finding import Finding, truth
from orchestra_modules.solving.refusal import Undefined

VOWELS: Final = "aeiou"
_CONSONANTS: Final = "bcdfghjklmnpqrstvwxyz"
_ONE_ROAD: Final = "read off the word, not checked in another way"
_ALPHABET: Final = "abcdefghijklmnopqrstuvwxyz"


class Ask(Enum):
    """What is asked of a word."""

    LENGTH = "number of letters"
    DISTINCT = "number of different letters"
    OCCURRENCES = "occurrences of a letter"
    VOWELS = "number of vowels"
    CONSONANTS = "number of consonants"
    BACKWARDS = "the word backwards"
    LETTER = "the letter at a place"
    POSITION = "the place of a letter in the alphabet"
    PALINDROME = "whether it is a palindrome"
    ANAGRAM = "whether two words are anagrams"
    STARTS = "whether it starts with"
    ENDS = "whether it ends with"


@dataclass(frozen=True)
class SpellingProblem:
    """A word in lower case, what is asked, and with what: a letter, another word, or a place (from 1, or from -1)."""

    word: str
    ask: Ask
    other: str = ""
    place: int = 0

    def as_json(self) -> dict[str, object]:
        return asdict(self) | {"ask": self.ask.value}


def solve(problem: SpellingProblem) -> Finding:
    """The finding. Undefined where the word has no such letter."""
    word, ask, other = problem.word, problem.ask, problem.other
    letters = tuple(char for char in word if char.isalpha())
    if ask in (Ask.PALINDROME, Ask.ANAGRAM, Ask.STARTS, Ask.ENDS):
        return _whether(problem, letters)
    if ask in (Ask.BACKWARDS, Ask.LETTER):
        return _letters(problem, letters)
    if ask is Ask.POSITION:
        place = _ALPHABET.index(word) + 1
        return _number(place, f"{word} is letter {place} of the alphabet", place == ord(word) - ord("a") + 1)
    tally = Counter(letters)
    if ask is Ask.OCCURRENCES:
        return _number(
            tally[other], f"{other} stands {tally[other]} times in {word}", len(word.split(other)) - 1 == tally[other]
        )
    if ask is Ask.DISTINCT:
        return _number(len(tally), f"{word} has {len(tally)} different letters", None)
    if ask is Ask.LENGTH:
        return _number(len(letters), f"{word} has {len(letters)} letters", None)
    vowels = sum(tally[char] for char in VOWELS)
    others = sum(count for char, count in tally.items() if char not in VOWELS)
    number = vowels if ask is Ask.VOWELS else others
    noun = "vowels" if ask is Ask.VOWELS else "consonants"
    again = sum(word.count(char) for char in _CONSONANTS)
    verified = again == others and vowels == len(letters) - again
    return _number(number, f"{word} has {number} {noun}, y taken for a consonant", verified)


def _number(value: int, text: str, verified: bool | None) -> Finding:
    data: JsonValue = {"type": "integer", "value": value}
    check = _ONE_ROAD if verified is None else "the letters were counted again one sort at a time"
    return Finding(str(value), f"{text}.", data, "counting letters", check, verified)


def _letters(problem: SpellingProblem, letters: tuple[str, ...]) -> Finding:
    if problem.ask is Ask.BACKWARDS:
        value = problem.word[::-1]
    else:
        if not 1 <= abs(problem.place) <= len(letters):
            raise Undefined(f"{problem.word} has {len(letters)} letters, so there is no number {abs(problem.place)}")
        value = letters[problem.place - 1 if problem.place > 0 else problem.place]
    data: JsonValue = {"type": "string", "value": value}
    return Finding(value, f"{problem.ask.value.capitalize()}: {value}.", data, "spelling", _ONE_ROAD, None)


def _whether(problem: SpellingProblem, letters: tuple[str, ...]) -> Finding:
    word, other = problem.word, problem.other
    if problem.ask is Ask.PALINDROME:
        answer = letters == letters[::-1]
        again: bool | None = all(letters[i] == letters[-1 - i] for i in range(len(letters) // 2))
        text = f"{word} backwards is {word[::-1]}."
    elif problem.ask is Ask.ANAGRAM:
        second = [char for char in other if char.isalpha()]
        answer = sorted(letters) == sorted(second)
        again = Counter(letters) == Counter(second)
        if word == other:
            raise Undefined("the two words are the same")
        text = f"{word} has the letters {' '.join(sorted(letters))}, {other} {' '.join(sorted(second))}."
    elif problem.ask is Ask.STARTS:
        answer, again = word.startswith(other), None
        text = f"{word} starts with {word[: len(other)]}."
    else:
        answer, again = word.endswith(other), None
        text = f"{word} ends with {word[len(word) - len(other) :]}."
    if again is None:
        return truth(answer, text, "comparing letters", _ONE_ROAD, None)
    return truth(
        answer, text, "comparing letters", "the letters were compared one by one or by number", again == answer
    )
