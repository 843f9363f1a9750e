"""Numbers written as percentages, and percentages written as fractions or decimals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from orchestra_modules.mathematics.engines.digits import decimal_text, fraction_text, number_text
from orchestra_modules.mathematics.engines.percent_findings import percentage_found
from orchestra_modules.mathematics.finding import Finding, number_data
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.syntax import Node, Number
from orchestra_modules.solving.refusal import NotDone

if TYPE_CHECKING:
    from orchestra_modules.mathematics.work import Work

_WRITE: Final = "(write|express|convert|change|turn|give|rewrite|show)"
_PERCENT: Final = "(percent|percentage|per cent|percents|%)"
_LOWEST: Final = "[in (lowest terms|its lowest terms|simplest form|its simplest form|reduced form|simplest terms)]"
_FRACTION: Final = f"a [simplified|reduced|common|simple] fraction {_LOWEST} {{form=fraction}}"
_DECIMAL: Final = "a [simple] decimal [number|fraction] {form=decimal}"


@operation(
    "as_percentage",
    nouns=(f"{{a}} (as|in|into|to) (a {_PERCENT}|percent|percentage|%)",),
    requests=(
        f"{_WRITE} {{a}} (as|in|into|to) [a|the] {_PERCENT} [form]",
        f"what {_PERCENT} (is|equals) {{a}}",
        f"{{a}} is what {_PERCENT}",
    ),
)
def as_percentage(work: Work, a: Node) -> Finding:
    """How many hundredths a number is."""
    value = work.rational(a)
    found = value * 100
    return percentage_found(found, f"{number_text(value, True)} is {{}} %.", "a hundredth of it", found / 100 == value)


@operation(
    "percentage_as",
    nouns=(f"{{p:percentage}} (as|in|into|to) ({_FRACTION}|{_DECIMAL})",),
    requests=(f"{_WRITE} {{p:percentage}} (as|in|into|to) ({_FRACTION}|{_DECIMAL})",),
)
def percentage_as(work: Work, p: Node, form: Node) -> Finding:
    """A percentage as a fraction in lowest terms, or as a decimal."""
    percent = work.rational(p)
    value = percent / 100
    shown = fraction_text(value) if work.text(form) == "fraction" else decimal_text(value)
    if shown is None:
        raise NotDone(f"{fraction_text(value)} has no decimal that ends")
    text = f"{number_text(percent, True)} % is {shown}."
    check = "check: a hundred times it is the percentage"
    data = number_data(value)
    decimal = work.text(form) != "fraction"
    return Finding(
        shown, text, data, "exact rational arithmetic", check, value * 100 == percent, node=Number(value, decimal)
    )
