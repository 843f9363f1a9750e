"""What a text asks, and of which sentence: found among its sentences before any of them is read.

A statement to judge, an argument to judge, an inference, a plain question, what follows, or which option follows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from orchestra_modules.logic.rules.discourse import Sentence
from orchestra_modules.logic.rules.problem import Asking
from orchestra_modules.logic.rules.question_forms import (
    INFERENCE,
    JUDGE,
    LABEL,
    OF_WHAT_FOLLOWS,
    OPENING,
    PREFIX,
    SUPPOSING,
    TRUTH,
    VALID,
    VALID_OR_NOT,
    WHAT_FOLLOWS,
    WHICH_FOLLOWS,
)
from orchestra_modules.solving.refusal import NotUnderstood


@dataclass(frozen=True)
class Inquiry:
    """What is asked of the words `claim`, which are a question themselves if `direct`, under these premises."""

    asking: Asking
    claim: str
    direct: bool
    premises: list[Sentence]


def inquiry(sentences: Sequence[Sentence]) -> Inquiry:
    """What is asked. NotUnderstood if nothing is."""
    sentences = list(sentences)
    if len(sentences) > 1 and OPENING.fullmatch(sentences[0].text):
        return _argument(sentences[1:])
    for index in range(len(sentences) - 1, max(-1, len(sentences) - 3), -1):
        text = PREFIX.sub("", sentences[index].text)
        before, after = sentences[:index], sentences[index + 1 :]
        if not after and sentences[index].asks and (match := SUPPOSING.match(text)):
            before, text = [*before, Sentence(match["given"])], match["asked"]
        if VALID_OR_NOT.fullmatch(text.strip(" ?.")) and not after:
            return _argument(before)
        if (match := VALID.match(text)) and _only_of_validity(match["rest"] or match["short"]) and not after:
            return _argument(before)
        if OF_WHAT_FOLLOWS.fullmatch(text.strip(" ?.")) and not after and before and before[-1].concludes:
            return Inquiry(Asking.FOLLOWS, before[-1].text, False, before[:-1])
        if not after and WHAT_FOLLOWS.fullmatch(text.strip(" ?.:")):
            return Inquiry(Asking.CONSEQUENCES, "", False, before)
        if not after and WHICH_FOLLOWS.fullmatch(text.strip(" ?.:")):
            return Inquiry(Asking.SELECT, "", False, before)
        if match := JUDGE.match(text) or LABEL.match(text):
            return _judged(sentences, index, match, before, after)
        if after:
            continue
        for form, asking in ((INFERENCE, Asking.FOLLOWS), (TRUTH, Asking.TRUTH)):
            if match := form.match(text):
                return Inquiry(asking, match["claim"], False, before)
        if sentences[index].asks:
            return Inquiry(Asking.TRUTH, text, True, before)
    raise NotUnderstood("no question is asked")


def _only_of_validity(asked: str) -> bool:
    """Whether a question about an argument asks if it is valid, and nothing beside; sound says more than valid."""
    valid = re.search(r"\b(?:valid|invalid|follows?)\b", asked) is not None
    return valid and re.search(r"\b(?:and|what|which|who|why|how|if|assum\w+|sound)\b", asked) is None


def _judged(
    sentences: list[Sentence], index: int, match: re.Match[str], before: list[Sentence], after: list[Sentence]
) -> Inquiry:
    rest = (match.groupdict().get("quoted") or match["claim"] or "").strip(" \"'\u201c\u201d.")
    if bool(rest) == bool(after) or len(after) > 1:
        if not rest and not after and before and before[-1].concludes:
            return Inquiry(Asking.TRUTH, before[-1].text, False, before[:-1])
        if not rest and not after and before and (label := LABEL.match(before[-1].text)) and label["claim"]:
            return Inquiry(Asking.TRUTH, label["claim"], False, before[:-1])
        raise NotUnderstood("which statement is to be judged is not clear")
    statement = rest or after[0].text
    turned = (bool(after) and after[0].asks) or (match.re is LABEL and sentences[index].asks and bool(rest))
    return Inquiry(Asking.TRUTH, statement, turned, before)


def _argument(sentences: list[Sentence]) -> Inquiry:
    concluding = [index for index, sentence in enumerate(sentences) if sentence.concludes]
    if not concluding or concluding[-1] != len(sentences) - 1:
        raise NotUnderstood("which sentence is the conclusion is not said")
    return Inquiry(Asking.VALID, sentences[-1].text, False, sentences[:-1])
