"""What a question fixes: its terms, its names and numbers, and the type of answer it expects.

Reads English; of any other language it knows only the words themselves.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from orchestra_modules.quoter.words import STOP, WORD, stem

Expected = Literal["person", "date", "place", "number", "reason", "steps", "any"]

_MADE = re.compile(
    r"^\W*(?:please\s+|can you\s+|could you\s+|i(?:'d| would) like you to\s+|help me\s+)?"
    r"(?:tell (?:me|us) a (?:joke|story)\b|pretend\b|act as\b|make up\b|brainstorm\b|imagine\b|sing\b|translate\b"
    r"|(?:(?:re)?write|compose|draft|create|generate|invent|summari[sz]e|paraphrase|implement|refactor|debug|code"
    r"|program|design|suggest|recommend)\s+(?:me\s+|us\s+)?"
    # With its object: "design of the bridge" and "program notes" ask for what is written already.
    r"(?:an?|the|this|that|these|my|our|your|some|something|\d+|two|three|four|five|ten)\b)",
    re.IGNORECASE,
)
_TYPES: tuple[tuple[re.Pattern[str], Expected], ...] = (
    (
        re.compile(r"\bhow (?:do|can|should|would|must|might) (?:i|we|you|one|someone)\b|\bhow to\b|\bsteps to\b"),
        "steps",
    ),
    (re.compile(r"\bhow (?:many|much|long|old|far|tall|big|large|high|deep|fast|heavy|often|wide)\b"), "number"),
    (re.compile(r"\b(?:what|which) (?:percent\w*|number|amount|fraction|proportion|portion)\b"), "number"),
    (
        re.compile(
            r"\b(?:what|which) (?:\w+ )?(?:year|date|day|month|century|decade|time)\b|^when\b"
            r"|\bwhen (?:did|was|is|were)"
        ),
        "date",
    ),
    (re.compile(r"\bwho(?:m|se)?\b"), "person"),
    (re.compile(r"\bwhere\b|\b(?:what|which) (?:city|country|state|town|place|location|region|continent)\b"), "place"),
    (re.compile(r"\bwhy\b|\bwhat (?:caused|led to|reason)\b|\bfor what reason\b"), "reason"),
)
_ASKED = re.compile(r"\b(?:what|which|whose)\s+(?:\w+\s+of\s+)?(\w+)", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Question:
    """A question taken apart; weights say how much a term matters, before rarity is known."""

    text: str
    expected: Expected
    terms: dict[str, float]
    fixed: frozenset[str]  # stems of names and numbers: an answer about others is no answer

    def echoed(self, text: str) -> bool:
        """Whether a text merely holds the question itself, as an example or a heading does."""
        words = _flat(self.text)
        return len(words) > len("a question") and words in _flat(text)


def parse(text: str) -> Question:
    """Take a question apart."""
    lowered = text.lower()
    expected: Expected = next((kind for pattern, kind in _TYPES if pattern.search(lowered)), "any")
    asked = _ASKED.search(text)
    head = stem(asked.group(1).lower()) if asked else ""
    terms: dict[str, float] = {}
    fixed = set[str]()
    for match in WORD.finditer(text):
        word = match.group()
        if word.lower() in STOP:
            continue
        root = stem(word.lower())
        # "Which city": an answer names one and need not say "city".
        terms[root] = 0.3 if root == head and not word[0].isupper() else 1.0
        if word[0].isdigit() or (word[0].isupper() and match.start() > 0):
            fixed.add(root)
    return Question(text=text, expected=expected, terms=terms, fixed=frozenset(fixed))


def _flat(text: str) -> str:
    return " ".join(WORD.findall(text.lower()))


def asks_for_making(text: str) -> bool:
    """Whether something is to be written or made, which no document can answer."""
    return _MADE.search(text) is not None
