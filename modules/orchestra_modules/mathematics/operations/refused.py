"""Things that are asked of a mathematician and not done here, declined by name."""

from __future__ import annotations

from orchestra_modules.mathematics.finding import Finding
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.syntax import Node
from orchestra_modules.mathematics.work import Work
from orchestra_modules.solving.refusal import NotDone


@operation(
    "refused",
    requests=(
        "(plot|graph|sketch|draw) {what:string} {name=plotting}",
        "(prove|show) that {what:string} {name=proving}",
        "prove {what:string} {name=proving}",
        "(animate|visualise|visualize) {what:string} {name=animation}",
        "construct {what:string} {name=construction}",
        "(measure|read off) {what:string} {name=measuring}",
    ),
    calls=("plot", "Plot", "plot3d", "Plot3D", "ListPlot", "ContourPlot", "implicit_plot", "graph"),
    plain=("what",),
)
def refused(work: Work, what: Node, name: Node | None = None) -> Finding:
    """Nothing. NotDone, with the name of what was asked."""
    raise NotDone(f"{work.text(name, 'plotting')} is not done here")
