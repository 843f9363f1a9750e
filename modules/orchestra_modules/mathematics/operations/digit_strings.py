"""Numbers and codes formed from digits: how many there are of a length, with or without digits used again."""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction
from itertools import permutations, product
from typing import TYPE_CHECKING, Final

from orchestra_modules.mathematics.engines.count_findings import count_found
from orchestra_modules.mathematics.finding import Finding
from orchestra_modules.mathematics.language import slots
from orchestra_modules.mathematics.language.pattern import Slot
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.syntax import Listing, Node, Number
from orchestra_modules.solving.numerals import cardinal
from orchestra_modules.solving.refusal import NotUnderstood, TooCostly

if TYPE_CHECKING:
    from orchestra_modules.mathematics.language.reader import Reader
    from orchestra_modules.mathematics.work import Work

_MANY: Final = "how many [different|distinct|possible]"
_NUMBERS: Final = (
    "([positive|whole] (numbers|integers)|(pins|codes|pin codes|passcodes|combinations|passwords|strings) {code=yes})"
)
_PARITY: Final = "[even {parity=even}|odd {parity=odd}]"
_FORMED: Final = "(can be (formed|made|written|created|built)|can you (form|make|write)|can we (form|make))"
_DIGITS: Final = "[only] [the] [digits|numbers] {digits:digits}"
_ONCE: Final = (
    "[,] ((without (repetition|repeating|repeating digits|repeating any digit|repetition of digits|repeated digits)"
    "|if no digit (is repeated|is used more than once|may be repeated|can be repeated|repeats)"
    "|with no digit repeated|with no repeated digits|if repetition is not allowed|if digits (cannot|may "
    "not|can not) be repeated"
    "|if (each|every) digit (is|may be|can be) used (only|at most|exactly) once|with (different|distinct) digits"
    "|with all digits different|using each digit [at most|only] once|where no digit is repeated"
    "|if repetition of digits is not allowed) {again=no}"
    "|(with repetition [allowed]|if repetition [of digits] is allowed|if digits (may|can) be repeated|if "
    "digits can repeat"
    "|when repetition is allowed|with repetition of digits [allowed]|if the digits (may|can) be repeated) {again=yes})"
)
_LISTED: Final = 200_000


@slots.kind("length_in_digits", lambda cursor: cursor.token.kind in ("number", "word"))
def _length(reader: Reader, slot: Slot) -> Iterator[Node]:
    """The number in "3-digit", "four-digit", "6 digit"."""
    cursor = reader.cursor
    token, dash, noun = cursor.token, cursor.ahead(), cursor.ahead(2)
    value = int(token.text) if token.text.isdigit() else cardinal(token.text)
    if value is None or len(token.text) > 8:
        raise cursor.stuck("a number of digits was expected")
    if dash.text == "-" and noun.text.lower() == "digit":
        cursor.position += 3
    elif dash.text.lower() == "digit":
        cursor.position += 2
    else:
        raise cursor.stuck("a number of digits was expected")
    yield Number(Fraction(value))


@slots.kind("digits", lambda cursor: cursor.token.kind == "number" or cursor.is_sign("{"))
def _digits(reader: Reader, slot: Slot) -> Iterator[Node]:
    """1, 2, 3 and 5; 0 to 9; {1, 2, 3}: different digits."""
    cursor = reader.cursor
    with slots.without_barriers(cursor):
        bracketed = cursor.take_sign("{")
        found: list[Fraction] = []
        while cursor.token.kind == "number" and len(cursor.token.text) == 1:
            found.append(cursor.next().value)
            mark = cursor.mark()
            if (
                len(found) == 1
                and (cursor.take("to", "through") or cursor.take_sign("-"))
                and cursor.token.kind == "number"
            ):
                found = [Fraction(n) for n in range(int(found[0]), int(cursor.next().value) + 1)]
                break
            comma = cursor.take_sign(",")
            joined = cursor.take("and") or comma
            if not joined or cursor.token.kind != "number":
                cursor.reset(mark)
                break
        if bracketed and not cursor.take_sign("}"):
            raise cursor.stuck("a closing bracket was expected")
    if not found or len(set(found)) < len(found) or max(found) > 9:
        raise cursor.stuck("different digits were expected")
    yield Listing(tuple(Number(digit) for digit in found))


@operation(
    "digit_strings",
    requests=(
        f"{_MANY} {_PARITY} {{k:length_in_digits}} {_NUMBERS} {_FORMED} (from|with|using|out of|by using) "
        f"{_DIGITS} {_ONCE}",
        f"{_MANY} {_PARITY} {{k:length_in_digits}} {_NUMBERS} {_FORMED} {_ONCE} (from|with|using|out of|by "
        f"using) {_DIGITS}",
        f"{_MANY} {_PARITY} {{k:length_in_digits}} {_NUMBERS} (are there|exist|are possible|{_FORMED}) [{_ONCE}]",
        f"{_MANY} {_PARITY} {{k:length_in_digits}} {_NUMBERS} have (no repeated digits|different digits|distinct digits"
        "|all digits different|no digit repeated) {again=no}",
        f"{_MANY} {_PARITY} {{k:length_in_digits}} {_NUMBERS} (with|have) (no repeated digits|different "
        f"digits|distinct digits) "
        "are there {again=no}",
    ),
)
def digit_strings(
    work: Work,
    k: Node,
    digits: Node | None = None,
    again: Node | None = None,
    code: Node | None = None,
    parity: Node | None = None,
) -> Finding:
    """How many numbers, which do not begin with 0, or codes, which may, have so many digits."""
    length = work.integer(k)
    chosen = [work.integer(item) for item in work.items(digits)] if digits is not None else list(range(10))
    if again is None and digits is not None:
        raise NotUnderstood("it is not said whether a digit may be used again")
    repeated = work.text(again) != "no"
    if not 1 <= length <= 100:
        raise TooCostly("numbers of 1 to 100 digits are counted")
    if parity is not None and code is not None:
        raise NotUnderstood("a code is neither even nor odd")
    lead = [d for d in chosen if d or code is not None or length == 1]
    if 0 in lead and code is None:
        raise NotUnderstood("whether 0 counts as a number of one digit is not said")
    work.note("a code may begin with 0" if code is not None else "a number does not begin with 0")
    ends = [d for d in chosen if parity is None or d % 2 == (work.text(parity) == "odd")]
    found = _counted(chosen, lead, ends, length, repeated)
    listed = _listed(chosen, lead, ends, length, repeated)
    text = f"There are {{}} of them, {'with' if repeated else 'without'} a digit used again."
    if listed is None:
        return count_found(
            found, _by_places(chosen, lead, ends, length, repeated), text, "place by place from the left"
        )
    return count_found(found, listed, text, "all of them listed")


def _counted(chosen: list[int], lead: list[int], ends: list[int], length: int, repeated: bool) -> int:
    """The product of the choices for each place, the last place first and then the first."""
    if length == 1:
        return len(set(lead) & set(ends))
    if repeated:
        inner: int = len(chosen) ** (length - 2)
        return len(lead) * inner * len(ends)
    if len(chosen) < length:
        return 0
    pairs = sum(first != last for first in lead for last in ends)
    return pairs * math.perm(len(chosen) - 2, length - 2)


def _listed(chosen: list[int], lead: list[int], ends: list[int], length: int, repeated: bool) -> int | None:
    """The same by listing, where there are not too many."""
    whole = len(chosen) ** length if repeated else math.perm(len(chosen), length)
    if whole > _LISTED:
        return None
    every = product(chosen, repeat=length) if repeated else permutations(chosen, length)
    return sum(one[0] in lead and one[-1] in ends for one in every)


def _by_places(chosen: list[int], lead: list[int], ends: list[int], length: int, repeated: bool) -> int:
    """The same place by place: how many beginnings of a length have used how many digits that may stand last."""
    if length == 1:
        return len(set(lead) & set(ends))
    states: dict[int, int] = {}
    for first in lead:
        used = int(first in ends)
        states[used] = states.get(used, 0) + 1
    for place in range(1, length - 1):
        following: dict[int, int] = {}
        for used, ways in states.items():
            fitting = len(ends) - (0 if repeated else used)
            others = len(chosen) - len(ends) - (0 if repeated else place - used)
            following[used + 1] = following.get(used + 1, 0) + ways * max(fitting, 0)
            following[used] = following.get(used, 0) + ways * max(others, 0)
        states = following
    return sum(ways * max(len(ends) - (0 if repeated else used), 0) for used, ways in states.items())
