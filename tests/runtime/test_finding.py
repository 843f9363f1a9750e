"""Modules found, listed, loaded and refused, and nothing imported before it is needed."""

from __future__ import annotations

import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from orchestra import Orchestra
from orchestra.runtime.discovery import Found, discover
from orchestra.spec import ConfigError, LoadError, ManifestError, Reply, Unreachable
from tests.fakes import add, manifest, module, says, write_module

REPLY = """from orchestra.spec import Reply

class Module:
    def run(self, request, context):
        return Reply(text='{}')
"""

Install = Callable[..., None]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Installs a distribution with a package of modules: files by path, entry points by name."""
    site = tmp_path / "site"
    site.mkdir()
    monkeypatch.syspath_prepend(str(site))

    def write(name: str, files: dict[str, str], points: dict[str, str]) -> None:
        for path, text in files.items():
            (site / path).parent.mkdir(parents=True, exist_ok=True)
            (site / path).write_text(text, encoding="utf-8")
        info = site / f"{name}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n", encoding="utf-8")
        lines = "".join(f"{point} = {value}\n" for point, value in points.items())
        (info / "entry_points.txt").write_text(f"[orchestra.modules]\n{lines}", encoding="utf-8")

    return write


def toml(tmp_path: Path, id: str, **changes: Any) -> str:
    """The text of a manifest."""
    return (write_module(tmp_path / "written", id, "", **changes) / "module.toml").read_text(encoding="utf-8")


def found(name: str, *folders: Path) -> Found:
    """What was found under a name."""
    (one,) = [one for one in discover(folders) if one.name == name]
    return one


def test_an_installed_module_is_found_without_importing_it_or_its_parents(install: Install, tmp_path: Path) -> None:
    """Both would raise."""
    files = {
        "exploding/__init__.py": "raise RuntimeError('imported the parent')",
        "exploding/sub/__init__.py": "raise RuntimeError('imported the package')",
        "exploding/sub/module.toml": toml(tmp_path, "boom", entry="exploding.sub:Boom"),
    }
    install("exploding", files, {"boom": "exploding.sub:module.toml"})
    one = found("boom")
    assert one.manifest is not None and one.manifest.id == "boom"
    assert "exploding" not in sys.modules


def test_a_module_whose_import_raises_is_listed_and_fails_by_name_when_it_runs(
    install: Install, tmp_path: Path, even: Any, bare: Path
) -> None:
    """The others work on."""
    files = {
        "exploding/__init__.py": "raise RuntimeError('imported the parent')",
        "exploding/module.toml": toml(tmp_path, "boom", entry="exploding:Boom", cost={"model": "cpu-time"}),
    }
    install("exploding", files, {"boom": "exploding:module.toml"})
    with Orchestra(bare) as orc:
        assert "boom" in [row.id for row in orc.modules() if row.state == "constructed"]
        answer = orc.ask("anything")
        assert answer.error is not None
        assert (answer.error.type, answer.error.instance) == ("LoadError", "boom")
        assert "imported the parent" in answer.error.message
        add(orc, "good", says("fine"))
        assert orc.ask("anything").text == "fine"


BROKEN = {
    "no-package": ({}, "nowhere_to_be_found:module.toml", "is not installed"),
    "no-file": ({"bad/__init__.py": ""}, "bad:module.toml", "cannot be read"),
    "no-toml": ({"bad/__init__.py": "", "bad/module.toml": "id ="}, "bad:module.toml", "cannot be read"),
    "no-keys": ({"bad/__init__.py": "", "bad/module.toml": "id = 'bad'"}, "bad:module.toml", "spec: Field required"),
    "no-path": ({"bad/__init__.py": ""}, "bad", "cannot be read"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_module_is_listed_with_the_reason_and_harms_no_other(
    install: Install, even: Any, bare: Path, case: str
) -> None:
    """Quarantined, not fatal."""
    files, value, reason = BROKEN[case]
    install("bad", files, {"bad": value})
    with Orchestra(bare) as orc:
        (row,) = [row for row in orc.modules() if row.id == "bad"]
        assert row.state == "broken"
        assert reason in row.reason
        add(orc, "good", says("fine"))
        assert orc.ask("anything").text == "fine"
        with pytest.raises(ConfigError, match="'bad' is broken"):
            orc.ask("anything", modules=["bad"])


def test_a_manifest_with_a_default_of_the_wrong_type_is_quarantined_too(
    install: Install, tmp_path: Path, even: Any, bare: Path
) -> None:
    """It must not end the start."""
    text = toml(tmp_path, "odd") + '[config.n]\ntype = "integer"\ndefault = "x"\n'
    install("odd", {"odd/__init__.py": "", "odd/module.toml": text}, {"odd": "odd:module.toml"})
    with Orchestra(bare) as orc:
        assert [row.state for row in orc.modules() if row.id == "odd"] == ["broken"]


def test_an_id_that_stands_twice_is_refused_the_second_time(install: Install, tmp_path: Path) -> None:
    """Whoever was found first has it; the same folder twice is no exception."""
    files = {"one/__init__.py": "", "one/module.toml": toml(tmp_path, "same")}
    install("one", files, {"same": "one:module.toml"})
    folder = write_module(tmp_path / "two", "same", "")
    first, *others = [one for one in discover([folder, folder]) if one.name in ("same", "two")]
    assert first.manifest is not None
    assert len(others) == 2
    for other in others:
        assert isinstance(other.error, ManifestError)
        assert "'same' already belongs to one 1.0" in str(other.error)


def test_a_folder_is_remembered_and_runs_in_later_sessions(even: Any, bare: Path, tmp_path: Path) -> None:
    """Until it is taken away."""
    folder = write_module(tmp_path / "hello", "hello", REPLY.format("hello"))
    with Orchestra(bare) as orc:
        orc.add_folder(folder)
        assert orc.ask("anything", budget=None, modules=["hello"]).finish == "budget"  # it states no bound
    folder = write_module(tmp_path / "hello", "hello", REPLY.format("hello"), cost={"model": "cpu-time"})
    with Orchestra(bare) as orc:
        assert orc.ask("anything").text == "hello"
    (folder / "module.toml").unlink()
    with Orchestra(bare) as orc:
        assert [row.state for row in orc.modules() if row.id == "hello"] == ["broken"]


def test_a_folder_whose_module_is_there_already_is_refused(orc: Orchestra, tmp_path: Path) -> None:
    """And not remembered."""
    orc.add_folder(write_module(tmp_path / "a", "same", ""))
    with pytest.raises(ConfigError, match="'same' already"):
        orc.add_folder(write_module(tmp_path / "b", "same", ""))
    assert orc.folders.paths() == ((tmp_path / "a").resolve(),)


def test_a_folder_that_is_no_module_is_refused_and_not_remembered(orc: Orchestra, tmp_path: Path) -> None:
    """With the path."""
    with pytest.raises(ManifestError, match="nowhere"):
        orc.add_folder(tmp_path / "nowhere")
    assert orc.folders.paths() == ()


def test_a_folder_whose_settings_are_wrong_is_not_remembered(
    orc: Orchestra, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, even: Any, bare: Path
) -> None:
    """Otherwise no later session would start."""
    monkeypatch.setenv("ORCHESTRA_DIE_SIDES", "many")
    orc.config = type(orc.config)(bare, home=orc.home, sections={})
    folder = write_module(tmp_path / "die", "die", "", config={"sides": {"type": "integer", "default": 6}})
    with pytest.raises(ConfigError, match="ORCHESTRA_DIE_SIDES='many'"):
        orc.add_folder(folder)
    assert orc.folders.paths() == ()


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("import nowhere_to_be_found", "orchestra doctor"),
        ("raise SystemExit('bye')", "SystemExit: bye"),
        ("Other = 1", "has no 'Module'"),
        ("class Module: pass", "has no `run`"),
        ("Module = 5", "constructing failed"),
        ("class Module:\n    def __init__(self, sides): pass\n    def run(self): pass", "sides"),
        ("class Module:\n    def load(self): raise SystemExit(1)\n    def run(self): pass", "SystemExit"),
    ],
)
def test_a_module_that_cannot_be_loaded_is_a_load_error_with_a_hint(
    orc: Orchestra, tmp_path: Path, code: str, words: str
) -> None:
    """It is listed as failed from then on, and asked for no second time."""
    orc.add_folder(write_module(tmp_path / "bad", "bad", code, cost={"model": "cpu-time"}))
    for _ in range(2):
        answer = orc.ask("anything")
        assert answer.error is not None
        assert (answer.error.type, answer.error.instance, answer.error.version) == ("LoadError", "bad", "1.2.3")
        assert words in answer.error.message + answer.error.hint
        assert answer.error.hint or words in ("sides", "constructing failed")
    assert [(row.state, words in row.reason) for row in orc.modules() if row.id == "bad"] == [("failed", True)]


def test_two_folders_with_python_files_of_one_name_are_told_apart(orc: Orchestra, tmp_path: Path) -> None:
    """The second is refused: it would be the first one's code."""
    for name in ("one", "two"):
        folder = write_module(tmp_path / name, name, "", entry="shared_name:Module", cost={"model": "cpu-time"})
        (folder / "shared_name.py").write_text(REPLY.format(name), encoding="utf-8")
        orc.add_folder(folder)
    assert orc.ask("anything", modules=["one"]).text == "one"
    answer = orc.ask("anything", modules=["two"])
    assert answer.error is not None and "rename the module's Python file" in answer.error.hint


def test_a_folder_shadows_nothing_that_is_installed(orc: Orchestra, tmp_path: Path) -> None:
    """A module's `json.py` is not everybody's."""
    folder = write_module(tmp_path / "sly", "sly", "", entry="colorsys:Module", cost={"model": "cpu-time"})
    (folder / "colorsys.py").write_text(REPLY.format("sly"), encoding="utf-8")
    orc.add_folder(folder)
    answer = orc.ask("anything")
    assert answer.error is not None and answer.error.type == "LoadError"
    import colorsys

    assert colorsys.__file__ is not None and not colorsys.__file__.startswith(str(tmp_path))


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("raise ImportError('light')", "light"),
        ("def probe(text): raise ValueError(text)", "its probe failed"),
        ("def probe(text): return 1.0", "gave float, not a Fit"),
        ("from orchestra.spec import Fit\ndef probe(text): return Fit(score=0, reason='no digits')", "no digits"),
    ],
)
def test_a_probe_that_fails_or_says_no_keeps_its_module_out_with_the_reason(
    orc: Orchestra, tmp_path: Path, code: str, reason: str
) -> None:
    """And the query goes on."""
    folder = write_module(tmp_path / "shy", "shy", REPLY.format("shy"), probe="shy_probe:probe")
    (folder / "shy_probe.py").write_text(code, encoding="utf-8")
    orc.add_folder(folder)
    decision = orc.route("anything")
    assert not decision.plans
    assert reason in decision.rejected[0].reason
    assert orc.ask("anything").finish == "declined"


READING = """from orchestra.spec import Fit, Solution

def probe(text):
    return Fit(score=1, reading=text.upper())

class Module:
    def run(self, request, context):
        return Solution(value=request.reading, text=request.reading, verified=True, confidence=1)
"""


@pytest.mark.parametrize("isolation", ["inline", "process"])
def test_a_run_gets_what_the_probe_made_of_the_query(orc: Orchestra, tmp_path: Path, isolation: str) -> None:
    """In this process or another."""
    folder = write_module(
        tmp_path / "reads",
        "reads",
        READING,
        kind="solver/1",
        probe="reads_code:probe",
        isolation=isolation,
        cost={"model": "cpu-time"},
    )
    orc.add_folder(folder)
    assert orc.ask("anything").text == "ANYTHING"


def test_loading_happens_once_however_many_ask(orc: Orchestra) -> None:
    """And only when it is needed."""
    loads: list[int] = []

    def make() -> Any:
        return SimpleNamespace(load=lambda: loads.append(1), run=lambda r, c: Reply(text="x"))

    orc.register(manifest("one", cost={"model": "cpu-time"}, concurrency=4), make)
    assert not loads
    with ThreadPoolExecutor(4) as pool:
        answers = [future.result(timeout=60) for future in [pool.submit(orc.ask, "anything") for _ in range(8)]]
    assert [answer.text for answer in answers] == ["x"] * 8
    assert loads == [1]


def test_a_module_that_may_load_later_is_tried_again(orc: Orchestra) -> None:
    """An error that says it is worth it, such as a server that was not up yet."""
    tries: list[int] = []

    def load() -> None:
        tries.append(1)
        if len(tries) == 1:
            raise Unreachable("not up yet")

    orc.register(
        manifest("server", cost={"model": "cpu-time"}),
        lambda: SimpleNamespace(load=load, run=lambda r, c: Reply(text="up")),
    )
    answer = orc.ask("anything")
    assert answer.error is not None and answer.error.type == "Unreachable"
    assert orc.ask("anything").text == "up"
    assert [(row.state, row.reason) for row in orc.modules() if row.id == "server"] == [("ready", "")]


def test_registering_from_code_checks_the_manifest_and_the_options(orc: Orchestra) -> None:
    """At once, not when it first runs."""
    config = {"sides": {"type": "integer", "required": True}}
    with pytest.raises(ManifestError):
        orc.register(manifest("die", kind="nonsense/1"), module(says("x")))
    with pytest.raises(ConfigError, match="'sides' of 'die' is not set"):
        orc.register(manifest("die", config=config), module(says("x")))
    with pytest.raises(ConfigError, match="did you mean 'sides'"):
        orc.register(manifest("die", config=config), module(says("x")), side=3)
    orc.register(manifest("die", config=config), module(says("x")), id="d20", sides=20)
    assert orc.instance("d20").module.options == {"sides": 20}
    with pytest.raises(ConfigError, match="'d20' already"):
        orc.register(manifest("die", config=config), module(says("x")), id="d20", sides=20)
    with pytest.raises(LoadError):
        orc.register(manifest("none"))
        _ = orc.instance("none").module
