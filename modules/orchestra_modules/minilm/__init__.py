"""The embedder: a sentence-transformers model in this process."""

from orchestra_modules.minilm.embedder import Minilm

__all__ = ["Minilm"]
