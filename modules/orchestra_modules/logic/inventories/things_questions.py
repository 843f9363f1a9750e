"""Reading what is asked about things: counts, removals, colours, places in a row. Knows no solver."""

from __future__ import annotations

import re
from typing import Final

from orchestra_modules.logic.inventories.amounts import FOREIGN
from orchestra_modules.logic.inventories.fitting import ADJECTIVES, BROAD, SHADES, is_colour, parted
from orchestra_modules.logic.inventories.lexicon import colours
from orchestra_modules.logic.inventories.nouns import singular
from orchestra_modules.logic.inventories.things import (
    All,
    Any,
    Ask,
    Beside,
    Between,
    ColourOf,
    Count,
    Description,
    Difference,
    Distant,
    HasColour,
    NameOf,
    Nth,
    Reference,
    Selection,
    The,
)
from orchestra_modules.solving.numerals import cardinal, ordinal
from orchestra_modules.solving.refusal import NotUnderstood, TooCostly
from orchestra_modules.solving.regex import regex

MAX_QUESTION = 300
_NO_PROPERTY: Final = frozenset(("there", "left", "on", "in", "at", "inside", "under", "to"))
_ANYTHING: Final = Selection((Description(("thing",), broad=True),))
_HERE: Final = (
    r"(?:on|in|at|inside|under|upon|on top of) (?:the|my|your|his|her|our|their|a|an) "
    r"(?P<place>[a-z]+(?: [a-z]+){0,2})|on it|in it|there|here"
)
_SUM: Final = r"(?:,? (?:in total|in all|altogether|all together|overall|together|now|then))*"
_VERB: Final = r"(?:have|own|see|hold|contain|keep|possess|have got)"
_HAVE: Final = rf"(?:do|does|did|can|could) (?P<who>[a-z'-]+|(?:the|my) [a-z]+(?: [a-z]+)?) {_VERB}"
_COUNT: Final = regex(
    rf"how many (?P<what>.+?)(?: (?:{_HAVE}|(?:are|is) there|are))?(?: to the "
    rf"(?P<side>left|right) of (?P<of>.+?))?(?: (?:{_HERE}))?{_SUM}(?: have i got)?"
)
_DIFFERENCE: Final = regex(
    r"how many (?P<how>more|fewer) (?P<a>[a-z]+(?: [a-z]+)?) than (?P<b>[a-z]+(?: [a-z]+)?) "
    rf"(?P<rest>(?:are there|are|{_HAVE.replace('?P<who>', '?:')})(?: (?:{_HERE.replace('?P<place>', '?:')}))?)"
)
_COUNT_WHERE: Final = regex(r"how many (?P<what>.+?) are to the (?P<side>left|right) of (?P<of>.+)")
_PREDICATE: Final = regex(
    rf"how many (?:of )?(?:the |these |those |my )?(?P<what>[a-z -]+?)(?: (?:{_HERE}))? "
        rf"(?:are|is) (?P<said>(?:not |neither |either |both )?[a-z-]+(?: [a-z-]+)*?)(?: (?:{_HERE}"
        rf"))?{_SUM}"
    .replace("(?P<place>", "(?P<place_a>", 1)
    .replace("(?P<place>", "(?P<place_b>", 1)
)  # fmt: skip
_REMOVE: Final = regex(
    r"(?:(?:if|suppose|after|when|imagine) )?(?:i|we|you|someone) (?:were to |was to "
    r")?(?:remove|removed|take away|took away|take out|took out|throw away|threw away|"
    r"give away|gave away|discard|discarded|get rid of|got rid of) "
    r"(?:all|all of|every one of|each of) (?:the |my |your |of the )?(?P<gone>.+?)(?: "
    r"(?:from|off|out of) (?:the|my|it|your)(?: [a-z]+){0,2})?,? (?:then )?"
    r"how many (?P<what>.+?) (?:(?:would |will )?(?:still )?(?:remain|remains|stay|be "
    r"left|be there|be left over|are left|are left over|are still there|are there|do i "
    r"have left|would i have left|are remaining)|(?:would|will|do) (?:i|we|you) (?:still "
    r")?have(?: left)?)"
    r"(?: (?:on|in|at|inside) (?:it|the [a-z]+(?: [a-z]+)?|my [a-z]+)| there)?(?: left)?"
)
_COLOUR: Final = regex(
    r"what(?: is|'s) the colou?r of (?P<a>.+)|(?:what|which) colou?r (?:is|does|has) "
    r"(?P<b>.+?)(?: have)?|(?:tell me|name|give|find) the colou?r of (?P<c>.+)"
)
_HAS_COLOUR: Final = regex(r"is (?P<ref>the .+) (?P<colour>(?:[a-z]+ )?[a-z]+)")
_NAME: Final = regex(r"(?:what|which)(?: (?P<kind>thing|item|object|one))? (?:is|stands|lies|comes) (?P<ref>.+)")
_ANY: Final = regex(r"(?:is|are) there (?:an?|any) (?P<what>[a-z -]+?)(?: there| here)?")
_ALL: Final = regex(r"are all (?:of )?(?:the |these |my )?(?P<what>[a-z]+) (?P<fit>[a-z]+)")
_SIDE: Final = regex(
    r"(?P<among>.*?) ?\b(?:(?P<steps>[a-z]+|\d+) (?:places?|positions?|spots?|steps?) "
    r")?(?P<near>directly |immediately |just |right )?(?:to the |on the )?(?P<side>left|"
    r"right) of (?P<of>.+)"
)
_DISTANT: Final = regex(
    r"(?P<among>.*?) ?\b(?:that is |which is )?(?P<how>furthest|farthest|closest|"
    r"nearest)(?: away)? (?:from|to) (?P<of>.+)"
)
_BETWEEN: Final = regex(r"(?P<among>.*?) ?\b(?:directly |immediately )?between (?P<a>the .+?) and (?P<b>the .+)")
_END: Final = regex(
    r"(?P<front>(?:left|right)[- ]?most|leftmost|rightmost|(?:furthest|farthest|far)[- "
    r"](?:to the )?(?:left|right)|first|last|middle|[a-z]+|\d+[a-z]{2}) (?P<among>.+?)(?: "
    r"from (?:the )?(?P<from>left|right))?"
)
_ENDING: Final = regex(
    r"(?P<among>.+?) (?:on|at|furthest to|farthest to|furthest|farthest) (?:the )?(?:far |"
    r"very )?(?P<side>left|right)(?: end)?"
)


def ask(text: str, owners: frozenset[str]) -> Ask:
    """What a question asks. NotUnderstood names what is not understood."""
    if len(text) > MAX_QUESTION:
        raise TooCostly(f"a question may have at most {MAX_QUESTION} characters")
    said = re.sub(r"^(?:and|so|now|then),? ", "", " ".join(text.lower().replace("\u2019", "'").split()))
    if match := _COLOUR.fullmatch(said):
        return ColourOf(_reference(match["a"] or match["b"] or match["c"]))
    if match := _REMOVE.fullmatch(said):
        return Count(selection(match["what"]), selection(match["gone"]))
    if match := _DIFFERENCE.fullmatch(said):
        pair = [_count(f"how many {match[group]} {match['rest']}", owners) for group in "ab"]
        return Difference(*(pair if match["how"] == "more" else reversed(pair)))
    if said.startswith("how many"):
        return _count(said, owners)
    if (match := _HAS_COLOUR.fullmatch(said)) and is_colour(match["colour"]):
        first = match["colour"].split()[0]
        if first in SHADES or " " not in match["colour"]:
            return HasColour(_reference(match["ref"]), match["colour"])
        return HasColour(_reference(f"{match['ref']} {first}"), match["colour"].split()[1])
    if match := _NAME.fullmatch(said):
        where = match["ref"]
        return NameOf(_reference(where if where.startswith("the ") else f"thing {where}"))
    if match := _ANY.fullmatch(said):
        return Any(selection(match["what"]))
    if match := _ALL.fullmatch(said):
        return All(selection(match["what"]), _property(match["fit"]))
    raise NotUnderstood(f"the question {text!r} is not understood")


def _count(said: str, owners: frozenset[str]) -> Count:
    if match := _COUNT_WHERE.fullmatch(said):
        return Count(selection(match["what"]), None, -1 if match["side"] == "left" else 1, _reference(match["of"]))
    if (match := _PREDICATE.fullmatch(said)) and match["said"].split()[0] not in _NO_PROPERTY:
        return _predicate(match)
    match = _COUNT.fullmatch(said)
    if match is None:
        raise NotUnderstood(f"the question {said!r} is not understood")
    side = {"left": -1, "right": 1}.get(match["side"], 0)
    beside = _reference(match["of"]) if match["of"] else None
    owner = _owner(match["who"], owners)
    return Count(selection(match["what"]), None, side, beside, owner, match["place"] or "")


def _owner(who: str | None, owners: frozenset[str]) -> str:
    """Whose things are counted; empty for everybody's."""
    if who is None or who in owners:
        return who if who is not None and len(owners) > 1 else ""
    people = owners - {""}
    if who in ("they", "we") and (len(people) > 1 or people <= {"we", "they"}):
        return ""
    if who in ("he", "she", "it") and len(owners) == 1 and people and not people & {"i", "you", "we", "they"}:
        return ""
    if {who} | people <= {"i", "you", "we"} and len(owners) == 1:
        return ""
    raise NotUnderstood(f"it is not said what {who!r} has")


def _predicate(match: re.Match[str]) -> Count:
    """how many items are neither red nor blue"""
    noun = match["what"]
    base = _ANYTHING if noun in ("them", "these", "those", "all") else selection(noun)
    said = match["said"]
    negative = said.startswith(("not ", "neither "))
    words = re.sub(r"^(?:not |neither |either |both )", "", said)
    if said.startswith("both ") or (" and " in words) or (" nor " in words and not said.startswith("neither")):
        raise NotUnderstood(f"{said!r} is not understood")
    described = tuple(_property(each) for each in re.split(r" (?:nor|or) ", words))
    place = match["place_a"] or match["place_b"] or ""
    if negative:
        return Count(Selection(base.any_of, (*base.none_of, *described)), place=place)
    if len(base.any_of) != 1 or not base.any_of[0].broad or base.none_of or base.any_of[0].adjectives:
        both = tuple(
            Description(each.noun, (*each.adjectives, *more.adjectives), each.broad)
            for each in base.any_of
            for more in described
            if more.broad
        )
        if len(both) != len(base.any_of) * len(described):
            raise NotUnderstood(f"{match.group()!r} is not understood")
        return Count(Selection(both, base.none_of), place=place)
    return Count(Selection(described), place=place)


def _property(words: str) -> Description:
    """What a predicate says: a colour or another known adjective, or a noun."""
    words = re.sub(r"^(?:an?|the) ", "", words)
    if (is_colour(words) and (" " not in words or words.split()[0] in SHADES)) or words in ADJECTIVES:
        return Description(("thing",), (words,), broad=True)
    return _description(words)


def selection(text: str) -> Selection:
    """What a noun phrase in the plural selects: "red pens and pencils", "non-black "
    "things", "objects other than cups"."""
    said = re.sub(r"^(?:of )?(?:the |my |your |these |those )?", "", text.strip())
    said = re.sub(r"^total (?:number of )?", "", said)
    kept, _, left_out = said.partition(" other than ")
    if not left_out:
        kept, _, left_out = said.partition(" that are not ")
    if not left_out:
        kept, _, left_out = said.partition(" which are not ")
    parts = re.split(r",? (?:and|or) (?:all )?(?:of )?(?:the |my )?|, ", kept)
    described: list[Description] = []
    excluded: list[Description] = []
    last = parts[-1].split()
    for part in parts:
        words = part.split()
        if part != parts[-1] and words and all(word in colours() or word in ADJECTIVES for word in words):
            words = [*words, last[-1]]  # "red and blue pens"
        negated = [word[4:] for word in words if word.startswith("non-")]
        if negated and len(parts) > 1:
            raise NotUnderstood(f"{text!r} is not understood")
        excluded += [_property(word) for word in negated]
        described.append(_description(" ".join(word for word in words if not word.startswith("non-"))))
    if left_out:
        excluded += [_property(each) for each in re.split(r",? (?:and|or|nor) ", left_out)]
    return Selection(tuple(described), tuple(excluded))


def _description(words: str) -> Description:
    parts = tuple(words.split())
    if not parts:
        raise NotUnderstood("it is not said which things are meant")
    for word in parts:
        if (word in FOREIGN and word != "of") or not re.fullmatch(r"[a-z]+(?:['-][a-z]+)*", word):
            raise NotUnderstood(f"{word!r} is not understood in {words!r}")
    adjectives, noun = parted(parts)
    broad = len(noun) == 1 and singular(noun[0]) in BROAD
    return Description(noun, adjectives, broad)


def _reference(text: str) -> Reference:
    """The thing that a noun phrase in the singular picks out."""
    said = re.sub(r"^the ", "", text.strip())
    if match := _BETWEEN.fullmatch(said):
        return Between(_reference(match["a"]), _reference(match["b"]), _among(match["among"]))
    if match := _DISTANT.fullmatch(said):
        return Distant(match["how"] in ("closest", "nearest"), _reference(match["of"]), _among(match["among"]))
    if match := _SIDE.fullmatch(said):
        steps = cardinal(match["steps"]) if match["steps"] and not match["steps"].isdigit() else match["steps"]
        if match["steps"] and not steps:
            raise NotUnderstood(f"{match['steps']!r} is not a number of places")
        count = int(steps) if steps else 1 if match["near"] else 0
        side = -1 if match["side"] == "left" else 1
        return Beside(side, count, _reference(match["of"]), _among(match["among"]))
    if match := _ENDING.fullmatch(said):
        return Nth(1 if match["side"] == "left" else -1, _among(match["among"]))
    if (match := _END.fullmatch(said)) and (place := _place(match["front"])) is not None:
        if match["from"] == "right" and place > 0:
            place = -place
        elif match["from"] and place <= 0:
            raise NotUnderstood(f"{said!r} is not understood")
        return Nth(place, _among(match["among"]))
    return The(_among(said))


def _place(word: str) -> int | None:
    """A place in a row, from 1 at the left or from -1 at the right; 0 is the middle."""
    if "left" in word:
        return 1
    if "right" in word or word == "last":
        return -1
    return 0 if word == "middle" else ordinal(word)


def _among(words: str) -> Selection:
    said = re.sub(r"^(?:the|a|an) ", "", words.strip())
    said = re.sub(
        r" (?:that|which)(?: is|'s| stands| lies)?(?: located| placed| standing| lying)?$| "
        r"(?:located|placed|standing)$",
        "",
        said,
    )
    return selection(said) if said else _ANYTHING
