"""Events told by two of their start, their end and how long they last: the third is asked.

Works out nothing itself: it asks for a shifted time of day, or for the time between two.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from orchestra_modules.mathematics.finding import Finding
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.syntax import Node, Request, Text

if TYPE_CHECKING:
    from orchestra_modules.mathematics.work import Work

_WHO: Final = "[if|suppose] [a|an|the|my|one] {thing:thing}"
_STOP: Final = "(.|,|;) [then]"
_IT: Final = "(it|he|she|they|the {thing:thing}|{thing:thing})"
_STARTS: Final = (
    "(starts|begins|started|began|leaves|left|departs|departed|opens|opened|sets off|set off|is put in the oven)"
)
_ENDS: Final = "(ends|ended|finishes|finished|arrives|arrived|closes|closed|is over|stops|stopped|gets there|returns)"
_LASTS: Final = (
    "(lasts|lasted|takes|took|runs for|goes on for|will last|will take|lasts for|travels for|works for|is open for"
    "|drives for|sleeps for|studies for|walks for)"
)
_END: Final = "(end|finish|arrive|close|be over|stop|get there|finish|return)"
_START: Final = "(start|begin|leave|depart|open|set off)"
_WHEN: Final = "(when|at what time|what time|at which time) (does|did|will|do|must|should)"


@operation(
    "end_of_event",
    requests=(
        f"{_WHO} {_STARTS} [at] {{start:clock}} [and|.|,] [it|the {{thing:thing}}] {_LASTS} {{length:quantity}} "
        f"{_STOP} {_WHEN} {_IT} {_END}",
        f"{_WHO} {_STARTS} [at] {{start:clock}} [and|.|,] [it|the {{thing:thing}}] {_LASTS} {{length:quantity}} "
        f"{_STOP} [at] what time (is it|does it become) [when {_IT} {_ENDS}]",
        f"{_WHO} {_LASTS} {{length:quantity}} [and|.|,] [it] {_STARTS} [at] {{start:clock}} {_STOP} {_WHEN} "
        f"{_IT} {_END}",
        f"{_WHEN} (a|an|the) {{length:quantity}} {{thing:thing}} {_END} if it {_STARTS} [at] {{start:clock}}",
    ),
)
def end_of_event(work: Work, start: Node, length: Node, thing: Node | None = None) -> Finding:
    """When something ends."""
    return work.find(Request("time_shifted", (("a", start), ("by", length), ("sense", Text("after")))))


@operation(
    "start_of_event",
    requests=(
        f"{_WHO} {_ENDS} [at] {{end:clock}} [and|.|,] [it|the {{thing:thing}}] {_LASTS} {{length:quantity}} "
        f"{_STOP} {_WHEN} {_IT} {_START}",
        f"{_WHO} {_LASTS} {{length:quantity}} [and|.|,] [it] {_ENDS} [at] {{end:clock}} {_STOP} {_WHEN} {_IT} {_START}",
    ),
)
def start_of_event(work: Work, end: Node, length: Node, thing: Node | None = None) -> Finding:
    """When something began."""
    return work.find(Request("time_shifted", (("a", end), ("by", length), ("sense", Text("before")))))


@operation(
    "length_of_event",
    requests=(
        f"{_WHO} {_STARTS} [at] {{start:clock}} [and|.|,] [it|the {{thing:thing}}] {_ENDS} [at] {{end:clock}} {_STOP} "
        f"how (long|much time|many {{unit:measure}}) (does|did|do|will|is) {_IT} [{_LASTS}|last|take|run|go on] [last] "
        "[in {unit:measure}]",
        f"{_WHO} (is open|runs|lasts|works|goes) from {{start:clock}} (to|until|till) {{end:clock}} {_STOP} "
        f"how (long|much time|many {{unit:measure}}) (does|did|do|will|is) {_IT} [open|last|take|run|work|go on] "
        "[in {unit:measure}]",
        f"{_WHO} {_STARTS} [at] {{start:clock}} [and|.|,] [it|the {{thing:thing}}] {_ENDS} [at] {{end:clock}} {_STOP} "
        "(what is|find) (its|the) (duration|length) [in {unit:measure}]",
    ),
)
def length_of_event(work: Work, start: Node, end: Node, unit: Node | None = None, thing: Node | None = None) -> Finding:
    """How long something lasts."""
    told = (("a", start), ("b", end))
    return work.find(Request("time_between", told if unit is None else (*told, ("unit", unit))))
