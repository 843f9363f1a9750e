"""The generator module for any OpenAI-compatible server, vLLM first."""

from orchestra_modules.vllm.vllm import Vllm

__all__ = ["Vllm"]
