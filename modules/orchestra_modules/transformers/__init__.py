"""The generator module for a small language model on this machine, run by Hugging Face transformers."""

from orchestra_modules.transformers.generator import Transformers

__all__ = ["Transformers"]
