"""The errors Orchestra raises, and nothing about who raises them.

OrchestraError
├── UsageError            the caller's mistake; raised before any work
│   ├── InputError        the query or request itself
│   ├── ConfigError       a profile, an option, an environment variable
│   └── BudgetInvalid     a budget that is no budget
├── ModuleError           a module's fault
│   ├── ManifestError     module.toml cannot be used
│   ├── VersionError      spec, kind or module version not supported
│   ├── LoadError         the module did not become ready
│   ├── RunError          the module raised
│   ├── ResultError       the module gave something its kind does not allow
│   └── WorkerDied        its process ended
├── EndpointError         a server's fault
│   ├── Unreachable
│   ├── Overloaded
│   ├── Rejected
│   └── StreamBroken
├── DeadlineExceeded
├── BudgetExceeded
└── StoreError
    ├── IndexBroken
    └── FormatError
"""

from __future__ import annotations


class OrchestraError(Exception):
    """Root of every error; `hint` says what to do, `retryable` whether the same call may pass later.

    The runtime fills `instance`, `version` and `query_id` where they are known.
    """

    retryable: bool = False

    def __init__(self, message: str, *, hint: str = "", retryable: bool | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        if retryable is not None:
            self.retryable = retryable
        self.instance = ""
        self.version = ""
        self.query_id = ""

    def __str__(self) -> str:
        return f"{self.message} ({self.hint})" if self.hint else self.message


class UsageError(OrchestraError):
    """The caller asked for something that cannot be asked."""


class InputError(UsageError):
    """The query or request is not acceptable."""


class ConfigError(UsageError):
    """A setting is unknown, of the wrong type, or missing.

    `option` is the instance's option at fault, where it is one: the runtime then says where its value was set.
    """

    def __init__(self, message: str, *, hint: str = "", retryable: bool | None = None, option: str = "") -> None:
        super().__init__(message, hint=hint, retryable=retryable)
        self.option = option


class BudgetInvalid(UsageError):
    """A budget is negative, not a number, or contradictory."""


class ModuleError(OrchestraError):
    """A module is at fault."""


class ManifestError(ModuleError):
    """A manifest cannot be read or breaks a rule of the specification."""


class VersionError(ModuleError):
    """A version is outside the range this runtime supports."""


class LoadError(ModuleError):
    """A module did not become ready."""


class RunError(ModuleError):
    """A module raised while it ran."""


class ResultError(ModuleError):
    """A module returned something its kind does not allow."""


class WorkerDied(ModuleError):
    """A module's process ended before it answered."""

    retryable = True


class EndpointError(OrchestraError):
    """A server that a module calls is at fault."""


class Unreachable(EndpointError):
    """No connection to the server."""

    retryable = True


class Overloaded(EndpointError):
    """The server refused for lack of room."""

    retryable = True


class Rejected(EndpointError):
    """The server refused the request as it stands."""


class StreamBroken(EndpointError):
    """The server's answer ended before it was complete."""

    retryable = True


class DeadlineExceeded(OrchestraError):
    """The time allowed ran out."""


class BudgetExceeded(OrchestraError):
    """The FLOPs allowed ran out."""


class StoreError(OrchestraError):
    """Something kept on disk cannot be used."""


class IndexBroken(StoreError):
    """An index is damaged or does not fit the embedder."""


class FormatError(StoreError):
    """A file was written by another format version."""


#: Every class of the tree by its name, for errors that crossed a process boundary.
ERRORS: dict[str, type[OrchestraError]] = {}


def _collect(cls: type[OrchestraError]) -> None:
    ERRORS[cls.__name__] = cls
    for child in cls.__subclasses__():
        _collect(child)


_collect(OrchestraError)
