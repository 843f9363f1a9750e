"""Reading requests about a list of words. Knows no solver.

A request is a chain of known phrases, each of which names a part of the problem or is a filler; what is left over is
the list. A word of the request that is on no list is refused by name. Lists of numbers are left to mathematics.
"""

from __future__ import annotations

import re
from typing import Final

from orchestra_modules.logic.inventories.marks import Elsewhere
from orchestra_modules.logic.inventories.words import Key, Want, WordProblem
from orchestra_modules.solving.numerals import ordinal
from orchestra_modules.solving.options import Question
from orchestra_modules.solving.refusal import NotUnderstood, TooCostly
from orchestra_modules.solving.regex import regex

MAX_WORDS = 2000
MAX_REQUEST = 300  # characters of a request
MAX_EMBEDDED = 3000  # characters of a list inside a request
_MARK: Final = regex(
    r"alphabet|dictionary|lexicograph|\b(?:sort|order|arrange|rank|reverse|longest|shortest|words?|letters?|abc)\b",
    re.IGNORECASE,
)
_ALPHABET: Final = r"(?:alphabetical(?:ly)?|alphabetic(?:ally)?|lexicographical(?:ly)?|lexicographic|dictionary|abc)"
_ORDINAL: Final = r"(?:\d+(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)"
#: phrases of a request, the longer before the shorter, and the part that each stands for
_PHRASES: Final[tuple[tuple[str, str], ...]] = (
    (rf"(?P<nth>{_ORDINAL})[ -](?:to|from)(?: the)?[ -](?:last|end)|(?P<nth2>{_ORDINAL}) "
        rf"last|last but one|next to last", "from_end"),
    (r"(?:from )?(?:the )?(?:shortest|short) to (?:the )?(?:longest|long)", "by_length"),
    (r"(?:from )?(?:the )?(?:longest|long) to (?:the )?(?:shortest|short)", "by_length_descending"),
    (r"(?:from )?z (?:to|through) a", "z_to_a"),
    (r"(?:from )?a (?:to|through) z", "alphabet"),
    (rf"(?:in|into|by|using) (?:the )?reversed? {_ALPHABET} order|reversed? {_ALPHABET}(?: order)?", "z_to_a"),
    (rf"(?:in|into|by|using) (?:the )?(?:descending|decreasing) {_ALPHABET} order|(?:in|"
        rf"into) {_ALPHABET} order(?:,)? (?:reversed|descending|backwards)", "z_to_a"),
    (rf"(?:in|into|by|using|according to) (?:the |an |ascending |increasing )*{_ALPHABET}"
        rf"(?: order)?|{_ALPHABET}(?: order)?", "alphabet"),
    (r"(?:in|into|by) (?:the )?(?:order of (?:the )?(?:english )?alphabet|the alphabet|"
        r"alphabet|(?:an? )?(?:english )?dictionary)|alphabeti[sz]ed?", "alphabet"),
    (r"(?:by|according to|in order of|on|based on) (?:increasing |ascending |their |the |"
        r"word )*(?:length|size in letters|number of letters|letter count)", "by_length"),
    (r"(?:by|according to|in order of) (?:decreasing |descending |their |the )*(?:length|"
        r"number of letters)", "by_length_descending"),
    (rf"(?:by|according to|on) (?:their |the )*(?P<nth>{_ORDINAL}|last|final) letters?", "by_letter"),
    (r"in (?:descending|decreasing|reverse|reversed) order|descending|reversed|backwards?|in reverse", "descending"),
    (r"in (?:ascending|increasing) order|ascending", "ascending"),
    (r"ignoring (?:the )?case|case[- ]insensitively", ""),
    (r"(?:as given|as listed|(?:in|of|on) (?:the|this|that) (?:following )?(?:list|sequence|series))", "in_list"),
    (r"how many (?:words|items|names|entries|elements|terms)", "count"),
    (r"(?:the )?(?:numbers|number words)(?: written| spelled)? (?:out )?(?:as|in) words", "spelled"),
    (r"only(?= the (?:first|last)\b)", ""),
    (r"longest", "longest"),
    (r"shortest", "shortest"),
    (rf"(?P<nth>{_ORDINAL})", "nth"),
    (r"last|final", "last"),
    (r"reverse|invert|flip", "reverse"),
    (r"re-?arrange|re-?order|sort(?:ed|ing)?|order(?:ed|ing)?|arranged?|rank(?:ed)?|organi[sz]ed?", "sort"),
    (r"put|place|list|write|give|return|show|tell|find|name|print|output|state|identify", ""),
    (r"(?:the|this|these|those|following|given|below|above|words?|names?|items?|terms?|"
        r"entries|list|one|ones|in|into|of|me|them|it|order|please|what|which|is|are|was|"
        r"comes?|came|appears?|stands?|would|will|be|if|were|when|after|sorting|you|we|i|that|"
        r"from|among|out|can|could|there|does|do|have|has|contain|contains|contained|and|then|"
        r"placed|written|listed|put|all|at|so|they|a|an|english|get|with|under|here|say)", ""),
)  # fmt: skip
_LEXER: Final = tuple((regex(rf"(?:{pattern})(?![\w'-])", re.IGNORECASE), part) for pattern, part in _PHRASES)
_GAP: Final = regex(r"[\s,;:.?!]*")
_LABEL: Final = regex(
    r"^\s*(?:the )?(?:word )?(?:list|words|items|names|input)(?: of words)?\s*(?:is|are)?\s*[:=]\s*", re.IGNORECASE
)
_QUOTES: Final = "\"'`\u201c\u201d\u2018\u2019"
_WORD: Final = rf"[{_QUOTES}]?([^\W\d_]+(?:['-][^\W\d_]+)*)[{_QUOTES}]?"
_WHERE: Final = (
    rf"(?:{_ALPHABET}(?:ly)?|in (?:the |an? )?(?:english )?(?:dictionary|alphabet|{_ALPHABET} order)|in a dictionary)"
)
_BEFORE: Final = regex(
    rf"(?:is|does|would|will)(?: the word)? {_WORD}(?: (?:come|appear|be|go|stand|sort|"
        rf"listed|placed))?(?P<w1> {_WHERE})? (?P<side>before|after|ahead of|behind)"
    rf"(?: the word)? {_WORD}(?P<w2>,? {_WHERE})?(?: when sorted(?P<w3> {_WHERE}))?",
    re.IGNORECASE,
)  # fmt: skip
_SENTENCE: Final = regex(
    r"(?:how many words|what is the number of words|count the words) (?:(?:are|is) )?(?:there )?"
    r"(?:in|of) (?:the |this )?(?:following )?(?:sentence|phrase|text)\s*:?\s*"
    r"[\"'\u2018\u201c](?P<said>[^\"\u201c\u201d]+)[\"'\u2019\u201d]\s*[?.]?",
    re.IGNORECASE,
)
#: a question about some of the words of a quotation, which is no list of words itself
_WORDS_COUNTED: Final = regex(
    r"(?s)how many words\b.*(?:[\"'\u2018\u201c]|\b(?:start|begin|end|contain|have|rhyme)s?\b)", re.IGNORECASE
)
_LETTERS: Final = regex(
    rf"(?P<verb>sort|order|arrange|put|alphabeti[sz]e|rearrange|reverse|list|write)(?: "
        rf"out)?(?: all)? the letters (?:of|in|from)(?: the (?:word|name))? {_WORD}"
    rf"(?P<how>.*)",
    re.IGNORECASE,
)  # fmt: skip


def read(question: Question) -> WordProblem:
    """The problem that the text states. Elsewhere if it does not ask about a list of words."""
    text = question.stem.strip()
    if not _MARK.search(text):
        raise Elsewhere
    said = re.sub(r"^(?:please|can you|could you),? ", "", text, flags=re.IGNORECASE)
    if match := _BEFORE.fullmatch(said.rstrip(" ?.!")):
        if not (match["w1"] or match["w2"] or match["w3"]):
            raise NotUnderstood("it is not said in which order one word is before the other")
        place = 1 if match["side"].lower() in ("before", "ahead of") else -1
        return WordProblem((match[1], match[4]), ", ", Key.ALPHABET, Want.BEFORE, place=place)
    if match := _SENTENCE.fullmatch(text):
        return WordProblem(_sentence(match["said"]), " ", Key.GIVEN, Want.COUNT)
    if _WORDS_COUNTED.match(text):
        raise NotUnderstood("which words of the sentence are counted is not read")
    if match := _LETTERS.fullmatch(said.rstrip(" ?.!")):
        return _letters(match)
    readings = [reading for reading in _splits(text) if reading is not None]
    if not readings:
        raise Elsewhere
    parts, listed, joiner = readings[0]
    return _problem(parts, listed, joiner)


def _sentence(said: str) -> tuple[str, ...]:
    """The words of a quoted sentence. NotUnderstood where it is disputed what one word is."""
    words = tuple(word.strip(",.;:!?") for word in said.split())
    if not all(re.fullmatch(r"[^\W\d_]+(?:'[^\W\d_]+)?", word) for word in words):
        raise NotUnderstood("which signs make a word of their own is not settled")
    return words


def _letters(match: re.Match[str]) -> WordProblem:
    parts, rest = _lex(match["how"])
    if rest.strip():
        raise NotUnderstood(f"{rest.split()[0]!r} is not understood in a request about letters")
    verb = match["verb"].lower()
    if verb == "reverse":
        return WordProblem(tuple(match[2]), "", Key.GIVEN, Want.LIST, descending=True)
    if verb in ("list", "write", "put") and not parts:
        raise NotUnderstood("it is not said in which order the letters are wanted")
    return _problem([*parts, ("sort", None)], tuple(match[2]), "")


_Part = tuple[str, int | None]


def _lex(text: str) -> tuple[list[_Part], str]:
    """The parts that the beginning of a text names, and what is left where no phrase fits."""
    parts: list[_Part] = []
    at = 0
    end = min(len(text), MAX_REQUEST)
    while True:
        gap = _GAP.match(text, at)
        start = gap.end() if gap else at
        for pattern, part in _LEXER:
            if match := pattern.match(text, start):
                if part:
                    told = next((each for each in match.groupdict().values() if each), None)
                    number = -1 if told and told.lower() in ("last", "final") else ordinal(told) if told else None
                    parts.append((part, number))
                at = match.end()
                break
        else:
            return parts, text[at:]
        if at >= end:
            return parts, text[at:]


def _splits(text: str) -> list[tuple[list[_Part], tuple[str, ...], str] | None]:
    """The ways to part a text into a request and a list; the first that succeeds counts."""
    return [reading for reading in (_after_colon(text), _before_request(text), _embedded(text)) if reading]


def _after_colon(text: str) -> tuple[list[_Part], tuple[str, ...], str] | None:
    """A request, a colon, the list; perhaps a further sentence of request after it."""
    front, colon, back = text.partition(":")
    if not colon:
        return None
    while match := _LABEL.match(back):
        back = back[match.end() :]
    if label := _LABEL.match(f"{front}:"):
        front = "" if label.end() == len(front) + 1 else front
    parts, rest = _lex(front)
    if rest.strip(" ,;\n"):
        return None
    listed, request = back, ""
    if end := re.search(r"[.?!\n]+\s*(?=\S)", back.strip()):
        listed, request = back.strip()[: end.start()], back.strip()[end.end() :]
        more, left = _lex(request)
        if left.strip(" ,;.?!\n"):
            listed = back  # a list one word a line
        else:
            parts = [*parts, *more]
    if not parts:
        return None
    if ":" in listed:
        raise NotUnderstood("there is a second colon, so it is not clear where the list begins")
    return parts, *_items(listed)


def _before_request(text: str) -> tuple[list[_Part], tuple[str, ...], str] | None:
    """A list in one sentence, the request in the next."""
    match = re.fullmatch(r"(?P<list>[^.?!:]+)\.\s+(?P<request>[^:]+)", text)
    if match is None or "," not in match["list"]:
        return None
    parts, rest = _lex(match["request"])
    if rest.strip(" ,;.?!\n") or not parts:
        return None
    listed = re.sub(
        r"^(?:here (?:is a list of words|are some words)|(?:the )?words are)[:,]? ", "", match["list"], flags=re.I
    )
    return parts, *_items(listed)


def _embedded(text: str) -> tuple[list[_Part], tuple[str, ...], str] | None:
    """A list between the words of a request: "sort pear, fig and plum by length"."""
    if ":" in text or len(text) > MAX_EMBEDDED:
        return None
    plain = text.strip().rstrip("?.!")
    front, rest = _lex(plain)
    start = len(plain) - len(rest)
    if rest.lstrip().startswith((",", ";")) and not re.search(
        r"(?:alphabetically|order|dictionary|alphabet)$", plain[:start], re.I
    ):
        return None
    words = list(re.finditer(r"\S+", rest))
    for cut in range(max(1, len(words) - 12), len(words)):
        back, left = _lex(rest[words[cut].start() :])
        if not left.strip(" ,;.?!"):
            listed, parts = rest[: words[cut].start()], [*front, *back]
            break
    else:
        listed, parts = rest, front
    listed = listed.strip(" ,;\n")
    if not parts or re.search(r"(?:,|\band|\bor)$", listed) or not re.search(r",|\band\b|\bor\b", listed):
        return None
    return parts, *_items(listed)


def _items(text: str) -> tuple[tuple[str, ...], str]:
    """The words of a list and what joins them."""
    body = text.strip().rstrip(".?!").strip()
    body = body[1:-1] if body[:1] + body[-1:] in ("[]", "()", "{}") else body
    if "," in body or ";" in body:
        pieces = re.split(r"\s*[,;]\s*(?:and\s+|or\s+)?|\s+(?:and|or)\s+(?=\S+$)", body)
        joiner = ", "
    elif "\n" in body:
        pieces, joiner = [re.sub(r"^\s*(?:[-*\u2022]|\d+[.)])\s+", "", line) for line in body.split("\n")], ", "
    elif match := re.fullmatch(r"(\S+)\s+(?:and|or)\s+(\S+)", body):
        pieces, joiner = [match[1], match[2]], ", "
    else:
        pieces, joiner = body.split(), " "
    items = tuple(piece.strip().strip(_QUOTES).strip() for piece in pieces if piece.strip())
    if len(items) > MAX_WORDS:
        raise TooCostly(f"the list has {len(items)} words; at most {MAX_WORDS} are taken")
    for item in items:
        if any(char.isdigit() for char in item) or not any(char.isalpha() for char in item):
            raise NotUnderstood(f"{item!r} is not a word")
        if re.search(rf"[{_QUOTES}]\s|\s[{_QUOTES}]", item):
            raise NotUnderstood(f"it is not clear where the list ends: {item!r}")
        if re.search(r"\s(?:is|are|was|were|do|does|have|has)\s", f" {item} ") and " " in item:
            raise NotUnderstood(f"it is not clear where the list ends: {item!r}")
        if re.search(r"[^\w\s'\u2019.&-]", item) or len(item.split()) > 4:
            raise NotUnderstood(f"{item!r} is not understood in a list of words")
    if not items:
        raise NotUnderstood("the list of words is empty")
    return items, joiner


def _problem(parts: list[_Part], items: tuple[str, ...], joiner: str) -> WordProblem:
    """The problem that the parts of a request make together. NotUnderstood if they do not fit."""
    said = [name for name, _ in parts]
    have = set(said)
    if "count" in have and have <= {"count", "in_list"}:
        return WordProblem(items, joiner, Key.GIVEN, Want.COUNT)
    if "spelled" in have:
        if not have & {"alphabet", "z_to_a"}:
            raise NotUnderstood("it is not said by what the words are to be put in order")
        have.discard("spelled")
    down = bool(have & {"descending", "z_to_a", "by_length_descending"})
    lengths = have & {"by_length", "by_length_descending"}
    extremes = have & {"longest", "shortest"}
    alphabet = have & {"alphabet", "z_to_a"}
    places = [(name, number) for name, number in parts if name in ("nth", "last", "from_end")]
    if (
        "count" in have
        or len(places) > 1
        or (alphabet and (lengths or extremes))
        or (lengths and extremes)
        or len(extremes) > 1
    ):
        raise NotUnderstood("the request about the words can be read in more than one way")
    if "ascending" in have and down:
        raise NotUnderstood("the request names two directions")
    place = _place(*places[0]) if places else 1
    if extremes:
        if have - {"longest", "shortest", "nth", "in_list"}:
            raise NotUnderstood("the request about the words can be read in more than one way")
        return WordProblem(items, joiner, Key.LENGTH, Want.ITEM, descending="longest" in extremes, place=place)
    if "by_letter" in have:
        if have - {"by_letter", "sort", "in_list"} or said.count("by_letter") > 1:
            raise NotUnderstood("the request about the words can be read in more than one way")
        letter = next(number for name, number in parts if name == "by_letter")
        if not letter:
            raise NotUnderstood("which letter decides is not read")
        return WordProblem(items, joiner, Key.LETTER, Want.LIST, letter=letter)
    want = Want.ITEM if places else Want.LIST
    if "reverse" in have:
        if have - {"reverse", "in_list"}:
            raise NotUnderstood("it is not clear whether the list or its order is to be reversed")
        return WordProblem(items, joiner, Key.GIVEN, Want.LIST, descending=True)
    if not alphabet and not lengths:
        if places and "in_list" in have and not down and "sort" not in have:
            return WordProblem(items, joiner, Key.GIVEN, Want.ITEM, place=place)
        if places or "sort" not in have:
            raise NotUnderstood("it is not said by what the words are to be put in order")
    return WordProblem(items, joiner, Key.LENGTH if lengths else Key.ALPHABET, want, descending=down, place=place)


def _place(name: str, number: int | None) -> int:
    if name == "nth":
        return number or 1
    return -1 if name == "last" else -(number or 2)
