"""Readers: what each format gives, where its parts lie, and that nothing a file holds stops the others."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from orchestra_modules.documents import Documents
from orchestra_modules.documents.files import read
from orchestra_modules.documents.pieces import pieces
from orchestra_modules.documents.readers import READERS
from orchestra_modules.documents.source import Fields, Source
from orchestra_modules.documents.split import weight

from orchestra.spec import Evidence, IndexChange, IndexReport, RetrieveRequest, Skipped
from orchestra.testing import FakeContext
from tests.modules.documents import made

Made = Callable[[str, bytes | str], list[Source | Skipped]]
SUFFIXES = sorted(suffix for suffixes in READERS.values() for suffix in suffixes)


@pytest.fixture
def reading(tmp_path: Path) -> Made:
    """Write a file and read it."""

    def make(name: str, data: bytes | str) -> list[Source | Skipped]:
        path = tmp_path / name
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return list(read(path, name, Fields()))

    return make


def whole(found: list[Source | Skipped]) -> Source:
    """The one document of a file."""
    (source,) = found
    assert isinstance(source, Source), source
    return source


def reasons(found: list[Source | Skipped]) -> list[str]:
    """Why nothing was read."""
    assert all(isinstance(entry, Skipped) for entry in found)
    return [entry.reason for entry in found if isinstance(entry, Skipped)]


def passages(source: Source) -> list[tuple[str, str, int | None, int | None]]:
    """Title, text, line and page of each passage."""
    return [(piece.title, piece.text, piece.line, piece.page) for piece in pieces(source, 250)]


# --- one format after the other ---------------------------------------------------------------


def test_a_pdf_gives_its_pages_without_their_headers_and_with_cut_words_joined(reading: Made) -> None:
    """Every passage has its page, and none crosses from one page to the next."""
    data = made.pdf(
        [
            ["Handbook", "The boiler is an exam-", "ple of a machine that runs on gas.", "Page 1"],
            ["Handbook", "The garden has", "- apples", "- pears", "Page 2"],
            ["Handbook", "That is all.", "Page 3"],
        ],
        title="House book",
    )
    source = whole(reading("house.pdf", data))
    assert passages(source) == [
        ("House book", "The boiler is an example of a machine that runs on gas.", None, 1),
        ("House book", "The garden has\n- apples\n- pears", None, 2),
        ("House book", "That is all.", None, 3),
    ]


def test_pdfs_that_cannot_be_read_say_why(reading: Made) -> None:
    """Encrypted, broken, without a text layer, and no PDF at all."""
    good = made.pdf([["Some words."]])
    assert reasons(reading("a.pdf", made.encrypted(good))) == ["encrypted: it opens only with a password"]
    assert reasons(reading("b.pdf", made.pdf([[], []]))) == ["no text layer: its pages are pictures"]
    assert reasons(reading("c.pdf", "Dear all")) == ["not a PDF: it does not begin as one"]
    (cut,) = reasons(reading("d.pdf", good[: len(good) // 3]))
    assert cut.startswith("broken: ")


def test_a_docx_gives_headings_lists_and_tables(reading: Made) -> None:
    """In order, as Markdown; the title of the file is kept."""
    source = whole(reading("house.docx", made.docx()))
    assert source.title == "House book"
    assert passages(source) == [
        ("Cellar", "The boiler stands in the cellar.", None, None),
        (
            "Cellar > Tools",
            "- hammer\n- saw\n\n| Part | Price |\n|---|---|\n| Bolt | 5 \\| 6 |\n\nThat is all.",
            None,
            None,
        ),
    ]


def test_docx_files_that_are_cut_or_swollen_are_refused_before_they_are_unpacked(reading: Made) -> None:
    """A truncated zip, a part that unpacks to more than it should, and another zip."""
    good = made.docx()
    assert reasons(reading("a.docx", good[: len(good) // 2])) == ["truncated or broken: not a whole zip file"]
    assert reasons(reading("b.docx", made.swollen(good))) == ["one of its parts unpacks to more than 64 MB"]
    assert reasons(reading("c.docx", b"\xd0\xcf\x11\xe0" + bytes(600)))[0].startswith("encrypted, or a DOC file")


def test_a_docx_that_was_laid_out_gives_its_pages(reading: Made) -> None:
    """A break before the first words of a paragraph turns the page for it, one inside it for the next."""
    source = whole(reading("laid.docx", made.laid_out("One", "Two", "Three")))
    assert [(text, page) for _, text, _, page in passages(source)] == [("One", 1), ("Two", 2), ("Three", 3)]


PAGE = """<!doctype html>
<html><head><title>Shop - Bolts</title><style>p {}</style></head>
<body><nav><a href="/">Home</a></nav><div class="sidebar">Offers</div>
<main><h1>Bolts &amp; nuts</h1>
<p>First <b>bold</b>
words.</p>
<ul><li>one<li>two<ul><li>deep</li></ul></ul>
<pre>
a = 1
  b
</pre>
<h2>Prices</h2>
<table><tr><th>Part<th>Price</tr><tr><td>Bolt<td>5</tr></table>
<script>alert(1)</script></main><footer>Imprint</footer></body></html>
"""


def test_a_page_gives_its_main_text_with_headings_lists_code_and_tables(reading: Made) -> None:
    """Without scripts, navigation and what frames it; each passage at its line of the file."""
    source = whole(reading("shop.html", PAGE))
    assert source.title == "Shop - Bolts"
    assert passages(source) == [
        ("Bolts & nuts", "First bold words.\n- one\n- two\n  - deep\n\n```\na = 1\n  b\n```", 5, None),
        ("Bolts & nuts > Prices", "| Part | Price |\n|---|---|\n| Bolt | 5 |", 13, None),
    ]


def test_pages_of_scripts_alone_and_pages_nested_beyond_reason_are_said_to_be_so(reading: Made) -> None:
    """Neither is an empty document."""
    assert reasons(reading("a.html", "<script>let x</script>")) == ["no text, only markup"]
    assert reasons(reading("b.html", "<div>" * 50_000 + "deep")) == ["nested too deeply"]
    assert whole(reading("c.html", b'<meta charset="iso-8859-1"><p>caf\xe9')).text == "caf\xe9"


def test_a_notebook_gives_its_cells_in_order_at_their_lines(reading: Made) -> None:
    """Code is fenced, outputs are not read, and a cell's line is that of its text in the file."""
    text = made.notebook(
        ("markdown", "# Tides\n\nThe moon pulls."), ("code", "print('```')\n"), ("markdown", "## End\n\nBye")
    )
    source = whole(reading("tides.ipynb", text))
    assert [(title, body) for title, body, _, _ in passages(source)] == [
        ("Tides", "The moon pulls.\n\n```python\nprint('```')\n```"),
        ("Tides > End", "Bye"),
    ]
    lines = text.split("\n")
    assert [lines[(place.line or 0) - 1].strip()[:6] for place in source.places] == ['"# Tid', '"print', '"## En']
    assert reasons(reading("b.ipynb", "{}")) == ["not a notebook: it has no cells"]


def test_source_code_is_cut_between_definitions_and_never_inside_a_line(reading: Made) -> None:
    """A definition that has to be cut gives its parts its name."""
    body = "".join(f"    total += weights[{number}] * values[{number}]\n" for number in range(60))
    text = f'"""Sums."""\n\nimport math\n\n\ndef short():\n    return 1\n\n\nclass Long:\n{body}'
    source = whole(reading("sums.py", text))
    found = pieces(source, 250)
    assert found[0].text.endswith("return 1")
    assert [piece.title for piece in found] == ["sums.py"] + ["sums.py > Long"] * (len(found) - 1)
    assert len(found) > 2
    lines = text.split("\n")
    for piece in found:
        assert piece.line is not None
        many = piece.text.count("\n") + 1
        assert "\n".join(lines[piece.line - 1 : piece.line - 1 + many]) == piece.text


def test_rst_headings_and_literal_blocks_are_seen(reading: Made) -> None:
    """Underlines make headings, and what `::` announces stays with it."""
    source = whole(reading("a.rst", "Top\n===\n\nRun::\n\n   one\n\n   two\n\nPart\n----\n\nText.\n"))
    assert passages(source) == [
        ("Top", "Run::\n\n   one\n\n   two", 4, None),
        ("Top > Part", "Text.", 13, None),
    ]


def test_markdown_front_matter_and_underlined_headings_are_seen(reading: Made) -> None:
    """The title of the settings stands over pages without a heading of their own."""
    source = whole(reading("a.md", '---\ntitle: "Tides"\nx: y\n---\n\nWater.\n\nHigh\n----\n\nThe moon.\n'))
    assert [(title, text) for title, text, _, _ in passages(source)][1:] == [("Tides > High", "The moon.")]


# --- encodings, and what is no text -----------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Der K\xe4se l\xe4uft \xfcber die Stra\xdfe und f\xe4llt, wie sch\xf6n.", "cp1252"),
        ("Привет, мир. Это обычный русский текст про погоду.", "cp1251"),
        ("Plain words", "utf-16"),
        ("Plain words", "utf-8-sig"),
    ],
)
def test_other_encodings_are_read_and_said(reading: Made, text: str, encoding: str) -> None:
    """By their mark, or by what the bytes look like; the guess stands in the metadata."""
    source = whole(reading("a.txt", text.encode(encoding)))
    assert source.text == text
    assert ("encoding" in source.metadata) == (encoding != "utf-8-sig")


def test_utf_8_with_a_damaged_place_is_not_taken_for_another_encoding(reading: Made) -> None:
    """A guess would garble every other letter with an accent."""
    data = ("\u00dcber die K\u00fcche und das B\u00fcro. " * 5).encode() + b"\xff" + "Gr\u00f6\u00dfe".encode()
    place = data.index(b"\xff")
    assert reasons(reading("a.txt", data)) == [f"damaged UTF-8 text (byte {place})"]


def test_binaries_under_a_text_suffix_are_refused(reading: Made) -> None:
    """With null bytes, and with none."""
    assert reasons(reading("a.txt", b"\x89PNG\r\n\x1a\n\0\0\0")) == ["binary, not text"]
    assert reasons(reading("b.md", bytes(range(1, 256)) * 20)) == ["binary, not text"]
    assert reasons(reading("c.csv", bytes(range(1, 256)) * 20)) == ["binary, not text"]


def test_a_file_too_large_to_hold_is_refused(tmp_path: Path) -> None:
    """Without being read: the file is a hole."""
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(33 * 2**20)
    assert [entry.reason for entry in read(path, "huge.txt", Fields()) if isinstance(entry, Skipped)] == [
        "larger than 32 MB"
    ]


@pytest.mark.parametrize(("name", "library"), [("a.pdf", "pypdf"), ("a.docx", "docx"), ("a.html", "lxml")])
def test_a_missing_library_is_named_with_the_command_that_brings_it(
    reading: Made, monkeypatch: pytest.MonkeyPatch, name: str, library: str
) -> None:
    """The other files are still read."""
    data = made.docx() if library == "docx" else b"<p>%PDF-1.4"
    monkeypatch.setitem(sys.modules, library, None)
    for known in [module for module in sys.modules if module.startswith(f"{library}.")]:
        monkeypatch.delitem(sys.modules, known)
    package = {"docx": "python-docx"}.get(library, library)
    assert reasons(reading(name, data)) == [f"{library} is not installed: `pip install {package}` brings it"]


@pytest.mark.parametrize("error", [RecursionError(), MemoryError(), KeyError("/Root"), SystemError("odd")])
def test_whatever_a_library_raises_becomes_a_reason(
    reading: Made, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    """Recursion and lack of memory too."""
    import pypdf

    def fail(*ignored: object) -> None:
        raise error

    monkeypatch.setattr(pypdf, "PdfReader", fail)
    (reason,) = reasons(reading("a.pdf", made.pdf([["Words."]])))
    assert reason and "\n" not in reason


BROKEN = [made.pdf([["One.", "Two (2)."], ["Three."]], "T"), PAGE.encode(), made.notebook(("code", "x = 1")).encode()]


def _damaged(data: bytes, cuts: list[tuple[int, bytes]]) -> bytes:
    for place, put in cuts:
        at = place % (len(data) + 1)
        data = data[:at] + put + data[at + len(put) :]
    return data


ANY = st.one_of(
    st.binary(max_size=400),
    st.text(max_size=400).map(str.encode),
    st.text(alphabet="|-#`~=*.:\n\r\t ,;\"'<>{}[]()\\/ab1\u00e9", max_size=400).map(str.encode),
    st.builds(
        _damaged,
        st.sampled_from(BROKEN),
        st.lists(st.tuples(st.integers(0, 4000), st.binary(max_size=8)), max_size=4),
    ),
)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=ANY, suffix=st.sampled_from(SUFFIXES), limit=st.integers(min_value=8, max_value=250))
@example(data=b"[" * 20_000, suffix=".json", limit=250)
@example(data=b'{"a":' * 20_000, suffix=".jsonl", limit=250)
@example(data=b'a,b\r\n"' + b"x\n" * 300, suffix=".csv", limit=250)
def test_any_bytes_under_any_suffix_give_documents_or_reasons(
    tmp_path: Path, data: bytes, suffix: str, limit: int
) -> None:
    """Nothing is raised, and what is read is cut into passages that stand in its text and fit the limit."""
    path = tmp_path / f"file{suffix}"
    path.write_bytes(data)
    found = list(read(path, path.name, Fields()))
    assert found
    for entry in found:
        if isinstance(entry, Skipped):
            assert entry.reason and "\n" not in entry.reason
            continue
        assert entry.text.strip()
        for piece in pieces(entry, limit):
            assert piece.text == entry.text[piece.start : piece.end]
            assert weight(piece.text) <= limit
            assert all(0 <= left < right <= len(piece.text) for left, right in piece.sentences)
            assert piece.line is None or piece.line >= 1
            piece.text.encode()


def test_hits_point_back_into_the_file(documents: Documents, context: FakeContext, tmp_path: Path) -> None:
    """By page in a PDF, by line in a page of the web, by its own id for a row."""
    folder = tmp_path / "mixed"
    folder.mkdir()
    (folder / "house.pdf").write_bytes(made.pdf([["The roof is red."], ["The cellar holds the boiler."]]))
    (folder / "shop.html").write_text(PAGE, encoding="utf-8")
    (folder / "rows.csv").write_text("id,text\nmoon-7,The moon pulls the sea.\n", encoding="utf-8")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4\n")
    *_, report = documents.index(IndexChange(name="mixed", add=(str(folder),), create=True), context)
    assert isinstance(report, IndexReport)
    assert (report.documents, [Path(entry.source).name for entry in report.skipped]) == (3, ["broken.pdf"])

    def hit(query: str) -> tuple[str, int | None, int | None]:
        found = documents.run(RetrieveRequest(query=query, indexes=("mixed",)), context)
        assert isinstance(found, Evidence)
        best = found.passages[0]
        return best.document_id, best.span.line, best.span.page

    assert hit("cellar boiler") == ("house.pdf", None, 2)
    assert hit("price of a bolt part") == ("shop.html", 13, None)
    assert hit("moon sea") == ("moon-7", 2, None)
