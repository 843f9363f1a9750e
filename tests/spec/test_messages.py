"""Messages and events as JSON and back."""

from __future__ import annotations

import base64
import json
import math
import struct
from datetime import UTC
from functools import cache
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from orchestra import spec
from orchestra.spec import (
    EVENT,
    KINDS,
    MESSAGES,
    MODULE_EVENT,
    Charge,
    Cost,
    Declined,
    Event,
    Fit,
    GenerateRequest,
    Model,
    ModuleEvent,
    Problem,
    Progress,
    Solution,
    Turn,
    Vectors,
)
from orchestra.spec.messages import Role

# JSON text cannot hold half a surrogate pair.
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
finite = st.floats(allow_nan=False, allow_infinity=False)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | finite | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)
st.register_type_strategy(str, texts)
st.register_type_strategy(float, finite)


@st.composite
def costs(draw: st.DrawFn) -> Cost:
    """Ordered bounds."""
    lower, expected, upper = sorted(draw(st.tuples(*[st.integers(0, 10**18)] * 3)))
    return Cost(lower=lower, expected=expected, upper=draw(st.none() | st.just(upper)))


@st.composite
def vectors(draw: st.DrawFn) -> Vectors:
    """Whole rows of float32."""
    dim, rows = draw(st.integers(1, 4)), draw(st.integers(0, 3))
    values = draw(st.lists(st.floats(width=32), min_size=dim * rows, max_size=dim * rows))
    return Vectors(dim=dim, data=struct.pack(f"<{dim * rows}f", *values), fingerprint=draw(texts))


@cache
def of(model: type[Model]) -> st.SearchStrategy[Any]:
    """Any value of a model, field by field."""
    if model is Cost:
        return costs()
    if model is Vectors:
        return vectors()
    if model is Declined:
        return st.builds(Declined, texts)
    fields = {name: _field(model, name, info.annotation) for name, info in model.model_fields.items()}
    return st.fixed_dictionaries(fields).map(lambda values: model(**values))


def _field(model: type[Model], name: str, annotation: Any) -> st.SearchStrategy[Any]:
    if name in ("data", "body") and model in (Solution, Problem):
        return json_values
    if name in ("metadata", "filters"):
        return st.dictionaries(texts, texts, max_size=3)
    if name in ("settings", "stamp", "json_schema"):
        return st.dictionaries(texts, json_values, max_size=3)
    if name == "at":
        return st.none() | st.datetimes(timezones=st.just(UTC))
    bounded = _bounded(model, name)
    if bounded is not None:
        return bounded
    return _annotation(annotation)


def _bounded(model: type[Model], name: str) -> st.SearchStrategy[Any] | None:
    """For fields with a bound in their metadata."""
    info = model.model_fields[name]
    bounds = {type(item).__name__: getattr(item, type(item).__name__.lower()) for item in info.metadata}
    if not bounds:
        return None
    optional = st.none() if type(None) in get_args(info.annotation) else st.nothing()
    is_float = info.annotation is float or float in get_args(info.annotation)
    if is_float:
        low = bounds.get("Ge", math.nextafter(bounds.get("Gt", 0), 1))
        return optional | st.floats(low, bounds.get("Le", 1e300), allow_nan=False)
    return optional | st.integers(bounds.get("Ge", bounds.get("Gt", 0) + 1), 10**18)


def _annotation(annotation: Any) -> st.SearchStrategy[Any]:
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return of(annotation)
    arguments = get_args(annotation)
    if getattr(annotation, "__origin__", None) is tuple:
        return st.lists(_annotation(arguments[0]), max_size=2).map(tuple)
    if arguments and any(isinstance(item, type) and issubclass(item, Model) for item in arguments):
        return st.one_of(*map(_annotation, arguments))
    strategy: st.SearchStrategy[Any] = st.from_type(annotation)
    return strategy


EVENTS: tuple[type[Model], ...] = get_args(get_args(Event)[0])
MODELS = sorted(
    {value for value in vars(spec).values() if isinstance(value, type) and issubclass(value, Model)} - {Model, *EVENTS},
    key=lambda model: model.__name__,
)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_every_message_comes_back_from_json_as_it_was(model: type[Model], data: st.DataObject) -> None:
    """Both through text and through Python's JSON values, which is how workers send them."""
    message = data.draw(of(model))
    assert model.model_validate_json(message.model_dump_json()) == message
    sent = json.loads(json.dumps(message.model_dump(mode="json")))
    assert model.model_validate(sent) == message


@pytest.mark.parametrize("model", EVENTS, ids=lambda model: model.__name__)
@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_every_event_comes_back_from_json_as_its_own_type(model: type[Model], data: st.DataObject) -> None:
    """The `type` field alone tells events apart."""
    event = data.draw(of(model))
    back = EVENT.validate_json(EVENT.dump_json(event))
    assert type(back) is model
    assert back == event


@pytest.mark.parametrize(
    "model", [model for model in MODELS if model is not Declined], ids=lambda model: model.__name__
)
@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_fields_of_a_later_version_are_ignored(model: type[Model], data: st.DataObject) -> None:
    """A message of tomorrow is read as far as it is known today."""
    message = data.draw(of(model))
    assert model.model_validate({**message.model_dump(mode="json"), "of_tomorrow": 1}) == message


def test_a_decline_takes_its_reason_by_place_or_by_name_and_ignores_the_rest() -> None:
    """`Declined("why")` is what module authors write."""
    assert Declined("why") == Declined(reason="why") == Declined.model_validate({"reason": "why", "of_tomorrow": 1})


@pytest.mark.parametrize(
    "message", [Turn(role="user", text="a"), Declined("a"), Solution(value="1", text="1"), Fit(score=1)]
)
def test_messages_are_frozen(message: Model) -> None:
    """What was sent cannot be changed by who received it."""
    with pytest.raises(ValidationError, match="frozen"):
        setattr(message, next(iter(type(message).model_fields)), "other")


def test_vectors_travel_as_base64_of_little_endian_floats() -> None:
    """The bytes are the same on every machine."""
    vectors = Vectors(dim=2, data=struct.pack("<4f", 1, 0, 0, 1), fingerprint="f")
    assert json.loads(vectors.model_dump_json())["data"] == base64.b64encode(vectors.data).decode()
    assert vectors.numpy().tolist() == [[1, 0], [0, 1]]


@pytest.mark.parametrize("data", [b"abc", struct.pack("<3f", 1, 2, 3)], ids=["half a float", "half a row"])
def test_vectors_of_broken_rows_are_refused(data: bytes) -> None:
    """A row that is not whole cannot be told apart from the next."""
    with pytest.raises(ValidationError, match="whole number"):
        Vectors(dim=2, data=data, fingerprint="f")


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_numbers_that_json_lacks_are_refused_wherever_they_stand(value: float) -> None:
    """They would come back as something else."""
    for make in (
        lambda: Progress(message="", fraction=value),
        lambda: Solution(value="", text="", data={"x": [value]}),
        lambda: Charge(instance="", flops=1, seconds=value, method="counted"),
    ):
        with pytest.raises(ValidationError):
            make()


def test_a_module_may_send_progress_text_evidence_and_warnings_and_nothing_else() -> None:
    """The rest is the runtime's to say."""
    assert {model.__name__ for model in get_args(ModuleEvent)} == {"Progress", "Text", "EvidenceFound", "Warned"}
    with pytest.raises(ValidationError):
        MODULE_EVENT.validate_python({"type": "charge"})


def request(roles: str, earlier: int) -> GenerateRequest:
    """Messages by the first letters of their roles, each with its place as its text."""
    names: dict[str, Role] = {"s": "system", "u": "user", "a": "assistant"}
    turns = tuple(Turn(role=names[role], text=str(place)) for place, role in enumerate(roles))
    return GenerateRequest(messages=turns, earlier=earlier)


def places(made: GenerateRequest) -> str:
    """The places of the messages that are left."""
    return "".join(turn.text for turn in made.messages)


@pytest.mark.parametrize(
    ("roles", "earlier", "left"),
    [
        ("su", 0, ["01"]),
        ("suau", 3, ["0123", "03"]),
        ("suauau", 5, ["012345", "0345", "05"]),
        ("suauauau", 5, ["01234567", "034567", "0567"]),  # what was sent back stays with its question
        ("sauuau", 5, ["012345", "02345", "0345", "05"]),
        ("susau", 4, ["01234", "024"]),
        ("suau", 9, ["0123", "03", "0"]),
        ("ss", 1, ["01"]),
    ],
)
def test_earlier_turns_are_left_out_by_whole_exchanges_oldest_first(roles: str, earlier: int, left: list[str]) -> None:
    """The system's messages stay, and whatever is not an earlier turn."""
    asked = request(roles, earlier)
    assert [places(asked.without(n)) for n in range(asked.exchanges + 1)] == left


@given(st.text("sua", max_size=9), st.integers(0, 9), st.data())
def test_leaving_out_in_steps_is_leaving_out_at_once(roles: str, earlier: int, data: st.DataObject) -> None:
    """And there is never more left out than there was."""
    asked = request(roles, earlier)
    first = data.draw(st.integers(0, asked.exchanges))
    second = data.draw(st.integers(0, asked.exchanges - first))

    assert asked.without(first).exchanges == asked.exchanges - first
    assert asked.without(first).without(second).messages == asked.without(first + second).messages
    with pytest.raises(ValueError, match="none to leave out"):
        asked.without(asked.exchanges + 1)


def test_every_kind_has_its_messages() -> None:
    """The table of kinds and the table of messages name the same kinds."""
    assert set(MESSAGES) == set(KINDS)


@pytest.mark.parametrize("bounds", [(2, 1, None), (0, 2, 1), (-1, 0, None)])
def test_costs_out_of_order_are_refused(bounds: tuple[int, int, int | None]) -> None:
    """lower <= expected <= upper, none of them negative."""
    with pytest.raises(ValidationError):
        Cost(lower=bounds[0], expected=bounds[1], upper=bounds[2])


def test_the_names_of_the_specification_are_sorted_complete_and_there() -> None:
    """`from orchestra.spec import *` gives the whole contract and nothing else."""
    # Constants first, then classes, then functions, as ruff sorts them.
    names = list(spec.__all__)
    assert names == sorted(names, key=lambda name: (not name.isupper(), not name[0].isupper(), name))
    assert len(names) == len(set(names))
    there = {
        name
        for name, value in vars(spec).items()
        if not name.startswith("_") and not isinstance(value, type(spec)) and _is_of_spec(value)
    }
    assert there <= set(names)
    assert all(hasattr(spec, name) for name in names)


def _is_of_spec(value: object) -> bool:
    return str(getattr(value, "__module__", "orchestra.spec")).startswith("orchestra.spec")
