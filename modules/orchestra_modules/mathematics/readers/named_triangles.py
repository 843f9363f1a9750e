"""Triangles whose vertices are named: "triangle ABC has AB = 7, AC = 8 and angle A = 60°. Find BC."

A text is read whole. Sides are pairs of vertices and angles single ones; a side is kept under the vertex opposite it.
Knows no points beside the vertices, no units of length, and no triangle inside another figure.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from orchestra_modules.mathematics.language import slots
from orchestra_modules.mathematics.language.cursor import Cursor
from orchestra_modules.mathematics.language.pattern import Slot
from orchestra_modules.mathematics.language.reader import Reader
from orchestra_modules.mathematics.language.vocabulary import ASK
from orchestra_modules.mathematics.syntax import Constant, Listing, Node, Number, Product, Text, names, walk
from orchestra_modules.solving.refusal import NotUnderstood

_LINKS: Final = ("has", "have", "with", "and", "where", "if", "suppose", "suppose that", "given that", "given", "let",
                 "in", "is", "the sides", "sides", "then", "be a", "we have", "for", "consider")  # fmt: skip


class _Told:
    """One text about a triangle, being read."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.cursor: Cursor = reader.cursor
        self.vertices = ""
        self.right = False  # it is called a right triangle
        self.facts: list[Node] = []
        self.asked: Node | None = None

    def read(self) -> Node:
        """What is told and what is asked. NotUnderstood."""
        cursor = self.cursor
        while not cursor.at_end:
            if cursor.take_sign(".", ",", "?", ";", ":"):
                continue
            if not (self._named() or self._question() or self._fact() or cursor.take(*_LINKS)):
                raise cursor.stuck()
        right = any(isinstance(part, Listing) and part.items[2] == _right_angle() for part in self.facts)
        if not self.vertices or self.asked is None or (self.right and not right):
            raise NotUnderstood("which triangle is meant, or what is asked of it, is missing")
        return Listing((Text(self.vertices), Listing(tuple(self.facts)), self.asked))

    def _letters(self) -> str:
        """Take capital letters side by side, which may be one token or several."""
        cursor = self.cursor
        found = ""
        while cursor.token.kind == "word" and cursor.token.text.isupper() and not (found and cursor.token.spaced):
            found += cursor.next().text
        return found

    def _named(self) -> bool:
        cursor = self.cursor
        mark = cursor.mark()
        cursor.take("a", "the")
        right = cursor.take("right triangle", "right - angled triangle", "right angled triangle")
        if right or cursor.take("triangle") or cursor.take_sign("△"):
            letters = self._letters()
            if len(set(letters)) == len(letters) == 3 and self.vertices in ("", letters):
                self.vertices, self.right = letters, self.right or right
                return True
        cursor.reset(mark)
        return False

    def _opposite(self, side: str) -> str:
        left = set(self.vertices) - set(side)
        if len(set(side)) != 2 or len(side) != 2 or len(left) != 1:
            raise self.cursor.stuck("a side of the triangle was expected")
        return left.pop()

    def _vertex(self, angle: str) -> str:
        """A for the angle at A, which may be told as BAC."""
        inner = angle[1] if len(angle) == 3 and set(angle) == set(self.vertices) else angle
        if len(inner) != 1 or inner not in self.vertices or not inner:
            raise self.cursor.stuck("an angle of the triangle was expected")
        return inner

    def _fact(self) -> bool:
        cursor = self.cursor
        mark = cursor.mark()
        cursor.take("the")
        if cursor.take("right angle at", "a right angle at"):
            self.facts.append(Listing((Text("angle"), Text(self._vertex(self._letters())), _right_angle())))
            return True
        cursor.take("measure of")
        word = "angle" if cursor.take("angle") else "side"
        letters = self._letters()
        if not letters or not (cursor.take_sign("=") or cursor.take("is", "equals", "measures")):
            cursor.reset(mark)
            return False
        place = self._vertex(letters) if word == "angle" else self._opposite(letters)
        value = _right_angle() if word == "angle" and cursor.take("a right angle") else self.reader.in_list()
        if names(value) or (word == "angle" and Constant("pi") not in walk(value)):
            raise NotUnderstood("a length, or an angle in degrees, was expected")
        self.facts.append(Listing((Text(word), Text(place), value)))
        return True

    def _question(self) -> bool:
        cursor = self.cursor
        if not cursor.take(*ASK) and not cursor.take("find the value of"):
            return False
        cursor.take("the value of", "the exact value of", "the length of", "the measure of", "the")
        if cursor.take("area", "perimeter"):
            word = cursor.tokens[cursor.position - 1].lowered
            if cursor.take("of"):
                self._named()
            asked, place = word, ""
        elif function := cursor.taken("sin", "cos", "tan"):
            cursor.take("angle")
            asked, place = function, self._vertex(self._letters())
        elif cursor.take("angle"):
            asked, place = "angle", self._vertex(self._letters())
            cursor.take("in degrees")
        else:
            cursor.take("side")
            asked, place = "side", self._opposite(self._letters())
        if self.asked is not None:
            raise NotUnderstood("more than one thing is asked; ask one at a time")
        self.asked = Listing((Text(asked), Text(place)))
        return True


def _right_angle() -> Node:
    return Product((Number(Fraction(90)), Constant("pi")), (Number(Fraction(180)),))


@slots.kind("named_triangle", needs=(frozenset({"triangle", "△"}),))
def named_triangle(reader: Reader, slot: Slot) -> Iterator[Node]:
    """A whole text about a triangle with named vertices."""
    yield _Told(reader).read()
