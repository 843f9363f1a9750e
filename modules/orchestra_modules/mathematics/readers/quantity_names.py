"""Persons and things in a text, and the quantities that belong to them: Ann's age, the pears that Ben has.

A quantity is known by its words only: the same words name the same quantity, others another. Nothing is known of what
the words mean, and a word that may change what is counted ("left", "each", "another") is refused.
"""

from __future__ import annotations

from typing import Final

from orchestra_modules.mathematics.language.cursor import Cursor, words
from orchestra_modules.mathematics.readers.relation_words import RelationWords
from orchestra_modules.mathematics.syntax import Name, Node, Sum
from orchestra_modules.solving.refusal import NotUnderstood

#: words that can neither begin a name nor stand in a noun phrase
FUNCTION_WORDS: Final = frozenset(
    words(
        "a an the this that these those his her its their my our your he she it they we i you him them us me "
        "who whom whose which what how when where why if then than as and or but so because while since until after "
        "before during once is are was were be been being am will would shall should can could may might must do does "
        "did has have had in on at of to from by with for about into over under between among per each every all both "
        "some any no none more most less least fewer many much few several other another others same different left "
        "remaining rest extra total altogether together combined now ago old older younger not only just still also "
        "too again already yet later earlier next last first second third new additional times twice half double "
        "triple find calculate determine there here out up down off back away plus minus equal equals sum difference "
        "product one two three four five six seven eight nine ten eleven twelve dozen hundred thousand percent give "
        "gives gave given get gets lose lost spend spends return returned share shared split let suppose assume "
        "average originally initially leftover"
    )
)
#: attributes by the adjectives that compare them
ADJECTIVES: Final = {
    "old": "age", "older": "age", "younger": "age", "young": "age", "tall": "height", "taller": "height",
    "heavy": "weight", "heavier": "weight", "lighter": "weight", "long": "length", "longer": "length",
    "high": "height", "higher": "height", "wide": "width", "wider": "width", "narrower": "width",
}  # fmt: skip
ATTRIBUTES: Final = frozenset({*ADJECTIVES.values(), "price", "cost", "speed", "score", "salary", "mass"})
_PRONOUNS: Final = ("he", "she", "him", "her")
_PAST: Final = {
    "sold": "sell", "bought": "buy", "ate": "eat", "made": "make", "caught": "catch", "ran": "run", "drove": "drive",
    "found": "find", "won": "win", "wrote": "write", "rode": "ride", "swam": "swim", "built": "build", "drew": "draw",
    "grew": "grow", "sang": "sing", "drank": "drink", "brought": "bring", "read": "read", "held": "hold", "cut": "cut",
    "did": "do", "had": "have", "has": "have", "does": "do", "saw": "see", "flew": "fly", "threw": "throw",
    "knitted": "knit", "planned": "plan", "hid": "hide", "shot": "shoot", "taught": "teach", "dug": "dig",
}  # fmt: skip


class QuantityNames(RelationWords):
    """Reads persons, things and what belongs to them."""

    def __init__(self, cursor: Cursor) -> None:
        super().__init__(cursor)
        self.entities: list[str] = []
        self.known: dict[tuple[str, ...], Name] = {}
        self.attribute = ""  # what a bare person stands for in the sentence being read
        self.shift: Node | None = None  # how far the time told of is from now
        self.measured = ""  # the unit of the text

    def unknown(self, *told: str) -> Name:
        """The unknown for a quantity."""
        if told not in self.known:
            self.known[told] = Name(f"q_{len(self.known) + 1}")
        return self.known[told]

    def owned(self, entity: str, attribute: str, shift: Node | None = None) -> Node:
        """An attribute of a person or thing, at the time told of."""
        name = self.unknown(attribute, entity)
        return name if shift is None or attribute != "age" else Sum((name, shift))

    # --- persons and things -----------------------------------------------------------------------------------------

    def entity(self) -> str | None:
        """A name, or "the brother of" nobody: "the cat", "Ann's brother", "she" where only one can be meant."""
        cursor = self.cursor
        mark = cursor.mark()
        if cursor.take(*_PRONOUNS):
            if len(self.entities) == 1:
                return self.entities[0]
            cursor.reset(mark)
            return None
        found = self._proper() or self._common()
        if found is None:
            cursor.reset(mark)
            return None
        while found.endswith("'s") and not cursor.sees(*ATTRIBUTES):
            owner = found.removesuffix("'s")
            kin = self._word()
            if kin is None:
                cursor.reset(mark)
                return None
            found = f"{owner} {kin}"
        return found

    def keep(self, entity: str) -> str:
        """Remember that an entity was named."""
        bare = entity.removesuffix("'s")
        if bare not in self.entities:
            self.entities.append(bare)
        return bare

    def _proper(self) -> str | None:
        cursor = self.cursor
        words: list[str] = []
        while cursor.token.kind == "word" and cursor.token.text[0].isupper() and self._is_name(cursor.token.text):
            words.append(cursor.next().text)
            if words[-1].endswith("'s"):
                break
        return " ".join(words) or None

    def _is_name(self, word: str) -> bool:
        return word.lower().removesuffix("'s") not in FUNCTION_WORDS and word != "I"

    def _common(self) -> str | None:
        """The/a/his/her and a noun."""
        cursor = self.cursor
        if not cursor.take("the", "a", "an", "his", "her", "my"):
            return None
        own = cursor.tokens[cursor.position - 1].text.lower() in ("his", "her", "my")
        word = self._word()
        return (self._proper() or word) if own and word is not None else word

    def _word(self) -> str | None:
        cursor = self.cursor
        token = cursor.token
        plain = token.kind == "word" and token.lowered.removesuffix("'s") not in FUNCTION_WORDS | ATTRIBUTES
        return cursor.next().text.lower() if plain and len(token.text) > 1 else None

    # --- nouns and verbs --------------------------------------------------------------------------------------------

    def noun(self) -> str | None:
        """What is counted, without its number: "red pear" for "red pears"."""
        cursor = self.cursor
        words: list[str] = []
        while (
            len(words) < 4
            and cursor.token.kind == "word"
            and cursor.token.text.islower()
            and "'" not in cursor.token.text
        ):
            if cursor.token.text in FUNCTION_WORDS or len(cursor.token.text) < 2:
                break
            words.append(cursor.next().text)
        if not words:
            return None
        return " ".join((*words[:-1], singular(words[-1])))

    # --- quantities ---------------------------------------------------------------------------------------------------

    def quantity(self) -> Node | None:
        """Ann's age, the age of Ben; in a comparison of ages, Ann alone; "his age" where one person is meant."""
        cursor = self.cursor
        mark = cursor.mark()
        if cursor.take("the"):
            attribute = self._attribute_named()
            if attribute is not None and cursor.take("of"):
                entity = self.entity()
                if entity is not None and not entity.endswith("'s"):
                    return self.owned(self.keep(entity), attribute, self._time(attribute))
        cursor.reset(mark)
        if cursor.take("his", "her", "its") and (attribute := self._attribute_named()) is not None:
            if len(self.entities) != 1:
                raise NotUnderstood("it is not clear whose")
            return self.owned(self.entities[0], attribute, self._time(attribute))
        cursor.reset(mark)
        entity = self.entity()
        if entity is None:
            return None
        if entity.endswith("'s"):
            attribute = self._attribute_named()
            if attribute is None:
                cursor.reset(mark)
                return None
            return self.owned(self.keep(entity), attribute, self._time(attribute))
        if not self.attribute:
            cursor.reset(mark)
            return None
        return self.owned(self.keep(entity), self.attribute, self._time(self.attribute))

    def _time(self, attribute: str) -> Node | None:
        """The time of one quantity: "Ben is now" in a sentence about another time."""
        cursor = self.cursor
        if cursor.take("is now", "is today", "now", "is currently"):
            return None
        cursor.take("will be then", "will be", "was then", "then") if self.shift is not None else False
        return self.shift

    def _attribute_named(self) -> str | None:
        cursor = self.cursor
        cursor.take("present", "current")
        word = cursor.token.lowered
        return word if cursor.take(*ATTRIBUTES) else None

    def group(self) -> tuple[Node, ...] | None:
        """Their ages; the ages of Ann and Ben; Ann's and Ben's ages."""
        cursor = self.cursor
        mark = cursor.mark()
        if cursor.take("their", "the"):
            cursor.take("present", "current", "two")
            word = singular(cursor.token.lowered)
            if word in ATTRIBUTES and cursor.token.lowered != word:
                cursor.next()
                if cursor.take("of"):
                    listed = self.entities_listed()
                    return tuple(self.owned(entity, word, self.shift) for entity in listed) if listed else None
                if len(self.entities) > 1:
                    return tuple(self.owned(entity, word, self.shift) for entity in self.entities)
        cursor.reset(mark)
        return None

    def entities_listed(self) -> list[str] | None:
        """Ann, Ben and Carl."""
        cursor = self.cursor
        found: list[str] = []
        while (entity := self.entity()) is not None and not entity.endswith("'s"):
            found.append(self.keep(entity))
            mark = cursor.mark()
            comma = cursor.take_sign(",")
            if not (cursor.take("and") or comma):
                break
            if self.entity() is None:
                cursor.reset(mark)
                break
            cursor.reset(mark)
            cursor.take_sign(",")
            cursor.take("and")
        return found if len(found) > 1 else None


def singular(word: str) -> str:
    """A noun in the singular, by the regular rules."""
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def lemma(verb: str) -> str:
    """A verb without its ending, so that "picked" and "pick" are one."""
    lowered = verb.lower()
    if lowered in _PAST:
        return _PAST[lowered].removesuffix("e")
    if lowered.endswith("ied"):
        return lowered[:-3] + "y"
    for ending in ("ed", "es", "s"):
        if lowered.endswith(ending) and len(lowered) > len(ending) + 2:
            stem = lowered.removesuffix(ending)
            stem = stem[:-1] if ending == "ed" and stem[-1] == stem[-2] and stem[-1] not in "lsz" else stem
            return stem.removesuffix("e")
    return lowered.removesuffix("e")
