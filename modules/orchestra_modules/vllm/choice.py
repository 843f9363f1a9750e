"""Which of several servers to ask. Pure: sees names, loads and a fingerprint, no server.

Every server of a model keeps the beginnings of the prompts it saw in its prefix cache, so a conversation is best asked
where it was asked before. Rendezvous hashing says where with no table: each conversation ranks the servers in an order
of its own, and when one goes, only its own conversations move.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from math import ceil

from orchestra.spec import Turn

_HEAD = 4096  # characters of each message
_SLACK = 1.25  # times its fair share, a server may have to do before a conversation goes elsewhere
_FEW = 4  # requests at once are no load


@dataclass(frozen=True)
class Candidate:
    """A server that may be asked, and how many requests of ours it answers now."""

    name: str
    running: int


def fingerprint(turns: Sequence[Turn]) -> bytes:
    """What stays the same while a conversation grows: its beginning, up to what the user said first."""
    digest = blake2b(digest_size=16)
    for turn in turns:
        digest.update(f"{turn.role}\0{turn.text[:_HEAD]}\0".encode("utf-8", "replace"))
        if turn.role == "user":
            break
    return digest.digest()


def ranked(conversation: bytes, names: Collection[str]) -> list[str]:
    """The servers in the order in which a conversation wants them."""

    def weight(name: str) -> bytes:
        return blake2b(name.encode(), key=conversation[:64], digest_size=8).digest()

    return sorted(names, key=weight, reverse=True)


def choose(conversation: bytes, candidates: Sequence[Candidate], limit: int) -> str | None:
    """The server to ask: the conversation's own unless that has too much to do; none where all are at their limit."""
    free = {one.name: one.running for one in candidates if one.running < limit}
    if not free:
        return None
    fair = max(_FEW, ceil(_SLACK * (sum(one.running for one in candidates) + 1) / len(candidates)))
    wanted = ranked(conversation, free)
    for name in wanted:
        if free[name] < fair:
            return name
    return min(wanted, key=lambda name: free[name])
