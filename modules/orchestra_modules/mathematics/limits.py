"""The limits of the mathematics module, in one place, each with what it protects.

Static: they hold before anything is built. Time and memory of the process are the runtime's business.
"""

from __future__ import annotations

from typing import Final

#: Characters of a query; longer text is refused before it is split into tokens.
MAX_TEXT: Final = 20_000
#: Nested brackets, signs and powers; keeps every recursion far below Python's own limit.
MAX_DEPTH: Final = 64
#: Decimal digits of any number on the way to a rational result.
MAX_DIGITS: Final = 10_000
#: Decimal digits of any number inside an expression with unknowns or irrational parts.
MAX_SYMBOLIC_DIGITS: Final = 1_000
#: Digits that one numeral may have; decimal exponents count as digits.
MAX_NUMERAL: Final = 10_000
#: Terms an expression may have when multiplied out.
MAX_TERMS: Final = 3_000
#: Degree an expression may reach when multiplied out.
MAX_DEGREE: Final = 400
#: Different unknowns in one question.
MAX_NAMES: Final = 12
#: Nodes of one expression that is handed to computer algebra.
MAX_NODES: Final = 1_500
#: Digits of a number that is to be split into primes.
MAX_FACTOR_DIGITS: Final = 60
#: Digits of a number whose primality is asked.
MAX_PRIME_DIGITS: Final = 1_000
#: Steps of the search for one prime factor.
MAX_FACTOR_STEPS: Final = 400_000
#: Characters of a value that is printed.
MAX_OUTPUT: Final = 12_000
#: Order of a derivative.
MAX_ORDER: Final = 20
#: Characters a probe looks at.
MAX_PROBE: Final = 2_000
