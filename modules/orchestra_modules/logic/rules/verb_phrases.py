"""Verb phrases: what is said of a subject. Copulas with adjectives, nouns and relations; verbs with objects; negation;
rows joined by "and", "or", "neither ... nor", "either ... or", "both ... and", "at least one of these".

A negation before a row, or "and" mixed with "or", is kept as two readings unless commas or repeated words settle it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from orchestra_modules.logic.rules.cursor import Property
from orchestra_modules.logic.rules.formulas import Ambiguous, Atom, Formula, Not, Term, conj, disj, exactly_one
from orchestra_modules.logic.rules.morphology import bases
from orchestra_modules.logic.rules.objects import Objects
from orchestra_modules.logic.rules.words import (
    ARTICLES,
    AUXILIARIES,
    COPULAS,
    EVERY,
    EVERY_ONE,
    MODALS,
    NO_ONE,
    PLURAL_COPULAS,
    PREPOSITIONS,
    PRONOUNS,
    REFLEXIVES,
    SOME_ONE,
    word_class,
)

_CLAUSE_STARTS: Final = PRONOUNS | EVERY | EVERY_ONE | SOME_ONE | NO_ONE | word_class("the no some there if only this")
_JOINS: Final = {"and": "and", "but": "and", "yet": "and", "or": "or"}


@dataclass(frozen=True)
class Item:
    """One member of a row; `plain` is what a negation before it denies; `own` if it has a verb or "not" of its own."""

    said: Property
    plain: Property | None = None
    own: bool = True


@dataclass(frozen=True)
class Link:
    """What stands between two members."""

    word: str
    comma: bool = False


def negated(said: Property) -> Property:
    """The denial of a property."""
    return lambda thing: Not(said(thing))


def joined(kind: str, items: list[Property]) -> Property:
    """A row of properties as one."""
    if len(items) == 1:
        return items[0]
    return lambda thing: (conj if kind == "and" else disj)(*(item(thing) for item in items))


def two_ways(first: Property, second: Property, why: str) -> Property:
    """Two readings of the same words."""

    def said(thing: Term) -> Formula:
        one, other = first(thing), second(thing)
        return one if one == other else Ambiguous((one, other), why)

    return said


class VerbPhrases(Objects):
    """Reads verb phrases."""

    mode = ""
    plural = False

    def verb_phrase(self) -> Property:
        """A row of verb phrases."""
        return self.row("")

    def row(self, mode: str) -> Property:
        """A row of members; `mode` is "be" where a copula has been read, "gerund" after "being"."""
        kept = self.mode, self.plural
        self.mode = mode
        items, links = [self.item()], list[Link]()
        while (link := self.link()) is not None:
            links.append(link)
            items.append(self.item())
        self.mode, self.plural = kept
        self.adverbs()
        return self.grouped(items, links)

    # -- members

    def item(self) -> Item:
        """One member: with a verb of its own, or going on after the copula of the one before."""
        self.adverbs()
        if self.at_any(COPULAS):
            self.plural = self.take().lower in PLURAL_COPULAS
            self.mode = "be"
            return self.complement(own=True)
        if self.at_any(AUXILIARIES) or self.at_any(MODALS):
            return self.with_auxiliary()
        if self.accept("never"):
            said = self.verb("")
            return Item(negated(said), said)
        if self.mode == "gerund" and (self.at("being") or self.at("not", "being")):
            if self.accept("not", "being"):
                inner = self.complement(own=True)
                return Item(negated(inner.said), inner.said)
            self.expect("being")
            return self.complement(own=True)
        if self.mode in ("be", "gerund") and not self.verb_follows():
            return self.complement(own=False)
        if special := self.special_row():
            return Item(special)
        prefix = self.mode if self.mode in MODALS else ""
        return Item(self.verb(prefix), None, self.mode == "")

    def with_auxiliary(self) -> Item:
        word = self.take().lower
        prefix = word if word in MODALS and word != "will" else ""  # tense adds nothing
        self.mode = prefix or "do"
        self.adverbs()
        denied = self.accept("not") or self.accept("never")
        if denied and word == "may":
            raise self.lost("'may not' denies what is allowed, or allows what is denied,")
        if self.accept("be"):
            if prefix:
                raise self.lost(f"'{prefix} be' is not read")
            self.mode = "be"
            item = self.complement(own=True)
            return Item(negated(item.said), item.said) if denied else item
        kept, self.denied = self.denied, self.denied or denied
        said = self.verb(prefix)
        self.denied = kept
        return Item(negated(said), said) if denied else Item(said)

    def verb_follows(self) -> bool:
        """Whether the next word is a verb with an object, not an adjective."""
        word, after = self.peek(), self.peek(1)
        if word is None or not self.open_word() or after is None or word.lower in PREPOSITIONS:
            return False
        if after.says("the") or after.is_in(REFLEXIVES | EVERY | EVERY_ONE):
            return True
        return bool(bases(word.lower)) and (after.capital or after.is_in(ARTICLES | SOME_ONE | PRONOUNS))

    def complement(self, own: bool) -> Item:
        """What follows a copula."""
        self.adverbs()
        if self.at("not", "both"):
            self.place += 1
            inner = self.special_row()
            assert inner is not None
            return Item(negated(inner))
        if self.accept("not"):
            kept, self.denied = self.denied, True
            plain = self.special_row() or self.simple_complement()
            self.denied = kept
            return Item(negated(plain), plain)
        if special := self.special_row():
            return Item(special)
        return Item(self.simple_complement(), None, own)

    def simple_complement(self) -> Property:
        self.adverbs()
        word = self.peek()
        if word is not None and word.lower.endswith("ing") and word.lower in self.lexicon.verb_forms:
            return self.verb("")  # "is barking" says that it barks
        if self.at_any(ARTICLES):
            self.place += 1
            return self.relatives(self.nominal(None, False, False))
        if self.accept("the"):
            start = self.place
            said = self.nominal(None, False, False)
            if not any(word.is_in(PREPOSITIONS) for word in self.words[start : self.place]):
                raise self.lost("which one is meant, with 'the', is not read")
            return said
        return self.adjective()

    def adjective(self) -> Property:
        """Words up to a stop: an adjective, a plural noun, or either with a preposition."""
        row: list[str] = []
        while self.open_word():
            word = self.peek()
            assert word is not None
            if self.at_any(PREPOSITIONS):
                words = [part.lower() for part in row]
                if words and self.plural:
                    words[-1] = self.lexicon.singular(words[-1])
                if words and words[-1] in ("necessary", "sufficient", "enough", "required") and self.at("for"):
                    raise self.lost(f"what is '{words[-1]}' for what is read of properties ('being ...')")
                name = " ".join([*words, self.take().lower])
                return self.related(name)
            if row and self.before_a_verb and not self.plural and self.verb_next(row, "sg"):
                break
            if not row and word.capital and word.lower in self.lexicon.subjects:
                raise self.lost("that one thing is another is not read")
            row.append(self.take().text)
        if not row:
            raise self.lost("what is said is missing")
        if self.plural:
            return self.relatives(self.noun(row))
        name = " ".join(row).lower()
        return lambda thing: Atom(name, (thing,))

    def verb(self, prefix: str) -> Property:
        """A verb and what it takes: an object, an object after a preposition, or words kept as they are."""
        self.adverbs()
        if not self.open_word() or self.at_any(PREPOSITIONS):
            raise self.lost("a verb is expected")
        words = [prefix] * bool(prefix) + [self.lexicon.base(self.take().text)]
        self.adverbs()
        if (lacking := self.lacking(words)) is not None:
            return lacking
        while self.open_word() and not (word := self.words[self.place]).capital and word.lower not in PREPOSITIONS:
            if self.before_a_verb and self.verb_next(words, "sg"):
                if self.verb_forms_ahead() > 1:
                    raise self.lost("which word is the verb is not clear")
                break
            words.append(self.lexicon.singular(self.take().text))
        alone = self.before_a_verb and self.open_word() and self.verb_next(words, "sg")
        if self.at_any(PREPOSITIONS):
            words.append(self.take().lower)
            alone = False
        name = "_".join(words)  # one word: a verb is never taken apart as a compound noun is
        following = self.peek()
        if alone or following is None or following.sign or not (self.open_word() or self.object_follows()):
            return lambda thing: Atom(name, (thing,))
        return self.related(name)

    def lacking(self, verb: list[str]) -> Property | None:
        """ "Has no wings" denies what "has wings" says, where wings are spoken of in no other way."""
        end = self.peek(2)
        if len(verb) > 1 or not self.at("no") or not self.open_word(1) or (end is not None and not end.sign):
            return None
        noun = self.lexicon.singular(self.words[self.place + 1].text)
        if not self.lexicon.only_after(verb[0], noun):
            return None
        self.place += 2
        name = f"{verb[0]}_{noun}"
        return lambda thing: Not(Atom(name, (thing,)))

    def verb_forms_ahead(self) -> int:
        """How many of the open-class words ahead could be verbs in -s."""
        ahead = count = 0
        while self.open_word(ahead):
            count += bool(bases(self.words[self.place + ahead].lower))
            ahead += 1
        return count

    def related(self, name: str) -> Property:
        """A relation to the object that follows."""
        other = self.object_()
        return lambda thing: other(thing, lambda object_: Atom(name, (thing, object_)))

    def object_follows(self) -> bool:
        return self.at_any(
            PRONOUNS | REFLEXIVES | ARTICLES | EVERY | EVERY_ONE | SOME_ONE | NO_ONE | frozenset({"the", "some", "no"})
        )

    # -- rows

    def special_row(self) -> Property | None:
        """A row that opens with its own word, or none."""
        if self.accept("neither"):
            items = self.members({"nor", "or"})
            return lambda thing: conj(*(Not(item(thing)) for item in items))
        if (
            self.accept("none", "of", "this")
            or self.accept("none", "of", "these")
            or self.accept("none", "of", "those")
        ):
            self.colon()
            items = self.members({"or", "and", "nor", ","})
            return lambda thing: conj(*(Not(item(thing)) for item in items))
        if self.at("at") and (word := self.peek(1)) is not None and word.says("least"):
            self.expect("at", "least")
            self.expect("one", "of")
            if not (self.accept("these") or self.accept("those")):
                self.expect("the")
                self.accept("following")
            self.colon()
            return joined("or", self.members({"or", ",", "and"}))
        if self.accept("both"):
            items = self.members({"and"})
            if len(items) != 2:
                raise self.lost("'both' takes two members")
            return joined("and", items)
        if self.accept("either"):
            return self.either()
        return None

    def colon(self) -> None:
        sign = self.peek()
        if sign is not None and sign.text == ":":
            self.place += 1

    def either(self) -> Property:
        items = self.members({"or", ","})
        comma = (sign := self.peek()) is not None and sign.text == ","
        start = self.place
        self.place += comma
        if self.accept("or", "both"):
            return joined("or", items)
        if self.accept("but", "not", "both") or self.accept("and", "not", "both"):
            return lambda thing: exactly_one(tuple(item(thing) for item in items))
        self.place = start
        return two_ways(
            joined("or", items),
            lambda thing: exactly_one(tuple(item(thing) for item in items)),
            "'either ... or' with or without both",
        )

    def members(self, links: set[str]) -> list[Property]:
        """The members of a row that opened with its own word."""
        items = [self.item().said]
        while True:
            start = self.place
            comma = (sign := self.peek()) is not None and sign.text == ","
            self.place += comma
            word = self.peek()
            if word is not None and word.is_in(frozenset(links)) and not self.at(word.lower, "both"):
                self.place += 1
            elif not (comma and "," in links and (self.at_any(ARTICLES) or self.open_word())):
                self.place = start
                break
            items.append(self.item().said)
        if len(items) < 2:
            raise self.lost("the second member is missing")
        return items

    def link(self) -> Link | None:
        """What joins another member to the row, if one follows."""
        start = self.place
        self.adverbs()
        comma = (sign := self.peek()) is not None and sign.text == ","
        self.place += comma
        word = self.peek()
        kind = next((k for k in _JOINS if word is not None and word.says(k)), "")
        if kind and not self.at(kind, "both"):
            self.place += 1
            comma = self.aside() or comma
        elif not (comma and self.row_goes_on()):
            self.place = start
            return None
        if self.clause_follows():
            self.place = start
            return None
        return Link(kind or ",", comma)

    def aside(self) -> bool:
        """An aside after a joining word: "and, in addition, ...", "or, otherwise, ..."."""
        commas = [i for i in range(self.place, min(self.place + 4, len(self.words))) if self.words[i].text == ","]
        if len(commas) == 2 and commas[0] == self.place:
            inner = tuple(word.lower for word in self.words[commas[0] + 1 : commas[1]])
            if inner in (("in", "addition"), ("otherwise",), ("also",), ("moreover",), ("else",)):
                self.place = commas[1] + 1
                return True
        return False

    def row_goes_on(self) -> bool:
        """Whether a comma joins members: a joining word has to come before the next verb."""
        if not (self.open_word() or self.at_any(ARTICLES) or self.at("not")):
            return False
        for word in self.words[self.place :]:
            if word.is_in(frozenset({"and", "or"})):
                return True
            if word.is_in(COPULAS | AUXILIARIES | MODALS | frozenset({"then", "if"})):
                return False
        return False

    def clause_follows(self) -> bool:
        """Whether a new clause with a subject of its own comes next."""
        if self.at_any(_CLAUSE_STARTS):
            return True
        word = self.peek()
        if word is None or not self.open_word() or self.before_a_verb:
            return False
        ahead = 1
        while self.open_word(ahead) and self.words[self.place + ahead].capital:
            ahead += 1
        if self.at_any(COPULAS | AUXILIARIES | MODALS, ahead):
            return True
        following = self.peek(ahead)
        return word.capital and following is not None and self.open_word(ahead) and bool(bases(following.lower))

    def grouped(self, items: list[Item], links: list[Link]) -> Property:
        """A row as one property, with its readings where words leave more than one."""
        kinds = [link.word for link in links]
        if kinds and kinds[-1] == ",":
            raise self.lost("a row ends without 'and' or 'or'")
        for index in range(len(kinds) - 1, -1, -1):  # a comma joins as the next word does
            if kinds[index] == ",":
                kinds[index] = kinds[index + 1]
        kinds = [_JOINS[kind] for kind in kinds]
        narrow = self.combined([item.said for item in items], kinds, links)
        for index, item in enumerate(items[:-1]):
            if item.plain is None or links[index].word in ("but", "yet") or items[index + 1].own:
                continue
            end = index + 1
            while end < len(items) and not items[end].own:
                end += 1
            inner = self.combined(
                [item.plain, *(i.said for i in items[index + 1 : end])], kinds[index : end - 1], links[index : end - 1]
            )
            wide = self.combined(
                [*(i.said for i in items[:index]), negated(inner), *(i.said for i in items[end:])],
                kinds[:index] + kinds[end - 1 :],
                links[:index] + links[end - 1 :],
            )
            return two_ways(narrow, wide, "'not' of the next word alone, or of the whole row")
        return narrow

    def combined(self, items: list[Property], kinds: list[str], links: list[Link]) -> Property:
        if len(set(kinds)) <= 1:
            return joined(kinds[0] if kinds else "and", items)
        outer = [i for i, link in enumerate(links) if link.comma and link.word != ","]
        if outer and len(outer) < len(links) and len({kinds[i] for i in outer}) == 1:
            return joined(kinds[outer[0]], self.parts(items, kinds, links, outer))
        return two_ways(
            joined("or", self.parts(items, kinds, links, [i for i, kind in enumerate(kinds) if kind == "or"])),
            joined("and", self.parts(items, kinds, links, [i for i, kind in enumerate(kinds) if kind == "and"])),
            "'and' with 'or', without commas",
        )

    def parts(self, items: list[Property], kinds: list[str], links: list[Link], cuts: list[int]) -> list[Property]:
        """The row cut at some links."""
        found, start = [], 0
        for cut in [*cuts, len(links)]:
            found.append(self.combined(items[start : cut + 1], kinds[start:cut], links[start:cut]))
            start = cut + 1
        return found
