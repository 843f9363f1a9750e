"""Exact mathematics as a solver: own grammar, computer algebra, every result checked by another road.

Nothing heavy is imported here: SymPy comes in with the first question that needs it.
"""

from orchestra_modules.mathematics.solver import Mathematics

__all__ = ["Mathematics"]
