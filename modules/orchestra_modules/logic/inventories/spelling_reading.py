"""Reading questions about the letters of one word. Knows no solver.

A word that is spoken of must be quoted or stand after "the word", or be the last word of the question. Accents and
words with signs other than a hyphen or an apostrophe are refused.
"""

from __future__ import annotations

import re
from typing import Final

from orchestra_modules.logic.inventories.marks import Elsewhere
from orchestra_modules.logic.inventories.spelling import Ask, SpellingProblem
from orchestra_modules.solving.numerals import ordinal
from orchestra_modules.solving.options import Question
from orchestra_modules.solving.refusal import NotUnderstood
from orchestra_modules.solving.regex import regex

MAX_TEXT = 300
_MARK: Final = regex(
    r"letters?\b|vowels?\b|consonants?\b|palindrom|anagram|backwards?\b|reverse|spell|"
    r"how many [\"'\u201c\u2018]?[a-z][\"'\u201d\u2019]?s? |"
    r"(?:start|begin|end)s? with",
    re.IGNORECASE,
)
_Q: Final = "[\"'`\u201c\u201d\u2018\u2019]"
_WORD: Final = rf"(?:{_Q}(?P<{{0}}q>[A-Za-z]+(?:[-'][A-Za-z]+)*){_Q}|(?P<{{0}}>[A-Za-z]+(?:-[A-Za-z]+)*))"
_ONE: Final = rf"(?:the (?:\w+ )?(?:word|name) )?{_WORD.format('word')}"
_TWO: Final = rf"(?:the words? )?{_WORD.format('word')} and (?:the word )?{_WORD.format('other')}"
_LETTER: Final = rf"(?:the letter )?{_Q}?(?P<letter>[A-Za-z]){_Q}?"
_IN: Final = r"(?:(?:are |is )?(?:there )?(?:in|within|inside)|does|do|of)"
_HAVE: Final = r"(?: have| contain| has| contains)?"
_PLACE: Final = r"(?P<place>\w+(?:-\w+)?|last but one|next to last|\w+ last|\w+ to last|\w+-to-last)"
_PATTERNS: Final[tuple[tuple[str, Ask], ...]] = (
    (rf"how many (?:different|distinct|unique) letters {_IN} {_ONE}{_HAVE}", Ask.DISTINCT),
    (rf"how many letters {_IN} {_ONE}{_HAVE}", Ask.LENGTH),
    (rf"(?:how long is|what is the (?:length|number of letters) (?:of|in)) the word {_WORD.format('word')}",
        Ask.LENGTH),
    (rf"how many vowels {_IN} {_ONE}{_HAVE}", Ask.VOWELS),
    (rf"how many consonants {_IN} {_ONE}{_HAVE}", Ask.CONSONANTS),
    (rf"how (?:often|many times) (?:does|is) {_LETTER} (?:occur|appear|come up|used|stand|found) in {_ONE}",
        Ask.OCCURRENCES),
    (rf"how many (?:times )?{_LETTER}(?:'?s)? {_IN} {_ONE}{_HAVE}", Ask.OCCURRENCES),
    (rf"how many (?:letters? )?{_LETTER}(?:'?s)? {_IN} {_ONE}{_HAVE}", Ask.OCCURRENCES),
    (rf"count the {_LETTER}(?:'?s)? in {_ONE}", Ask.OCCURRENCES),
    (rf"(?:spell|write|say) {_ONE} (?:backwards?|in reverse)", Ask.BACKWARDS),
    (rf"(?:reverse|invert) the (?:word|string) {_WORD.format('word')}", Ask.BACKWARDS),
    (rf"what is (?:the word )?{_WORD.format('word')} (?:spelled |written |spelt )?(?:backwards?|in reverse)",
        Ask.BACKWARDS),
    (rf"(?:what|which) is the {_PLACE} letter (?:of|in) {_ONE}", Ask.LETTER),
    (rf"what is the {_PLACE} letter of the (?:english )?alphabet", Ask.LETTER),
    (rf"(?:what|which) (?:position|place|number) (?:in the alphabet is|is) {_LETTER}(?: in the alphabet)?",
        Ask.POSITION),
    (rf"(?:what is the position|at (?:what|which) (?:position|place)) (?:of|is) {_LETTER} in the (?:english )?alphabet",
        Ask.POSITION),
    (rf"is {_ONE} a palindrome", Ask.PALINDROME),
    (rf"(?:does {_ONE} read|is {_ONE.replace('word', 'sec')}) the same (?:backwards? and forwards?|"
        rf"forwards? and backwards?|backwards?)", Ask.PALINDROME),
    (rf"are {_TWO} anagrams(?: of (?:each other|one another))?", Ask.ANAGRAM),
    (rf"is {_ONE} an anagram of (?:the word )?{_WORD.format('other')}", Ask.ANAGRAM),
    (rf"does {_ONE} (?:start|begin) with (?:the letters? )?{_WORD.format('other')}", Ask.STARTS),
    (rf"does {_ONE} end (?:with|in) (?:the letters? )?{_WORD.format('other')}", Ask.ENDS),
)  # fmt: skip
_COMPILED: Final = tuple((regex(pattern, re.IGNORECASE), ask) for pattern, ask in _PATTERNS)
_COUNTS: Final = frozenset((Ask.LENGTH, Ask.DISTINCT, Ask.VOWELS, Ask.CONSONANTS))
#: words that are no example of a word unless they are quoted
_NO_EXAMPLE: Final = frozenset(
    ("it", "this", "that", "the", "a", "an", "word", "words", "alphabet", "each", "every", "all", "letters", "them",
     "sentence", "text", "name", "sequence", "list", "string", "paragraph", "following", "both")
)  # fmt: skip


def read(question: Question) -> SpellingProblem:
    """The problem that the text states. Elsewhere if it does not ask about the letters of a word."""
    text = " ".join(question.stem.split())
    if len(text) > MAX_TEXT or not _MARK.search(text):
        raise Elsewhere
    said = re.sub(r"^(?:please|can you|could you|tell me),? ", "", text.rstrip(" ?.!"), flags=re.IGNORECASE)
    found: list[SpellingProblem] = []
    for pattern, ask in _COMPILED:
        if (match := pattern.fullmatch(said)) is not None and (problem := _problem(match, ask)) is not None:
            found.append(problem)
    if len(set(found)) != 1:
        raise Elsewhere
    return found[0]


def _problem(match: re.Match[str], ask: Ask) -> SpellingProblem | None:
    groups = match.groupdict()
    plain = groups.get("word")
    if re.match(r"how many (?:i|a) ", match[0], re.IGNORECASE):
        return None  # the pronoun or the article may be meant
    if ask in _COUNTS and plain and plain[0].isupper() and not re.search(rf"\b(?:word|name) {plain}", match[0], re.I):
        return None  # the letters of a language or of an alphabet may be meant
    word, other = _said(groups, "word") or _said(groups, "sec"), _said(groups, "other")
    letter = (groups.get("letter") or "").lower()
    if ask is Ask.POSITION:
        return SpellingProblem(letter, ask)
    if ask is Ask.LETTER and word is None and "alphabet" in match[0].lower():
        word = "abcdefghijklmnopqrstuvwxyz"
    if word is None or not word.isascii():
        return None
    if ask is Ask.LETTER:
        place = _place(groups["place"].lower())
        return None if place is None else SpellingProblem(word, ask, place=place)
    return SpellingProblem(word, ask, other or letter)


def _said(groups: dict[str, str | None], name: str) -> str | None:
    """The word spoken of, in lower case, none if it may be a word of the question."""
    quoted, plain = groups.get(f"{name}q"), groups.get(name)
    if quoted:
        return quoted.lower()
    return None if plain is None or plain.lower() in _NO_EXAMPLE else plain.lower()


def _place(words: str) -> int | None:
    if words in ("last", "final"):
        return -1
    if words in ("last but one", "next to last"):
        return -2
    first, _, rest = words.replace("-", " ").partition(" ")
    number = ordinal(words) if not rest.endswith("last") else ordinal(first)
    if number is None or not 1 <= number <= 1000:
        if words == "middle":
            raise NotUnderstood("which letter is the middle one is not read")
        return None
    return -number if rest.endswith("last") else number
