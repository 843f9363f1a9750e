"""How many points or lines of a kind the graph of a function has: those that are found when they are asked for."""

from __future__ import annotations

from typing import Final

from orchestra_modules.mathematics.engines.number_findings import number
from orchestra_modules.mathematics.finding import Finding
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.readers import calculus_notation
from orchestra_modules.mathematics.syntax import Node, Request, Text, show
from orchestra_modules.mathematics.work import Work
from orchestra_modules.solving.refusal import NotDone

#: the kinds of arguments that the phrases below use
KINDS: Final = (calculus_notation,)
_OPERATIONS: Final[dict[str, tuple[str, tuple[tuple[str, str], ...]]]] = {
    "vertical asymptotes": ("asymptotes", (("kind", "vertical"),)),
    "horizontal asymptotes": ("asymptotes", (("kind", "horizontal"),)),
    "asymptotes": ("asymptotes", ()),
    "x-intercepts": ("intercepts", (("axis", "x"),)),
    "inflection points": ("inflection_points", ()),
    "critical points": ("stationary_points", ()),
    "turning points": ("local_extrema", (("kind", "extremum"), ("points", "yes"))),
    "local maxima": ("local_extrema", (("kind", "maximum"), ("points", "yes"))),
    "local minima": ("local_extrema", (("kind", "minimum"), ("points", "yes"))),
}
_WHAT: Final = (
    "({what=vertical asymptotes} vertical (asymptotes|asymptote)|{what=horizontal asymptotes} horizontal "
    "(asymptotes|asymptote)|{what=asymptotes} asymptotes|{what=x-intercepts} x-intercepts|"
    "{what=inflection points} (inflection|inflexion) points|"
    "{what=inflection points} points of (inflection|inflexion)|{what=critical points} (critical|stationary) points|"
    "{what=turning points} turning points|{what=turning points} (local|relative) extrema|{what=local maxima} (local|"
    "relative) (maxima|maximums)|{what=local minima} (local|relative) (minima|minimums))"
)
_OWNER: Final = "[the] [graph of|curve|graph of the function|function] {f:formula}"


@operation(
    "count_of_points",
    nouns=(f"number of {_WHAT} (of|on|in) {_OWNER}",),
    requests=(f"how many {_WHAT} (does|do) {_OWNER} have", f"how many {_WHAT} are there (on|in|of) {_OWNER}"),
)
def count_of_points(work: Work, f: Node, what: Node) -> Finding:
    """The number of asymptotes, extrema, stationary points or points of inflection."""
    kind = work.text(what)
    operation_name, rest = _OPERATIONS[kind]
    found = work.find(Request(operation_name, (("f", f), *((name, Text(text)) for name, text in rest))))
    values = found.data.get("values") if isinstance(found.data, dict) else None
    if not isinstance(values, list):
        raise NotDone(f"the {kind} were not found one by one")
    text = f"{show(f)} has {len(values)} {kind}" + (f": {found.value}" if values else "")
    return number(len(values), text, found.method, found.check, found.verified)
