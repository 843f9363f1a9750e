"""What `orchestra doctor` is told of servers: each is asked for its models as a query would, and nothing more."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from orchestra.spec import EndpointError, Overloaded, nearest
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


async def examine(
    servers: Sequence[Server], *, key: str, tls: ssl.SSLContext | None, name: str, loaded: bool
) -> list[Finding]:
    """How each server is; one that answers is enough.

    `name` is the model's, empty where it is the server's first, whose list is needed then; one that is `loaded` by the
    first question may not be listed yet.
    """
    pool = Pool(key=key, connect=_SECONDS, tls=tls)
    found = await asyncio.gather(*(_look(Client(server, pool, key=key), name, loaded) for server in servers))
    if any(finding.state != "missing" for finding in found):
        return [replace(finding, state="note") if finding.state == "missing" else finding for finding in found]
    return list(found)


async def _look(client: Client, name: str, loaded: bool) -> Finding:
    url = client.server.url
    try:
        async with asyncio.timeout(_SECONDS):
            served = await client.models(needed=not name)
    except TimeoutError:
        return _missing(errors.unreachable(url, f"it said nothing within {_SECONDS:g} s"))
    except Unanswered as failure:
        return _missing(failure.error)
    except EndpointError as error:
        return _missing(error)
    if not served:
        return Finding(state="note", detail=f"{url} answers, and lists no models")
    listed = [model.id for model in served]
    some = ", ".join(listed[:_MOST]) + (" …" if len(listed) > _MOST else "")
    if name and not loaded and name not in listed:
        near = nearest(name, dict.fromkeys(listed))
        return Finding(
            state="note",  # some gateways list less than they serve
            detail=f"{url} answers, and does not list the model {name!r}{near}: it serves {some}",
            fix="set the option `model` to one that it serves",
        )
    return Finding(state="ok", detail=f"{url} answers, and serves {some}")


def _missing(error: EndpointError) -> Finding:
    busy = isinstance(error, Overloaded)
    return Finding(state="note" if busy else "missing", detail=error.message, fix=error.hint)
