"""What a notation leaves open, settled by looking at all tokens of a question before any of them is parsed.

Settled here: names run together with a quantifier (∀xFx), predicates without brackets (Fx, Rab), the quantifiers
of TPTP (! [X] :, ? [X] :), whether names of several letters may stand alone. Left to the caller as `Conventions`: what
^, a lone T and a lone F mean, which authors differ about.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

from orchestra_modules.logic.formulas.tokens import Token
from orchestra_modules.solving.regex import regex

_JOINED: Final = regex(r"([a-z]\d?)([A-Z]\w*)|([u-z]{2,3})([A-Z]\w*)?")
_BRACKETLESS: Final = regex(r"[A-Z][a-z]{1,3}")
#: variables by custom, where no quantifier binds them
_CUSTOMARY: Final = regex(r"[u-zU-Z]\d?'*")


@dataclass(frozen=True)
class Conventions:
    """Signs and words used in two ways.

    These are ^ as "and" or exclusive "or", T and F as constants or letters, "and" between formulas, "either ... or"
    as allowing both or not, and "p iff q iff r" as grouped to the left or as both halves.
    """

    caret: Literal["and", "xor"] = "and"
    truth_letters: bool = False
    #: the word "and" parts the formulas of a list, where it stands outside brackets
    and_parts: bool = False
    either_excludes: bool = False
    iff_chains: bool = False


@dataclass(frozen=True)
class Prepared:
    """Tokens with one reading each, and what was seen in them."""

    tokens: tuple[Token, ...]
    bracketless: bool
    words_as_names: bool


def prepare(tokens: Sequence[Token]) -> Prepared:
    """Take apart what is run together, and tell which style the tokens are written in."""
    apart = tuple(_apart(_worded(tokens)))
    bound = {
        following.text
        for token, following in pairwise(apart)
        if token.kind in ("forall", "exists", "bound") and following.kind == "name"
    } | {token.text for token in apart if token.kind == "name" and _CUSTOMARY.fullmatch(token.text)}
    plain = [t for t, after in zip(apart, [*apart[1:], None], strict=True) if after is None or after.kind != "("]
    quantified = any(token.kind in ("forall", "exists") for token in apart) or any(
        a.kind == "(" and b.kind == "name" and c.kind == ")" and _CUSTOMARY.fullmatch(b.text)
        for a, b, c in zip(apart, apart[1:], apart[2:], strict=False)
    )
    equal = any(token.kind in ("equal", "unequal") for token in apart)
    bracketless = [t.text for t in plain if t.kind == "name" and _BRACKETLESS.fullmatch(t.text)]
    uses_bound = any(set(text[1:]) & bound for text in bracketless)
    symbols = any(t.kind in _CONNECTIVES and not t.text[0].isalpha() for t in apart)
    return Prepared(apart, bool(bracketless) and (equal or (quantified and uses_bound)), symbols or quantified)


_CONNECTIVES: Final = {
    "turnstile",
    "iff",
    "implies",
    "and",
    "or",
    "xor",
    "nand",
    "nor",
    "not",
    "caret",
    "equal",
    "unequal",
    "true",
    "false",
}


def _worded(tokens: Sequence[Token]) -> list[Token]:
    """`! [X]` and `? [X]` become quantifiers, and so do `all x.` and `some x (`."""
    found = list(tokens)
    for i, (token, after) in enumerate(pairwise(tokens)):
        if after.text == "[" and token.text in ("!", "?"):
            found[i] = Token("forall" if token.text == "!" else "exists", token.text, token.place)
        elif token.text.lower() in ("all", "some", "every") and after.kind == "name" and len(after.text) <= 2:
            found[i] = Token("exists" if token.text.lower() == "some" else "forall", token.text, token.place)
    return found


def _apart(tokens: Sequence[Token]) -> list[Token]:
    """Variables run together with what they bind: ∀xFx, ∀xyRxy. ∃! becomes one sign."""
    found: list[Token] = []
    for token in tokens:
        before = found[-1] if found else None
        if before is not None and before.kind == "exists" and token.text == "!":
            found[-1] = Token("unique", before.text + "!", before.place)
        elif (
            before is not None
            and token.kind == "name"
            and before.kind in ("forall", "exists", "unique")
            and not before.text[-1].isalpha()
            and (match := _JOINED.fullmatch(token.text))
        ):
            variables = [match[1]] if match[1] else list(match[3])
            for offset, variable in enumerate(variables):
                if offset:
                    found.append(Token("bound", ",", token.place))
                found.append(Token("name", variable, token.place + offset))
            if rest := match[2] or match[4]:
                found.append(Token("name", rest, token.place + len(token.text) - len(rest)))
        else:
            found.append(token)
    return found


def is_customary_variable(name: str) -> bool:
    """Whether readers take the name for a variable though nothing binds it."""
    return _CUSTOMARY.fullmatch(name) is not None
