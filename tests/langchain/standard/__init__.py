"""LangChain's own standard tests, run where langchain-tests is installed.

It is no dependency of `dev`, for it brings eight plug-ins that every other test would then run under:
`pip install langchain-tests`, then `pytest tests/langchain/standard`.
"""

import pytest

pytest.importorskip("langchain_tests", reason="langchain-tests is not installed: pip install langchain-tests")
