"""Readings as a table, in a terminal, in a notebook and for programs that work with data."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from nibe_uplink._arrow import Column, Columns, microseconds
from nibe_uplink._grid import page, text
from nibe_uplink._rows import Row, rows

if TYPE_CHECKING:
    from nibe_uplink._rows import Readable

HEADS = ("id", "title", "value", "unit", "shown as")
RIGHT = (2,)


class Table(Columns):
    """Readings in rows. Prints as text; a notebook shows it as HTML; pandas and the like read it as columns.

    The columns are `time` (UTC), `system`, `id`, `title`, `value` (numbers), `text` (words) and `unit`; `wide` has a
    column for each parameter instead.
    """

    def __init__(self, readings: Iterable[Readable]) -> None:
        self._rows = list(rows(readings))
        self.rows: list[tuple[str, ...]] = [
            (str(row.id or ""), row.title, shown(row.value), row.unit, row.shown) for row in self._rows
        ]

    def __len__(self) -> int:
        return len(self.rows)

    def wide(self) -> Wide:
        """The same with a column for each parameter, in a row for each time and system.

        Example:
            >>> frame = sim.recorded(80101, [40004, 43005]).wide().to_pandas()
        """
        return Wide(self._rows)

    def plot(
        self,
        *wanted: int | str,
        running: int | str | None = None,
        title: str = "",
        zone: str | None = None,
        ax: Any = None,
    ) -> Any:
        """Draws what has a time, of one system; as `analysis.Recorded.plot`.

        Example:
            >>> axes = sim.recorded(80101, [40004, 40008, 43136]).plot(40004, 40008, running=43136)
        """
        from nibe_uplink.analysis import read

        return read(self).plot(*wanted, running=running, title=title, zone=zone, ax=ax)

    def _columns(self) -> list[Column]:
        every = self._rows
        return [
            Column("time", "time", [microseconds(row.time) for row in every]),
            Column("system", "word", [row.system for row in every]),
            Column("id", "int", [row.id for row in every]),
            Column("title", "word", [row.title for row in every]),
            Column("value", "float", [_number(row.value) for row in every]),
            Column("text", "word", [_word(row.value) for row in every]),
            Column("unit", "word", [row.unit for row in every]),
        ]

    def __repr__(self) -> str:
        return str(self)

    def __str__(self) -> str:
        return text(HEADS, self.rows, RIGHT)

    def _repr_html_(self) -> str:
        return page(HEADS, self.rows, RIGHT)


class Wide(Columns):
    """Readings with a column for each parameter, in a row for each time and system.

    The first columns are `time` and `system`. The others are called as their parameter, with its id when several have
    that title; the metadata of their field has `id` and `unit`. Words are in a column of their own.
    """

    def __init__(self, every: list[Row]) -> None:
        self._lines: dict[tuple[Any, Any], dict[tuple[int | None, str, str], Any]] = {}
        for row in every:
            line = self._lines.setdefault((row.time, row.system), {})
            line[row.id, row.title, row.unit] = row.value

    def __len__(self) -> int:
        return len(self._lines)

    def _columns(self) -> list[Column]:
        columns = [
            Column("time", "time", [microseconds(time) for time, _ in self._lines]),
            Column("system", "word", [system for _, system in self._lines]),
        ]
        parameters = dict.fromkeys(parameter for line in self._lines.values() for parameter in line)
        titles = [title for _, title, _ in parameters]
        taken = {"time", "system"}
        for parameter in parameters:
            number, title, unit = parameter
            name = (
                title if titles.count(title) == 1 and title not in taken else f"{title} {number or ''} {unit}".rstrip()
            )
            values = [line.get(parameter) for line in self._lines.values()]
            words = [_word(value) for value in values]
            metadata = {"id": str(number or "")} | ({"unit": unit} if unit else {})
            numbers = [_number(value) for value in values]
            if any(value is not None for value in numbers) or not any(words):
                columns.append(Column(name, "float", numbers, metadata))
                name = f"{name} (text)"
            if any(words):
                columns.append(Column(name, "word", words, {"id": str(number or "")}))
        return columns

    def __repr__(self) -> str:
        names = ", ".join(one.name for one in self._columns())
        return f"<Wide of {len(self)} rows: {names}>"


def table(readings: Iterable[Readable]) -> Table:
    """Readings as a table: those of either cloud, those of categories, and what a watch tells.

    `polars.DataFrame(table)`, `pyarrow.table(table)` and duckdb take it as it is.

    Example:
        >>> table = nibe_uplink.table(client.parameters(80101, [40004, 43005]))
    """
    return Table(readings)


def _number(value: float | int | str | None) -> float | None:
    return None if isinstance(value, str | None) else float(value)


def _word(value: float | int | str | None) -> str | None:
    return value if isinstance(value, str) else None


def shown(value: float | int | str | None) -> str:
    """A value as people read it, without its unit."""
    if value is None:
        return "absent"
    # As many digits as no sensor has, and few enough to hide what arithmetic leaves behind.
    return f"{value:.10g}" if isinstance(value, float) and abs(value) < 1e10 else str(value)
