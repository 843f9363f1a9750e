"""The forms in which a text asks for a verdict: on a statement, on an inference, on an argument. Knows no premises."""

from __future__ import annotations

import re
from typing import Final

from orchestra_modules.solving.regex import regex

_CLAIM: Final = r"(?:statement|claim|conclusion|sentence|hypothesis|proposition|assertion)"
_VALUES: Final = r"(?:true|false|unknown|uncertain|undetermined|correct)"
_VALUE_LIST: Final = rf"{_VALUES}(?:(?:,\s*|\s+or\s+|,\s*or\s+|/){_VALUES})"
_SURELY: Final = r"(?:necessarily |logically |validly )?"
_DRAW: Final = r"(?:conclude|infer|deduce)d?"

#: what may stand before a question: "Based on the above, ..."
PREFIX: Final = regex(
    r"^(?:(?:based on|given|according to|assuming|from|using|considering|in view of) [^,?:]*?"
    r"(?:above|information|statements?|premises|facts|rules|context|text|this|these)[^,?:]*,\s*"
    r"|question\s*:\s*|query\s*:\s*)+",
    re.IGNORECASE,
)
#: "Is the following statement true or false? ..."
JUDGE: Final = regex(
    r"^(?:is|(?:decide|determine|judge|state|say|tell) (?:whether|if))"
    rf"\s+(?:the following(?: {_CLAIM})?|(?:the|this) {_CLAIM})\s*(?P<quoted>[\"\u201c'].*[\"\u201d'])?\s*(?:below\s*)?"
    rf"(?:is\s+)?{_VALUE_LIST}*\s*[:?]?\s*(?P<claim>.*)$",
    re.IGNORECASE | re.DOTALL,
)
#: "True or false: ...", "Statement: ..."
LABEL: Final = regex(
    rf"^(?:(?:{_CLAIM}|question|query)|{_VALUE_LIST}+)\s*[:?]\s*(?P<claim>.*)$", re.IGNORECASE | re.DOTALL
)
#: "Does it follow that ...?"
INFERENCE: Final = regex(
    rf"^(?:(?:does|must) it {_SURELY}follow|(?:can|may|could) (?:we|you|one|it be) (?:then |now )?{_SURELY}{_DRAW}"
    rf"|(?:is it|would it be|are we) (?:\w+ly )?(?:valid|correct|legitimate|sound|right|justified|entitled) to {_DRAW}"
    rf"|(?:is it|must it be) {_SURELY}(?:implied|entailed|certain)|(?:is it|must it be) necessarily (?:true|the case)"
    r"|do(?:es)? (?:the|these|this|that|they|it)(?: \w+)? (?:logically |necessarily )?(?:imply|entail|prove))"
    r"(?: from (?:this|these|that|the above))?\s*,?\s+that\s+(?P<claim>.+)$",
    re.IGNORECASE,
)
#: "Is it true that ...?"
TRUTH: Final = regex(
    r"^(?:is it (?:true|the case|correct|a fact|true,? (?:or )?false,? or (?:unknown|uncertain|undetermined))"
    r"|do we know|are we told)\s+that\s+(?P<claim>.+)$",
    re.IGNORECASE,
)
#: "Is the argument valid?"
VALID: Final = regex(
    r"^(?:is|does|(?:decide|determine|say|check|test) (?:whether|if)) (?:the|this|that|it)\s+(?:above\s+)?"
    r"(?:(?:argument|inference|reasoning|syllogism|conclusion|deduction)\b(?P<rest>.*)"
    r"|(?:(?:is )?an? )?(?P<short>(?:deductively |logically )?valid)(?: or (?:not|invalid)| (?:argument|inference"
    r"|syllogism|deduction|piece of reasoning|form of argument))?(?: or (?:not|an invalid one|a fallacy))?)$",
    re.IGNORECASE,
)
#: "Valid or invalid?"
VALID_OR_NOT: Final = regex(r"(?:deductively )?valid(?:,? or (?:not|invalid))?", re.IGNORECASE)
_STATED: Final = r"(?:stated|mentioned|listed|given|provable|derivable|proved)"
#: "What is not stated is false."
CLOSED: Final = regex(
    rf"\bclosed[- ]world\b|\bnot\s+(?:explicitly\s+|otherwise\s+)?{_STATED}\b.*\bfalse\b"
    r"|\bcannot be (?:proved|proven|derived|shown)\b.*\bfalse\b",
    re.IGNORECASE,
)
#: "Answer true, false or unknown."
ORDER: Final = regex(r"^(?:answer|respond|reply)\b.*\b(?:true|false|unknown|yes|no|valid|invalid)\b", re.IGNORECASE)
#: "Is the following argument valid?", before the argument
OPENING: Final = regex(
    r"(?:is|(?:decide|determine|say|check|test) (?:whether|if)) (?:the following|this|the argument below)"
    r"(?: (?:argument|inference|reasoning|deduction))?(?: below)?(?: is)?(?: an?)?"
    r"(?: (?:deductively|logically|formally))? valid(?: (?:argument|inference))?(?:,? or (?:not|invalid))?\s*:?",
    re.IGNORECASE,
)
#: "Does it follow?", of the conclusion before
OF_WHAT_FOLLOWS: Final = regex(
    r"(?:does|do) (?:it|this|that|the (?:conclusion|last statement|last sentence)) "
    r"(?:(?:really|logically|necessarily) )*"
    r"follow(?: (?:logically|necessarily))?(?: from (?:the|these) (?:premises|statements))?",
    re.IGNORECASE,
)
#: "What follows?"
WHAT_FOLLOWS: Final = regex(
    r"what (?:(?:logically|necessarily|therefore|then) )*(?:follows|can (?:we|you|one|be) (?:validly )?"
    rf"(?:{_DRAW}|drawn)|(?:conclusions? )(?:follows?|can (?:we draw|be drawn)))"
    r"(?: (?:from|by) (?:this|these|that|the)(?: (?:premises|statements|facts|above))?)?",
    re.IGNORECASE,
)
#: "Which of the following must be true?", before options
WHICH_FOLLOWS: Final = regex(
    rf"(?:so |then )?(?:which|what)(?: one)?(?: of (?:the following|these|the options))?(?: {_CLAIM}s?)?(?: below)?"
    r"(?: (?:logically|necessarily|validly|therefore|definitely|certainly))*"
    r" (?:follows?|must(?: also)? be (?:true|the case)|is (?:necessarily |definitely |certainly |logically )?"
    rf"(?:true|implied|entailed|a valid conclusion)|can be (?:validly |logically )?(?:{_DRAW}|drawn))"
    r"(?: (?:from|by) (?:this|these|that|the)(?: (?:premises|statements|facts|above|information))?)?",
    re.IGNORECASE,
)
#: "Given that ..., is ...?"
SUPPOSING: Final = regex(
    r"(?:given(?: that)?|suppos(?:e|ing)(?: that)?|assum(?:e|ing)(?: that)?|knowing that|if(?: we know that)?)\s+"
    r"(?P<given>.+?),\s*(?:then )?(?P<asked>(?:is|are|was|were|does|do|did|will|can|must|has|have|what)\s.+)$",
    re.IGNORECASE | re.DOTALL,
)
