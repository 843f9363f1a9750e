"""Text and history to beliefs. Sees the contract and the budget; knows nothing of modules and plans."""

from orchestra.router.router import Router

__all__ = ["Router"]
