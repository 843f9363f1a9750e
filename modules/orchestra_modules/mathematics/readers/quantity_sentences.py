"""Texts about quantities of persons and things: ages, counts compared and totalled.

"Ann is 4 years older than Ben. The sum of their ages is 30. How old is Ann?" Every clause must be one of the forms
here, word by word; a story in which things happen to what is counted is not understood.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from orchestra_modules.mathematics.language import slots
from orchestra_modules.mathematics.language.pattern import Slot
from orchestra_modules.mathematics.readers.amounts import take_amount
from orchestra_modules.mathematics.readers.quantity_names import (
    ADJECTIVES,
    FUNCTION_WORDS,
    QuantityNames,
    lemma,
    singular,
)
from orchestra_modules.mathematics.syntax import (
    Listing,
    Negative,
    Node,
    Number,
    Product,
    Relation,
    Request,
    Sum,
    Text,
    names,
)
from orchestra_modules.solving.refusal import NotUnderstood

if TYPE_CHECKING:
    from orchestra_modules.mathematics.language.reader import Reader

_ENDS: Final = (".", ",", "?", "!", ";")
_JOINTS: Final = ("and", "if", "but", "while", "whereas", "suppose", "given that", "then", "when")
#: one of these asks for something, and one of the others stands between it and what is said
_ASKING: Final = frozenset({"how", "years", "what", "find", "calculate", "determine"})
_PARTING: Final = frozenset({*_ENDS, *(words.split()[0] for words in _JOINTS)} - {"?", "!"})
_BE: Final = ("is", "are", "was", "were", "will be", "equals", "is equal to", "would be")
_TOGETHER: Final = ("together", "altogether", "in total", "combined", "in all", "all together", "in sum")
_AUXILIARIES: Final = ("does", "do", "did", "has", "have", "had", "is", "are", "was")
_UNITS: Final = ("dollars", "dollar", "euros", "cents", "pounds", "kilograms", "kg", "grams", "inches", "feet", "cm",
                 "centimeters", "centimetres", "meters", "metres", "m", "ounces", "miles", "km",
                 "kilometers")  # fmt: skip


#: verbs of states, which change when something happens; an act told once stays as it was told
_STATES: Final = frozenset(
    {"hav", "own", "hold", "keep", "contain", "want", "ne", "need", "weigh", "cost", "lik", "be"}
)


class QuantitySentences(QuantityNames):
    """Reads one whole text."""

    def read(self) -> Request:
        """The quantities that are asked for and what is said. NotUnderstood."""
        cursor = self.cursor
        self.noun_before = ""
        while not cursor.at_end:
            if cursor.take_sign(*_ENDS) or cursor.take(*_JOINTS):
                continue
            self._clause()
        told = self.told
        verbs = {words[:2] for words in self.known if len(words) == 4}
        asked = {words[0] for words, name in self.known.items() if len(words) == 4 and name.name in names(*told.asked)}
        if len(verbs) > 1 and (not asked or asked & _STATES):
            raise NotUnderstood("several things are done with what is counted; how they bear on each other is not told")
        if not told.relations or not told.asked:
            raise NotUnderstood("what is said of the quantities, or what is asked, is missing")
        return Request(
            "number_relations",
            (
                ("relations", Listing(told.relations)),
                ("numbers", Listing(told.asked)),
                ("asked", Listing(told.asked)),
                ("pick", Text("")),
                ("kind", Text("non-negative")),
                ("digits", Listing(())),
            ),
        )

    def _clause(self) -> None:
        """The first form that fits one clause. NotUnderstood."""
        cursor = self.cursor
        kept = cursor.mark(), self.told, list(self.entities), dict(self.known), self.measured, self.noun_before
        for form in (self._question, self._totals, self._attribute_claim, self._comparison, self._count):
            self.attribute, self.shift = "", None
            self._take_time()
            try:
                if form() and (cursor.at_end or cursor.is_sign(*_ENDS) or cursor.sees(*_JOINTS)):
                    return
                cursor.remember(cursor.stuck())
            except NotUnderstood as refusal:
                cursor.remember(refusal)
            cursor.reset(kept[0])
            self.told, self.entities, self.known = kept[1], list(kept[2]), dict(kept[3])
            self.measured, self.noun_before = kept[4], kept[5]
        raise cursor.furthest or cursor.stuck()

    # --- time and units -----------------------------------------------------------------------------------------------

    def _take_time(self) -> bool:
        """In 5 years; 3 years ago; 4 years from now."""
        cursor = self.cursor
        mark = cursor.mark()
        ahead = cursor.take("in", "after")
        amount = take_amount(cursor, articles=False)
        if amount is not None and cursor.take("years", "year"):
            if ahead:
                cursor.take("time", "from now")
                self._move(amount.value)
                return True
            if cursor.take("ago"):
                self._move(-amount.value)
                return True
            if cursor.take("from now", "later", "hence"):
                self._move(amount.value)
                return True
        cursor.reset(mark)
        return False

    def _move(self, years: Fraction) -> None:
        if self.shift is not None:
            raise NotUnderstood("two times in one clause")
        self.shift = Number(years)
        self.cursor.take_sign(",")

    def _amount(self) -> Node | None:
        self.cursor.take_sign("$")
        return super()._amount()

    def unit(self) -> Fraction:
        """A unit behind an amount; all amounts of a text are in one."""
        cursor = self.cursor
        if cursor.take("years old", "years", "year", "years of age"):
            return Fraction(1)
        word = singular(cursor.token.lowered)
        if cursor.take(*_UNITS):
            if self.measured and word != self.measured:
                raise NotUnderstood(f"two units, {self.measured} and {word}, stand beside each other")
            self.measured = word
        return Fraction(1)

    # --- claims -------------------------------------------------------------------------------------------------------

    def _say(self, left: Node, right: Node) -> bool:
        self.state(Relation("=", left, right))
        return True

    def _totals(self) -> bool:
        """The sum of their ages is 30; their ages add up to 30."""
        cursor = self.cursor
        cursor.take("together")
        group = self.group()
        if group is not None and cursor.take("add up to", "sum to", "total", "add to", "have a sum of"):
            return self._say(Sum(group), self._at_time_after(self.require()))
        return False

    def _at_time_after(self, node: Node) -> Node:
        if self.shift is None and self._take_time():
            raise NotUnderstood("a time stands behind what it bears on")
        return node

    def _attribute_claim(self) -> bool:
        """Ann's age is twice Ben's age; the sum of their ages is 30."""
        cursor = self.cursor
        left = self.expression()
        if left is None or not cursor.take(*_BE):
            return False
        cursor.take("now", "currently")
        right = self.require()
        return self._say(left, self._at_time_after(right))

    def _comparison(self) -> bool:
        """Ann is 4 years older than Ben; in 5 years she will be twice as old as Ben; Ann is 12 years old."""
        cursor = self.cursor
        entity = self.entity()
        if entity is None or entity.endswith("'s"):
            return False
        now = cursor.take("now")
        be = cursor.take("is", "was", "will be", "would be")
        if not be:
            return False
        cursor.take("now", "currently", "exactly")
        found = self._adjective()
        if found is None:
            return False
        self.attribute = found
        mark = cursor.mark()
        if self.shift is None:
            self._time_at_end()
            cursor.reset(mark)
        left = self.owned(self.keep(entity), found, self.shift)
        right = self.require()
        cursor.take("old", "tall", "long", "heavy", "high", "wide")
        if isinstance(right, Number) and cursor.tokens[cursor.position - 1].text.lower() == "years":
            return False
        self._skip_time_at_end()
        cursor.take("now")
        del now
        return self._say(left, right)

    def _time_at_end(self) -> None:
        """A time that stands at the end of the clause bears on all of it."""
        cursor = self.cursor
        while not (cursor.at_end or cursor.is_sign(*_ENDS)):
            if cursor.sees("in", "after") and self._take_time():
                return
            if cursor.tokens[cursor.position - 1].text.lower() not in ("is", "was", "be") and self._time_behind():
                return
            cursor.next()

    def _time_behind(self) -> bool:
        cursor = self.cursor
        mark = cursor.mark()
        if cursor.token.kind == "number" and self._take_time():
            return True
        cursor.reset(mark)
        return False

    def _skip_time_at_end(self) -> None:
        kept = self.shift
        self.shift = None
        if not self._take_time():
            self.shift = kept
        elif self.shift != kept:
            raise NotUnderstood("two times in one clause")

    def _adjective(self) -> str | None:
        """The attribute that the adjectives of the clause are about."""
        cursor = self.cursor
        found: set[str] = set()
        for token in cursor.tokens[cursor.position :]:
            if token.text in _ENDS:
                break
            if token.lowered in ADJECTIVES:
                found.add(ADJECTIVES[token.lowered])
        if not found and any(token.lowered in ("old", "older", "younger", "ages") for token in cursor.tokens):
            return "age" if self.cursor.ahead().text in _ENDS else None
        return found.pop() if len(found) == 1 else None

    # --- counts -------------------------------------------------------------------------------------------------------

    def _verb(self, one: bool = False) -> tuple[str, str] | None:
        """A verb with its time: what is had, picked, sold; of one person, "read" is told of the past."""
        cursor = self.cursor
        token = cursor.token
        word = token.lowered
        if (
            token.kind != "word"
            or not word.islower()
            or (word in FUNCTION_WORDS and word not in ("has", "have", "had"))
        ):
            return None
        cursor.next()
        past = (
            word == "had"
            or (one and not word.endswith("s"))
            or (word not in ("has", "have") and (word.endswith("ed") or lemma(word) != _bare(word)))
        )
        return lemma(word), "past" if past else "present"

    def _counted(self, entity: str, verb: tuple[str, str], noun: str) -> Node:
        return self.unknown(*verb, noun, entity)

    def _count(self) -> bool:
        """Ann has 5 pears; Ann has 3 more pears than Ben; Ann and Ben have 20 pears together."""
        cursor = self.cursor
        mark = cursor.mark()
        together = cursor.take("together", "altogether", "in total")
        cursor.take_sign(",")
        everyone = cursor.take("they")
        entities = list(self.entities) if everyone else self.entities_listed()
        if entities is None:
            if together:
                return False
            cursor.reset(mark)
            entity = self.entity()
            if entity is None or entity.endswith("'s"):
                return False
            entities = [self.keep(entity)]
        if len(entities) > 1 and not (together or self._together_follows()):
            return False
        verb = self._verb(one=len(entities) == 1)
        if verb is None or (everyone and len(entities) < 2):
            return False
        cursor.take("a total of", "a combined total of", "together", "altogether")
        while True:
            if not self._object(entities, verb):
                return False
            mark = cursor.mark()
            if not (cursor.take("and") and cursor.token.kind == "number"):
                cursor.reset(mark)
                break
        cursor.take(*_TOGETHER)
        return True

    def _together_follows(self) -> bool:
        rest = self.cursor.tokens[self.cursor.position :]
        end = next((i for i, token in enumerate(rest) if token.text in _ENDS), len(rest))
        words = " ".join(token.lowered for token in rest[:end])
        return any(words.endswith(phrase) for phrase in _TOGETHER) or "total of" in words or "together" in words

    def _object(self, entities: list[str], verb: tuple[str, str]) -> bool:
        """What is counted, and how many of it or how it compares."""
        cursor = self.cursor
        times = {"twice": 2, "double": 2, "thrice": 3}
        if cursor.take_sign("$"):
            self.noun_before = "dollar"
        multiple = next((Fraction(value) for word, value in times.items() if cursor.take(word)), None)
        amount = take_amount(cursor, articles=False) if multiple is None else None
        if amount is not None and (cursor.take("times") or (amount.value == Fraction(1, 2) and cursor.sees("as"))):
            multiple = amount.value
        if multiple is not None:
            if not cursor.take("as many", "as much", "the number of"):
                return False
            noun = self._noun_or_before()
            if noun is None or not cursor.take("as") or len(entities) != 1:
                return False
            return self._than(entities[0], verb, noun, lambda base: Product((Number(multiple), base)))
        if amount is None:
            return False
        more, fewer = cursor.take("more"), cursor.take("fewer", "less")
        noun = self._noun_or_before()
        if noun is None:
            return False
        more, fewer = more or cursor.take("more"), fewer or cursor.take("fewer", "less")
        number = Number(amount.value, amount.decimal)
        if more or fewer:
            if not cursor.take("than") or len(entities) != 1:
                return False
            return self._than(entities[0], verb, noun, lambda b: Sum((b, Negative(number) if fewer else number)))
        self.noun_before = noun
        counted = [self._counted(entity, verb, noun) for entity in entities]
        return self._say(counted[0] if len(counted) == 1 else Sum(tuple(counted)), number)

    def _noun_or_before(self) -> str | None:
        noun = self.noun()
        return noun or self.noun_before or None

    def _than(self, entity: str, verb: tuple[str, str], noun: str, build: object) -> bool:
        cursor = self.cursor
        base = self.entity()
        if base is None or base.endswith("'s") or not callable(build):
            return False
        cursor.take(*_AUXILIARIES)
        self.noun_before = noun
        other = self._counted(self.keep(base), verb, noun)
        return self._say(self._counted(entity, verb, noun), build(other))

    # --- questions ----------------------------------------------------------------------------------------------------

    def _question(self) -> bool:
        cursor = self.cursor
        if self.told.asked:
            return False
        if not cursor.sees("how many years old") and cursor.take("how many", "how much"):
            return self._how_many()
        cursor.position += 2 if cursor.sees("how many years old") else 0
        if cursor.take("how", "years"):
            return self._how_old()
        if cursor.take("what is", "find", "what are", "calculate", "determine", "what was", "what will"):
            group = self.group()
            found = group or self._one_or_two()
            if not found:
                return False
            cursor.take("be", "now", "each")
            return self._ask(*found)
        return False

    def _one_or_two(self) -> tuple[Node, ...] | None:
        found = self.expression()
        return None if found is None or isinstance(found, Number) else (found,)

    def _ask(self, *nodes: Node) -> bool:
        from dataclasses import replace

        self.told = replace(self.told, asked=nodes)
        return True

    def _how_old(self) -> bool:
        """How old is Ann; how old will Ben be in 3 years; how tall is she."""
        cursor = self.cursor
        attribute = ADJECTIVES.get(cursor.token.lowered)
        if attribute is None:
            return False
        cursor.next()
        if not cursor.take("is", "was", "will", "are"):
            return False
        cursor.take("now")
        entity = self.entity()
        if entity is None or entity.endswith("'s"):
            return False
        cursor.take("be", "now", "today", "currently")
        cursor.take("now")
        if self.shift is None:
            self._take_time()
        return self._ask(self.owned(self.keep(entity), attribute, self.shift))

    def _how_many(self) -> bool:
        """How many pears does Ann have; how many more pears does Ann have than Ben; how many years older is Ann."""
        cursor = self.cursor
        cursor.take("years") if cursor.ahead().lowered in ("older", "younger") else False
        adjective = cursor.token.lowered
        if adjective in ("older", "younger", "taller", "heavier", "longer") and cursor.take(adjective):
            return self._difference_asked(ADJECTIVES[adjective], adjective == "younger")
        more, fewer = cursor.take("more"), cursor.take("fewer", "less")
        noun = self._noun_or_before()
        if noun is None:
            return False
        other_noun = None
        if (more or fewer) and cursor.take("than") and (other_noun := self.noun()) is None:
            return False
        do = cursor.token.lowered
        if not cursor.take("does", "do", "did"):
            return False
        everyone = cursor.take("they")
        start = cursor.mark()
        listed = list(self.entities) if everyone else self.entities_listed()
        if listed is None:
            cursor.reset(start)
            entity = self.entity()
            if entity is None or entity.endswith("'s"):
                return False
            listed = [self.keep(entity)]
        cursor.take("together")
        verb = self._verb()
        if verb is None:
            return False
        tensed = (verb[0], "past" if do == "did" else "present")
        if other_noun is not None:
            if len(listed) != 1:
                return False
            first, second = (self._counted(listed[0], tensed, counted) for counted in (noun, other_noun))
            return self._ask(Sum((second, Negative(first))) if fewer else Sum((first, Negative(second))))
        if more or fewer:
            if not cursor.take("than") or len(listed) != 1 or (other := self.entity()) is None:
                return False
            cursor.take(*_AUXILIARIES)
            first, second = (self._counted(e, tensed, noun) for e in (listed[0], self.keep(other)))
            return self._ask(Sum((second, Negative(first))) if fewer else Sum((first, Negative(second))))
        total = cursor.take(*_TOGETHER)
        if len(listed) > 1 and (not (total or not everyone) or len(listed) < 2):
            return False
        mark = cursor.mark()
        cursor.take_sign(",")
        if not (cursor.take("in") and self.noun() == noun == self.noun_before):
            cursor.reset(mark)
        counted = tuple(self._counted(entity, tensed, noun) for entity in listed)
        return self._ask(counted[0] if len(counted) == 1 else Sum(counted))

    def _difference_asked(self, attribute: str, falling: bool) -> bool:
        cursor = self.cursor
        if not cursor.take("is", "was") or (first := self.entity()) is None:
            return False
        if not cursor.take("than") or (second := self.entity()) is None:
            return False
        left, right = (self.owned(self.keep(entity), attribute) for entity in (first, second))
        return self._ask(Sum((right, Negative(left))) if falling else Sum((left, Negative(right))))


def _bare(word: str) -> str:
    return lemma(word) if word.endswith("s") and not word.endswith("ss") else word.removesuffix("e")


@slots.kind("quantity_sentences", needs=(_ASKING, _PARTING))
def read_quantity_sentences(reader: Reader, slot: Slot) -> Iterator[Node]:
    """The whole of a text about quantities, as the operation it asks for."""
    yield QuantitySentences(reader.cursor).read()
