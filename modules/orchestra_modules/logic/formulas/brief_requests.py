"""Requests typed as a few words beside formulas: "cnf p | (q & r)", "p & ~p satisfiable", "p, p -> q entails q".

Only formulas with operators are asked about so; a name beside a word of logic may mean anything.
"""

from __future__ import annotations

import re
from typing import Final, cast

from orchestra_modules.logic.formulas import makers
from orchestra_modules.logic.formulas import wording as w
from orchestra_modules.logic.formulas.notation import Conventions
from orchestra_modules.logic.formulas.problems import Form, Task
from orchestra_modules.logic.formulas.stretches import Maker, Notes, group
from orchestra_modules.logic.formulas.tokens import tokens
from orchestra_modules.solving.refusal import NotUnderstood

_JOINS: Final = frozenset(("iff", "implies", "and", "or", "xor", "nand", "nor", "not", "caret", "forall", "exists"))


def _joined(maker: Maker) -> Maker:
    """The maker, for stretches with a sign of logic that is no English word."""

    def make(match: re.Match[str], conventions: Conventions) -> tuple[Task, Notes]:
        text = " ; ".join(filter(None, (group(match, name) for name in ("f", "g", "p", "c"))))
        if not any(
            token.kind in _JOINS and (token.text in ("v", "xor", "iff") or not token.text[0].isalpha())
            for token in tokens(text)
        ):
            raise NotUnderstood("no sign of logic in it")
        return maker(match, conventions)

    return make


def _form(name: str) -> Maker:
    return _joined(makers.form(cast(Form, name)))


_ENTAILS: Final = r"(?:logically )?(?:entails?|proves?|yields?)"

PATTERNS: Final[tuple[tuple[re.Pattern[str], Maker], ...]] = (
    *(
        entry
        for name, words in w.FORMS
        for entry in (
            (w.pattern(rf"(?:find )?(?:the )?{words}\s*:? (?P<f>.+?)"), _form(name)),
            (
                w.pattern(rf"(?P<f>.+?)\s*,? (?:in|into|to|as)(?: an?| its)? {words}"),
                _form(name),
            ),
        )
    ),
    (w.pattern(r"(?:the )?(?:truth[- ]table|tt)\s*:? (?P<f>.+?)"), _joined(makers.table)),
    (w.pattern(rf"(?P<f>.+?) {w.CLASSES}"), _joined(makers.classify)),
    (w.pattern(rf"(?P<f>.+?)\s*,? {w.PROPERTY}"), _joined(makers.property_asked)),
    (w.pattern(rf"{w.PROPERTY} (?P<f>.+?)"), _joined(makers.property_asked)),
    (w.pattern(rf"(?P<f>.+?) (?:is )?{w.EQUIVALENT} (?:to|as|with) (?P<g>.+?)"), _joined(makers.equivalent)),
    (w.pattern(rf"(?P<f>.+?)\s*,? {w.EQUIVALENT}"), _joined(makers.pair)),
    (w.pattern(rf"(?P<p>.+?)\s*,? {_ENTAILS} (?P<c>.+?)"), _joined(makers.entails)),
    (w.pattern(rf"(?:does )?(?P<c>.+?) {w.FOLLOWS} from (?P<p>.+?)"), _joined(makers.entails)),
)
