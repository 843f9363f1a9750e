"""Rows of CSV, TSV, JSONL and JSON files: documents of their own, with ids, titles, texts and lines."""

from __future__ import annotations

from pathlib import Path

import pytest
from orchestra_modules.documents.files import read
from orchestra_modules.documents.source import Fields, Source

from orchestra.spec import Skipped


def rows(
    folder: Path, name: str, data: bytes | str, fields: Fields | None = None
) -> tuple[list[tuple[str, str, str, int]], list[tuple[str, str]]]:
    """Id, title, text and line of each row that is read, and place and reason of each that is not."""
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    found = list(read(path, name, fields or Fields()))
    taken = [(row.document_id, row.title, row.text, row.line) for row in found if isinstance(row, Source)]
    left = [(row.source.removeprefix(str(path)), row.reason) for row in found if isinstance(row, Skipped)]
    return taken, left


def test_quoted_cells_hold_line_ends_and_rows_know_their_lines(tmp_path: Path) -> None:
    """With a byte-order mark, semicolons and the line ends of Windows; a row without an id has file and line."""
    text = '\ufeffid;title;text\r\n1;"A;B";"one\r\ntwo"\r\n;;three\r\n3;x;\r\n'
    assert rows(tmp_path, "a.csv", text) == (
        [("1", "A;B", "one\r\ntwo", 2), ("a.csv:4", "", "three", 4)],
        [(":5", "field 'text' holds no text")],
    )


@pytest.mark.parametrize(
    ("name", "mark"),
    [("a.csv", ","), ("b.csv", ";"), ("c.csv", "\t"), ("d.csv", "|"), ("e.tsv", "\t"), ("f.tab", "\t")],
)
def test_the_separator_is_found(tmp_path: Path, name: str, mark: str) -> None:
    """Though other separators stand in the cells."""
    lines = [["id", "text", "note"], ["x", "one; two", "1"], ["y", "three; four, five", "2"]]
    text = "\n".join(mark.join(f'"{cell}"' if " " in cell else cell for cell in line) for line in lines)
    taken, left = rows(tmp_path, name, text)
    assert (taken, left) == ([("x", "", "one; two", 2), ("y", "", "three; four, five", 3)], [])


def test_a_spreadsheets_own_line_about_the_separator_is_no_row(tmp_path: Path) -> None:
    """Lines are still those of the file."""
    assert rows(tmp_path, "a.csv", "sep=;\nid;text\n1;a,b\n") == ([("1", "", "a,b", 3)], [])


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl", "a.json"])
def test_a_field_that_is_not_there_is_told_with_those_that_are(tmp_path: Path, name: str) -> None:
    """Whatever the format."""
    data = {"a.csv": "key,words\n1,tides\n", "a.jsonl": '{"key":1,"words":"t"}', "a.json": '[{"key":1,"words":"t"}]'}
    _, [(_, reason)] = rows(tmp_path, name, data[name], Fields(text="body"))
    assert reason == "no field 'body'; it has 'key', 'words'"


def test_where_no_text_field_was_named_a_row_is_all_its_fields(tmp_path: Path) -> None:
    """As in any table of figures; the other fields are metadata as ever."""
    taken, _ = rows(tmp_path, "a.csv", "part,price\nbolt,5\n")
    assert taken == [("a.csv:2", "", "part: bolt\nprice: 5", 2)]


def test_rows_with_too_many_fields_are_reported_and_the_rest_is_read(tmp_path: Path) -> None:
    """Short rows are not at fault; a table wider than any is refused."""
    taken, left = rows(tmp_path, "a.csv", "id,text,x\n1,a,b,c\n2,d\n")
    assert (taken, left) == ([("2", "", "d", 3)], [(":2", "4 fields, where the first row names 3")])
    _, [(_, reason)] = rows(tmp_path, "b.csv", "," * 20_000)
    assert reason == "line 1 has 20001 fields, more than 10000"


def test_a_cell_longer_than_the_library_allows_by_itself_is_read(tmp_path: Path) -> None:
    """200 kB of text in one."""
    taken, left = rows(tmp_path, "a.csv", f'id,text\n1,"{"word " * 40_000}"\n')
    assert (len(taken[0][2]), left) == (200_000, [])


def test_objects_of_an_array_are_rows_at_their_lines(tmp_path: Path) -> None:
    """What is no object is reported; JSON without rows is read as it stands."""
    text = '[\n {"id": 1, "text": "one"},\n\n {"text": "two"}, 3]'
    assert rows(tmp_path, "a.json", text) == (
        [("1", "", "one", 2), ("a.json:4", "", "two", 4)],
        [(":4", "not a JSON object")],
    )
    assert rows(tmp_path, "b.json", '{"name": "x"}')[0] == [("b.json", "", '{"name": "x"}', 1)]
    assert rows(tmp_path, "c.json", "[1,")[1][0][1].startswith("not JSON: ")


def test_a_line_that_is_too_long_does_not_hide_the_next(tmp_path: Path) -> None:
    """It is skipped over, and numbers go on."""
    taken, left = rows(tmp_path, "a.jsonl", '{"text": "' + "a" * 9_000_000 + '"}\n{"text": "b"}\n')
    assert (taken, left) == ([("a.jsonl:2", "", "b", 2)], [(":1", "a line of more than 8 million letters")])


def test_a_column_named_like_the_kind_of_a_document_does_not_hide_it(tmp_path: Path) -> None:
    """The kind says how lines are counted."""
    path = tmp_path / "a.csv"
    path.write_text("text,format\nwords,A4\n", encoding="utf-8")
    assert [row.metadata for row in read(path, "a.csv", Fields()) if isinstance(row, Source)] == [{"format": "row"}]
