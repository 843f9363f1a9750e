"""The words of logic grids: verbs that join a person to a thing, nouns for anyone, words that say nothing.

General vocabulary only; the values and the nouns of a puzzle are learnt from its text.
"""

from __future__ import annotations

from typing import Final

from orchestra_modules.logic.arrangements.sentences import vocabulary

_FORMS: Final = (
    "have has had having|own owns owned owning|keep keeps kept keeping|raise raises raised|breed breeds bred|"
    "drink drinks drank drinking drunk|smoke smokes smoked smoking|eat eats ate eaten eating|like likes liked|love "
    "loves loved|"
    "prefer prefers preferred|enjoy enjoys enjoyed|play plays played playing|drive drives drove driven driving|"
    "ride rides rode ridden riding|wear wears wore worn wearing|live lives lived living|stay stays stayed staying|"
    "work works worked working|study studies studied studying|teach teaches taught teaching|"
    "visit visits visited visiting|read reads reading|buy buys bought buying|choose chooses chose chosen|"
    "order orders ordered|grow grows grew grown growing|cook cooks cooked|"
    "speak speaks spoke spoken speaking|come comes came|"
    "collect collects collected|carry carries carried carrying|use uses used using|travel travels travelled traveled|"
    "go goes went going|win wins won|pick picks picked|paint paints painted|practise practises practised|"
    "practice practices practiced|perform performs performed performing|take takes took taken|attend attends attended|"
    "bake bakes baked baking|sing sings sang singing|dance dances danced|fly flies flew|watch watches watched|"
    "sell sells sold selling|write writes wrote written writing|hold holds held holding|bring brings brought|"
    "get gets got|receive receives received|paint paints|favour favours favoured|favor favors favored|"
    "meet meets met|see sees saw|occupy occupies occupied|sit sits sat sitting seated|stand stands stood standing|"
    "present presents presented presenting|finish finishes finished|arrive arrives arrived|train trains trained|"
    "celebrate celebrates celebrated|adopt adopts adopted|major majors majored|specialise specialises|"
    "talk talks talked|lecture lectures lectured|do does did|belong belongs belonged|make makes made|listen "
    "listens listened|cultivate cultivates|park parks parked|enter enters entered"
)
#: a form of a verb that joins two values: its plain form
VERBS: Final = {form: line.split()[0] for line in _FORMS.split("|") for form in line.split()}
#: verbs of the same meaning count as one
_KIN: Final = {"own": "have", "keep": "have", "raise": "have", "breed": "have", "occupy": "live", "stay": "live",
               "love": "like", "prefer": "like", "enjoy": "like", "favour": "like", "favor": "like",
               "practise": "practice", "buy": "get", "receive": "get", "choose": "pick"}  # fmt: skip
#: verbs that join a person only to the things of a list that the text joins by them
PARTICULAR: Final = vocabulary(
    "like meet see take sell bring carry get hold watch visit make use write paint win train enter celebrate go do"
)
#: prepositions that only some verbs join by
GOVERNED: Final = {
    "with": vocabulary(""),
    "to": vocabulary("go travel belong listen come"),
    "for": vocabulary("work"),
    "about": vocabulary("talk lecture present speak write read"),
}
#: verbs that deny: to dislike is not to like
DENYING: Final = vocabulary("dislikes dislike disliked hates hate hated avoids avoid avoided detests detest")
BE: Final = vocabulary("is are was were be being been")
AUXILIARY: Final = vocabulary("does do did has have had must will should can")
PREPOSITIONS: Final = vocabulary("in on at from of with to for by as into about")
DETERMINERS: Final = vocabulary("the a an his her their its")
#: nouns for anyone of the persons
ANYONE: Final = vocabulary(
    "person persons people man men woman women boy boys girl girls one friend friends student students individual "
    "individuals resident residents child children kid kids player players "
    "colleague colleagues worker workers guest guests owner owners lady gentleman tenant tenants someone colleague "
    "contestant contestants competitor competitors classmate classmates sibling siblings cousin cousins sister sisters "
    "brother brothers roommate roommates passenger passengers customer customers traveller travellers guy homeowner "
    "fan lover keeper drinker eater smoker driver wearer rider speaker"
)
#: nouns for a place in the row
PLACES: Final = vocabulary(
    "house houses home homes place places position positions spot spots seat seats chair chairs room rooms apartment "
    "apartments flat flats locker lockers desk desks stall stalls booth booths cabin cabins"
)
#: words that add nothing to a clue
FILLERS: Final = vocabulary("also always definitely currently actually really certainly both exactly own only just")
LINKS: Final = frozenset(("and", "but", "while", "whereas", "yet"))
_CALENDARS: Final = (
    "monday tuesday wednesday thursday friday saturday sunday",
    "january february march april may june july august september october november december",
    "spring summer autumn winter",
    "first second third fourth fifth sixth seventh eighth",
)
CALENDARS: Final = tuple(tuple(names.split()) for names in _CALENDARS)


def plain(verb: str) -> str | None:
    """The plain form of a verb that joins two values, or none."""
    found = VERBS.get(verb)
    return None if found is None else _KIN.get(found, found)


def number_form(word: str) -> str:
    """A noun without the ending of its plural."""
    for ending, bare in (("ies", "y"), ("ches", "ch"), ("shes", "sh"), ("sses", "ss"), ("xes", "x"), ("s", "")):
        if word.endswith(ending) and len(word) > len(ending) + 2 and not word.endswith("ss"):
            return word[: -len(ending)] + bare
    return "colour" if word == "color" else word
