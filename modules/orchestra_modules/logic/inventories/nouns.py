"""Number of nouns: the singular of an English plural, by rules and a list of exceptions. Knows no meanings."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

_IRREGULAR: Final = {
    "calves": "calf", "children": "child", "dice": "die", "feet": "foot", "geese": "goose", "halves": "half",
    "hooves": "hoof", "knives": "knife", "leaves": "leaf", "lives": "life", "loaves": "loaf", "men": "man",
    "mice": "mouse", "oxen": "ox", "people": "person", "scarves": "scarf", "shelves": "shelf", "teeth": "tooth",
    "thieves": "thief", "wives": "wife", "wolves": "wolf", "women": "woman", "elves": "elf",
    "hippopotami": "hippopotamus",
    "octopi": "octopus", "cacti": "cactus", "fungi": "fungus", "lice": "louse", "postmen": "postman",
    "policemen": "policeman", "firemen": "fireman", "buses": "bus", "gases": "gas", "lenses": "lens",
    "irises": "iris", "cacao": "cacao", "quizzes": "quiz", "axes": "axe", "canvases": "canvas", "atlases": "atlas",
}  # fmt: skip
_KEEP_E_LIST: Final = """
ties pies movies cookies brownies zombies smoothies calories budgies selfies magpies hoodies beanies veggies birdies
collies genies doggies prairies rookies shoes toes canoes oboes hoes horseshoes caches aches headaches toothaches
axes
"""
#: plurals whose singular keeps the "e": "pies", "shoes"
_KEEP_E: Final = frozenset(_KEEP_E_LIST.split())
_UNCHANGED_LIST: Final = """
fish sheep deer moose bison salmon trout cod tuna squid shrimp reindeer series species aircraft glasses sunglasses
scissors trousers pants jeans shorts pliers tongs tweezers shears binoculars headphones pyjamas pajamas tights
leggings goggles bagpipes clothes goods athletics gymnastics timpani jewellery jewelry furniture clothing cutlery
silverware stationery bus gas lens iris canvas atlas walrus cactus octopus hippopotamus rhinoceros albatross compass
mattress glass dress cross platypus citrus fungus crocus hibiscus lotus asparagus couscous hummus christmas molasses
tennis lens fries underpants overalls
"""
#: one form for both numbers, or a plural without a singular
_UNCHANGED: Final = frozenset(_UNCHANGED_LIST.split())
_PAIRED_LIST: Final = """
glasses sunglasses scissors trousers pants jeans shorts pliers tongs tweezers shears binoculars headphones pyjamas
pajamas tights leggings goggles underpants overalls
"""
#: "a pair of" these is one thing
PAIRED: Final = frozenset(_PAIRED_LIST.split())


@lru_cache(maxsize=4096)
def singular(noun: str) -> str:
    """The singular of a noun in lower case; a singular is returned as it is."""
    if noun in _UNCHANGED or len(noun) < 3:
        return noun
    if noun in _IRREGULAR:
        return _IRREGULAR[noun]
    if noun in _KEEP_E:
        return noun[:-1]
    if "-" in noun and noun.rpartition("-")[2] in _IRREGULAR:
        front, _, back = noun.rpartition("-")
        return f"{front}-{_IRREGULAR[back]}"
    if noun.endswith("ies") and len(noun) > 4:
        return noun[:-3] + "y"
    if noun.endswith(("ches", "shes", "sses", "xes", "zzes", "oes")):
        return noun[:-2]
    if noun.endswith("s") and not noun.endswith(("ss", "us", "is")):
        return noun[:-1]
    return noun


def singular_phrase(words: tuple[str, ...]) -> tuple[str, ...]:
    """A noun phrase with its head in the singular: the word before "of", or else the last."""
    if not words:
        return words
    head = words.index("of") - 1 if "of" in words[1:] else len(words) - 1
    return (*words[:head], singular(words[head]), *words[head + 1 :])


def article(noun: str) -> str:
    """The noun behind "a" or "an"."""
    return f"{'an' if noun[:1].lower() in 'aeiou' else 'a'} {noun}"
