"""Why a question is not answered. Every one of these becomes a Declined with its reason.

Refusal
├── NotUnderstood   a word, sign or construction that the grammar does not know, or that can be read two ways
├── NotDone         understood, and not something a solver does
├── TooCostly       understood, and over a limit that is stated
└── Undefined       understood, and without a value (a division by zero)
"""

from __future__ import annotations


class Refusal(Exception):
    """The question is not answered; `reason` is a sentence for a person."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NotUnderstood(Refusal):
    """Part of the text has no reading, or more than one."""


class NotDone(Refusal):
    """The question is clear and outside what the module does."""


class TooCostly(Refusal):
    """The question is clear and over a limit."""


class Undefined(Refusal):
    """The question is clear and has no value."""
