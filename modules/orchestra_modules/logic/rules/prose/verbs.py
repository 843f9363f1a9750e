"""English verb forms: the plain form that a word may belong to, and the forms of a plain one. Knows no sentence."""

from __future__ import annotations

import re
from typing import Final

from orchestra_modules.solving.regex import regex

#: plain form, past, participle
_IRREGULAR: Final = (
    "be was been|become became become|begin began begun|bite bit bitten|blow blew blown|break broke broken"
    "|bring brought brought|build built built|burn burnt burnt|buy bought bought|catch caught caught"
    "|choose chose chosen|come came come|cost cost cost|cut cut cut|dig dug dug|do did done|draw drew drawn"
    "|drink drank drunk|drive drove driven|eat ate eaten|fall fell fallen|feed fed fed|feel felt felt"
    "|fight fought fought|find found found|fly flew flown|forget forgot forgotten|freeze froze frozen|get got got"
    "|give gave given|go went gone|grow grew grown|hang hung hung|have had had|hear heard heard|hide hid hidden"
    "|hit hit hit|hold held held|hurt hurt hurt|keep kept kept|know knew known|lay laid laid|lead led led"
    "|leave left left|lend lent lent|let let let|lie lay lain|light lit lit|lose lost lost|make made made"
    "|mean meant meant|meet met met|pay paid paid|put put put|quit quit quit|read read read|ride rode ridden"
    "|ring rang rung|rise rose risen|run ran run|say said said|see saw seen|sell sold sold|send sent sent"
    "|set set set|shake shook shaken|shine shone shone|shoot shot shot|shut shut shut|sing sang sung"
    "|sink sank sunk|sit sat sat|sleep slept slept|speak spoke spoken|spend spent spent|stand stood stood"
    "|steal stole stolen|stick stuck stuck|strike struck struck|swim swam swum|take took taken|teach taught taught"
    "|tear tore torn|tell told told|think thought thought|throw threw thrown|understand understood understood"
    "|wake woke woken|wear wore worn|win won won|write wrote written"
)
_FORMS: Final = tuple(tuple(entry.split()) for entry in _IRREGULAR.split("|"))
_PAST: Final = {base: past for base, past, _ in _FORMS}
_PARTICIPLE: Final = {base: participle for base, _, participle in _FORMS}
_BASE: Final = {past: base for base, past, _ in _FORMS} | {participle: base for base, _, participle in _FORMS}
BE: Final = frozenset({"is", "are", "was", "were", "am", "be", "been", "being"})
#: words in -s that are no verbs
ADVERBS: Final = frozenset({"always", "sometimes", "perhaps", "besides", "nowadays", "afterwards", "yes", "thus"})
_PREFIXES: Final = ("over", "under", "out", "re", "mis", "un", "with", "for")
#: endings of a stem that "e" was taken from
_SILENT: Final = regex(
    r"(?:[vzcu]|[^s]s|dg|[ae]ng|rg|[aeiou]g|[^aeiou]at|[^o]id|[^aeiou]ir|ur|[^aeiou]in|ul|ut|[bcdfgkptz]l|th)$"
)
_SHORT: Final = regex(r"^[^aeiou]*[aeiou][^aeiouwxy]$")
_DOUBLED: Final = regex(r"([bdgklmnprt])\1$")


def plain(word: str, known: frozenset[str] = frozenset()) -> str:
    """The plain form that a finite form, participle or "-ing" belongs to; of several, one in `known` first."""
    found = candidates(word)
    return next((base for base in found if base in known), found[0])


def candidates(word: str) -> tuple[str, ...]:
    """The plain forms that a word may belong to, likeliest first; itself last."""
    if word in BE:
        return ("be",)
    if word in ADVERBS:
        return (word,)
    if word in ("has", "does", "goes"):
        return ({"has": "have", "does": "do", "goes": "go"}[word],)
    found: list[str] = [_BASE[word]] if word in _BASE else []
    found += [p + _BASE[word[len(p) :]] for p in _PREFIXES if word.startswith(p) and word[len(p) :] in _BASE]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 2:
        if word.endswith("ies") and len(word) > 4:
            found.append(word[:-3] + "y")
        elif word.endswith(("sses", "shes", "ches", "xes", "zzes", "oes")):
            found.append(word[:-2])
        found.append(word[:-1])
    if word.endswith("ied") and len(word) > 4:
        found.append(word[:-3] + "y")
    elif word.endswith("ed") and len(word) > 3:
        found += _from_stem(word[:-2])
    if word.endswith("ing") and re.search(r"[aeiouy]", word[:-3]) and len(word) > 4:
        found += _from_stem(word[:-3])
    return tuple(dict.fromkeys([*found, word]))


def _from_stem(stem: str) -> list[str]:
    if stem in _PAST:
        return [stem]
    if _DOUBLED.search(stem) and not stem.endswith("ll"):
        return [stem[:-1], stem]
    if stem.endswith("ll"):
        return [stem, stem[:-1]]
    with_e = bool(_SILENT.search(stem) or _SHORT.match(stem)) and not stem.endswith(("ss", "th"))
    return [stem + "e", stem] if with_e else [stem, stem + "e"]


def third(word: str) -> bool:
    """Whether a word looks like a verb in -s."""
    return word in ("has", "does", "goes") or (
        word.endswith("s") and word not in ADVERBS and not word.endswith(("ss", "us", "is", "'s")) and len(word) > 2
    )


def past(word: str) -> bool:
    """Whether a word looks like a past form or a participle."""
    prefixed = any(word.startswith(prefix) and word[len(prefix) :] in _BASE for prefix in _PREFIXES)
    return word in _BASE or prefixed or (word.endswith("ed") and len(word) > 4)


def participle(word: str) -> bool:
    """Whether a word looks like a participle of the perfect."""
    return word == "been" or word in _PARTICIPLE.values() or (word.endswith("ed") and len(word) > 4)


def unchanged(word: str) -> bool:
    """Whether a plain form is its own past: "read", "put"."""
    return _PAST.get(word) == word


def in_s(base: str) -> str:
    """ "rain" -> "rains"."""
    if base == "have":
        return "has"
    if base.endswith(("ss", "sh", "ch", "x", "zz", "o")):
        return base + "es"
    return base[:-1] + "ies" if re.search(r"[^aeiou]y$", base) else base + "s"


def in_past(base: str) -> str:
    """ "rain" -> "rained"."""
    if base in _PAST:
        return _PAST[base]
    if base.endswith("e"):
        return base + "d"
    if re.search(r"[^aeiou]y$", base):
        return base[:-1] + "ied"
    return base + base[-1] + "ed" if _SHORT.match(base) else base + "ed"
