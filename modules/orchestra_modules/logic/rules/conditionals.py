"""The contrapositive, converse, inverse or negation of a sentence in English, told as a sentence again.

The sentence composed is read once more, and what it then means is compared with what it has to mean.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from pydantic import JsonValue

from orchestra_modules.logic.rules.entailment import judge
from orchestra_modules.logic.rules.formulas import Formula, Implies, Not, atoms, conj, readings
from orchestra_modules.logic.rules.morphology import Lexicon, singulars
from orchestra_modules.logic.rules.prose.clauses import QUANTIFIERS, Clause, Wording, read_clause
from orchestra_modules.logic.rules.prose.propositions import Propositions
from orchestra_modules.logic.rules.prose.reading import prose_words
from orchestra_modules.logic.rules.prose.rendering import tell
from orchestra_modules.logic.rules.prose.statements import Statements
from orchestra_modules.logic.rules.sentences import read_sentence
from orchestra_modules.solving.finding import CONFIDENT, Finding
from orchestra_modules.solving.options import Option, Question, choose
from orchestra_modules.solving.refusal import NotDone, NotUnderstood
from orchestra_modules.solving.regex import regex

_FORM: Final = r"(?P<form>contrapositive|converse|inverse|negation|denial)"
_KIND: Final = r"(?:statement|sentence|conditional|implication|proposition|claim)"
_ASK: Final = (
    r"(?:(?:which|what) (?:one )?of (?:the following|these)(?: \w+)? (?:is|expresses)|what(?:'s| is| would be)"
    r"|give|state|write(?: down)?|find|form)(?: me)?"
)
_OF: Final = rf"(?:{_ASK} )?(?:the )?(?:logical )?{_FORM} of"
_QUOTES: Final = "\"'\u201c\u201d\u2018\u2019"
_BEFORE: Final = regex(
    rf"\s*(?:{_OF}|(?P<negate>negate))\s*(?:(?:the|this) )?(?:following )?(?:conditional )?{_KIND}?\s*:?\s*"
    rf"(?P<said>\S.*?)(?: is)?\s*[?.:]*\s*",
    re.IGNORECASE | re.DOTALL,
)
_AFTER: Final = regex(
    rf"\s*(?P<said>\S[^.?]*)[.]?[{_QUOTES}]?\s+(?:{_OF} (?:this|that|it|the)(?: (?:above|conditional))?(?: {_KIND})?"
    rf"|(?P<negate>negate) (?:this|that|it|the)(?: {_KIND})?)\s*[?.:]*\s*",
    re.IGNORECASE | re.DOTALL,
)


#: what opens a subject that stands for any one of a kind
_ANY_ONE: Final = frozenset({"a", "an", "someone", "somebody", "something", "anyone", "anybody", "anything"})


@dataclass(frozen=True)
class Rephrasing:
    """A sentence and the form of it that is asked for."""

    form: str
    said: str


def rephrasing(question: Question) -> Rephrasing | None:
    """What is asked, or none if it is something else."""
    match = _AFTER.fullmatch(question.stem) or _BEFORE.fullmatch(question.stem)
    if match is None:
        return None
    said = match["said"].strip(f" .{_QUOTES}\n")
    if len(said) > 400 or not re.fullmatch(r"[\w\s',.\u2019-]+", said) or len(said.split()) < 2:
        return None
    form = "negation" if match["negate"] else match["form"].lower()
    found = Rephrasing("negation" if form == "denial" else form, said)
    _meaning(found)
    return found


def _meaning(form: Rephrasing) -> tuple[Formula, Propositions] | None:
    """The sentence as clauses; none if it is one clause about all, some or none of a class."""
    found = prose_words(form.said)
    if found[0].lower in QUANTIFIERS:
        if form.form != "negation":
            raise NotUnderstood(f"a {form.form} is formed of a sentence with 'if'")
        return None
    if any(len(word.text) == 1 and word.lower not in ("a", "i", ",") for word in found):
        raise NotUnderstood("letters are read as formulas, not as clauses")
    if any(word.lower in ("also", "too", "never") for word in found):
        raise NotUnderstood("what 'also' or 'never' says is lost when the sentence is turned")
    propositions = Propositions(Wording([found]))
    formula = Statements(propositions).sentence(found)
    if form.form != "negation" and not isinstance(formula, Implies):
        raise NotUnderstood(f"a {form.form} is formed of a sentence with 'if'")
    return formula, propositions


def _wanted(form: str, formula: Formula) -> Formula:
    """The formula of the form asked for."""
    if form == "negation":
        return _not(formula)
    assert isinstance(formula, Implies)
    return {
        "contrapositive": Implies(_not(formula.right), _not(formula.left)),
        "converse": Implies(formula.right, formula.left),
        "inverse": Implies(_not(formula.left), _not(formula.right)),
    }[form]


def _not(formula: Formula) -> Formula:
    return formula.body if isinstance(formula, Not) else Not(formula)


def rephrase(form: Rephrasing, options: tuple[Option, ...]) -> Finding:
    """The sentence asked for, or the option that says it."""
    meaning = _meaning(form)
    if meaning is None:
        return _quantified(form, options)
    formula, propositions = meaning
    if len(readings(formula)) > 1:
        raise NotUnderstood(f"'{form.said}' can be read in two ways")
    wanted = _wanted(form.form, formula)
    one, pronoun = _spoken_of(form, formula, propositions)
    denials = {clause.text(): _denial(clause, one) for clause in propositions.clauses.values()}
    if options:
        read = {option: _option(option, propositions) for option in options}
        chosen = choose(options, lambda option: read[option] == wanted or _same(read[option], wanted, form.form))
        text = f"{chosen.value}: '{chosen.text}' is the {form.form} of '{form.said}'."
        data: JsonValue = {"type": "option", "value": chosen.value}
        check = "each option was read into clauses and compared with the form asked for"
        return Finding(chosen.value, text, data, "by form", check, True, CONFIDENT, (_rule(form.form),))
    told = tell(wanted, denials)
    if pronoun:
        before, found, after = told.partition(f"{one} ")
        told = before + found + after.replace(found, f"{pronoun} ")
    sentence = told[:1].upper() + told[1:] + "."
    propositions.open_sentence()
    again = Statements(propositions).sentence(prose_words(told))
    same = judge((), conj(Implies(again, wanted), Implies(wanted, again))).value is True
    if not same:
        raise NotDone("the sentence composed does not read as it should")
    return _found(form, sentence, True)


def _spoken_of(form: Rephrasing, formula: Formula, propositions: Propositions) -> tuple[str, str]:
    """The one thing of a kind that both halves of a conditional speak of, and its pronoun: "a number ... it"."""
    clauses = list(propositions.clauses.values())
    kinds = {clause.subject for clause in clauses if clause.subject[0].lower() in _ANY_ONE}
    if any(part.lower() in ("it", "him", "them") for clause in clauses for part in clause.rest) and (
        kinds or any(part in ("a", "an") for clause in clauses for part in clause.rest)
    ):
        raise NotUnderstood("which one a pronoun stands for is not kept when the sentence is turned")
    if not isinstance(formula, Implies):
        return "", ""
    left, right = ({propositions.clause(atom).subject for atom in atoms(s)} for s in (formula.left, formula.right))
    shared = left & right & kinds
    if not shared:
        return "", ""
    pronouns = {word.lower for word in prose_words(form.said)} & {"he", "she", "it"}
    one = " ".join(next(iter(shared)))
    if len(shared) > 1 or len(pronouns) != 1 or form.form == "negation" or one.split()[0] not in ("a", "an"):
        raise NotUnderstood(f"the {form.form} of what is said of any one of a kind is not composed")
    return one, pronouns.pop()


def _denial(clause: Clause, one: str) -> str:
    """The clause denied; what is said of some one of a kind is denied of all of them, unless `one` is spoken of."""
    subject = " ".join(clause.subject)
    if clause.subject[0].lower() in ("a", "an") and subject != one:
        return f"it is not the case that {clause.text()}"
    return clause.text(False)


def _same(option: Formula | None, wanted: Formula, form: str) -> bool:
    """A negation is known by its meaning, the other forms by their shape."""
    if option is None or form != "negation":
        return False
    return judge((), conj(Implies(option, wanted), Implies(wanted, option))).value is True


def _option(option: Option, propositions: Propositions) -> Formula | None:
    known = set(propositions.clauses)
    propositions.open_sentence()
    formula = Statements(propositions).sentence(prose_words(option.text.strip(" .")))
    if set(propositions.clauses) - known:
        raise NotUnderstood(f"the option '{option.text}' speaks of something else")
    return formula


def _quantified(form: Rephrasing, options: tuple[Option, ...]) -> Finding:
    """The negation of "all", "some" or "no" of a class."""
    if options:
        raise NotUnderstood("options about classes are not compared")
    words = prose_words(form.said)
    clause = read_clause(words, Wording([words]))
    first, *rest = clause.subject
    quantity = "all" if first.lower() in ("all", "every", "each") else first.lower()
    inside = replace(clause, subject=("it",)).quantified
    if clause.denied and (quantity != "some" or len(rest) != 1 or inside or clause.modal):
        raise NotUnderstood(f"the negation of '{form.said}' is not composed")
    if quantity == "any":
        raise NotUnderstood(f"the negation of '{form.said}' is not composed")
    opening = {"all": "some", "some": "no", "no": "some"}[quantity]
    if clause.denied:  # "some cats do not purr": all of them do
        opening = "all" if singulars(rest[0]) else "every"
    composed = replace(clause, subject=(opening, *rest), denied=False)
    told_text = composed.text() if quantity != "all" else composed.plainly_denied()
    sentence = told_text[:1].upper() + told_text[1:] + "."
    both = [prose_words(form.said), prose_words(told_text)]
    lexicon = Lexicon(both)
    try:
        one, other = (read_sentence(part, lexicon).formula for part in both)
        verdict = judge((), conj(Implies(Not(one), other), Implies(other, Not(one)))).value
    except NotUnderstood:
        again = read_clause(both[1], Wording([both[1]]))
        kept = (again.verb, again.rest, again.subject[1:]) == (clause.verb, clause.rest, clause.subject[1:])
        return _found(form, sentence, True if clause.denied and kept and not again.denied else None)
    if verdict is not True:
        raise NotDone("the sentence composed does not read as it should")
    return _found(form, sentence, True)


def _found(form: Rephrasing, sentence: str, verified: bool | None) -> Finding:
    text = f"The {form.form} of '{form.said}' is: {sentence}"
    check = "the sentence composed was read again and means what it has to"
    data: JsonValue = {"type": "text", "value": sentence}
    return Finding(sentence, text, data, "by form", check, verified, CONFIDENT, (_rule(form.form),))


def _rule(form: str) -> str:
    return {
        "contrapositive": "The contrapositive of 'if A, then B' is 'if not B, then not A'.",
        "converse": "The converse of 'if A, then B' is 'if B, then A'.",
        "inverse": "The inverse of 'if A, then B' is 'if not A, then not B'.",
        "negation": "The negation of a sentence holds exactly where the sentence does not.",
    }[form]
