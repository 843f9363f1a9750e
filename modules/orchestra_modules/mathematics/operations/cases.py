"""A value that depends on conditions: the body of a function that is defined by cases."""

from __future__ import annotations

from orchestra_modules.mathematics.finding import Finding
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.syntax import Node
from orchestra_modules.mathematics.work import Work
from orchestra_modules.solving.refusal import NotDone


@operation("cases", plain=("branches",))
def cases(work: Work, branches: Node) -> Finding:
    """Nothing by itself: the case is chosen when the function is applied to a number. NotDone."""
    raise NotDone("which case of the definition holds is open")
