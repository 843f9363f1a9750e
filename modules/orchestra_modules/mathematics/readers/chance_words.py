"""Words with which drawing at random, throwing and events are told."""

from __future__ import annotations

from typing import Final

VERBS: Final = ("getting", "drawing", "picking", "rolling", "obtaining", "selecting", "choosing", "tossing",
                 "throwing", "flipping", "having", "you get", "you draw", "you roll", "you pick", "you select",
                 "you choose", "we get", "we draw", "it shows", "it lands on", "you will get", "you obtain",
                 "there are", "it is",
                 "we obtain", "you flip", "it comes up", "to get", "being dealt", "there is",
                 "landing on", "pulling", "seeing", "observing", "there will be", "taking")  # fmt: skip
COUNTS: Final = {"exactly": "=", "at least": ">=", "at most": "<=", "more than": ">", "fewer than": "<", "only": "=",
                  "less than": "<", "no more than": "<=", "no fewer than": ">=", "no less than": ">=", "precisely": "=",
                  "not more than": "<=", "not less than": ">="}  # fmt: skip
RELATIONS: Final = {
    "greater than or equal to": ">=", "less than or equal to": "<=", "greater than": ">", "more than": ">",
    "less than": "<", "at least": ">=", "at most": "<=", "equal to": "=", "exactly": "=", "of at least": ">=",
    "of at most": "<=", "of more than": ">", "of less than": "<", "equals": "=", "not": "!=", "over": ">",
    "bigger than": ">", "higher than": ">", "smaller than": "<", "below": "<", "above": ">", "lower than": "<",
    "exceeds": ">", "is more than": ">",
}  # fmt: skip
ENDS: Final = ("from", "when", "if", "with", "in", "on", "using", "by", "without", "given", "after", "assuming", "out")
BE: Final = ("are", "is", "will be", "was", "were", "land on", "land", "show", "shows", "come up", "comes up", "be",
              "lands on", "turns up", "turn up", "lands", "result in")  # fmt: skip
OF_NUMBERS: Final = ("of the numbers", "of the dice", "of the two dice", "of the faces", "rolled", "shown", "showing",
                      "of both dice", "of the rolls", "of the two numbers", "on the dice", "of the values")  # fmt: skip
THEM: Final = ("of them", "of the", "of these", "of those", "the", "of")

ASKS: Final = frozenset({"prob", "probability", "chance", "chances", "likelihood"})
QUESTION: Final = ("what is", "what's", "what are", "find", "give", "calculate", "compute", "determine", "work out",
                    "evaluate", "state", "tell me")  # fmt: skip
JOINTS: Final = ("if", "when", "and", "then", "suppose", "suppose that", "assume that", "given that", "where", "now",
                  "from the bag", "at random", "randomly", "is", "are", "after that", "from it",
                 "in a row", "in succession")  # fmt: skip
DRAWN: Final = ("drawn", "picked", "chosen", "selected", "taken", "removed", "pulled", "sampled", "dealt", "extracted")
DRAW: Final = ("draw", "draws", "pick", "picks", "choose", "chooses", "select", "selects", "take", "takes", "remove",
                "removes", "deal", "pull", "pulls", "drawing", "picking", "choosing", "selecting", "taking",
                )  # fmt: skip
HOLDS: Final = ("contains", "has", "holds", "with", "containing", "contained", "is filled with", "consists of", "have",
                 "holding", "that contains", "which contains", "has in it")  # fmt: skip
THROWN: Final = ("tossed", "flipped", "thrown", "rolled", "cast")
THROW: Final = ("toss", "flip", "throw", "roll", "tossing", "flipping", "throwing", "rolling", "you toss", "you flip",
                 "you roll", "you throw", "tosses of", "flips of", "rolls of", "throws of", "toss of", "flip of",
                 "roll of", "throw of")  # fmt: skip
KEPT: Final = ("without replacement", "without replacing", "without putting them back", "without putting it back",
                "simultaneously", "at once", "at the same time", "together", "without replacing them",
                "without being replaced", "in one go")  # fmt: skip
BACK: Final = ("with replacement", "with replacing", "and put back each time", "and replaced each time",
                "replacing it each time", "putting it back each time", "with replacement each time")  # fmt: skip
