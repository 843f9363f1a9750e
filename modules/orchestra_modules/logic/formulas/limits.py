"""The limits of the kind "formulas", in one place, each with what it protects.

Static: they hold before anything is built. Time and memory of the process are the runtime's business.
"""

from __future__ import annotations

from typing import Final

#: Tokens of one question.
MAX_TOKENS: Final = 4_000
#: Nested brackets and prefixes; keeps every recursion far below Python's own limit.
MAX_DEPTH: Final = 60
#: Height of one formula; long chains of "and" are high.
MAX_HEIGHT: Final = 200
#: Nodes of all formulas of one question.
MAX_NODES: Final = 4_000
#: Formulas of one question.
MAX_FORMULAS: Final = 120
#: Arguments of a predicate or function.
MAX_ARITY: Final = 6
#: Quantifiers of all formulas of one question.
MAX_QUANTIFIERS: Final = 120
#: Different propositional atoms that a truth table is made for: 2^16 rows, held as bits of one integer.
MAX_TABLE_ATOMS: Final = 16
#: Rows of a truth table that is printed.
MAX_PRINTED_ROWS: Final = 64
#: Clauses or terms of a normal form.
MAX_CLAUSES: Final = 400
#: Steps of the resolution prover, and clauses it may keep.
MAX_GENERATED: Final = 8_000
MAX_KEPT: Final = 800
#: Literals of a clause and nested functions of a term that the prover keeps.
MAX_LITERALS: Final = 16
MAX_TERM_DEPTH: Final = 5
#: Lines of a proof that is printed.
MAX_PROOF_LINES: Final = 40
#: Largest domain searched for a counter-model, and nodes that one grounding may have.
MAX_DOMAIN: Final = 4
MAX_GROUND_NODES: Final = 60_000
#: Bounds of one call of Z3: milliseconds (fewer for each size of a domain), its own resource units, MiB.
Z3_MILLISECONDS: Final = 1_000
Z3_DOMAIN_MILLISECONDS: Final = 500
Z3_RESOURCES: Final = 20_000_000
Z3_MEBIBYTES: Final = 512
