"""Texts told in time: a state beside an event that may end it, or the same told of the past and asked of the present.

Facts and rules hold once and for all, so such texts are refused. Knows which verbs bring changes about, not which ones.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from orchestra_modules.logic.rules.discourse import Sentence, take_apart
from orchestra_modules.logic.rules.inquiry import inquiry
from orchestra_modules.logic.rules.morphology import singulars
from orchestra_modules.logic.rules.problem import Asking
from orchestra_modules.logic.rules.prose import verbs
from orchestra_modules.logic.rules.question_forms import CLOSED, ORDER
from orchestra_modules.logic.rules.words import ARTICLES, PREPOSITIONS, Word, word_class, words
from orchestra_modules.solving.refusal import NotUnderstood
from orchestra_modules.solving.regex import regex

#: verbs that tell of a change, in the plain form
_CHANGING: Final = word_class(
    "add appear arrest arrive assemble baptize become begin blow boil borrow break bring build burn buy capture"
    " carry cease change charge clean clear climb close collapse come convert cool cover crack crash cross cure cut"
    " decay deliver depart destroy die dig disappear dismiss dissolve divorce donate drag drain drift drive drop dry"
    " dump earn elect empty enter erase escape evaporate evict exchange exit expand expel expire explode fade fall"
    " fill find finish fire fix flee fly fold follow forget freeze get give go grab graduate grind grow hand harden"
    " hatch heal heat hide hire hit hurry inherit injure insert invite join jump kick kidnap kill kiss knock land"
    " lay leak leave lend lift light load lock lose lower marry mature melt mend mix move mow murder open pack paint"
    " pass pay peel pick place plant plug poison polish pour press promote pull punch push put quit raise reach"
    " receive release remarry remove rent repair replace rescue resign restart retire return ride ripen rise roll"
    " rot run rust sack sail scare seal sell send set shatter shave shift shrink shut sink slide slip smash spend"
    " spill split spread start starve steal step stop store stretch swap sweep swell swim switch take tear throw tie"
    " toss trade transfer travel trip turn twist undress unlock unpack unplug untie use vanish wake walk wash weaken"
    " wilt wipe wither wrap wrinkle"
)
#: verbs that end only where a thing is, or who has it
_CONSUMING: Final = word_class("eat drink swallow visit")
#: verbs of states that do not last for ever
_STATIVE: Final = word_class(
    "have hold own contain wear live stand sit lie stay belong keep carry possess hang remain rest"
)
_COPULAS: Final = word_class("is are am was were")
_PAST: Final = word_class("was were did had")
_PRESENT: Final = word_class("is are am does do has have can")
_FUTURE: Final = word_class("will would shall")
_FINITE: Final = _COPULAS | _PAST | _PRESENT | _FUTURE | word_class("may might must should could cannot been being be")
_CONDITIONAL: Final = word_class("if when whenever unless implies provided")
_GENERAL: Final = word_class(
    "all every each any no everyone everybody everything anyone anybody anything whoever whatever only nobody nothing"
    " none neither either not people"
)
_EMPTY: Final = (
    _FINITE
    | ARTICLES
    | (PREPOSITIONS - word_class("on in under inside near"))
    | word_class(
        "the this that these those there it he she they them him her i we you my your his its our their not and or but"
        " then so some any yes no true false still also too who which what where someone somebody something"
    )
)
_MARKERS: Final = regex(
    r"(?:^|[.;!?]\s+)(?:later(?: on)?|afterwards?|after that|after this|a (?:moment|minute|day|week|year) later"
    r"|since then|from then on|meanwhile|eventually|suddenly)\b|\bno longer\b|\bnot\b[^.?!]*\bany ?more\b|\bused to\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class _Told:
    """A premise with its words, the plain forms of those that carry meaning, and the verb of its change, if any."""

    text: str
    words: tuple[Word, ...]
    meant: frozenset[str]
    groups: tuple[frozenset[str], ...]
    event: str = ""

    @property
    def general(self) -> bool:
        """Whether it tells of cases, not of a thing that is so."""
        if any(word.lower in _CONDITIONAL for word in self.words) or self.words[0].lower in _GENERAL:
            return True
        return any(word.is_in(word_class("who that which")) for word in self.words)

    @property
    def happened(self) -> bool:
        """Whether it tells what came to pass: a verb in the past other than "was" and "had", or "was" with one."""
        for before, word in pairwise(self.words):
            past = verbs.past(word.lower) and word.lower not in _FINITE and not word.capital
            if past and not before.is_in(word_class("is are am be being not a an the")):
                return True
        return False

    @property
    def tells_place(self) -> bool:
        """Whether it tells where a thing is, or who has it."""
        for word, after in pairwise(self.words):
            if word.lower in ("has", "have") or (word.lower in _COPULAS and after.is_in(PREPOSITIONS)):
                return True
        return False

    @property
    def tells_state(self) -> bool:
        """Whether it tells what is so for a while: a place, a quality, what someone has."""
        for place, word in enumerate(self.words[1:], start=1):
            if word.lower in _COPULAS:
                after = [w for w in self.words[place + 1 :] if not w.says("not")]
                return bool(after) and not after[0].is_in(ARTICLES)
            if verbs.third(word.lower) and _STATIVE & set(verbs.candidates(word.lower)):
                return True
        return any(word.lower in ("have", "had") for word in self.words)


def refuse_changes(text: str) -> None:
    """Refuse a text whose answer depends on when something was so. NotUnderstood names the words."""
    sentences = [s for s in take_apart(text).sentences if not ORDER.match(s.text) and not CLOSED.search(s.text)]
    try:
        asked = inquiry(sentences)
    except NotUnderstood:
        return  # no question is found here, and none will be in reading
    if asked.asking is Asking.VALID:
        return
    premises = [_read(sentence) for sentence in asked.premises if words(sentence.text)]
    claim = _read(Sentence(asked.claim)) if words(asked.claim) else None
    facts = [premise for premise in premises if not premise.general]
    _refuse_events(premises, facts, claim)
    _refuse_conditions(premises, facts)
    if claim is not None and not claim.general:
        _refuse_tenses(facts, claim)
    marked = [match.group().strip(" .;!?") for premise in facts if (match := _MARKERS.search(premise.text))]
    if marked and not (claim and _MARKERS.search(claim.text)):
        raise NotUnderstood(f"what changes in time is not followed ('{marked[0]}')")


def _refuse_events(premises: list[_Told], facts: list[_Told], claim: _Told | None) -> None:
    if claim is not None and claim.groups:
        told = [fact for fact in facts if _within(claim.groups, fact) and not fact.event]
        happened = [fact for fact in facts if fact.happened and not _within(claim.groups, fact)]
        if told and happened and _tense(told[0]) == "present":
            raise NotUnderstood(f"'{happened[0].text}' may change '{told[0].text}', and what changes is not followed")
    events = [fact for fact in facts if fact.event]
    ruled = {word for premise in premises if premise.general for word in premise.meant}
    for event in events:
        for state in facts:
            if state is event or state.event or (event.event in _CONSUMING and not state.tells_place):
                continue
            stated = claim is not None and bool(claim.groups) and _within(claim.groups, state)
            shared = _shares(event, state) or (claim is not None and _shares(event, claim) and _shares(state, claim))
            if stated or (state.tells_state and shared and event.event not in ruled):
                raise NotUnderstood(f"'{event.text}' may change '{state.text}', and what changes is not followed")


def _refuse_tenses(facts: list[_Told], claim: _Told) -> None:
    asked = _tense(claim)
    for fact in facts:
        if claim.groups and _within(claim.groups, fact) and _tense(fact) != asked:
            raise NotUnderstood(f"'{fact.text}' tells of another time than '{claim.text}' does")


def _refuse_conditions(premises: list[_Told], facts: list[_Told]) -> None:
    """Refuse a condition on what was or will be that is met only by a fact of another time."""
    for premise in premises:
        start = next((i + 1 for i, word in enumerate(premise.words) if word.lower in ("if", "when")), None)
        if start is None or any(word.lower == "would" for word in premise.words):
            continue  # "if he were ..., he would ..." tells of no time
        stop = next((i for i in range(start, len(premise.words)) if premise.words[i].lower in (",", "then")), None)
        condition = premise.words[start:stop]
        for fact in facts:
            parts = (_read(Sentence(" ".join(w.text for w in condition[:n]))) for n in range(1, len(condition) + 1))
            met = next((part for part in parts if fact.groups and _within(fact.groups, part)), None)
            if met is not None and _tense(met) != "present" and _tense(met) != _tense(fact):
                raise NotUnderstood(f"'{fact.text}' tells of another time than '{premise.text}' does")


def _tense(told: _Told) -> str:
    found = {word.lower for word in told.words}
    if found & _FUTURE:
        return "future"
    if found & _PAST:
        return "past"
    if found & _PRESENT or any(verbs.third(word.lower) for word in told.words[1:] if not word.capital):
        return "present"
    return "past" if any(verbs.past(word.lower) for word in told.words[1:] if not word.capital) else "present"


def _within(groups: tuple[frozenset[str], ...], told: _Told) -> bool:
    return all(group & told.meant for group in groups)


def _shares(one: _Told, other: _Told) -> bool:
    if any(word.is_in(word_class("it he she they him her them")) for word in (*one.words, *other.words)):
        return True
    return any(group & other.meant for group in one.groups)


def _read(sentence: Sentence) -> _Told:
    found = words(sentence.text)
    groups = tuple(
        frozenset({w.lower, *verbs.candidates(w.lower), *singulars(w.lower)})
        for w in found
        if not w.sign and w.lower not in _EMPTY
    )
    told = _Told(sentence.text, found, frozenset(form for group in groups for form in group), groups)
    event = "" if told.general else _event(found)
    return _Told(told.text, told.words, told.meant, told.groups, event)


def _event(found: tuple[Word, ...]) -> str:
    """The changing verb of a sentence: the first verb in it, in -s, in the past, or after "I" and "we"."""
    for place, word in enumerate(found):
        if place == 0 or word.sign or word.capital:
            continue
        before, after = found[place - 1], found[place + 1] if place + 1 < len(found) else None
        if word.lower in _PRESENT | _COPULAS:
            progressive = after is not None and after.lower.endswith("ing")
            passive = after is not None and verbs.participle(after.lower) and word.lower in _COPULAS
            continuing = after is not None and (progressive or passive) and _changing(after.lower)
            perfect = word.lower in ("has", "have") and after is not None and verbs.participle(after.lower)
            return after.lower if after is not None and ((progressive and continuing) or perfect) else ""
        finite = verbs.third(word.lower) or verbs.past(word.lower)
        spoken = before.lower in ("i", "we", "you", "they", "had", "did", "will")
        plural = len(found) > place + 1 and place >= 3 and found[place - 2].says("and") and before.capital
        if (base := _changing(word.lower)) and (finite or spoken or plural):
            if after is not None and after.lower in _FINITE:
                continue  # "the leaves are green"
            if before.is_in(ARTICLES) or before.says("the"):
                continue
            return base
        if verbs.third(word.lower) and not before.is_in(ARTICLES) and not before.says("the") and not spoken:
            return ""  # the verb of the sentence is another
    return ""


def _changing(word: str) -> str:
    return next((base for base in verbs.candidates(word) if base in _CHANGING | _CONSUMING), "")
