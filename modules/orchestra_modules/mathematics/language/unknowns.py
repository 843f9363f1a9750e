"""Names of unknowns in sentences: letters, lists of them, and which names in an expression are free.

What kinds of numbers unknowns may be is told in `domains`.
"""

from __future__ import annotations

from orchestra_modules.mathematics.language.cursor import Cursor
from orchestra_modules.mathematics.language.slots import variable
from orchestra_modules.mathematics.language.tokens import GREEK
from orchestra_modules.mathematics.operation import catalogue
from orchestra_modules.mathematics.syntax import Listing, Name, Node, Request, children, names


def is_letter(text: str) -> bool:
    """Whether a word can name an unknown."""
    return (len(text) == 1 and text.isalpha()) or text in GREEK


def letter_ahead(cursor: Cursor) -> bool:
    """Whether the word ahead can name an unknown."""
    return cursor.token.kind == "word" and is_letter(cursor.token.text)


def unknowns(cursor: Cursor) -> Listing:
    """Take names of unknowns joined by commas and "and". NotUnderstood if none is ahead."""
    found = [Name(variable(cursor))]
    while True:
        mark = cursor.mark()
        joined = cursor.take_sign(",")
        joined = cursor.take("and") or joined
        if not (joined and letter_ahead(cursor)):
            cursor.reset(mark)
            return Listing(tuple(found))
        found.append(Name(variable(cursor)))


def free_names(node: Node) -> set[str]:
    """The names in an expression that no operation in it binds."""
    match node:
        case Name(name):
            return {name}
        case Request(operation, arguments):
            binds = catalogue()[operation].binds
            bound = {name for key, argument in arguments if key in binds for name in names(argument)}
            return {name for key, argument in arguments if key not in binds for name in free_names(argument)} - bound
        case _:
            return {name for child in children(node) for name in free_names(child)}
