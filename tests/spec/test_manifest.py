"""Manifests: what is required, what is refused, and with which words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from orchestra.spec import ConfigError, Manifest, ManifestError, Option, VersionError, parse_manifest, read_manifest

REQUIRED: dict[str, Any] = {
    "spec": "1",
    "id": "dice",
    "version": "1.0.0",
    "kind": "expert/1",
    "entry": "dice:Dice",
    "summary": "Throws dice",
    "examples": ["throw a die"],
}


def parse(**changes: Any) -> Manifest:
    """The smallest manifest with changes; none takes a key away."""
    data = {key: value for key, value in {**REQUIRED, **changes}.items() if value is not None}
    return parse_manifest(data, "dice/module.toml")


def test_the_required_keys_are_enough() -> None:
    """Everything else has a default."""
    manifest = parse()
    assert manifest.kind_name == "expert"
    assert manifest.isolation == "inline"
    assert manifest.concurrency == 1
    assert manifest.cost.model == "cpu-time"


@pytest.mark.parametrize("key", REQUIRED)
def test_each_required_key_is_missed_by_name(key: str) -> None:
    """The error says which file and which key."""
    with pytest.raises(ManifestError, match=rf"dice/module.toml: {key}: Field required"):
        parse(**{key: None})


@pytest.mark.parametrize(
    ("changes", "near"),
    [
        ({"isolaton": "process"}, "unknown key 'isolaton' .did you mean 'isolation'"),
        ({"cost": {"modle": "index"}}, "cost.modle: unknown key .did you mean 'model'"),
        ({"config": {"timeout": {"type": "number", "defualt": 1}}}, "unknown key .did you mean 'default'"),
    ],
)
def test_an_unknown_key_is_refused_with_the_nearest_known_one(changes: dict[str, Any], near: str) -> None:
    """At any depth: a typing mistake must not become a default."""
    with pytest.raises(ManifestError, match=near):
        parse(**changes)


def test_tables_of_third_parties_are_kept() -> None:
    """`x-*` is theirs."""
    assert (parse(**{"x-shop": {"price": 3}}).model_extra or {})["x-shop"] == {"price": 3}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"spec": "2"}, ["spec 2", "spec 1", "install a version"]),
        ({"spec": "0.9"}, ["spec 0.9", "spec 1"]),
        ({"kind": "expert/7"}, ["expert/7", "expert/1"]),
        ({"kind": "expert"}, ["'expert'", "expert/1", "such as solver/1"]),
    ],
)
def test_a_foreign_version_is_refused_with_both_numbers_and_the_fix(changes: dict[str, Any], words: list[str]) -> None:
    """Before anything else of the manifest is read."""
    with pytest.raises(VersionError) as caught:
        parse(**changes, unheard_of=1)
    assert all(word in str(caught.value) for word in words)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"spec": 1}, "spec: Input should be a valid string"),
        ({"kind": "solvr/1"}, "did you mean 'solver'"),
        ({"kind": 5}, "does not exist"),
        ({"id": "Dice"}, "lower-case"),
        ({"id": "../dice"}, "lower-case"),
        ({"id": ""}, "lower-case"),
        ({"id": "dice\n"}, "lower-case"),
        ({"id": "unknown"}, "reserved"),
        ({"intents": ["unknown"]}, "reserved"),
        ({"intents": ["two words"]}, "intent"),
        ({"version": "1.0"}, "1.2.3"),
        ({"entry": "dice.Dice"}, "package.module:Name"),
        ({"entry": "os:system; rm"}, "package.module:Name"),
        ({"probe": "probe"}, "package.module:Name"),
        ({"examples": [" "]}, "an example is empty"),
        ({"examples": "throw"}, "examples"),
        ({"isolation": "thread"}, "isolation"),
        ({"concurrency": 0}, "concurrency"),
        ({"isolation": "process", "uses": ["embedder/1"]}, "inline"),
        ({"config": {"n": {"type": "integer", "default": "x"}}}, "config.n: option 'default' has value 'x'"),
        ({"config": {"n": {"type": "int"}}}, "config.n.type"),
    ],
)
def test_a_wrong_value_is_a_manifest_error_that_says_what_is_wrong(changes: dict[str, Any], words: str) -> None:
    """Never another error: one broken manifest must be quarantined, not end the start."""
    with pytest.raises(ManifestError) as caught:
        parse(**changes)
    assert words in str(caught.value)
    assert "docs/module-spec.md" in caught.value.hint or caught.value.hint


@pytest.mark.parametrize("content", [b"spec = ", b"\xff\xfe", None], ids=["no TOML", "no text", "no file"])
def test_a_file_that_cannot_be_read_is_a_manifest_error(content: bytes | None, tmp_path: Path) -> None:
    """With the path, so that it can be found."""
    path = tmp_path / "module.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ManifestError, match=r"module\.toml: cannot be read"):
        read_manifest(path)


def test_a_module_without_intents_has_one_of_its_own() -> None:
    """Named by its id."""
    assert parse().serves == ("dice",)
    assert parse(intents=["open", "logical"]).serves == ("open", "logical")


CONFIG = {
    "sides": {"type": "integer", "default": 6},
    "bias": {"type": "number", "default": 0.5},
    "url": {"type": "string", "required": True},
    "loud": {"type": "boolean", "default": False},
    "mode": {"type": "string", "default": "fair", "choices": ["fair", "loaded"]},
}


def test_options_are_those_given_over_the_defaults() -> None:
    """Every option is there, set or not."""
    options = parse(config=CONFIG).options({"sides": 20})
    assert options == {"sides": 20, "bias": 0.5, "url": None, "loud": False, "mode": "fair"}


def test_a_required_option_without_a_value_is_missing() -> None:
    """An empty string is no value."""
    manifest = parse(config=CONFIG)
    assert manifest.missing(manifest.options({})) == ("url",)
    assert manifest.missing(manifest.options({"url": ""})) == ("url",)
    assert manifest.missing(manifest.options({"url": "http://x"})) == ()


def test_another_option_can_take_the_need_away() -> None:
    """One that names no option is a fault of the manifest."""
    loud = {"type": "boolean", "default": False}
    manifest = parse(config={"url": {"type": "string", "required": True, "unless": "loud"}, "loud": loud})
    assert manifest.missing(manifest.options({})) == ("url",)
    assert manifest.missing(manifest.options({"loud": True})) == ()
    with pytest.raises(ManifestError, match=r"unless 'load', which is no option .did you mean 'loud'"):
        parse(config={"url": {"type": "string", "required": True, "unless": "load"}, "loud": loud})


def test_any_of_several_options_can_take_the_need_away() -> None:
    """An empty list is not set; each name is looked at."""
    more = {"loud": {"type": "boolean", "default": False}, "urls": {"type": "array", "default": []}}
    manifest = parse(config={"url": {"type": "string", "required": True, "unless": ["urls", "loud"]}, **more})
    assert manifest.missing(manifest.options({})) == ("url",)
    assert manifest.missing(manifest.options({"urls": ["http://x"]})) == ()
    assert manifest.missing(manifest.options({"loud": True})) == ()
    with pytest.raises(ManifestError, match="unless 'load', which is no option"):
        parse(config={"url": {"type": "string", "required": True, "unless": ["urls", "load"]}, **more})


def test_an_unknown_option_is_refused_with_the_nearest() -> None:
    """And with the command that lists them all."""
    with pytest.raises(ConfigError, match=r"did you mean 'sides'.*orchestra modules show dice"):
        parse(config=CONFIG).options({"side": 20})


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("sides", "6"),
        ("sides", 6.0),
        ("sides", True),
        ("bias", True),
        ("bias", "1"),
        ("url", 5),
        ("loud", 1),
        ("mode", "x"),
    ],
)
def test_an_option_of_the_wrong_type_or_choice_is_refused(key: str, value: Any) -> None:
    """A boolean is no number, a number no boolean, and text is neither."""
    with pytest.raises(ConfigError, match=key):
        parse(config=CONFIG).options({key: value})


def test_an_integer_is_a_number() -> None:
    """As in TOML one writes 5 for 5.0."""
    assert Option(type="number").check("n", 5) == 5
