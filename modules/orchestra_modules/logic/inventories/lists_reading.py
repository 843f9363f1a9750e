"""Reading requests about a list as it stands. Knows no solver and leaves sorting to `words_reading`.

The list stands in brackets or quotes, after a colon, or after "the list"; its items are parted by commas.
"""

from __future__ import annotations

import re
from typing import Final

from orchestra_modules.logic.inventories.lists import Ask, ListProblem
from orchestra_modules.logic.inventories.marks import Elsewhere
from orchestra_modules.solving.numerals import cardinal, ordinal
from orchestra_modules.solving.options import Question
from orchestra_modules.solving.refusal import NotUnderstood
from orchestra_modules.solving.regex import regex

MAX_TEXT = 4000
MAX_ITEMS = 1000
_MARK: Final = regex(r"\b(?:list|sequence|duplicates?|repeated)\b", re.IGNORECASE)
_ITEM: Final = r"[^\W_]+(?:[ .'-][^\W_]+){0,3}|-?\d+(?:\.\d+)?"
_ITEMS: Final = rf"(?P<open>[\[({{\"'“])?(?P<items>(?:{_ITEM})(?:, ?(?:and )?(?:{_ITEM}))+)(?P<close>[\])}}\"'”])?"
_LIST: Final = (
    rf"(?:the |this |my )?(?:following )?(?:list|sequence)(?: of (?:words|numbers|items|names))?,?:? ?{_ITEMS}"
)
_NOUN: Final = r"(?:items?|elements?|entries|entry|words?|numbers?|members?|names?|values?|terms?)"
_PLACE: Final = r"(?P<place>\w+(?:-\w+)?(?: to last| last|-to-last)?|last but one|next to last)"
_WANTED: Final = r"[\"'“]?(?P<item>[^\W_]+(?:[-'][^\W_]+)*)[\"'”]?"
_PATTERNS: Final = tuple(
    (regex(pattern, re.IGNORECASE), ask)
    for pattern, ask in (
        (rf"how many (?:different|distinct|unique) {_NOUN} (?:are (?:there )?)?(?:in|on) {_LIST}", Ask.DISTINCT),
        (rf"how many {_NOUN} (?:in|of|on) {_LIST} are (?:different|distinct|unique)", Ask.DISTINCT),
        (rf"how many {_NOUN} (?:are (?:there )?)?(?:in|on) {_LIST}", Ask.COUNT),
        (rf"how many {_NOUN} does {_LIST} (?:have|contain)", Ask.COUNT),
        (rf"what is the length of {_LIST}", Ask.COUNT),
        (rf"(?:reverse|invert) {_LIST}", Ask.REVERSED),
        (rf"(?:write|give|put|list|print) {_LIST} (?:backwards|in reverse(?: order)?)", Ask.REVERSED),
        (rf"(?:remove|delete|drop|eliminate) (?:the |all |any )*(?:duplicates?|repeated {_NOUN}|repetitions) "
         rf"(?:from|in) {_LIST}", Ask.UNIQUE),
        (rf"(?:what|which) (?:is|are) the (?:duplicates?|repeated {_NOUN}) (?:in|of) {_LIST}", Ask.DUPLICATES),
        (rf"which {_NOUN} (?:in|of) {_LIST} (?:is|are) (?:repeated|duplicated)", Ask.DUPLICATES),
        (rf"which {_NOUN} (?:appears?|occurs?|stands?|is|are) (?:more than once|repeated|twice or more) in {_LIST}",
         Ask.DUPLICATES),
        (rf"(?:what|which) is the {_PLACE} {_NOUN} (?:in|of|on) {_LIST}", Ask.ITEM),
        (rf"(?:what|which) {_NOUN} is (?:the )?{_PLACE} (?:in|of|on) {_LIST}", Ask.ITEM),
        (rf"is {_WANTED} (?:in|on|part of|contained in) {_LIST}", Ask.CONTAINS),
        (rf"does {_LIST} (?:contain|include) {_WANTED}", Ask.CONTAINS),
        (rf"how (?:often|many times) does {_WANTED} (?:appear|occur|stand) in {_LIST}", Ask.OCCURRENCES),
    )
)  # fmt: skip
_CLOSES: Final = {"[": "]", "(": ")", "{": "}", '"': '"', "'": "'", "“": "”", None: None}


def read(question: Question) -> ListProblem:
    """The problem that the text states. Elsewhere if it asks nothing of a list as it stands."""
    text = " ".join(question.stem.split())
    if len(text) > MAX_TEXT or not _MARK.search(text) or "," not in text:
        raise Elsewhere
    said = re.sub(r"^(?:please|can you|could you),? ", "", text.rstrip(" ?.!"), flags=re.IGNORECASE)
    found: list[ListProblem] = []
    for pattern, ask in _PATTERNS:
        if (match := pattern.fullmatch(said)) is not None:
            found.append(_problem(match, ask))
    if len(set(found)) != 1:
        raise Elsewhere
    return found[0]


def _problem(match: re.Match[str], ask: Ask) -> ListProblem:
    if _CLOSES[match["open"]] != match["close"]:
        raise NotUnderstood("it is not clear where the list begins and where it ends")
    items = tuple(re.sub(r"^and ", "", item.strip()) for item in match["items"].split(","))
    if len(items) > MAX_ITEMS or any(re.search(r"\b(?:and|or|are|is|in)\b", item) for item in items):
        raise NotUnderstood(f"the list {match['items'][:80]!r}")
    if len({item.lower() for item in items}) != len(set(items)):
        raise NotUnderstood("whether words that differ in capitals are the same")
    groups = match.groupdict()
    place = _place(groups["place"].lower()) if groups.get("place") else 0
    return ListProblem(items, ask, place, groups.get("item") or "")


def _place(words: str) -> int:
    if words in ("last", "final"):
        return -1
    if words in ("last but one", "next to last"):
        return -2
    first, _, rest = words.replace("-", " ").partition(" ")
    number = ordinal(first) if rest.endswith("last") else ordinal(words)
    if number is None or cardinal(words) is not None:
        raise NotUnderstood(f"the place {words!r} in a list")
    return -number if rest.endswith("last") else number
