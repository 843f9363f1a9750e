"""Scales that things are ordered along, and the adjectives that name their two ends.

An adjective that is not listed is a scale of its own. Knows no sentences.
"""

from __future__ import annotations

from typing import Final

from orchestra_modules.logic.arrangements.sentences import vocabulary

#: scale: words for its low end, words for its high end; place 1 is at the low end
_POLES: Final = {
    "age": ("young new recent modern junior", "old elder ancient aged senior"),
    "price": ("cheap inexpensive affordable", "expensive costly pricey dear valuable"),
    "height": ("short small", "tall"),
    "length": ("short", "long lengthy"),
    "size": ("small little tiny", "big large huge great"),
    "weight": ("light", "heavy"),
    "speed": ("slow", "fast quick swift rapid speedy"),
    "wealth": ("poor", "rich wealthy"),
    "temperature": ("cold cool chilly", "hot warm"),
    "strength": ("weak feeble", "strong powerful"),
    "level": ("low", "high"),
    "depth": ("shallow", "deep"),
    "width": ("narrow", "wide broad"),
    "thickness": ("thin slim", "thick fat"),
    "brightness": ("dark dim dull", "bright light"),
    "difficulty": ("easy simple", "hard difficult tough"),
    "hardness": ("soft", "hard"),
    "loudness": ("quiet soft", "loud noisy"),
    "mood": ("sad unhappy", "happy cheerful"),
    "wit": ("stupid dumb foolish", "smart clever intelligent wise"),
    "worth": ("bad", "good"),
    "distance": ("near close", "far distant"),
    "fullness": ("empty", "full"),
    "sweetness": ("sour", "sweet"),
    "fame": ("unpopular", "popular"),
    "rank": ("early soon", "late"),
    "amount": ("few", "many much"),
}  # fmt: skip
_IRREGULAR: Final = {
    "better": "good", "best": "good", "worse": "bad", "worst": "bad", "farther": "far", "further": "far",
    "farthest": "far", "furthest": "far", "elder": "old", "eldest": "old", "latest": "late", "later": "late",
    "senior": "senior", "junior": "junior", "sooner": "soon", "soonest": "soon", "fewer": "few", "fewest": "few",
}  # fmt: skip
#: words that end like a comparative or a superlative and are none
_NEITHER: Final = vocabulary(
    "her over under after other another together either neither ever never number order corner player winner "
    "runner racer driver teacher sister brother mother father daughter rest west test guest forest contest nest "
    "chest interest latter former center master dancer member officer character paper water tower flower river "
    "letter summer winter september october november december dinner supper farmer baker butcher carpenter "
    "painter singer doctor lawyer engineer manager soccer locker seller buyer owner swimmer rider skier finisher "
    "finishers power"
)
ADJECTIVES: Final[dict[str, tuple[tuple[str, int], ...]]] = {}
for _scale, _ends in _POLES.items():
    for _sign, _words in zip((-1, 1), _ends, strict=True):
        for _word in _words.split():
            ADJECTIVES[_word] = (*ADJECTIVES.get(_word, ()), (_scale, _sign))

#: how the ends of a scale are told: low, high
ENDS: Final = {scale: (ends[0].split()[0], ends[1].split()[0]) for scale, ends in _POLES.items()} | {
    "row": ("left", "right"),
    "rank": ("first", "last"),
    "vertical": ("bottom", "top"),
    "north": ("south", "north"),
    "east": ("west", "east"),
}


def stem(word: str, ending: str) -> str | None:
    """The adjective that a word in -er or -est is built on; a bare stem where it is not a known one."""
    if word in _IRREGULAR:
        listed = word.endswith(("st",)) == (ending == "est")
        return _IRREGULAR[word] if listed else None
    if not word.endswith(ending) or word in _NEITHER or len(word) < len(ending) + 2:
        return None
    bare = word[: -len(ending)]
    doubled = bare[:-1] if len(bare) > 2 and bare[-1] == bare[-2] else bare
    for known in (bare, bare + "e", doubled, bare[:-1] + "y" if bare.endswith("i") else bare):
        if known in ADJECTIVES:
            return known
    return bare[:-1] + "y" if bare.endswith("i") else doubled


def poles(adjective: str) -> tuple[tuple[str, int], ...]:
    """The scales an adjective may stand for, each with its end; a scale of its own where it is not listed."""
    return ADJECTIVES.get(adjective, ((f"being {adjective}", 1),))
