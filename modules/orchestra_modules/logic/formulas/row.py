"""A row of tokens and a place in it: looking ahead, passing over, finding brackets, saying what is wrong where.

Knows no grammar.
"""

from __future__ import annotations

from orchestra_modules.logic.formulas.tokens import Token
from orchestra_modules.solving.refusal import NotUnderstood


class Row:
    """The tokens that a parser goes through once."""

    def __init__(self, tokens: tuple[Token, ...]) -> None:
        self.tokens = tokens
        self.at = 0

    def kind(self, ahead: int = 0) -> str:
        """What stands at the next place; empty at the end."""
        return self.tokens[self.at + ahead].kind if self.at + ahead < len(self.tokens) else ""

    def take(self) -> Token:
        """The next token, passed over."""
        if self.at >= len(self.tokens):
            raise NotUnderstood("a formula that breaks off at its end")
        self.at += 1
        return self.tokens[self.at - 1]

    def passes(self, *kinds: str) -> bool:
        """Pass over the next token if it is one of these."""
        if self.kind() in kinds:
            self.at += 1
            return True
        return False

    def expect(self, kind: str, where: str) -> Token:
        """The next token, which must be this."""
        if self.kind() != kind:
            raise self.wrong(f"{kind!r} is missing {where}")
        return self.take()

    def wrong(self, what: str = "") -> NotUnderstood:
        """Why the next token cannot stand where it does."""
        if self.at >= len(self.tokens):
            return NotUnderstood(f"a formula that breaks off at its end{f' ({what})' if what else ''}")
        token = self.tokens[self.at]
        return NotUnderstood(f"{token.text!r} at character {token.place + 1}{f' ({what})' if what else ''}")

    def done(self) -> bool:
        """Whether all tokens are passed."""
        return self.at >= len(self.tokens)

    def closing(self, start: int) -> int:
        """The place of the bracket that closes the one at `start`."""
        depth = 0
        for i in range(start, len(self.tokens)):
            depth += {"(": 1, ")": -1}.get(self.tokens[i].kind, 0)
            if depth == 0:
                return i
        self.at = start
        raise self.wrong("this bracket is not closed")

    def level_end(self) -> int:
        """Where the brackets, the formula or the text that the next token stands in ends."""
        depth = 0
        for i in range(self.at, len(self.tokens)):
            kind = self.tokens[i].kind
            depth += {"(": 1, ")": -1}.get(kind, 0)
            if depth < 0 or (depth == 0 and kind in (",", ".", "turnstile")):
                return i
        return len(self.tokens)
