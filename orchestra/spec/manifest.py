"""A module's manifest: `module.toml` read and checked as data, with no import of the module."""

from __future__ import annotations

import difflib
import json
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    JsonValue,
    ValidationError,
    field_validator,
    model_validator,
)

from orchestra.spec.decision import UNKNOWN
from orchestra.spec.errors import ConfigError, ManifestError, VersionError
from orchestra.spec.form import ProblemForm, parse_form
from orchestra.spec.versions import KINDS, SPEC

_ID = re.compile(r"[a-z][a-z0-9_-]*")
_REFERENCE = re.compile(r"[A-Za-z_][\w.]*:[A-Za-z_]\w*")
_VERSION = re.compile(r"\d+\.\d+\.\d+([-+.][0-9A-Za-z.-]+)?")

#: capability -> what declaring it promises
CAPABILITIES: dict[str, str] = {
    "deterministic": "one seed, one result",
    "verifies": "a solution that says so was checked by another road",
    "streams": "text comes in pieces",
    "schema": "a JSON schema is kept to",
    "indexes": "it keeps indexes: index() and indexed()",
}

OptionType = Literal["string", "integer", "number", "boolean", "array", "table"]
_PYTHON_TYPES: dict[OptionType, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "array": (list, tuple),
    "table": (dict,),
}


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Option(_Strict):
    """One option of a module; one that is required must be set before the module can be used.

    `unless` names another option, or several: any of them that is set takes the need away.
    """

    type: OptionType
    default: JsonValue = None
    required: bool = False
    unless: tuple[str, ...] = ()
    doc: str = ""
    unit: str = ""
    choices: tuple[JsonValue, ...] = ()

    @field_validator("unless", mode="before")
    @classmethod
    def _one_or_several(cls, value: object) -> object:
        return (value,) if isinstance(value, str) else value

    @model_validator(mode="after")
    def _default_fits(self) -> Option:
        if self.default is not None:
            try:
                self.check("default", self.default)
            except ConfigError as error:
                raise ValueError(str(error)) from error
        return self

    def check(self, name: str, value: JsonValue) -> JsonValue:
        """The value if it is of this option's type; ConfigError names the key, the value and what is expected."""
        wrong_bool = isinstance(value, bool) and self.type != "boolean"
        if wrong_bool or not isinstance(value, _PYTHON_TYPES[self.type]):
            raise ConfigError(f"option {name!r} has value {value!r}, not a {self.type}", hint=self.doc)
        if self.choices and value not in self.choices:
            raise ConfigError(
                f"option {name!r} has value {value!r}", hint=f"one of {', '.join(map(str, self.choices))}"
            )
        return value


class CostModel(_Strict):
    """How a module's runs are charged; `flops` is the price of a run where the model is "declared"."""

    model: Literal["transformer", "encoder", "index", "cpu-time", "declared"] = "cpu-time"
    flops: int = Field(default=0, ge=0)


class Manifest(_Strict):
    """The whole of `module.toml`; tables named x-* belong to third parties and are kept as they are."""

    model_config = ConfigDict(frozen=True, extra="allow")

    spec: str
    id: str
    version: str
    kind: str
    entry: str
    summary: str
    examples: tuple[str, ...]
    intents: tuple[str, ...] = ()
    isolation: Literal["inline", "process"] = "inline"
    concurrency: int = Field(default=1, ge=1)
    probe: str | None = None
    problem: ProblemForm | None = None
    uses: tuple[str, ...] = ()
    imports: tuple[str, ...] = ()
    extra: str = ""
    capabilities: dict[str, bool] = {}
    cost: CostModel = CostModel()
    config: dict[str, Option] = {}

    @field_validator("id")
    @classmethod
    def _id(cls, value: str) -> str:
        if value == UNKNOWN:
            raise ValueError(f"id {value!r} is reserved for what no intent explains")
        if not _ID.fullmatch(value):
            raise ValueError(f"id {value!r} is not lower-case letters, digits, '-' and '_', starting with a letter")
        return value

    @field_validator("version")
    @classmethod
    def _version(cls, value: str) -> str:
        if not _VERSION.fullmatch(value):
            raise ValueError(f"version {value!r} is not of the form 1.2.3")
        return value

    @field_validator("entry", "probe")
    @classmethod
    def _reference(cls, value: str | None) -> str | None:
        if value is not None and not _REFERENCE.fullmatch(value):
            raise ValueError(f"{value!r} is not of the form package.module:Name")
        return value

    @field_validator("problem", mode="before")
    @classmethod
    def _problem(cls, value: object) -> ProblemForm | None:
        if isinstance(value, str):
            raise ValueError(f"{value!r} can be read beside a module.toml only; from code give the schema itself")
        return None if value is None else parse_form(value)

    @field_validator("intents")
    @classmethod
    def _intents(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for intent in value:
            if intent == UNKNOWN or not _ID.fullmatch(intent):
                raise ValueError(f"{intent!r} cannot be an intent: it is reserved, or not of the form of an id")
        return value

    @field_validator("examples")
    @classmethod
    def _examples(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if any(not text.strip() for text in value):
            raise ValueError("an example is empty")
        return value

    @model_validator(mode="after")
    def _process_uses_nothing(self) -> Manifest:
        if self.isolation == "process" and (self.uses or self.capabilities.get("indexes")):
            raise ValueError('isolation = "process" goes with neither `uses` nor `indexes`: make the module inline')
        return self

    @model_validator(mode="after")
    def _only_solvers_take_problems(self) -> Manifest:
        if self.problem is not None and self.kind_name != "solver":
            raise ValueError(f"`problem` is for solvers, and this is a {self.kind}")
        return self

    @model_validator(mode="after")
    def _only_known_words(self) -> Manifest:
        for capability in self.capabilities:
            if capability not in CAPABILITIES:
                raise ValueError(f"capability {capability!r} does not exist{nearest(capability, CAPABILITIES)}")
        for kind in self.uses:
            name, _, version = kind.partition("/")
            if version not in KINDS.get(name, ()):
                raise ValueError(f"uses {kind!r}, which is no kind{nearest(name, KINDS)}: such as embedder/1")
        return self

    @model_validator(mode="after")
    def _unless_names_options(self) -> Manifest:
        for key, option in self.config.items():
            for other in option.unless:
                if other not in self.config:
                    near = nearest(other, self.config)
                    raise ValueError(f"option {key!r} is needed unless {other!r}, which is no option{near}")
        return self

    @model_validator(mode="after")
    def _only_known_keys(self) -> Manifest:
        for key in self.model_extra or {}:
            if not key.startswith("x-"):
                near = nearest(key, type(self).model_fields)
                raise ValueError(f"unknown key {key!r}{near}; tables of your own start with 'x-'")
        return self

    @property
    def kind_name(self) -> str:
        """The kind without its version."""
        return self.kind.partition("/")[0]

    @property
    def serves(self) -> tuple[str, ...]:
        """Its intents; one of its own, named by its id, when it states none."""
        return self.intents or (self.id,)

    def options(self, given: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
        """Every option with the value given or its default; ConfigError for unknown keys and wrong types."""
        for key in given:
            if key not in self.config:
                raise ConfigError(
                    f"module {self.id!r} has no option {key!r}{nearest(key, self.config)}",
                    hint=f"`orchestra modules show {self.id}` lists its options",
                )
        return {
            key: option.check(key, given[key]) if key in given else option.default
            for key, option in self.config.items()
        }

    def missing(self, options: Mapping[str, JsonValue]) -> tuple[str, ...]:
        """The required options that have no value yet."""
        return tuple(
            key
            for key, option in self.config.items()
            if option.required and options.get(key) in (None, "") and not any(map(options.get, option.unless))
        )


def nearest(word: str, known: Mapping[str, object]) -> str:
    """A "did you mean" for an unknown word, or nothing."""
    found = difflib.get_close_matches(str(word), list(known), n=1, cutoff=0.6)
    return f" (did you mean {found[0]!r}?)" if found else ""


def parse_manifest(data: Mapping[str, Any], origin: str) -> Manifest:
    """Check a manifest's data; `origin` names it in errors. ManifestError, VersionError."""
    _check_versions(data, origin)
    try:
        return Manifest.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        what = first["msg"].removeprefix("Value error, ")
        if first["type"] == "extra_forbidden":
            model = Option if first["loc"][0] == "config" else CostModel
            what = f"unknown key{nearest(str(first['loc'][-1]), model.model_fields)}"
        raise ManifestError(
            f"{origin}: {f'{place}: ' if place else ''}{what}", hint="see docs/module-spec.md"
        ) from error


def read_manifest(path: Path) -> Manifest:
    """Read and check a manifest file. ManifestError, VersionError."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ManifestError(f"{path}: cannot be read: {error}", hint="see docs/module-spec.md") from error
    if isinstance(data.get("problem"), str):
        data["problem"] = _read_json(path.parent / data["problem"])
    return parse_manifest(data, str(path))


def _read_json(path: Path) -> JsonValue:
    try:
        data: JsonValue = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, ValueError, RecursionError) as error:
        raise ManifestError(f"{path}: cannot be read: {error}", hint="see docs/module-spec.md") from error
    return data


def _check_versions(data: Mapping[str, Any], origin: str) -> None:
    spec = data.get("spec")
    if isinstance(spec, str) and spec != SPEC:
        raise VersionError(
            f"{origin}: written for spec {spec}, this runtime speaks spec {SPEC}",
            hint="install a version of the module for this spec, or another version of orchestra",
        )
    kind = data.get("kind")
    if kind is None:
        return
    name, _, version = str(kind).partition("/")
    if name not in KINDS:
        raise ManifestError(
            f"{origin}: kind {kind!r} does not exist{nearest(name, KINDS)}", hint=f"one of {', '.join(KINDS)}"
        )
    if version not in KINDS[name]:
        raise VersionError(
            f"{origin}: kind {kind!r}, this runtime speaks {', '.join(f'{name}/{v}' for v in KINDS[name])}",
            hint="state the kind with its version, such as solver/1",
        )
