"""Words of a text as they are compared: in small letters, without common words and endings."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)?")  # \u2019 is the typographic apostrophe
#: A word that is spelled out as a command or an option counts even when it is a common one.
LITERAL = re.compile(r"(?:(?<=[/`])|(?<=--))[^\W_]+")

_COMMON = """
a about after all also am an and any are as at be because been before being both but by can could did do does
doing done for from had has have having he her hers him his how i if in into is it its itself let many may me
might more most much must my no nor not of off on one only or other our out over own please same shall she
should so some such tell than that the their them then there these they this those through to too under up
upon us very was we were what when where which who whom whose why will with would you your
"""
STOP = frozenset(_COMMON.split())
_ENDINGS = ("ational", "ments", "ment", "ings", "ing", "ions", "ion", "ers", "ors", "ed", "er", "or", "es", "ly", "s")


# Forms of one verb, the one that stands for all of them first.
_IRREGULAR = """
arise arose arisen, awake awoke, bear bore born borne, beat beaten, become became, begin began begun, bend bent,
bind bound, bite bit bitten, blow blew blown, break broke broken, breed bred, bring brought, build built, burn burnt,
buy bought, catch caught, choose chose chosen, come came, cling clung, creep crept, deal dealt, dig dug, draw drew
drawn, drink drank drunk, drive drove driven, eat ate eaten, fall fell fallen, feed fed, feel felt, fight fought, find
found, flee fled, fly flew flown, forbid forbade forbidden, forget forgot forgotten, freeze froze frozen, get got
gotten, give gave given, go went gone, grow grew grown, hang hung, hear heard, hide hid hidden, hold held, keep kept,
know knew known, lay laid, lead led, leave left, lend lent, lie lay lain, lose lost, make made, mean meant, meet met,
pay paid, ride rode ridden, ring rang rung, rise rose risen, run ran, say said, see saw seen, seek sought, sell sold,
send sent, shake shook shaken, shine shone, shoot shot, show shown, shrink shrank shrunk, sing sang sung, sink sank
sunk, sit sat, sleep slept, slide slid, speak spoke spoken, spend spent, spin spun, stand stood, steal stole stolen,
stick stuck, strike struck, swear swore sworn, sweep swept, swim swam swum, take took taken, teach taught, tear tore
torn, tell told, think thought, throw threw thrown, understand understood, wake woke woken, wear wore worn, weave wove
woven, win won, wind wound, write wrote written,
child children, foot feet, goose geese, man men, mouse mice, person people, tooth teeth, woman women, life lives,
leaf leaves, half halves, wife wives, wolf wolves
"""
_BOTH = frozenset({"lay", "found"})  # also verbs of their own
_FIRST_FORM = {
    form: forms.split()[0] for forms in _IRREGULAR.split(",") for form in forms.split()[1:] if form not in _BOTH
}


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """A word without its commonest endings and its accents, so that "registered" meets "register"."""
    if not word.isascii():
        plain = "".join(letter for letter in unicodedata.normalize("NFKD", word) if not unicodedata.combining(letter))
        word = plain or word
    word = word.removesuffix("'s").removesuffix("\u2019s")
    word = _FIRST_FORM.get(word, word)
    if word.endswith("ies") and len(word) > len("ties"):
        word = word[: -len("ies")] + "y"
    elif len(word) == len("bats") and word.endswith("s") and word[-2] not in "aisu":
        return word[:-1]
    for _ in range(2):
        for ending in _ENDINGS:
            if word.endswith(ending) and len(word) - len(ending) >= 4 and not word.endswith("ss"):
                word = word[: -len(ending)]
                break
    return word[:-1] if len(word) > 4 and word.endswith(("e", "y", "i")) else word


def stems(text: str) -> frozenset[str]:
    """The stems of all words that count."""
    low = text.lower()
    words = [word for word in WORD.findall(low) if word not in STOP]
    if "/" in low or "`" in low or "--" in low:
        words += LITERAL.findall(low)
    return frozenset(map(stem, words))
