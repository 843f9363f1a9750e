"""The file types that are read: one file here a format, found by a file's suffix through one table.

A reader is a function `read(path, name, fields)` that yields the documents of one file, raising Unreadable with a plain
reason when there are none; what else it raises is turned into a reason too, by `files.read`. A reader is imported
when a file of its type is first met, so that nobody pays for a library that is not needed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

from orchestra.spec import Skipped
from orchestra_modules.documents.source import Fields, Source

Read = Callable[[Path, str, Fields], Iterator[Source | Skipped]]

_CODE = """
.py .pyi .js .mjs .cjs .jsx .ts .tsx .java .kt .kts .scala .groovy .gradle .go .rs .c .h .cc .cpp .cxx .hh .hpp .hxx .cs
.fs .vb .swift .m .mm .rb .php .pl .pm .lua .r .jl .sh .bash .zsh .fish .ps1 .bat .cmd .sql .hs .ml .mli .ex .exs .erl
.clj .cljs .lisp .el .scm .dart .zig .nim .v .d .pas .f90 .f .asm .s .vim .proto .thrift .graphql .tf .cmake .mk .css
.scss .less .vue .svelte .toml .yaml .yml .ini .cfg .conf .properties .xml .xsd .xsl .tex .bib
"""

#: Reader -> the suffixes it takes.
READERS: dict[str, tuple[str, ...]] = {
    "markdown": (".md", ".markdown", ".mdown", ".mkd"),
    "plain": (".txt", ".text", ".log", ".asc", ""),
    "rst": (".rst", ".rest"),
    "html": (".html", ".htm", ".xhtml"),
    "pdf": (".pdf",),
    "docx": (".docx", ".docm"),
    "table": (".csv", ".tsv", ".tab"),
    "lines": (".jsonl", ".ndjson"),
    "array": (".json",),
    "notebook": (".ipynb",),
    "code": tuple(_CODE.split()),
}
_BY_SUFFIX = {suffix: name for name, suffixes in READERS.items() for suffix in suffixes}

#: What a message says is read.
KNOWN = "Markdown, text, reStructuredText, HTML, PDF, DOCX, CSV, TSV, JSON, JSONL, notebooks and source code"


def reads(suffix: str) -> bool:
    """Whether there is a reader for files of this suffix."""
    return suffix in _BY_SUFFIX


def reader(suffix: str) -> Read:
    """The reader of a suffix. ModuleNotFoundError when a library that it needs is not installed."""
    found: Read = import_module(f"{__name__}.{_BY_SUFFIX[suffix]}").read
    return found
