"""Reading an inventory: sentences that list what there is, perhaps in a row, and a question about it.

Only sentences of having, seeing and being there are read, and the removal of all of a sort; nothing that changes
numbers otherwise. Knows no solver and no meanings of nouns.
"""

from __future__ import annotations

import re
from typing import Final

from orchestra_modules.logic.inventories.amounts import amounts
from orchestra_modules.logic.inventories.fitting import parted
from orchestra_modules.logic.inventories.marks import Elsewhere
from orchestra_modules.logic.inventories.nouns import singular
from orchestra_modules.logic.inventories.things import Count, Selection, Thing, ThingsProblem
from orchestra_modules.logic.inventories.things_questions import ask, selection
from orchestra_modules.solving.options import Question
from orchestra_modules.solving.refusal import NotUnderstood, TooCostly
from orchestra_modules.solving.regex import regex

MAX_SENTENCES = 30
MAX_ROW = 200
_MARK: Final = regex(
    r"how many|colou?r|\bleft\b|\bright\b|\b(?:is|are) (?:the|there|all)\b|\bwhich (?:thing|item|object)|furthest|"
    r"farthest",
    re.I,
)
_ROW: Final = regex(
    r",?\s*(?:(?:that|which) are )?(?:neatly )?(?:arranged|lined up|placed|laid out|"
    r"standing|lying|sitting|set out|ordered|put)?\s*\b"
    r"(?:in a (?:straight )?(?:row|line)|side by side)\b|,?\s*\blined up\b",
    re.IGNORECASE,
)
_RIGHTWARD: Final = regex(
    r",?\s*\(?(?:in order,? |going |listed |ordered )?from (?:the )?left to (?:the )?right\)?,?", re.IGNORECASE
)
_LEFTWARD: Final = regex(
    r",?\s*\(?(?:in order,? |going |listed |ordered )?from (?:the )?right to (?:the )?left\)?,?", re.IGNORECASE
)
_INTRO: Final = regex(
    r"\b(?:(?:a (?:set|bunch|number|collection|group|variety|row|line) of|several|some|"
    r"the following|various|these|a few)\s+(?:of )?)?"
    r"(?:different )?(?:things|items|objects|articles)\s*(?::|,\s*namely|,\s*(?=an? ))",
    re.IGNORECASE,
)
_PREPOSITION: Final = r"(?:on|in|at|inside|under|upon|on top of)"
_OWNER: Final = r"(?:the|my|your|his|her|our|their|a|an)"
_PLACE: Final = rf"(?:(?:{_PREPOSITION}) {_OWNER} [a-z]+(?: [a-z]+){{0,2}})"
_VERBS: Final = (
    r"(?:have got|has got|have|has|can see|could see|see|sees|saw|own|owns|hold|holds|"
    r"contain|contains|keep|keeps|possess|possesses)"
)
_STATEMENT: Final = regex(
    rf"(?:(?P<front>{_PLACE}),? )?(?:there (?:is|are|lies|lie|stands|stand|sits|sit)|"
    rf"(?P<who>i|you|we|he|she|they|[a-z'-]+|{_OWNER} [a-z]+(?: [a-z]+)?) {_VERBS})[:,]? "
    rf"(?:also |now |in total )?(?P<list>.+?)"
    rf"(?: (?P<back>{_PLACE}))?",
    re.IGNORECASE | re.DOTALL,
)
_REMOVAL: Final = regex(
    r"(?:(?:then|now|after that|next),? )?(?:i|we|you|someone|he|she|they) (?:then |now "
    r")?(?:remove[sd]?|takes? away|took away|takes? out|took out|throws? away|threw away) "
    r"all (?:of )?(?:the |my |your )?(?P<what>.+?)(?: from .+| off .+)?|all (?:of )?the "
    r"(?P<what2>.+?) are (?:then |now )?(?:removed|taken away|thrown away)(?: from .+)?",
    re.IGNORECASE,
)
_LEFT: Final = regex(r" (?:are (?:still )?(?:left|there|remaining)|remain|are left over)(?: there)?$", re.IGNORECASE)
_NOT_OWNERS_LIST: Final = """
how what which if when there it this that who each every none nobody everyone both some any and or but so then
"""
_NOT_OWNERS: Final = frozenset(_NOT_OWNERS_LIST.split())


def read(question: Question) -> ThingsProblem:
    """The problem that the text states. Elsewhere if it lists nothing or asks nothing that is read here."""
    text = " ".join(question.stem.split())
    if "?" not in text or not _MARK.search(text):
        raise Elsewhere
    sentences = [part.strip() for part in re.split(r"(?<=[.?!])\s+", text) if part.strip()]
    if len(sentences) < 2 or len(sentences) > MAX_SENTENCES or not sentences[-1].endswith("?") or text.count("?") > 1:
        raise Elsewhere
    things: list[Thing] = []
    row = False
    removed: list[Selection] = []
    for sentence in sentences[:-1]:
        said = sentence.rstrip(".! ")
        if match := _REMOVAL.fullmatch(said):
            removed.append(selection((match["what"] or match["what2"]).lower()))
            continue
        if removed:
            raise NotUnderstood("something is listed after a removal")
        listed, in_row = _statement(said)
        row = row or in_row
        things.extend(listed)
    holders = {singular(thing.place.split()[-1]) for thing in things if thing.place}
    if any(thing.noun[-1:] and singular(thing.noun[-1]) in holders for thing in things):
        raise NotUnderstood("what holds things is itself held by something")
    if row and (len(sentences) > 2 or sum(thing.count for thing in things) > MAX_ROW):
        raise TooCostly(f"a row of at most {MAX_ROW} things in one sentence is read")
    asked = sentences[-1].rstrip("? ").strip()
    if removed:
        asked = _LEFT.sub(" are there", asked)
    problem_ask = ask(asked, frozenset(thing.owner for thing in things))
    for each in removed:
        if not isinstance(problem_ask, Count) or problem_ask.removed is not None:
            raise NotUnderstood("a removal is followed by a question that does not count")
        problem_ask = Count(
            problem_ask.of, each, problem_ask.side, problem_ask.beside, problem_ask.owner, problem_ask.place
        )
    if len(removed) > 1:
        raise NotUnderstood("more than one removal is stated")
    return ThingsProblem(tuple(things), row, problem_ask)


def _statement(said: str) -> tuple[list[Thing], bool]:
    """The things that a sentence lists, from left to right, and whether they stand in a row."""
    plain, rows = _ROW.subn("", said)
    plain, rightward = _RIGHTWARD.subn("", plain)
    plain, leftward = _LEFTWARD.subn("", plain)
    row_of = any(re.match(r"a (?:row|line) of", match[0], re.IGNORECASE) for match in _INTRO.finditer(plain))
    plain, intros = _INTRO.subn("", plain)
    if rows + intros > 2 or rightward + leftward > 1 or intros > 1:
        raise NotUnderstood(f"{said!r} is not understood as a list of things")
    plain = " ".join(plain.replace(":", " ").split()).strip(" ,")
    match = _STATEMENT.fullmatch(plain)
    if match is None:
        raise Elsewhere if not rows else NotUnderstood(f"{said!r} is not understood as a list of things")
    who = (match["who"] or "").lower()
    if who in _NOT_OWNERS:
        raise Elsewhere
    if match["front"] and match["back"]:
        raise NotUnderstood("two places are named for the same things")
    place = re.sub(rf"^{_PREPOSITION} {_OWNER} ", "", (match["front"] or match["back"] or "").lower())
    if not place and (held := re.fullmatch(rf"{_OWNER} ([a-z]+(?: [a-z]+)?)", who)):
        place = held[1]  # what a box holds is in the box
    things = []
    for amount in amounts(match["list"]):
        adjectives, noun = parted(amount.words)
        things.append(Thing(amount.count, adjectives, noun, who, place))
    return things[::-1] if leftward else things, bool(rows or rightward or leftward or row_of)
