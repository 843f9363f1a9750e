"""From a question to a typed problem: scripts, arguments, questions of one sentence, options that are formulas.

Knows no solver. Texts without signs of logic are refused at a glance.
"""

from __future__ import annotations

import re
from typing import Final, cast

from orchestra_modules.logic.formulas import arguments, dimacs, domains, listing, named_formulas, provers, wording
from orchestra_modules.logic.formulas.assignments import assignment
from orchestra_modules.logic.formulas.notation import Conventions
from orchestra_modules.logic.formulas.prefix_calls import as_question, infix
from orchestra_modules.logic.formulas.preparing import plain_layout, with_numbers_compared, without_meanings
from orchestra_modules.logic.formulas.problems import (
    Entails,
    Form,
    Problem,
    Property,
    Run,
    Select,
    SelectModel,
    Task,
)
from orchestra_modules.logic.formulas.requests import PATTERNS
from orchestra_modules.logic.formulas.script import looks_like_script, read_script
from orchestra_modules.logic.formulas.segments import parse_all, readings
from orchestra_modules.logic.formulas.signature import check_conclusion
from orchestra_modules.logic.formulas.syntax import Not, conjunction
from orchestra_modules.solving.options import Option, Question
from orchestra_modules.solving.refusal import NotUnderstood
from orchestra_modules.solving.regex import regex

#: characters of a question of one sentence; arguments may be longer
_MAX_SENTENCE: Final = 1_500
#: characters of a text without any sign of logic
_MAX_WORDS: Final = 350
#: signs that stand in formulas of logic alone
_CHARACTERS: Final = (
    r"\u00ac\u2227\u2228\u2192\u21d2\u2194\u21d4\u2295\u22a4\u22a5"
    r"\u2200\u2203\u22a2\u22a8\u2261\u2283\u2234\u27f6\u27f9\u223c"
)
_SIGN: Final = regex(
    rf"[{_CHARACTERS}]"
    r"|->|=>|/\\|\\/|[&|~^=!]|\\[a-z]{2,}|\b(?:iff|implies|forall|xor|nand|nor|true|false)\b|\w\(",
    re.IGNORECASE,
)
#: a text about formulas joins something with a sign of logic, or says with a word what it is about
_JOINED: Final = regex(
    rf"[{_CHARACTERS}']"
    r"|->|=>|/\\|\\/|[&|~^!]|\\[a-z]{2,}|\b(?:and|or|not|no|if|implies|imply|iff|xor|nand|nor|forall|exists|true|false"
    r"|truth|unless|either|neither|every|all|some|each|so|therefore|valid|invalid|follows?|entails?|equivalent|boolean"
    r"|logic\w*|satisf\w+|unsatisf\w+|tautolog\w+|contradict\w+|contingen\w+|falsif\w+|consistent|inconsistent"
    r"|formula\w*|proposition\w*|prove|models?)\b",
    re.IGNORECASE,
)
#: 0 and 1 with signs that mean powers, factorials and negative numbers to most readers
_ARITHMETIC: Final = regex(r"(?=.*(?:\^|-|[\d)]\s*!))[01\s()^!+*/=.?-]+")
_LETTER: Final = regex(r"(?<![\w'.])[A-Za-z01](?![\w'.])")
_OPENING: Final = regex(
    r"\s*(?:(?:question|q|problem|exercise)\s*\d*\s*:\s*|(?:use|using|by|with)\s+(?:a\s+)?truth[- ]"
    r"tables?\s*,?\s+(?:to\s+)?)",
    re.IGNORECASE,
)
_CLOSING: Final = regex(
    r"(?:\s*\n\s*(?:answer|a)\s*:\s*|\s*\(?(?:please\s+)?answer\s+(?:with\s+)?(?:only\s+)?(?:yes "
    r"or no|true or false)[.)]*\s*)$",
    re.IGNORECASE,
)
#: a formula in quotation marks
_QUOTED: Final = regex(r"(?<!\w)[\"'\u2018\u201c]([^\"'\u2018\u2019\u201c\u201d\n]+)[\"'\u2019\u201d](?!\w)")
_VALID_OR_INVALID: Final = regex(
    r"\bvalid\s*(?:,\s*)?(?:or|/)\s*(?:(?:is it|an?)\s+)*(?:invalid|fallac)", re.IGNORECASE
)


def read(question: Question) -> Problem:
    """The problem that a question poses. NotUnderstood if it is none about formulas."""
    try:
        return _read(question)
    except NotUnderstood:
        # a numbered list at the end may be the formulas that are asked about
        if not question.options or not all(option.label.isdigit() for option in question.options):
            raise
        listed = "\n".join(f"{option.label}. {option.text}" for option in question.options)
        return _read(Question(f"{question.stem}\n{listed}"))


def _read(question: Question) -> Problem:
    stem = _CLOSING.sub(
        "", _OPENING.sub("", question.stem, count=1) if _OPENING.match(question.stem) else question.stem
    )
    if looks_like_script(stem):
        return Problem((Run(read_script(stem)),), question.options)
    if (listed := dimacs.task(stem)) is not None:
        return Problem((listed,), question.options)
    if (laid_out := provers.argument(stem)) is not None:
        return _laid_out(laid_out, stem, question)
    stem = with_numbers_compared(without_meanings(stem))
    whole = "\n".join([stem, *(option.text for option in question.options)])
    if not _JOINED.search(whole) or not (_SIGN.search(whole) or _LETTER.search(whole)):
        raise NotUnderstood("no sign of logic in it")
    if (of_domain := domains.read(plain_layout(stem).replace("$", ""))) is not None:
        return Problem((of_domain,), question.options)
    stem = named_formulas.put_in(listing.plain_lines(plain_layout(stem)))
    if _ARITHMETIC.fullmatch(stem):
        raise NotUnderstood("arithmetic with 0 and 1")
    if len(stem) > _MAX_WORDS and not _SIGN.search(whole):
        raise NotUnderstood("no formulas in it")
    if question.options and (found := _selection(stem, question.options)) is not None:
        return found
    first: NotUnderstood | None = None
    try:
        return _argument(stem, question)
    except NotUnderstood as refusal:
        first = refusal
    if len(stem) <= _MAX_SENTENCE:
        try:
            return _sentence(stem, question)
        except NotUnderstood as refusal:
            first = refusal if first.reason.startswith("no argument") else first
    raise first


def _argument(stem: str, question: Question) -> Problem:
    return _laid_out(arguments.argument(stem), stem, question)


def _laid_out(parts: arguments.Argument, stem: str, question: Question) -> Problem:
    asked, neither = parts.asked, parts.neither
    words = {option.text.strip().rstrip(".").lower(): option.text for option in question.options}
    if len(words) == 3 and {"true", "false"} <= set(words):
        asked, neither = "truth or neither", next(text for word, text in words.items() if word not in ("true", "false"))
    elif set(words) == {"true", "false"} and not parts.is_explicit:
        asked = "truth"
    elif asked == "validity" and not words and _VALID_OR_INVALID.search(stem):
        asked = "valid or invalid"
    listed = parts.in_sentence or len(parts.premises) == 1
    whole = "\n;".join([*parts.premises, *parts.conclusion])

    def make(conventions: Conventions) -> tuple[Task, tuple[str, ...]]:
        found, notes = parse_all([*parts.premises, *parts.conclusion], conventions, listed)
        conclusion = conjunction(found[-1]) if conventions.and_parts else found[-1][0]
        if len(found[-1]) != 1 and not conventions.and_parts:
            raise NotUnderstood("an argument has one conclusion")
        given = tuple(formula for segment in found[:-1] for formula in segment)
        check_conclusion(given, conclusion)
        claim = Not(conclusion) if parts.denied else conclusion
        return Entails(given, claim, asked, neither, parts.words), notes

    return _problem(readings(whole, make, listed=listed, in_sentence=parts.in_sentence), question)


def _sentence(stem: str, question: Question) -> Problem:
    first: NotUnderstood | None = None
    stem = _QUOTED.sub(r"\1", infix(as_question(stem)))
    for pattern, maker in PATTERNS:
        match = pattern.fullmatch(stem)
        if match is None:
            continue
        here = match

        def make(conventions: Conventions, here: re.Match[str] = here, maker=maker) -> tuple[Task, tuple[str, ...]]:  # type: ignore[no-untyped-def]
            return cast("tuple[Task, tuple[str, ...]]", maker(here, conventions))

        groups = here.groupdict()
        text = " ; ".join(groups[name] for name in ("f", "g", "p", "q", "c") if groups.get(name))
        try:
            return _problem(readings(text, make, listed=True), question)
        except NotUnderstood as refusal:
            # the refusal that tells most is of the reading that got furthest: the shortest stretch
            first = first or refusal
    raise first or NotUnderstood("no question about formulas is recognised")


def _problem(found: tuple[tuple[Task, tuple[str, ...]], ...], question: Question) -> Problem:
    notes = tuple(dict.fromkeys(note for _, some in found for note in some))
    return Problem(tuple(task for task, _ in found), question.options, notes)


# --- options that are formulas

_THINGS: Final = (
    r"(?:(?:formula[es]?|statements?|propositions?|expressions?|sentences?|"
    r"conclusions?|options?|wffs?|answers?|symbolic|"
    r"logical|propositional|compound|correct|best|given|choices|one|ones) )*"
)
_WHICH: Final = (
    r"(?:(?:which|what) (?:(?:one )?of )?(?:the |these )?(?:following )?"
    rf"{_THINGS}|(?:select|choose|identify|pick|find) the {_THINGS}(?:that |which )?)"
)
_NOT: Final = r"(?P<not>not )?"
_SELECT_PROPERTY: Final = wording.pattern(rf"{_WHICH}(?:is|are) {_NOT}{wording.PROPERTY}")
_SELECT_EQUIVALENT: Final = wording.pattern(
    rf"(?:{_WHICH}(?:(?:is|are) )?{_NOT}{wording.EQUIVALENT} (?:to|as|with) {wording.FORMULA}(?P<f>.+?)"
    rf"|{wording.FORMULA}(?P<g>.+?) is {wording.EQUIVALENT} (?:to|as))"
)
_SELECT_FOLLOWS: Final = wording.pattern(
    rf"{_WHICH}(?:does )?{_NOT}(?:{wording.FOLLOWS} from|is (?:a (?:logical "
    rf")?consequence of|entailed by|implied by)) {wording.FORMULA}(?P<f>.+?)"
)
_SELECT_CONCLUDED: Final = wording.pattern(
    rf"{wording.GIVEN}:? {wording.FORMULA}(?P<f>.+?)\s*[,.;:\n]\s*{_WHICH}{_NOT}"
    rf"(?:{wording.FOLLOWS}|is (?:entailed|implied|a (?:valid|logical) (?:conclusion|consequence)|true)|"
    rf"(?:must|has to) be true|can be (?:(?:validly|logically) )?{wording.DERIVED})"
)
_SELECT_FORM: Final = wording.pattern(
    rf"(?:{_WHICH}(?:is|expresses|gives) )?(?:an? |the )?(?:correct )?(?P<form>negation|"
    rf"contrapositive|converse|inverse|dual) of {wording.FORMULA}(?P<f>.+?)(?: is)?"
)


_SELECT_ENTAILED: Final = wording.pattern(
    rf"{_WHICH}(?:does|do) {wording.FORMULA}(?P<f>.+?) {_NOT}(?:(?:logically|necessarily) )?(?:entail|imply)"
)
_SELECT_MODEL: Final = wording.pattern(
    r"which (?:of (?:the |these )?(?:following )?)?(?:truth |truth-value )?"
    r"(?:assignments?|valuations?|models?|interpretations?) "
    r"(?:satisfies|(?:makes|renders)(?= .+ (?P<wanted>true|false)\s*[?.:]*\s*$)) "
    rf"{wording.FORMULA}(?P<f>.+?)(?: true| false)?"
)


def _models(stem: str, options: tuple[Option, ...]) -> Problem | None:
    """A question which of its options, each an assignment, makes a formula true."""
    if not (match := _SELECT_MODEL.fullmatch(stem)):
        return None
    assignments = tuple(assignment(option.text) for option in options)
    value = (match["wanted"] or "true").lower() == "true"

    def make(conventions: Conventions) -> tuple[Task, tuple[str, ...]]:
        ((formula, *more),), notes = parse_all([match["f"]], conventions)
        if more:
            raise NotUnderstood("several formulas where one is asked about")
        return SelectModel(formula, assignments, value), notes

    return _problem(readings(match["f"], make), Question(stem, options))


def _selection(stem: str, options: tuple[Option, ...]) -> Problem | None:
    """A question which of its options stands in a relation; none if it is not of that form."""
    if (found := _models(stem, options)) is not None:
        return found
    relation: str | None = None
    negated, given = False, ""
    if match := _SELECT_PROPERTY.fullmatch(stem):
        groups = match.groupdict()
        relation = next(n for n in ("valid", "unsatisfiable", "satisfiable", "contingent", "falsifiable") if groups[n])
        negated = bool(groups["not"])
    elif match := _SELECT_EQUIVALENT.fullmatch(stem):
        relation, given, negated = "equivalent", match["f"] or match["g"], bool(match["not"])
    elif match := (
        _SELECT_FOLLOWS.fullmatch(stem) or _SELECT_CONCLUDED.fullmatch(stem) or _SELECT_ENTAILED.fullmatch(stem)
    ):
        relation, given, negated = "follows", match["f"], bool(match["not"])
    elif match := _SELECT_FORM.fullmatch(stem):
        relation, given = match["form"].lower(), match["f"]
    if relation is None:
        return None
    wanted = cast("Property | Form", relation)

    def make(conventions: Conventions) -> tuple[Task, tuple[str, ...]]:
        segments = [option.text for option in options] + ([given] if given else [])
        found, notes = parse_all(segments, conventions, listed=bool(given))
        candidates = found[: len(options)]
        if any(len(some) != 1 for some in candidates):
            raise NotUnderstood("an option is not one formula")
        formulas = tuple(some[0] for some in candidates)
        return Select(formulas, wanted, found[-1] if given else (), negated), notes

    text = " ; ".join([option.text for option in options] + ([given] if given else []))
    return _problem(readings(text, make, listed=bool(given)), Question(stem, options))
