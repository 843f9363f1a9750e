"""The retriever: named indexes of documents on disk, searched by meaning and by words at once."""

from orchestra_modules.documents.documents import Documents
from orchestra_modules.documents.shipped import shipped

__all__ = ["Documents", "shipped"]
