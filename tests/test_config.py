"""Profiles: which value holds, where it came from, and what is refused with which words."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from orchestra import Orchestra
from orchestra.config import BudgetSettings, Config, Limits, shipped_profiles, state_folder
from orchestra.plan.policy import Policy
from orchestra.spec import Budget, ConfigError, Manifest, parse_manifest
from tests.fakes import bare_profile, manifest, write_module


def profile(folder: Path, text: str = "") -> Path:
    """Write a profile."""
    path = folder / "mine.toml"
    path.write_text(text, encoding="utf-8")
    return path


def config(folder: Path, text: str = "", environ: Mapping[str, str] | None = None, **options: Any) -> Config:
    """A profile read, with a section that the planner adds."""
    return Config(profile(folder, text), sections={"policy": Policy}, environ=environ or {}, **options)


def origins(read: Config) -> dict[str, tuple[Any, str]]:
    """Every setting with its value and origin."""
    return {setting.key: (setting.value, setting.origin) for setting in read.settings}


DIE: Manifest = parse_manifest(
    manifest(
        "die",
        config={
            "sides": {"type": "integer", "default": 6},
            "folder": {"type": "string", "default": "{home}/dice"},
            "loud": {"type": "boolean", "default": False},
            "url": {"type": "string", "required": True},
            "names": {"type": "array", "default": []},
        },
    ),
    "die",
)


def test_the_environment_holds_over_the_profile_and_that_over_the_default(tmp_path: Path) -> None:
    """And each value says where it came from."""
    read = config(tmp_path, "[policy]\nk = 3\nfloor = 0.2\n", {"ORCHESTRA_POLICY_FLOOR": "0.3"})
    found = origins(read)
    assert found["policy.k"] == (3, str(tmp_path / "mine.toml"))
    assert found["policy.floor"] == (0.3, "ORCHESTRA_POLICY_FLOOR")
    assert found["policy.unknown"] == ("attempt", "default")
    assert read.section("policy", Policy) == Policy(k=3, floor=0.3)


def test_every_setting_of_every_section_is_listed(tmp_path: Path) -> None:
    """So that doctor can show them all."""
    keys = origins(config(tmp_path))
    assert {key.partition(".")[0] for key in keys} == {"budget", "limits", "store", "policy"}
    assert set(Limits.model_fields) == {key.partition(".")[2] for key in keys if key.startswith("limits.")}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[polcy]\nk = 1", "unknown key 'polcy' (did you mean 'policy'?)"),
        ("[policy]\nfloo = 1", "unknown key 'policy.floo' (did you mean 'floor'?)"),
        ("disabel = []", "did you mean 'disable'"),
        ("[policy]\nk = 'many'", "policy.k"),
        ("[policy]\nunknown = 'guess'", "policy.unknown"),
        ("policy = 5", "policy is 5, not a table"),
        ("[limits]\ntext_bytes = 0", "limits.text_bytes"),
        ("disable = 'x'", "disable"),
        ("[instances]\nsmall = 5", "instances.small"),
        ("[budget]\nflops = true", "budget.flops"),
        ("k = ", "cannot be read"),
    ],
)
def test_what_a_profile_has_wrong_is_a_config_error_with_place_and_nearest(
    tmp_path: Path, text: str, words: str
) -> None:
    """And with the file."""
    with pytest.raises(ConfigError) as caught:
        config(tmp_path, text)
    assert words in str(caught.value)
    assert "mine.toml" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "words"),
    [("flops = -1", "flops"), ("flops = nan", "flops"), ("seconds = 'long'", 'neither a number nor "unlimited"')],
)
def test_a_budget_that_is_none_is_a_config_error(tmp_path: Path, text: str, words: str) -> None:
    """With the section, for it stands in a profile."""
    with pytest.raises(ConfigError, match="budget") as caught:
        config(tmp_path, f"[budget]\n{text}").section("budget", BudgetSettings).budget()
    assert words in str(caught.value)


def test_unlimited_lifts_a_limit(tmp_path: Path) -> None:
    """In a profile and in the environment."""
    read = config(tmp_path, '[budget]\nflops = "unlimited"\n', {"ORCHESTRA_BUDGET_SECONDS": "unlimited"})
    assert read.section("budget", BudgetSettings).budget() == Budget(None, None)
    read = config(tmp_path, "", {"ORCHESTRA_BUDGET_FLOPS": "2e9"})
    assert read.section("budget", BudgetSettings).budget() == Budget(2e9, 60)


def test_a_profile_is_one_that_ships_or_a_file(tmp_path: Path) -> None:
    """Anything else is refused with those that there are."""
    assert "embedded" in shipped_profiles()
    with pytest.raises(ConfigError, match=r"no profile 'embeded'.*did you mean 'embedded'.*profiles that ship"):
        Config("embeded", environ={})
    with pytest.raises(ConfigError, match="there is no profile"):
        Config(tmp_path / "nowhere.toml", environ={})


def test_the_environment_names_the_profile_where_the_call_does_not(tmp_path: Path) -> None:
    """A call holds over a variable."""
    mine = profile(tmp_path, "[limits]\ntext_bytes = 7\n")
    environ = {"ORCHESTRA_PROFILE": str(mine)}
    assert Config(environ=environ).section("limits", Limits).text_bytes == 7
    with pytest.raises(ConfigError):
        Config("nowhere", environ=environ)


@pytest.mark.parametrize("name", sorted(shipped_profiles()))
def test_every_profile_that_ships_can_be_used(name: str) -> None:
    """As it stands."""
    with Orchestra(name) as orc:
        assert orc.config.head.name == name


def test_the_options_of_an_instance_are_environment_over_profile_over_manifest(tmp_path: Path) -> None:
    """Each read as its own type."""
    text = "[instances.die]\nsides = 8\nloud = true\n"
    environ = {"ORCHESTRA_DIE_SIDES": "20", "ORCHESTRA_DIE_URL": "12", "ORCHESTRA_DIE_NAMES": '["a"]'}
    options = config(tmp_path, text, environ, home=tmp_path / "h").options(DIE, "die")
    home = str(tmp_path / "h")
    assert options == {"sides": 20, "folder": f"{home}/dice", "loud": True, "url": "12", "names": ["a"]}


@pytest.mark.parametrize(("key", "text"), [("SIDES", "many"), ("SIDES", "2.5"), ("LOUD", "1"), ("NAMES", "a")])
def test_a_variable_of_the_wrong_type_is_named(tmp_path: Path, key: str, text: str) -> None:
    """With its value and the type it should have."""
    with pytest.raises(ConfigError, match=f"ORCHESTRA_DIE_{key}='{text}' is not a"):
        config(tmp_path, "", {f"ORCHESTRA_DIE_{key}": text}).options(DIE, "die")


def test_variables_that_set_nothing_are_noticed(tmp_path: Path) -> None:
    """A typing mistake in a variable has no other way to show."""
    environ = {"ORCHESTRA_DIE_SIDES": "4", "ORCHESTRA_DIE_SIDE": "4", "ORCHESTRA_HOME": "/x", "HOME": "/y"}
    assert config(tmp_path, "", environ).unused({"die": DIE}) == ("ORCHESTRA_DIE_SIDE",)


def test_the_state_folder_is_where_the_environment_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Or the platform's."""
    assert state_folder() == tmp_path / "home"
    monkeypatch.delenv("ORCHESTRA_HOME")
    assert state_folder().name == "orchestra"


# --- instances of a profile -------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path, even: Any) -> Path:
    """A module in a folder that was added, with a required option."""
    path = write_module(
        tmp_path / "talker",
        "talker",
        "from orchestra.spec import Reply\n\n"
        "class Module:\n"
        "    def __init__(self, word):\n        self.word = word\n"
        "    def run(self, request, context):\n        return Reply(text=self.word)\n",
        cost={"model": "cpu-time"},
        config={"word": {"type": "string", "required": True, "doc": "what to say"}},
    )
    with Orchestra(bare_profile(tmp_path)) as orc:
        orc.add_folder(path)
    return path


def test_a_module_that_lacks_a_required_option_is_listed_with_the_variable_to_set(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And is used as soon as that is set."""
    with Orchestra(bare_profile(tmp_path)) as orc:
        (row,) = [row for row in orc.modules() if row.id == "talker"]
        assert row.state == "unconfigured"
        assert "ORCHESTRA_TALKER_WORD" in row.reason and "[instances.talker]" in row.reason
        assert orc.ask("anything").finish == "declined"
    monkeypatch.setenv("ORCHESTRA_TALKER_WORD", "hello")
    with Orchestra(bare_profile(tmp_path)) as orc:
        assert orc.ask("anything").text == "hello"


def test_a_profile_may_give_a_module_more_instances(folder: Path, tmp_path: Path) -> None:
    """Each with its own options, under its own id."""
    text = '[instances.small]\nmodule = "talker"\nword = "hi"\n[instances.large]\nmodule = "talker"\nword = "HI"\n'
    with Orchestra(bare_profile(tmp_path, text)) as orc:
        assert orc.ask("anything", modules=["small"]).text == "hi"
        assert orc.ask("anything", modules=["large"]).text == "HI"
        assert orc.manifest("small").id == "talker"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[instances.small]\nmodule = "talkr"', "there is no module 'talkr' (did you mean 'talker'?)"),
        ("[instances.talkr]\nword = 'x'", "'talkr' names no module (did you mean 'talker'?)"),
        ("[instances.talker]\nwrod = 'x'", "did you mean 'word'"),
        ("[instances.talker]\nword = 5", "option 'word' has value 5"),
    ],
)
def test_an_instance_that_cannot_be_is_a_config_error(folder: Path, tmp_path: Path, text: str, words: str) -> None:
    """At the start, with the nearest name."""
    with pytest.raises(ConfigError) as caught:
        Orchestra(bare_profile(tmp_path, text))
    assert words in str(caught.value)


def test_an_instance_may_have_intents_and_examples_of_its_own(folder: Path, tmp_path: Path) -> None:
    """They stand for the module's; examples alone make an intent named by the instance, intents alone have none."""
    text = """
[instances.talker]
word = "plain"
[instances.taught]
module = "talker"
word = "hi"
examples = ["say it the other way"]
[instances.told]
module = "talker"
word = "HI"
intents = ["open", "shouting"]
"""
    with Orchestra(bare_profile(tmp_path, text)) as orc:
        shown = {id: (orc.manifest(id).serves, orc.manifest(id).examples) for id in ("talker", "taught", "told")}
        assert orc.ask("anything", modules=["taught"]).text == "hi"
    assert shown["taught"] == (("taught",), ("say it the other way",))
    assert shown["told"] == (("open", "shouting"), ())
    assert shown["talker"][1] == ("do talker",)


@pytest.mark.parametrize("text", ['examples = "one"', "examples = [1]", 'examples = [" "]', 'intents = ["No Intent"]'])
def test_intents_and_examples_of_an_instance_are_checked_as_a_modules_are(
    folder: Path, tmp_path: Path, text: str
) -> None:
    """The error names the profile, the instance and the key."""
    table = f"[instances.small]\nmodule = 'talker'\nword = 'x'\n{text}\n"
    with pytest.raises(ConfigError, match=rf"bare\.toml: instances\.small\.{text.partition(' ')[0]}: "):
        Orchestra(bare_profile(tmp_path, table))


def test_a_module_that_is_disabled_is_listed_and_not_used(folder: Path, tmp_path: Path) -> None:
    """And refused by name with the reason."""
    path = bare_profile(tmp_path)
    path.write_text('disable = ["talker", "documents", "quoter", "minilm", "mathematics", "logic", "vllm"]\n')
    with Orchestra(path) as orc:
        assert [row.state for row in orc.modules() if row.id == "talker"] == ["disabled"]
        with pytest.raises(ConfigError, match=r"'talker' is disabled: by the profile bare\.toml"):
            orc.ask("anything", modules=["talker"])


@pytest.mark.parametrize(
    ("text", "environ", "told"),
    [
        ("", {}, ("6 is too many", "fewer: set ORCHESTRA_DIE_SIDES, or sides under [instances.die] in a profile")),
        ("[instances.die]\nsides = 9\n", {}, ("6 is too many (set under [instances.die] in {profile})", "fewer")),
        (
            "[instances.die]\nsides = 9\n",
            {"ORCHESTRA_DIE_SIDES": "8"},
            ("6 is too many (set by the environment variable ORCHESTRA_DIE_SIDES)", "fewer"),
        ),
    ],
)
def test_an_error_over_an_option_is_told_with_the_place_that_set_it(
    tmp_path: Path, text: str, environ: dict[str, str], told: tuple[str, str]
) -> None:
    """Or, where nothing did, with the places that could."""
    error = ConfigError("6 is too many", hint="fewer", option="sides")
    config(tmp_path, text, environ).trace(error, "die")
    assert (error.message, error.hint) == (told[0].format(profile=tmp_path / "mine.toml"), told[1])


def test_a_variable_of_the_wrong_type_is_refused_with_an_example(tmp_path: Path) -> None:
    """A list in the environment is not guessed."""
    with pytest.raises(ConfigError, match="is not an array") as caught:
        config(tmp_path, "", {"ORCHESTRA_DIE_NAMES": "a:b"}).options(DIE, "die")
    assert """such as ORCHESTRA_DIE_NAMES='["one", "two"]'""" in caught.value.hint


def test_an_option_that_its_module_refuses_is_named_with_value_and_origin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the error it is, and not as a failure to construct; given from code, only the value is named."""
    monkeypatch.setenv("ORCHESTRA_VLLM_URL", "banana")
    with Orchestra.from_profile("vllm", home=tmp_path) as orchestra:
        failure = orchestra.ask("Write a short poem about the sea").error
        assert failure is not None and failure.type == "ConfigError"
        assert failure.message.startswith("url 'banana' is not the address of a server")
        assert failure.message.endswith("(set by the environment variable ORCHESTRA_VLLM_URL)")
        assert "http://127.0.0.1:8000/v1" in failure.hint
        orchestra.register(orchestra.manifest("vllm"), id="coded", url="cherry")
        coded = orchestra.ask("Write a short poem about the sea", modules=["coded"]).error
        assert coded is not None and coded.message == "url 'cherry' is not the address of a server"
