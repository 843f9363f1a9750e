"""Facts and rules in controlled English, arguments in everyday prose or about classes, and logic programs.

A question becomes a typed problem (`read`), which is settled in the reading that its words call for (`solve`).
"""

from pydantic import JsonValue

from orchestra_modules.logic.rules.answering import Told, answer, read, solve

__all__ = ["answer", "from_json", "read", "solve"]


def from_json(body: JsonValue) -> Told:
    """The problem that a JSON object states; the notation of formulas is loaded only for it."""
    from orchestra_modules.logic.rules import formal

    return formal.from_json(body)
