"""A place in a sentence, and what has been named there so far: variables, things, and what pronouns may mean."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count

from orchestra_modules.logic.rules.formulas import Const, Formula, Term, Var
from orchestra_modules.logic.rules.morphology import Lexicon
from orchestra_modules.logic.rules.words import ADVERBS, STOPS, Word
from orchestra_modules.solving.refusal import NotUnderstood

#: what a predicate says of a thing
Property = Callable[[Term], Formula]
#: what a subject makes of a predicate
Quantifier = Callable[[Property], Formula]


@dataclass
class Condition:
    """An if-clause being read: its variables are those of the whole sentence."""

    people: list[Var] = field(default_factory=list)
    things: list[Var] = field(default_factory=list)
    nouns: list[tuple[str, Var]] = field(default_factory=list)
    objects: list[Var] = field(default_factory=list)
    subjects: list[tuple[Const, bool]] = field(default_factory=list)  # what it names, and whether by "the" and a noun

    @property
    def variables(self) -> list[Var]:
        """Every variable, in the order of mention."""
        return [*self.people, *(var for var in self.things if var not in self.people)]


class Cursor:
    """The words of a sentence from a place on."""

    def __init__(self, found: tuple[Word, ...], lexicon: Lexicon, earlier: tuple[Const, ...] = ()) -> None:
        self.words = found
        self.place = 0
        self.lexicon = lexicon
        self.earlier = earlier
        self.names = count(1)
        self.condition: Condition | None = None
        self.antecedent = False
        self.in_condition = False
        self.denied = False
        self.named: list[Const] = []
        self.classical: list[str] = []
        self.notes: list[str] = []

    def peek(self, ahead: int = 0) -> Word | None:
        """The word that many places on, or none past the end."""
        index = self.place + ahead
        return self.words[index] if index < len(self.words) else None

    def at(self, *texts: str) -> bool:
        """Whether these closed-class words come next."""
        return all((word := self.peek(i)) is not None and word.says(text) for i, text in enumerate(texts))

    def at_any(self, texts: frozenset[str], ahead: int = 0) -> bool:
        """Whether a word of this class comes next."""
        return (word := self.peek(ahead)) is not None and word.is_in(texts)

    def accept(self, *texts: str) -> bool:
        """Step over these words if they come next."""
        if self.at(*texts):
            self.place += len(texts)
            return True
        return False

    def expect(self, *texts: str) -> None:
        """Step over these words, which have to come next."""
        if not self.accept(*texts):
            raise self.lost(f"'{' '.join(texts)}' is expected")

    def take(self) -> Word:
        """The next word, stepped over."""
        word = self.peek()
        if word is None:
            raise NotUnderstood(f"the sentence ends too early: '{self.told()}'")
        self.place += 1
        return word

    def lost(self, why: str) -> NotUnderstood:
        """The refusal that names the place."""
        word = self.peek()
        return NotUnderstood(f"{why} {f'at {word.text!r}' if word else 'at the end'} in '{self.told()}'")

    def told(self) -> str:
        """The sentence."""
        return " ".join(word.text for word in self.words)

    def ended(self) -> bool:
        """Whether nothing is left."""
        return self.place >= len(self.words)

    def open_word(self, ahead: int = 0) -> bool:
        """Whether a word with a meaning of its own comes next: no sign, no word that carries logic."""
        word = self.peek(ahead)
        return word is not None and not word.sign and not word.is_in(STOPS)

    def adverbs(self) -> None:
        """Step over words that add nothing."""
        while True:
            if self.at_any(ADVERBS) and not self.at("either") and not self.at("then"):
                self.place += 1
            elif (sign := self.peek()) is not None and sign.text == "," and self.at_any(frozenset({"too"}), 1):
                self.place += 2
            else:
                return

    def fresh(self) -> Var:
        """A variable not used before in this sentence."""
        return Var(f"x{next(self.names)}")

    def name(self, text: str) -> Term:
        """The thing of a name; a letter that only conditions speak of is a variable."""
        letter = text.lower()
        if self.condition is not None and len(letter) == 1 and letter.isalpha() and letter not in self.lexicon.letters:
            if Var(letter) not in self.condition.things:
                self.condition.things.append(Var(letter))
            return Var(letter)
        thing = Const(text.lower())
        if thing not in self.named:
            self.named.append(thing)
        return thing

    @contextmanager
    def trial(self) -> Iterator[None]:
        """Read ahead; on failure everything is as before."""
        kept = (self.place, list(self.named), list(self.classical), list(self.notes))
        try:
            yield
        except NotUnderstood:
            self.place, self.named, self.classical, self.notes = kept
            raise
