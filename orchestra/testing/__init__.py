"""What module authors test with: `FakeContext` for a module by itself, `violations` for its conformance."""

from orchestra.testing.context import FakeContext, FakeUsed
from orchestra.testing.kit import Violation, violations

__all__ = ["FakeContext", "FakeUsed", "Violation", "violations"]
