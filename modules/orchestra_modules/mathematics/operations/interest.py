"""Interest, simple and compound, and profit in percent of a cost."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from orchestra_modules.mathematics.engines.digits import number_text
from orchestra_modules.mathematics.engines.percent_findings import amount_found, percentage_found
from orchestra_modules.mathematics.finding import Finding
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.syntax import Node, Number
from orchestra_modules.solving.refusal import TooCostly, Undefined

if TYPE_CHECKING:
    from orchestra_modules.mathematics.work import Work

_PERCENT: Final = "(percent|percentage|%|per cent)"


_RATE: Final = (
    "(at|at a rate of|at an interest rate of|at an annual rate of|with an interest rate of"
    "|at a simple interest rate of)"
)
_PER: Final = (
    "[annual interest|annual|interest|simple interest|per year|per annum|a year|p a|annually|yearly|each year]"
)
_ON: Final = "(on|of|for|from) [a principal of|a loan of|a deposit of|an investment of|principal]"


@operation(
    "simple_interest",
    nouns=(
        f"simple interest [earned|paid|due] {_ON} {{principal:money}} {_RATE} {{rate:percentage}} {_PER} "
        "(for|over|after|in) {time:years}",
        f"simple interest [earned|paid|due] {_ON} {{principal:money}} (for|over|after|in) {{time:years}} {_RATE} "
        f"{{rate:percentage}} {_PER}",
        f"interest [earned|paid|due] {_ON} {{principal:money}} {_RATE} {{rate:percentage}} simple interest "
        "(for|over|after|in) {time:years}",
    ),
    requests=(
        "how much [simple] interest (does|will|would|do) {principal:money} (earn|bring|bear|yield) "
        "(in|over|for|after) {time:years} "
        f"{_RATE} {{rate:percentage}} simple interest",
        "how much simple interest (does|will|would|do) {principal:money} (earn|bring|bear|yield) "
        "(in|over|for|after) {time:years} "
        f"{_RATE} {{rate:percentage}} {_PER}",
        "how much simple interest (does|will|would|do) {principal:money} (earn|bring|bear|yield) "
        f"{_RATE} {{rate:percentage}} {_PER} (in|over|for|after) {{time:years}}",
    ),
)
def simple_interest(work: Work, principal: Node, rate: Node, time: Node) -> Finding:
    """Interest that is not added to what bears it."""
    p, r, t = (work.rational(node) for node in (principal, rate, time))
    found = p * r * t / 100
    told = f"{number_text(p, True)} at {number_text(r, True)} % a year bears {{}} in {number_text(t, True)} years."
    again = found / (p * t) * 100 == r if p * t else found == 0
    return amount_found(found, told, "the rate worked out back from the result is the one told", again, principal)


@operation(
    "compound_interest",
    nouns=(
        f"(amount|future value|final amount|value|balance) {{total=total}} (of|on) {{principal:money}} "
        f"[invested|deposited] "
        f"(for|over|after|in) {{time:years}} {_RATE} {{rate:percentage}} {_PER} [,] [interest] "
        f"(compounded|compounding) {{times:compounding}}",
        f"compound interest [earned|paid|due] {_ON} {{principal:money}} {_RATE} {{rate:percentage}} {_PER} "
        "(for|over|after|in) {time:years} [,] [(compounded|compounding) {times:compounding}]",
        f"compound interest [earned|paid|due] {_ON} {{principal:money}} {_RATE} {{rate:percentage}} {_PER} [,] "
        "(compounded|compounding) {times:compounding} (for|over|after|in) {time:years}",
        f"compound interest [earned|paid|due] {_ON} {{principal:money}} (for|over|after|in) {{time:years}} {_RATE} "
        f"{{rate:percentage}} {_PER} [,] [(compounded|compounding) {{times:compounding}}]",
        f"(amount|future value|final amount|value|balance) {{total=total}} (of|on|when) {{principal:money}} [is] "
        f"[invested|deposited] {_RATE} {{rate:percentage}} {_PER} [,] [interest] (compounded|compounding) "
        f"{{times:compounding}} "
        "(for|over|after|in) {time:years}",
        f"(amount|future value|final amount|value|balance) {{total=total}} (of|on|when) {{principal:money}} [is] "
        f"[invested|deposited] (for|over|after|in) {{time:years}} {_RATE} {{rate:percentage}} {_PER} [,] [interest] "
        "(compounded|compounding) {times:compounding}",
        f"(amount|future value|final amount|value|balance) {{total=total}} (of|on|when) {{principal:money}} [is] "
        f"[invested|deposited] {_RATE} {{rate:percentage}} compound interest (for|over|after|in) {{time:years}}",
    ),
)
def compound_interest(
    work: Work, principal: Node, rate: Node, time: Node, times: Node | None = None, total: Node | None = None
) -> Finding:
    """Interest that is added to what bears it, so many times a year."""
    p, r, t = (work.rational(node) for node in (principal, rate, time))
    n = Fraction(1) if times is None else work.rational(times)
    if times is None:
        work.note("interest is added once a year")
    periods = n * t
    if periods.denominator != 1 or periods < 0:
        raise Undefined("the time is no whole number of the periods after which interest is added")
    if periods > 2000:
        raise TooCostly("more than 2000 periods are not worked out exactly")
    grown = p * (1 + r / n / 100) ** int(periods)
    found = grown if total is not None else grown - p
    factor = 1 + r / (100 * n)
    back = found if total is not None else found + p
    for _ in range(int(periods) if factor else 0):
        back /= factor
    again = back == (p if factor or not periods else 0)
    told = (
        f"{number_text(p, True)} grows to {number_text(grown, True)}; the interest is {number_text(grown - p, True)}."
    )
    check = "the interest taken back period by period leaves the principal"
    return amount_found(found, told, check, again, principal, Number(n, True))


@operation(
    "profit_percent",
    requests=(
        f"(what is|find|calculate) the (profit|loss|gain) {_PERCENT} (if|when) [the] (cost price|cost|buying price) "
        f"(is|of|was) "
        "{cost:money} and [the] (selling price|sale price) (is|of|was) {sold:money}",
        f"[if] [the] (cost price|cost) (is|of|was) {{cost:money}} and [the] (selling price|sale price) (is|of|was) "
        f"{{sold:money}} (,|.|;) "
        f"(what is|find|calculate) the (profit|loss|gain) {_PERCENT}",
        f"(an item|a product|an article|something) [is|was] bought for {{cost:money}} [and|is|and is|was|and was] "
        f"sold for "
        f"{{sold:money}} (,|.|;) (what is|what was|find|calculate) the (profit|loss|gain) {_PERCENT}",
    ),
)
def profit_percent(work: Work, cost: Node, sold: Node) -> Finding:
    """Profit or loss in percent of the cost."""
    a, b = work.rational(cost), work.rational(sold)
    if a <= 0:
        raise Undefined("profit is told in percent of a cost above 0")
    found = abs(b - a) / a * 100
    way = "profit" if b >= a else "loss"
    signed = found if b >= a else -found
    return percentage_found(
        found, f"The {way} is {{}} % of the cost.", "the cost with it is the price", a * (1 + signed / 100) == b
    )
