"""Percentages as parts: how many percent one number is of another, and the whole of which some percent are given.

Everything is exact; each result is put back into the relation that defines it. Amounts of money are plain numbers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from orchestra_modules.mathematics.engines.digits import number_text
from orchestra_modules.mathematics.engines.percent_findings import amount_found, percentage_found
from orchestra_modules.mathematics.finding import Finding
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.syntax import Node
from orchestra_modules.solving.refusal import Undefined

if TYPE_CHECKING:
    from orchestra_modules.mathematics.work import Work

_PERCENT: Final = "(percent|percentage|%|per cent)"


@operation(
    "what_percent",
    requests=(
        f"[what is|find|calculate|give] what {_PERCENT} of {{whole:money}} (is|are|equals|makes|gives|would be) "
        f"{{part:money}}",
        f"{{part:money}} (is|are|equals) what {_PERCENT} of {{whole:money}}",
        f"what {_PERCENT} (is|are) {{part:money}} (of|out of|from|to) {{whole:money}}",
        f"{{part:money}} (is|as) [what] [a|the] {_PERCENT} of {{whole:money}}",
        f"(express|write|give) {{part:money}} as a {_PERCENT} of {{whole:money}}",
        f"(what is|find|calculate) {{part:money}} as a {_PERCENT} of {{whole:money}}",
        f"[what is|express|write|give] {{part:money}} out of {{whole:money}} (as|in) [a|the] {_PERCENT}",
        f"what {_PERCENT} is {{part:money}} out of {{whole:money}}",
        f"(what|find the|find what) {_PERCENT} of {{whole:money}} is {{part:money}}",
    ),
    nouns=(f"{_PERCENT} that {{part:money}} is of {{whole:money}}",),
)
def what_percent(work: Work, part: Node, whole: Node) -> Finding:
    """How many percent one number is of another."""
    a, b = work.rational(part), work.rational(whole)
    if b == 0:
        raise Undefined("no number is a percentage of 0")
    found = a / b * 100
    told = f"{number_text(a, True)} is {{}} % of {number_text(b, True)}."
    return percentage_found(found, told, "that percentage of the whole is the part", b * found / 100 == a)


@operation(
    "whole_of_part",
    requests=(
        "{p:percentage} of (what|which|what other) [number] (is|equals|gives|makes) {part:money}",
        "{part:money} (is|equals) {p:percentage} of (what|which|what other|some) [number|value|amount|total]",
        "of (what|which) [number] is {part:money} {p:percentage}",
        "(what is|find) the number [of which|if|whose|such that] {p:percentage} [of it|of which|of the number] is "
        "{part:money}",
        "(what is|find) (the number|the whole|the total|a number) (if|when|such that) {p:percentage} of (it|the number|"
        "the whole|the total) is {part:money}",
        "(if|suppose|given that) {p:percentage} of (a number|a quantity|an amount|x|the total|the whole) is "
        "{part:money} (,|.) "
        "(what is|find) (the number|it|that number|the quantity|the amount|x|the total|the whole)",
        "{p:percentage} of (a number|a quantity|an amount|x|the total|the whole) is {part:money} (,|.|;) "
        "(what is|find) (the number|it|that number|the quantity|the amount|x|the total|the whole)",
    ),
)
def whole_of_part(work: Work, p: Node, part: Node) -> Finding:
    """The number of which some percent are given."""
    percent, a = work.rational(p), work.rational(part)
    if percent == 0:
        raise Undefined("0 % of any number is 0")
    found = a * 100 / percent
    check = "that percentage of the result is the part"
    told = f"{number_text(percent, True)} % of {{}} is {number_text(a, True)}."
    return amount_found(found, told, check, found * percent / 100 == a, p, part)


@operation(
    "tip",
    nouns=(
        "{p:percentage} (tip|gratuity|commission|tax|sales tax) (on|for|of) [a|the] [bill|sale|meal|price|total] "
        "[of] {a:money}",
        "(tip|gratuity|commission|tax|sales tax) on [a|the] [bill|sale|meal|price|total] [of] {a:money} at [a rate "
        "of] {p:percentage}",
    ),
    requests=(
        "what number is {p:percentage} of {a:money}",
        "(what is|find|calculate|how much is) the (tip|gratuity|commission|tax|sales tax) (on|for|of) "
        "(a|the) {a:money} "
        "(bill|sale|meal|purchase|item|tab|dinner|order) [at|with] [a] [(tip|tax) rate of] {p:percentage}",
        "(how much|what amount) is {p:percentage} of {a:money}",
        "(what is|find|calculate|how much is) [a|an|the] {p:percentage} (tip|gratuity|commission|tax|sales tax) "
        "(on|for|of) "
        "[a|the] [bill|sale|meal|price|total] [of] {a:money}",
    ),
)
def tip(work: Work, p: Node, a: Node) -> Finding:
    """Some percent of an amount."""
    percent, base = work.rational(p), work.rational(a)
    found = base * percent / 100
    told = f"{number_text(percent, True)} % of {number_text(base, True)} is {{}}."
    again = found / base * 100 == percent if base else found == 0
    return amount_found(found, told, "so many percent of the amount it is, worked out by division", again, p, a)
