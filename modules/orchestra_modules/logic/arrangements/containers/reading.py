"""A text about things that are put, carried and moved as a formal story. Knows no solver.

Of another kind, and refused, is a text in which nothing is inside something that moves and nobody carries anything.
"""

from __future__ import annotations

import re
from typing import Final

from orchestra_modules.logic.arrangements.containers.story import Enters, Event, Leaves, Story
from orchestra_modules.solving.options import Question
from orchestra_modules.solving.refusal import NotUnderstood
from orchestra_modules.solving.regex import regex

_THING: Final = r"(?:[Tt]he |[Aa]n? |[Hh]is |[Hh]er |[Tt]heir )(?:[a-z]+ ){0,2}?[a-z]+(?: [A-Z0-9])?"
_PERSON: Final = r"[A-Z][a-z'-]+"
_WHO: Final = rf"(?P<who>{_PERSON}|[Hh]e|[Ss]he)"
_INTO: Final = r"(?:into|in|inside|onto|on|under|underneath|to)"
_LEAD: Final = regex(
    r"^(?:(?:[Tt]hen|[Nn]ext|[Ll]ater|[Aa]fterwards?|[Aa]fter that|[Ff]inally|[Nn]ow|[Aa]nd|[Ff]irst),? )+"
)
_AGAIN: Final = r"(?: (?:there|again|back|carefully))?"
_IS: Final = regex(rf"^(?P<thing>{_THING}|{_PERSON}) (?:is|was|lies|sits|stands) {_INTO} (?P<place>{_THING})$")
_PUTS: Final = regex(
    rf"^{_WHO} (?:puts?|places?|placed|drops?|dropped|hides?|hid|lays?|laid|sets?) (?P<thing>{_THING}|it) "
    rf"{_INTO} (?P<place>{_THING})$"
)
_CARRIES: Final = regex(
    rf"^{_WHO} (?:moves?|moved|carries|carried|takes|took|brings|brought|transfers|transferred) (?P<thing>{_THING}|it)"
    rf"(?: (?:from|out of) (?P<source>{_THING}))? (?:to|into) (?P<place>{_THING})$"
)
_MOVED: Final = regex(
    rf"^(?P<thing>{_THING}|[Ii]t) (?:is|was|gets|is then|was then) (?:moved|carried|taken|brought|put|placed|"
    rf"transferred)"
    rf"(?: (?:from|out of) (?P<source>{_THING}))? {_INTO} (?P<place>{_THING})$"
)
_PICKS: Final = regex(
    rf"^{_WHO} (?:picks? up|picked up|grabs|grabbed|takes|took|gets|got|lifts|removes|removed) (?P<thing>{_THING}|it)"
    rf"(?: (?:from|out of) (?P<source>{_THING}))?{_AGAIN}$"
)
_OUT: Final = regex(
    rf"^{_WHO} (?:takes|took|removes|removed) (?P<thing>{_THING}) (?:out of|from) (?P<source>{_THING}) and "
    rf"(?:puts|put|places|placed|drops|dropped) it {_INTO} (?P<place>{_THING})$"
)
_GOES: Final = regex(
    rf"^{_WHO} (?:goes|went|walks|walked|moves|moved|travels|travelled|traveled|journeys|journeyed|runs|ran|"
    rf"heads|headed|returns|returned)"
    rf"(?: back)?(?: from {_THING})? (?:to|into) (?P<place>{_THING})$"
)
_DROPS: Final = regex(
    rf"^{_WHO} (?:drops|dropped|leaves|left|puts down|put down|discards|discarded|sets down) (?P<thing>{_THING}|"
    rf"it)(?: down)?{_AGAIN}$"
)
_GIVES: Final = regex(
    rf"^{_WHO} (?:gives|gave|hands|handed|passes|passed) (?P<thing>{_THING}|it) to (?P<to>{_PERSON})$"
)
_ASKS: Final = regex(
    rf"^(?:(?:so|now|then|at the end|in the end),? )*(?:where (?:is|are) (?P<thing>{_THING}|{_PERSON})(?: now| "
    rf"at the end)?|"
    rf"(?:in )?(?:which|what) (?:room|place) (?:is|has) (?P<in>{_THING})(?: in| now)?)$",
    re.IGNORECASE,
)
_ASKING: Final = regex(
    r"\b[Ww]here (?:is|are)\b|\b[Ww]h(?:ich|at) (?:room|place)\b|\b[Ii]s [^.?]* (?:in|inside|on|under) "
    r"(?:the|a|an|his|her) "
)
_WHETHER: Final = regex(
    rf"^(?:(?:so|now|then|at the end|in the end),? )*(?:is|are) (?P<thing>{_THING}|{_PERSON}) (?:still |now )?"
    rf"(?:in|inside|on|under) (?P<place>{_THING})(?: now| at the end)?$",
    re.IGNORECASE,
)
_SPLIT: Final = regex(r"(?<=[.?!])\s+|\n+")


def read(question: Question) -> Story:
    """Read a story. NotUnderstood if it is none, or a sentence of it is not of this language."""
    text = question.stem.replace("\u2019", "'")
    if len(text) > 6000 or not _ASKING.search(text):
        raise NotUnderstood("nothing is put inside something")
    reader = _Reader()
    parts = [part.strip() for part in _SPLIT.split(text) if part.strip()]
    for part in parts[:-1]:
        for clause in re.split(rf",? (?:and|then|and then) (?={_PERSON} [a-z])|; ", part.rstrip(". ")):
            if part.endswith("?") or not reader.take(_LEAD.sub("", clause)):
                raise NotUnderstood(f"the sentence “{part[:120]}”")
    return reader.asked(parts[-1].rstrip("? "))


def _key(words: str) -> str:
    return re.sub(r"^(?:the|an?|his|her|their) ", "", words.strip(), flags=re.IGNORECASE)


class _Reader:
    def __init__(self) -> None:
        self.events: list[Event] = []
        self.persons: set[str] = set()
        self.last = ""
        self.actor = ""

    def take(self, clause: str) -> bool:
        """File one clause; false where it is not of this language."""
        if (match := _GIVES.match(clause)) is not None:
            self._who(match["who"])
            self.persons.add(match["to"])
            self.events.append(Enters(self._thing(match["thing"]), match["to"]))
            return True
        for pattern in (_OUT, _PUTS, _CARRIES, _MOVED):
            if (match := pattern.match(clause)) is not None:
                return self._moved(match, carries=pattern is _CARRIES)
        if (match := _PICKS.match(clause)) is not None:
            who = self._who(match["who"])
            self.events.append(Enters(self._thing(match["thing"]), who, _key(match["source"] or "")))
            return True
        if (match := _GOES.match(clause)) is not None:
            self.events.append(Enters(self._who(match["who"]), _key(match["place"])))
            return True
        if (match := _DROPS.match(clause)) is not None:
            who = self._who(match["who"])
            self.events.append(Leaves(self._thing(match["thing"]), who))
            return True
        if (match := _IS.match(clause)) is not None:
            person = re.fullmatch(_PERSON, match["thing"]) is not None and match["thing"] not in ("The", "It")
            name = self._who(match["thing"]) if person else self._thing(match["thing"])
            if any(event.thing == name for event in self.events):
                raise NotUnderstood(f"where {name} is, is told twice and no move is told")
            self.events.append(Enters(name, _key(match["place"])))
            return True
        return False

    def _moved(self, match: re.Match[str], carries: bool) -> bool:
        groups = match.groupdict()
        thing, place = self._thing(match["thing"]), _key(match["place"])
        self.events.append(Enters(thing, place, _key(groups.get("source") or "")))
        if groups.get("who"):
            who = self._who(match["who"])
            if carries and any(isinstance(event, Enters) and event.thing == who for event in self.events):
                self.events.append(Enters(who, place))
        return True

    def _who(self, name: str) -> str:
        if name.lower() in ("he", "she"):
            if not self.actor:
                raise NotUnderstood(f"who “{name}” is")
            return self.actor
        self.persons.add(name)
        self.actor = name
        return name

    def _thing(self, words: str) -> str:
        if words.lower() == "it":
            if not self.last:
                raise NotUnderstood("what “it” stands for")
            return self.last
        self.last = _key(words)
        return self.last

    def asked(self, text: str) -> Story:
        """The story with what its question asks for."""
        match = _ASKS.match(text)
        whether = None if match is not None else _WHETHER.match(text)
        if match is None and whether is None:
            raise NotUnderstood(f"the question “{text[:120]}”")
        thing = _key(match["thing"] or match["in"] if match is not None else whether["thing"] if whether else "")
        supposed = _key(whether["place"]) if whether else ""
        known = {event.thing for event in self.events}
        holders = {event.place for event in self.events if isinstance(event, Enters)}
        moves = [event for event in self.events if event.thing == thing]
        if thing not in known or not (known & holders or len(moves) > 1):
            raise NotUnderstood("nothing is put inside something")
        return Story(
            tuple(self.events), thing, frozenset(self.persons), match is not None and match["in"] is not None, supposed
        )
