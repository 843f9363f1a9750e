"""A model in eight bits: near its full vectors, made once, the same whatever else is embedded."""

from __future__ import annotations

import json
import logging
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from orchestra_modules.minilm import Minilm

from orchestra.budget.flops import EncoderConfig, encoder_flops
from orchestra.spec import EmbedRequest, LoadError
from orchestra.testing import FakeContext
from tests.modules.minilm.conftest import WORDS, write

pytest.importorskip("onnxruntime")
SHAPE = EncoderConfig(hidden=32, layers=2, intermediate=64)


def vectors(model: Minilm, *texts: str, purpose: str = "document") -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    """One row a text."""
    return model.run(EmbedRequest(texts=texts, purpose=purpose), FakeContext()).numpy()  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def model(tiny: Path) -> Minilm:
    """The tiny model, in eight bits."""
    return Minilm(model=str(tiny))


def test_vectors_are_near_those_of_full_precision(tiny: Path, model: Minilm) -> None:
    """For both purposes: the prompt and the lower case of the model's own settings are kept."""
    full = Minilm(model=str(tiny), precision="float32", device="cpu")
    texts = ("a cat sat on the mat", "Stock PRICES fell", "x", "", "the kitten rested upon a rug " * 5)
    for purpose in ("document", "query"):
        products = (vectors(model, *texts, purpose=purpose) * vectors(full, *texts, purpose=purpose)).sum(axis=1)
        assert products.min() > 0.99, purpose
    assert (vectors(model, "cat", purpose="query") == vectors(model, "the cat")).all()


@settings(max_examples=20, deadline=None)
@given(texts=st.lists(st.lists(st.sampled_from(WORDS), max_size=24).map(" ".join), min_size=1, max_size=8))
def test_a_vector_does_not_depend_on_its_neighbours(model: Minilm, texts: list[str]) -> None:
    """Alone or among others, to the last bit; and the order is kept."""
    together = vectors(model, *texts)
    for text, row in zip(texts, together, strict=True):
        assert (vectors(model, text)[0] == row).all()


def test_each_text_is_charged_for_its_own_tokens(model: Minilm) -> None:
    """Nothing is padded, and the pooler of the full model is not computed."""
    context = FakeContext()
    model.run(EmbedRequest(texts=("cat", "a cat sat", ""), purpose="document"), context)
    assert context.charged == sum(encoder_flops(SHAPE, tokens) for tokens in (3, 5, 2))
    assert {method for _, method in context.charges} == {"counted"}


def test_it_is_made_once_and_kept_for_its_owner_alone(tiny: Path, tmp_path: Path) -> None:
    """A second module reads the file; a damaged one is made anew."""
    home = tmp_path / "models"
    first = vectors(Minilm(model=str(tiny), home=str(home)), "a cat")
    (file,) = home.iterdir()
    assert (stat.S_IMODE(home.stat().st_mode), stat.S_IMODE(file.stat().st_mode)) == (0o700, 0o600)
    made = file.stat().st_mtime_ns
    assert (vectors(Minilm(model=str(tiny), home=str(home)), "a cat") == first).all()
    assert file.stat().st_mtime_ns == made
    file.write_bytes(file.read_bytes()[:1000])
    assert (vectors(Minilm(model=str(tiny), home=str(home)), "a cat") == first).all()
    assert file.stat().st_size > 1000


def test_a_folder_that_cannot_be_written_costs_time_and_nothing_else(
    tiny: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """It is said in the log."""
    (tmp_path / "models").write_text("a file where the folder should be")
    with caplog.at_level(logging.WARNING):
        assert vectors(Minilm(model=str(tiny), home=str(tmp_path / "models")), "a cat").shape == (1, 32)
    assert any("was not kept" in record.message for record in caplog.records)


def test_other_weights_never_meet_the_file_of_these(tiny: Path, tmp_path: Path) -> None:
    """A model that was replaced under its name has another revision."""
    other = tmp_path / tiny.name
    shutil.copytree(tiny, other)
    write(other / "config.json", json.loads((tiny / "config.json").read_text()) | {"layer_norm_eps": 1e-3})
    home = tmp_path / "models"
    for folder in (tiny, other):
        vectors(Minilm(model=str(folder), home=str(home)), "a cat")
    assert len(list(home.iterdir())) == 2


def test_pooling_by_the_first_token_is_known(tiny: Path, tmp_path: Path) -> None:
    """As many retrieval models have it."""
    folder = tmp_path / "first"
    shutil.copytree(tiny, folder)
    modes = {"word_embedding_dimension": 32, "pooling_mode_cls_token": True, "pooling_mode_mean_tokens": False}
    write(folder / "1_Pooling" / "config.json", modes)
    ours = vectors(Minilm(model=str(folder)), "a cat sat")
    theirs = vectors(Minilm(model=str(folder), precision="float32", device="cpu"), "a cat sat")
    assert float(ours[0] @ theirs[0]) > 0.99


@pytest.mark.parametrize(
    ("file", "change", "told"),
    [
        ("config.json", {"model_type": "mpnet"}, "model_type is 'mpnet'"),
        ("1_Pooling/config.json", {"pooling_mode_mean_tokens": False, "pooling_mode_max_tokens": True}, "max_tokens"),
    ],
)
def test_what_eight_bits_do_not_cover_names_the_setting_that_does(
    tiny: Path, tmp_path: Path, file: str, change: dict[str, object], told: str
) -> None:
    """Never silently another number format: vectors of two do not compare."""
    folder = tmp_path / "other"
    shutil.copytree(tiny, folder)
    write(folder / file, json.loads((folder / file).read_text()) | change)
    with pytest.raises(LoadError, match=told) as caught:
        Minilm(model=str(folder)).load()
    assert 'precision = "float32"' in caught.value.hint


def test_parts_that_follow_the_pooling_are_not_left_out(tiny: Path, tmp_path: Path) -> None:
    """A projection would change the vectors."""
    folder = tmp_path / "projected"
    shutil.copytree(tiny, folder)
    modules = json.loads((folder / "modules.json").read_text())
    write(folder / "modules.json", [*modules, {"path": "2_Dense", "type": "sentence_transformers.models.Dense"}])
    with pytest.raises(LoadError, match="Transformer, Pooling, Dense"):
        Minilm(model=str(folder)).load()


def test_it_runs_without_pytorch(tiny: Path) -> None:
    """Which takes seconds to import."""
    code = (
        "import sys; from orchestra_modules.minilm import Minilm; from orchestra.spec import EmbedRequest;"
        "from orchestra.testing import FakeContext;"
        f"Minilm(model={str(tiny)!r}).run(EmbedRequest(texts=('a cat',)), FakeContext());"
        "print([name for name in ('torch', 'transformers', 'sentence_transformers') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_making_it_leaves_the_program_s_logging_alone(tiny: Path) -> None:
    """The quantiser would give the root logger a handler."""
    root = logging.getLogger()
    before = (list(root.handlers), list(root.filters))
    Minilm(model=str(tiny)).load()
    assert (list(root.handlers), list(root.filters)) == before
