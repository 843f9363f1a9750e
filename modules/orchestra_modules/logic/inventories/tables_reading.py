"""Reading a text with tables: what they list, rows added and removed, and which of them a question is about.

Every sentence must be an introduction, an example that agrees with the table, a change of rows, or the question.
Knows no solver; the question itself is read in `table_questions`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from orchestra_modules.logic.inventories import table_questions
from orchestra_modules.logic.inventories.dimensions import check_unit, named_column
from orchestra_modules.logic.inventories.lexicon import lexicon
from orchestra_modules.logic.inventories.marks import Elsewhere
from orchestra_modules.logic.inventories.nouns import singular
from orchestra_modules.logic.inventories.table_questions import Asked
from orchestra_modules.logic.inventories.table_text import Block, blocks
from orchestra_modules.logic.inventories.tables import Column, Table, TableProblem
from orchestra_modules.logic.inventories.tables_solving import number
from orchestra_modules.solving.options import Question
from orchestra_modules.solving.refusal import NotUnderstood, TooCostly, Undefined
from orchestra_modules.solving.regex import regex

MAX_SENTENCE = 300
_SENTENCE: Final = regex(r"(?<=[.?!])\s+(?=[A-Z@#])")
_INTRODUCTION_LIST: Final = """
here is are a an the this that these following below above table tables list data chart spreadsheet where in which
first line row header headers heading and each every subsequent other remaining next lines rows describes represents
lists listing showing shows show gives with about of for some information consider look at we have now another
second similar same but contains contain containing describing column columns names one different their there as
follows you given i read see also use using answer question questions details records record entry entries stands on
it per its also small simple all our my was has being from be
"""
_INTRODUCTION: Final = frozenset(_INTRODUCTION_LIST.split())
_NEGATIVE_LIST: Final = """
not except without only if unless no never or than
"""
_NEGATIVE: Final = frozenset(_NEGATIVE_LIST.split())
_ADD: Final = regex(
    r"(?:(?:we|i|you|let us|let's) )?(?:now |then |also |next )*(?:add|insert|append|"
    r"include)s? (?:an?|one|the|another|this) (?:new |following |further |more )*"
    r"(?P<noun>[a-z]+)(?: to the (?:(?P<which>[a-z]+) )?table| at the end(?: of the table)?| to it)?",
    re.I,
)
_DELETE: Final = regex(
    r"(?i:(?:(?:we|i|you|let us|let's) )?(?:now |then |also |next )*(?:delete|remove|drop|"
    r"take out|erase)s?) (?:the )?(?:(?:row|entry|line|record)(?: of| for| with)? "
    r")?(?:the )?"
    r"(?:(?P<noun>[a-z]+) )?(?:(?:named|called) )?(?P<name>[A-Z][\w' -]*?)(?: from the "
    r"(?:(?P<which>[a-z]+) )?table| from it)?"
)
_EXAMPLE: Final = regex(
    r"(?:the )?(?P<column>[a-z][a-z ]*?) of (?P<name>[A-Z][\w' -]*?) is (?P<cell>[^\s,]+)(?: (?P<unit>[a-z%\u00b0$]+))?"
)
_ROWS: Final = frozenset(("row", "entry", "record", "line", "name", "one"))


@dataclass
class _Text:
    """The tables told of so far."""

    tables: list[Table]
    nouns: tuple[str, ...] = ()  # of the introduction that waits for its table
    adding: int = -1  # the table that waits for a row


def read(question: Question) -> TableProblem:
    """The problem that the text states. Elsewhere if it shows no table."""
    text = question.stem.strip()
    marks = sum(text.count(mark) for mark in ",|;\t")
    if marks < 2 or not any(char.isdigit() for char in text):
        raise Elsewhere
    pieces = blocks(text)
    if not any(len(block.rows) > 1 for block in pieces):
        raise Elsewhere
    told = _Text([])
    prose = [index for index, block in enumerate(pieces) if not block.rows]
    if not prose:
        raise NotUnderstood("nothing is asked about the table")
    last_sentences = _SENTENCE.split(pieces[prose[-1]].text)
    # the question may stand before the table or behind it
    asked = next((s for i in prose for s in _SENTENCE.split(pieces[i].text) if s.endswith("?")), last_sentences[-1])
    for block in pieces:
        if block.rows:
            _add_block(block, told)
            continue
        for sentence in _SENTENCE.split(block.text):
            if sentence != asked:
                _sentence(sentence, told)
    if len(asked) > MAX_SENTENCE:
        raise TooCostly(f"a question may have at most {MAX_SENTENCE} characters")
    if told.adding >= 0 or told.nouns:
        raise NotUnderstood("a table or a row is announced and does not follow")
    table, signs, names = _about(asked.rstrip("?. "), told.tables)
    return TableProblem(table, table_questions.read(signs, Asked(table, names)))


def _add_block(block: Block, told: _Text) -> None:
    if len(block.rows) == 1:
        _add_row(block.rows[0], told)
        return
    if told.adding >= 0:
        raise NotUnderstood("a row is announced and a table follows")
    columns = tuple(_heading(cell) for cell in block.rows[0])
    if len({column.name for column in columns}) < len(columns):
        raise NotUnderstood("two columns have the same heading")
    rows = block.rows[1:]
    if len({row[0] for row in rows}) < len(rows):
        raise NotUnderstood("two rows have the same first cell")
    names = told.nouns or (() if columns[0].name == "name" else (singular(columns[0].name),))
    told.tables.append(Table(columns, rows, names))
    told.nouns = ()


def _heading(cell: str) -> Column:
    match = re.fullmatch(
        r"(?P<name>.+?)\s*(?:\((?:in )?(?P<unit>[^()]+)\)|\[(?P<unit2>[^\[\]]+)\])?", cell.strip().strip("*_")
    )
    if match is None:
        raise NotUnderstood(f"the heading {cell!r} is not understood")
    return Column(match["name"].lower().replace("_", " "), (match["unit"] or match["unit2"] or "").strip())


def _add_row(row: tuple[str, ...], told: _Text) -> None:
    if told.adding < 0:
        raise NotUnderstood(f"the line {', '.join(row)!r} belongs to no table")
    table = told.tables[told.adding]
    if len(row) != len(table.columns):
        raise NotUnderstood(f"the row {', '.join(row)!r} has another number of cells than the table")
    if any(row[0] == each[0] for each in table.rows):
        raise NotUnderstood(f"{row[0]} is in the table already")
    told.tables[told.adding] = replace(table, rows=(*table.rows, row))
    told.adding = -1


def _sentence(sentence: str, told: _Text) -> None:
    said = sentence.strip().rstrip(".:")
    if len(said) > MAX_SENTENCE * 2:
        raise TooCostly(f"a sentence may have at most {MAX_SENTENCE * 2} characters")
    added, _, row = said.partition(": ")
    if match := _ADD.fullmatch(added):
        told.adding = _table(match["noun"], match["which"], told)
        if row:
            _add_row(tuple(cell.strip() for cell in row.split(",")), told)
    elif match := _DELETE.fullmatch(said):
        _delete(match, told)
    elif told.tables and (example := re.match(r"(?:for (?:example|instance)|e\.g\.|thus|so)[:,]? ", said, re.I)):
        _agree(said[example.end() :], told.tables[-1])
    else:
        _introduce(said, told)


def _table(noun: str, which: str | None, told: _Text) -> int:
    """The table that a change is made to."""
    nouns = {singular(each) for each in (noun.lower(), which or "") if each} - _ROWS
    fitting = [i for i, table in enumerate(told.tables) if nouns & set(table.names)]
    if not fitting and len(told.tables) == 1 and (not nouns or not told.tables[0].names):
        return 0
    if len(fitting) != 1:
        raise NotUnderstood(f"it is not clear which table {noun!r} belongs to")
    return fitting[0]


def _delete(match: re.Match[str], told: _Text) -> None:
    name = match["name"]
    noun = singular(match["noun"]) if match["noun"] else "row"
    holding = [
        i for i, table in enumerate(told.tables)
        if any(row[0] == name for row in table.rows) and (noun in _ROWS or noun in table.names or not table.names)
    ]  # fmt: skip
    if len(holding) != 1:
        raise NotUnderstood(f"{name!r} is not in one of the tables")
    table = told.tables[holding[0]]
    told.tables[holding[0]] = replace(table, rows=tuple(row for row in table.rows if row[0] != name))


def _agree(text: str, table: Table) -> None:
    """Hold an example against the table. Undefined if they contradict each other."""
    for clause in re.split(r",? and |, ", text):
        match = _EXAMPLE.fullmatch(clause.strip())
        column = named_column(table.columns, match["column"].strip()) if match else None
        if match is None or column is None:
            raise NotUnderstood(f"{clause!r} is not understood")
        check_unit(table.columns[column], match["unit"] or "")
        cells = [row[column] for row in table.rows if row[0] == match["name"]]
        given = number(match["cell"])
        if len(cells) != 1 or (cells[0] != match["cell"] and (given is None or number(cells[0]) != given)):
            raise Undefined(f"{clause!r} contradicts the table")


def _introduce(said: str, told: _Text) -> None:
    """A sentence that says what a table lists: known words around at most three others, which name it."""
    words = [word.lower() for word in re.findall(r"[A-Za-z][\w'-]*|\d+", said)]
    unknown = [word for word in words if word not in _INTRODUCTION]
    if any(word in _NEGATIVE for word in words) or len(unknown) > 3 or any(word.isdigit() for word in unknown):
        raise NotUnderstood(f"{said!r} is not understood")
    if not set(words) & {"table", "tables", "list", "data", "chart", "spreadsheet", "information", "row", "line"}:
        raise NotUnderstood(f"{said!r} is not understood")
    if unknown:
        told.nouns = tuple(singular(word) for word in unknown)


def _about(asked: str, tables: list[Table]) -> tuple[Table, str, tuple[str, ...]]:
    """The table that a question is about, the question with signs for nouns and names, and the names."""
    said = " ".join(re.sub(r"(?<=\w)\?", "", asked).replace("\u2019", "'").split())
    names = tuple(dict.fromkeys(row[0] for table in tables for row in table.rows))
    for index in sorted(range(len(names)), key=lambda i: -len(names[i])):
        said = re.sub(rf"(?<![\w@]){re.escape(names[index])}(?!\w)", f"@{index}", said)
    words = re.sub(r"\bthe (?=@)", "", said.lower()).split(" ")
    chosen: set[int] = set()
    for position, word in enumerate(words):
        bare = word.strip(",:")
        fitting = _tables_of(singular(bare), tables)
        if fitting and bare not in ("name", "names"):
            chosen |= fitting
            words[position] = word.replace(bare, "#")
    said = re.sub(r"# and (?:the )?#", "#", " ".join(words))
    if not chosen:
        chosen = set(range(len(tables)))
        if len(tables) > 1:
            named = {
                i for i, table in enumerate(tables) for row in table.rows if f"@{names.index(row[0])}" in said.split()
            }
            if len(named) != 1:
                raise NotUnderstood("it is not clear which table is asked about")
            chosen = named
    parts = [tables[i] for i in sorted(chosen)]
    if len({part.columns for part in parts}) > 1:
        raise NotUnderstood("the tables asked about have different columns")
    rows = tuple(row for part in parts for row in part.rows)
    if len({row[0] for row in rows}) < len(rows):
        raise NotUnderstood("two rows asked about have the same first cell")
    return Table(parts[0].columns, rows, tuple(name for part in parts for name in part.names)), said, names


def _tables_of(noun: str, tables: list[Table]) -> set[int]:
    """The tables whose rows a noun names: by their own noun, or by a class that contains it."""
    own = {i for i, table in enumerate(tables) if noun in table.names}
    if own:
        return own
    unnamed = all(not table.names for table in tables)
    if unnamed and noun in (
        "person",
        "people",
        "student",
        "child",
        "pupil",
        "employee",
        "player",
        "member",
        "friend",
        "item",
        "product",
    ):
        return set(range(len(tables)))
    known = lexicon()
    name = known.class_named((noun,))
    if name is not None:
        inside = [[known.is_a((each,), name) for each in table.names] for table in tables]
        if all(any(each) for each in inside):
            return set(range(len(tables)))
        return set()
    return set()
