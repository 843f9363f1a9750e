"""Reading questions about a sequence of brackets. Knows no solver.

One run of brackets, alone or in quotation marks, and a request about it in a closed vocabulary. Not read: brackets
around words, such as formulas and code.
"""

from __future__ import annotations

import re
from typing import Final

from orchestra_modules.logic.inventories.brackets import Ask, BracketProblem
from orchestra_modules.logic.inventories.marks import Elsewhere
from orchestra_modules.solving.options import Question
from orchestra_modules.solving.refusal import NotUnderstood, TooCostly
from orchestra_modules.solving.regex import regex

MAX_BRACKETS = 4000
MAX_REQUEST = 300  # characters beside the brackets
_RUN: Final = regex(r"[()\[\]{}<>](?:\s*[()\[\]{}<>])*")
_KIND: Final = r"(?:parenthes[ei]s|brackets?|braces?|delimiters?)"
_WHAT: Final = (
    rf"(?:(?:the |this |these |all (?:the |of the )?|its |any |open(?:ed)? |closing |of |"
    rf"following |input |remaining |missing |bracket |given |unclosed )*(?:{_KIND}|"
    rf"sequence|string|expression|input|one|ones|rest|end|ending))"
)
_PROPERLY: Final = r"(?:properly|correctly|in the (?:right|correct|proper) order|well|appropriately)"
_SO: Final = (
    rf"(?:,? ?(?:making sure|ensuring|so|such|to make sure|to ensure|and make sure|be "
    rf"sure) ?(?:that )?{_WHAT}(?: (?:is|are|gets?|be|becomes?))? ?(?:all )?(?:{_PROPERLY} "
    rf")?(?:closed|balanced|matched)(?: {_PROPERLY})?)"
)
_TAIL: Final = rf"(?:{_SO}| (?:in|of|for|to|from|at|by) {_WHAT}| {_PROPERLY})*"
_REQUESTS: Final[tuple[tuple[str, Ask], ...]] = (
    (rf"(?:complete|finish|continue|close|balance|end) {_WHAT}{_TAIL}", Ask.COMPLETE),
    (rf"(?:add|write|give|supply|append|provide|fill in|output|list|print) {_WHAT}(?: "
        rf"(?:needed|required|necessary|missing))?(?: to (?:close|complete|balance|finish) {_WHAT}"
        rf")?{_TAIL}", Ask.COMPLETE),
    (rf"(?:which|what) {_WHAT} (?:is|are|must be|need to be|needs to be|should be|have to "
        rf"be|would be|do i|do we) (?:still )?(?:missing|needed|required|added|need|to be "
        rf"added|necessary)(?: to (?:close|complete|balance|finish) {_WHAT})?{_TAIL}", Ask.COMPLETE),
    (rf"(?:which|what) {_WHAT} (?:closes?|completes?|balances?|finish(?:es)?|comes? next to "
        rf"close) {_WHAT}{_TAIL}", Ask.COMPLETE),
    (rf"how (?:do|would|can|should) (?:you|we|i|one) (?:close|complete|finish|balance) {_WHAT}{_TAIL}", Ask.COMPLETE),
    (rf"how many {_WHAT} (?:is|are|must be|need to be) (?:still )?(?:missing|needed|"
        rf"required|added|open|unclosed|left open)(?: to (?:close|complete|balance|finish) {_WHAT}"
        rf")?{_TAIL}", Ask.MISSING),
    (rf"(?:is|are|does|check (?:whether|if)|decide (?:whether|if)|tell me (?:whether|if)|"
        rf"determine (?:whether|if)) {_WHAT}?(?: RUN)? ?(?:is |are )?(?:{_PROPERLY} |all "
        rf")*(?:balanced|valid|well[- ]formed|closed|matched|match|nested|closed and "
        rf"nested)(?: {_PROPERLY})?(?: in {_WHAT})?", Ask.BALANCED),
    (rf"(?:is|are) {_WHAT}?(?: ?RUN)? ?an? (?:{_PROPERLY} )?(?:balanced|valid|well[- ]formed|matched|nested) {_WHAT}"
        rf"(?: of {_WHAT})?", Ask.BALANCED),
    (rf"(?:what is|what's|find|give|determine|compute|tell me) the (?:maximum |maximal |"
        rf"greatest |deepest |max )?(?:nesting )?depth(?: of nesting)?(?: of {_WHAT}?)?", Ask.DEPTH),
    (rf"how (?:deep|deeply) (?:is|are|do|does) {_WHAT}?(?: RUN)? ?(?:nested|go|nest)?", Ask.DEPTH),
    (rf"how (?:deep|deeply) (?:nested )?(?:(?:is|are)(?: {_WHAT})?)?(?: nested)?", Ask.DEPTH),
)  # fmt: skip
_PATTERNS: Final = tuple((regex(pattern), ask) for pattern, ask in _REQUESTS)
_LABEL: Final = regex(
    r"(?:^|(?<=[.?!:\n]))\s*(?:the )?(?:input|sequence|brackets|string)(?: is)?\s*[:=]\s*", re.IGNORECASE
)
_POLITE: Final = regex(r"^(?:please|can you|could you|kindly)[, ]+")


def read(question: Question) -> BracketProblem:
    """The problem that the text states. Elsewhere if it shows no brackets."""
    text = question.stem
    runs = list(_RUN.finditer(text))
    if not runs:
        raise Elsewhere
    run = max(runs, key=lambda match: len(match.group()))
    if len(runs) > 1 and (inside := _in_an_expression(text)) is not None:
        return inside
    if len(runs) > 1:
        raise Elsewhere if not _mentions(text) else NotUnderstood("there is more than one sequence of brackets")
    sequence = "".join(run.group().split())
    if len(sequence) > MAX_BRACKETS:
        raise TooCostly(f"the sequence has {len(sequence)} brackets; at most {MAX_BRACKETS} are taken")
    if len(text) - len(run.group()) > MAX_REQUEST:
        raise Elsewhere if not _mentions(text) else TooCostly("the request about the brackets is too long")
    before, after = _bare(text[: run.start()]), _bare(text[run.end() :])
    before = _LABEL.sub(" ", before)
    sentences = [
        part.strip(" ,:;-") for part in re.split(r"[.?!:\n]", f"{before} RUN {after}".lower().replace("run", "RUN"))
    ]
    asks = set()
    for sentence in sentences:
        said = " ".join(_POLITE.sub("", sentence).split())
        if said in ("", "RUN"):
            continue
        asks.add(_ask(said))
    if len(asks) != 1:
        raise Elsewhere if not _mentions(text) else NotUnderstood("it is not clear what is asked of the brackets")
    return BracketProblem(sequence, spaced=len(sequence) < len(run.group()) or len(sequence) == 1, ask=asks.pop())


#: letters, numbers and signs of arithmetic around brackets; "<" may be a sign there, and is no bracket
_EXPRESSION: Final = regex(r"[\w\s+*/^=,.;()\[\]{}-]+")


def _in_an_expression(text: str) -> BracketProblem | None:
    """The brackets of an expression after a colon, asked whether they match; none if it is not so."""
    request, colon, expression = text.partition(":")
    if not colon or not _EXPRESSION.fullmatch(expression) or _RUN.search(request) or not _mentions(request):
        return None
    sequence = "".join(sign for sign in expression if sign in "()[]{}")
    said = " ".join(_POLITE.sub("", request.lower().strip(" ,")).split())
    if len(sequence) > MAX_BRACKETS or len(said) > MAX_REQUEST or _ask(said) is not Ask.BALANCED:
        return None
    return BracketProblem(sequence, spaced=False, ask=Ask.BALANCED)


def _ask(said: str) -> Ask:
    within = " ".join(re.sub(r"(?:\b(?:in|of|for|by|with) )?RUN", " ", said).split())
    for pattern, ask in _PATTERNS:
        if pattern.fullmatch(said) or pattern.fullmatch(within):
            return ask
    if not _mentions(said):
        raise Elsewhere
    raise NotUnderstood(f"{within!r} is not understood as a request about brackets")


def _mentions(text: str) -> bool:
    return re.search(rf"\b(?:{_KIND}|balanced|nest(?:ed|ing))\b", text, re.IGNORECASE) is not None


def _bare(text: str) -> str:
    """The text around the run without the quotation marks that hold it."""
    return re.sub(r"[\"'`\u201c\u201d\u2018\u2019]", " ", text)
