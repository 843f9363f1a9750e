"""The reader: quotes the sentences that answer, or declines."""

from orchestra_modules.quoter.quoter import Quoter

__all__ = ["Quoter"]
