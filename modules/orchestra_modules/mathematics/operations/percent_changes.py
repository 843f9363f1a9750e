"""Changes by some percent: the change, what comes of it, and what was there before it."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from orchestra_modules.mathematics.engines.digits import number_text
from orchestra_modules.mathematics.engines.number_findings import small
from orchestra_modules.mathematics.engines.percent_findings import amount_found, percentage_found
from orchestra_modules.mathematics.finding import Finding
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.syntax import Node
from orchestra_modules.solving.refusal import NotDone, Undefined

if TYPE_CHECKING:
    from orchestra_modules.mathematics.work import Work

_UP: Final = "(increased|raised|marked up|increases|rises|grows|grown|risen)"
_DOWN: Final = "(decreased|reduced|lowered|discounted|marked down|decreases|falls|drops|cut|fallen|diminished)"
_RISE: Final = "(increase|rise|raise|markup|mark-up|gain|growth|surcharge)"
_FALL: Final = "(decrease|discount|reduction|drop|loss|cut|fall|markdown|rebate)"
_PERCENT: Final = "(percent|percentage|%|per cent)"
_CHANGE: Final = (
    "(change {way=change}|(increase|rise|growth|gain) {way=increase}"
    "|(decrease|reduction|drop|fall|loss) {way=decrease})"
)
_TAX: Final = "(tax|vat|sales tax|service charge)"


@operation(
    "percent_change",
    requests=(
        f"by (what|how many) {_PERCENT} does {{b:money}} exceed {{a:money}} {{way=increase}}",
        f"by (what|how many) {_PERCENT} is {{b:money}} ((more|greater|larger|higher|bigger) {{way=increase}}"
        f"|(less|smaller|lower) {{way=decrease}}) than {{a:money}}",
        f"(what|how many) {_PERCENT} ((more|greater|larger|higher|bigger) {{way=increase}}"
        f"|(less|smaller|lower) {{way=decrease}}) (is {{b:money}} than {{a:money}}|than {{a:money}} is {{b:money}})",
        f"[by] what {_PERCENT} (increase|decrease|change|reduction|drop|rise) is [it] (from {{a:money}} to "
        f"{{b:money}}|a change "
        "from {a:money} to {b:money})",
        f"by (what|how many) {_PERCENT} (is|was|has|does|did|must) {{a:money}} (increased|decreased|changed|be "
        f"increased|change|"
        "grow|grown|fallen|risen|reduced|be decreased|be reduced|be changed) to [get|give|become|obtain|reach] "
        "{b:money}",
        "[if] (a|the|my|an|his|her) {thing:thing} [of (a|an|the) {owner:thing}|of {owner:thing}] [has|was|is] "
        "(rose|fell|dropped|grew|went|rises|falls|goes|increases|decreases|increased|decreased|changed|went "
        "up|went down|rise) "
        f"from {{a:money}} to {{b:money}} (.|,|;) [by] (what is|what was|find|calculate|determine) the "
        f"{_PERCENT} [of] {_CHANGE} "
        "[in {owner:thing}|in the {owner:thing}]",
        f"[a|the] (quantity|value|number|price|population|salary|amount|cost) [has|was|is] "
        f"(decreased|increased|changed|rose|fell|"
        f"dropped|grew|went|rises|falls|goes|increases|decreases|went up|went down) from {{a:money}} to {{b:money}} "
        f"(.|,|;) "
        f"(find|what is|what was|calculate|determine|by what) the {_PERCENT} [of] {_CHANGE}",
    ),
    nouns=(
        f"{_PERCENT} [of] {_CHANGE} (from|when going from|in going from|"
        "if a value changes from|when a value changes from|of a change from) {a:money} to {b:money}",
        f"{_CHANGE} in {_PERCENT} from {{a:money}} to {{b:money}}",
    ),
)
def percent_change(
    work: Work, a: Node, b: Node, way: Node | None = None, thing: Node | None = None, owner: Node | None = None
) -> Finding:
    """By how many percent one number must change to become another; a change down is negative, a decrease is not."""
    old, new = work.rational(a), work.rational(b)
    if old == 0:
        raise Undefined("a change from 0 is no percentage")
    if old < 0:
        raise NotDone("whether a change from a negative number counts by its size or with its sign is not agreed on")
    found = abs(new - old) / old * 100
    asked = work.text(way)
    if (asked == "increase" and new < old) or (asked == "decrease" and new > old):
        raise NotDone(f"from {number_text(old, True)} to {number_text(new, True)} is no {asked}")
    signed = found if new > old else -found
    told = f"{number_text(new, True)} is {number_text(found, True)} % {'more' if new > old else 'less'} than "
    told += f"{number_text(old, True)}: {{}} %."
    found = signed if asked == "change" else found
    return percentage_found(
        found, told, "the old value changed by that percentage is the new one", old * (1 + signed / 100) == new
    )


@operation(
    "changed_by_percent",
    nouns=(
        f"{{a:money}} {_UP} by {{up:percentage}}",
        f"{{a:money}} {_UP} by {{up:share}}",
        f"{{a:money}} {_DOWN} by {{down:share}}",
        "{a:money} plus {up:percentage}",
        "{a:money} minus {down:percentage}",
        f"{{a:money}} {_DOWN} by {{down:percentage}}",
        f"{{a}} {_UP} by {{up:percentage}}",
        f"{{a}} {_DOWN} by {{down:percentage}}",
        f"{{a}} (after|with|plus) (a|an|the) {{up:percentage}} ({_RISE}|{_TAX}|tip)",
        f"{{a}} (after|with) (a|an|the) {{down:percentage}} {_FALL}",
        f"{{a}} then {_UP} by {{up:percentage}}",
        f"{{a}} then {_DOWN} by {{down:percentage}}",
        f"{{a}} and then {_UP} by {{up:percentage}}",
        f"{{a}} and then {_DOWN} by {{down:percentage}}",
        f"(price|cost|value|total|bill) of {{a:money}} (after|with|plus) (a|an|the) {{up:percentage}} "
        f"({_RISE}|{_TAX}|tip)",
        f"[sale|new|final|total] (price|cost) of (a|an|the) {{a:money}} {{thing:thing}} "
        f"(after|at|with|including) [a|an] "
        f"({{down:percentage}} (off|{_FALL})|{{up:percentage}} ({_RISE}|{_TAX}|tip))",
        f"(price|cost|value|sale price) of {{a:money}} (after|with) (a|an|the) {{down:percentage}} {_FALL}",
    ),
    requests=(
        "(increase|raise|mark up|enlarge) {a:money} by {up:share}",
        "(decrease|reduce|lower|discount|diminish) {a:money} by {down:share}",
        "(increase|raise|mark up|enlarge) {a:money} by {up:percentage} [{k:times} [in a row|in succession]]",
        "(decrease|reduce|lower|discount|mark down|diminish) {a:money} by {down:percentage} [{k:times} [in a row|in "
        "succession]]",
        "(add|apply) {up:percentage} [tax|tip|vat] to {a:money}",
        "(subtract|take|deduct) {down:percentage} from {a:money}",
        "[what is|calculate|find] {down:percentage} off [of] {a:money}",
        "[what is|what number is|find the number that is|calculate] {up:percentage} (more|greater|higher|larger) "
        "than {a:money}",
        "[what is|what number is|find the number that is|calculate] {down:percentage} (less|fewer|lower|smaller) "
        "than {a:money}",
    ),
)
def changed_by_percent(
    work: Work,
    a: Node,
    up: Node | None = None,
    down: Node | None = None,
    thing: Node | None = None,
    k: Node | None = None,
) -> Finding:
    """A number made larger or smaller by some percent of it, once or several times."""
    if k is not None:
        return _repeatedly(work, a, up, down, k)
    start = work.rational(a)
    percent = work.rational(up) if up is not None else -work.rational(down) if down is not None else Fraction(0)
    found = start * (100 + percent) / 100
    way = "more" if percent >= 0 else "less"
    told = f"{number_text(abs(percent), True)} % {way} than {number_text(start, True)} is {{}}."
    check = "start and change, worked out apart, add up to the result"
    given = [node for node in (a, up, down) if node is not None]
    return amount_found(found, told, check, start + start * percent / 100 == found, *given)


def _repeatedly(work: Work, a: Node, up: Node | None, down: Node | None, k: Node) -> Finding:
    """The same change by some percent of what there is, several times in a row."""
    times = small(k, "how often it is changed", 1_000)
    percent = work.rational(up) if up is not None else -work.rational(down) if down is not None else Fraction(0)
    if times < 1 or percent <= -100:
        raise NotDone("a change is made once or more, and not by all there is")
    start = found = work.rational(a)
    for _ in range(times):
        found += found * percent / 100
    told = f"{number_text(start, True)} changed {times} times by {number_text(percent, True)} % is {{}}."
    again = start * (100 + percent) ** times == found * 100**times
    return amount_found(found, told, "the power of the one factor gives the same", again, a)


_BEFORE: Final = (
    "(what is|what was|find|calculate|determine) (the|its) (original|initial|old|starting|list|regular|first) "
)
_WHAT: Final = "(price|value|number|amount|cost|salary|quantity)"


@operation(
    "before_percent",
    requests=(
        f"[if|suppose] [a|the] [original] {_WHAT} [is|was|has been] {_UP} by {{up:percentage}} [and|to|,] "
        f"[is|becomes|gives|"
        f"is now|to give|to get|the result is] {{b:money}} (,|.|;) {_BEFORE} {_WHAT}",
        f"[if|suppose] [a|the] [original] {_WHAT} [is|was|has been] {_DOWN} by {{down:percentage}} [and|to|,] "
        f"[is|becomes|gives|"
        f"is now|to give|to get|the result is] {{b:money}} (,|.|;) {_BEFORE} {_WHAT}",
        f"after (a|an) {{down:percentage}} {_FALL} [,] (a|the|its|an) [sale|new] (price|cost|value|item|product) "
        f"(is|was|costs|cost) "
        f"{{b:money}} (,|.|;) {_BEFORE} {_WHAT}",
        f"after (a|an) {{up:percentage}} {_RISE} [,] (a|the|its|an) [new] (price|cost|value|salary) "
        f"(is|was|costs|cost) "
        f"{{b:money}} (,|.|;) {_BEFORE} {_WHAT}",
        f"(what number|which number|what) {_UP} by {{up:percentage}} (is|gives|equals|becomes) {{b:money}}",
        f"(what number|which number|what) {_DOWN} by {{down:percentage}} (is|gives|equals|becomes) {{b:money}}",
        "{b:money} is {down:percentage} (less|lower|smaller) than (what|which) [number|amount|value]",
        "{b:money} is {up:percentage} (more|greater|larger|higher) than (what|which) [number|amount|value]",
        f"{_BEFORE} {_WHAT} if [a|an|the] [price|value|it] [after] [a|an] {{down:percentage}} {_FALL} "
        f"(is|gives|leaves|was|"
        "brings it to|makes it) {b:money}",
        f"{_BEFORE} {_WHAT} if [a|an|the] [price|value|it] [after] [a|an] {{up:percentage}} {_RISE} "
        f"(is|gives|was|brings it to|"
        "makes it) {b:money}",
        f"[the] sale price [of {{b:money}}] (was|is) {{of:percentage}} of the original price (,|.|;) {_BEFORE} {_WHAT}",
        f"(a|the) sale price of {{b:money}} (was|is) {{of:percentage}} of the original price (,|.|;) {_BEFORE} {_WHAT}",
    ),
)
def before_percent(
    work: Work, b: Node, up: Node | None = None, down: Node | None = None, of: Node | None = None
) -> Finding:
    """What a number was before it was changed by some percent."""
    end = work.rational(b)
    if of is not None:
        factor = work.rational(of)
    else:
        zero = Fraction(0)
        factor = (
            100 + (work.rational(up) if up is not None else zero) - (work.rational(down) if down is not None else zero)
        )
    if factor <= 0:
        raise Undefined("a reduction by 100 % or more leaves nothing to start from")
    found = end * 100 / factor
    told = f"{number_text(factor, True)} % of {{}} is {number_text(end, True)}."
    return amount_found(
        found, told, "the change applied to the result gives the number told", found * factor / 100 == end, b
    )
