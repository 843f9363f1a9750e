"""Reading a question about one table. Row names and the noun for rows arrive as signs: @0, @1 and #.

A question is parted into what is selected, the conditions, and the order; each part is read by itself. Knows no text
around the question and no solver.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from orchestra_modules.logic.inventories.dimensions import (
    VERBS,
    adjective_column,
    check_unit,
    degree,
    extreme,
    named_column,
    unit_column,
    verb_column,
)
from orchestra_modules.logic.inventories.table_cells import cell_condition, narrowed, ordering, parted
from orchestra_modules.logic.inventories.tables import (
    Comparison,
    Condition,
    Figure,
    Order,
    Query,
    Relation,
    Shape,
    Table,
)
from orchestra_modules.logic.inventories.tables_solving import number
from orchestra_modules.solving.numerals import cardinal, ordinal
from orchestra_modules.solving.refusal import NotUnderstood

_N: Final = r"#"
_THERE: Final = (
    r"(?: (?:are there|are listed|are shown|are given|there are|are|is|does the table "
    r"(?:have|contain|list|show)|do the tables (?:have|contain|list|show)|appear))?(?: "
    r"?(?:listed |shown )?in (?:the|this|both|these|all(?: the)?) (?:tables?|list))?(?: "
    r"(?:in total|altogether|now))?"
)
_NUM: Final = (
    r"(?P<num>[$\u20ac]?-?\d+(?:\.\d+)?|(?:zero|one|two|three|four|five|six|seven|eight|"
    r"nine|ten|eleven|twelve|thirteen|fifteen|twenty|thirty|forty|fifty|sixty|seventy|"
    r"eighty|ninety|hundred)(?:-[a-z]+)?)"
)
_UNIT: Final = (
    r"(?: ?(?P<unit>years?|cms?|kgs?|kilograms?|kilos?|grams?|g|lbs?|pounds?|"
    r"centimet(?:er|re)s?|met(?:er|re)s?|m|km|kilomet(?:er|re)s?|mm|inches|inch|feet|ft|"
    r"dollars?|euros?|\$|%|percent|hours?|h|minutes?|min|seconds?|points?))?"
)
_RELATIONS: Final[tuple[tuple[str, Relation], ...]] = (
    (r"(?:no|not) more than|at most|up to|a maximum of", Relation.AT_MOST),
    (r"(?:no|not) (?:less|fewer) than|at least|a minimum of", Relation.AT_LEAST),
    (
        r"more than|greater than|higher than|larger than|bigger than|over|above|exceeding|"
        r"strictly more than|strictly above",
        Relation.MORE,
    ),
    (r"(?:strictly )?(?:less than|fewer than|lower than|smaller than|under|below)", Relation.LESS),
    (r"exactly|equal to|of|precisely", Relation.EQUAL),
)
_RELATION: Final = "(?P<rel>" + "|".join(pattern for pattern, _ in _RELATIONS) + ")"
_SUPER: Final = r"(?:(?P<nth>[a-z]+|\d+[a-z]{2}) )?(?P<super>[a-z]+est|(?:most|least) [a-z]+)"
_OTHERS: Final = (
    rf"(?:(?:all |any |every )?(?:of )?(?:the )?other(?: ones?| {_N}|s)|every other {_N}|"
    rf"all others|any other {_N}|everyone else)"
)
_ALPHABET: Final = (
    r"(?:(?:(?:when |if |,)?(?:sorted|ordered|listed|ranked|arranged) )?(?:by|in) (?:the "
    r")?alphabetic(?:al)? order|(?:(?:when |if )?(?:sorted|ordered|listed) "
    r")?alphabetically|in the alphabet)"
)
_THE_NAME: Final = (
    rf"(?:what is|what's|give|tell me|find|state) the name of (?:the )?|(?:which|what) {_N}"
    rf" (?:is|comes|was|appears) (?:the )?|(?:which|who|what) is (?:the )?|name the |what {_N}"
    rf" is (?:the )?"
)
_FIGURES: Final = {
    "average": Figure.MEAN, "average of the": Figure.MEAN, "mean": Figure.MEAN, "mean of the": Figure.MEAN,
    "combined": Figure.SUM, "cumulated": Figure.SUM, "cumulative": Figure.SUM, "overall": Figure.SUM,
    "sum of": Figure.SUM, "sum of all": Figure.SUM, "sum of all the": Figure.SUM, "sum of the": Figure.SUM,
    "summed": Figure.SUM, "total": Figure.SUM, "median": Figure.MEDIAN,
}  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """The table that a question is about, with the names that stand for @0, @1, ..."""

    table: Table
    names: tuple[str, ...]

    def row(self, sign: str) -> tuple[tuple[Condition, ...], ...]:
        """The condition of being the row of a name."""
        return ((Condition(0, Relation.EQUAL, self.names[int(sign.lstrip("@"))]),),)

    def column(self, words: str) -> int:
        """The column of a name. NotUnderstood if there is none."""
        words = re.sub(r"^(?:the|an?) ", "", words.strip())
        found = named_column(self.table.columns, words)
        if found is None:
            raise NotUnderstood(f"there is no column {words!r}")
        return found


def read(said: str, asked: Asked) -> Query | Comparison | Shape:
    """What is asked. NotUnderstood if no reading fits."""
    try:
        return _read(said, asked)
    except NotUnderstood as refusal:
        first = refusal
    if (found := ordering(said, asked.table)) is not None:
        return found
    if (parts := parted(said, asked.table)) is not None and isinstance(whole := _read(parts[0], asked), Query):
        return narrowed(whole, parts[1])
    raise first


def _read(said: str, asked: Asked) -> Query | Comparison | Shape:
    for reader in (_counts, _figures, _comparisons, _places, _superlatives, _cells, _chosen):
        if (found := reader(said, asked)) is not None:
            return found
    raise NotUnderstood(f"the question {said!r} is not understood")


def _counts(said: str, asked: Asked) -> Query | Shape | None:
    if re.fullmatch(rf"how many columns{_THERE}", said):
        return Shape()
    if re.fullmatch(
        rf"(?:how many (?:rows|entries|{_N}){_THERE}|what is the (?:total )?number of (?:rows|{_N}){_THERE})", said
    ):
        return Query(figure=Figure.COUNT)
    if match := re.fullmatch(rf"how many (?:of the )?(?:{_N}|rows|entries) (?P<where>.+)", said):
        return Query(where=conditions(match["where"], asked), figure=Figure.COUNT)
    return None


def _figures(said: str, asked: Asked) -> Query | None:
    if match := re.fullmatch(
        rf"how much do (?:all )?(?:of )?(?:the )?{_N} (?P<verb>weigh|cost)(?: (?:together|in "
        rf"total|altogether|combined))",
        said,
    ):
        return Query(verb_column(asked.table.columns, match["verb"]), figure=Figure.SUM)
    figures = "|".join(sorted(_FIGURES, key=len, reverse=True))
    whom = (
        rf"(?: (?:of|for|among|across) (?:all )?(?:of )?(?:the )?(?:{_N}|table)(?: "
        rf"(?P<where>.+))?)?(?: in the tables?)?"
    )
    match = re.fullmatch(
        rf"(?:what is|what's|calculate|compute|find|give) the (?P<figure>{figures}) (?P<column>[a-z ]+?){whom}", said
    )
    if match is not None:
        column = asked.column(match["column"])
        where = conditions(match["where"], asked) if match["where"] else ((),)
        return Query(column, where, _FIGURES[match["figure"]])
    match = re.fullmatch(rf"(?:what is|what's|give|find) the (?P<super>[a-z]+) (?P<column>[a-z ]+?){whom}", said)
    if match is not None and (much := extreme(match["super"])) is not None:
        column = asked.column(match["column"])
        where = conditions(match["where"], asked) if match["where"] else ((),)
        if column == 0:
            return None
        return Query(column, where, Figure.MOST if much else Figure.LEAST)
    return None


def _comparisons(said: str, asked: Asked) -> Query | Comparison | None:
    if match := re.fullmatch(r"(?:is|does|do|was) (?P<a>@\d+) (?P<how>.+?) (?P<b>@\d+)", said):
        column, relation = _comparative(match["how"].removesuffix(" does"), asked)
        return Comparison(Query(column, asked.row(match["a"])), Query(column, asked.row(match["b"])), relation)
    if match := re.fullmatch(
        rf"(?:who|which|which one|which {_N}|which of them) (?:is|weighs|costs)(?: the)? "
        rf"(?P<how>[a-z ]+?)[,:]? (?P<a>@\d+) or (?P<b>@\d+)",
        said,
    ):
        column, relation = _comparative(match["how"] + " than", asked)
        where = (*asked.row(match["a"]), *asked.row(match["b"]))
        return Query(0, where, order=column, descending=relation is Relation.MORE, place=1)
    if match := re.fullmatch(
        rf"(?:how much|by how (?:many|much)|how many{_UNIT}) (?P<how>[a-z]+er) is (?P<a>@\d+) than (?P<b>@\d+)", said
    ):
        column, relation = _comparative(f"{match['how']} than", asked)
        check_unit(asked.table.columns[column], match["unit"] or "")
        return Comparison(Query(column, asked.row(match["a"])), Query(column, asked.row(match["b"])), None)
    if match := re.fullmatch(
        r"what is the difference (?:in|of|between the) (?P<column>[a-z ]+?) (?:between|of) (?P<a>@\d+) and (?P<b>@\d+)",
        said,
    ):
        column = asked.column(match["column"])
        return Comparison(Query(column, asked.row(match["a"])), Query(column, asked.row(match["b"])), None)
    return None


def _places(said: str, asked: Asked) -> Query | None:
    """The first, the last, the third row: in the table, in the alphabet, or by a column."""
    core = rf"(?P<nth>[a-z]+|\d+[a-z]{{2}})(?: {_N}| name| one| row| entry)*"
    ends = (
        rf"(?: (?P<alphabet>{_ALPHABET})|,? when (?:sorted|ordered) by (?P<column>[a-z ]+?)(?: "
        rf"(?:in )?(?P<down>descending|ascending)(?: order)?)?| (?:in|of) the (?:table|list))?"
    )
    match = re.fullmatch(rf"(?:{_THE_NAME}|what is |which (?:is )?){core}{ends}", said)
    if match is None:
        return None
    place = -1 if match["nth"] in ("last", "final", "bottom") else ordinal(match["nth"]) or 0
    if match["nth"] == "top":
        place = 1
    if not place:
        return None
    if match["alphabet"]:
        return Query(order=0, place=place)
    if match["column"]:
        return Query(order=asked.column(match["column"]), descending=match["down"] == "descending", place=place)
    return Query(place=place)


def _superlatives(said: str, asked: Asked) -> Query | None:
    """The oldest; the second tallest; the one with the lowest weight; the one older than all others."""
    tail = rf"(?: (?:{_N}|one))?(?: (?:in|of) the tables?| of (?:all|them)(?: all)?)?"
    if match := re.fullmatch(rf"(?:{_THE_NAME}){_SUPER}{tail}", said):
        return _extreme(match, asked, 0)
    if match := re.fullmatch(rf"(?:{_THE_NAME}){_N} (?:that|who|which) is (?:the )?{_SUPER}{tail}", said):
        return _extreme(match, asked, 0)
    has = rf"(?:which|what) {_N} has|who has|(?:{_THE_NAME}){_N} (?:with|that has|who has|which has)"
    if match := re.fullmatch(rf"(?:{has}) the (?:(?P<nth>[a-z]+) )?(?P<super>[a-z]+) (?P<column>[a-z ]+)", said):
        much = extreme(match["super"])
        if much is None:
            return None
        column = asked.column(match["column"])
        place = ordinal(match["nth"]) if match["nth"] else 1
        if place is None:
            return None
        order = Order.NAME_LENGTH if column == 0 else column
        if column == 0 and match["super"] not in ("shortest", "longest"):
            return None
        return Query(order=order, descending=much, place=place)
    if match := re.fullmatch(
        rf"(?:who|(?:which|what) {_N}|(?:{_THE_NAME}){_N} (?:that|who|which)) is (?P<how>[a-z ]+ than) {_OTHERS}", said
    ):
        column, relation = _comparative(match["how"], asked)
        return Query(order=column, descending=relation is Relation.MORE, place=1)
    return None


def _extreme(match: re.Match[str], asked: Asked, column: int) -> Query | None:
    """The row at the head of an order by an adjective."""
    words = match["super"].split()
    if len(words) == 2:
        order, much = adjective_column(asked.table.columns, words[1])
        much = much == (words[0] == "most")
    else:
        adjective = degree(words[0], "est")
        if adjective is None:
            raise NotUnderstood(f"{words[0]!r} is not understood")
        order, much = adjective_column(asked.table.columns, adjective)
    place = ordinal(match["nth"]) if match["nth"] else 1
    if place is None:
        raise NotUnderstood(f"{match['nth']!r} is not understood")
    return Query(column, order=order, descending=much, place=place)


def _cells(said: str, asked: Asked) -> Query | None:
    """A cell of a row that is named or described."""
    if match := re.fullmatch(
        r"(?:what is|what's|give|find|tell me) the (?P<column>[a-z ]+?) (?:of|for) (?P<row>.+)", said
    ):
        found = named_column(asked.table.columns, match["column"])
        return None if found is None or found == 0 else _cell(found, match["row"], asked)
    if match := re.fullmatch(r"(?:what is|what's) (?P<row>@\d+)'s? (?P<column>[a-z ]+)", said):
        return _cell(asked.column(match["column"]), match["row"], asked)
    if match := re.fullmatch(rf"how (?P<much>[a-z]+|many{_UNIT} (?P<adjective>[a-z]+)) is (?P<row>.+)", said):
        adjective = match["adjective"] or match["much"]
        if match["adjective"] is None and match["much"] in ("many", "much"):
            return None
        column, _ = adjective_column(asked.table.columns, adjective)
        check_unit(asked.table.columns[column], match["unit"] or "")
        return _cell(column, match["row"], asked)
    if match := re.fullmatch(rf"how (?:much|many{_UNIT}) (?:does|do) (?P<row>.+) (?P<verb>weigh|cost)", said):
        column = verb_column(asked.table.columns, match["verb"])
        check_unit(asked.table.columns[column], match["unit"] or "")
        return _cell(column, match["row"], asked)
    return None


def _cell(column: int, row: str, asked: Asked) -> Query:
    if re.fullmatch(r"@\d+", row):
        return Query(column, asked.row(row), single=True)
    found = (
        _superlatives(f"which is {row}", asked)
        or _places(f"which is {row}", asked)
        or _chosen(f"what is the name of {row}", asked)
    )
    if found is None:
        raise NotUnderstood(f"{row!r} is not understood")
    return replace(found, column=column)


def _chosen(said: str, asked: Asked) -> Query | None:
    """The rows that fulfil conditions."""
    if match := re.fullmatch(rf"(?:{_THE_NAME})(?:{_N}|one) (?:that|who|which|with|whose|named)(?P<where> .+)", said):
        lead = "whose" if f"{_N} whose" in said else ""
        return Query(where=conditions(f"{lead}{match['where']}".strip(), asked), single=True)
    if match := re.fullmatch(rf"(?:{_THE_NAME})(?P<where>{_NUM}{_UNIT}(?: [a-z]+)?) {_N}", said):
        return Query(where=conditions(match["where"], asked), single=True)
    if match := re.fullmatch(rf"(?:which|what) {_N} (?P<verb>are|have|weigh|cost)(?P<where> .+)", said):
        verb = match["verb"] if match["verb"] in VERBS else ""
        return Query(where=conditions(f"{verb}{match['where']}".strip(), asked))
    if match := re.fullmatch(rf"(?:which|what) {_N}(?P<where> .+)|who(?P<who> .+)", said):
        return Query(where=conditions((match["where"] or match["who"]).strip(), asked), single=True)
    return None


def conditions(text: str, asked: Asked) -> tuple[tuple[Condition, ...], ...]:
    """Alternatives of conditions. NotUnderstood names the piece in the way."""
    if " between " in f" {text} ":
        raise NotUnderstood("it is not clear whether the ends of a range count")
    groups = text.split(" or ")
    if len(groups) > 1 and " and " in text:
        raise NotUnderstood("and and or are not told apart without brackets")
    return tuple(_group(group, asked) for group in groups)


def _group(text: str, asked: Asked) -> tuple[Condition, ...]:
    pieces = [piece.strip() for piece in re.split(r",? (?:and|but)(?: also)? ", text)]
    found: list[Condition] = []
    for index, piece in enumerate(pieces):
        if index + 1 < len(pieces) and degree(piece.split()[-1], "er") and " than " in pieces[index + 1]:
            piece += " than " + pieces[index + 1].rpartition(" than ")[2]  # "younger but taller than Ben"
        found.append(_condition(piece, asked))
    return tuple(found)


def _condition(text: str, asked: Asked) -> Condition:
    if (cell := cell_condition(text, asked.table)) is not None:
        return cell
    said = re.sub(
        r"^(?:(?:that|which|who) )?(?:(?:is|are|was|were|has|have|had|with) )?(?:there "
        r"(?:that|which|who) (?:is|are|have) )?",
        "",
        text,
    )
    said = re.sub(r"^(?:both|either|also|the ones) ", "", said)
    columns = asked.table.columns
    if match := re.fullmatch(rf"(?:weigh|weighs|weight|cost|costs) (?:{_RELATION} )?{_NUM}{_UNIT}", said):
        return _amount(verb_column(columns, said.split()[0]), match, asked)
    if match := re.fullmatch(rf"(?P<verb>[a-z]+) (?:{_RELATION} )?{_NUM}(?: points?)?", said):
        meant = [i for i, column in enumerate(columns) if column.name in VERBS.get(match["verb"], ())]
        if len(meant) == 1:
            return Condition(
                meant[0], _relation(match["rel"]) if match["rel"] else Relation.EQUAL, _number(match["num"])
            )
    if match := re.fullmatch(
        rf"{_RELATION} {_NUM}{_UNIT}(?: (?P<more>old|of age|tall|heavy|long|high|wide|deep|in "
        rf"[a-z]+))?|{_NUM.replace('num', 'num2')}{_UNIT.replace('unit', 'unit2')} "
        rf"(?P<more2>old|of age|tall|heavy|long|high|wide|deep)",
        said,
    ):
        return _measured(match, asked)
    if match := re.fullmatch(
        rf"(?:an? |the |whose )?(?P<column>[a-z]+(?: [a-z]+)??)(?: of)?(?: that)?(?: is)? {_RELATION} {_NUM}{_UNIT}",
        said,
    ):
        return _amount(asked.column(match["column"]), match, asked)
    if match := re.fullmatch(rf"{_NUM}{_UNIT} (?P<how>[a-z]+er than) (?P<row>@\d+)", said):
        column, relation = _comparative(match["how"], asked)
        check_unit(columns[column], match["unit"] or "")
        own = _value(column, match["row"], asked)
        amount = _number(match["num"])
        return Condition(column, Relation.EQUAL, own + amount if relation is Relation.MORE else own - amount)
    if match := re.fullmatch(r"(?P<how>.+? than) (?P<row>@\d+)", said):
        column, relation = _comparative(match["how"], asked)
        return Condition(column, relation, _value(column, match["row"], asked))
    if match := re.fullmatch(rf"(?P<how>[a-z]+er than) {_NUM}{_UNIT}", said):
        column, relation = _comparative(match["how"], asked)
        check_unit(columns[column], match["unit"] or "")
        return Condition(column, relation, _number(match["num"]))
    raise NotUnderstood(f"{text!r} is not understood as a condition")


def _measured(match: re.Match[str], asked: Asked) -> Condition:
    """more than 8 years old; 60 cm tall"""
    more, unit = match["more"] or match["more2"] or "", match["unit"] or match["unit2"] or ""
    if more == "of age":
        more = "old"
    if more.startswith("in "):
        column = asked.column(more[3:])
    elif more:
        column, much = adjective_column(asked.table.columns, more)
        if not much:
            raise NotUnderstood(f"{more!r} is not understood with a number")
    elif unit:
        column = unit_column(asked.table.columns, unit)
    else:
        raise NotUnderstood(f"it is not said which column {match.group()!r} speaks of")
    check_unit(asked.table.columns[column], unit)
    relation = _relation(match["rel"]) if match["rel"] else Relation.EQUAL
    return Condition(column, relation, _number(match["num"] or match["num2"]))


def _amount(column: int, match: re.Match[str], asked: Asked) -> Condition:
    check_unit(asked.table.columns[column], match["unit"] or "")
    return Condition(column, _relation(match["rel"]) if match["rel"] else Relation.EQUAL, _number(match["num"]))


def _relation(words: str) -> Relation:
    return next(relation for pattern, relation in _RELATIONS if re.fullmatch(pattern, words))


def _number(text: str) -> Fraction:
    words = cardinal(text)
    value = number(text) if words is None else Fraction(words)
    if value is None:
        raise NotUnderstood(f"{text!r} is not a number")
    return value


def _comparative(words: str, asked: Asked) -> tuple[int, Relation]:
    """The column and the relation of "older than", "more expensive than", "a lower weight than"."""
    said = words.removesuffix(" than").strip()
    columns = asked.table.columns
    if adjective := degree(said, "er"):
        column, much = adjective_column(columns, adjective)
        return column, Relation.MORE if much else Relation.LESS
    if match := re.fullmatch(r"(?P<more>more|less) (?P<adjective>[a-z]+)", said):
        column, much = adjective_column(columns, match["adjective"])
        return column, Relation.MORE if much == (match["more"] == "more") else Relation.LESS
    if match := re.fullmatch(r"(?:weigh|weighs|cost|costs) (?P<more>more|less)", said):
        return verb_column(columns, said.split()[0]), Relation.MORE if match["more"] == "more" else Relation.LESS
    if match := re.fullmatch(
        r"(?:have |has )?an? (?P<more>higher|greater|larger|bigger|lower|smaller) (?P<column>[a-z ]+)", said
    ):
        relation = Relation.LESS if match["more"] in ("lower", "smaller") else Relation.MORE
        return asked.column(match["column"]), relation
    raise NotUnderstood(f"{words!r} is not understood as a comparison")


def _value(column: int, sign: str, asked: Asked) -> Fraction:
    name = asked.names[int(sign.lstrip("@"))]
    cells = [number(row[column]) for row in asked.table.rows if row[0] == name]
    if len(cells) != 1 or cells[0] is None:
        raise NotUnderstood(f"{name} has no single number in the column {asked.table.columns[column].name!r}")
    return cells[0]
