"""Arrangements told in English or in formal terms.

orders      who stands where along a scale, in a row or round a table
amounts     ties and measured differences: as tall as, three years older than
grids       several lists matched one to one: persons, houses, pets, days
selections  which of several are chosen
liars       truth-tellers, liars and those who may do either
suspects    one of several did it, and so many tell the truth
states      things on or off, open or closed, held by someone, and a number that is altered
exchanges   things that change hands
containers  things inside things, and who carries them where
walks       steps and turns
"""

from __future__ import annotations

from orchestra_modules.logic.arrangements.answering import answer, read
from orchestra_modules.logic.arrangements.formal import from_json, solve

__all__ = ["answer", "from_json", "read", "solve"]
