"""Arrangements told in English: orders and seatings, truth-tellers and liars, things that change hands, walks."""

from __future__ import annotations

from orchestra_modules.logic.arrangements.answering import answer, read

__all__ = ["answer", "read"]
