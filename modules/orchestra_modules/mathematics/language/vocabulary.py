"""Words that open, ask and close a question; they change nothing about what is asked."""

from __future__ import annotations

from typing import Final

BEFORE: Final = (
    "please", "kindly", "can you", "could you", "would you", "could you please", "can you please",
    "would you please", "will you", "hey", "hi", "hello", "ok", "okay", "so", "now", "i want to know", "i want to",
    "i need to know", "i need to", "i would like to know", "i'd like to know", "do you know", "help me", "tell me",
    "show me", "let's", "lets", "i need", "i want", "i'd like", "we need", "we want", "using exact arithmetic",
    "quick question", "question", "quickly", "just", "pls", "plz",
)  # fmt: skip
AFTER: Final = (
    "please", "pls", "plz", "thanks", "thank you", "for me", "exactly", "completely", "fully", "when expanded",
    "when it is expanded", "when fully expanded", "where phi is euler's totient function",
    "where phi is the euler totient function", "where phi denotes euler's totient function",
    "where phi is euler's phi function", "where phi is euler's function",
)  # fmt: skip
ASK: Final = (
    "what is", "what's", "whats", "what are", "find", "find out", "calculate", "compute", "determine", "evaluate",
    "work out", "give", "give me", "state", "get", "how much is", "what will be", "what does", "what equals",
    "figure out", "list", "what do you get for", "obtain",
)  # fmt: skip
