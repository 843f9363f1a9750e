"""What `orchestra doctor` is told of servers: each is asked for its models as a query would, and nothing more."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from orchestra.spec import EndpointError, Overloaded
from orchestra_modules.vllm import errors
from orchestra_modules.vllm.client import Client
from orchestra_modules.vllm.errors import Unanswered
from orchestra_modules.vllm.pool import Pool
from orchestra_modules.vllm.server import Server

_SECONDS = 3.0
_MOST = 3  # models that are named


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that `orchestra doctor` tells: how it is, and what mends it."""

    state: Literal["ok", "missing", "broken", "note"]
    detail: str
    fix: str = ""


async def examine(servers: Sequence[Server], *, key: str, tls: ssl.SSLContext | None, named: bool) -> list[Finding]:
    """How each server is; `named` where its list of models is not needed. One that answers is enough."""
    pool = Pool(key=key, connect=_SECONDS, tls=tls)
    found = await asyncio.gather(*(_look(Client(server, pool, key=key), named) for server in servers))
    if any(finding.state != "missing" for finding in found):
        return [replace(finding, state="note") if finding.state == "missing" else finding for finding in found]
    return list(found)


async def _look(client: Client, named: bool) -> Finding:
    url = client.server.url
    try:
        async with asyncio.timeout(_SECONDS):
            served = await client.models(needed=not named)
    except TimeoutError:
        return _missing(errors.unreachable(url, f"it said nothing within {_SECONDS:g} s"))
    except Unanswered as failure:
        return _missing(failure.error)
    except EndpointError as error:
        return _missing(error)
    if not served:
        return Finding(state="note", detail=f"{url} answers, and lists no models")
    names = ", ".join(model.id for model in served[:_MOST])
    return Finding(state="ok", detail=f"{url} answers, and serves {names}{' …' if len(served) > _MOST else ''}")


def _missing(error: EndpointError) -> Finding:
    busy = isinstance(error, Overloaded)
    return Finding(state="note" if busy else "missing", detail=error.message, fix=error.hint)
