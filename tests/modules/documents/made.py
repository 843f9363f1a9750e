"""Files of the formats that are read, made by hand as small as they can be, whole and broken."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Sequence


def pdf(pages: Sequence[Sequence[str]], title: str = "") -> bytes:
    """A PDF with the lines of each page as text; a page without lines has none."""
    bodies = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    kids = []
    for lines in pages:
        shown = "".join(f"({_escaped(line)}) Tj T*\n" for line in lines)
        stream = f"BT /F1 11 Tf 14 TL 60 780 Td\n{shown}ET" if lines else ""
        bodies.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
        font = "<< /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>"
        bodies.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {len(bodies)} 0 R"
            f" /Resources << /Font {font} >> >>"
        )
        kids.append(f"{len(bodies)} 0 R")
    bodies[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    bodies.append(f"<< /Title ({_escaped(title)}) >>")
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(bodies, start=1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    return (
        out
        + f"xref\n0 {len(bodies) + 1}\n0000000000 65535 f \n{table}".encode()
        + f"trailer << /Size {len(bodies) + 1} /Root 1 0 R /Info {len(bodies)} 0 R >>\n".encode()
        + f"startxref\n{len(out)}\n%%EOF\n".encode()
    )


def encrypted(data: bytes) -> bytes:
    """The same PDF behind a password."""
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    writer.encrypt("secret", algorithm="RC4-128")
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def docx() -> bytes:
    """A DOCX with headings, a list and a table."""
    from docx import Document

    document = Document()
    document.core_properties.title = "House book"
    document.add_heading("Cellar", level=1)
    document.add_paragraph("The boiler stands in the cellar.")
    document.add_heading("Tools", level=2)
    document.add_paragraph("hammer", style="List Bullet")
    document.add_paragraph("saw", style="List Bullet")
    table = document.add_table(rows=2, cols=2)
    for place, text in enumerate(("Part", "Price", "Bolt", "5 | 6")):
        table.cell(place // 2, place % 2).text = text
    document.add_paragraph("That is all.")
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def laid_out(*pages: str) -> bytes:
    """A DOCX with a paragraph on each page, as a program notes it that has laid the pages out."""
    from docx import Document
    from docx.oxml import OxmlElement

    document = Document()
    for number, text in enumerate(pages):
        run = document.add_paragraph().add_run(text)
        if number:
            run._r.insert(0, OxmlElement("w:lastRenderedPageBreak"))
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def swollen(data: bytes, part: str = "word/document.xml") -> bytes:
    """The same zip with one part that unpacks to far more than it should."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry.filename, b" " * (65 * 2**20) if entry.filename == part else old.read(entry))
    return written.getvalue()


def notebook(*cells: tuple[str, str]) -> str:
    """A notebook with cells of the kinds and texts given, each code cell with an output."""
    return json.dumps(
        {
            "cells": [
                {
                    "cell_type": kind,
                    "metadata": {},
                    "source": text.splitlines(keepends=True),
                    **({"execution_count": 1, "outputs": [{"text": ["42\n"]}]} if kind == "code" else {}),
                }
                for kind, text in cells
            ],
            "metadata": {"kernelspec": {"language": "python", "name": "python3"}},
            "nbformat": 4,
            "nbformat_minor": 5,
        },
        indent=1,
    )


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
