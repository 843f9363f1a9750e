"""Profiles: what a user sets, where each value came from, and nothing that names code.

A profile is a TOML file: one that ships (by name) or a path. Precedence: call or flag > ORCHESTRA_* > profile >
default. Instances are named by id and module id only, never by a class or an import path.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeVar

import platformdirs
from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError, field_validator

from orchestra.spec import Budget, BudgetInvalid, ConfigError, Manifest, Model, Option, nearest

#: Variables that are not settings of a profile.
_OWN = {"ORCHESTRA_HOME", "ORCHESTRA_PROFILE", "ORCHESTRA_DATA", "ORCHESTRA_REQUIRE_VLLM"}


#: Keys of an instance's table that are no options, unless its module has an option so named.
_RESERVED = {"module", "intents", "examples"}


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class BudgetSettings(_Strict):
    """The budget of a query that states none: FLOPs and wall seconds; "unlimited" lifts either."""

    flops: float | str = 5e10
    seconds: float | str = 60.0

    @field_validator("flops", "seconds", mode="before")
    @classmethod
    def _no_boolean(cls, value: object) -> object:
        if isinstance(value, bool):
            raise ValueError("Input should be a number")
        return value

    def budget(self) -> Budget:
        """As a Budget. ConfigError."""
        try:
            return Budget(self._limit("flops"), self._limit("seconds"))
        except BudgetInvalid as error:
            raise ConfigError(f"[budget]: {error.message}", hint='"unlimited" lifts a limit') from error

    def _limit(self, name: str) -> float | None:
        value = getattr(self, name)
        if value == "unlimited":
            return None
        if isinstance(value, str):
            raise ConfigError(f'[budget] {name} = {value!r} is neither a number nor "unlimited"')
        return float(value)


class Limits(_Strict):
    """Bounds on every query and every worker."""

    text_bytes: int = Field(default=200_000, gt=0)
    cpu_flops_per_second: float = Field(default=1e9, gt=0)
    memory_bytes: int | None = Field(default=4 * 1024**3, gt=0)


class StoreSettings(_Strict):
    """What is kept on disk."""

    traces: bool = True
    keep: int = Field(default=10_000, gt=0)


class Head(_Strict):
    """What stands in a profile outside its sections."""

    name: str = ""
    summary: str = ""
    disable: tuple[str, ...] = ()
    instances: dict[str, dict[str, JsonValue]] = {}


class Setting(Model):
    """A value and where it came from."""

    key: str
    value: JsonValue
    origin: str


#: The sections every profile has; others are handed down by who knows what they mean.
SECTIONS: dict[str, type[BaseModel]] = {"budget": BudgetSettings, "limits": Limits, "store": StoreSettings}

Section = TypeVar("Section", bound=BaseModel)


def state_folder() -> Path:
    """Where state is kept: ORCHESTRA_HOME, or the platform's data folder."""
    given = os.environ.get("ORCHESTRA_HOME")
    return (
        Path(given).expanduser().absolute() if given else Path(platformdirs.user_data_dir("orchestra", appauthor=False))
    )


def shipped_profiles() -> dict[str, Path]:
    """The profiles that ship, by name."""
    spec = find_spec("orchestra_configs")
    roots = [] if spec is None else [Path(root) for root in spec.submodule_search_locations or ()]
    return {path.stem: path for root in roots for path in sorted(root.glob("*.toml"))}


class Config:
    """A profile with the environment laid over it, and the origin of every value.

    `sections` are the tables it may hold besides its own, by name, each with the model that checks it.
    """

    def __init__(
        self,
        profile: str | Path | None = None,
        *,
        sections: Mapping[str, type[BaseModel]] | None = None,
        environ: Mapping[str, str] | None = None,
        home: Path | None = None,
    ) -> None:
        self._home = home or state_folder()
        self._environ = os.environ if environ is None else environ
        self._models = {**SECTIONS, **(sections or {})}
        chosen = profile if profile is not None else self._environ.get("ORCHESTRA_PROFILE") or "embedded"
        self.path = _locate(chosen)
        given = self._read()
        self.head = self._check(Head, {k: v for k, v in given.items() if k not in self._models}, "")
        self._sections = {name: self._section(name, given.get(name, {})) for name in self._models}
        self.settings = tuple(self._settings(given))

    def section(self, name: str, model: type[Section]) -> Section:
        """A section's values."""
        found = self._sections[name]
        assert isinstance(found, model)
        return found

    def options(self, manifest: Manifest, id: str, over: Mapping[str, JsonValue] | None = None) -> dict[str, JsonValue]:
        """The options of an instance: `over`, from a call, over environment, profile and manifest. ConfigError."""
        table = self.head.instances.get(id, {})
        given: dict[str, JsonValue] = {k: v for k, v in table.items() if k not in _RESERVED or k in manifest.config}
        for key, option in manifest.config.items():
            name = variable(id, key)
            if name in self._environ:
                given[key] = _parse_option(name, self._environ[name], option)
        options = manifest.options({**given, **(over or {})})
        return {key: self._with_home(value) for key, value in options.items()}

    def origin(self, id: str, option: str) -> str:
        """Where an instance's option has its value from: a variable's name, the profile's path, or "default"."""
        if variable(id, option) in self._environ:
            return variable(id, option)
        return str(self.path) if option in self.head.instances.get(id, {}) else "default"

    def trace(self, error: ConfigError, id: str) -> None:
        """Have an error over an instance's option say where that was set, or where it can be."""
        name, origin = variable(id, error.option), self.origin(id, error.option)
        if origin == name:
            error.message += f" (set by the environment variable {name})"
        elif origin != "default":
            error.message += f" (set under [instances.{id}] in {origin})"
        else:
            way = f"set {name}, or {error.option} under [instances.{id}] in a profile"
            error.hint = f"{error.hint}: {way}" if error.hint else way

    def manifest_of(self, manifest: Manifest, id: str) -> Manifest:
        """A module's manifest as an instance has it: `intents` and `examples` of its table stand for the module's own.

        With examples and no intents it serves one of its own, named by its id, as a module would. ConfigError.
        """
        table = self.head.instances.get(id, {})
        own = [key for key in ("intents", "examples") if key in table and key not in manifest.config]
        given: dict[str, object] = {key: table[key] for key in own}
        if not given:
            return manifest
        if "intents" not in given:
            given["intents"] = [id]
        # The module's own examples speak for the module's own intents.
        data = {**manifest.model_dump(), "examples": [], **given}
        try:
            return Manifest.model_validate(data)
        except ValidationError as error:
            first = error.errors()[0]
            what = first["msg"].removeprefix("Value error, ")
            hint = "both are lists of strings; see docs/module-spec.md"
            raise ConfigError(f"profile {self.path}: instances.{id}.{first['loc'][0]}: {what}", hint=hint) from error

    def unused(self, manifests: Mapping[str, Manifest]) -> tuple[str, ...]:
        """Variables that look like settings and are none."""
        known = set(_OWN)
        known |= {variable(section, key) for section, model in self._models.items() for key in model.model_fields}
        known |= {variable(id, key) for id, manifest in manifests.items() for key in manifest.config}
        return tuple(sorted(n for n in self._environ if n.startswith("ORCHESTRA_") and n not in known))

    def _with_home(self, value: JsonValue) -> JsonValue:
        """A string that starts with {home} is a place under the state folder."""
        if isinstance(value, str) and value.startswith("{home}"):
            return str(self._home) + value.removeprefix("{home}")
        return value

    def _read(self) -> dict[str, Any]:
        try:
            return tomllib.loads(self.path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise ConfigError(f"profile {self.path}: cannot be read: {error}") from error

    def _section(self, name: str, given: Any) -> BaseModel:
        if not isinstance(given, dict):
            raise ConfigError(f"profile {self.path}: {name} is {given!r}, not a table")
        model = self._models[name]
        variables = {key: variable(name, key) for key in model.model_fields}
        over = {key: _loose(self._environ[var]) for key, var in variables.items() if var in self._environ}
        return self._check(model, {**given, **over}, name)

    def _check(self, model: type[Section], given: dict[str, Any], name: str) -> Section:
        try:
            return model.model_validate(given)
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(map(str, (name, *first["loc"]) if name else first["loc"]))
            what = f"{place}: {first['msg']}, not {first['input']!r}"
            if first["type"] == "extra_forbidden":
                known = model.model_fields if name else {**model.model_fields, **self._models}
                what = f"unknown key {place!r}{nearest(str(first['loc'][-1]), known)}"
            raise ConfigError(f"profile {self.path}: {what}") from error

    def _settings(self, given: Mapping[str, Any]) -> Iterator[Setting]:
        for section, model in self._models.items():
            values = self._sections[section].model_dump(mode="json")
            for key in model.model_fields:
                name = variable(section, key)
                in_profile = key in given.get(section, {})
                origin = name if name in self._environ else str(self.path) if in_profile else "default"
                yield Setting(key=f"{section}.{key}", value=values[key], origin=origin)


def _locate(profile: str | Path) -> Path:
    shipped = shipped_profiles()
    if isinstance(profile, str) and profile in shipped:
        return shipped[profile]
    path = Path(profile).expanduser()
    if path.suffix == ".toml" and path.is_file():
        return path
    near = nearest(str(profile), shipped)
    hint = f"profiles that ship: {', '.join(shipped)}; or give the path of a .toml file"
    raise ConfigError(f"there is no profile {str(profile)!r}{near}", hint=hint)


def variable(section: str, key: str) -> str:
    """The environment variable that sets an option."""
    return f"ORCHESTRA_{section}_{key}".upper().replace("-", "_")


def _loose(text: str) -> Any:
    """An environment value as TOML would read it, or the text itself."""
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        return text


#: A value of each type as it is written in the environment, quoted for a shell.
_EXAMPLES = {
    "string": "text",
    "integer": "8",
    "number": "0.5",
    "boolean": "true",
    "array": """'["one", "two"]'""",
    "table": """'{ key = "value" }'""",
}


def _parse_option(name: str, text: str, option: Option) -> JsonValue:
    value: JsonValue = text if option.type == "string" else _loose(text)
    try:
        return option.check(name, value)
    except ConfigError as error:
        article = "an" if option.type[0] in "aei" else "a"
        hint = f"such as {name}={_EXAMPLES[option.type]}; {option.doc}"
        raise ConfigError(f"{name}={text!r} is not {article} {option.type}", hint=hint) from error
