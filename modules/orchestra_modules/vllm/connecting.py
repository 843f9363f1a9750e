"""What befell a connection, in plain words: from the exceptions of aiohttp and the system. Knows no server."""

from __future__ import annotations

import errno
import os
import socket
import ssl

import aiohttp


def reason(error: Exception) -> str:
    """Why there is no answer, or no more of it; with host and port where no connection came about."""
    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        return f"its TLS certificate is not trusted: {error.certificate_error}"
    if isinstance(error, aiohttp.ClientConnectorError):
        host, port = str(error.host), error.port
        where = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        if isinstance(error, aiohttp.ClientProxyConnectionError):
            where = f"the proxy {where}"
        return _unconnected(error.os_error, where, host)
    if isinstance(error, aiohttp.ConnectionTimeoutError):
        return "no connection came about in time"
    if isinstance(error, aiohttp.ServerDisconnectedError):
        return "it closed the connection without an answer"
    if isinstance(error, aiohttp.ClientPayloadError):
        return "it closed the connection in the middle of its answer"
    if isinstance(error, aiohttp.ClientResponseError):
        return f"what it says is no HTTP: {error.message}"
    if isinstance(error, OSError) and error.errno:
        return os.strerror(error.errno).lower()
    return str(error) or type(error).__name__


def _unconnected(error: OSError, where: str, host: str) -> str:
    if isinstance(error, ssl.SSLError):
        return f"{where} does not speak TLS as https needs it ({error.reason or error}); is it http?"
    if isinstance(error, socket.gaierror):
        return f"the name {host!r} is not known: {error.strerror}"
    if error.errno == errno.ECONNREFUSED:
        return f"connection refused at {where}"
    return f"no connection to {where}: {os.strerror(error.errno).lower() if error.errno else error}"
