"""Models at random, by the annotations of their classes: whatever way they take, they come back the same."""

from __future__ import annotations

import copy
import json
import pickle
from datetime import UTC, datetime
from types import NoneType, UnionType
from typing import Any, get_args, get_origin

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nibe_uplink._from_dict import _types
from nibe_uplink._generated import models as v1
from nibe_uplink._model import Model
from nibe_uplink.myuplink._generated import models as v2

CLASSES = [getattr(module, name) for module in (v1, v2) for name in module.__all__]
# JSON has neither lone surrogates nor, in Rust's hands, numbers beyond 64 bits.
TEXTS = st.text(st.characters(codec="utf-8"), max_size=12)
WHOLE = st.integers(-(2**63), 2**63 - 1)
FLOATS = st.floats(allow_nan=False, allow_infinity=False).map(lambda number: number + 0.0)
TIMES = st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=st.just(UTC))
ANYTHING = st.recursive(
    st.none() | st.booleans() | WHOLE | TEXTS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(TEXTS, inner, max_size=2),
    max_leaves=4,
)


def values(kind: Any) -> st.SearchStrategy[Any]:
    """Values of a type of a field."""
    if kind is Any:
        return ANYTHING
    if isinstance(kind, UnionType):
        return st.one_of(*map(values, get_args(kind)))
    if get_origin(kind) is list:
        return st.lists(values(get_args(kind)[0]), max_size=2)
    if get_origin(kind) is dict:
        return st.dictionaries(TEXTS, values(get_args(kind)[1]), max_size=2)
    if issubclass(kind, Model):
        return models(kind)
    plain = {bool: st.booleans(), int: WHOLE, float: FLOATS, str: TEXTS, datetime: TIMES, NoneType: st.none()}
    if kind in plain:
        return plain[kind]
    return st.sampled_from(list(kind)) | st.text("ABCXYZ", min_size=3, max_size=5).map(kind)


def models(kind: type[Model]) -> st.SearchStrategy[Any]:
    """Models of a class, with fields that are newer than it."""
    types = _types(kind)
    fields = {name: values(types[name]) for name in kind._fields}
    taken = {*kind._wire.values(), *kind._fields}
    names = st.text("abcdefgh", min_size=9, max_size=10).filter(lambda name: name not in taken)
    return st.builds(kind, **fields, extra=st.dictionaries(names, ANYTHING, max_size=1))


def plain(value: object) -> object:
    """What `json.dumps` leaves to others."""
    assert isinstance(value, datetime)
    return value.isoformat()


@pytest.mark.parametrize("kind", CLASSES, ids=[f"{kind.__module__.split('.')[1]}-{kind.__name__}" for kind in CLASSES])
@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_models_come_back_the_same(kind: type[Model], data: st.DataObject) -> None:
    one = data.draw(models(kind))
    assert kind.from_dict(one.to_dict()) == one
    assert kind.from_dict(json.loads(json.dumps(one.to_dict(), default=plain))) == one
    again = kind.from_json(one.to_json())
    assert again == one
    assert again.to_json() == one.to_json()
    assert pickle.loads(pickle.dumps(one)) == one
    assert copy.deepcopy(one) == one.replace() == one
    assert hash(again) == hash(one)
    assert kind.__name__ in repr(one)


def test_the_strategies_reach_what_they_should() -> None:
    """A property that only empty models were tried with says nothing."""
    seen: dict[str, set[type]] = {}

    @settings(max_examples=60, deadline=None, derandomize=True, database=None)
    @given(models(v1.System))
    def look(one: Any) -> None:
        for name, value in one._items():
            seen.setdefault(name, set()).add(type(value))
        seen.setdefault("extra", set()).add(type(one.extra) if one.extra else NoneType)

    look()
    assert seen["last_activity_date"] == {datetime, NoneType}
    assert seen["product_image"] == {v1.Image, NoneType}
    assert len(seen["extra"]) == 2
    assert seen["has_alarmed"] == {bool}


def test_from_dict_says_what_is_wrong() -> None:
    with pytest.raises(TypeError, match="has no field titel"):
        v1.Reading.from_dict({"parameter_id": 1, "title": "", "display_value": "", "raw_value": 1, "titel": ""})
    with pytest.raises(TypeError, match="lacks parameter_id"):
        v1.Reading.from_dict({})
    with pytest.raises(ValueError, match="Invalid isoformat"):
        v1.System.from_dict({"last_activity_date": "yesterday"})
