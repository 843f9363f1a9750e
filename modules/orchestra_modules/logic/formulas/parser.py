"""From tokens to formulas, by recursive descent.

Precedence, tightest first: not and quantifiers, and, xor, or, implies (groups to the right), iff. A quantifier followed
by a dot, colon or comma reaches as far as it can; without, as near as it can, unless its variable would be left free.
Knows the English of formulas (if p then q, p only if q, neither p nor q) but of no sentence around them.
"""

from __future__ import annotations

from typing import Final

from orchestra_modules.logic.formulas import limits
from orchestra_modules.logic.formulas.notation import Conventions, Prepared, is_customary_variable, prepare
from orchestra_modules.logic.formulas.signature import check_signature
from orchestra_modules.logic.formulas.syntax import (
    FALSE,
    TRUE,
    Application,
    Atom,
    Binary,
    Formula,
    Not,
    Operator,
    Quantified,
)
from orchestra_modules.logic.formulas.term_parser import TermParser
from orchestra_modules.logic.formulas.tokens import Token, tokens
from orchestra_modules.logic.formulas.uniqueness import exactly_one
from orchestra_modules.solving.refusal import NotUnderstood, TooCostly
from orchestra_modules.solving.regex import regex

#: English words that are never the name of a proposition or a thing
_NO_NAMES: Final = frozenset(
    [
        "a",
        "an",
        "the",
        "this",
        "that",
        "these",
        "those",
        "it",
        "its",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "being",
        "am",
        "do",
        "does",
        "did",
        "has",
        "have",
        "had",
        "what",
        "which",
        "who",
        "whom",
        "whose",
        "when",
        "where",
        "why",
        "how",
        "of",
        "for",
        "from",
        "to",
        "by",
        "with",
        "without",
        "at",
        "on",
        "as",
        "all",
        "some",
        "every",
        "each",
        "any",
        "no",
        "none",
        "so",
        "because",
        "since",
        "there",
        "here",
        "he",
        "she",
        "they",
        "we",
        "you",
        "i",
        "can",
        "could",
        "will",
        "would",
        "shall",
        "should",
        "must",
        "may",
        "might",
        "than",
        "also",
        "both",
        "only",
        "just",
        "then",
        "follow",
        "follows",
        "valid",
        "invalid",
        "true",
        "false",
        "statement",
        "formula",
        "argument",
        "premise",
        "premises",
        "conclusion",
        "let",
        "suppose",
        "assume",
        "given",
        "find",
        "show",
        "prove",
        "give",
        "please",
        "consider",
        "tautology",
        "contradiction",
        "question",
        "answer",
        "options",
        "such",
    ]
)
_LEVELS: Final[tuple[tuple[Operator, ...], ...]] = (("or",), ("xor",), ("and",))
_CLOSING: Final = {"(": ")", "[": "]", "{": "}"}
_BRACKETLESS: Final = regex(r"[A-Z][a-z]{1,3}")


class Parser(TermParser):
    """One pass over the tokens of formulas that stand together."""

    def __init__(self, prepared: Prepared, conventions: Conventions) -> None:
        super().__init__(prepared.tokens)
        self.prepared = prepared
        self.conventions = conventions
        self.open = 0  # brackets and conditions that the next token stands in
        self.notes: list[str] = []

    # --- formulas

    def formula(self) -> Formula:
        """A formula, as long as it goes."""
        self.depth += 1
        if self.depth > limits.MAX_DEPTH:
            raise TooCostly(f"brackets and prefixes are nested more than {limits.MAX_DEPTH} deep")
        left = self.implication()
        linked: Formula | None = None
        while self.passes("iff"):
            right = self.implication()
            halves = Binary("iff", left, right)
            if self.conventions.iff_chains:
                linked, left = (halves if linked is None else Binary("and", linked, halves)), right
            else:
                left = halves
        left = linked or left
        self.depth -= 1
        return left

    def implication(self) -> Formula:
        """Groups to the right; with the English inversions."""
        left = self.chain(0)
        if self.passes("notboth"):
            if not isinstance(left, Binary) or left.operator != "or":
                raise NotUnderstood("'but not both' without an 'or' before it")
            left = Binary("xor", left.left, left.right)
        if self.passes("implies", "onlyif"):
            self.depth += 1
            if self.depth > limits.MAX_DEPTH:
                raise TooCostly(f"implications are nested more than {limits.MAX_DEPTH} deep")
            right = self.implication()
            self.depth -= 1
            return Binary("implies", left, right)
        if self.kind() in ("whenever", "onlythen", "if"):
            self.take()
            return Binary("implies", self.chain(0), left)
        if self.passes("unless"):
            self.notes.append("'p unless q' is read as 'p or q'")
            return Binary("or", left, self.chain(0))
        return left

    def chain(self, level: int) -> Formula:
        """Parts joined by operators of one strength."""
        if level == len(_LEVELS):
            return self.prefixed()
        left = self.chain(level + 1)
        alone = True
        while operator := self.operator(level):
            negated = operator in ("nand", "nor")
            if negated and not alone:
                raise self.wrong("'nand' and 'nor' do not chain without brackets")
            self.take()
            right = self.chain(level + 1)
            joined = Binary(_LEVELS[level][0], left, right)
            left, alone = (Not(joined), False) if negated else (joined, False)
            if negated and self.operator(level):
                raise self.wrong("'nand' and 'nor' do not chain without brackets")
        return left

    def operator(self, level: int) -> str:
        """The kind of the next token if it joins on this level."""
        kind, name = self.kind(), _LEVELS[level][0]
        if kind == "caret":
            kind = self.conventions.caret
        if kind == "name" and self.tokens[self.at].text in ("v", "V"):
            kind = "or"
        if self.at_parting_and(passing=False):
            return ""
        if kind == name or (kind, name) in (("nand", "and"), ("nor", "or")):
            return kind
        return ""

    def at_parting_and(self, *, passing: bool = True) -> bool:
        """Whether an "and" stands here that parts formulas; passed over if wanted."""
        here = self.conventions.and_parts and not self.open and self.kind() == "and"
        if not here or self.tokens[self.at].text.lower() != "and":
            return False
        self.at += passing
        return True

    def prefixed(self) -> Formula:
        """A formula behind "not", a quantifier or an English opening."""
        self.depth += 1
        if self.depth > limits.MAX_DEPTH:
            raise TooCostly(f"brackets and prefixes are nested more than {limits.MAX_DEPTH} deep")
        found = self.prefix()
        self.depth -= 1
        return found

    def prefix(self) -> Formula:
        kind = self.kind()
        if kind == "not":
            return self.negation()
        if kind in ("forall", "exists", "unique"):
            return self.quantified(self.take().kind)
        if kind == "(" and (binder := self.bracketed_binder()):
            return self.quantified(binder, in_brackets=True)
        if kind == "if":
            return self.conditional()
        if kind == "neither":
            self.take()
            left = self.chain(2)
            self.expect("nor", "after 'neither'")
            return Binary("and", Not(left), Not(self.chain(2)))
        if kind == "either":
            self.take()
            found = self.chain(0)
            if not isinstance(found, Binary) or found.operator != "or":
                raise self.wrong("'either' without 'or'")
            if self.passes("notboth"):
                return Binary("xor", found.left, found.right)
            if self.conventions.either_excludes:
                return Binary("xor", found.left, found.right)
            self.notes.append("'either ... or' may allow both or not, which makes no difference here")
            return found
        if kind in ("and", "or", "implies", "xor", "iff", "nand", "nor") and self.kind(1) == "(":
            return self.as_function(self.take())
        return self.primary()

    def negation(self) -> Formula:
        token = self.take()
        bracketed = self.kind() == "("
        body = self.prefixed()
        if " " in token.text and not bracketed and self.kind() in ("and", "or", "xor", "implies", "iff", "caret"):
            raise self.wrong(f"how far does {token.text!r} reach? brackets would tell")
        return Not(body)

    def conditional(self) -> Formula:
        """If p then q; if p, q."""
        self.take()
        self.open += 1
        condition = self.formula()
        self.open -= 1
        comma = self.passes(",")
        if not self.passes("then") and not comma:
            raise self.wrong("'then' is missing")
        consequence = self.implication()
        found: Formula = Binary("implies", condition, consequence)
        if self.passes("else"):
            found = Binary("and", found, Binary("implies", Not(condition), self.implication()))
        return found

    def as_function(self, token: Token) -> Formula:
        """Operators written before their arguments: And(p, q)."""
        self.expect("(", f"after {token.text!r}")
        self.open += 1
        args = [self.formula()]
        while self.passes(","):
            args.append(self.formula())
        self.open -= 1
        self.expect(")", f"after the arguments of {token.text!r}")
        if len(args) < 2 or (token.kind not in ("and", "or") and len(args) != 2):
            raise NotUnderstood(f"{token.text!r} with {len(args)} arguments")
        base: dict[str, Operator] = {"nand": "and", "nor": "or", "and": "and", "or": "or", "xor": "xor"}
        operator: Operator = base.get(token.kind, "iff" if token.kind == "iff" else "implies")
        found = args[0]
        for arg in args[1:]:
            found = Binary(operator, found, arg)
        return Not(found) if token.kind in ("nand", "nor") else found

    # --- quantifiers

    def bracketed_binder(self) -> str:
        """(∀x) and (∃x), and (x) for all x as older books write it; empty if none of them stands here."""
        if self.kind(1) in ("forall", "exists", "unique") and self.kind(2) == "name" and self.kind(3) == ")":
            self.at += 1
            return self.take().kind
        alone = self.kind(1) == "name" and is_customary_variable(self.tokens[self.at + 1].text)
        if alone and self.kind(2) == ")" and self.kind(3) in ("(", "forall", "exists", "not", "name"):
            self.at += 1
            return "forall"
        return ""

    def quantified(self, kind: str, *, in_brackets: bool = False) -> Formula:
        """Variables, then their scope."""
        listed = self.kind() == "(" and self.tokens[self.at].text == "["
        if listed:
            self.take()
        names = [self.variable()]
        while self.another_variable():
            self.passes(",", "bound")
            names.append(self.variable())
        if in_brackets or listed:
            self.expect(")", "after the variable")
        if kind == "unique" and len(names) > 1:
            raise self.wrong("'exactly one' with several variables")
        self.bound += names
        body = self.scope(names, reaches_far=self.passes(".", ",", "suchthat"))
        del self.bound[len(self.bound) - len(names) :]
        if kind == "unique":
            return exactly_one(names[0], body)
        for name in reversed(names):
            body = Quantified("forall" if kind == "forall" else "exists", name, body)
        return body

    def variable(self) -> str:
        token = self.expect("name", "as the variable of a quantifier")
        if len(token.text) > 1 and token.text.lower() in _NO_NAMES:
            raise NotUnderstood(f"{token.text!r} as the variable of a quantifier")
        return token.text

    def another_variable(self) -> bool:
        """Whether the quantifier binds one more."""
        if self.kind() == "bound":
            return True
        comma = self.kind() == ","
        if self.kind(int(comma)) != "name" or self.kind(1 + comma) in ("(", "equal", "unequal"):
            return False
        return is_customary_variable(self.tokens[self.at + comma].text)

    def scope(self, names: list[str], *, reaches_far: bool) -> Formula:
        start, notes = self.at, len(self.notes)
        if reaches_far:
            bracketed = self.kind() == "("
            end = self.closing(start) if bracketed else start
            body = self.formula()
            if bracketed and self.at > end + 1 and not self.mentions(names, end + 1, self.at):
                token = self.tokens[start]
                raise NotUnderstood(f"how far does the quantifier before character {token.place + 1} reach?")
            return body
        body = self.prefixed()
        outside = self.bound[: len(self.bound) - len(names)]
        own = [name for name in names if name not in outside]
        if self.mentions(own, self.at, self.level_end()):
            self.at = start
            del self.notes[notes:]
            body = self.formula()
            self.notes.append(f"the quantifier of {names[0]} is taken to reach as far as {names[0]} occurs")
        return body

    def mentions(self, names: list[str], start: int, end: int) -> bool:
        """Whether one of the variables occurs between two places and is not bound anew there."""
        for i in range(start, end):
            token = self.tokens[i]
            if token.kind != "name":
                continue
            inside = self.prepared.bracketless and _BRACKETLESS.fullmatch(token.text)
            for name in names:
                if token.text == name:
                    return self.tokens[i - 1].kind not in ("forall", "exists", "unique", "bound")
                if inside and name in token.text[1:]:
                    return True
        return False

    # --- the smallest parts

    def primary(self) -> Formula:
        kind = self.kind()
        if kind == "(":
            return self.bracketed()
        if kind in ("true", "false"):
            return TRUE if self.take().kind == "true" else FALSE
        if kind == "number" and self.tokens[self.at].text in ("0", "1") and self.kind(1) not in ("equal", "unequal"):
            return TRUE if self.take().text == "1" else FALSE
        if kind not in ("name", "number"):
            raise self.wrong()
        return self.named()

    def bracketed(self) -> Formula:
        opening = self.take()
        self.open += 1
        found = self.formula()
        self.open -= 1
        if self.kind() != ")" or self.tokens[self.at].text != _CLOSING[opening.text]:
            if self.done():
                raise NotUnderstood(f"the bracket at character {opening.place + 1} is not closed")
            raise self.wrong(f"the bracket at character {opening.place + 1} is still open")
        self.take()
        if self.kind() in ("equal", "unequal"):
            raise self.wrong("'=' joins terms, not formulas")
        return found

    def named(self) -> Formula:
        """A letter, a predicate, or an equality."""
        token = self.take()
        if self.kind() == "(" and token.kind == "name":
            args = self.arguments()
            if self.kind() in ("equal", "unequal"):
                return self.equality(Application(token.text, args))
            return Atom(token.text, args)
        if self.kind() in ("equal", "unequal"):
            return self.equality(self.simple_term(token))
        if token.kind == "number":
            self.at -= 1
            raise self.wrong("a number is no formula")
        if self.conventions.truth_letters and token.text in ("T", "F"):
            return TRUE if token.text == "T" else FALSE
        if self.prepared.bracketless and _BRACKETLESS.fullmatch(token.text):
            letters = [Token("name", letter, token.place + 1 + i) for i, letter in enumerate(token.text[1:])]
            return Atom(token.text[0], tuple(map(self.simple_term, letters)))
        if token.text in self.bound:
            self.at -= 1
            raise self.wrong("a variable is no formula")
        if len(token.text) > 1 and (token.text.lower() in _NO_NAMES or not self.prepared.words_as_names):
            self.at -= 1
            raise self.wrong("a word that is no part of a formula")
        return Atom(token.text)


def parse(text: str, conventions: Conventions | None = None) -> tuple[Formula, tuple[str, ...]]:
    """One formula and what was assumed in reading it."""
    parser = Parser(prepare(tokens(text)), conventions or Conventions())
    found = parser.formula()
    if not parser.done():
        raise parser.wrong()
    check_signature((found,))
    return found, tuple(parser.notes)
