"""Facts and rules in controlled English, arguments about classes, and logic programs."""

from orchestra_modules.logic.rules.answering import answer

__all__ = ["answer"]
