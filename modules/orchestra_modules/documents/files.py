"""Files and folders to sources: what is read, as which text, and what is passed over with a reason.

A source keeps the file's text as it stands, so that every offset into it is an offset into the file. Readers here:
Markdown, plain text, reStructuredText, and JSONL with one document a row (there an offset counts inside the row's own
text field, and the line is the row's). Knows nothing of passages or indexes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from orchestra.spec import InputError, Skipped
from orchestra_modules.documents.source import Fields, Source

MARKDOWN = frozenset({".md", ".markdown"})
TEXT = frozenset({".txt", ".text", ".rst", ""})
ROWS = frozenset({".jsonl", ".ndjson"})


def find(root: Path) -> Iterator[tuple[Path, str]]:
    """The files of a root in a fixed order, each with its path relative to it; hidden ones are passed over."""
    if root.is_file():
        yield root, root.name
        return
    if not root.is_dir():
        raise InputError(f"there is no file or folder {str(root)!r}", hint="check the path")
    for path in sorted(root.rglob("*")):
        relative = path.relative_to(root)
        if path.is_file() and not any(part.startswith((".", "__pycache__")) for part in relative.parts):
            yield path, relative.as_posix()


def size(path: Path) -> int:
    """The bytes of a file, none where it cannot be looked at."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def known() -> str:
    """The suffixes that are read, for a message."""
    return " ".join(sorted(MARKDOWN | TEXT | ROWS)).strip()


def read(path: Path, name: str, fields: Fields) -> Iterator[Source | Skipped]:
    """The documents of one file, or the reason why it has none."""
    suffix = path.suffix.lower()
    if suffix not in MARKDOWN | TEXT | ROWS:
        yield Skipped(source=str(path), reason=f"no reader for {suffix} files")
        return
    try:
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        yield Skipped(source=str(path), reason=f"not UTF-8 text (byte {error.start})")
        return
    except OSError as error:
        yield Skipped(source=str(path), reason=f"cannot be read: {error.strerror}")
        return
    if "\0" in text:
        yield Skipped(source=str(path), reason="binary, not text")
    elif not text.strip():
        yield Skipped(source=str(path), reason="empty")
    elif suffix in ROWS:
        yield from _rows(path, text, fields)
    else:
        kind = "markdown" if suffix in MARKDOWN else "text"
        yield Source(
            document_id=name,
            path=path,
            text=text,
            format=kind,
            markup="markdown" if kind == "markdown" else "plain",
            metadata={"format": kind},
        )


def _rows(path: Path, text: str, fields: Fields) -> Iterator[Source | Skipped]:
    for line, row in enumerate(text.split("\n"), start=1):
        if not row.strip():
            continue
        try:
            data = json.loads(row)
            body, identity = data[fields.text], data[fields.id]
        except (ValueError, KeyError, TypeError) as error:
            reason = f"no field {error}" if isinstance(error, KeyError) else "not a JSON object"
            yield Skipped(source=f"{path}:{line}", reason=reason)
            continue
        if not isinstance(body, str) or not body.strip():
            yield Skipped(source=f"{path}:{line}", reason=f"field {fields.text!r} holds no text")
            continue
        named = {fields.id, fields.title, fields.text}
        others = {key: str(value) for key, value in data.items() if key not in named and isinstance(value, str | int)}
        yield Source(
            document_id=str(identity),
            path=path,
            text=body,
            title=str(data.get(fields.title) or ""),
            line=line,
            format="row",
            metadata={"format": "row", **others},
        )
