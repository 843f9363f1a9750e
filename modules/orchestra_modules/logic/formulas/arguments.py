"""Arguments laid out over lines or with a turnstile: which stretches are premises, which the conclusion, what is asked.

Headings ("Premises:", "P1.", "Therefore", "Conclusion:") and the sentence that asks are taken off; whatever is left
must be formulas. Knows no grammar of formulas and no solver.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from orchestra_modules.logic.formulas.problems import Asked
from orchestra_modules.solving.refusal import NotUnderstood
from orchestra_modules.solving.regex import regex

_I: Final = re.IGNORECASE
_MARK: Final = regex(
    r"(?:\(?(?:\d{1,2}|[ivx]{2,4}|i)[.)]|\[\d{1,2}\]|\d{1,2}\s*:|\(?p(?:remise)?\s*\d{1,2}\)?\s*[.:)]"
    r"|premise\s*[.:]|[*\u2022])\s+(?=\S)"
    r"|\(?p(?:remise)?\s*\d{1,2}\)?\s*[.:)]"
    r"|(?:p(?:remise)?\s*)?\d{1,2}\s+[-\u2013\u2014]\s+(?=\S)"
    r"|\((?:ax?|h|p|premise|axiom)\s*\d{1,2}\)\s*:?|(?:ax?|h|axiom|assumption|hypothesis)\s*\d{1,2}\s*[:)]\s+",
    _I,
)
#: words that a heading may hold beside the one that names what it heads
_HEADING: Final = (
    r"(?:(?:the|all|our|my|and|given|following|formal|symbolic|logical|logic|fol|predicates|premises|facts|rules|"
    r"first-order|propositional|available)\s+)*"
)
_STYLE: Final = (
    r"(?:\s+(?:in|using|as)\s+(?:(?:[a-z][\w-]*)\s+){0,3}(?:logic|notation|syntax|form|symbols|formulas|fol))?"
)
_PREMISES: Final = regex(
    rf"(?:in [\w -]{{1,30}}(?:syntax|notation|logic|form),\s*)?{_HEADING}"
    r"(?:premises?(?:[- ]fol)?|givens?|axioms?|assumptions?|"
    r"facts?|rules?|kb|knowledge base|hypotheses|theory|"
    r"context|background|first-order logic premises|facts and "
    rf"rules|assume|suppose|given){_STYLE}(?:\s+are(?:\s+given)?)?\s*:\s*|"
    r"(?:given|consider)\s+(?:the\s+)?(?:following\s+)?(?:premises|facts|axioms|rules|statements)\s*:\s*|"
    r"(?:given|suppose|assume)(?:\s+that)?(?:\s+the\s+(?:following\s+)?premises)?\s+(?=\S)",
    _I,
)
_CONCLUSION: Final = regex(
    r"(?:and\s+)?(?:the\s+)?(?:(?:conclusion(?:[- ]fol)?|goal|claim|query|conjecture|to prove|prove|"
    r"statement|hypothesis)\s*(?:is\s*)?:|c\s*[:.)]|(?:conclusion|c)\s+[-\u2013\u2014](?=\s))\s*"
    r"|(?:and\s+)?(?:therefore|thus|hence|so|consequently|it follows that|"
    r"we (?:can )?conclude(?: that)?)\b\s*[,:]?\s*|(?:\u2234|:\.|\\therefore)\s*",
    _I,
)
_QUESTION: Final = regex(r"(?:question|q|task|problem|exercise)\s*\d*\s*[:.]\s*", _I)
_ARGUMENT: Final = (
    r"(?:argument(?:\s+form)?|inference|sequent|entailment|deduction|"
    r"reasoning|conclusion|syllogism|logical argument|claim|query|"
    r"goal)"
)
#: what an argument rests on, named as a whole
_GIVENS: Final = (
    r"(?:the|these|this) (?:(?:above|given|set of) )*(?:premises?|assumptions|axioms|hypotheses|facts|formulas|"
    r"knowledge base|kb|theory)"
)
_NEITHER: Final = (
    r"(?P<neither>uncertain|unknown|undetermined|indeterminate|undecided|neither|cannot be determined|not determined)"
)
#: sentences that ask and hold no formula; what follows them may be one
_ASKS: Final[tuple[tuple[Asked, re.Pattern[str]], ...]] = (
    (
        "truth",
        regex(
            r"(?:based on the (?:above )?(?:premises|facts|information|statements)(?: "
            r"above)?,?\s*)?(?:is|are|determine (?:whether|if))\s+the "
            r"following (?:statement|conclusion|claim)\s+(?:is\s+)?true or false\s*[?.:]+",
            _I,
        ),
    ),
    (
        "truth or neither",
        regex(
            r"(?:based (?:only )?(?:up)?on (?:the )?(?:(?:above|given|following|"
            r"these|information|premises|context|facts|"
            r"rules|statements|theory|and)\s*)*,?\s*)?"
            r"(?:(?:is|are|determine (?:whether|if)|decide (?:whether|if)|say whether)\s+)?the (?:following |above )?"
            r"(?:statement|conclusion|claim|hypothesis|formula|sentence|proposition|"
            r"query)(?:\s+is)?(?:\s+(?:necessarily|logically))?\s*:?\s*"
            r"(?:true,?\s+(?:or\s+)?false,?\s*or\s+"
            + _NEITHER
            + r")(?:\s+(?:given|based on|from) the premises)?\s*[?.:]+",
            _I,
        ),
    ),
    (
        "truth or neither",
        regex(
            r"(?:is it |answer (?:with )?|answer: )?true,?\s+false,?\s*or\s+" + _NEITHER + r"\s*[?.]?\s*$",
            _I | re.MULTILINE,
        ),
    ),
    (
        "validity",
        regex(
            r"(?:(?:is|are|(?:check|determine|decide|test|show|prove|verify|"
            r"say|tell me) (?:whether|if|that))\s+)(?:the|this)\s+(?:following "
            r"|above )?"
            r"(?:[a-z-]+ )?" + _ARGUMENT + r"\s+(?:is\s+)?(?:deductively |logically |formally )?"
            r"(?:valid|sound form|correct|entailed|implied|derivable|deducible|true|provable|a (?:logical "
            r"|valid )?consequence|valid or (?:not|invalid)|valid or an? fallacy)"
            rf"(?:\s+(?:of|by|from) {_GIVENS})?(?:\s+or\s+(?:not|invalid))?\s*[?.:]*",
            _I,
        ),
    ),
    (
        "validity",
        regex(
            r"(?:does|do|(?:check|determine|decide|test|show|verify) (?:whether|"
            r"if|that))\s+(?:the|this|that) (?:[a-z]+ )?(?:conclusion|goal|"
            r"claim|query|statement)\s+"
            r"(?:logically |necessarily )*follows?(?:\s+(?:logically|necessarily))?(?:\s+from "
            rf"{_GIVENS})?\s*[?.:]*",
            _I,
        ),
    ),
    (
        "validity",
        regex(
            rf"(?:does|do) the (?P<denied>negation|denial) of the (?:conclusion|goal|claim|statement) follow"
            rf"(?: from {_GIVENS})?\s*[?.]*",
            _I,
        ),
    ),
    (
        "consistency",
        regex(
            rf"(?:is|(?:check|determine|decide) (?:whether|if)) the (?:conclusion|statement|claim|hypothesis|goal) "
            rf"(?:is )?(?:logically )?(?:consistent|compatible) with {_GIVENS}\s*[?.]*",
            _I,
        ),
    ),
    (
        "truth or neither",
        regex(
            r"(?:(?:label|answer|classify|judge|decide|is it)(?: it)?(?: as| with|:)? )?"
            r"(?P<entailment>entailment),?\s*(?:or |/\s*)?contradiction,?\s*(?:or |/\s*)"
            r"(?P<neither>neutral)\s*[?.]*\s*$",
            _I | re.MULTILINE,
        ),
    ),
    ("validity", regex(r"(?:test|check) (?:the|this) (?:following )?argument for validity\s*[:.]*", _I)),
    (
        "validity",
        regex(
            rf"(?:do|does) {_GIVENS} (?:logically )?(?:entail|imply|prove|"
            r"support) the (?:conclusion|goal|claim|query|conjecture|statement)\s*[?.]*",
            _I,
        ),
    ),
    (
        "truth or neither",
        regex(
            r"(?:(?:label|answer|verdict|choose|classify|judge)\s*:?\s*)?[(\[]?true\s*/\s*false\s*/\s*"
            + _NEITHER
            + r"[)\]]?\s*[?.:]*\s*$",
            _I | re.MULTILINE,
        ),
    ),
    ("validity", regex(r"(?:prove or (?:refute|disprove)|valid or not)\s*[?.:]*\s*$", _I | re.MULTILINE)),
    (
        "validity",
        regex(
            r"(?:does|will|would|can) (?:the|a) (?:theorem )?prover (?:return|answer|say|output|report) "
            r"(?:true or false|yes or no)\s*[?.]*",
            _I,
        ),
    ),
    (
        "validity",
        regex(
            r"(?:is|are|(?:check|determine|decide) (?:whether|if)) the following (?:is )?(?:a )?"
            r"(?:deductively |logically |formally )?(?:valid|correct|provable)(?: argument| inference)?\s*[?:.]+",
            _I,
        ),
    ),
    (
        "validity",
        regex(
            r"(?:is (?:it|this) (?:a )?(?:valid|correct)(?: argument| inference)?(?: "
            r"or (?:invalid|not))?|valid(?:,? or (?:invalid|not))?|follows|entailed|"
            r"(?:does|is) (?:it|this) (?:follow|hold)|true or false)\s*\?+\s*$",
            _I | re.MULTILINE,
        ),
    ),
    (
        "validity",
        regex(
            r"consider (?:the|this) (?:following )?(?:[a-z]+ )?"
            + _ARGUMENT
            + r"\s*[:.]\s*|^(?:argument|sequent)\s*:\s*",
            _I,
        ),
    ),
)
#: what stands before a conclusion that is said not to follow
_REFUSES: Final = regex(r"[\u22ac\u22ad]|\\n(?:vdash|models|vDash)(?![A-Za-z])")
#: what stands between premises and a conclusion
_TURNSTILE: Final = regex(
    r"//|\|\|?-{1,2}(?!>)|\|\|?=(?!=)|/?\s*[\u22a2\u22a8\u22a9\u2234]|\\(?:vdash|models|vDash|therefore)(?![A-Za-z])"
)
_INLINE: Final = regex(
    r"(?<=[^\s,;.])\s*[,;.]?\s+(?=(?:therefore|thus|hence|so|consequently)\b|"
    r"(?:conclusion|goal|claim|query|question|hypothesis|prove|to prove|premise\s*\d*|p\s*\d+|c)\s*:)",
    _I,
)
#: the premises of a line that a double slash ends with the conclusion
_SLASH: Final = regex(r"\s+/\s+")
#: the number of a line that is the conclusion
_NUMBERED: Final = regex(
    r"^\s*\(?\d{1,2}[.)]\s+(?=(?:therefore|thus|hence|so|conclusion)\b|[\u2234\u22a2])", _I | re.MULTILINE
)
_CONTINUES: Final = regex(r"\\\\\s*|\r\n?")


#: "Is the argument ... valid?" around an argument with a turnstile or a "therefore"
_AROUND: Final = regex(
    r"(?:(?:is|are)|(?:check|determine|decide|test|show|prove|verify|say|tell me) (?:whether|if|that))\s+"
    r"(?:(?:the|this)\s+)?(?:following\s+)?(?:(?:[a-z-]+ )?"
    + _ARGUMENT
    + r"\s*:?\s+)?(?:from\s+)?(?P<inside>.+?)\s+(?:is\s+)?"
    r"(?:a\s+)?(?:deductively |logically |formally )?"
    r"(?:valid|correct|provable|(?P<invalid>invalid|not valid))(?:\s+(?:argument|inference|sequent))?"
    r"(?:\s+or\s+(?:not|invalid))?\s*[?.]*",
    _I | re.DOTALL,
)


#: "Does ... |- ... hold?", "Show that ... |- ..."
_AROUND_TURNSTILE: Final = regex(
    r"(?:is it (?:true|the case|correct) that|(?:check|determine|decide|test|say|tell me) (?:whether|if|that)|"
    r"(?:show|prove|verify)(?: (?:whether|if|that))?|does|do|is)"
    r"\s+(?:the\s+)?(?:(?:sequent|entailment)\s+)?(?P<inside>.+?)(?:\s+(?:holds?|true|correct))?\s*[?.]*",
    _I | re.DOTALL,
)
#: a last sentence that asks of a conclusion named in it
_NAMED: Final = (
    r"(?:(?:the )?(?:conclusion|statement|claim|formula|sentence|hypothesis|"
    r"proposition)\s*:?\s+)?[\"\u201c']?(?P<{}>[^.?\n\"]+?)[\"\u201d']?"
)
_FINAL: Final = regex(
    r"(?:^|(?<=[.;\n]))\s*(?:based on (?:the|these) (?:above )?premises(?: above)?,?\s+)?(?:"
    rf"(?:does|do)\s+{_NAMED.format('a')}\s+(?:(?:logically|necessarily)\s+)*follow(?:\s+from "
    rf"(?:this|these|them|it|the)(?: premises)?)?"
    rf"|(?:can|may) (?:we|one|you) (?:conclude|infer|deduce|derive|prove)(?:\s+that)?\s+{_NAMED.format('b')}"
    rf"|is\s+{_NAMED.format('d')}\s+(?:entailed|implied|valid|necessarily true|"
    rf"a (?:valid )?(?:logical )?(?:consequence|conclusion))"
    r"(?:\s+(?:by|of) (?:this|these|them|it|the)(?: premises)?)?"
    rf"|(?:could|can|might)\s+{_NAMED.format('g')}\s+be\s+(?P<could>true|false)"
    rf"|is\s+{_NAMED.format('e')}\s+true,?\s+(?:or\s+)?false,?\s+or\s+{_NEITHER}"
    r")\s*[?.]\s*$",
    _I,
)
_NO_FORMULA: Final = regex(r"(?:the|this|that|it|these)\b", _I)


@dataclass
class Argument:
    """Stretches of text that hold premises and a conclusion."""

    premises: list[str] = field(default_factory=list)
    conclusion: list[str] = field(default_factory=list)
    asked: Asked = "validity"
    neither: str = "Uncertain"
    #: some sentence asks; a turnstile or a "therefore" asks by itself
    is_asked: bool = False
    #: a sentence says what is asked, so that options need not be looked at
    is_explicit: bool = False
    #: the premises stand in a sentence ("Assume p and q.") rather than in a list
    in_sentence: bool = False
    #: it is asked about the denial of the conclusion
    denied: bool = False
    #: the words for a conclusion that follows and for one that is refuted
    words: tuple[str, str] = ("True", "False")


def argument(text: str) -> Argument:
    """The parts of an argument. NotUnderstood if there is no conclusion in it."""
    found = Argument()
    text = _CONTINUES.sub("\n", text).strip()
    # a sentence that asks and is complete does not reach around what follows it
    opened = any(pattern.match(text) for _, pattern in _ASKS)
    around = None if opened else _AROUND.fullmatch(text)
    if around and (_TURNSTILE.search(around["inside"]) or _INLINE.search(around["inside"])):
        text, found.is_asked, found.is_explicit = around["inside"], True, True
        found.asked = "invalidity" if around["invalid"] else "validity"
    elif (
        not opened
        and (around := _AROUND_TURNSTILE.fullmatch(text))
        and (_TURNSTILE.search(around["inside"]) or _REFUSES.search(around["inside"]))
    ):
        text = around["inside"]
    named = ""
    if (final := _FINAL.search(text)) and final.start() > 0:
        named = final["a"] or final["b"] or final["d"] or final["e"] or final["g"]
        if _NO_FORMULA.match(named):
            named = ""
        else:
            text, found.is_asked, found.is_explicit = text[: final.start()], True, True
            if final["could"]:
                found.asked, found.denied = "consistency", final["could"].lower() == "false"
            if final["e"]:
                found.asked, found.neither = "truth or neither", final["neither"].capitalize()
    text, after = _without_asks(text, found) if not named else (text, named)
    text, refuses = _REFUSES.subn(_entailing, text)
    if refuses > 1 or (refuses and found.asked != "validity"):
        raise NotUnderstood("what does not follow is asked twice")
    found.asked = "invalidity" if refuses else found.asked
    sides = _TURNSTILE.split(text)
    if len(sides) == 2 and not after.strip() and not _has_heading(text):
        premises, conclusion = sides[0], sides[1].strip().rstrip("?").rstrip()
        found.is_asked = True
        if "//" in text[len(premises) :][:2]:
            premises = _SLASH.sub("\n", premises)
        lines = [_off(_PREMISES, _off(_MARK, line)) for line in premises.split("\n")]
        found.premises = [line for line in lines if line]
        found.conclusion = [" ".join(conclusion.split())]
        return found
    _by_lines(text, found)
    if after.strip():
        if found.conclusion:
            raise NotUnderstood("two conclusions")
        found.conclusion = [_off(_CONCLUSION, _off(_QUESTION, line)) for line in after.split("\n") if line.strip()]
    if len(found.conclusion) != 1 or not found.premises or not found.is_asked:
        raise NotUnderstood("no argument with premises and one conclusion")
    return found


def _entailing(match: re.Match[str]) -> str:
    return "\u22a8"


def _has_heading(text: str) -> bool:
    return any(_CONCLUSION.match(line.strip()) for line in text.split("\n")) and _TURNSTILE.match(text.strip()) is None


def _off(pattern: re.Pattern[str], line: str) -> str:
    """The line without what a pattern matches at its beginning."""
    line = line.strip()
    match = pattern.match(line)
    return line[match.end() :].strip() if match else line


def _without_asks(text: str, found: Argument) -> tuple[str, str]:
    """The text without the sentences that ask, and what stands behind one that asks of "the following statement"."""
    after = ""
    for asked, pattern in _ASKS:
        match = pattern.search(text)
        if match is None:
            continue
        words = match.groupdict()
        if asked == "truth or neither" or not found.is_asked:
            found.asked = asked
        found.is_asked = found.is_explicit = True
        found.denied |= bool(words.get("denied"))
        if words.get("entailment"):
            found.words, found.neither = ("entailment", "contradiction"), "neutral"
        elif words.get("neither"):
            found.neither = words["neither"].capitalize()
        before, behind = text[: match.start()], text[match.end() :]
        names_it = re.search(r"following (?:statement|conclusion)", match.group(), _I)
        if names_it and before.strip() and behind.strip():
            after, behind = behind, ""
        text = f"{before}\n{behind}"
    return text, after


def _by_lines(text: str, found: Argument) -> None:
    text = _INLINE.sub("\n", _NUMBERED.sub("", text))
    section = found.premises
    for raw in text.split("\n"):
        line = _off(_MARK, _off(_QUESTION, raw))
        if match := _CONCLUSION.match(line):
            section, line, found.is_asked = found.conclusion, line[match.end() :].strip(), True
        elif match := _PREMISES.match(line):
            found.in_sentence |= not match.group().rstrip().endswith(":")
            section, line = found.premises, line[match.end() :].strip()
        if re.fullmatch(r"[-_=\u2014\u2500\u2501]{3,}", line):
            section, found.is_asked = found.conclusion, True
        elif line and line not in (".", "?"):
            section.append(_off(_MARK, line))
