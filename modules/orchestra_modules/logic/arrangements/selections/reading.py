"""A text about a selection as a problem: variable i is 1 where candidate i is chosen. Knows no solver."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, TypeAlias

from orchestra_modules.logic.arrangements.formula import (
    Count,
    Formula,
    Place,
    every,
    implies,
    negation,
    same,
    some,
)
from orchestra_modules.logic.arrangements.orders.questions import Mode, WhichStatement
from orchestra_modules.logic.arrangements.orders.questions import asked as asked_of_an_order
from orchestra_modules.logic.arrangements.problem import Block, Condition, Problem
from orchestra_modules.logic.arrangements.sentences import sentence, sentences
from orchestra_modules.solving.numerals import cardinal
from orchestra_modules.solving.options import Option, Question
from orchestra_modules.solving.refusal import NotUnderstood
from orchestra_modules.solving.regex import regex

MAX_CANDIDATES: Final = 16
_PART: Final = (
    r"(?:chosen|selected|picked|included|invited|hired|elected|appointed|admitted|nominated|"
    r"(?:on|in|part of|a member of|assigned to) the (?:team|committee|group|crew|panel|delegation|squad|"
    r"selection|board))"
)
_BE: Final = r"(?:is|are|be|must be|will be|has to be|have to be|can be|was|were)"
_NAME: Final = r"[A-Z][\w'-]*"
_NAMES: Final = rf"{_NAME}(?:(?:, (?:and |or )?| and | or ){_NAME})*"
_FORBID: Final = regex(rf"^(?P<names>{_NAMES}) (?:can not|may not|must not|are not|will not) both {_BE} {_PART}$")
_TOGETHER: Final = regex(rf"^(?P<a>{_NAME}) and (?P<b>{_NAME}) {_BE} {_PART} together or not at all$")
_PLAIN: Final = regex(
    rf"^(?P<lead>[Ee]ither |[Nn]either |[Bb]oth )?(?P<names>{_NAME}(?:(?:, (?:and |or |nor )?| and | or | nor "
    rf"){_NAME})*)"
    rf" (?:(?:is|are|be|must|will|has|have|can|was|were|to|may|both) ?)*(?P<not>not )?(?:(?:be|both) )?{_PART}"
    r"(?P<tail>,? but not both)?$"
)
_COUNT: Final = regex(
    r"^(?P<how>[Ee]xactly|[Aa]t least|[Aa]t most|[Oo]nly|[Nn]o more than|[Nn]o fewer than)? ?(?P<count>\w+) (?:of )?"
    rf"(?:(?:the|these|them|people|persons|candidates|members|students|players|men|women|friends|applicants|"
    rf"items|\w+s) ?)*"
    rf"(?P<names>{_NAMES})? ?{_BE} {_PART}(?: from .*)?$"
)
_FORMED: Final = regex(
    rf"^(?:[A-Z]\w* |[Aa]n? |[Tt]he )?(?:\w+ )?(?:team|committee|group|crew|panel|delegation|squad|board) of "
    rf"(?P<how>exactly|at least|at most)? ?"
    rf"(?P<count>\w+)(?: \w+)? {_BE} (?:chosen|selected|picked|formed|made up|drawn) from(?: among)? "
    rf"(?:(?:the )?(?:\w+ )?\w+:? |\w+ (?:people|candidates|students|members|players)[:,]? )?(?P<names>{_NAMES})$"
)
_LISTED: Final = regex(
    rf"^[\w ,]*\b(?:candidates|people|members|students|players|applicants|friends|workers|\w+s)(?:,|:| are| -) "
    rf"?(?P<names>{_NAMES})"
    r"(?: are available| apply| applied)?$"
)
_LIST_OF: Final = regex(
    r"^which (?:one )?(?:of the following )?(?P<verb>could|can|may|might|must|can not|could not) be (?:the |a |"
    r"an )?(?:\w+ ){0,3}"
    r"(?:team|committee|group|crew|panel|delegation|squad|board|selection|list)(?: of .*| chosen| selected)?$"
)
_SO_MANY: Final = regex(
    r"^which (?:two|three|four|five|pair)(?: of them)?(?: people| persons| candidates)? "
    rf"(?P<verb>could|can|may|might|must)(?: both| all)?(?: be)? {_PART}$"
)
_MEMBER: Final = regex(
    rf"^(?:which (?:one )?(?:of the following |of them |person |candidate )?|who )(?P<verb>must|could|can|may|"
    rf"can not|could not|is|are|has to|will)"
    rf"(?: be)? {_PART}$"
)
_HOW_MANY: Final = regex(
    r"^(?:in )?how many (?:different |possible |such )*(?:ways|teams|committees|groups|selections|crews|panels|"
    r"squads)\b.*$"
)


@dataclass(frozen=True)
class Statements:
    """A formula for each option, and how it is to hold."""

    formulas: tuple[tuple[Option, Formula], ...]
    mode: Mode


@dataclass(frozen=True)
class Truth:
    """Whether a formula holds."""

    formula: Formula
    mode: Mode


@dataclass(frozen=True)
class Members:
    """All who are chosen in every selection, or in some, or in none."""

    mode: Mode


@dataclass(frozen=True)
class Total:
    """The number of selections."""


Ask: TypeAlias = Statements | Truth | Members | Total


@dataclass(frozen=True)
class Selection:
    """The problem, what is asked and the options."""

    problem: Problem
    ask: Ask
    options: tuple[Option, ...]


def read(question: Question) -> Selection:
    """Read a selection. NotUnderstood if it is none, or a sentence of it is not of this language."""
    stem = question.stem.translate({0x2019: "'"})
    if len(stem) > 4000 or not re.search(rf"\b{_PART}\b", stem):
        raise NotUnderstood("nobody is chosen")
    reader = _Reader()
    found = [(" ".join(each.words).replace(" ,", ",").replace(" :", ":"), each.asks) for each in sentences(stem)]
    reader.meet([text for text, asks in found if not asks])
    conditions: list[Condition] = []
    ask: Ask | None = None
    for text, asks in found:
        formula = None if asks else reader.introduction(text) or reader.statement(text)
        if formula is not None:
            conditions.append(Condition(formula, text))
        elif text in reader.lists:
            continue
        else:
            if ask is not None:
                raise NotUnderstood(f"the sentence “{text[:120]}”")
            given = re.match(
                r"^[Ii]f (?P<given>.+?),(?: then)? (?P<rest>(?:which|who|how|what|is|must|can)\b.+)$", text
            )
            if given is not None:
                condition = reader.statement(given["given"])
                if condition is None:
                    raise NotUnderstood(f"the condition “{given['given']}”")
                conditions.append(Condition(condition, given["given"]))
            ask = reader.asked(given["rest"] if given is not None else text, question.options)
    if ask is None or not conditions:
        raise NotUnderstood("who is chosen, and a question")
    block = Block(tuple(range(len(reader.names))), 2, False)
    return Selection(Problem(tuple(reader.names), (block,), tuple(conditions)), ask, question.options)


def _split(names: str) -> list[str]:
    return [name for name in re.split(r",? (?:and|or|nor) |, ", names) if name]


class _Reader:
    def __init__(self) -> None:
        self.names: list[str] = []
        self.lists: set[str] = set()

    def meet(self, told: list[str]) -> None:
        """Learn who may be chosen from the sentence that lists them."""
        for text in told:
            match = _FORMED.match(text) or _LISTED.match(text) or _COUNT.match(text)
            names = _split(match["names"]) if match is not None and match["names"] else []
            if len(names) > max(2, len(self.names)):
                self.names = names
                if _LISTED.match(text):
                    self.lists = {text}
        if not 2 <= len(self.names) <= MAX_CANDIDATES or len(set(self.names)) != len(self.names):
            raise NotUnderstood("who may be chosen")

    def introduction(self, text: str) -> Formula | None:
        """A committee of three is chosen from these."""
        match = _FORMED.match(text)
        return None if match is None else self._counted(match)

    def statement(self, text: str) -> Formula | None:
        """The formula for a condition, or none."""
        text = re.sub(r"^(?:and|but|also|finally|however),? ", "", text.strip(" .,"))
        if (match := re.match(r"^[Ii]f (.+?),? then (.+)$|^[Ii]f (.+?), (.+)$", text)) is not None:
            left, right = (self.statement(part) for part in match.groups() if part)
            return None if left is None or right is None else implies(left, right)
        for link in (" if and only if ", " only if ", " unless ", " if "):
            if link in text:
                front, back = text.split(link, 1)
                left, right = self.statement(front), self.statement(back)
                if left is None or right is None:
                    return None
                if link == " if and only if ":
                    return same(left, right)
                if link == " unless ":
                    return some((left, right))
                return implies(left, right) if link == " only if " else implies(right, left)
        if (match := _TOGETHER.match(text)) is not None:
            return same(*(self._chosen(match[group]) for group in "ab"))
        if (match := _FORBID.match(text)) is not None:
            return negation(every(self._chosen(name) for name in _split(match["names"])))
        if (match := _PLAIN.match(text)) is not None:
            return self._plain(match)
        if (match := _COUNT.match(text)) is not None and (match["names"] is None or self._known(match["names"])):
            return self._counted(match)
        return None

    def _known(self, names: str) -> bool:
        return all(name in self.names for name in _split(names))

    def _chosen(self, name: str) -> Formula:
        if name not in self.names:
            raise NotUnderstood(f"who “{name}” is")
        return Place(self.names.index(name), frozenset({1}))

    def _plain(self, match: re.Match[str]) -> Formula | None:
        lead = (match["lead"] or "").strip().lower()
        words = match["names"]
        parts = [self._chosen(name) for name in _split(words)]
        if lead == "neither":
            return every(negation(part) for part in parts) if " nor " in words and not match["not"] else None
        if lead == "either" or " or " in words:
            if match["not"]:
                return None
            return Count(tuple(parts), frozenset({1})) if match["tail"] else some(parts)
        if len(parts) > 1 and match["not"] and (lead == "both" or " both " in match[0]):
            return negation(every(parts))
        return every(negation(part) if match["not"] else part for part in parts)

    def _counted(self, match: re.Match[str]) -> Formula | None:
        words = match["count"].lower()
        count = int(words) if words.isdecimal() else 0 if words == "none" else cardinal(words)
        if count is None:
            return None
        names = _split(match["names"]) if match["names"] else self.names
        how = (match["how"] or "exactly").lower()
        numbers = {
            "at least": range(count, len(names) + 1),
            "no fewer than": range(count, len(names) + 1),
            "at most": range(count + 1),
            "no more than": range(count + 1),
        }.get(how, range(count, count + 1))
        return Count(tuple(self._chosen(name) for name in names), frozenset(numbers))

    def asked(self, text: str, options: tuple[Option, ...]) -> Ask:
        """What the question asks."""
        plain = re.sub(r"^(?:so|then|now|therefore),? ", "", text.lower().strip(" ?"))
        statement = asked_of_an_order(sentence(text).lower)
        if isinstance(statement, WhichStatement) and options:
            told = [(option, self.statement(" ".join(sentence(option.text).words))) for option in options]
            if any(formula is None for _, formula in told):
                raise NotUnderstood("one of the options")
            return Statements(tuple((one, formula) for one, formula in told if formula is not None), statement.mode)
        if (match := _LIST_OF.match(plain) or _SO_MANY.match(plain)) is not None and options:
            listed = [(option, self._whole(option.text)) for option in options]
            return Statements(tuple(listed), _mode(match["verb"]))
        if (match := _MEMBER.match(plain)) is not None:
            if options:
                return Statements(
                    tuple((one, self._chosen(one.text.strip(" ."))) for one in options), _mode(match["verb"])
                )
            return Members(_mode(match["verb"]))
        if _HOW_MANY.match(plain):
            return Total()
        if (
            match := re.match(rf"^(is|must|can|could|are) ({_NAMES}) (.+)$", text.strip(" ?"), re.IGNORECASE)
        ) is not None:
            formula = self.statement(f"{match[2]} is {match[3].removeprefix('be ')}")
            if formula is not None:
                return Truth(formula, "could" if match[1].lower() in ("can", "could") else "must")
        raise NotUnderstood(f"the question “{text[:120]}”")

    def _whole(self, text: str) -> Formula:
        """Just those of a list are chosen."""
        names = _split(text.strip(" ."))
        for name in names:
            self._chosen(name)
        return every(self._chosen(name) if name in names else negation(self._chosen(name)) for name in self.names)


def _mode(verb: str) -> Mode:
    if verb.endswith("not"):
        return "never"
    return "could" if verb in ("could", "can", "may", "might") else "must"
