"""Operations: what can be asked, each with the phrases that ask for it and the engine that works it out.

The catalogue is filled by the files of `operations/`; the grammar and the formal problem know an operation by its
name and its arguments only, so a new one is one decorated function.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from orchestra_modules.mathematics.finding import Finding
from orchestra_modules.mathematics.language.pattern import Pattern, compile_pattern
from orchestra_modules.mathematics.language.phrases import Index, Shelf
from orchestra_modules.mathematics.syntax import Node

#: works an operation out: the work it belongs to, then the arguments by name, those left out as None
Engine = Callable[..., Finding]
#: puts the arguments of a call in function notation under their names; None where they do not fit
Arrange = Callable[[tuple[Node, ...], Mapping[str, Node]], dict[str, Node] | None]


@dataclass(frozen=True)
class Operation:
    """One thing that can be asked.

    `nouns` name its result and may stand inside other questions ("the remainder when {a} is divided by {b}"),
    `requests` are whole sentences ("does {a} divide {b}"), `calls` are its names in function notation. The arguments
    in `binds` name unknowns, which stand for themselves in the other arguments; those in `plain` reach the engine
    as they were read, with nothing put in for names that the text defines.
    """

    name: str
    engine: Engine
    nouns: tuple[str, ...] = ()
    requests: tuple[str, ...] = ()
    calls: tuple[str, ...] = ()
    binds: frozenset[str] = frozenset()
    plain: frozenset[str] = frozenset()
    arrange: Arrange | None = None
    required: frozenset[str] = field(default=frozenset())
    parameters: tuple[str, ...] = ()


_CATALOGUE: Final[dict[str, Operation]] = {}


def operation(
    name: str,
    *,
    nouns: tuple[str, ...] = (),
    requests: tuple[str, ...] = (),
    calls: tuple[str, ...] = (),
    binds: tuple[str, ...] = (),
    plain: tuple[str, ...] = (),
    arrange: Arrange | None = None,
) -> Callable[[Engine], Engine]:
    """Enter a function into the catalogue; its parameters after the first are the arguments of the operation."""

    def enter(engine: Engine) -> Engine:
        if name in _CATALOGUE:
            raise ValueError(f"the operation {name!r} is defined twice")
        parameters = list(inspect.signature(engine).parameters.values())[1:]
        _CATALOGUE[name] = Operation(
            name,
            engine,
            nouns,
            requests,
            calls,
            frozenset(binds),
            frozenset(plain),
            arrange,
            frozenset(p.name for p in parameters if p.default is inspect.Parameter.empty),
            tuple(p.name for p in parameters),
        )
        return engine

    return enter


@dataclass(frozen=True)
class Phrasebook:
    """The phrases of all operations by the word that stands first in them."""

    nouns: Index
    requests: Index
    suffixes: Index  # by the word after the argument they begin with
    sentences: Shelf  # requests that begin with an argument
    calls: Mapping[str, str]


@cache
def catalogue() -> Mapping[str, Operation]:
    """All operations by name."""
    from orchestra_modules.mathematics import operations

    operations.load()
    return _CATALOGUE


def faults() -> list[str]:
    """What is wrong with the phrases: arguments nobody takes, kinds of arguments nobody reads."""
    from orchestra_modules.mathematics.language import slots

    found: list[str] = []
    for entry in catalogue().values():
        for source in (*entry.nouns, *entry.requests):
            pattern = compile_pattern(source)
            if unknown := pattern.slots - set(entry.parameters):
                found.append(f"{entry.name}: no argument {', '.join(sorted(unknown))} in {source!r}")
            if lost := [word for word in sorted(pattern.words) if not _is_token(word)]:
                found.append(f"{entry.name}: no text has the word {', '.join(lost)} of {source!r}")
            if strange := pattern.kinds - slots.kinds():
                found.append(f"{entry.name}: no kind {', '.join(sorted(strange))} of arguments in {source!r}")
    return found


def _is_token(word: str) -> bool:
    from orchestra_modules.mathematics.language.tokens import tokenize

    return [token.lowered for token in tokenize(word)] == [word, ""]


@cache
def phrasebook() -> Phrasebook:
    """All phrases, compiled and sorted by first word."""
    nouns: dict[str, list[tuple[Pattern, str]]] = {}
    requests: dict[str, list[tuple[Pattern, str]]] = {}
    suffixes: dict[str, list[tuple[Pattern, str]]] = {}
    sentences: list[tuple[Pattern, str]] = []
    calls: dict[str, str] = {}
    for entry in catalogue().values():
        for sources, index in ((entry.nouns, nouns), (entry.requests, requests)):
            for source in sources:
                pattern = compile_pattern(source)
                for word in pattern.first:
                    index.setdefault(word, []).append((pattern, entry.name))
                if pattern.first:
                    continue
                if index is requests:
                    sentences.append((pattern, entry.name))
                    continue
                if not pattern.second:
                    raise ValueError(f"{entry.name}: {source!r} begins with an argument and an optional word")
                for word in pattern.second:
                    suffixes.setdefault(word, []).append((pattern, entry.name))
        for call in entry.calls:
            if calls.setdefault(call, entry.name) != entry.name:
                raise ValueError(f"{call} names two operations: {calls[call]} and {entry.name}")
    return Phrasebook(
        Index({word: tuple(found) for word, found in nouns.items()}),
        Index({word: tuple(found) for word, found in requests.items()}),
        Index({word: tuple(found) for word, found in suffixes.items()}),
        Shelf(tuple(sentences)),
        calls,
    )
