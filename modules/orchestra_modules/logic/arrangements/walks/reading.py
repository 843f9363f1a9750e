"""A text of steps and turns as a formal walk. Knows no geometry."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Final, cast

from orchestra_modules.logic.arrangements.walks.walk import Ask, Compass, Face, Go, Move, Step, Turn, Walk, Way
from orchestra_modules.solving.numerals import cardinal
from orchestra_modules.solving.options import Question
from orchestra_modules.solving.refusal import NotUnderstood

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
_MOVE: Final = re.compile(
    rf"^(?:{_VERB} )?(?:(?:straight|forwards?|ahead|on|for"
    rf"|another|further|exactly) )*{_NUMBER} (?:more )?(?P<unit>{_UNIT})(?: "
    rf"(?:for|further|more|of)\b)?(?: {_WHERE})?$"
)
_MOVE_TURNED: Final = re.compile(rf"^(?:{_VERB} )?{_WHERE}(?: for| by)? {_NUMBER} (?:more )?(?P<unit>{_UNIT})$")
_MOVE_BARE: Final = re.compile(rf"^{_VERB} {_WHERE}$")
_TURN: Final = re.compile(
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
_FACE: Final = re.compile(
    r"^(?:(?:start|starts|started|begin|begins|began|initially)(?: by"
    r"| out| off)? )?(?:(?:is|are|am|was|were|stand|stands"
    r"|stood) )?(?:turns?(?: to)? )?(?:face|faces|facing"
    rf"|faced)(?: (?:to|towards?))?(?: the)? (?P<way>{_COMPASS})$"
)
_FIXED: Final = re.compile(
    r"^(?:always|keep) (?:face|facing) (?:forwards?|(?:in )?the same (?:way"
    r"|direction))$|^(?:never|do not|don't) turn(?: around)?$"
)
_LEAD: Final = re.compile(
    r"^(?:(?:then|next|after that|afterwards?|finally|now"
    r"|and|and then|first|lastly|from there|from home|from his house"
    r"|from her house|from (?:the|his|her|a|an) (?:\w+ )?\w+"
    r"|at last|later|again|he|she|they|you|i|we|it|(?:the"
    r"|a|an) (?:man|woman|boy|girl|robot|person|walker"
    r"|hiker|explorer|pirate|ship|car|dog|ant|turtle|lift"
    r"|elevator|bus|driver|cyclist|tourist|traveler|traveller"
    r"|snail|drone|submarine|plane))\b,? ?)+"
)
_SUBJECT: Final = re.compile(
    r"^(?!Always|Never|Keep|Then|Next|Turn|Take|Walk|Go"
    r"|Now|Start|Begin)[A-Z][a-z]+ (?=(?:then |also |next "
    rf"|first |now )?(?:{_VERB}|turns?|turned|makes?|made"
    r"|faces?|faced|is facing|starts?|started|begins?|began"
    r"|stands?|leaves?|was facing)\b)"
)
_HEADING: Final = re.compile(r"^(?:follow|here are|these are|consider|imagine|read)\b[^:\d]*:\s*", re.IGNORECASE)
_ONLY_HEADING: Final = re.compile(
    r"^(?:follow|here are|these are|consider|imagine|read)\b[^:\d]*\b(?:instructions|steps|directions|moves)"
    r"(?: below| carefully| in order)?[.:]?$"
)
_AT: Final = r"(?:at|from|on|in) (?:(?!facing|\d).){1,40}"
_SCENE: Final = re.compile(
    r"^(?:(?:start|starts|started|begin|begins|began|stand|stands|standing|leave|leaves|left|set|sets)"
    rf"(?: (?:off|out|walking|his walk|her walk))?(?: {_AT})?|"
    r"(?:leave|leaves|left|exit|exits|exited) (?:his|her|the|my|your|their) (?:\w+ )?\w+|"
    rf"follow(?:ing)? these (?:instructions|steps|directions)|(?:you|i) (?:are|am) {_AT}|"
    r"(?:on|in|at) the (?:ground|first) floor)$"
)
_ASKED: Final[tuple[tuple[re.Pattern[str], Ask], ...]] = (
    (
        re.compile(
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
        re.compile(
            r"\bhow far\b|\bwhat is the (?:shortest |straight[- ]line "
            r"|total |final )?(?:distance|displacement)\b|\bwhat distance\b"
            r"|\bhow many \w+ (?:away|from)\b|\bhow many (?:steps"
            r"|paces|blocks|metres|meters|km|miles|feet) (?:away )?(?:are"
            r"|is|from)\b"
        ),
        "distance",
    ),
    (
        re.compile(
            r"\b(?:which|what) (?:direction|way|compass direction"
            r"|point of the compass) (?:are|is|am|do|does|will"
            r"|would|did) (?:\w+) (?:now |then |finally )?(?:be )?(?:facing"
            r"|face|looking|heading|headed|turned)\b|\bfacing (?:which"
            r"|what)\b"
        ),
        "facing",
    ),
    (
        re.compile(
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
        re.compile(
            r"\b(?:in )?(?:which|what) direction (?:are|is|am|was"
            r"|were) \w+ (?:now )?(?:from|of|with respect to|relative to"
            r"|with reference to)\b|\bwhere (?:are|is|am|does|do"
            r"|did) \w+ (?:now |finally )?(?:end up )?(?:from|relative to"
            r"|with respect to|in relation to)\b|\bin (?:which"
            r"|what) direction from (?:the|his|her|your) (?:start"
            r"|starting|home|house|origin)"
        ),
        "direction",
    ),
    (re.compile(r"\b(?:which|what) floor\b|\bwhere (?:are|is|do|does|did) \w+ (?:now|end up|end|finish)?"), "place"),
)
_GIVEN: Final = re.compile(
    (
        r"^if (?:you|i|he|she|one|we|they) (?!follow)(?P<moves>.+), (?P<asked>(?:are"
        r"|am|is|do|does|did|will|would|how|which|what|in|where)\b[^,]*\?)$"
    ),
    re.IGNORECASE,
)
_SPLIT: Final = re.compile(r"(?<=[.?!;])\s+|\n+")
_CLAUSES: Final = re.compile(
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
    units: set[str] = set()
    fixed, start, total = False, None, False
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
            else:
                found = _move(clause, units)
                if found is None:
                    raise NotUnderstood(f"the instruction “{clause[:120]}”")
                moves += found
    if ask is None or not moves:
        raise NotUnderstood("a walk and a question about where it ends")
    if fixed and any(isinstance(move, Turn | Face) for move in moves):
        raise NotUnderstood("a turn of one who always faces the same way")
    if len(units) > 1:
        raise NotUnderstood(f"lengths in different units: {', '.join(sorted(units))}")
    return Walk(tuple(moves), ask, start, fixed, next(iter(units), ""), total)


def _instructions(text: str, units: set[str]) -> list[Move]:
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
            r"|is|am|how|what|which|in|where|facing)\b"
        ),
        text,
    ):
        raise NotUnderstood(f"the question “{sentence[:120]}”")
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


def _move(clause: str, units: set[str]) -> list[Move] | None:
    """The moves of a clause: a turn, a step, or a turn and a step."""
    if (turn := _TURN.match(clause)) is not None and (turn["way"] or turn["degrees"] or turn["degrees2"]):
        return _turn(turn)
    if (face := _FACE.match(clause)) is not None:
        return [Face(_compass(face["way"]))]
    match = _MOVE.match(clause) or _MOVE_TURNED.match(clause)
    if match is None:
        return None
    length = _number(match["number"])
    if length is None:
        return None
    units.add(_unit(match["unit"]))
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
        return [Turn(2)] if degrees in (None, "180") else None
    if degrees is None:
        return [Turn(1)] if way == "right" else [Turn(-1)] if way == "left" else None
    if int(degrees) % 90 or (not way and int(degrees) % 180):
        return None
    quarters = int(degrees) // 90
    return [Turn(quarters if way in ("right", "clockwise", "") else -quarters)]
