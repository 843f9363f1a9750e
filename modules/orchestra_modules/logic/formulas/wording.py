"""The English of questions about formulas, as patterns: what asks, what names a formula, what names a property.

Stretches marked `f`, `g`, `p`, `c`, `a` in a pattern hold formulas, premises, a conclusion or an assignment; they are
parsed by the grammar of formulas, which refuses any word that is none of its own.
"""

from __future__ import annotations

import re
from typing import Final

from orchestra_modules.solving.regex import regex

ASK: Final = (
    r"(?:(?:please|can you|could you|tell me|tell|say)\s+)*"
    r"(?:is|are|(?:check|determine|decide|verify|test|find out|show|prove|"
    r"say|state|tell(?: me)?|see)\s+(?:whether|if|that))"
)
_KIND_OF: Final = (
    r"(?:(?:propositional|logical|boolean|first[- ]order|predicate|compound|truth[- ]functional|quantified|given|logic|"
    r"well-formed|closed|whole|above|two|three|four|pair of|smt|sat)\s+)*"
)
_NOUN: Final = (
    r"(?:formula[es]?|statements?|expressions?|sentences?|propositions?|wffs?|"
    r"conditionals?|implications?|biconditionals?|"
    r"clauses?|constraints?|premises?|axioms?|claims?|assertions?|propositional forms?|sets?(?:\s+of\s+"
    + _KIND_OF
    + r"(?:formula[es]?|statements?|sentences?|clauses?|propositions?|expressions?|premises))?)"
)
NOUN: Final = rf"(?:(?:(?:the|this|these|a)\s+)?(?:following\s+)?{_KIND_OF}{_NOUN}|(?:the|this)\s+following)"
FORMULA: Final = rf"(?:{NOUN}\b\s*:?\s*)?"
IT: Final = rf"(?:it|this|that|these|they|(?:the|this|these)\s+(?:above\s+)?{_KIND_OF}{_NOUN}(?:\s+above)?)"
_ADVERB: Final = (
    r"(?:(?:logically|jointly|mutually|simultaneously|truth-functionally|propositionally|always|all|universally)\s+)*"
)
VALID: Final = (
    r"(?:a\s+)?(?:tautolog(?:y|ies|ous|ical)|validit(?:y|ies)|theorem|valid(?:\s+formula)?|"
    r"logical truth|logically true|"
    r"logically valid|universally valid|always true|necessarily true|"
    r"(?:true|holds?)\s+(?:under|in|for|on)\s+(?:every|all|any|each)\s+(?:possible\s+|non-?empty\s+)?(?:truth\s+)?"
    r"(?:assignments?|interpretations?|valuations?|models?|structures?|rows?|domains?))"
)
UNSATISFIABLE: Final = (
    r"(?:an?\s+)?(?:(?:logical\s+)?contradictions?|contradictory|self-contradictory|"
    r"(?:jointly\s+|mutually\s+)?inconsistent|"
    r"(?:jointly\s+)?unsatisfiable|unsat|always false|logically false|logical falsehood|"
    r"false\s+(?:under|in|for)\s+(?:every|all)\s+(?:assignments?|interpretations?|valuations?))"
)
SATISFIABLE: Final = (
    rf"{_ADVERB}(?:satisfiable|consistent|sat|compatible|satisfied|true at the same time|true together|"
    r"(?:true|hold)\s+(?:simultaneously|together|at once))(?:\s+with each other)?"
)
CONTINGENT: Final = r"(?:a\s+)?(?:contingenc(?:y|ies)|contingent(?:\s+(?:formula|statement))?)"
FALSIFIABLE: Final = r"(?:falsifiable|refutable)"
PROPERTY: Final = (
    rf"(?:(?P<valid>{VALID})|(?P<unsatisfiable>{UNSATISFIABLE})|(?P<satisfiable>{SATISFIABLE})"
    rf"|(?P<contingent>{CONTINGENT})|(?P<falsifiable>{FALSIFIABLE}))"
)
_CLASS: Final = (
    r"(?:an?\s+)?(?:tautolog(?:y|ous)|valid|(?:self-)?contradict(?:ion|ory)|"
    r"unsatisfiable|satisfiable|inconsistent|contingen(?:t|cy)|neither)"
)
CLASSES: Final = rf"{_CLASS}\s*,\s*{_CLASS}\s*,?\s*or\s+(?P<third>{_CLASS})"
WHAT: Final = (
    r"(?:(?:please|can you|could you)\s+)*(?:what(?:'s|\s+is|\s+are)|give(?:\s+me)?|"
    r"find|compute|calculate|write(?:\s+down|\s+out)?|construct|"
    r"make|build|show(?:\s+me)?|draw|produce|derive|determine|state|work out|form|create|provide|generate|complete)"
)
EQUIVALENT: Final = (
    r"(?:(?:logically|semantically|truth-functionally|tautologically)\s+)?"
    r"(?:equivalent|the same(?:\s+(?:boolean|truth)\s+function)?)"
)
FOLLOWS: Final = (
    r"(?:(?:logically|necessarily|validly|semantically)\s+)*follow(?:s)?(?:\s+(?:logically|necessarily|validly))*"
)
DERIVED: Final = r"(?:derived?|deduced?|inferr?(?:ed)?|conclude[d]?|prove[dn]?)"
ASSIGNED: Final = (
    r"(?:if|when|where|for|given(?:\s+that)?|with|under|assuming(?:\s+that)?|at|in case)(?:\s+the\s+assignment)?"
)
GIVEN: Final = (
    r"(?:given(?:\s+that)?|suppose(?:\s+that)?|assum(?:e|ing)(?:\s+that)?|"
    r"we\s+know(?:\s+that)?|knowing(?:\s+that)?|let|"
    r"we\s+are\s+given(?:\s+that)?|we\s+have|if|when|with|for)"
)
FORMS: Final[tuple[tuple[str, str], ...]] = (
    ("cnf", r"(?:an?\s+equivalent\s+)?(?:conjunctive\s+normal\s+form|cnf)(?:\s*\((?:cnf|conjunctive normal form)\))?"),
    ("dnf", r"(?:an?\s+equivalent\s+)?(?:disjunctive\s+normal\s+form|dnf)(?:\s*\((?:dnf|disjunctive normal form)\))?"),
    ("nnf", r"(?:negation\s+normal\s+form|nnf)(?:\s*\(nnf\))?"),
    ("negation", r"(?:negation|denial)"),
    ("simplest", r"(?:simplest\s+form|simplified\s+form|simplification)"),
    ("dual", r"dual"),
    ("converse", r"converse"),
    ("inverse", r"inverse"),
    ("contrapositive", r"contrapositive"),
)


def pattern(text: str) -> re.Pattern[str]:
    """A pattern over a whole question; a space in it stands for any white space, marks at the end are free."""
    spaced = re.sub(r"(?<!\[-) ", r"\\s+", text)
    return regex(rf"\s*{spaced}\s*[?.!:]*\s*", re.IGNORECASE | re.DOTALL)
