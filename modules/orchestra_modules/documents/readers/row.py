"""A row of a table or of a JSONL file as a document of its own.

The fields named hold its id, its title and its text; a row without an id is known by its file and line. Where no text
field was named and there is none of the usual name, the row's fields are the text, one a line.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from orchestra.spec import Skipped
from orchestra_modules.documents.source import Fields, Source

#: Fields of a row that become metadata, and how long one may be.
_MOST_FIELDS, _MOST_LETTERS = 64, 1000
_NAMED = 12  # fields that a message names
_USUAL = Fields()


def document(
    path: Path, name: str, line: int, row: Mapping[str, object], fields: Fields, noted: Mapping[str, str]
) -> Source | Skipped:
    """The document of a row, or why there is none."""
    where = f"{path}:{line}"
    if fields.text in row:
        value = row[fields.text]
        if value is not None and not isinstance(value, str | int | float):
            return Skipped(source=where, reason=f"field {fields.text!r} holds no text")
        text = "" if value is None else str(value)
        if not text.strip():
            return Skipped(source=where, reason=f"field {fields.text!r} holds no text")
        told = {fields.id, fields.title, fields.text}
    else:
        told = {fields.id, fields.title}
        text = "" if lacking(row, fields) else _written(row, told)
        if not text:
            return Skipped(source=where, reason=missing(fields.text, list(row)))
    given = row.get(fields.id)
    own = isinstance(given, str | int | float) and str(given).strip() != ""
    title = row.get(fields.title)
    return Source(
        document_id=str(given).strip() if own else f"{name}:{line}",
        path=path,
        text=text,
        title=str(title).strip() if isinstance(title, str | int | float) else "",
        line=line,
        format="row",
        metadata={**_metadata(row, told), **noted, "format": "row"},
    )


def lacking(row: Mapping[str, object] | Sequence[str], fields: Fields) -> bool:
    """Whether the text field was named and is not there."""
    return fields.text not in row and fields.text != _USUAL.text


def missing(field: str, there: Sequence[str]) -> str:
    """What to say of a field that is not there: which ones are."""
    named = ", ".join(map(repr, there[:_NAMED])) + (f" and {len(there) - _NAMED} more" if len(there) > _NAMED else "")
    return f"no field {field!r}; it has {named or 'none'}"


def _written(row: Mapping[str, object], told: set[str]) -> str:
    lines = [f"{key}: {value}" for key, value in row.items() if key not in told and _plain(value)]
    return "\n".join(lines)


def _plain(value: object) -> bool:
    return isinstance(value, str | int | float) and str(value).strip() != ""


def _metadata(row: Mapping[str, object], told: set[str]) -> dict[str, str]:
    others = [(key, str(value)) for key, value in row.items() if key not in told and _plain(value)]
    return {key: value for key, value in others[:_MOST_FIELDS] if key and len(value) <= _MOST_LETTERS}
