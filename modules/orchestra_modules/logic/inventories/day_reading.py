"""Reading a day: when people were awake or taken, when a place was open, and when someone was free. Knows no solver.

Activities and places are open words. A clause counts as taken only if the person asked about is its subject, or is
seen doing something; hedges, negations and vague times are refused by name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from orchestra_modules.logic.inventories.clock import (
    DAY,
    RANGE,
    TIME,
    Style,
    duration,
    full_day_clock,
    interval,
    minutes,
    style_of,
    undotted,
)
from orchestra_modules.logic.inventories.day import Ask, DayProblem, Interval
from orchestra_modules.logic.inventories.marks import Elsewhere
from orchestra_modules.solving.options import Question
from orchestra_modules.solving.refusal import NotUnderstood
from orchestra_modules.solving.regex import regex

MAX_SENTENCE = 400
#: sentences, and halves of one that tell of two people
_PARTED: Final = regex(
    r"(?<=[.?!;])\s+|\n+|(?<=[\dmn]),? (?:and|while|but) (?=[A-Z][a-z]+ is (?:free|available|busy) (?:from|between) )"
)
_ASKS: Final = regex(r"\b(?:could|can|might|free|available|unoccupied|open slots?|have time)\b", re.IGNORECASE)
_WHEN: Final = regex(
    r"(?:so )?(?:,? ?between (?:what|which)|(?:at|during|in|for) (?:what|which)|what|"
    r"which|when|find|list|give|name|determine|tell)\b",
    re.IGNORECASE,
)
_TOTAL: Final = regex(
    r"(?:for )?how (?P<unit>long|many (?:hours|minutes)|much (?:free )?time)\b.*\b(?:free|available|unoccupied)\b", re.I
)
_IS_FREE: Final = regex(r"(?:is|was|are|were|would|will) (?P<who>.+?) (?:be )?(?:free|available)\b(?P<rest>.*)", re.I)
_VAGUE: Final = regex(
    r"\b(?:not|never|no|maybe|perhaps|might|possibly|probably|or|either|neither|nor|"
    r"unless|except|if|some|about|around|roughly|"
    r"approximately|almost|nearly|but|cancel\w*|moved|postponed|instead|before|since|by|"
    r"hours?|minutes?|morning|afternoon|"
    r"evening|night|tomorrow|yesterday|every|each|twice|later than|earlier|only|without|"
    r"until|till|half|quarter|week|would|could|can)\b|n't\b",
    re.IGNORECASE,
)
_LIMITS: Final = regex(
    r"\b(?:not|n't|never|earliest|latest|first|last|next|longest|shortest|before|after|"
    r"start\w*|wake|woke|or|without|except)\b",
    re.I,
)
_WEEKDAY: Final = regex(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b", re.IGNORECASE)
_T: Final = r"(?P<t>[^,;]+?)"
_WAKES: Final = regex(
    rf"(?P<who>.+?) (?:woke up|wakes up|got up|gets up|arose|was awake|is awake|arrived|"
    rf"arrives|landed)(?: [a-z' ]+?)? (?:at|from) {_T}(?: on)?",
    re.I,
)
_SLEEPS: Final = regex(
    rf"(?P<who>.+?) (?:went to (?:bed|sleep)|goes to (?:bed|sleep)|fell asleep|falls "
    rf"asleep|left|leaves|has to leave|must leave|departed)(?: [a-z' ]+?)? at {_T}",
    re.I,
)
_CLOSES: Final = regex(
    rf"(?:the )?(?P<place>[\w' -]+?) (?:(?:(?:is|was|were|are) closed|shuts?|closes?|"
    rf"closed|shut) (?:after|at|from)|(?:is|was|stays|stayed) open (?:until|till)) {_T}(?: "
    rf"onwards?)?",
    re.I,
)
_OPENS: Final = regex(
    rf"(?:the )?(?P<place>[\w' -]+?) (?:opens|opened|(?:is|was) open(?:ed)? (?:from|after)|"
    rf"(?:is|was) closed (?:until|before)) (?:at )?{_T}(?: onwards?)?",
    re.I,
)
_OPEN: Final = regex(r"(?:the )?(?P<place>[\w' -]+?) (?:is|was|stays|stayed|are|were) open$", re.I)
_SEES: Final = regex(
    r"(?P<seer>[A-Z][\w'-]*|I) (?:saw|sees|noticed|observed|watched|spotted|met) "
    r"(?P<seen>[A-Z][\w'-]*|him|her|them|me) (?P<doing>.*)"
)
_EVENT: Final = regex(
    r"\b(?:meetings?|appointments?|class(?:es)?|lessons?|calls?|lunch|lectures?|shifts?|"
    r"seminars?|interviews?|training|sessions?|busy|booked|rehearsals?|exams?)\b",
    re.I,
)
_CONNECTOR: Final = regex(r"[\s,;]*(?:and)?[\s,]*(?:then|again|also)?\s*", re.I)
_SCHEDULE: Final = regex(r"busy|booked|meeting|appointment|calendar|class|free|available", re.I)
_LEAD: Final = regex(
    r"^(?:then|later|next|afterwards?|after that|today|that day|on that day|also|finally|first|in addition|and)[, ]+",
    re.I,
)
_DETERMINERS: Final = frozenset(("The", "A", "An", "There", "My", "Our", "His", "Her", "Their"))
#: what keeps someone or something from being free, which without a time says nothing of the day
_TIMELESS: Final = regex(
    r"\b(?:is|are|was|were) (?:busy|away|sick|ill|out|closed|booked|unavailable|absent|free)\b", re.I
)
_PRONOUNS: Final = frozenset(("he", "she", "they"))
_EVERYONE: Final = regex(r"\b(?:both|they|all|everyone|everybody|we|together|common)\b", re.I)


@dataclass
class _Day:
    """What the sentences have told so far."""

    names: frozenset[str]  # who is asked about; empty: everyone named
    place: str  # the question, in which a place must be named to count
    full_day: bool
    taken: list[Interval] = field(default_factory=list)
    windows: list[tuple[Interval, ...]] = field(default_factory=list)
    free: dict[str, list[Interval]] = field(default_factory=dict)
    begins: bool = False
    ends: bool = False
    last: str = ""  # whom "she" would mean


def read(question: Question) -> DayProblem:
    """The problem that the text states. Elsewhere if it has no times of day or does not ask for free time."""
    text = undotted(question.stem)
    if not TIME.search(text) or not _ASKS.search(text):
        raise Elsewhere
    sentences = [part.strip() for part in _PARTED.split(text) if part.strip()]
    if any(len(each) > MAX_SENTENCE for each in sentences):
        raise Elsewhere
    asking = [
        each
        for each in sentences
        if each.endswith("?") or re.match(r"(?:find|list|give|determine|tell|name)\b", each, re.I)
    ]
    if not asking:
        raise Elsewhere
    asked = asking[-1]
    said = _LEAD.sub("", asked.rstrip("?. "))
    if not (_WHEN.match(said) or _TOTAL.match(said) or _IS_FREE.fullmatch(said)) or not _ASKS.search(said):
        raise Elsewhere
    if len({match.group().lower() for match in _WEEKDAY.finditer(text)}) > 1:
        raise NotUnderstood("more than one day of the week is named")
    names = _names(said, sentences)
    day = _Day(names, said.lower(), full_day_clock(text))
    problem_ask, least, span = _ask(said, day)
    for sentence in sentences:
        if sentence != asked:
            _statement(sentence.rstrip(".;:!"), day, sentence in asking)
            if _TIMELESS.search(sentence) and not TIME.search(sentence):
                raise NotUnderstood(f"no time is told in {sentence[:60]!r}")
    told = " ".join(sentence for sentence in sentences if sentence != asked)
    if unknown := sorted(name for name in names - {"I"} if not re.search(rf"\b{re.escape(name)}\b", told)):
        raise NotUnderstood(f"nothing is told of {', '.join(unknown)}")
    return _problem(day, problem_ask, least, span, style_of(question.stem))


def _problem(day: _Day, ask: Ask, least: int, span: Interval | None, style: Style) -> DayProblem:
    windows = [*day.windows, *(tuple(spans) for spans in day.free.values())]
    asked = span if ask is Ask.FREE else None
    if ask is not Ask.FREE:
        if span is not None:
            windows.append((span,))
        bounded = span is not None or bool(day.free)
        if not (day.begins or bounded):
            raise NotUnderstood("it is not said when the day begins")
        if not (day.ends or bounded):
            raise NotUnderstood("it is not said when the day ends")
    if not windows and not day.taken:
        raise NotUnderstood("no time is said to be taken")
    return DayProblem(tuple(windows), tuple(day.taken), ask, style, least, asked)


def _names(said: str, sentences: list[str]) -> frozenset[str]:
    """Who the question asks about; empty for everyone."""
    if match := re.search(
        r"\b(?i:could|can|might|is|are|was|were|does|do|will) (?P<who>[A-Z][\w'-]*(?:(?:,? and |, )[A-Z][\w'-]*)*)",
        said,
    ):
        return frozenset(re.split(r",? and |, ", match["who"]))
    if re.search(r"\b(?:he|she)\b", said):
        subjects = {
            m[1]
            for each in sentences
            if (m := re.match(r"([A-Z][\w'-]*) (?!saw\b)\w+", _LEAD.sub("", each))) and not each.endswith("?")
        }
        people = subjects - {"The", "We", "There", "He", "She", "They", "A", "An"}
        if len(people) == 1:
            return frozenset(people)
        raise NotUnderstood("it is not clear who is asked about")
    if re.search(r"\bI\b", said):
        return frozenset(("I",))
    if _EVERYONE.search(said):
        return frozenset()
    raise NotUnderstood("it is not clear who is asked about")


def _ask(said: str, day: _Day) -> tuple[Ask, int, Interval | None]:
    """What is asked: the kind, the least length, and a range named in the question."""
    spans = [interval(match, day.full_day) for match in RANGE.finditer(said)]
    rest = RANGE.sub(" ", said)
    length = duration(rest)
    if length is not None:
        rest = rest.replace(length[1].group(), " ")
    if len(spans) > 1:
        raise NotUnderstood("two ranges are asked about")
    if match := _LIMITS.search(rest):
        raise NotUnderstood(f"{match.group()!r} is not understood in the question")
    span = spans[0] if spans else None
    if total := _TOTAL.match(said):
        if length is not None:
            raise NotUnderstood("a length is given where one is asked for")
        return Ask.MINUTES if "minutes" in total["unit"] else Ask.HOURS, 1, span
    if not _WHEN.match(said):
        if span is None and (times := TIME.findall(rest)) and len(times) == 1:
            start = minutes(times[0], day.full_day)
            span = None if start is None else (start, start + 1)
            rest = TIME.sub(" ", rest)
        if span is None or length is not None:
            raise NotUnderstood("it is not clear which time is asked about")
        return Ask.FREE, 1, span
    if TIME.search(rest) or re.search(r"\d", rest):
        raise NotUnderstood("a time in the question is not understood")
    return Ask.WHEN, length[0] if length else 1, span


def _statement(sentence: str, day: _Day, is_question: bool) -> None:
    """Add what a sentence tells. NotUnderstood names the word in the way."""
    said = _LEAD.sub("", sentence)
    ranges = [interval(match, day.full_day) for match in RANGE.finditer(said)]
    if ranges:
        _ranges(said, ranges, day)
    elif TIME.search(said):
        _moment(said, day)
    elif is_question:
        if not (_WHEN.match(said) and _ASKS.search(said)) or _LIMITS.search(said):
            raise NotUnderstood(f"there is a second question: {sentence!r}")
    elif (match := _VAGUE.search(said)) or re.search(r"\d", said):
        raise NotUnderstood(f"{match.group() if match else said!r} is not understood")
    elif len(said.split()) > 15:
        raise NotUnderstood(f"{said!r} says nothing of times that is understood")


def _ranges(said: str, ranges: list[Interval], day: _Day) -> None:
    found = list(RANGE.finditer(said))
    for before, after in pairwise(found):
        if not _CONNECTOR.fullmatch(said[before.end() : after.start()]):
            raise NotUnderstood(f"{said!r} tells of more than one activity")
    about = " ".join(RANGE.sub(" ", said).split()).strip(" ,")
    about = re.sub(r"(?:,? (?:and|then|again))+$", "", re.sub(r"\s+,", ",", about)).strip(" ,")
    if TIME.search(about) or re.search(r"\d", about):
        raise NotUnderstood(f"a time in {said!r} is not understood")
    if match := _OPEN.fullmatch(about):
        if _place_asked(match["place"], day):
            day.windows.append(tuple(ranges))
            day.begins = day.ends = True
        return
    if match := _VAGUE.search(about):
        raise NotUnderstood(f"{match.group()!r} is not understood in {said!r}")
    who = _who(about, day)
    if who is None:
        return
    if re.search(r"\b(?:free|available|awake)\b", about, re.I):
        day.free.setdefault(who, []).extend(ranges)
        return
    if re.search(r"\bopen\b|\bclosed\b|\bwindow\b", about, re.I):
        raise NotUnderstood(f"{said!r} is not understood")
    goal = re.search(r"\b(?:to|visited?|at|in) (the [a-z]+(?: [a-z]+)?)$", day.place)
    if goal and re.search(rf"\b{re.escape(goal[1])}\b", about.lower()):
        raise NotUnderstood(f"{said!r} says that the visit asked for took place")
    day.taken.extend(ranges)


def _who(about: str, day: _Day) -> str | None:
    """Whom a clause is about; none if it is about someone else who is not asked about."""
    if sight := _SEES.fullmatch(about):
        if sight["seen"] in day.names or (not day.names and sight["seen"][0].isupper()):
            return sight["seen"]
        if sight["seer"] in day.names or not day.names or sight["seen"][0].islower():
            raise NotUnderstood(f"it is not clear whose time {about!r} takes")
        return None
    match = re.match(r"(?P<who>[A-Z][\w-]*)(?:'s\b|:|(?P<more>(?:,? and |, )[A-Z][\w-]*)*)(?= |$|:)", about)
    if match is None or (match["who"] in _DETERMINERS and not _own_event(match["who"], about, day)):
        raise NotUnderstood(f"it is not clear whose time {about!r} takes")
    if match["who"] in _DETERMINERS:
        return next(iter(day.names))
    if match.group().endswith(("'s", ":")) and not _SCHEDULE.search(about):
        raise NotUnderstood(f"it is not said whether {about!r} is free or taken")
    people = re.split(r",? and |, ", match.group().removesuffix(":").removesuffix("'s"))
    if people[0].lower() in _PRONOUNS:
        if not day.last:
            raise NotUnderstood(f"it is not clear who {people[0]!r} is")
        people = [day.last]
    day.last = people[0]
    meant = [name for name in people if not day.names or name in day.names]
    if meant:
        return meant[0]
    if any(re.search(rf"\b{re.escape(name)}\b", about) for name in day.names):
        raise NotUnderstood(f"it is not clear whose time {about!r} takes")
    return None


def _own_event(determiner: str, about: str, day: _Day) -> bool:
    """Whether "there is a meeting", "my class" can only be an event of the one person asked about."""
    if determiner in ("His", "Her", "Their") or len(day.names) != 1 or not _EVENT.search(about):
        return False
    return determiner != "My" or day.names == {"I"}


def _moment(said: str, day: _Day) -> None:
    """A sentence with a single time: waking, leaving, opening, closing."""
    for pattern, begins in ((_WAKES, True), (_SLEEPS, False), (_OPENS, True), (_CLOSES, False)):
        match = pattern.fullmatch(said)
        if match is None:
            continue
        if not TIME.fullmatch(match["t"].strip()):
            raise NotUnderstood(f"{match['t']!r} is not understood as a time")
        at = minutes(match["t"], day.full_day, as_end=not begins)
        if at is None:
            raise NotUnderstood(f"it is not said which half of the day {match['t']!r} is in")
        if _VAGUE.search(match.groupdict().get("who") or match.groupdict().get("place") or ""):
            raise NotUnderstood(f"{said!r} is not understood")
        if "place" in match.groupdict():
            if not _place_asked(match["place"], day):
                return
        elif _who(match["who"], day) is None:
            return
        elif not day.names:
            raise NotUnderstood(f"it is not clear for whom {said!r} counts")
        day.windows.append((((at, DAY) if begins else (0, at)),))
        day.begins, day.ends = day.begins or begins, day.ends or not begins
        return
    raise NotUnderstood(f"{said!r} is not understood")


def _place_asked(place: str, day: _Day) -> bool:
    """Whether the question names a place."""
    return re.search(rf"\b{re.escape(place.lower().strip())}\b", day.place) is not None
