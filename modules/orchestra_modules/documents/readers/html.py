"""HTML: the main text as Markdown, with headings, lists, tables and code, each block at its line of the file.

Scripts, navigation, forms and what is hidden are left out; where a page marks its main part, that part is read, unless
next to nothing stands in it. Links and pictures give their words only.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from orchestra.spec import Skipped
from orchestra_modules.documents.readers.text import decoded, noted, read_bytes
from orchestra_modules.documents.source import Fields, Place, Source, Unreadable

_MOST = 16 * 2**20
_LAST_LINE = 65535  # the parser counts no further

_LEFT_OUT = frozenset(
    [
        *("script", "style", "noscript", "template", "svg", "canvas", "iframe", "object", "embed", "audio", "video"),
        *("head", "nav", "button", "select", "input", "textarea", "dialog", "menu", "datalist", "map"),
    ]
)
_ASIDE = frozenset({"footer", "aside", "header"})  # of the page; inside an article they belong to it
_ROLES = frozenset({"navigation", "search", "banner", "contentinfo", "complementary", "menu", "menubar", "dialog"})
_NAMES = frozenset(
    [
        *("nav", "navbar", "navigation", "menu", "sidebar", "breadcrumb", "breadcrumbs", "cookie", "cookies"),
        *("cookie-banner", "headerlink", "skip-link", "skiplink", "site-header", "site-footer", "pagination"),
    ]
)
_INLINE = frozenset(
    [
        *("a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins", "kbd"),
        *("label", "mark", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup"),
        *("time", "tt", "u", "var", "wbr", "acronym", "nobr", "img", "picture", "source", "math", "mi", "mn", "mo"),
    ]
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_SPACE = re.compile(r"[ \t\r\n\f\v\u00a0]+")
_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})|^<\?xml[^>]{0,200}?encoding=[\"']([\w.:-]+)", re.I
)


def read(path: Path, name: str, fields: Fields) -> Iterator[Source | Skipped]:
    """The page as one document of Markdown."""
    import lxml.html

    text, encoding = _decoded(read_bytes(path, _MOST))
    if not text.strip():
        raise Unreadable("empty")
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    page = lxml.html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):  # it drops what lies deeper
        raise Unreadable("nested too deeply")
    body = page.find("body") if page.find("body") is not None else page
    whole = _Written(body)
    chosen = whole
    for part in body.xpath("//main | //*[@role='main']") or body.xpath("(//article)[last()=1]"):
        written = _Written(part)
        if len(written.text) >= 0.3 * len(whole.text):
            chosen = written
            break
    if not chosen.text:
        raise Unreadable("no text, only markup")
    heads = page.xpath("//head/title") or page.xpath("//title")
    yield Source(
        document_id=name,
        path=path,
        text=chosen.text,
        title=_SPACE.sub(" ", heads[0].text_content()).strip() if heads else "",
        format="html",
        markup="markdown",
        places=tuple(chosen.places),
        metadata={"format": "html", **noted(encoding)},
    )


def _decoded(data: bytes) -> tuple[str, str]:
    """The page as text: by its byte-order mark, by what it says of itself where that is true, else as any file."""
    match = _CHARSET.search(data[:4096])
    if match and not data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        said = (match[1] or match[2]).decode("ascii", "replace").lower()
        said = "cp1252" if said in ("iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii") else said  # as browsers do
        said = "utf-8" if said.startswith(("utf-16", "utf-32")) else said  # or these words could not be read
        try:
            if codecs.lookup(said)._is_text_encoding and "\0" not in (text := data.decode(said)):
                return text, said
        except (LookupError, ValueError, UnicodeError):
            pass
    return decoded(data)


class _Written:
    """An element and what is in it as Markdown: walked once, without recursion."""

    def __init__(self, root: Any) -> None:
        from lxml import etree

        self.places: list[Place] = []
        self._parts: list[str] = []
        self._length = 0
        self._words: list[str] = []  # of the block being written
        self._line: int | None = None
        self._prefix, self._gap = "", "\n\n"
        self._lists: list[list[Any]] = []  # the tag and the number of the last item of each list we are in
        walk = etree.iterwalk(root, events=("start", "end"))
        left_out: set[Any] = set()
        for event, element in walk:
            tag = element.tag if isinstance(element.tag, str) else ""
            if event == "start":
                if not tag or (element is not root and _passed_over(element, tag, root)):
                    left_out.add(element)
                    walk.skip_subtree()
                elif self._begin(element, tag):
                    walk.skip_subtree()
            else:
                if element not in left_out:
                    self._finish(tag)
                left_out.discard(element)
                if element is not root and element.tail:
                    self._say(element.tail, element.sourceline)
        self._flush()
        self.text = "".join(self._parts)

    def _begin(self, element: Any, tag: str) -> bool:
        """Take an element up; true when all of it was taken."""
        if tag == "br":
            self._words.append("\n")
        elif tag in _INLINE:
            pass
        else:
            self._flush()
            if tag in _HEADINGS:
                self._prefix = "#" * _HEADINGS[tag] + " "
            elif tag in ("ul", "ol"):
                self._lists.append([tag, 0])
            elif tag == "li":
                self._prefix, self._gap = self._item(), "\n"
            elif tag == "pre":
                self._block(_code(element), element.sourceline, "\n\n")
                return True
            elif tag == "table" and (rows := _table(element)):
                self._block(rows, element.sourceline, "\n\n")
                return True
        if element.text:
            self._say(element.text, element.sourceline)
        return False

    def _finish(self, tag: str) -> None:
        if tag and tag not in _INLINE and tag != "br":
            self._flush()
            if tag in ("ul", "ol") and self._lists:
                self._lists.pop()
            self._prefix = ""
            self._gap = "\n" if self._lists else "\n\n"

    def _item(self) -> str:
        depth = "  " * max(0, len(self._lists) - 1)
        if self._lists and self._lists[-1][0] == "ol":
            self._lists[-1][1] += 1
            return f"{depth}{self._lists[-1][1]}. "
        return f"{depth}- "

    def _say(self, text: str, line: int | None) -> None:
        bare = text.strip()
        if bare and self._line is None and line is not None:
            self._line = line + text.count("\n", 0, len(text) - len(text.lstrip()))
        self._words.append(_SPACE.sub(" ", text))

    def _flush(self) -> None:
        text = re.sub(r" *\n *", "\n", re.sub(r" {2,}", " ", "".join(self._words))).strip()
        if text:
            heading = self._prefix.startswith("#")
            self._block(self._prefix + (text.replace("\n", " ") if heading else text), self._line, self._gap)
            self._prefix = "  " * len(self._lists)
            self._gap = "\n" if self._lists else "\n\n"
        self._words, self._line = [], None

    def _block(self, text: str, line: int | None, gap: str) -> None:
        if not text.strip():
            return
        gap = gap if self._parts else ""
        self._parts += [gap, text]
        start = self._length + len(gap)
        self._length = start + len(text)
        self.places.append(Place(start=start, line=line if line is not None and line < _LAST_LINE else None))


def _passed_over(element: Any, tag: str, root: Any) -> bool:
    """Whether an element is no part of the text."""
    if tag in _LEFT_OUT:
        return True
    get = element.get
    if get("hidden") is not None or get("aria-hidden") == "true" or get("role") in _ROLES:
        return True
    if "display:none" in (get("style") or "").replace(" ", "").lower():
        return True
    if tag in _ASIDE and root.tag not in ("article", "main"):
        inside = any(True for _ in element.iterancestors("article", "main"))
        return not inside and not (tag == "header" and element.find(".//h1") is not None)
    named = {*(get("class") or "").lower().split(), (get("id") or "").lower()}
    return not named.isdisjoint(_NAMES) and element.find(".//h1") is None and tag != "body"


def _code(element: Any) -> str:
    body = element.text_content().strip("\r\n").rstrip()
    fence = "```" if "```" not in body else "~~~~"
    return f"{fence}\n{body}\n{fence}" if body.strip() else ""


def _table(element: Any) -> str:
    """A table of data as rows of Markdown; nothing for one that is only there for its looks."""
    if element.find(".//table") is not None or element.find(".//h1") is not None or element.find(".//pre") is not None:
        return ""
    rows = []
    for row in element.iter("tr"):
        cells = [_cell(cell) for cell in row if cell.tag in ("td", "th")]
        if any(cells):
            rows.append(cells)
    if len(rows) < 2 or max(map(len, rows)) < 2:
        return ""
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    caption = element.find("caption")
    above = [_cell(caption)] if caption is not None and _cell(caption) else []
    return "\n".join([*above, lines[0], "|" + "---|" * len(rows[0]), *lines[1:]])


def _cell(cell: Any) -> str:
    words = " ".join(text for text in cell.itertext() if text.strip())
    return _SPACE.sub(" ", words).strip().replace("|", "\\|")
