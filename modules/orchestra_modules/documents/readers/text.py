"""A file's bytes as text: which encoding they are in, and whether they are text at all.

UTF-8 is taken at its word, other encodings by a byte-order mark or, failing that, by charset-normalizer's judgement of
a sample. Bytes that no encoding makes text of are refused; nothing is replaced or dropped.
"""

from __future__ import annotations

import codecs
from pathlib import Path

from orchestra_modules.documents.source import Unreadable

#: Bytes of a file that is read as a whole; longer ones are refused rather than held in memory.
MOST = 32 * 2**20

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 2**16
_BLOCK = 2**20
_CONTROL = bytes(sorted({*range(32)} - {*b"\t\n\r\f\v\b\x1b\x1a"}))
# What is likely to be met; the more are asked for, the worse and slower the guess.
_LATIN = ["cp1252", "cp1250", "cp1254", "mac_roman"]
_OTHERS = ["cp1251", "koi8_r", "cp1253", "cp1255", "cp1256", "shift_jis", "euc_jp", "gb18030", "big5", "euc_kr"]


def read_text(path: Path, most: int = MOST) -> tuple[str, str]:
    """A whole file as text, and its encoding. Unreadable when it is too long, not text, or in no encoding known."""
    data = read_bytes(path, most)
    return decoded(data)


def read_bytes(path: Path, most: int = MOST) -> bytes:
    """The bytes of a file. Unreadable when there are too many of them."""
    with path.open("rb") as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise Unreadable(f"larger than {most // 2**20} MB")
    return data


def decoded(data: bytes) -> tuple[str, str]:
    """Bytes as text, and the encoding that they are in. Unreadable when they are no text."""
    encoding = _by_mark(data)
    if encoding is None:
        _not_binary(data[:_SAMPLE])
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError as error:
            encoding = _guessed(data, error.start)
        else:
            if "\0" in text:
                raise Unreadable("binary, not text")
            return text, "utf-8"
    try:
        return data.decode(encoding), encoding
    except UnicodeDecodeError as error:
        raise Unreadable(f"not {encoding} text, as it says it is (byte {error.start})") from error


def encoding_of(path: Path) -> str:
    """The encoding of a file of any length, which is read through once. Unreadable when it is no text."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    done = 0
    with path.open("rb") as file:
        while True:
            block = file.read(_BLOCK)
            if done == 0:
                if encoding := _by_mark(block):
                    return encoding
                _not_binary(block[:_SAMPLE])
            if b"\0" in block:
                raise Unreadable("binary, not text")
            try:
                decoder.decode(block, final=not block)
            except UnicodeDecodeError as error:
                return _guessed(block, max(0, error.start), done)
            done += len(block)
            if not block:
                return "utf-8"


def noted(encoding: str) -> dict[str, str]:
    """What a document's metadata says of an encoding: nothing when it is the usual one."""
    return {} if encoding in ("utf-8", "utf-8-sig") else {"encoding": encoding}


def _by_mark(data: bytes) -> str | None:
    return next((encoding for mark, encoding in _MARKS if data.startswith(mark)), None)


def _not_binary(sample: bytes) -> None:
    if b"\0" in sample or len(sample.translate(None, _CONTROL)) < 0.98 * len(sample):
        raise Unreadable("binary, not text")


def _guessed(data: bytes, place: int, before: int = 0) -> str:
    """The encoding of bytes that are not UTF-8 at a place; the sample is taken around it."""
    reason = f"not UTF-8 text (byte {before + place})"
    begin = max(0, place - _SAMPLE // 2)
    sample = data[begin : begin + _SAMPLE]
    strange = len(sample) - len(sample.translate(None, bytes(range(128, 256))))
    letters = len(sample) - len(sample.translate(None, bytes(range(65, 91)) + bytes(range(97, 123))))
    try:
        from charset_normalizer import from_bytes
    except ModuleNotFoundError as error:
        raise Unreadable(f"{reason}; `pip install charset-normalizer` reads other encodings") from error
    whole = sample.decode("utf-8", "ignore")
    valid = sum(1 for letter in whole if letter > "\x7f")
    if valid > strange - (len(whole.encode()) - (len(whole) - valid)):  # a guess would garble all that is right
        raise Unreadable(f"damaged UTF-8 text (byte {before + place})")
    if strange + letters < 20:
        raise Unreadable(f"{reason}, and too short to tell its encoding")
    best = from_bytes(sample, cp_isolation=[*_LATIN, *_OTHERS]).best()
    if best is None:
        raise Unreadable(f"{reason}, and no other encoding fits")
    return best.encoding
