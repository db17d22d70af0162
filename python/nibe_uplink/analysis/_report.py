"""Rows of a result, for eyes and for programs that work with data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, ClassVar, Generic, TypeVar

from nibe_uplink._arrow import Column, Columns, microseconds
from nibe_uplink._grid import page, text


class Line:
    """What the rows of reports have in common: a dataclass, with the unit of each column that has one."""

    units: ClassVar[MappingProxyType[str, str]] = MappingProxyType({})


R = TypeVar("R", bound=Line)


class Report(Columns, Generic[R]):
    """Rows of a result: a sequence that prints as a table, and that pandas, polars and pyarrow read.

    Moments are shown in the time of the place, and given to other programs in UTC; lengths of time are in hours.
    """

    def __init__(self, kind: type[R], rows: Sequence[R]) -> None:
        self._kind, self._rows = kind, list(rows)

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, place: int) -> R:
        return self._rows[place]

    def __iter__(self) -> Iterator[R]:
        return iter(self._rows)

    def _columns(self) -> list[Column]:
        made = []
        for one in fields(self._kind):  # type: ignore[arg-type]
            values = [_plain(getattr(row, one.name)) for row in self._rows]
            unit = self._kind.units.get(one.name)
            made.append(Column(one.name, _arrow_kind(str(one.type)), values, {"unit": unit} if unit else {}))
        return made

    def _cells(self) -> tuple[list[str], list[list[str]], list[int]]:
        names = [one.name for one in fields(self._kind)]  # type: ignore[arg-type]
        units = self._kind.units
        heads = [f"{name} ({units[name]})" if name in units else name for name in names]
        rows = [[_shown(getattr(row, name)) for name in names] for row in self._rows]
        kinds = [str(one.type) for one in fields(self._kind)]  # type: ignore[arg-type]
        return heads, rows, [place for place, kind in enumerate(kinds) if _arrow_kind(kind) in ("float", "int")]

    def __repr__(self) -> str:
        return text(*self._cells())

    def _repr_html_(self) -> str:
        return page(*self._cells())


def _arrow_kind(declared: str) -> str:
    kinds = {"datetime": "time", "timedelta": "float", "float": "float", "int": "int", "str": "word"}
    return kinds[declared.split(" | ")[0]]


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return microseconds(value)
    return value / timedelta(hours=1) if isinstance(value, timedelta) else value


def _shown(value: Any) -> str:
    if value is None:
        return "unknown"
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, timedelta):
        value = value / timedelta(hours=1)
    return f"{value:.2f}" if isinstance(value, float) else str(value)
