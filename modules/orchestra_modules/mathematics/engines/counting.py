"""Numbers that count arrangements, each by a closed form and again by another road: a recurrence or enumeration.

Plain integers in and out; sizes are limited by the callers.
"""

from __future__ import annotations

import math


def binomial_by_rows(n: int, k: int) -> int:
    """C(n, k) row by row, by Pascal's rule."""
    if not 0 <= k <= n:
        return 0
    k = min(k, n - k)
    row = [1] + [0] * k
    for _ in range(n):
        for j in range(k, 0, -1):
            row[j] += row[j - 1]
    return row[k]


def falling(n: int, k: int) -> int:
    """n * (n - 1) * ... of k factors."""
    found = 1
    for i in range(k):
        found *= n - i
    return found


def multinomial_by_places(counts: list[int]) -> int:
    """Arrangements of letters with multiplicities: places are chosen letter by letter."""
    left, found = sum(counts), 1
    for count in counts:
        found *= binomial_by_rows(left, count)
        left -= count
    return found


def derangements(n: int) -> int:
    """Permutations that leave nothing in place, by inclusion and exclusion."""
    return sum((1 - 2 * (k % 2)) * (math.factorial(n) // math.factorial(k)) for k in range(n + 1))


def derangements_by_steps(n: int) -> int:
    """The same by D(n) = (n - 1) (D(n - 1) + D(n - 2))."""
    before, found = 1, 0
    if n == 0:
        return 1
    for i in range(2, n + 1):
        before, found = found, (i - 1) * (found + before)
    return found


def partitions(n: int) -> int:
    """Ways to write n as a sum of positive integers without order, by Euler's pentagonal numbers."""
    found = [1]
    for total in range(1, n + 1):
        value, k = 0, 1
        while (first := k * (3 * k - 1) // 2) <= total:
            sign = 1 if k % 2 else -1
            value += sign * found[total - first]
            if (second := k * (3 * k + 1) // 2) <= total:
                value += sign * found[total - second]
            k += 1
        found.append(value)
    return found[n]


def partitions_by_parts(n: int, parts: int | None = None) -> int:
    """The same part by part, as coins are changed; with exactly so many parts if that is said."""
    if parts is not None:
        if parts > n or parts < 0:
            return 0
        # into exactly k parts: the largest part is k in the conjugate
        ways = [1] + [0] * (n - parts)
        for coin in range(1, parts + 1):
            for total in range(coin, n - parts + 1):
                ways[total] += ways[total - coin]
        return ways[n - parts]
    ways = [1] + [0] * n
    for coin in range(1, n + 1):
        for total in range(coin, n + 1):
            ways[total] += ways[total - coin]
    return ways[n]


def partitions_by_recurrence(n: int, parts: int) -> int:
    """Partitions into exactly so many parts, by p(n, k) = p(n - 1, k - 1) + p(n - k, k)."""
    table = [[0] * (parts + 1) for _ in range(n + 1)]
    table[0][0] = 1
    for total in range(1, n + 1):
        for k in range(1, min(total, parts) + 1):
            table[total][k] = table[total - 1][k - 1] + table[total - k][k]
    return table[n][parts]


def stirling_second(n: int, k: int) -> int:
    """Ways to part n things into k groups, by inclusion and exclusion."""
    if k > n:
        return 0
    signed: int = sum((1 - 2 * (i % 2)) * math.comb(k, i) * (k - i) ** n for i in range(k + 1))
    return signed // math.factorial(k)


def stirling_second_by_rows(n: int, k: int) -> int:
    """The same by S(n, k) = k S(n - 1, k) + S(n - 1, k - 1)."""
    row = [1] + [0] * k
    for _ in range(n):
        for j in range(k, 0, -1):
            row[j] = j * row[j] + row[j - 1]
        row[0] = 0
    return row[k]


def stirling_first(n: int, k: int) -> int:
    """Permutations of n things with k cycles, by c(n, k) = (n - 1) c(n - 1, k) + c(n - 1, k - 1)."""
    row = [1] + [0] * k
    for i in range(n):
        for j in range(k, 0, -1):
            row[j] = i * row[j] + row[j - 1]
        row[0] = i * row[0]
    return row[k]


def stirling_first_by_product(n: int, k: int) -> int:
    """The same as a coefficient of x (x + 1) ... (x + n - 1)."""
    found = [1]
    for i in range(n):
        shifted = [0, *found]
        found = [a + i * b for a, b in zip(shifted, [*found, 0], strict=True)]
    return found[k] if k < len(found) else 0


def bell(n: int) -> int:
    """Ways to part n things into groups, by the Bell triangle."""
    row = [1]
    for _ in range(n):
        following = [row[-1]]
        for value in row:
            following.append(following[-1] + value)
        row = following
    return row[0]


def catalan_by_steps(n: int) -> int:
    """Catalan numbers by C(n + 1) = sum of C(i) C(n - i)."""
    found = [1]
    for i in range(n):
        found.append(sum(found[j] * found[i - j] for j in range(i + 1)))
    return found[n]
