"""Plain nouns as arguments: "price", "red jacket", "swimming pool", of which nothing need be known.

A sentence may speak of any thing; what matters is how much of it there is. So no word that counts, compares, denies
or tells of time is part of a thing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from orchestra_modules.mathematics.language import slots
from orchestra_modules.mathematics.language.cursor import Cursor, words
from orchestra_modules.mathematics.language.pattern import Slot
from orchestra_modules.mathematics.syntax import Node, Text
from orchestra_modules.solving.numerals import cardinal, ordinal

if TYPE_CHECKING:
    from orchestra_modules.mathematics.language.reader import Reader

_LONGEST: Final = 4
#: words that change how much is meant, or join what is said: none of them is part of a thing
MEANT: Final = frozenset(
    words(
        "in on of with by about around through across against among within onto upon like "
        "a an the no not never none neither nor and or but if then than as at to from into per each every all both "
        "half double twice thrice triple quarter third more less fewer most least only another other others additional "
        "extra further left remaining rest total altogether together combined "
        "average averages averaged mean percent percentage before "
        "after until since during while when where who whom whose which what that this these those it its is are was "
        "were be been being am has have had do does did will would can could may might must should how why with "
        "without for so because also again still just about almost nearly exactly between over under above below up "
        "down off out plus minus times divided increase decrease increased decreased rises rise rose falls fall fell "
        "drops drop dropped grows grew costs cost sold bought identical indistinguishable different same dozen pair "
        "replacement repetition such except instead daily weekly monthly yearly now today yesterday tomorrow later "
        "earlier ago first second last"
    )
)


def names_a_thing(cursor: Cursor) -> bool:
    """Whether the word ahead may be part of a noun."""
    token = cursor.token
    word = token.lowered
    plain = token.kind == "word" and len(word) > 1 and word.replace("'", "").isalpha()
    return plain and word not in MEANT and cardinal(word) is None and ordinal(word) is None


@slots.kind("thing", names_a_thing)
def _thing(reader: Reader, slot: Slot) -> Iterator[Node]:
    """One to four plain words; every length is tried."""
    cursor = reader.cursor
    start = cursor.position
    if not names_a_thing(cursor):
        raise cursor.stuck("a noun was expected")
    while cursor.position - start < _LONGEST and names_a_thing(cursor):
        cursor.next()
        yield Text(cursor.written(start))
