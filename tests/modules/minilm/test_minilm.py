"""The embedder: unit vectors in the order given, charges that equal the formula, and no network."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from orchestra_modules.minilm import Minilm

from orchestra.budget.flops import EncoderConfig, encoder_flops
from orchestra.spec import DeadlineExceeded, EmbedRequest, LoadError
from orchestra.testing import FakeContext

SHAPE = EncoderConfig(hidden=384, layers=6, intermediate=1536, pooler=True)


@pytest.fixture(scope="module", params=["int8", "float32"])
def embedder(request: pytest.FixtureRequest) -> Iterator[Minilm]:
    """The default model in two number formats, loaded once; skipped where the extra that brings it is not installed."""
    pytest.importorskip("onnxruntime" if request.param == "int8" else "sentence_transformers")
    module = Minilm(device="cpu", precision=request.param)
    module.load()
    yield module
    module.close()


def test_vectors_have_unit_length_and_keep_the_order(embedder: Minilm) -> None:
    """Texts are sorted inside to spare padding; nobody outside sees it."""
    texts = ("a cat sat on the mat", "stock prices fell", "the kitten rested upon a rug", "x")
    vectors = embedder.run(EmbedRequest(texts=texts), FakeContext())
    rows = vectors.numpy()
    assert (vectors.dim, rows.shape) == (384, (4, 384))
    assert rows.dtype.str == "<f4"
    assert abs((rows * rows).sum(axis=1) - 1).max() < 1e-5
    assert rows[0] @ rows[2] > 0.5 > rows[0] @ rows[1]
    alone = embedder.run(EmbedRequest(texts=(texts[2],)), FakeContext()).numpy()
    assert rows[2] @ alone[0] > 0.9999


def test_the_charge_is_the_formula_on_padded_tokens() -> None:
    """Three texts in one batch of PyTorch are each charged as long as the longest."""
    pytest.importorskip("sentence_transformers")
    context = FakeContext()
    Minilm(device="cpu", precision="float32").run(EmbedRequest(texts=("one", "one two", "one two three")), context)
    assert context.charges == [(encoder_flops(SHAPE, 5, 3), "counted")]


def test_the_charge_lies_within_the_quote_of_an_unloaded_instance(embedder: Minilm) -> None:
    """For short, long, empty and foreign texts."""
    for texts in (("hi",), ("",), ("word " * 2000,), ("\u4f60\u597d" * 50, "\ud55c\uad6d\uc5b4"), ("a", "b " * 90), ()):
        request = EmbedRequest(texts=texts)
        quote = Minilm(precision=embedder.fingerprint().split("/")[-2]).estimate(request)
        context = FakeContext()
        embedder.run(request, context)
        assert quote.upper is not None
        assert quote.lower <= context.charged <= quote.upper, texts


def test_a_text_over_the_window_is_read_from_its_start(embedder: Minilm) -> None:
    """What lies behind the window changes nothing."""
    rows = embedder.run(EmbedRequest(texts=("word " * 400, "word " * 400 + "zebra")), FakeContext()).numpy()
    assert rows[0] @ rows[1] > 0.99999


def test_the_fingerprint_needs_no_loading_and_tells_what_matters(embedder: Minilm) -> None:
    """Model, revision, precision and window."""
    assert embedder.run(EmbedRequest(texts=("a",)), FakeContext()).fingerprint == embedder.fingerprint()
    different = {
        Minilm().fingerprint(),
        Minilm(max_tokens=128).fingerprint(),
        Minilm(precision="bfloat16").fingerprint(),
    }
    assert len(different) == 3
    assert Minilm().fingerprint().endswith("/int8/256")


def test_it_opens_no_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """Loading and running work with the network forbidden."""
    pytest.importorskip("onnxruntime")

    def refuse(*ignored: object) -> None:
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    module = Minilm(device="cpu")
    assert module.run(EmbedRequest(texts=("offline",)), FakeContext()).dim == 384
    module.close()


def test_threads_share_it_safely(embedder: Minilm) -> None:
    """Each gets the vectors of its own texts."""
    expected = {text: embedder.run(EmbedRequest(texts=(text,)), FakeContext()).numpy()[0] for text in "abcd"}
    wrong: list[str] = []

    def work(text: str) -> None:
        for _ in range(5):
            if embedder.run(EmbedRequest(texts=(text,)), FakeContext()).numpy()[0] @ expected[text] < 0.9999:
                wrong.append(text)

    threads = [threading.Thread(target=work, args=(text,)) for text in expected]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_a_cancelled_query_stops_between_batches(embedder: Minilm) -> None:
    """Nothing more is computed or charged."""
    context = FakeContext()
    context.cancelled = True
    with pytest.raises(DeadlineExceeded):
        embedder.run(EmbedRequest(texts=("a",)), context)
    assert context.charges == []


def test_a_model_that_is_not_here_is_named_with_the_command_that_fetches_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is downloaded behind the user's back."""
    monkeypatch.setenv("HF_HOME", str(tmp_path))
    with pytest.raises(LoadError, match="'someone/no-such-model' is not on this machine") as caught:
        Minilm(model="someone/no-such-model").load()
    assert "hf download someone/no-such-model" in caught.value.hint


def test_a_model_in_the_cache_is_found_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The revision that `main` points at, described without loading."""
    snapshot = tmp_path / "hub" / "models--someone--small" / "snapshots" / "abc"
    snapshot.mkdir(parents=True)
    (snapshot.parents[1] / "refs").mkdir()
    (snapshot.parents[1] / "refs" / "main").write_text("abc", encoding="utf-8")
    shape = '{"hidden_size": 8, "num_hidden_layers": 1, "intermediate_size": 16, "max_position_embeddings": 64}'
    (snapshot / "config.json").write_text(shape, encoding="utf-8")
    monkeypatch.setenv("HF_HOME", str(tmp_path))
    module = Minilm(model="someone/small")
    assert module.window == 64
    assert module.fingerprint().startswith("someone/small@")
    assert module.estimate(EmbedRequest(texts=("hello",))).lower > 0
