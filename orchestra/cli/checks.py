"""What `doctor` looks at, loading nothing, and calling no address but a configured one or this machine's own.

Of the modules' code only that is imported which has to say something cheap: the embedder its fingerprint, a generator
whether it lacks anything.
"""

from __future__ import annotations

import os
import platform
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.machinery import PathFinder
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from orchestra.cli.why import CORE_MODEL
from orchestra.spec import KINDS, OrchestraError

if TYPE_CHECKING:
    from orchestra.orchestra import Orchestra
    from orchestra.runtime.instance import Instance
    from orchestra.runtime.registry import Listed
    from orchestra.spec import IndexReport, Manifest

State = Literal["ok", "missing", "broken", "note"]

_SECONDS = 1.5
_USUAL = "http://127.0.0.1:8000/v1"
#: Plans that a query can be answered with, as the kinds they are made of.
_PLANS = (("solver",), ("expert",), ("generator",), ("embedder", "retriever", "reader"))


@dataclass(frozen=True, kw_only=True)
class Check:
    """One thing looked at: how it is, and the one command that mends it."""

    name: str
    state: State
    detail: str
    fix: str = ""


def machine() -> Iterator[Check]:
    """Python, the platform, and what cannot be had on it."""
    python = (
        f"{platform.python_implementation()} {platform.python_version()} on {platform.system()} {platform.machine()}"
    )
    yield Check(name="python", state="ok", detail=python)
    if sys.platform == "win32":
        detail = "memory limits of workers are not enforced on Windows"
        yield Check(name="limits", state="note", detail=detail)


def home(folder: Path) -> Check:
    """Whether the state folder can be written."""
    name = "home"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        detail = f"{folder} cannot be written: {error.strerror or error}"
        return Check(name=name, state="broken", detail=detail, fix="export ORCHESTRA_HOME=PATH")
    return Check(name=name, state="ok", detail=str(folder))


def modules(orchestra: Orchestra) -> Iterator[Check]:
    """Every instance and every module that cannot be used."""
    for listed in orchestra.modules():
        yield module(orchestra, listed)


def module(orchestra: Orchestra, listed: Listed) -> Check:
    """One instance: whether it can be used, and what it lacks."""
    if listed.state in ("broken", "failed"):
        return Check(name=listed.id, state="broken", detail=listed.reason, fix=_mend(listed))
    if listed.state == "disabled":
        return Check(name=listed.id, state="note", detail=f"{listed.kind}, disabled {listed.reason}")
    manifest = orchestra.manifest(listed.module)
    absent = lacking(manifest)
    if absent:
        detail = f"{listed.kind}, not installed: {', '.join(absent)}"
        return Check(name=listed.id, state="missing", detail=detail, fix=_install(manifest, absent))
    if listed.state == "unconfigured":
        # The option's name is known, so the command can be given whole.
        option = listed.reason.partition(" ")[0]
        fix = CORE_MODEL if listed.id == "vllm" else f"export {_variable(listed.id, option)}=VALUE"
        # One generator is enough: another that could be had is worth a word, and lacks nothing.
        state: State = "note" if manifest.kind_name == "generator" and orchestra.instances("generator") else "missing"
        return Check(name=listed.id, state=state, detail=f"{listed.kind}, {listed.reason}", fix=fix)
    detail = f"{listed.kind}, version {listed.version}"
    return Check(name=listed.id, state="ok", detail=detail)


def lacking(manifest: Manifest) -> tuple[str, ...]:
    """The declared imports that are not installed; looked for by their top-level name alone, and not imported."""
    return tuple(name for name in manifest.imports if not _installed(name.partition(".")[0]))


def _installed(top: str) -> bool:
    if top in sys.modules:
        return True
    try:
        return find_spec(top) is not None
    except (ImportError, ValueError):
        return PathFinder.find_spec(top) is not None


def _install(manifest: Manifest, absent: tuple[str, ...]) -> str:
    return f"pip install 'orchestra[{manifest.extra}]'" if manifest.extra else f"pip install {' '.join(absent)}"


def _variable(id: str, option: str) -> str:
    from orchestra.config import variable

    return variable(id, option)


def _mend(listed: Listed) -> str:
    folder = Path(listed.module)
    return f"orchestra modules remove {folder}" if folder.is_absolute() else f"orchestra modules show {listed.id}"


def generators(orchestra: Orchestra) -> dict[str, tuple[Check, ...]]:
    """Of each generator that has its libraries, by its id, what else it needs: a model, a key, a server, a GPU."""
    return {
        instance.id: (*_model(instance), *_key(instance), *_server(instance))
        for instance in orchestra.instances("generator")
        if not lacking(instance.manifest)
    }


def ready(checks: Iterable[Check]) -> bool:
    """Whether a generator with these checks can answer."""
    return all(check.state in ("ok", "note") for check in checks)


def _model(instance: Instance) -> Iterator[Check]:
    if error := unready(instance):
        what = getattr(error, "option", "") or "model"
        yield Check(name=f"{instance.id} {what}", state="missing", detail=error.message, fix=error.hint)
    if instance.options.get("device") == "auto":
        yield device(f"{instance.id} device")


def _key(instance: Instance) -> Iterator[Check]:
    variable = instance.options.get("api_key_env")
    if isinstance(variable, str) and variable and not os.environ.get(variable):
        detail = f"the environment variable {variable} holds no key"
        yield Check(name=f"{instance.id} key", state="missing", detail=detail, fix=f"export {variable}=KEY")


def _server(instance: Instance) -> Iterator[Check]:
    """How the server is, in the module's own words if it has any; else whether anything answers at its `url`."""
    name, url = f"{instance.id} server", instance.options.get("url")
    try:
        examine = getattr(instance.module, "examine", None)
        if callable(examine):
            for finding in examine():
                yield Check(name=name, state=finding.state, detail=finding.detail, fix=finding.fix)
            return
    except OrchestraError:
        return  # its options are wrong, which is said already
    if isinstance(url, str) and url:
        if problem := unreachable(url):
            fix = f"start the server there, or set {_variable(instance.id, 'url')}"
            yield Check(name=name, state="missing", detail=f"no answer from {url}: {problem}", fix=fix)
        else:
            yield Check(name=name, state="ok", detail=f"{url} answers")


def unused(orchestra: Orchestra) -> Iterator[Check]:
    """A server at the usual address, where no generator is configured."""
    if not orchestra.instances("generator") and not unreachable(_USUAL):
        yield Check(name="server", state="note", detail=f"{_USUAL} answers and is not used", fix=CORE_MODEL)


def unready(instance: Instance) -> OrchestraError | None:
    """Why a generator could not answer, as far as its module can tell unloaded."""
    try:
        check = getattr(instance.module, "check", None)
        if callable(check):
            check()
    except OrchestraError as error:
        return instance.named(error)
    return None


def device(name: str) -> Check:
    """What a model on this machine would be run by; looked for where drivers show it, without loading any."""
    if sys.platform == "darwin":
        seen = platform.machine() == "arm64"
    else:
        hidden = os.environ.get("CUDA_VISIBLE_DEVICES") in ("", "-1")
        seen = not hidden and any(Path("/dev").glob("nvidia[0-9]*"))
    if not seen:
        detail = "no GPU is visible: the model runs on the CPU, which works and is slow"
        return Check(name=name, state="note", detail=detail)
    try:
        built = version("torch")
    except PackageNotFoundError:
        built = ""
    if built.endswith("+cpu"):
        detail = f"a GPU is there, and torch {built} cannot use it: the model runs on the CPU"
        return Check(name=name, state="note", detail=detail, fix="pip install 'orchestra[gpu]'")
    return Check(name=name, state="ok", detail="a GPU is visible")


def _loopback(host: str) -> bool:
    return host == "localhost" or host == "::1" or host.startswith("127.")


def unreachable(url: str) -> str:
    """Why a server does not answer, or nothing; any HTTP answer will do, a refusal for want of a key included."""
    import httpx

    try:
        # A proxy of the environment is not asked for this machine's own addresses.
        own = _loopback(urlsplit(url).hostname or "")
        httpx.get(f"{url.rstrip('/')}/models", timeout=_SECONDS, trust_env=not own)
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        return str(error) or type(error).__name__
    return ""


def indexes(orchestra: Orchestra) -> Iterator[Check]:
    """The indexes there are, and the guide when it is missing."""
    if not orchestra.instances("retriever"):
        return
    reports = orchestra.indexes.list()
    current = fingerprint(orchestra)
    for report in reports:
        yield index(report, current)
    if not any(report.name == "guide" for report in reports):
        detail = "not built: Orchestra's own manual cannot be asked"
        yield Check(name="index guide", state="missing", detail=detail, fix="orchestra index create guide")


def index(report: IndexReport, current: str) -> Check:
    """One index: whether it is whole, and made by the embedder in use."""
    name, made_by = f"index {report.name}", report.stamp.get("embedder", "")
    mend = str(report.stamp.get("mend") or f"orchestra index drop {report.name}")
    if broken := report.stamp.get("broken"):
        return Check(name=name, state="broken", detail=str(broken), fix=mend)
    if made_by and current and made_by != current:
        detail = f"made by the embedder {made_by}, and the one in use is {current}"
        return Check(name=name, state="broken", detail=detail, fix=mend)
    return Check(name=name, state="ok", detail=f"{report.documents:,} documents, {report.passages:,} passages")


def fingerprint(orchestra: Orchestra) -> str:
    """What the vectors of the embedder in use depend on; nothing when it cannot be told."""
    from orchestra.runtime.scope import fingerprint_of

    embedder = orchestra.first("embedder")
    try:
        return "" if embedder is None or lacking(embedder.manifest) else fingerprint_of(embedder)
    except Exception:  # a module's own code, which may do anything; its fault shows when it is used
        return ""


def router(orchestra: Orchestra) -> Iterator[Check]:
    """Whether the router can use the embedder: its head knows the vectors of one only."""
    try:
        trained_with, current = orchestra.router.trained_with, fingerprint(orchestra)
    except OrchestraError as error:
        yield Check(name="router", state="broken", detail=error.message, fix=error.hint)
        return
    if current and current != trained_with:
        detail = f"judges by n-grams alone: its head was trained with {trained_with}, the embedder is {current}"
        yield Check(name="router", state="note", detail=detail, fix="python -m training.router")


def variables(orchestra: Orchestra) -> Iterator[Check]:
    """Variables that look like settings and set nothing."""
    manifests: dict[str, Manifest] = {}
    for listed in orchestra.modules():
        if listed.kind != "?":
            manifests[listed.id] = orchestra.manifest(listed.module)
    for name in orchestra.config.unused(manifests):
        yield Check(name=name, state="note", detail="is set, and no setting has this name", fix=f"unset {name}")


def core(orchestra: Orchestra, found: Mapping[str, Sequence[Check]]) -> Check:
    """Whether open questions have anybody to go to; `found` is what `generators` gave."""
    name = "core model"
    if able := [id for id, checks in found.items() if ready(checks)]:
        detail = f"open questions (writing, code, talk) are written by {' or '.join(able)}"
        return Check(name=name, state="ok", detail=detail)
    if configured := orchestra.instances("generator"):
        # Each problem has its own line, with what mends it.
        lines = [next((c.name for c in found.get(each.id, ()) if not ready([c])), each.id) for each in configured]
        detail = f"open questions (writing, code, talk) cannot be answered yet: see {', '.join(lines)}"
        return Check(name=name, state="missing", detail=detail)
    detail = "none: open questions (writing, code, talk) are declined"
    return Check(name=name, state="missing", detail=detail, fix=CORE_MODEL)


def usable(orchestra: Orchestra, found: Mapping[str, Sequence[Check]]) -> tuple[str, ...]:
    """The kinds with an instance that lacks nothing; `found` is what `generators` gave."""

    def able(instance: Instance) -> bool:
        return instance.state != "failed" and not lacking(instance.manifest) and ready(found.get(instance.id, ()))

    return tuple(kind for kind in KINDS if any(map(able, orchestra.instances(kind))))


def answers(kinds: tuple[str, ...]) -> bool:
    """Whether any plan can be made of these kinds."""
    return any(all(kind in kinds for kind in plan) for plan in _PLANS)
