"""One clause: its subject, its verb in the plain form, whether "not" is said, and its tense; back to words.

"The alarm did not ring", "the alarm is ringing" and "the alarm will ring" have one key. Where the verb stands is told
by auxiliaries, by verb endings and by the verbs of the rest of the text. Knows nothing of what a subject stands for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from orchestra_modules.logic.rules.morphology import singulars
from orchestra_modules.logic.rules.prose import verbs
from orchestra_modules.logic.rules.words import PREPOSITIONS, Word, word_class
from orchestra_modules.solving.refusal import NotUnderstood

SUBJECT_PRONOUNS: Final = word_class("i you he she it we they")
DETERMINERS: Final = word_class("the a an my your his her its our their this these those")
#: words that make a clause speak of all, some or none of a class
QUANTIFIERS: Final = word_class("all every each some no any")
_SOME: Final = word_class("some someone somebody something many several both sometimes")
#: words of a predicate that deny by themselves, so that another "not" is no denial of the whole
_NONE: Final = word_class("no nobody nothing none nowhere")
#: words that open a subject which counts
_COUNTS: Final = word_class(
    "exactly precisely only just at more fewer less not one two three four five six seven eight nine ten"
)
_SOMEBODY: Final = _SOME | word_class(
    "everyone everybody everything anyone anybody anything nobody nothing none most few"
)
_POSSESSIVE: Final = word_class("my your his her its our their")
_BE: Final = word_class("is are was were am")
_HAVE: Final = word_class("has have had")
_DO: Final = word_class("does do did")
_FUTURE: Final = word_class("will would shall")
_ABLE: Final = word_class("can could")
_DUTY: Final = word_class("must may might should")
_FINITE: Final = _BE | _HAVE | _DO | _FUTURE | _ABLE | _DUTY
_FILLERS: Final = word_class("also too indeed therefore thus hence certainly definitely surely consequently actually")
#: words after which what is said is not simply so
_HEDGES: Final = word_class(
    "probably perhaps maybe likely unlikely usually often rarely seldom mostly normally typically generally possibly"
    " necessarily because since although though while before after until says said say believes thinks knows claims"
    " tells told already lies whether who whom whose which what where why how than"
)
#: words that bear on other clauses than those of the same wording
_QUANTITIES: Final = word_class(
    "all every each any some no none nobody someone everyone everybody somebody anyone anybody something everything"
    " anything nothing most many few several more less fewer only always sometimes both half enough another other"
    " one two three four five six seven eight nine ten twice same whoever whatever whichever anywhere everywhere"
)


@dataclass(frozen=True)
class Clause:
    """A clause; `auxiliary` and `head` are its verb as it stands, `verb` the plain form of what carries the meaning."""

    subject: tuple[str, ...]
    auxiliary: tuple[str, ...]
    head: tuple[str, ...]
    verb: str
    rest: tuple[str, ...]
    denied: bool = False
    modal: str = ""
    tense: str = "present"

    @property
    def key(self) -> str:
        """What two clauses share that are one proposition but for "not"."""
        rest = self.rest
        if (self.verb == "have" or self.subject == ("there",)) and rest and rest[0] in ("a", "an", "any", "some"):
            rest = rest[1:]
        return " ".join(part.lower() for part in (*self.subject, self.modal, self.verb, *rest) if part)

    @property
    def told(self) -> tuple[str, ...]:
        """The words that carry its meaning."""
        return tuple(self.key.split())

    @property
    def quantified(self) -> bool:
        """Whether a word in it, as "all" or "more", bears on clauses of another wording."""
        return any(part.lower() in _QUANTITIES or part[0].isdigit() for part in (*self.subject, *self.rest))

    @property
    def wide(self) -> bool:
        """Whether "not" in it may deny less than all of it: "someone is not here"."""
        told = [part.lower() for part in (*self.subject, *self.rest)]
        counts = told[0] in _COUNTS or told[0][0].isdigit()
        none = any(part.lower() in _NONE for part in self.rest)
        return counts or none or told[0] in QUANTIFIERS | _SOMEBODY or any(part in _SOME for part in told)

    def text(self, positive: bool = True) -> str:
        """The clause as words, affirmed or denied."""
        if not positive and self.wide:
            return f"it is not the case that {self.text()}"
        return self._told(positive)

    def plainly_denied(self) -> str:
        """The clause with "not" at its verb, whatever that denies."""
        return self._told(False)

    @property
    def _third_person(self) -> bool:
        """Whether its subject takes a verb in -s."""
        first, last = self.subject[0].lower(), self.subject[-1].lower()
        return first not in ("i", "you", "we", "they") and not singulars(last)

    def _told(self, positive: bool) -> str:
        if self.auxiliary and self.auxiliary[0] in _DO:
            verb = inflected(self.auxiliary[0], self.verb)
            middle: tuple[str, ...] = (verb,) if positive else (self.auxiliary[0], "not", self.verb)
        elif self.auxiliary:
            middle = (self.auxiliary[0], *(() if positive else ("not",)), *self.auxiliary[1:], *self.head)
        else:
            word = self.head[0].lower()
            bygone = verbs.past(word) and (word != self.verb or (verbs.unchanged(word) and self._third_person))
            support = "does" if verbs.third(word) else "did" if bygone else "do"
            middle = self.head if positive else (support, "not", self.verb)
        return " ".join((*self.subject, *middle, *self.rest))


def inflected(support: str, verb: str) -> str:
    """The verb that "does", "did" or "do" with a plain form comes to."""
    return verbs.in_s(verb) if support == "does" else verbs.in_past(verb) if support == "did" else verb


class Wording:
    """What the words of a whole text tell of single ones: which are verbs in it, and which capitals are names."""

    def __init__(self, sentences: Sequence[Sequence[Word]]) -> None:
        found = [word for sentence in sentences for word in sentence]
        self.small = frozenset(word.lower for word in found if word.text[0].islower())
        self.capitals = frozenset(word.lower for word in found if word.capital)
        attested: set[str] = set()
        for sentence in sentences:
            for place, word in enumerate(sentence):
                attested |= self._after(word, sentence[place + 1 : place + 3], place == 0)
        self.verbs = frozenset(attested)

    def name(self, word: Word) -> bool:
        """Whether a word is written as a name."""
        if not word.text[0].isupper() or word.lower in DETERMINERS | SUBJECT_PRONOUNS | _QUANTITIES | {
            "there",
            "if",
            "either",
            "not",
            "exactly",
            "precisely",
            "at",
            "just",
        }:
            return False
        return word.capital or word.lower in self.capitals or word.lower not in self.small

    def told(self, word: Word) -> str:
        """The word as it stands inside a sentence."""
        return word.text if self.name(word) or word.text == "I" else word.lower

    def _after(self, word: Word, following: Sequence[Word], first: bool) -> set[str]:
        rest = [w for w in following if w.lower != "not"]
        if not rest or rest[0].sign or rest[0].capital or rest[0].lower in _FINITE | DETERMINERS | SUBJECT_PRONOUNS:
            return set()
        after = rest[0].lower
        if word.lower in _DO | _FUTURE | _ABLE | {"to"} and not first:
            return {after} if after not in ("be", "have") else set()
        pronoun = word.lower in SUBJECT_PRONOUNS - {"it", "you"} or (word.lower == "it" and verbs.third(after))
        if pronoun or (word.capital and (verbs.third(after) or verbs.past(after))):
            return {verbs.plain(after)}
        return set()


def read_clause(found: Sequence[Word], wording: Wording) -> Clause:
    """The clause that words are. NotUnderstood if it is not exactly one, told affirmed or denied."""
    whole = " ".join(word.text for word in found)
    tokens = [word for word in found if not word.is_in(_FILLERS)]
    for word in tokens:
        if word.sign:
            raise NotUnderstood(f"{word.text!r} is not understood in '{whole}'")
        if word.is_in(_HEDGES):
            raise NotUnderstood(f"'{word.text}' is not a word that an argument is read with")
    never = [i for i, word in enumerate(tokens) if word.says("never")]
    for place in reversed(never):
        del tokens[place]
    for place, word in enumerate(tokens):
        if place and word.lower in _FINITE and _is_auxiliary(tokens, place):
            clause = _with_auxiliary(tokens, place, wording)
            break
    else:
        clause = _simple(tokens, wording, whole)
    _check(clause, tokens, wording, whole)
    if len(never) % 2:
        clause = _replaced(clause, denied=not clause.denied)
    has = clause.subject == ("there",) or clause.verb == "have"
    if has and clause.rest and clause.rest[0].lower() == "no" and not clause.denied:
        clause = _replaced(clause, denied=True, rest=("a", *clause.rest[1:]))
    return clause


def _replaced(clause: Clause, denied: bool, rest: tuple[str, ...] | None = None) -> Clause:
    return replace(clause, denied=denied, rest=clause.rest if rest is None else rest)


def _is_auxiliary(tokens: Sequence[Word], place: int) -> bool:
    word = tokens[place].lower
    after = next((w.lower for w in tokens[place + 1 :] if w.lower != "not"), "")
    denied = place + 1 < len(tokens) and tokens[place + 1].lower == "not"
    if word in _HAVE:
        return verbs.participle(after)
    return denied if word in _DO else True


def _with_auxiliary(tokens: Sequence[Word], place: int, wording: Wording) -> Clause:
    subject = tuple(wording.told(word) for word in tokens[:place])
    first = tokens[place].lower
    after = [wording.told(word) for word in tokens[place + 1 :]]
    denied = bool(after) and after[0] == "not"
    if denied:
        del after[0]
    if not after:
        raise NotUnderstood(f"a clause ends too early after '{first}'")
    modal = "can" if first in _ABLE else first if first in _DUTY else ""
    if modal in _DUTY and denied:
        modal, denied = f"{modal} not", False  # "must not" is no denial of "must"
    tense = "future" if first in _FUTURE else "past" if first in ("was", "were", "did", "had", "has", "have") else ""
    auxiliary: tuple[str, ...] = (first,) if "not" not in modal else (first, "not")
    if first not in _BE and after[0] in ("be", "been", "have") and len(after) > 1:
        if after[0] == "have" and not verbs.participle(after[1]):
            return Clause(subject, auxiliary, ("have",), "have", tuple(after[1:]), denied, modal, tense or "present")
        if after[0] == "have":
            tense = "past"
        auxiliary = (*auxiliary, after.pop(0))
        if after[0] == "been" and len(after) > 1:
            auxiliary = (*auxiliary, after.pop(0))
    being = auxiliary[-1] in _BE | {"be", "been"}
    if being and after[0] == "going" and len(after) > 2 and after[1] == "to":
        verb = after[2]
        return Clause(subject, (*auxiliary, "going", "to"), (verb,), verb, tuple(after[3:]), denied, modal, "future")
    tense = tense or "present"
    if being and not (after[0].endswith("ing") and verbs.plain(after[0]) != after[0]):
        return Clause(subject, auxiliary, (), "be", tuple(after), denied, modal, tense)
    return Clause(
        subject, auxiliary, (after[0],), verbs.plain(after[0], wording.verbs), tuple(after[1:]), denied, modal, tense
    )


def _simple(tokens: Sequence[Word], wording: Wording, whole: str) -> Clause:
    place = _verb_place(tokens, wording)
    if place is None:
        raise NotUnderstood(f"no verb is found in '{whole}'")
    told = [wording.told(word) for word in tokens]
    word = told[place].lower()
    if word in verbs.ADVERBS:
        raise NotUnderstood(f"'{word}' before a verb is not read in '{whole}'")
    verb = verbs.plain(word, wording.verbs)
    tense = "past" if verbs.past(word) and word != verb else "present"
    return Clause(tuple(told[:place]), (), (told[place],), verb, tuple(told[place + 1 :]), False, "", tense)


def _verb_place(tokens: Sequence[Word], wording: Wording) -> int | None:
    if len(tokens) < 2:
        return None
    first = tokens[0].lower

    def formed(place: int) -> bool:
        word = tokens[place].lower
        return not wording.name(tokens[place]) and (verbs.third(word) or verbs.past(word))

    if first in SUBJECT_PRONOUNS:
        bare = first in ("i", "you", "we", "they") and not tokens[1].sign and tokens[1].lower not in PREPOSITIONS
        return 1 if bare or formed(1) else None
    places = range(2 if first in DETERMINERS | QUANTIFIERS else 1, len(tokens))
    for place in places:
        attested = set(verbs.candidates(tokens[place].lower)) & wording.verbs and not wording.name(tokens[place])
        if attested and tokens[place - 1].lower not in PREPOSITIONS | DETERMINERS:
            return place
    if wording.name(tokens[0]):
        run = next((i for i, word in enumerate(tokens) if not wording.name(word)), len(tokens))
        return run if run < len(tokens) and formed(run) else None
    for place in places:
        if tokens[place - 1].lower in PREPOSITIONS | DETERMINERS:
            continue
        if formed(place) and not (
            place + 1 < len(tokens) and formed(place + 1) and not verbs.past(tokens[place].lower)
        ):
            return place
    start = places.start
    if len(tokens) > start and singulars(tokens[start - 1].lower) and tokens[start].lower not in PREPOSITIONS:
        return start
    return None


def _check(clause: Clause, tokens: Sequence[Word], wording: Wording, whole: str) -> None:
    """Refuse what holds more than one clause, or breaks off."""
    subject = [part.lower() for part in clause.subject]
    alone = not subject or (subject[0] in SUBJECT_PRONOUNS and len(subject) > 1)
    ends = (*subject[-1:], tokens[-1].lower)
    if alone or ends[0] in DETERMINERS - {"this", "these", "those"} | PREPOSITIONS | {"not"}:
        raise NotUnderstood(f"a subject is expected in '{whole}'")
    if ends[1] in DETERMINERS - word_class("his her its this these those") or ends[1] == "to":
        raise NotUnderstood(f"'{whole}' breaks off")
    for before, part in pairwise(subject):
        starts = part in (DETERMINERS - _POSSESSIVE) or part in SUBJECT_PRONOUNS
        if starts and before not in PREPOSITIONS | QUANTIFIERS:
            raise NotUnderstood(f"two clauses without a joining word in '{whole}'")
    words_after = [part.lower() for part in clause.rest]
    for place, part in enumerate(words_after):
        finite = part in _BE | _DO | _FUTURE | _DUTY | _ABLE | {"has", "had", "not"} or part in (
            "he",
            "she",
            "we",
            "they",
        )
        if finite or (part == "i" and clause.rest[place] == "I"):
            raise NotUnderstood(f"'{part}' is not expected in '{whole}'")
    logical = word_class("if then unless and or nor but either neither that when whenever")
    for part in (*subject, *words_after):
        if part in logical:
            raise NotUnderstood(f"'{part}' is not expected in '{whole}'")
