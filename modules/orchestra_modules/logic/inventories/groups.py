"""Two overlapping groups within a whole: four numbers, of which those not given follow from those that are.

Solved as linear equations by hand for the four regions; checked by trying every size of the overlap. No English.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Final

from orchestra_modules.solving.finding import Finding
from orchestra_modules.solving.refusal import TooCostly, Undefined

MAX_TOTAL = 100_000
#: what can be given or asked, as the regions it sums: only the first, both, only the second, neither
REGIONS: Final = {
    "total": (1, 1, 1, 1),
    "first": (1, 1, 0, 0),
    "second": (0, 1, 1, 0),
    "both": (0, 1, 0, 0),
    "neither": (0, 0, 0, 1),
    "only first": (1, 0, 0, 0),
    "only second": (0, 0, 1, 0),
    "either": (1, 1, 1, 0),
    "exactly one": (1, 0, 1, 0),
}


@dataclass(frozen=True)
class GroupProblem:
    """Numbers given for sums of regions, and the sum asked for; keys of REGIONS."""

    given: tuple[tuple[str, int], ...]
    asked: str

    def as_json(self) -> dict[str, object]:
        return asdict(self)


def solve(problem: GroupProblem) -> Finding:
    """The finding. Undefined if the numbers contradict each other or leave the answer open."""
    given = dict(problem.given)
    if len(given) < len(problem.given) or max(given.values()) > MAX_TOTAL:
        raise TooCostly(f"a number is given twice, or is over {MAX_TOTAL}")
    answers = {_sum(problem.asked, regions) for regions in _solutions(given)}
    if not answers:
        raise Undefined("the numbers given contradict each other")
    if len(answers) > 1:
        raise Undefined("the numbers given leave the answer open")
    value = answers.pop()
    verified = _formula(given, problem.asked) == value
    text = f"{problem.asked.capitalize()}: {value}."
    check = "the same number follows from total = first + second - both + neither"
    return Finding(str(value), text, {"type": "integer", "value": value}, "regions of two groups", check, verified)


def _sum(name: str, regions: tuple[int, int, int, int]) -> int:
    return sum(weight * region for weight, region in zip(REGIONS[name], regions, strict=True))


def _solutions(given: dict[str, int]) -> list[tuple[int, int, int, int]]:
    """Every assignment of sizes to the four regions that agrees; each size is bounded by the largest number."""
    found = []
    limit = max(given.values())
    sizes = [given["both"]] if "both" in given else range(limit + 1)
    for both in sizes:
        first = given["first"] - both if "first" in given else given.get("only first")
        second = given["second"] - both if "second" in given else given.get("only second")
        if first is None and second is not None and "either" in given:
            first = given["either"] - both - second
        if second is None and first is not None and "either" in given:
            second = given["either"] - both - first
        if first is None or second is None:
            raise Undefined("the numbers given leave the answer open")
        inside = first + both + second
        neither = given["neither"] if "neither" in given else given["total"] - inside if "total" in given else 0
        regions = (first, both, second, neither)
        if min(regions) >= 0 and all(_sum(name, regions) == number for name, number in given.items()):
            found.append(regions)
    return found


def _formula(given: dict[str, int], asked: str) -> int | None:
    """The answer by inclusion and exclusion, filling in what is missing until nothing new follows."""
    known = dict(given)
    if "neither" not in known and "total" not in known:
        known["neither"] = 0
    identities = (
        {"total": 1, "either": -1, "neither": -1},
        {"either": 1, "first": -1, "second": -1, "both": 1},
        {"first": 1, "only first": -1, "both": -1},
        {"second": 1, "only second": -1, "both": -1},
        {"exactly one": 1, "only first": -1, "only second": -1},
    )
    for _ in range(len(REGIONS)):
        for identity in identities:
            missing = [name for name in identity if name not in known]
            if len(missing) == 1:
                rest = sum(weight * known[name] for name, weight in identity.items() if name in known)
                known[missing[0]] = -rest * identity[missing[0]]
    return known.get(asked)
