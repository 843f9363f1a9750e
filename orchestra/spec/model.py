"""The base of every message: frozen, JSON both ways, unknown fields ignored."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Model(BaseModel):
    """A frozen value with an exact JSON round trip; fields it does not know are ignored."""

    # JSON has no NaN and no infinity, so a value that holds one could not come back as it was.
    model_config = ConfigDict(
        frozen=True, extra="ignore", ser_json_bytes="base64", val_json_bytes="base64", allow_inf_nan=False
    )
