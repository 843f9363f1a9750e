"""The options of an instance as a person asks about them: the value in force and where it came from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import JsonValue

from orchestra.config import variable

if TYPE_CHECKING:
    from orchestra.config import Config
    from orchestra.spec import Manifest

_SECRET = re.compile(r"(^|_)(key|token|secret|password)$")


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """One option with its value and origin."""

    name: str
    type: str
    value: JsonValue
    default: JsonValue
    origin: str
    variable: str
    unit: str
    doc: str
    required: bool


def chosen(config: Config, manifest: Manifest, id: str) -> Iterator[Chosen]:
    """Every option of an instance. ConfigError."""
    values = config.options(manifest, id)
    for name, option in manifest.config.items():
        value = values[name]
        yield Chosen(
            name=name,
            type=option.type,
            value="***" if _SECRET.search(name) and value else value,
            default=option.default,
            origin=config.origin(id, name),
            variable=variable(id, name),
            unit=option.unit,
            doc=option.doc,
            required=option.required,
        )
