"""Counting choices and arrangements; each number is found by two roads.

Told stories are read only where they say plainly what is chosen or arranged; what the things are does not matter.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from orchestra_modules.mathematics.engines import counting
from orchestra_modules.mathematics.engines.count_findings import count_found, sizes
from orchestra_modules.mathematics.finding import Finding
from orchestra_modules.mathematics.language import slots
from orchestra_modules.mathematics.language.pattern import Slot
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.syntax import Node, Number, Text
from orchestra_modules.solving.refusal import NotUnderstood, Undefined

if TYPE_CHECKING:
    from orchestra_modules.mathematics.language.reader import Reader
    from orchestra_modules.mathematics.work import Work

_WAYS: Final = (
    "(in how many [different|distinct] ways can"
    "|how many [different|distinct] ways (are there|is it possible|are possible) (to|of))"
)


@slots.kind("spelled")
def _spelled(reader: Reader, slot: Slot) -> Iterator[Node]:
    """A word whose letters are arranged, quoted or not."""
    cursor = reader.cursor
    if cursor.token.kind == "quoted":
        yield Text(cursor.next().text)
        return
    start = cursor.position
    if cursor.token.kind != "word":
        raise cursor.stuck("a word was expected")
    cursor.next()
    while cursor.token.kind == "word" and not cursor.token.spaced:
        cursor.next()
    yield Text(cursor.written(start))


_CHOOSE: Final = "(choose|select|pick|form|make|draw|be chosen|be selected|be formed|choosing|selecting|picking)"


@operation(
    "combinations",
    nouns=(
        "{n} choose {k}",
        "number of (combinations|ways to choose|subsets) of {n:people} [taken|chosen] {k:integer} at a time",
        "number of (ways to choose|ways of choosing|ways to select|ways to pick) {k:people} (from|out of|among) "
        "{n:people}",
        "number of combinations of {k:people} (from|out of|chosen from) {n:people}",
        "number of subsets (of size|with) {k:integer} [elements] of a set (of|with) {n:integer} [elements]",
        "number of {k:integer} - element subsets of a set (of|with) {n:integer} elements",
        "binomial coefficient [of] {n:integer} (and|choose|over|,) {k:integer}",
    ),
    requests=(
        f"{_WAYS} [you|one|we|a teacher|i|someone] {_CHOOSE} {{k:people}} (from|out of|among) {{n:people}}",
        f"how many [different|distinct] ways can (you|one|we|i) {_CHOOSE} {{k:people}} (from|out of|among) "
        f"{{n:people}}",
        "how many [different|distinct|possible] {k:integer} - card (hands|poker hands) (can be dealt|are "
        "there|are possible) "
        "[from|in] (a|the) [standard] [deck of] {n:integer} [(- card deck|cards)]",
        "(in how many [different] ways can|how many ways can) {k:people} be (chosen|selected|picked) (from|out "
        "of|among) {n:people}",
        "how many [different|distinct] (committees|teams|groups|subsets|combinations|selections|hands|samples) of "
        "[size] {k:people} (can be|could be|are) (formed|chosen|selected|made|drawn|picked) [from|out of|among] "
        "{n:people}",
        "how many [different|distinct] (combinations|subsets) of {k:integer} [elements|objects|items] (are "
        "there|exist|does a set "
        "of {n:integer} [elements] have|can be chosen) (from|in|out of) [a set of] {n:people}",
        "how many subsets of size {k:integer} does a set (of|with) {n:integer} [elements] have",
    ),
    calls=("C", "nCr", "comb", "Binomial"),
)
def combinations(work: Work, n: Node, k: Node) -> Finding:
    """Choices of k things out of n, without order."""
    total, chosen = sizes(work, n, k)
    check = "Pascal's rule, row by row, gives the same"
    text = f"There are {{}} ways to choose {chosen} out of {total}."
    return count_found(math.comb(total, chosen), counting.binomial_by_rows(total, chosen), text, check)


@operation(
    "short_counting",
    requests=("{short:counting}", "(what is|find|calculate|compute|evaluate) {short:counting}"),
    plain=("short",),
)
def short_counting(work: Work, short: Node) -> Finding:
    """5C2 and 5P2."""
    match = re.fullmatch(r"(\d+)([CP])(\d+)", work.text(short))
    if match is None:
        raise NotUnderstood("this is no number of combinations")
    first, second = (Number(Fraction(int(match[i]))) for i in (1, 3))
    return (combinations if match[2] == "C" else permutations)(work, first, second)


@slots.kind("counting", lambda cursor: cursor.token.kind == "number")
def _short(reader: Reader, slot: Slot) -> Iterator[Node]:
    """5C2, 5 P 2."""
    cursor = reader.cursor
    letter, last = cursor.ahead(), cursor.ahead(2)
    if letter.text in ("C", "P") and letter.spaced and last.spaced and last.kind == "number":
        text = f"{cursor.token.text}{letter.text}{last.text}"
        if not re.fullmatch(r"\d{1,4}[CP]\d{1,4}", text):
            raise cursor.stuck()
        cursor.position += 3
        yield Text(text)
        return
    start = cursor.position
    while (
        cursor.token.kind in ("number", "word", "sign")
        and cursor.position - start < 5
        and (cursor.position == start or not cursor.token.spaced)
    ):
        if cursor.at_end or cursor.is_sign(".", "?"):
            break
        cursor.next()
    text = cursor.written(start).replace("_", "") if cursor.position > start else ""
    if not re.fullmatch(r"\d{1,4}[CP]\d{1,4}", text):
        raise cursor.stuck()
    yield Text(text)


@operation(
    "permutations",
    nouns=(
        "number of (permutations|arrangements) of {n:people} [taken] {k:integer} at a time",
        "number of (permutations|arrangements) of {k:people} (from|out of|chosen from) {n:people}",
        "number of (permutations|arrangements) of {n:people}",
        "number of ways to arrange {n:people} [in a row|in a line|in order]",
        "number of ways to arrange {k:people} (from|out of|chosen from) {n:people}",
    ),
    requests=(
        "in how many [different|distinct] ways can {n:people} be (arranged|ordered|lined up|seated|placed|put) "
        "[in a row|in a line|in order|on a shelf]",
        "in how many [different|distinct] ways can {n:people} (sit|stand|line up|queue) [in a row|in a line|in order]",
        "[in] how many [different|distinct] ways can (you|i|we|one) (arrange|order|line up|seat) {n:people} "
        "[in a row|in a line|in order|on a shelf]",
        "how many [different|distinct] ways (are there|is it possible) to (arrange|order|line up|seat) {n:people} "
        "[in a row|in a line|in order|on a shelf]",
        "how many [different|distinct] ways can {n:people} be (arranged|ordered|lined up|seated) [in a row|in a "
        "line|in order]",
        "how many [different|distinct|possible] (permutations|arrangements|orderings|orders) [are there] of {n:people} "
        "taken {k:integer} at a time [are there|exist|are possible]",
        "how many [different|distinct|possible] (permutations|arrangements|orderings|orders) (are there (of|for)|of) "
        "{n:people} [are there|exist|are possible]",
        "how many permutations (are there|exist) of {n:people} [taken {k:integer} at a time]",
        "how many permutations (of|do|can be made of) {n:people} (are there|have|exist)",
        "in how many [different|distinct] ways can {k:people} be (arranged|ordered) (from|out of) {n:people}",
    ),
    calls=("P", "nPr", "perm"),
)
def permutations(work: Work, n: Node, k: Node | None = None) -> Finding:
    """Arrangements in a row of k things out of n, or of all of them."""
    total, chosen = sizes(work, n, k if k is not None else n)
    found = math.perm(total, chosen)
    again = counting.falling(total, chosen) if chosen <= total else 0
    text = f"There are {{}} arrangements of {chosen} out of {total}."
    return count_found(found, again, text, "the product of the choices for each place is the same")


@operation(
    "circular_permutations",
    nouns=("number of (circular permutations|circular arrangements) of {n:people}",),
    requests=(
        "[in] how many [different|distinct] ways can {n:people} (sit|be seated|be arranged|be placed|stand) "
        "(around|at|round|in) a (round table|circular table|circle|round dinner table)",
        "how many [different|distinct] ways (are there|is it possible) (to (seat|arrange|place)|for) {n:people} "
        "[to (sit|be seated|stand)] (around|at|round|in) a "
        "(round table|circular table|circle)",
    ),
)
def circular_permutations(work: Work, n: Node) -> Finding:
    """Arrangements round a circle; turning it makes no difference, a mirror image does."""
    (total,) = sizes(work, n)
    if total < 1:
        raise Undefined("nothing is arranged")
    work.note("arrangements that differ by a turn of the circle are one")
    found = math.factorial(total - 1)
    return count_found(
        found, math.factorial(total) // total, "There are {} ways.", "all orders over the turns are the same"
    )


@operation(
    "arrangements_of_letters",
    nouns=(
        "number of [different|distinct|distinguishable|unique] (arrangements|permutations|anagrams|rearrangements) "
        "of [all] "
        "[the] [letters (of|in)] [the] [word] {word:spelled}",
        "number of [different|distinct] ways to (arrange|rearrange|order) [all] the letters (of|in) [the] [word] "
        "{word:spelled}",
    ),
    requests=(
        "how many [different|distinct|distinguishable] (permutations|arrangements|anagrams) of the letters (of|in) "
        "[the] [word] "
        "{word:spelled} (are there|exist|are possible)",
        "in how many [different|distinct] ways can [all] the letters (of|in) [the] [word] {word:spelled} be "
        "(arranged|rearranged|ordered|permuted)",
        "how many [different|distinct|distinguishable|unique] "
        "(arrangements|permutations|anagrams|words|strings|rearrangements) "
        "(are there|can be made|can be formed|exist|can be formed using|are possible) (of|from|with|using|for|out "
        "of) [all] [the] "
        "[letters (of|in)] [the] [word] {word:spelled}",
        "how many [different|distinct] ways can [all] the letters (of|in) [the] [word] {word:spelled} be "
        "(arranged|rearranged|ordered|permuted)",
        "how many [different|distinct] (anagrams|arrangements|permutations|rearrangements) (of|does) [the] "
        "[letters (of|in)] [the] "
        "[word] {word:spelled} (are there|have|exist)",
        "how many [different|distinct] ways (are there to|can you|can we) (arrange|rearrange|order) [all] the "
        "letters (of|in) [the] "
        "[word] {word:spelled}",
    ),
)
def arrangements_of_letters(work: Work, word: Node) -> Finding:
    """Different orders of the letters of a word, equal letters being alike."""
    letters = work.text(word)
    if not letters.isalpha() or len(letters) > 60:
        raise NotUnderstood("the letters of one word of at most 60 letters are arranged")
    counts = Counter(letters.lower())
    found = math.factorial(len(letters)) // math.prod(math.factorial(n) for n in counts.values())
    text = f"The letters of {letters} have {{}} different arrangements."
    return count_found(
        found,
        counting.multinomial_by_places(list(counts.values())),
        text,
        "places chosen letter by letter give the same",
    )


@operation(
    "combinations_with_repetition",
    nouns=(
        "number of (combinations with repetition|multisets) of {k:people} (from|out of|chosen from) {n:people}",
        "number of ways to (choose|select) {k:people} (from|out of) {n:people} with (repetition|replacement) [allowed]",
        "number of ways to (distribute|put|place|divide) {k:integer} identical {thing:word} (into|among|in|between) "
        "{n:integer} "
        "(distinct|different|distinguishable) {place:word}",
    ),
    requests=(
        f"{_WAYS} (choose|select|pick) {{k:people}} (from|out of|among) {{n:people}} (with repetition|with replacement|"
        "with repetition allowed|if repetition is allowed|if repetitions are allowed)",
        f"{_WAYS} (distribute|put|place|divide) {{k:integer}} (identical|indistinguishable) {{thing:word}} "
        f"(into|among|in|between) "
        "{n:integer} (distinct|different|distinguishable) {place:word}",
        "[in] how many [different] ways can {k:integer} (identical|indistinguishable) {thing:word} be "
        "(distributed|put|placed|divided) "
        "(into|among|in|between) {n:integer} (distinct|different|distinguishable) {place:word}",
    ),
)
def combinations_with_repetition(
    work: Work, n: Node, k: Node, thing: Node | None = None, place: Node | None = None
) -> Finding:
    """Choices of k things out of n kinds, each as often as one likes."""
    kinds, chosen = sizes(work, n, k)
    if kinds == 0:
        raise Undefined("there are no kinds to choose from")
    found = math.comb(kinds + chosen - 1, chosen)
    ways = [1] + [0] * chosen  # kind by kind
    for _ in range(kinds):
        for i in range(1, chosen + 1):
            ways[i] += ways[i - 1]
    return count_found(
        found,
        ways[chosen],
        f"There are {{}} choices of {chosen} out of {kinds} kinds.",
        "kind by kind the count is the same",
    )


@operation(
    "derangements",
    nouns=(
        "[number of] derangements of {n:people}",
        "subfactorial of {n}",
        "number of permutations of {n:people} with no fixed points",
    ),
    requests=("how many derangements (are there of|of|does a set of|do) {n:people} [are there|have|exist]",),
    calls=("derangements", "subfactorial", "Subfactorial"),
)
def derangements(work: Work, n: Node) -> Finding:
    """Permutations that leave nothing in its place."""
    (size,) = sizes(work, n)
    text = f"{size} things have {{}} derangements."
    return count_found(
        counting.derangements(size), counting.derangements_by_steps(size), text, "the recurrence gives the same"
    )


@operation(
    "subsets",
    nouns=(
        "number of subsets of a set (of|with) {n:integer} (elements|members)",
        "number of subsets of a {n:integer} - element set",
    ),
    requests=("how many subsets does a set (of|with|that has) {n:integer} (elements|members) have",),
)
def subsets(work: Work, n: Node) -> Finding:
    """All subsets, the empty one and the whole among them."""
    (size,) = sizes(work, n)
    again = sum(math.comb(size, k) for k in range(size + 1))
    return count_found(
        2**size, again, f"A set of {size} has {{}} subsets.", "the numbers of subsets of each size add up to it"
    )


_EACH_OTHER: Final = (
    "(with each other|with one another|with everyone else|with every other [person|one]|with each other person"
    "|with all the others|with everybody else)"
)
_ONCE: Final = f"([exactly|only] once {_EACH_OTHER}|{_EACH_OTHER} [exactly|only] [once])"


@operation(
    "handshakes",
    nouns=("number of handshakes [(if|when|among)] {n:people} [each] [all] shake hands [with each other|once]",),
    requests=(
        "how many handshakes (are there|take place|occur|will there be|are made|happen) (if|when|among) {n:people} "
        f"[each|all] shake hands {_ONCE}",
        f"[if] {{n:people}} [each|all] shake hands {_ONCE} (,|.) how many handshakes (are there|take "
        f"place|occur|are made"
        "|happen|will there be)",
        f"[if] (everyone|everybody|each person) (at a party of|in a group of|in a room of) {{n:people}} shakes hands "
        f"{_ONCE} (,|.) how many handshakes (are there|take place|occur|are made|happen|will there be)",
        "[if|in a league of|there are] {n:people} [are in a league] [.|,|and] [if] (each|every) team plays "
        "(every|each) other "
        "team [exactly|only] once (,|.) how many (games|matches) (are there|are played|take place|will be played)",
    ),
)
def handshakes(work: Work, n: Node) -> Finding:
    """Pairs among n people."""
    (size,) = sizes(work, n)
    return count_found(
        size * (size - 1) // 2, sum(range(size)), "There are {} handshakes.", "added up person by person"
    )
