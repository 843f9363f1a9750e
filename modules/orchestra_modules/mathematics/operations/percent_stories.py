"""Changes by some percent told in sentences: what a price is after them, was before them, and the change in all.

What changes may be anything; the sentences must say how much there is and by how many percent it changes.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from orchestra_modules.mathematics.engines.digits import number_text
from orchestra_modules.mathematics.engines.percent_findings import amount_found, percentage_found
from orchestra_modules.mathematics.finding import Finding
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.syntax import Listing, Node, Number
from orchestra_modules.solving.refusal import NotDone, TooCostly, Undefined

if TYPE_CHECKING:
    from orchestra_modules.mathematics.work import Work

_THE: Final = "(a|an|the|my|your|his|her|our|their|one)"
_WHOSE: Final = f"{_THE} {{thing:thing}} [of {_THE} {{owner:thing}}]"
_IS: Final = (
    "(is|was|costs|cost|equals|is worth|is priced at|sells for|sold for|normally costs|usually costs|originally cost"
    "|originally costs|regularly costs|is sold for|is now|now costs|becomes|has a price of|had a price of|is listed at)"
)
_STOP: Final = "(.|,|;|?) [then]"
_CHANGE: Final = "(increase|decrease|discount|reduction|change|rise|drop|sale|raise|price increase|price drop)"
_NEW: Final = (
    "((what is|what's|what was|what will be|find|calculate|determine|work out) (the|its|his|her|their) "
    "(new|sale|final|discounted|reduced|current|selling|increased|resulting|marked - down) {what:thing} [of "
    "{_of:thing}]"
    "|how much (does|did|will) (it|the {what:thing}) [now] cost [now|after the discount|in the sale]"
    "|what does it cost [now|after the discount]|how much is it [worth] (now|after the discount|in the sale)"
    "|what is it worth now|how much (do|will) (you|i|we) [have to] pay [for it])"
).replace("{_of:thing}", "the {owner:thing}")
_OLD: Final = (
    "((what is|what was|what's|find|calculate|determine|work out) (the|its|his|her|their) "
    "(original|initial|old|starting|list|regular|first|previous|usual|normal|full|former) {what:thing}"
    f" [before the {_CHANGE}]"
    f"|what was (it|the {{what:thing}}) (before|originally) [the {_CHANGE}]"
    f"|how much (did it cost|was it) (before|originally) [the {_CHANGE}])"
)
_OVERALL: Final = (
    "(by (what|how many) (percent|percentage|per cent) (does|did|has|will) (it|the {what:thing}) (change|changed) "
    "[in all|overall|in total|altogether]"
    "|(what is|find|calculate|determine) the (overall|total|net) (percent|percentage) change [in the {what:thing}]"
    "|(what is|find) the (overall|total|net) change in percent)"
)
_MOST: Final = 60


@operation(
    "after_changes",
    requests=(
        f"[if|suppose] {_WHOSE} ({_IS}|of) {{a:money}} [and|,|.] [but] [the {{what:thing}}] "
        f"{{changes:percent_changes}} "
        f"{_STOP} {_NEW}",
        f"[if|suppose] {_WHOSE} has (a|an) {{what:thing}} of {{a:money}} [and|,|.] [the {{what:thing}}] "
        f"{{changes:percent_changes}} {_STOP} {_NEW}",
        f"[if|suppose] {_THE} {{a:money}} {{thing:thing}} {{changes:percent_changes}} {_STOP} {_NEW}",
        f"{_WHOSE} (is|was|gets|has been) (marked down|reduced|discounted|lowered|cut) [by] "
        f"{{down:percentage}} from {{a:money}} "
        f"{_STOP} {_NEW}",
        f"(there is|a store offers|a shop offers|a shop gives|a store gives) {{changes:percent_changes}} on {_THE} "
        f"{{a:money}} {{thing:thing}} {_STOP} {_NEW}",
    ),
)
def after_changes(
    work: Work,
    a: Node,
    changes: Node | None = None,
    down: Node | None = None,
    thing: Node | None = None,
    owner: Node | None = None,
    what: Node | None = None,
) -> Finding:
    """An amount after changes by percentages, one after the other."""
    start = work.rational(a)
    if changes is None:
        changes = Number(-work.rational(down)) if down is not None else Listing(())
    found = start
    percents = _percents(work, changes)
    for percent in percents:
        found *= 1 + percent / 100
    told = f"{number_text(start, True)} changed by {_list(work, changes)} is {{}}."
    return amount_found(found, told, _BACK, _leads_back(found, percents, start), a)


_BACK: Final = "the changes taken back from the result by division, the last one first, leave what there was"


def _leads_back(end: Fraction, percents: list[Fraction], start: Fraction) -> bool:
    """Whether the changes taken back leave the start; a reduction by 100 % leaves nothing and is not taken back."""
    if -100 in percents:
        return end == 0
    for percent in reversed(percents):
        end = end * 100 / (100 + percent)
    return end == start


@operation(
    "before_changes",
    requests=(
        f"after {{changes:percent_changes}} [,] {_WHOSE} {_IS} {{b:money}} {_STOP} {_OLD}",
        f"[if|suppose] {_WHOSE} {_IS} {{b:money}} after {{changes:percent_changes}} {_STOP} {_OLD}",
        f"[if|suppose] {_WHOSE} {{changes:percent_changes}} (to|and is now|is|gives|equals|and now is|and now "
        f"costs|. it is now"
        f"|. it now costs|so that it is now|, to|and becomes) {{b:money}} {_STOP} {_OLD}",
    ),
)
def before_changes(
    work: Work, b: Node, changes: Node, thing: Node | None = None, owner: Node | None = None, what: Node | None = None
) -> Finding:
    """What an amount was before changes by percentages."""
    end = work.rational(b)
    found = end
    for percent in reversed(_percents(work, changes)):
        if percent <= -100:
            raise Undefined("a reduction by 100 % or more leaves nothing to start from")
        found /= 1 + percent / 100
    again = found
    for percent in _percents(work, changes):
        again += again * percent / 100
    told = f"{{}} changed by {_list(work, changes)} is {number_text(end, True)}."
    return amount_found(found, told, "the changes applied to the result give the amount told", again == end, b)


@operation(
    "overall_change",
    requests=(
        f"[if|suppose] {_WHOSE} {{changes:percent_changes}} {_STOP} {_OVERALL}",
        "(what is|find|calculate|determine) the (overall|total|net) (percent|percentage) change (of|after|from) "
        "{changes:percent_changes}",
    ),
)
def overall_change(
    work: Work, changes: Node, thing: Node | None = None, owner: Node | None = None, what: Node | None = None
) -> Finding:
    """The one change that does what several do; a change down is negative."""
    percents = _percents(work, changes)
    if len(percents) < 2:
        raise NotDone("one change alone is the whole change")
    amount = Fraction(100)
    for percent in percents:
        amount += amount * percent / 100
    text = f"Together {_list(work, changes)} are a change by {{}} %."
    found = amount - 100
    return percentage_found(found, text, _BACK, _leads_back(100 + found, percents, Fraction(100)))


def _percents(work: Work, changes: Node) -> list[Fraction]:
    found = [work.rational(item) for item in work.items(changes)]
    if len(found) > _MOST:
        raise TooCostly(f"at most {_MOST} changes are followed")
    if any(percent < -100 for percent in found):
        raise Undefined("nothing is reduced by more than 100 %")
    return found


def _list(work: Work, changes: Node) -> str:
    return ", ".join(f"{'+' if p > 0 else ''}{number_text(p, True)} %" for p in _percents(work, changes))
