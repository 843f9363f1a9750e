"""What the machine computes with: which device, and in which number format. Knows no model."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from orchestra.spec import ConfigError

if TYPE_CHECKING:
    import torch

_FORM = re.compile(r"auto|cpu|mps|cuda(:\d+)?")
#: Instruction sets that multiply in bfloat16, by the names torch gives them on x86 and on Arm.
_BFLOAT16 = ("avx512_bf16", "amx_bf16", "bf16", "sve_bf16")


def check_form(wanted: str) -> str:
    """The option's value, if it names a device. ConfigError."""
    if not _FORM.fullmatch(wanted):
        raise ConfigError(f"option 'device' has value {wanted!r}", hint="one of auto, cpu, cuda, cuda:1, mps")
    return wanted


def device(wanted: str) -> str:
    """The device to compute on. ConfigError where the one that is wanted is not there."""
    gpus = 0 if wanted in ("cpu", "mps") else _cuda_devices()
    if wanted == "auto":
        return "cuda" if gpus else "mps" if _has_mps() else "cpu"
    place = int(wanted.partition(":")[2] or 0)
    if (wanted.startswith("cuda") and place >= gpus) or (wanted == "mps" and not _has_mps()):
        seen = f"torch sees {gpus} CUDA GPUs" if wanted.startswith("cuda") else "torch sees no Apple GPU"
        raise ConfigError(f"option 'device' has value {wanted!r}, and {seen}", hint="auto takes what there is")
    return wanted


def dtype(wanted: str, device: str) -> torch.dtype:
    """The number format; auto is bfloat16 where the hardware computes in it, since emulated it is slower."""
    import torch

    if wanted != "auto":
        found: torch.dtype = getattr(torch, wanted)
        return found
    return torch.bfloat16 if _computes_bfloat16(device) else torch.float32


def _cuda_devices() -> int:
    """How many CUDA GPUs there are; where there are any, the limit on this process's addresses is lifted.

    CUDA maps addresses by the hundred gigabytes, so that no limit on a worker's memory can hold for it.
    """
    import torch

    if torch.version.cuda is None:  # a build for the CPU
        return 0
    count = torch.cuda.device_count()  # asks the driver's monitor, which needs no such addresses
    if count:
        with suppress(ImportError):  # not POSIX
            import resource

            _, hard = resource.getrlimit(resource.RLIMIT_AS)
            resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
    return count


def _has_mps() -> bool:
    import torch

    return torch.backends.mps.is_available()


def _computes_bfloat16(device: str) -> bool:
    import torch

    if device.startswith("cuda"):
        return bool(torch.cuda.is_bf16_supported(including_emulation=False))
    if device == "mps":
        return bool(torch.backends.mps.is_macos_or_newer(14, 0))
    capabilities: Any = getattr(torch.cpu, "get_capabilities", dict)()  # of newer versions
    return any(capabilities.get(name) for name in _BFLOAT16)
