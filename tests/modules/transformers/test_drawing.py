"""How a token is drawn from scores, and which number format the hardware is given."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from orchestra_modules.transformers import hardware
from orchestra_modules.transformers.sampling import Sampler

from orchestra.spec import ConfigError, RunError, Sampling

torch: Any = pytest.importorskip("torch", reason="the extra `cpu` is not installed")
SCORES = torch.tensor([3.0, 2.0, 1.0, -1.0])


def drawn(sampling: Sampling, times: int = 2000) -> Counter[int]:
    """How often each token comes."""
    sampler = Sampler(sampling, seed=0)
    return Counter(sampler.draw(SCORES) for _ in range(times))


def test_without_temperature_the_likeliest_is_drawn() -> None:
    """Every time."""
    assert drawn(Sampling()) == {0: 2000}


def test_with_temperature_tokens_come_as_often_as_they_are_likely() -> None:
    """Within what chance allows."""
    counts = drawn(Sampling(temperature=1.0))
    for token, chance in enumerate(torch.softmax(SCORES, 0).tolist()):
        assert abs(counts[token] / 2000 - chance) < 0.04


def test_top_p_keeps_the_fewest_tokens_that_reach_it() -> None:
    """Of 0.66, 0.24, 0.09 and 0.01: the first alone reaches 0.6, two reach 0.89, and three 0.95."""
    assert set(drawn(Sampling(temperature=1.0, top_p=0.6))) == {0}
    assert set(drawn(Sampling(temperature=1.0, top_p=0.89))) == {0, 1}
    assert set(drawn(Sampling(temperature=1.0, top_p=0.95))) == {0, 1, 2}


@pytest.mark.parametrize("temperature", [0.0, 1.0])
@pytest.mark.parametrize("score", [float("nan"), float("inf")])
def test_scores_that_are_no_numbers_are_an_error(score: float, temperature: float) -> None:
    """Not a token drawn from nonsense: half precision overflows in some models."""
    with pytest.raises(RunError, match="infinite or undefined"):
        Sampler(Sampling(temperature=temperature), 0).draw(torch.tensor([0.0, score]))


def test_scores_of_tokens_that_are_ruled_out_may_be_infinitely_low() -> None:
    """As models write what must not be drawn."""
    assert Sampler(Sampling(temperature=1.0), 0).draw(torch.tensor([float("-inf"), 0.0])) == 1


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({"avx512_bf16": True}, "bfloat16"),
        ({"avx512_bf16": False, "avx2": True}, "float32"),
        ({"bf16": True}, "bfloat16"),
    ],
)
def test_bfloat16_is_chosen_where_the_cpu_multiplies_in_it(
    known: dict[str, bool], expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And a format that is named is taken as it is."""
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: known, raising=False)
    assert hardware.dtype("auto", "cpu") == getattr(torch, expected)
    assert hardware.dtype("float16", "cpu") == torch.float16


def test_a_gpu_that_is_there_is_chosen_and_named_ones_are_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two, the third is not there; the CPU can be had all the same."""
    monkeypatch.setattr(hardware, "_cuda_devices", lambda: 2)
    assert [hardware.device(name) for name in ("auto", "cpu", "cuda", "cuda:1")] == ["cuda", "cpu", "cuda", "cuda:1"]
    with pytest.raises(ConfigError, match="torch sees 2 CUDA GPUs"):
        hardware.device("cuda:2")
