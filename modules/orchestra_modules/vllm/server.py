"""Where a server is, what it lists, and a piece of what it answers: values, with no HTTP in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from orchestra.spec import ConfigError

_LOOPBACK = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, kw_only=True)
class Served:
    """A model as the server lists it; `longest`, `root` and `parent` (an adapter's base) are none where it does not
    say."""

    id: str
    longest: int | None = None
    root: str | None = None
    parent: str | None = None
    vllm: bool = False


class Piece(NamedTuple):
    """One event of the stream; token counts are none where the event has none."""

    text: str = ""
    reasoning: str = ""
    finish: str | None = None
    prompt: int | None = None
    output: int | None = None
    cached: int | None = None


@dataclass(frozen=True)
class Server:
    """Where a server is. ConfigError for what is no http or https address."""

    url: str

    def __post_init__(self) -> None:
        try:
            parts = urlsplit(self.url)
            if parts.username or parts.password:
                raise ConfigError("the url holds a name or password", hint="set option `api_key_env` instead")
            whole = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
            whole = whole and not parts.query and not parts.fragment
        except ValueError:  # a port that is no number, or half an IPv6 address
            whole = False
        if not whole:
            raise ConfigError(
                f"url {self.url!r} is not the address of a server",
                hint="give its root with http:// or https://, such as http://127.0.0.1:8000/v1",
            )
        object.__setattr__(self, "url", self.url.rstrip("/"))

    @property
    def root(self) -> str:
        """The address without /v1, under which vLLM keeps its own routes."""
        return self.url.removesuffix("/v1")

    @property
    def port(self) -> int:
        """The port, stated or usual."""
        return urlsplit(self.url).port or (443 if self.secure else 80)

    @property
    def local(self) -> bool:
        """Whether it is on this machine."""
        return urlsplit(self.url).hostname in _LOOPBACK

    @property
    def secure(self) -> bool:
        """Whether it speaks TLS."""
        return urlsplit(self.url).scheme == "https"

    def proxy(self) -> str | None:
        """The proxy of the environment that stands before it; none stands before this machine."""
        parts = urlsplit(self.url)
        if self.local or proxy_bypass(parts.hostname or ""):
            return None
        found = getproxies()
        return found.get(parts.scheme) or found.get("all")
