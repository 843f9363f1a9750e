"""Questions of one sentence about formulas: the patterns of `wording`, each with the task it asks for.

Every reading that a pattern allows is tried in order; the first whose stretches parse is taken. Knows no arguments in
several lines (`arguments`) and no solver.
"""

from __future__ import annotations

import re
from typing import Final, cast

from orchestra_modules.logic.formulas import wording as w
from orchestra_modules.logic.formulas.assignments import assignment
from orchestra_modules.logic.formulas.brief_requests import PATTERNS as BRIEF_PATTERNS
from orchestra_modules.logic.formulas.makers import (
    classify,
    entails,
    equivalent,
    form,
    not_equivalent,
    pair,
    property_asked,
    table,
)
from orchestra_modules.logic.formulas.model_requests import PATTERNS as MODEL_PATTERNS
from orchestra_modules.logic.formulas.notation import Conventions
from orchestra_modules.logic.formulas.problems import (
    Classify,
    Entails,
    Equivalent,
    Evaluate,
    Form,
    HasProperty,
    Property,
    Task,
)
from orchestra_modules.logic.formulas.row_requests import PATTERNS as ROW_PATTERNS
from orchestra_modules.logic.formulas.segments import parse_all
from orchestra_modules.logic.formulas.stretches import Maker, Notes, group, single
from orchestra_modules.logic.formulas.syntax import (
    FALSE,
    TRUE,
    Atom,
    Binary,
    Constant,
    Formula,
    Not,
    Quantified,
    letters,
    parts,
)
from orchestra_modules.logic.formulas.told_premises import PATTERNS as TOLD_PATTERNS
from orchestra_modules.solving.refusal import NotUnderstood
from orchestra_modules.solving.regex import regex


def _evaluate(match: re.Match[str], conventions: Conventions) -> tuple[Task, Notes]:
    formula, notes = single(match, conventions)
    given = assignment(match["a"]) if group(match, "a") else ()
    if not given and isinstance(formula, Constant | Atom):
        raise NotUnderstood("a formula without an operator is not asked about")
    if not given and letters(formula):
        raise NotUnderstood(f"what are the values of {', '.join(letters(formula))}?")
    unknown = {name for name, _ in given} - set(letters(formula))
    if unknown and isinstance(formula, Constant):
        raise NotUnderstood(f"{', '.join(sorted(unknown))} do not occur in the formula")
    return Evaluate(formula, given, group(match, "wanted").lower() != "false"), notes


#: signs of logic alone; others may mean something else to whoever types nothing but a formula
_UNMISTAKABLE: Final = regex(r"[\u00ac\u2227\u2228\u2192\u21d2\u2194\u21d4\u2200\u2203\u2283\u27f6\u27f9\u27fa]|->|=>")


def _alone(match: re.Match[str], conventions: Conventions) -> tuple[Task, Notes]:
    """A formula and nothing else: its value, or its class, which is worth asking where a letter occurs again."""
    if not _UNMISTAKABLE.search(match["f"]):
        return _evaluate(match, conventions)
    formula, notes = single(match, conventions)
    names = [part.name for part in parts(formula) if isinstance(part, Atom)]
    if len(set(names)) == len(names) or not isinstance(formula, Binary | Not | Quantified):
        return _evaluate(match, conventions)
    return Classify(formula, "contingent"), notes


#: what stands behind "is not": the property that the denial comes to
_DENIED: Final[dict[str, Property]] = {
    "valid": "falsifiable",
    "satisfiable": "unsatisfiable",
    "unsatisfiable": "satisfiable",
    "falsifiable": "valid",
}


def _denied(match: re.Match[str], conventions: Conventions) -> tuple[Task, Notes]:
    task, notes = property_asked(match, conventions)
    assert isinstance(task, HasProperty)
    if task.property not in _DENIED:
        raise NotUnderstood("the denial of being contingent is two properties")
    return HasProperty(task.formulas, _DENIED[task.property]), notes


def _identity(match: re.Match[str], conventions: Conventions) -> tuple[Task, Notes]:
    """Two formulas with "=" between them, whose sides are formulas with operators."""
    sides = [side.strip() for side in match["f"].split("=")]
    if len(sides) != 2:
        raise NotUnderstood("an identity has two sides")
    (left, right), notes = parse_all(sides, conventions)
    if len(left) != 1 or len(right) != 1 or (isinstance(left[0], Atom) and isinstance(right[0], Atom)):
        raise NotUnderstood("an identity joins two formulas")
    if isinstance(left[0], Atom | Constant) and left[0] not in letters_of(right[0]):
        raise NotUnderstood("a letter is defined rather than an identity asked about")
    return Equivalent(left[0], right[0]), notes


def letters_of(formula: Formula) -> tuple[Formula, ...]:
    """The letters of a formula as formulas, and truth itself."""
    return (*(Atom(name) for name in letters(formula)), TRUE, FALSE)


def _conditional(match: re.Match[str], conventions: Conventions) -> tuple[Task, Notes]:
    formula, notes = single(match, conventions)
    if isinstance(formula, Atom):
        raise NotUnderstood("a letter alone is not asked about")
    return Entails((), formula, "truth"), notes


_IS_IT: Final = r"is it (?:true|the case|correct) that"
_LAW: Final = r"(?:the |an? )?(?:[\w'\u2019]+ ){0,3}(?:laws?|identity|rule|equivalence|theorem)(?: that)?\s*:?\s"
_VALUE: Final = r"(?:(?:the )?(?:(?:truth|boolean|logical|resulting) )*(?:values?|result)(?: of)?:? )?"
_THUS: Final = r"\s*(?:[,.;:\n]\s*(?:then |and )?|\bthen )(?:logically )?"
_MUST: Final = r"(?P<must>(?:necessarily|always|also|certainly|logically|definitely) )?"

#: in the order tried
PATTERNS: Final[tuple[tuple[re.Pattern[str], Maker], ...]] = (
    # --- classes and properties
    (w.pattern(rf"{w.ASK} {w.FORMULA}(?P<f>.+?)\s*[,:]? (?:is )?{w.CLASSES}"), classify),
    (w.pattern(rf"{w.ASK} {w.NOUN} (?:is |are )?{w.CLASSES}\s*[?:.]*\s*(?P<f>.+?)"), classify),
    (w.pattern(rf"(?:classify|categorize|characterize) {w.FORMULA}(?P<f>.+?) as {w.CLASSES}"), classify),
    (w.pattern(rf"(?:classify|categorize|characterize) {w.NOUN}(?: as {w.CLASSES})?\s*[:.]\s*(?P<f>.+?)"), classify),
    (w.pattern(rf"(?P<f>.+?)\s*[.,:;?\n]\s*{w.ASK} {w.IT} {w.CLASSES}"), classify),
    (w.pattern(rf"(?:classify|categorize) {w.FORMULA}(?P<f>.+?)"), classify),
    (w.pattern(rf"(?:classify|categorize|say whether it is)(?: it)?(?: as)? {w.CLASSES}\s*[:?] (?P<f>.+?)"), classify),
    (w.pattern(rf"{_IS_IT} {w.FORMULA}(?P<f>.+?) (?:is|are) {w.PROPERTY}"), property_asked),
    (w.pattern(rf"{_IS_IT} {w.FORMULA}(?P<f>.+?) (?:is|are) not {w.PROPERTY}"), _denied),
    (w.pattern(rf"{w.ASK} {w.FORMULA}(?P<f>.+?) (?:is |are )?not {w.PROPERTY}"), _denied),
    (w.pattern(rf"{_IS_IT} (?P<f>if .+?)"), _conditional),
    (w.pattern(rf"(?:does|do) {w.FORMULA}(?P<f>.+?) (?P<valid>{w.VALID})"), property_asked),
    (w.pattern(rf"{w.ASK} {w.FORMULA}(?P<f>.+?)\s*[,:]? (?:is |are |be |can be )?{w.PROPERTY}"), property_asked),
    (w.pattern(rf"{w.ASK} {w.NOUN} (?:is |are )?{w.PROPERTY}\s*[?:.]*\s*(?P<f>.+?)"), property_asked),
    (w.pattern(rf"can {w.FORMULA}(?P<f>.+?) (?:(?:all|both) )?be {w.PROPERTY}"), property_asked),
    (w.pattern(rf"can {w.FORMULA}(?P<f>.+?) (?:all|both) be (?P<satisfiable>true)"), property_asked),
    (w.pattern(rf"(?P<f>.+?)\s*[.,:;?\n]\s*{w.ASK} {w.IT} {w.PROPERTY}"), property_asked),
    (w.pattern(rf"(?P<f>.+?)\s*[:;?\n]\s*{w.PROPERTY}"), property_asked),
    (w.pattern(rf"(?:true or false\s*[:.,?]\s*)?{w.FORMULA}(?P<f>.+?) (?:is|are) {w.PROPERTY}"), property_asked),
    (w.pattern(rf"{w.PROPERTY}\s*: (?P<f>.+?)"), property_asked),
    (
        w.pattern(
            rf"is it possible (?:for|that) {w.FORMULA}(?P<f>.+?) (?:(?:to|can|both|all) )*be (?P<satisfiable>true)"
        ),
        property_asked,
    ),
    # --- equivalence
    (
        w.pattern(rf"{w.ASK} {w.FORMULA}(?P<f>.+?) (?:is |are )?{w.EQUIVALENT} (?:to|as|with) {w.FORMULA}(?P<g>.+?)"),
        equivalent,
    ),
    (w.pattern(rf"{w.ASK} {w.FORMULA}(?P<f>.+?) (?:is |are )?(?:the )?{w.EQUIVALENT}(?: to each other)?"), pair),
    (w.pattern(rf"{w.ASK} {w.NOUN} (?:is |are )?{w.EQUIVALENT}\s*[?:.]*\s*(?P<f>.+?)"), pair),
    (
        w.pattern(
            rf"(?:prove or (?:disprove|refute)|true or false|verify|check)\s*:? (?:that )?{w.FORMULA}(?P<f>.+?) "
            rf"(?:is |are )?{w.EQUIVALENT} (?:to|as|with) {w.FORMULA}(?P<g>.+?)"
        ),
        equivalent,
    ),
    (w.pattern(r"(?P<f>[^?:]+\u2261[^?:]+)\??"), pair),
    (w.pattern(r"(?:prove or disprove|does|do|true or false|is it true that)\s*:?\s*(?P<f>.+?\u2261.+?)"), pair),
    (w.pattern(rf"(?P<f>.+?)\s*[.,:;?\n]\s*{w.ASK} {w.IT} {w.EQUIVALENT}"), pair),
    (w.pattern(rf"(?:verify|check|prove|confirm|show) {_LAW}\s*(?P<f>[^:]+\u2261[^:]+?)"), pair),
    (
        w.pattern(
            r"(?P<f>[^=]+[^=<>!]=[^=>][^=]+?)\s*[.,:;?\n]\s*is (?:this|it|that) an? (?:boolean |logical )?identity"
        ),
        _identity,
    ),
    (w.pattern(r"is (?P<f>[^=]+[^=<>!]=[^=>][^=]+?) an? (?:boolean |logical )identity"), _identity),
    (
        w.pattern(rf"{w.ASK} {w.FORMULA}(?P<f>.+?) not {w.EQUIVALENT}(?: (?:to|as|with) {w.FORMULA}(?P<g>.+?))?"),
        not_equivalent,
    ),
    # --- arguments in one sentence
    (
        w.pattern(
            rf"{w.ASK} (?:the )?(?:argument|inference|step|passage|entailment) from {w.FORMULA}(?P<p>.+?) to "
            rf"{w.FORMULA}(?P<c>.+?) (?:is )?(?:(?:logically|deductively) )?(?:valid|correct)"
        ),
        entails,
    ),
    (w.pattern(rf"(?:does|do) {w.FORMULA}(?P<c>.+?) {w.FOLLOWS} from {w.FORMULA}(?P<p>.+?)"), entails),
    (
        w.pattern(
            rf"{w.ASK} {w.FORMULA}(?P<c>.+?) (?:is )?(?:an? |the )?(?:(?:logical|semantic|valid|necessary) )?"
            rf"(?:consequence of|conclusion (?:of|from)|(?:implied|entailed) by|(?:derivable|provable|deducible) from) "
            rf"{w.FORMULA}(?P<p>.+?)"
        ),
        entails,
    ),
    (
        w.pattern(
            rf"(?:does|do) {w.FORMULA}(?P<p>.+?) (?:(?:logically|semantically|together|jointly|necessarily) )*"
            rf"(?:entail|imply|prove)s? {w.FORMULA}(?P<c>.+?)"
        ),
        entails,
    ),
    (
        w.pattern(
            rf"(?:does|do) {w.FORMULA}(?P<p>.+?)\s*,? (?:together|along|combined|taken together) with "
            rf"{w.FORMULA}(?P<q>.+?)\s*,? (?:(?:logically|semantically|necessarily) )*(?:entail|imply|prove)s? "
            rf"{w.FORMULA}(?P<c>.+?)"
        ),
        entails,
    ),
    (
        w.pattern(
            rf"from {w.FORMULA}(?P<p>.+?)\s*,? (?:can|may|could|does) (?:(?:we|one|you|i|it) )?"
            rf"(?:(?:validly|logically) )*(?:{w.DERIVED}|{w.FOLLOWS})(?: that)? {w.FORMULA}(?P<c>.+?)"
        ),
        entails,
    ),
    (
        w.pattern(rf"can {w.FORMULA}(?P<c>.+?) be (?:(?:validly|logically) )*{w.DERIVED} from {w.FORMULA}(?P<p>.+?)"),
        entails,
    ),
    (
        w.pattern(
            rf"(?:is it valid to|can we|can one|can you) {w.DERIVED} {w.FORMULA}(?P<c>.+?) from {w.FORMULA}(?P<p>.+?)"
        ),
        entails,
    ),
    # --- values under an assignment
    (w.pattern(rf"(?:{w.GIVEN} )?(?P<a>.+?){_THUS}{w.WHAT} {_VALUE}{w.FORMULA}(?P<f>.+?)"), _evaluate),
    (w.pattern(rf"(?:{w.GIVEN} )?(?P<a>.+?){_THUS}(?:evaluate|simplify) {_VALUE}{w.FORMULA}(?P<f>.+?)"), _evaluate),
    (
        w.pattern(
            rf"(?:{w.GIVEN} )?(?P<a>.+?){_THUS}(?:is|does) {w.FORMULA}(?P<f>.+?) "
            rf"(?:evaluate to )?(?P<wanted>true|false)(?: or (?:not|false))?"
        ),
        _evaluate,
    ),
    (
        w.pattern(
            rf"(?:evaluate|{w.WHAT}|what does) {_VALUE}{w.FORMULA}(?P<f>.+?)(?: (?:evaluate to|equal))?\s*,? "
            rf"{w.ASSIGNED} (?P<a>.+?)"
        ),
        _evaluate,
    ),
    (
        w.pattern(rf"{w.ASK} {w.FORMULA}(?P<f>.+?) (?:is )?(?P<wanted>true|false)\s*,? {w.ASSIGNED} (?P<a>.+?)"),
        _evaluate,
    ),
    # --- arguments whose premises come first
    (
        w.pattern(
            rf"{w.GIVEN} {w.FORMULA}(?P<p>.+?)(?: (?:is|are)(?: all| both)? true)?{_THUS}"
            rf"(?P<truth>is|must|does) {w.FORMULA}(?P<c>.+?) {_MUST}(?:be )?{_MUST.replace('must', 'always')}"
            rf"(?:true|hold)"
        ),
        entails,
    ),
    (
        w.pattern(
            rf"{w.GIVEN} {w.FORMULA}(?P<p>.+?){_THUS}(?:is|does) {w.FORMULA}(?P<c>.+?) "
            rf"(?:{w.FOLLOWS}|entailed|implied|(?:a )?(?:logical )?consequence|derivable|provable)"
        ),
        entails,
    ),
    (
        w.pattern(
            rf"{w.GIVEN} {w.FORMULA}(?P<p>.+?){_THUS}(?:can|may|could) (?:we|"
            rf"one|you|i|it be) (?:(?:validly|logically) )*"
            rf"{w.DERIVED}(?: that)? {w.FORMULA}(?P<c>.+?)"
        ),
        entails,
    ),
    # --- constant expressions
    (
        w.pattern(rf"(?:evaluate|{w.WHAT}|what does)\s*:? {_VALUE}{w.FORMULA}(?P<f>.+?)(?: (?:evaluate to|equal|is))?"),
        _evaluate,
    ),
    (w.pattern(rf"{w.ASK} {w.FORMULA}(?P<f>.+?) (?:is )?(?P<wanted>true|false)(?: or (?:not|false))?"), _evaluate),
    (w.pattern(rf"{w.FORMULA}(?P<f>.+?)\s*(?:\bis\b|=+|\bequals?\b|\bevaluates to\b|\breturns\b)"), _evaluate),
    (w.pattern(r"(?P<f>.+?)"), _alone),
    (w.pattern(r"(?P<f>[^:?]+?)\s*,? (?:with|where|for|when|if|at|under) (?P<a>.+?)"), _evaluate),
    (w.pattern(r"(?P<a>[^:?]+?)\s*: (?P<f>.+?)"), _evaluate),
    # --- tables, forms, counts, models
    *ROW_PATTERNS,
    *TOLD_PATTERNS,
    (
        w.pattern(
            rf"(?:{w.WHAT} )?(?:(?:a|the) )?(?:(?:full|complete) )?truth[- ]tables? (?:for|of) {w.FORMULA}(?P<f>.+?)"
        ),
        table,
    ),
    *(
        entry
        for name, words in w.FORMS
        for entry in (
            (
                w.pattern(
                    rf"(?:{w.WHAT} )?(?:(?:an?|the) )?(?:logical )?{words} (?:of|for|form of) {w.FORMULA}(?P<f>.+?)"
                ),
                form(cast(Form, name)),
            ),
            (
                w.pattern(
                    rf"(?:convert|put|rewrite|transform|express|bring|write|turn|reduce|"
                    rf"translate) {w.FORMULA}(?P<f>.+?) "
                    rf"(?:in|into|to|as)(?: an?| its)? {words}"
                ),
                form(cast(Form, name)),
            ),
        )
    ),
    (w.pattern(rf"negate\s*:? {w.FORMULA}(?P<f>.+?)"), form("negation")),
    (w.pattern(rf"(?:simplify|minimi[sz]e) {w.FORMULA}(?P<f>.+?)"), form("simplest")),
    *MODEL_PATTERNS,
    *BRIEF_PATTERNS,
)
