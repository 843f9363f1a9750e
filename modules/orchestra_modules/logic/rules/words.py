"""Words and signs of a sentence, and the closed classes of English words that carry its logic. Knows no grammar."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from orchestra_modules.solving.refusal import NotUnderstood, TooCostly
from orchestra_modules.solving.regex import regex


def word_class(words: str) -> frozenset[str]:
    """A closed class of words, told with spaces."""
    return frozenset(words.split())


COPULAS: Final = word_class("is are was were")
PLURAL_COPULAS: Final = word_class("are were")
AUXILIARIES: Final = word_class("does do did")
MODALS: Final = word_class("can may will")
EVERY: Final = word_class("every each all any")
EVERY_ONE: Final = word_class("everyone everybody everything anyone anybody anything whoever whatever")
SOME_ONE: Final = word_class("someone somebody something")
NO_ONE: Final = word_class("nobody nothing none")
PRONOUNS: Final = word_class("it they he she them him her")
REFLEXIVES: Final = word_class("itself himself herself themselves themself")
RELATIVES: Final = word_class("who that which")
ARTICLES: Final = word_class("a an")
PREPOSITIONS: Final = word_class(
    "of to in on at for with from about into near inside by under over against towards toward"
)
#: nouns that say no more than "thing" or "person": they restrict nothing
GENERIC: Final = word_class("thing things person people one ones individual individuals object objects entity entities")
ADVERBS: Final = word_class(
    "also too however then always indeed necessarily certainly definitely either instead therefore otherwise"
)
#: where a run of open-class words ends; a capital letter inside a sentence makes any of them part of a name
STOPS: Final = (
    COPULAS
    | AUXILIARIES
    | MODALS
    | EVERY
    | EVERY_ONE
    | SOME_ONE
    | NO_ONE
    | PRONOUNS
    | REFLEXIVES
    | RELATIVES
    | ARTICLES
    | ADVERBS
    | word_class(
        "be being been not and or but yet nor if then unless whom the no some only neither both never whenever when"
        " while there this these those cannot"
    )
)
#: words whose meaning a theory of facts and rules cannot keep
_FOREIGN: Final = word_class(
    "most many few several usually often sometimes rarely seldom frequently probably possibly perhaps maybe likely"
    " unlikely might must should would could more less fewer except other others another same different exactly"
    " than before after because since although though until between left right above below behind says said say claims"
    " claim tells tell told thinks think believes believe knows know wants whose today tomorrow yesterday now again"
    " almost nearly mostly generally typically half majority at-least everywhere nowhere respectively only-if how why"
    " my your our their its older younger taller shorter first second third last next"
)
#: words that count a row of names: "exactly one of", "no more than one of"
_COUNTING: Final = word_class("exactly most more than")
_NUMBERS: Final = word_class("one two three four")
_CONTRACTED: Final = {"can't": ("can", "not"), "won't": ("will", "not"), "cannot": ("can", "not")}
_SIGNS: Final = regex(r"\w+(?:['.\-/]\w+)*'?|--|[^\w\s]")


@dataclass(frozen=True)
class Word:
    """A word or sign; `first` if it opens the sentence, so that its capital letter says nothing."""

    text: str
    first: bool = False

    @property
    def lower(self) -> str:
        """The word without capitals."""
        return self.text.lower()

    @property
    def capital(self) -> bool:
        """Whether the word is written as a name, as far as its letters show."""
        return not self.first and self.text[0].isupper()

    @property
    def sign(self) -> bool:
        """Whether it is punctuation."""
        return not (self.text[0].isalnum())

    def is_in(self, words: frozenset[str]) -> bool:
        """Whether it is one of the words of a closed class, and not a name."""
        return not self.capital and self.lower in words

    def says(self, word: str) -> bool:
        """Whether it is this closed-class word."""
        return not self.capital and self.lower == word


MOST_WORDS: Final = 200


def words(sentence: str) -> tuple[Word, ...]:
    """The words of a sentence, contractions written out."""
    found: list[Word] = []
    for text in _SIGNS.findall(sentence.replace("\u2019", "'")):
        lower = text.lower()
        if lower in _CONTRACTED or lower.endswith("n't"):
            parts = _CONTRACTED.get(lower, (lower[:-3], "not"))
            found += [Word(part, not found) for part in parts if part]
        else:
            found.append(Word(text, not found))
    if len(found) > MOST_WORDS:
        raise TooCostly(f"a sentence of more than {MOST_WORDS} words")
    return tuple(found)


def refuse_foreign(found: tuple[Word, ...]) -> None:
    """Refuse words that a theory of facts and rules cannot keep the meaning of."""
    for place, word in enumerate(found):
        counting = {after.lower for after in found[place + 1 : place + 4]}
        if word.is_in(_COUNTING) and "of" in counting and counting & _NUMBERS:
            continue  # "exactly one of", read with a row of names
        if word.is_in(_FOREIGN):
            raise NotUnderstood(f"'{word.text}' is not a word that facts and rules are read with")
