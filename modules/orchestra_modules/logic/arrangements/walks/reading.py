"""A text of steps and turns as a formal walk. Knows no geometry."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from typing import Final, cast

from orchestra_modules.logic.arrangements.walks.walk import Ask, Compass, Face, Go, Move, Step, Turn, Walk, Way
from orchestra_modules.solving.numerals import cardinal, ordinal
from orchestra_modules.solving.options import Question
from orchestra_modules.solving.refusal import NotUnderstood
from orchestra_modules.solving.regex import regex

_UNIT: Final = (
    r"(?:steps?|paces?|metres?|meters?|kilometres?|kilometers?"
    r"|km|m|miles?|mi|feet|foot|ft|yards?|yd|blocks?|units?"
    r"|squares?|floors?|stor(?:ey|eys|ies|y)|levels?|centimetres?"
    r"|cm|inch(?:es)?)"
)
_NUMBER: Final = r"(?P<number>\d+(?:\.\d+)?|an?|[a-z]+(?:[- ][a-z]+)?)"
_VERB: Final = (
    r"(?:take|takes|took|walks?|walked|go|goes|went|moves?"
    r"|moved|runs?|ran|steps?|stepped|travels?|travell?ed"
    r"|drives?|drove|heads?|headed|rides?|rode|advances?"
    r"|advanced|hikes?|hiked|cycles?|cycled|sails?|sailed"
    r"|flies|flew|fly|climbs?|climbed|descends?|proceeds?"
    r"|proceeded|continues?|continued|covers?|covered|swims?"
    r"|swam|crawls?|crawled|marche?s?|marched|jogs?|jogged)"
)
_COMPASS: Final = r"(?:north|south|east|west)(?:[- ]?(?:east|west))?"
_WHERE: Final = (
    r"(?P<where>forwards?|backwards?|ahead|straight|straight ahead"
    r"|straight on|back|left|right|up|down|upwards?|downwards?"
    r"|upstairs|downstairs|to (?:the|your|his|her) (?:left"
    rf"|right)|(?:(?:to|towards?) the |(?:due|towards?) )?{_COMPASS}"
    rf"|in the same direction|in that direction|{_COMPASS}wards?)"
)
_MOVE: Final = regex(
    rf"^(?:{_VERB} )?(?:(?:straight|forwards?|ahead|on|for"
    rf"|another|further|exactly) )*{_NUMBER} (?:more )?(?P<unit>{_UNIT})(?: "
    rf"(?:for|further|more|of)\b)?(?: {_WHERE})?$"
)
_MOVE_TURNED: Final = regex(rf"^(?:{_VERB} )?{_WHERE}(?: for| by)? {_NUMBER} (?:more )?(?P<unit>{_UNIT})$")
_TURN: Final = regex(
    r"^(?:make(?:s)?|takes?|turns?|turned|turning|rotates?"
    r"|rotated|spins?|swivels?|pivots?|made|took)(?: (?:a"
    r"|an|to|through|by|your|his|her|the|quarter|sharp"
    r"|another|immediately|again))*"
    r"(?: (?P<degrees>\d+) ?(?:degrees?|°))?(?: (?:to the"
    r"|to his|to her|to your))?(?: (?P<way>left|right|around"
    r"|round|back|about|clockwise|anti-?clockwise|counter-?clockwise"
    r"|half turn|u-turn))?(?: turn)?"
    r"(?: (?:by )?(?P<degrees2>\d+) ?(?:degrees?|°))?$"
)
_TURN_BARE: Final = regex(
    r"^(?P<degrees>\d+) ?(?:degrees?|°) (?:to the )?(?P<way>left|right|clockwise|anti-?clockwise|"
    r"counter-?clockwise)(?P<degrees2>)$"
)
_AGAIN: Final = regex(r"^(?P<what>.+?) (?P<count>twice|thrice|(?P<times>\w+) times)$")
_FLOOR: Final = regex(
    r"^(?:(?:is|am|are|was|were|start|starts|started|begin|begins|began|gets? on|enters?|stands?)(?: (?:off|out))? )?"
    r"(?:on|at|from) (?:the )?(?:floor (?:number )?(?P<number>\w+)|(?P<rank>\w+(?:-\w+)?) floor)$"
)
_STARTS: Final = regex(
    r"\b(?:starts?|started|begins?|began|is|are|was|were|gets? on|enters?)(?: off| out)? (?:on|at|from) "
    r"(?:the (\w+(?:-\w+)?) floor|(?:the )?floor (?:number )?(\w+))\b",
    re.IGNORECASE,
)
_BOTH: Final = regex(
    r"^how far\b.*\band (?:in )?(?:which|what) direction\b|\bdirection and (?:how far|(?:at )?what distance)\b"
)
#: units in the smallest of their kind
_SCALE: Final = {
    "km": ("cm", 100_000), "metre": ("cm", 100), "cm": ("cm", 1),
    "mile": ("inch", 63_360), "yard": ("inch", 36), "foot": ("inch", 12), "inch": ("inch", 1),
}  # fmt: skip
_FACE: Final = regex(
    r"^(?:(?:start|starts|started|begin|begins|began|initially)(?: by"
    r"| out| off)? )?(?:(?:is|are|am|was|were|stand|stands"
    r"|stood) )?(?:turns?(?: to)? )?(?:face|faces|facing"
    rf"|faced)(?: (?:to|towards?))?(?: the)? (?P<way>{_COMPASS})$"
)
_FIXED: Final = regex(
    r"^(?:always|keep) (?:face|facing) (?:forwards?|(?:in )?the same (?:way"
    r"|direction))$|^(?:never|do not|don't) turn(?: around)?$"
)
_LEAD: Final = regex(
    r"^(?:(?:then|next|after that|afterwards?|finally|now"
    r"|and|and then|first|lastly|from there|from home|from his house"
    r"|from her house|from (?:the|his|her|a|an) (?:\w+ )?\w+"
    r"|at last|later|again|he|she|they|you|i|we|it|(?:the"
    r"|a|an) (?:man|woman|boy|girl|robot|person|walker"
    r"|hiker|explorer|pirate|ship|car|dog|ant|turtle|lift"
    r"|elevator|bus|driver|cyclist|tourist|traveler|traveller"
    r"|snail|drone|submarine|plane))\b,? ?)+"
)
_SUBJECT: Final = regex(
    r"^(?!Always|Never|Keep|Then|Next|Turn|Take|Walk|Go"
    r"|Now|Start|Begin)[A-Z][a-z]+ (?=(?:then |also |next "
    rf"|first |now )?(?:{_VERB}|turns?|turned|makes?|made"
    r"|faces?|faced|is facing|starts?|started|begins?|began"
    r"|stands?|leaves?|was facing)\b)"
)
_HEADING: Final = regex(r"^(?:follow|here are|these are|consider|imagine|read)\b[^:\d]*:\s*", re.IGNORECASE)
_ONLY_HEADING: Final = regex(
    r"^(?:follow|here are|these are|consider|imagine|read)\b[^:\d]*\b(?:instructions|steps|directions|moves)"
    r"(?: below| carefully| in order)?[.:]?$"
)
_AT: Final = r"(?:at|from|on|in) (?:(?!facing|\d).){1,40}"
_SCENE: Final = regex(
    r"^(?:(?:start|starts|started|begin|begins|began|stand|stands|standing|leave|leaves|left|set|sets)"
    rf"(?: (?:off|out|walking|his walk|her walk))?(?: {_AT})?|"
    r"(?:leave|leaves|left|exit|exits|exited) (?:his|her|the|my|your|their) (?:\w+ )?\w+|"
    rf"follow(?:ing)? these (?:instructions|steps|directions)|(?:you|i) (?:are|am) {_AT}|"
    r"(?:on|in|at) the (?:ground|first) floor)$"
)
_ASKED: Final[tuple[tuple[re.Pattern[str], Ask], ...]] = (
    (
        regex(
            (
                r"\b(?:do|does|did|will|would|have|are|is) (?:you|he"
                r"|she|they|it|i|we|\w+) (?:now )?(?:(?:\w+ )?(?:return"
                r"|returned|end up|ended up|finish|back|arrive back"
                r"|get back|be back|come back|end|go back|at)\b).*\b(?:start"
                r"|started|starting|began|same|beginning|origin|original"
                r"|home|begin)\b"
            )
        ),
        "returns",
    ),
    (
        regex(
            r"\bhow far\b|\bwhat is the (?:shortest |straight[- ]line "
            r"|total |final )?(?:distance|displacement)\b|\bwhat distance\b"
            r"|\bhow many \w+ (?:away|from)\b|\bhow many (?:steps"
            r"|paces|blocks|metres|meters|km|miles|feet) (?:away )?(?:are"
            r"|is|from)\b"
        ),
        "distance",
    ),
    (
        regex(
            r"\b(?:which|what) (?:direction|way|compass direction"
            r"|point of the compass) (?:are|is|am|do|does|will"
            r"|would|did) (?:\w+) (?:now |then |finally )?(?:be )?(?:facing"
            r"|face|looking|heading|headed|turned)\b|\bfacing (?:which"
            r"|what)\b"
        ),
        "facing",
    ),
    (
        regex(
            r"\b(?:in )?(?:which|what) (?:direction|way) (?:is"
            r"|lies|would be) (?:the |his |her |your |my )?(?:start"
            r"|starting|home|house|origin|beginning)\b|\b(?:which"
            r"|what) (?:direction|way) (?:must|should|would|does"
            r"|do) \w+ (?:\w+ )?(?:go|walk|head|travel|move) to (?:return"
            r"|get back|go back)\b"
        ),
        "way back",
    ),
    (
        regex(
            r"\b(?:in )?(?:which|what) direction (?:are|is|am|was"
            r"|were) \w+ (?:now )?(?:from|of|with respect to|relative to"
            r"|with reference to)\b|\bin (?:which"
            r"|what) direction from (?:the|his|her|your) (?:start"
            r"|starting|home|house|origin)"
        ),
        "direction",
    ),
    (
        regex(
            r"\bwhere (?:are|is|am|does|do|did) \w+ (?:now |finally )?(?:end up )?(?:from|relative to|with respect to"
            r"|in relation to)\b"
        ),
        "offset",
    ),
    (regex(r"\b(?:which|what) floor\b|\bwhere (?:are|is|do|does|did) \w+ (?:now|end up|end|finish)?"), "place"),
)
_GIVEN: Final = regex(
    (
        r"^if (?:you|i|he|she|one|we|they) (?!follow)(?P<moves>.+), (?P<asked>(?:are"
        r"|am|is|do|does|did|will|would|how|which|what|in|where)\b[^,]*\?)$"
    ),
    re.IGNORECASE,
)
_SPLIT: Final = regex(r"(?<=[.?!;])\s+|\n+")
_CLAUSES: Final = regex(
    r",? and then |, then |, and |,? and (?=(?:\w+ )?(?:turn"
    r"|walk|go|take|move|run|head|face|make|drive|travel"
    r"|\d))|, |; | (?=facing (?:north|south|east|west))| before (?:turning|walking)"
)


def read(question: Question) -> Walk:
    """Read a walk. NotUnderstood if the text is none."""
    text = question.stem.replace("\u2019", "'")
    if len(text) > 6000 or not re.search(rf"\b(?:turn\w*|face|facing|{_UNIT})\b", text, re.IGNORECASE):
        raise NotUnderstood("no steps and no turns")
    ask: Ask | None = None
    moves: list[Move] = []
    units: list[str] = []  # the unit of each step, in order
    fixed, start, total = False, None, False
    floor: int | None = None
    for part in _SPLIT.split(text):
        sentence = part.strip()
        if not sentence:
            continue
        given = _GIVEN.match(sentence)
        if given is not None:
            moves += _instructions(given["moves"], units)
            sentence = given["asked"]
        if sentence.endswith("?"):
            if ask is not None:
                raise NotUnderstood("more than one question")
            ask, total = _asked(sentence)
            continue
        sentence = _HEADING.sub("", sentence)
        if not sentence or _ONLY_HEADING.match(sentence.lower()):
            continue
        for clause in _clauses(sentence):
            if _FIXED.match(clause):
                fixed = True
            elif (face := _FACE.match(clause)) is not None and not moves:
                start = _compass(face["way"])
            elif (on := _FLOOR.match(clause)) is not None and not moves and floor is None:
                floor = _floor(on["number"] or on["rank"])
            else:
                found = _move(clause, units)
                if found is None:
                    raise NotUnderstood(f"the instruction “{clause[:120]}”")
                moves += found
    if ask is None or not moves:
        raise NotUnderstood("a walk and a question about where it ends")
    if fixed and any(isinstance(move, Turn | Face) for move in moves):
        raise NotUnderstood("a turn of one who always faces the same way")
    if ask == "place" and floor is None:
        floor = _ground(text)
    walk = Walk(tuple(moves), ask, start, fixed, units[0] if units else "", total, floor=floor)
    return walk if len(set(units)) < 2 else _in_one_unit(walk, units, text)


def _in_one_unit(walk: Walk, units: list[str], text: str) -> Walk:
    """The walk with all lengths in the unit that is asked for, or else in the smallest."""
    if any(unit not in _SCALE for unit in units) or len({_SCALE[unit][0] for unit in units}) > 1:
        raise NotUnderstood(f"lengths in different units: {', '.join(sorted(set(units)))}")
    named = re.search(rf"how many ({_UNIT})\b|\bin ({_UNIT})\?", text.lower())
    unit = _unit(named[1] or named[2]) if named is not None else min(units, key=lambda one: _SCALE[one][1])
    if unit not in _SCALE or _SCALE[unit][0] != _SCALE[min(units)][0]:
        raise NotUnderstood("the unit that is asked for")
    told = iter(units)
    moves: list[Move] = []
    for move in walk.moves:
        if isinstance(move, Step | Go):
            move = replace(move, length=move.length * Fraction(_SCALE[next(told)][1], _SCALE[unit][1]))
        moves.append(move)
    return replace(walk, moves=tuple(moves), unit=unit, mixed=named is None)


def _ground(text: str) -> int | None:
    """The floor that a text starts from, where it names one."""
    found = _STARTS.search(text)
    return None if found is None else _floor(found[1] or found[2])


def _floor(word: str) -> int:
    if word == "ground":
        return 0
    found = ordinal(word) or (int(word) if word.isdecimal() and len(word) < 4 else cardinal(word))
    if found is None:
        raise NotUnderstood(f"the floor “{word}”")
    return found


def _instructions(text: str, units: list[str]) -> list[Move]:
    """The moves that a conditional clause tells: "if you walk 3 steps forward and turn left"."""
    found: list[Move] = []
    for clause in _clauses(text):
        told = _move(clause, units)
        if told is None:
            raise NotUnderstood(f"the instruction “{clause[:120]}”")
        found += told
    return found


def _asked(sentence: str) -> tuple[Ask, bool]:
    text = sentence.lower().rstrip("? ")
    if not re.match(
        (
            r"^(?:if (?:you|i|he|she|one) follow(?:s)? (?:these"
            r"|the) (?:\w+ )?(?:instructions|steps|directions),? "
            r"|after (?:this|that|these|all|following|the)\b.*?,? "
            r"|at the end(?: of .+?)?,? |in the end,? |now,? |finally,? "
            r"|so,? |then,? )?(?:do|does|did|will|would|have|are"
            r"|is|am|how|what|which|in|where|facing|(?:on|at) (?:what|which) floor)\b"
        ),
        text,
    ):
        raise NotUnderstood(f"the question “{sentence[:120]}”")
    if _BOTH.search(text):
        return "distance and direction", False
    for pattern, kind in _ASKED:
        if pattern.search(text):
            total = (
                kind == "distance"
                and re.search(
                    (
                        r"\b(?:total|altogether|in all|in total)\b|how far (?:did"
                        r"|does|do|has|have) \w+ (?:walk|travel|go|run|move)"
                    ),
                    text,
                )
                is not None
            )
            if total and "from" in text.split():
                raise NotUnderstood("whether the way walked or the distance from the start is asked")
            return kind, total
    raise NotUnderstood(f"the question “{sentence[:120]}”")


def _clauses(sentence: str) -> list[str]:
    plain = re.sub(r"\.$", "", sentence.strip())
    parts = []
    for clause in _CLAUSES.split(plain):
        named = _SUBJECT.sub("", clause.strip())
        bare = _LEAD.sub("", named.lower()).strip(" .!")
        bare = _LEAD.sub("", _SUBJECT.sub("", bare)).strip()
        if bare and not _SCENE.match(bare) and bare not in ("then", "and", "finally", "am", "are", "is", "was", "were"):
            parts.append(re.sub(r"^(?:starts?|started|begins?|began) (?:by|off by|out by) ", "", bare))
    parts = [re.sub(r" (?:again|once more|and stops?)$", "", part) for part in parts]
    return [re.sub(r"^(walk|turn|mov|go|tak|head|fac|runn|travel)ing\b", _plain_verb, part) for part in parts]


def _plain_verb(match: re.Match[str]) -> str:
    return {"mov": "move", "tak": "take", "fac": "face", "runn": "run"}.get(match[1], match[1])


def _number(words: str) -> Fraction | None:
    if re.fullmatch(r"\d+(?:\.\d+)?", words):
        return Fraction(words) if len(words) < 12 else None
    if words in ("a", "an"):
        return Fraction(1)
    found = cardinal(words)
    return None if found is None else Fraction(found)


def _compass(words: str) -> Compass:
    bare = re.sub(r"^(?:to|towards?) the |^due |^towards? ", "", words)
    return cast(Compass, re.sub(r"wards?$", "", bare).replace("-", "").replace(" ", ""))


def _unit(words: str) -> str:
    for stem in (
        "step",
        "pace",
        "kilom",
        "km",
        "mile",
        "mi",
        "centim",
        "cm",
        "block",
        "unit",
        "square",
        "yard",
        "inch",
    ):
        if words.startswith(stem):
            return {"kilom": "km", "mi": "mile", "centim": "cm"}.get(stem, stem)
    if words.startswith(("floor", "stor", "level")):
        return "floor"
    return "foot" if words.startswith("f") else "yard" if words == "yd" else "metre"


def _move(clause: str, units: list[str]) -> list[Move] | None:
    """The moves of a clause: a turn, a step, or a turn and a step; all of it again where it says so."""
    if (again := _AGAIN.match(clause)) is not None:
        count = {"twice": 2, "thrice": 3}.get(again["count"], cardinal(again["times"] or ""))
        before = len(units)
        once = _move(again["what"], units)
        if once is None or count is None or not 1 <= count <= 100:
            return None
        units += units[before:] * (count - 1)
        return once * count
    if (turn := _TURN.match(clause)) is not None and (turn["way"] or turn["degrees"] or turn["degrees2"]):
        return _turn(turn)
    if (turn := _TURN_BARE.match(clause)) is not None:
        return _turn(turn)
    if (face := _FACE.match(clause)) is not None:
        return [Face(_compass(face["way"]))]
    match = _MOVE.match(clause) or _MOVE_TURNED.match(clause)
    if match is None:
        return None
    length = _number(match["number"])
    if length is None:
        return None
    units.append(_unit(match["unit"]))
    where = (match["where"] or "forward").removesuffix("s") if match["where"] != "downstairs" else "down"
    if where in (
        "forward",
        "ahead",
        "straight",
        "straight ahead",
        "straight on",
        "in the same direction",
        "in that direction",
    ):
        return [Step(length)]
    if where in ("backward", "back"):
        return [Step(length, "backward")]
    if where.endswith(("left", "right")):
        return [Step(length, cast(Way, where.split()[-1]))]
    if where.startswith(("up", "down")):
        return [Go(length, "up" if where.startswith("up") else "down", faces=False)]
    return [Go(length, _compass(where))]


def _turn(match: re.Match[str]) -> list[Move] | None:
    degrees = match["degrees"] or match["degrees2"]
    way = match["way"] or ""
    if way in ("around", "round", "back", "about", "half turn", "u-turn"):
        return [Turn(180)] if degrees in (None, "180") else None
    if degrees is None:
        return [Turn(90)] if way == "right" else [Turn(-90)] if way == "left" else None
    amount = int(degrees)
    if amount > 3600 or (not way and amount % 180):
        return None
    return [Turn(amount if way in ("right", "clockwise", "") else -amount)]
