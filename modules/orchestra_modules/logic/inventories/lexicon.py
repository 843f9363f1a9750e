"""Whether a noun belongs to a class, three-valued, from the lists of `lexicon.toml`.

Yes if a chain of lists leads there; no if the noun lies in a class that is declared apart from it; otherwise
undecided. What speakers dispute (is a tomato a fruit?) is undecided. Knows no adjectives and no counts.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from orchestra_modules.logic.inventories.nouns import singular_phrase


@dataclass(frozen=True)
class Lexicon:
    """Nouns and classes, all in the singular."""

    classes: frozenset[str]
    names: dict[str, str]
    above: dict[str, frozenset[str]]  #: noun or class -> every class that contains it
    senses: dict[str, tuple[frozenset[str], ...]]  #: the same for each sense of a noun: cricket, insect or sport
    contested: dict[str, frozenset[str]]
    same: dict[str, str]  #: noun -> the noun that stands for it and its like
    apart: dict[str, frozenset[str]]  #: class -> the classes that share nothing with it

    def class_named(self, words: tuple[str, ...]) -> str | None:
        """The class that a noun phrase names, or none."""
        phrase = " ".join(singular_phrase(words))
        phrase = self.names.get(phrase, phrase)
        return phrase if phrase in self.classes else None

    def knows(self, words: tuple[str, ...]) -> bool:
        """Whether a noun is listed."""
        phrase = " ".join(singular_phrase(words))
        return phrase in self.above or phrase in self.contested

    def stands_for(self, words: tuple[str, ...]) -> tuple[str, ...]:
        """A noun, or the one that stands for it: couch and settee are sofas."""
        phrase = " ".join(words)
        return tuple(self.same.get(phrase, phrase).split())

    def is_a(self, words: tuple[str, ...], name: str) -> bool | None:
        """Whether a noun belongs to a class; none if that is not decided here."""
        noun = " ".join(singular_phrase(words))
        if name in self.contested.get(noun, ()):
            return None
        over = self.above.get(noun)
        if noun == name or (over is not None and name in over):
            return True
        if over is None:
            return None
        wider = {name} | self.above.get(name, frozenset())
        apart = [any(self.apart.get(each, frozenset()) & wider for each in sense) for sense in self.senses[noun]]
        return False if all(apart) else None


@cache
def lexicon() -> Lexicon:
    """The lexicon, read once."""
    raw = tomllib.loads(files(__package__).joinpath("lexicon.toml").read_text(encoding="utf-8"))
    above: dict[str, list[str]] = raw["above"]

    def over(name: str) -> frozenset[str]:
        direct = above.get(name, [])
        return frozenset(direct).union(*(over(each) for each in direct))

    classes = frozenset(raw["members"]) | frozenset(above).union(*above.values())
    contained: dict[str, frozenset[str]] = {name: over(name) for name in classes}
    senses: dict[str, tuple[frozenset[str], ...]] = {name: (over(name) | {name},) for name in classes}
    for name, listed in raw["members"].items():
        for noun in listed.split(", "):
            sense = over(name) | {name}
            contained[noun] = contained.get(noun, frozenset()) | sense
            senses[noun] = (*senses.get(noun, ()), sense)
    apart: dict[str, frozenset[str]] = {}
    for group in raw["disjoint"]["groups"]:
        for name in group:
            apart[name] = apart.get(name, frozenset()) | (frozenset(group) - {name})
    contested = {noun: frozenset(names) for noun, names in raw["contested"].items()}
    return Lexicon(classes, raw["names"], contained, senses, contested, raw["same"], apart)


@cache
def colours() -> frozenset[str]:
    """The names of colours."""
    return frozenset(noun for noun, over in lexicon().above.items() if "colour" in over)
