"""Short ways to say two things at once, written out: "Tom is tall, but Kit is not", "Tom, not Kit, is tall".

Each is replaced by sentences that say the same in full; a form that is not listed is left as it stands.
"""

from __future__ import annotations

import re
from functools import partial
from typing import Final

from orchestra_modules.solving.numerals import cardinal
from orchestra_modules.solving.regex import regex

_NAME: Final = r"[A-Z][a-z]+"
#: one word, or a noun with its article, that is said of a subject
_SAID: Final = r"(?:(?:an?|the) )?[a-z]+"
_START: Final = r"(?:(?<=^)|(?<=[.!?;\n] )|(?<=\n))"
_AT_A_GLANCE: Final = regex(
    r"\bnot\b|n't\b|\b(?:al)?though\b|\bno longer\b|\b(?:nobody|no one) (?:but|except|other)\b|\bof the\b"
    r"|\b(?:question|statement|claim|conclusion):",
    re.IGNORECASE,
)
#: premises and a conclusion under headings ask whether it follows, without a question
_HEADED: Final = regex(r"\s*premises?(?: \d)?\s*:[^?]*\bconclusion\s*:[^?.:]+\.?\s*", re.IGNORECASE)
_FORMS: Final[tuple[tuple[re.Pattern[str], str], ...]] = tuple(
    (regex(pattern, re.MULTILINE), written)
    for pattern, written in (
        (
            rf"{_START}({_NAME}) (is|was) ({_SAID}),? (?:but|and|while|whereas) ({_NAME}) \2(?: not|n't)"
            r"(?=[.?!;])",
            r"\1 \2 \3. \4 \2 not \3",
        ),
        (
            rf"{_START}({_NAME}) (is|was) (?:not|n't) ({_SAID}),? (?:but|while|whereas) ({_NAME}) \2(?=[.?!;])",
            r"\1 \2 not \3. \4 \2 \3",
        ),
        (rf"{_START}({_NAME}),? (?:and|but) not ({_NAME}),? (is|was) ({_SAID})(?=[.?!;])", r"\1 \3 \4. \2 \3 not \4"),
        (rf"{_START}({_NAME}), not ({_NAME}), (is|was) ({_SAID})(?=[.?!;])", r"\1 \3 \4. \2 \3 not \4"),
        (
            rf"{_START}({_NAME}) (is|was) not (?:only|just|merely) ({_SAID}),? but (?:also )?({_SAID})(?=[.?!;])",
            r"\1 \2 \3. \1 \2 \4",
        ),
        (
            rf"{_START}(?:Nobody|No one) (?:but|except|other than) ([a-z]+s) (?=(?:can|may|is|are|will|has|have)\b)",
            r"Only \1 ",
        ),
        (rf"{_START}Not (?:a single|one|a) ([a-z]+) (is|was) (?=[a-z])", r"No \1 \2 "),
        (rf"{_START}([A-Z][^.?!;,]*?),? (?:even though|although|though) ([^.?!;,]+)(?=[.!;])", r"\1. \2"),
        (rf"{_START}(?:Even though|Although|Though) ([^.?!;,]+), ([^.?!;,]+)(?=[.!;])", r"\1. \2"),
        (
            rf"{_START}(?:Question|Statement|Claim): ([^.?!:;]+)\.\s+[Tt]rue or [Ff]alse\?(?=\s*$)",
            r"True or false: \1.",
        ),
    )
)
#: "Each of the two boys, Tom and Kit, is tall"
_EACH_OF: Final = regex(
    rf"{_START}(?:Each|Both|All) of the (?P<n>two|three|four|five) (?P<noun>[a-z]+)s, "
    rf"(?P<names>{_NAME}(?:, {_NAME})*,? and {_NAME}), (?:is|are) (?P<said>[a-z]+)(?=[.!;])"
)
_SOME_OF: Final = regex(r"\b(?P<how>[Ss]ome|[Aa]ll) (?:of )?the (?P<noun>[a-z]+s)\b")
_NO_LONGER: Final = regex(r"\b(is|are) no longer\b")
_OTHER_TIMES: Final = regex(
    r"\b(?:was|were|had|did|has|have|been|used|will|would|still|yet|already|once|before|ago|when|until|since)\b", re.I
)
#: words that reach over both halves, so that each would say another thing by itself
_REACHING: Final = regex(
    r"\b(?:if|unless|whether|nobody|no one|nothing|he|she|they|it|his|her|their|only|or|may|might)\b", re.I
)


def written_out(text: str) -> str:
    """The text with such sentences in full."""
    if not _AT_A_GLANCE.search(text):
        return text
    for pattern, written in _FORMS:
        text = pattern.sub(partial(_one, written), text)
    text = _of_a_group(_EACH_OF.sub(_each_of, text))
    if _HEADED.fullmatch(text):
        return f"{text.rstrip(' .')}. Does it follow?"
    if _NO_LONGER.search(text) and not _OTHER_TIMES.search(text):
        text = _NO_LONGER.sub(r"\1 not", text)
    return text


def _each_of(match: re.Match[str]) -> str:
    names = re.split(r",? and |, ", match["names"])
    if len(names) != cardinal(match["n"]):
        return match.group()
    return ". ".join(f"{name} is a {match['noun']}. {name} is {match['said']}" for name in names)


def _of_a_group(text: str) -> str:
    """ "Some of the boxes" told of boxes, where the text speaks of no others."""
    for noun in {match["noun"] for match in _SOME_OF.finditer(text) if " of the " in match.group()}:
        group = regex(rf"\b(?:[Ss]ome|[Aa]ll) (?:of )?the {noun}\b")
        if len(group.findall(text)) == len(re.findall(rf"\b{noun.removesuffix('s').removesuffix('e')}\w*", text, re.I)):
            text = re.sub(rf"\b([Ss]ome|[Aa]ll) (?:of )?the {noun}\b", rf"\1 {noun}", text)
    return text


def _one(written: str, match: re.Match[str]) -> str:
    if "though" in match.group() and _REACHING.search(match.group()):
        return match.group()
    return match.expand(written)
