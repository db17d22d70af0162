"""What all models have in common: frozen, comparable, printable, picklable."""

from __future__ import annotations

import html
from base64 import b64decode
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, ClassVar, Self

_NOTHING: Mapping[str, Any] = MappingProxyType({})


def read_datetime(text: str) -> datetime:
    """A point in time with its offset."""
    return datetime.fromisoformat(text)


def read_bytes(text: str) -> bytes:
    """Bytes, which stand in JSON as Base64."""
    return b64decode(text)


class Model:
    """What the API sends, with names in Python's style.

    Attributes:
        extra: Fields that are newer than this client, by their name in the JSON.
    """

    __slots__ = ("extra",)
    _wire: ClassVar[dict[str, str]] = {}
    extra: Mapping[str, Any]

    def _init(self, extra: Mapping[str, Any] | None, **fields: Any) -> None:
        put = object.__setattr__
        for name, value in fields.items():
            put(self, name, value)
        put(self, "extra", MappingProxyType(dict(extra)) if extra else _NOTHING)

    @classmethod
    def _extra(cls, data: Mapping[str, Any]) -> Mapping[str, Any] | None:
        known = cls._wire.values()
        if len(data) <= len(known) and all(name in known for name in data):
            return None
        return {name: value for name, value in data.items() if name not in known}

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen; use .replace({name}=...) to get a changed copy")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen")

    def _items(self) -> Iterator[tuple[str, Any]]:
        return ((name, getattr(self, name)) for name in self._wire)

    def __eq__(self, other: object) -> bool:
        if type(self) is not type(other):
            return NotImplemented
        theirs: Any = other
        return bool(self.extra == theirs.extra and all(v == getattr(theirs, name) for name, v in self._items()))

    def __hash__(self) -> int:
        return hash((type(self), tuple(value for _, value in self._items()), tuple(self.extra)))

    def __repr__(self) -> str:
        fields = ", ".join(f"{name}={value!r}" for name, value in self._items())
        more = f", extra={dict(self.extra)!r}" if self.extra else ""
        return f"{type(self).__name__}({fields}{more})"

    def __reduce__(self) -> tuple[Any, ...]:
        return _restore, (type(self), dict(self._items()), dict(self.extra))

    def replace(self, **changes: Any) -> Self:
        """A copy with some fields changed."""
        return type(self)(**{**dict(self._items()), "extra": self.extra, **changes})

    def __replace__(self, **changes: Any) -> Self:
        return self.replace(**changes)

    def to_dict(self) -> dict[str, Any]:
        """The fields, models inside as dictionaries too; `extra` only when there is something in it."""
        made = {name: _plain(value) for name, value in self._items()}
        return {**made, "extra": dict(self.extra)} if self.extra else made

    def __rich_repr__(self) -> Iterator[tuple[str, Any]]:
        return self._items()

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><th style='text-align:left'>{html.escape(name)}</th>"
            f"<td style='text-align:left'>{html.escape(str(value))}</td></tr>"
            for name, value in self._items()
        )
        return f"<table><caption>{html.escape(type(self).__name__)}</caption><tbody>{rows}</tbody></table>"


def _plain(value: Any) -> Any:
    if isinstance(value, Model):
        return value.to_dict()
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value


def _restore(kind: Callable[..., Model], fields: dict[str, Any], extra: dict[str, Any]) -> Model:
    return kind(**fields, extra=extra)
