"""What goes into a module and what comes out: one request type and one result type a kind.

Knows nothing of plans, budgets or who calls whom.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field, JsonValue, field_validator, model_validator

from orchestra.spec.model import Model

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Role = Literal["system", "user", "assistant"]
Purpose = Literal["query", "document"]
Metadata = dict[str, str]


class Turn(Model):
    """One message of a conversation."""

    role: Role
    text: str


History = tuple[Turn, ...]


class Declined(Model):
    """The module does not take the request; not an error. `Declined("why")`, or by keyword."""

    reason: str

    def __init__(self, reason: str, **ignored: object) -> None:
        super().__init__(reason=reason)  # type: ignore[call-arg]  # the base's signature has no fields


# --- embedder/1 -------------------------------------------------------------------------------


class EmbedRequest(Model):
    """Texts to embed, as queries or as documents."""

    texts: tuple[str, ...]
    purpose: Purpose = "query"


class Vectors(Model):
    """Unit vectors, one a text: `data` is little-endian float32, row-major, shape (len(data) / 4 / dim, dim)."""

    dim: int = Field(gt=0)
    data: bytes
    fingerprint: str

    @field_validator("data")
    @classmethod
    def _whole_floats(cls, data: bytes) -> bytes:
        if len(data) % 4:
            raise ValueError("data is not a whole number of float32 values")
        return data

    @model_validator(mode="after")
    def _whole_rows(self) -> Vectors:
        if len(self.data) % (4 * self.dim):
            raise ValueError(f"{len(self.data)} bytes are not a whole number of vectors of dimension {self.dim}")
        return self

    def numpy(self) -> NDArray[np.float32]:
        """The vectors as an array of shape (n, dim); imports numpy when called."""
        import numpy as np

        return np.frombuffer(self.data, dtype="<f4").reshape(-1, self.dim)


# --- retriever/1 ------------------------------------------------------------------------------


class RetrieveRequest(Model):
    """A search: `indexes` empty means the profile's, `filters` are exact matches on metadata."""

    query: str
    history: History = ()
    indexes: tuple[str, ...] = ()
    k: int = Field(default=10, gt=0)
    filters: Metadata = {}


class Span(Model):
    """Where a text stands in its source: character offsets, and the line or page where known (from 1)."""

    start: int = Field(ge=0)
    end: int = Field(ge=0)
    line: int | None = None
    page: int | None = None


class Sentence(Model):
    """A sentence of a passage: character offsets into `Passage.text` and its own score."""

    start: int = Field(ge=0)
    end: int = Field(ge=0)
    score: float = 0.0


class Passage(Model):
    """A stretch of a document: `text` stands verbatim at `span` of `source`."""

    document_id: str
    source: str
    text: str
    span: Span
    score: float
    title: str = ""
    index: str = ""
    sentences: tuple[Sentence, ...] = ()
    metadata: Metadata = {}


class Evidence(Model):
    """Passages, best first."""

    passages: tuple[Passage, ...] = ()


# --- reader/1, expert/1 -----------------------------------------------------------------------


class ReadRequest(Model):
    """A question and the passages that may hold its answer."""

    query: str
    evidence: Evidence
    history: History = ()


class Citation(Model):
    """A quoted text and where it stands; `label` is the mark under which the answer cites it, such as 3 for [3]."""

    document_id: str
    source: str
    span: Span
    text: str
    score: float = 0.0
    title: str = ""
    label: str = ""


class Reply(Model):
    """An answer in words; `confidence` is the calibrated probability that it is right, or none."""

    text: str
    citations: tuple[Citation, ...] = ()
    confidence: float | None = Field(default=None, ge=0, le=1)


class ExpertRequest(Model):
    """A query for an expert of any sort."""

    query: str
    history: History = ()


# --- solver/1 ---------------------------------------------------------------------------------


class Problem(Model):
    """A problem already in a solver's own form; goes only to solvers that publish `schema_id`."""

    schema_id: str
    body: JsonValue


class SolveRequest(Model):
    """A query as it stands, or a Problem; `reading` is what the same solver's probe made of the query, or empty."""

    query: str = ""
    history: History = ()
    problem: Problem | None = None
    reading: str = ""


class Solution(Model):
    """A solver's result: `verified` is true, false, or none where no check was possible.

    `value` is a short canonical string (expressions in SymPy form), `data` its typed JSON twin, `text` the
    rendering for a person, `steps` how it came about and how it was checked.
    """

    value: str
    text: str
    data: JsonValue = None
    steps: tuple[str, ...] = ()
    verified: bool | None = None
    confidence: float | None = Field(default=None, ge=0, le=1)


# --- generator/1 ------------------------------------------------------------------------------


Effort = Literal["low", "medium", "high"]


class Sampling(Model):
    """How tokens are drawn; `effort` is how long a model that thinks first may think, where its server takes it."""

    temperature: float = Field(default=0.0, ge=0)
    top_p: float = Field(default=1.0, gt=0, le=1)
    seed: int | None = None
    stop: tuple[str, ...] = ()
    effort: Effort | None = None


class GenerateRequest(Model):
    """Messages for a language model; `max_tokens` none means up to the grant.

    Of the first `earlier` messages, those that are not the system's are earlier turns of the conversation: where a
    model's window does not hold them all, the oldest may be left out, with a warning.
    """

    messages: tuple[Turn, ...]
    json_schema: dict[str, JsonValue] | None = None
    max_tokens: int | None = Field(default=None, gt=0)
    sampling: Sampling = Sampling()
    earlier: int = Field(default=0, ge=0)

    @property
    def exchanges(self) -> int:
        """How many exchanges the earlier turns are: one begins with what the user says and holds what follows."""
        return len(self._ends()) - 1

    def without(self, exchanges: int) -> GenerateRequest:
        """The same request without so many of its oldest exchanges. ValueError where there are not so many."""
        ends = self._ends()
        if not 0 <= exchanges < len(ends):
            raise ValueError(f"a request with {len(ends) - 1} earlier exchanges has none to leave out {exchanges} of")
        end = ends[exchanges]
        kept = tuple(turn for turn in self.messages[:end] if turn.role == "system")
        rest = self.messages[end:]
        earlier = max(0, min(self.earlier, len(self.messages)) - end) + len(kept)
        return self.model_copy(update={"messages": (*kept, *rest), "earlier": earlier})

    def _ends(self) -> list[int]:
        """Where the messages begin that are left when the n oldest exchanges are not sent."""
        spare = [n for n, turn in enumerate(self.messages[: self.earlier]) if turn.role != "system"]
        begins = [n for n in spare[1:] if self.messages[n].role == "user"]
        return [0, *begins, min(self.earlier, len(self.messages))] if spare else [0]


class TokenUsage(Model):
    """Tokens of one generation; `cached_tokens` none means the server did not say."""

    prompt_tokens: int = Field(ge=0)
    completion_tokens: int = Field(ge=0)
    cached_tokens: int | None = Field(default=None, ge=0)


class Cut(Model):
    """The limit that cut an answer, and its value where it is known.

    The FLOPs granted, the instance's (or the request's) `max_tokens`, or the model's window of prompt and answer in
    tokens.
    """

    limit: Literal["grant", "max_tokens", "window", "other"]
    value: int | None = None


class Generation(Model):
    """A finished generation; `finish` is stop when the model ended by itself, length when it was cut, by `cut`.

    `left_out` is how many of the conversation's earlier turns the model was not shown, since its window holds no more.
    """

    text: str
    finish: Literal["stop", "length"]
    usage: TokenUsage
    model: str = ""
    cut: Cut | None = None
    left_out: int = Field(default=0, ge=0)


# --- indexing ---------------------------------------------------------------------------------


class IndexChange(Model):
    """A change to a named index: files and folders to add, document ids or paths to remove.

    Or one of these by itself: `update` looks at the index's own files again, `verify` checks that it is whole,
    `contents` lists its documents, `drop` takes it away.
    """

    name: str
    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    settings: dict[str, JsonValue] = {}
    create: bool = False
    drop: bool = False
    update: bool = False
    verify: bool = False
    contents: bool = False


class Skipped(Model):
    """A file that was not indexed."""

    source: str
    reason: str


class Changes(Model):
    """How many documents came in, were read anew because they differ, were taken out, and stayed as they were."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0


class Indexed(Model):
    """A document as an index holds it."""

    id: str
    source: str
    title: str = ""
    passages: int = 0


class IndexReport(Model):
    """What an index holds after a change; `stamp` names the build: format, embedder, versions, time.

    `changes` answers an update (and may follow any change), `faults` a verify (empty: nothing is wrong), `contents`
    the question for the documents. Each is none where it was not asked for, or the retriever does not do it.
    """

    name: str
    documents: int
    passages: int
    skipped: tuple[Skipped, ...] = ()
    stamp: dict[str, JsonValue] = {}
    changes: Changes | None = None
    faults: tuple[str, ...] | None = None
    contents: tuple[Indexed, ...] | None = None


Request = EmbedRequest | RetrieveRequest | ReadRequest | SolveRequest | GenerateRequest | ExpertRequest | IndexChange
Result = Vectors | Evidence | Reply | Solution | Generation | IndexReport | Declined

#: kind name -> (request type, result type); a result may always be Declined instead.
MESSAGES: dict[str, tuple[type[Model], type[Model]]] = {
    "embedder": (EmbedRequest, Vectors),
    "retriever": (RetrieveRequest, Evidence),
    "reader": (ReadRequest, Reply),
    "solver": (SolveRequest, Solution),
    "generator": (GenerateRequest, Generation),
    "expert": (ExpertRequest, Reply),
}
