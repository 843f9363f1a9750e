"""LangChain both ways: its retrievers, vector stores and chat models as instances of an Orchestra, and an Orchestra as
its retriever and its chat model.

Needs langchain-core; nothing else of orchestra imports this package.
"""

from __future__ import annotations

try:
    import langchain_core  # noqa: F401
except ModuleNotFoundError as error:
    if error.name != "langchain_core":
        raise
    raise ModuleNotFoundError(
        "orchestra.langchain needs langchain-core, which is not installed: pip install 'orchestra[langchain]'",
        name="langchain_core",
    ) from error

from orchestra.langchain.chat_orchestra import ChatOrchestra
from orchestra.langchain.errors import Unanswered
from orchestra.langchain.generator import register_chat_model
from orchestra.langchain.orchestra_retriever import OrchestraRetriever
from orchestra.langchain.retriever import register_retriever

__all__ = ["ChatOrchestra", "OrchestraRetriever", "Unanswered", "register_chat_model", "register_retriever"]
