"""Sentences that set the scene: how many things there are, which ones, in what kind of order.

A sentence that tells how two things stand to one another is never framing. Knows no claims and no questions.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from orchestra_modules.logic.arrangements.orders.claims import Axis
from orchestra_modules.logic.arrangements.orders.grounding import Setting
from orchestra_modules.logic.arrangements.orders.relations import DAYS, MONTHS, number, superlative
from orchestra_modules.logic.arrangements.orders.scales import ADJECTIVES, stem
from orchestra_modules.logic.arrangements.orders.things import DETERMINERS, Things, listed
from orchestra_modules.logic.arrangements.sentences import vocabulary
from orchestra_modules.solving.regex import regex

_META: Final = regex(
    r"\b(paragraphs?|statements?|clues?|facts?|information|puzzle|hints?|premises|conditions|constraints|rules)\b"
)
_ALIKE: Final = regex(
    r"\b(no two|no one|nobody|none|each|every|all|everyone|everybody|different|distinct|there (?:are|were) no)\b.*"
    r"\b(different|distinct|same|unique|ties?|tied|alike|exactly one|one|own)\b"
)
_RELATING: Final = vocabulary(
    "than left right above below before after behind between next beside opposite adjacent ahead if either "
    "neither not unless first last immediately directly second third"
)
_RING: Final = regex(
    r"\b(?:round|circular) (?:\w+ )?table\b|\bin a (?:circle"
    r"|ring)\b|\ba(?:round)? a (?:round |circular )|\baround (?:a"
    r"|the) (?:\w+ )?(?:table|fire|campfire|circle)\b"
)
_LINE: Final = regex(r"\b(?:line|queue)\b")
_FROM_TO: Final = regex(r"\bfrom (?:the )?(.+?) to (?:the )?(\w+(?: \w+)?)")
_SLOTS: Final = vocabulary("seats chairs floors storeys stories positions places slots spots lanes")
_OPENING: Final = vocabulary(
    "they these those each every everyone everybody all we it here given use consider suppose imagine together"
)
_MEASURED: Final = regex(
    r"\d+ (?:years?|cm|kg|km|m|metres?|meters?|feet|inches"
    r"|dollars|euros|pounds|miles?|minutes?|hours?|points?)\b"
    r"|[$€£]|\brespectively\b"
)
_FILLERS: Final = regex(r"\bone after (?:another|the other)\b|\bnext (?:week|month|year)\b")


def framing(words: Sequence[str], things: Things, setting: Setting) -> bool:
    """Take from a sentence what it sets; false where it is not framing."""
    lowered = [word.lower() for word in words]
    text = " ".join(lowered)
    names = _list(words)
    count = next((found for word in lowered if (found := number(word)) is not None and found > 1), None)
    told = _told_ends(text, setting)
    plain = _FILLERS.sub(" ", _FROM_TO.sub(" ", text) if told else text)
    relating = any(word in _RELATING or _compares(word) for word in plain.split())
    if _META.search(text) and names is None and not relating:
        return True
    if _ALIKE.search(text) and names is None and not set(text.split()) & {"than", "left", "right", "if", "between"}:
        _places(text, lowered, setting)
        return True
    if relating or _MEASURED.search(text):
        return False
    if names is None and any(re.search(rf"\b{re.escape(key)}\b", text) for key in things.keys):
        return False
    if names is None and count is None and not _general(words, lowered):
        return False
    if names is not None:
        if things.closed:
            if {key for key, _ in names} - set(things.keys):
                return False
        else:
            for key, shown in names:
                first, _, rest = shown.partition(" ")
                shown = shown.removesuffix("°")
                things.add(key, rest if rest and first.lower() in DETERMINERS else shown)
            things.closed = True
    _shape(text, lowered, setting)
    return True


def opening(words: Sequence[str], things: Things, setting: Setting) -> bool:
    """Take a short phrase that a claim opens with: "in the final", "at a dog show"; false where it tells more."""
    lowered = [word.lower() for word in words]
    if len(words) > 7 or set(lowered) & (_RELATING | set(things.keys)) or any(word[0].isupper() for word in words[1:]):
        return False
    _shape(" ".join(lowered), lowered, setting)
    return True


def _compares(word: str) -> bool:
    """Whether a word is a comparative of a listed adjective, or looks like a superlative."""
    return word in ("most", "least", "fewest") or stem(word, "est") is not None or stem(word, "er") in ADJECTIVES


def _general(words: Sequence[str], lowered: list[str]) -> bool:
    """Whether a sentence without a number speaks of all or of nothing in particular, and names nobody."""
    return lowered[0] in _OPENING and not any(word[0].isupper() for word in words[1:])


def _shape(text: str, lowered: list[str], setting: Setting) -> None:
    setting.ring = setting.ring or _RING.search(text) is not None
    setting.race = setting.race or any(
        word in lowered for word in ("race", "ran", "marathon", "sprint", "runners", "raced")
    )
    setting.outward = setting.outward or re.search(r"\boutwards?\b|\baway from\b", text) is not None
    if _LINE.search(text) and setting.scale is None:
        setting.scale = "rank"
    for index, word in enumerate(lowered[:-1]):
        count = number(word)
        if count is None or count < 2 or lowered[max(0, index - 1)] == "to":
            continue
        nouns = [w for w in lowered[index + 1 : index + 3] if w in _SLOTS]
        if nouns or lowered[index + 1] in ("storey", "story", "floor", "seat"):
            setting.size = count
        elif setting.announced is None and lowered[index + 1] not in ("to", ",", "and"):
            setting.announced = count
    found = re.search(r"\b(\w+)-(?:storey|story|floor|seat|place)\b", text)
    if found and (count := number(found[1])):
        setting.size = count
    _places(text, lowered, setting)


def _places(text: str, lowered: list[str], setting: Setting) -> None:
    """Days or months that the text gives to choose from: Monday to Friday, or a list."""
    for calendar in (DAYS, MONTHS):
        span = re.search(rf"\b({'|'.join(calendar)}) (?:to|through|until|and|-) ({'|'.join(calendar)})\b", text)
        named = [word for word in lowered if word in calendar]
        if span and len(named) == 2 and " and " not in span[0]:
            setting.places = calendar[calendar.index(span[1]) : calendar.index(span[2]) + 1]
        elif len(named) > 1:
            setting.places = tuple(sorted(set(named), key=calendar.index))


def _told_ends(text: str, setting: Setting) -> bool:
    """From left to right, from oldest to youngest: where counting starts."""
    found = _FROM_TO.search(text)
    if found is None:
        return False
    axis = end(found[1].split())
    if axis is None or (end(found[2].split()) is None and end(found[2].split()[:1]) is None):
        return False
    setting.start = axis
    return True


_SIDES: Final = {
    "left": ("row", -1),
    "right": ("row", 1),
    "first": ("rank", -1),
    "last": ("rank", 1),
    "front": ("rank", -1),
    "back": ("rank", 1),
    "top": ("vertical", 1),
    "bottom": ("vertical", -1),
    "west": ("east", -1),
    "east": ("east", 1),
    "north": ("north", 1),
    "south": ("north", -1),
}


def end(words: Sequence[str]) -> Axis | None:
    """The end of a scale that words such as "left", "the tallest", "first" name."""
    plain = [word for word in words if word != "the"]
    if len(plain) == 1 and plain[0] in _SIDES:
        return Axis((_SIDES[plain[0]],))
    if plain and (found := superlative(plain)) is not None and found[1] == len(plain):
        return found[0]
    if plain and plain[0] in ("highest", "lowest"):
        return Axis((("level", 1 if plain[0] == "highest" else -1),))
    return None


def _list(words: Sequence[str]) -> list[tuple[str, str]] | None:
    """The longest list of two things or more that stands in the sentence."""
    cuts = [0] + [
        index + 1 for index, word in enumerate(words) if word.lower() in _BEFORE_A_LIST or word.lower() in _VERBS
    ]
    cuts += [
        index
        for index in range(1, len(words))  # "six talks F, G, H": names behind a noun in the plural
        if words[index][0].isupper() and words[index - 1].islower() and _PLURAL.fullmatch(words[index - 1])
    ]
    ends = [index for index, word in enumerate(words) if word.lower() in _AFTER_A_LIST or word.lower() in _VERBS] + [
        len(words)
    ]
    best: list[tuple[str, str]] | None = None
    for start in cuts:
        for stop in reversed(ends):
            if stop - start < 3 or (best is not None and stop - start <= len(best)):
                continue
            span = list(words[start:stop])
            if (
                not any(word.lower() in ("and", "or", "&") for word in span)
                and words[start - 1 : start] != [":"]
                and span.count(",") < 2
            ):
                continue
            found = listed(span)
            if found is not None and any(word in _VERBS for _, shown in found for word in shown.split()):
                continue
            if found is not None and len(found) > 1 and _alike(found) and (best is None or len(found) > len(best)):
                best = found
    return best


_PLURAL: Final = regex(r"[a-z]+[^s'\W]s|people|men|women|children")
_BEFORE_A_LIST: Final = frozenset((":", ",", "(", "-", "named", "called", "by", "of", "friends", "among", "with"))
_AFTER_A_LIST: Final = frozenset((")", ",", "-", ";"))
_VERBS: Final = vocabulary(
    "is are was were be painted coloured colored sit sits sat stand stood live lives lived ran run raced "
    "competed have has had took take "
    "finished arrived came work works each all compared went play played "
    "entered wait waited bought own visited who wrote gave "
    "ordered hold give will attend participated contains holds"
)


def _alike(items: list[tuple[str, str]]) -> bool:
    """All items are proper names, all have an article, or none are either: a list names things of one kind."""
    kinds = set()
    for _, shown in items:
        first = shown.split()[0]
        article = first.lower() in ("a", "an", "the", "one")
        kinds.add("article" if article else "proper" if first[0].isupper() else "plain")
        if number(first.lower()) is not None and not article:
            return False
        if any(number(word) is not None for word in shown.lower().split()) and not first[0].isupper() and not article:
            return False
    return len(kinds) == 1
