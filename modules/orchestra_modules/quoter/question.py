"""What a question fixes: its terms, its names and numbers, and the type of answer it expects.

A need told in a paragraph is read by the sentence that asks, the rest of it counting half; keywords are a question of
no type; a comparison is one question for each side. Reads English; of any other language it knows only the words
themselves.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from orchestra_modules.quoter.words import LITERAL, STOP, WORD, stem

Expected = Literal["person", "date", "place", "number", "reason", "steps", "verdict", "definition", "any"]

_MADE = re.compile(
    r"^\W*(?:please\s+|can you\s+|could you\s+|i(?:'d| would) like you to\s+|help me\s+)?"
    r"(?:tell (?:me|us) a (?:joke|story)\b|pretend\b|act as\b|make up\b|brainstorm\b|imagine\b|sing\b|translate\b"
    r"|(?:(?:re)?write|compose|draft|create|generate|invent|summari[sz]e|paraphrase|implement|refactor|debug|code"
    r"|program|design|suggest|recommend)\s+(?:me\s+|us\s+)?"
    # With its object: "design of the bridge" and "program notes" ask for what is written already.
    r"(?:an?|the|this|that|these|my|our|your|some|something|\d+|two|three|four|five|ten)\b)",
    re.IGNORECASE,
)
_FRAME = re.compile(
    r"^\W*(?:(?:hi|hello|hey|please|so|well|and|also|ok|okay)\b[\s,]*)*"
    r"(?:(?:(?:can|could|would|will) (?:you|someone|anyone|anybody) (?:please )?)?"
    r"(?:tell|show|explain to|remind|inform) (?:me|us) (?:about )?"
    r"|(?:do|does) (?:you|anyone|anybody|someone) know (?:if |whether )?"
    r"|i(?:'d| would)? (?:want|need|like|wish|am trying|was trying) to (?:know|learn|find out|understand) "
    r"(?:about |if |whether )?"
    r"|i(?:'m| am) (?:looking|searching) for (?:information (?:on|about) )?|i wonder(?:ed)? (?:if |whether )?"
    r"|(?:is it|it is) (?:really )?(?P<claim>true|correct|right|the case|a fact) that )?",
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
            r"\b(?:what|which) (?:\w+ )?(?:years?|dates?|day|month|century|decade|time)\b"
            r"|\bwhen (?:did|do|does|was|is|are|were|will|can|could|should|has|have|had|must|may)\b"
            r"|^when\W*$"
            r"|\b(?:since|until|by|from) when\b"
        ),
        "date",
    ),
    (re.compile(r"\bwho(?:m|se)?\b"), "person"),
    (re.compile(r"\bwhere\b|\b(?:what|which) (?:city|country|state|town|place|location|region|continent)\b"), "place"),
    (re.compile(r"\bwhy\b|\bwhat (?:caused|led to|reason)\b|\bfor what reason\b"), "reason"),
)
_ASKS = re.compile(r"\b(?:what|which|who(?:m|se)?|when|where|why|how)\b", re.IGNORECASE)
_YES_NO = re.compile(
    r"^(?:is|are|was|were|am|do|does|did|has|have|had|can|could|will|would|should|may|might|must)(?:n['\u2019]t)?\b",
    re.IGNORECASE,
)
# "What is an intent", "who was Ada Lovelace", "what does escrow mean": one thing, and nothing about it.
_DEFINES = re.compile(
    r"^(?:(?:what|who) (?:is|are|was|were) (?:(?:an?|the) )?(?:[\w'\u2019-]+ ?){1,2}(?:for)?\W*$"
    r"|what does .+ mean\W*$|define\b)"
)
_LITERALS = re.compile(r"`[^`]*`|(?<!\w)(?:/|--)\w[\w-]*")
_ASKED = re.compile(r"\b(?:what|which|whose)\s+(?:\w+\s+of\s+)?(\w+)", re.IGNORECASE)
_UNIT = re.compile(r"\bhow many (?:of )?(?:the |different |other )?(\w+)", re.IGNORECASE)
_SIDES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?:compare|contrast)d? (?P<one>.+?) (?:and|with|to|against|versus|vs\.?) (?P<other>.+)",
        r"\bcomparison (?:of|between) (?P<one>.+?) (?:and|with|to) (?P<other>.+)",
        r"\b(?:differences?|distinctions?|similarit\w+) (?:between|of) (?P<one>.+?) and (?P<other>.+)",
        r"\bhow (?:do|does|did|is|are) (?P<one>.+?) (?:differ|different) from (?P<other>.+)",
        r"^(?P<one>\S+(?: \S+){0,3}?) (?:versus|vs\.?) (?P<other>\S+(?: \S+){0,3})$",
    )
)
_SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?](?!\s|$)[^.!?\n]*)*[.!?]*")
_COMPARING = frozenset(
    map(
        stem,
        [
            "compare",
            "compared",
            "comparison",
            "contrast",
            "difference",
            "differences",
            "distinction",
            "similarity",
            "similarities",
            "differ",
            "different",
            "between",
            "versus",
            "vs",
        ],
    )
)
_TRIMMED = 3  # marks and spaces at the ends of a question, about
BACKGROUND = 0.5  # what a paragraph of need says besides the question itself counts this much


@dataclass(frozen=True, kw_only=True)
class Question:
    """A question taken apart; weights say how much a term matters, before rarity is known."""

    text: str
    asking: str  # the sentence that asks, without "can you tell me" and its like
    expected: Expected
    terms: dict[str, float]
    fixed: frozenset[str]  # stems of names and numbers: an answer about others is no answer
    unit: str = ""  # the stem of what is counted, after "how many"
    sides: tuple[frozenset[str], ...] = ()  # of a comparison: the stems of each side that the other has not
    open: bool = False  # several answers may be right together, as the ways to do one thing are

    def echoed(self, text: str) -> bool:
        """Whether a text merely holds the question itself, as an example or a heading does."""
        if len(text) < len(self.text) - _TRIMMED or not (self.text.rstrip().endswith("?") or _ASKS.search(self.text)):
            return False  # keywords may well stand in the answer
        words = _flat(self.text)
        return len(words) > len("a question") and words in _flat(text)

    def parts(self) -> tuple[Question, ...]:
        """The questions to answer: itself, or one for each side of a comparison."""
        if not self.sides:
            return (self,)
        one, other = self.sides
        return tuple(
            replace(
                self,
                terms={term: weight for term, weight in self.terms.items() if term not in left_out},
                sides=(),
                open=True,
            )
            for left_out in (other, one)
        )


def parse(text: str) -> Question:
    """Take a question apart."""
    asking, claim, frame = _asking(text)
    lowered = _LITERALS.sub(" ", asking.lower())
    expected: Expected = next((kind for pattern, kind in _TYPES if pattern.search(lowered)), "any")
    if claim or (_YES_NO.match(lowered) and not _ASKS.search(lowered) and " or " not in lowered):
        expected = "verdict"
    elif expected in {"any", "person"} and _DEFINES.match(lowered):
        expected = "definition"
    asked = _ASKED.search(asking)
    head = stem(asked.group(1).lower()) if asked else ""
    begins = text.find(asking)
    terms: dict[str, float] = {}
    fixed = set[str]()
    for match in WORD.finditer(text):
        word = match.group()
        if word.lower() in STOP and not LITERAL.match(text, match.start()):
            continue
        inside = begins <= match.start() < begins + len(asking)
        root = stem(word.lower())
        # "Which city": an answer names one and need not say "city".
        weight = 0.3 if root == head and not word[0].isupper() else 1.0
        terms[root] = max(terms.get(root, 0.0), weight) if inside else terms.get(root, BACKGROUND)
        if inside and (word[0].isdigit() or (word[0].isupper() and match.start() > begins)):
            fixed.add(root)
    framed = {stem(word) for word in WORD.findall(frame.lower())}  # they ask nothing
    terms = {term: weight for term, weight in terms.items() if weight != BACKGROUND or term not in framed}
    unit = _UNIT.search(asking)
    sides = _sides(asking, terms)
    if sides:
        terms = {term: weight for term, weight in terms.items() if term not in _COMPARING}
    return Question(
        text=text,
        asking=asking,
        expected=expected,
        terms=terms,
        fixed=frozenset(fixed),
        unit=stem(unit.group(1).lower()) if unit else "",
        sides=sides,
        open=expected == "steps",
    )


def _asking(text: str) -> tuple[str, bool, str]:
    """The part of a text that asks, whether it asks about the truth of a claim, and the frame it stood in."""
    sentences = [match.group().strip() for match in _SENTENCE.finditer(text)]
    asking = next((sentence for sentence in reversed(sentences) if sentence.endswith("?")), text.strip())
    frame = _FRAME.match(asking)
    if frame and asking[frame.end() :].strip(" ?.!"):
        return asking[frame.end() :].strip(), bool(frame.group("claim")), frame.group()
    return asking, False, ""


def _sides(asking: str, terms: dict[str, float]) -> tuple[frozenset[str], ...]:
    for pattern in _SIDES:
        found = pattern.search(asking)
        if found:
            one, other = (
                frozenset(stem(word) for word in WORD.findall(found.group(side).lower())) & terms.keys()
                for side in ("one", "other")
            )
            if one - other and other - one:
                return frozenset(one - other), frozenset(other - one)
    return ()


def _flat(text: str) -> str:
    return " ".join(WORD.findall(text.lower()))


def asks_for_making(text: str) -> bool:
    """Whether something is to be written or made, which no document can answer."""
    return _MADE.search(text) is not None
