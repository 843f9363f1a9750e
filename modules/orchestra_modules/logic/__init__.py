"""Exact logic as a solver: formulas, rules in words, arrangements, inventories; results checked by another road.

Nothing heavy is imported here: Z3 comes in with the first question that needs it.
"""

from orchestra_modules.logic.solver import Logic

__all__ = ["Logic"]
