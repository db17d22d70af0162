"""Models from dictionaries, by the annotations of their classes."""

from __future__ import annotations

import sys
from base64 import b64decode
from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, get_args, get_origin

from ._model import Model


def fields_of(kind: type[Model], given: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments of a model's constructor."""
    types = _types(kind)
    return {name: _read(types.get(name), value) for name, value in given.items() if name not in kind._reads}


@cache
def _types(kind: type[Model]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for one in reversed(kind.__mro__):
        if one is Model or not issubclass(one, Model):
            continue
        names = vars(sys.modules[one.__module__])
        for name, text in vars(one).get("__annotations__", {}).items():
            try:
                found[name] = eval(text, names) if isinstance(text, str) else text
            except NameError:
                # A class of somebody's own may name types for type checkers only; its values stay as they are.
                found[name] = None
    return found


def _read(kind: Any, value: Any) -> Any:
    if isinstance(kind, UnionType):
        fits = (one for one in get_args(kind) if one is not NoneType)
        # Unions hold one type that has to be read, beside None and plain values.
        return value if value is None else _first_that_reads(fits, value)
    if isinstance(value, list) and get_origin(kind) is list:
        return [_read(get_args(kind)[0], item) for item in value]
    if isinstance(value, Mapping) and get_origin(kind) is dict:
        return {key: _read(get_args(kind)[1], item) for key, item in value.items()}
    # `Any` is a class since Python 3.11.
    if kind is Any or not isinstance(kind, type):
        return value
    if isinstance(value, Mapping) and issubclass(kind, Model):
        return kind.from_dict(value)
    if isinstance(value, str) and not isinstance(value, kind):
        if issubclass(kind, Enum):
            return kind(value)
        if issubclass(kind, datetime):
            return kind.fromisoformat(value)
        if issubclass(kind, bytes):
            return b64decode(value, validate=True)
    return value


def _first_that_reads(kinds: Any, value: Any) -> Any:
    for kind in kinds:
        read = _read(kind, value)
        if read is not value:
            return read
    return value
