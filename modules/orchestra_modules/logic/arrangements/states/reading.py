"""A text about things whose state changes as a formal story. Knows no solver.

Every sentence is an initial state, an event, an event denied, or the question; a verb or an object that is none of
those listed is refused. Chance ("tosses a coin") and attempts ("tries to open") are not read.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Final

from orchestra_modules.logic.arrangements.states.english import (
    ADDS,
    ALTERS,
    ASKED,
    FLIPS,
    GIVES,
    GIVES_TO,
    HAS,
    HOLDS,
    IS,
    MULTIPLIES,
    NOT,
    NUMBER,
    PASSIVE,
    REPLACES,
    SET_BY,
    SETS,
    STATES,
    SWITCHES,
    TAKES,
    WHO,
    amount,
    key,
    times,
)
from orchestra_modules.logic.arrangements.states.story import Alters, Becomes, Event, Flips, Kind, Story, Value
from orchestra_modules.solving.options import Question
from orchestra_modules.solving.refusal import NotUnderstood
from orchestra_modules.solving.regex import regex

_CUE: Final = regex(
    r"\b(?:on|off|open|closed|shut|full|empty|locked|unlocked|heads|tails|has|have|holds?|number)\b[^?]*\?\s*$", re.I
)
_SPLIT: Final = regex(r"(?<=[.?!;])\s+|\n+")
_LEAD: Final = regex(
    r"^(?:(?:then|next|later|afterwards?|after that|finally|now|and|first|at first|initially|in the end|so)\b,? ?)+",
    re.IGNORECASE,
)
_AND: Final = regex(rf",? and then |, then |,? and (?=(?:{WHO} )?(?:does not |did not )?[a-z]+s?\b)|, (?={WHO} )")
MAX_TEXT: Final = 6_000


def read(question: Question) -> Story:
    """The story that a text tells. NotUnderstood where a part of it is not of this language."""
    text = question.stem.replace("\u2019", "'")
    if len(text) > MAX_TEXT or not _CUE.search(text):
        raise NotUnderstood("nothing changes its state")
    parts = [part.strip() for part in _SPLIT.split(text) if part.strip()]
    reader = _Reader()
    for part in parts[:-1]:
        if part.endswith("?") or not all(reader.take(_plain(clause)) for clause in _clauses(part.rstrip(".!; "))):
            raise NotUnderstood(f"the sentence “{part[:120]}”")
    return reader.asked(_LEAD.sub("", parts[-1].rstrip("? ")))


def _clauses(sentence: str) -> list[str]:
    return [clause for clause in _AND.split(sentence) if clause]


def _plain(clause: str) -> str:
    expanded = re.sub(r"\b(do|does|did)n't\b", r"\1 not", clause)
    return re.sub(r",? (?:again|now|back|at first|initially|today)$", "", _LEAD.sub("", expanded)).strip(" ,")


class _Reader:
    def __init__(self) -> None:
        self.first: dict[str, Value] = {}
        self.kinds: dict[str, Kind] = {}
        self.events: list[Event] = []
        self.happened = False
        self.last = ""
        self.actor = ""

    def take(self, clause: str) -> bool:
        """File one clause; false where it is not of this language."""
        if not self.happened and self._initial(clause):
            return True
        if (match := NOT.fullmatch(clause)) is not None:
            return self._denied(match["subject"], match["verb"], match["rest"])
        event = self._event(clause)
        if event is None:
            return False
        self.events.append(event)
        self.happened = True
        return True

    def _initial(self, clause: str) -> bool:
        if (match := NUMBER.fullmatch(clause)) is not None and (value := amount(match["value"])) is not None:
            return self._declare("number", value, "number")
        if (match := HOLDS.fullmatch(clause)) is not None:
            return self._declare(key(match["thing"]), self._who(match["subject"]), "holder")
        if (match := IS.fullmatch(clause)) is not None:
            if key(match["thing"]) in self.first and PASSIVE.fullmatch(clause) is not None:
                return False  # "the lamp is turned off" after its state was told is an event
            return self._declare(key(match["thing"]), STATES[match["state"].lower()], "state")
        return False

    def _declare(self, thing: str, value: Value, kind: Kind) -> bool:
        if thing in self.first:
            raise NotUnderstood(f"{thing} is told of twice")
        self.first[thing], self.kinds[thing], self.last = value, kind, thing
        return True

    def _denied(self, subject: str, verb: str, rest: str) -> bool:
        """What does not happen must be understood, too; it changes nothing."""
        third = verb + ("es" if verb.endswith(("s", "sh", "ch")) else "s")
        third = verb[:-1] + "ies" if verb.endswith("ty") else third
        if self._event(f"{subject} {third}{rest}") is None:
            return False
        self.happened = True
        return True

    def _event(self, clause: str) -> Event | None:
        for read_one in (self._passive, self._handed, self._altered, self._switched):
            if (event := read_one(clause)) is not None:
                return event
        return None

    def _passive(self, clause: str) -> Event | None:
        if (match := PASSIVE.fullmatch(clause)) is None:
            return None
        thing = self._thing(match["thing"])
        if match["flip"]:
            return self._flip(thing, times(match["times"]), match["flip"])
        return self._becomes(thing, STATES[(match["state"] or match["state2"]).lower()])

    def _handed(self, clause: str) -> Event | None:
        if (match := GIVES.fullmatch(clause) or GIVES_TO.fullmatch(clause)) is not None:
            giver, taker = self._subject(match["subject"]), match["to"]
        elif (match := TAKES.fullmatch(clause)) is not None:
            taker, giver = self._subject(match["subject"]), match["source"] or ""
        else:
            return None
        thing = self._thing(match["thing"])
        if self.kinds[thing] != "holder" or not giver or giver == taker:
            raise NotUnderstood(f"who has what after “{clause}”")
        return Becomes(thing, taker, giver)

    def _altered(self, clause: str) -> Event | None:
        thing = "number"
        if thing not in self.first:
            return None
        if (match := REPLACES.fullmatch(clause)) is not None and (value := amount(match["value"])) is not None:
            return Becomes(thing, value)
        if (match := ALTERS.fullmatch(clause)) is not None:
            factor = {"doubles": Fraction(2), "triples": Fraction(3), "halves": Fraction(1, 2)}[match["verb"]]
            return Alters(thing, factor, Fraction(0))
        if (match := ADDS.fullmatch(clause)) is not None and (
            value := amount(match["value"] or match["by"])
        ) is not None:
            sign = 1 if (match["verb"] or match["verb2"]) in ("adds", "add", "increases", "raises") else -1
            return Alters(thing, Fraction(1), sign * value)
        if (match := MULTIPLIES.fullmatch(clause)) is not None and (value := amount(match["value"])):
            return Alters(thing, value if match["verb"] == "multiplies" else 1 / value, Fraction(0))
        return None

    def _switched(self, clause: str) -> Event | None:
        if (match := SWITCHES.fullmatch(clause)) is not None:
            self._subject(match["subject"])
            return self._becomes(self._thing(match["thing"] or match["thing2"]), match["state"] or match["state2"])
        if (match := SETS.fullmatch(clause)) is not None:
            self._subject(match["subject"])
            return self._becomes(self._thing(match["thing"]), SET_BY[match["verb"]])
        if (match := FLIPS.fullmatch(clause)) is not None:
            self._subject(match["subject"])
            verb = "turned over" if match["over"] else match["verb"]
            return self._flip(self._thing(match["thing"] or match["thing2"]), times(match["times"]), verb)
        return None

    def _becomes(self, thing: str, value: str) -> Event:
        pair = self._pair(thing)
        if value not in pair:
            raise NotUnderstood(f"whether {thing} that was {pair[0]} or {pair[1]} is {value}")
        return Becomes(thing, value)

    def _flip(self, thing: str, count: int | None, verb: str) -> Event:
        pair = self._pair(thing)
        coin = pair == ("heads", "tails")
        if count is None or pair[0] not in ("on", "heads"):
            raise NotUnderstood(f"what flipping {thing} does")
        if coin is not (verb in ("turned over", "flipped over")) and not (coin and verb.startswith("flip")):
            raise NotUnderstood(f"what is done to {thing}")
        return Flips(thing, pair, count)

    def _pair(self, thing: str) -> tuple[str, str]:
        if self.kinds[thing] != "state":
            raise NotUnderstood(f"the state of {thing}")
        value = self.first[thing]
        return next(pair for pair in PAIRS if value in pair)

    def _subject(self, words: str | None) -> str:
        """Who acts; the one who acted before where a clause names nobody."""
        name = (words or self.actor).strip()
        if name.lower() in ("he", "she", "they"):
            name = self.actor
        if not name:
            raise NotUnderstood("who acts")
        self.actor = name
        return name

    def _who(self, words: str) -> str:
        self.actor = words.strip()
        return self.actor

    def _thing(self, words: str) -> str:
        """The thing declared that the words name; a switch or a button works the one thing that is on or off."""
        name = key(words)
        if name in ("it", "them"):
            name = self.last if len(self.first) == 1 or self.events else ""
        if name in ("switch", "button", "light switch", "coin over") and name not in self.first:
            lit = [thing for thing, value in self.first.items() if value in ("on", "off")]
            name = lit[0] if len(lit) == 1 else ""
        if name not in self.first:
            raise NotUnderstood(f"what “{words}” is")
        self.last = name
        return name

    def asked(self, text: str) -> Story:
        """The story with what its question asks for."""
        if not self.happened:
            raise NotUnderstood("nothing changes its state")
        if (match := ASKED["number"].fullmatch(text)) is not None:
            supposed = None if match["value"] is None else amount(match["value"])
            return self._story("number", "number", supposed, match["value"] is not None)
        if (match := HAS.fullmatch(text)) is not None:
            return self._story(self._thing(match["thing"]), "holder", match["subject"], True)
        if (match := ASKED["holder"].fullmatch(text)) is not None:
            return self._story(self._thing(match["thing"]), "holder", None, False)
        if (match := ASKED["which"].fullmatch(text)) is not None:
            thing = self._thing(match["thing"])
            if {STATES[match["one"].lower()], STATES[match["other"].lower()]} != set(self._pair(thing)):
                raise NotUnderstood(f"the question “{text[:120]}”")
            return self._story(thing, "state", None, False)
        match = ASKED["state"].fullmatch(text) or ASKED["shows"].fullmatch(text)
        if match is None:
            raise NotUnderstood(f"the question “{text[:120]}”")
        thing, state = self._thing(match["thing"]), STATES[match["state"].lower()]
        if state not in self._pair(thing):
            raise NotUnderstood(f"whether {thing} is {state}")
        return self._story(thing, "state", state, True)

    def _story(self, thing: str, kind: Kind, supposed: Value | None, whether: bool) -> Story:
        if self.kinds.get(thing) != kind or (whether and supposed is None):
            raise NotUnderstood(f"what is asked of {thing}")
        people = {value for value in self.first.values() if isinstance(value, str)}
        people |= {event.value for event in self.events if isinstance(event, Becomes) and isinstance(event.value, str)}
        if kind == "holder" and supposed is not None and supposed not in people:
            raise NotUnderstood(f"who {supposed} is")
        return Story(tuple(self.first.items()), tuple(self.events), thing, kind, supposed)


PAIRS: Final[tuple[tuple[str, str], ...]] = (
    ("on", "off"),
    ("open", "closed"),
    ("full", "empty"),
    ("unlocked", "locked"),
    ("heads", "tails"),
)
