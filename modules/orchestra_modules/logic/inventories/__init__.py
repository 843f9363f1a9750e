"""Things listed, sorted, counted, tabled and timed: brackets, words, inventories, tables, days, overlapping groups.

The kind of problem `inventories` of the logic module. Nothing heavy is imported here.
"""

from orchestra_modules.logic.inventories.reader import answer, read

__all__ = ["answer", "read"]
