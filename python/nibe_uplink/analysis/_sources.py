"""Series out of recordings, tables and data frames."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from datetime import datetime, tzinfo
from difflib import get_close_matches
from os import PathLike
from pathlib import Path
from typing import Any

from nibe_uplink import catalogue
from nibe_uplink.analysis._series import Series, plot_all
from nibe_uplink.errors import SetupError

# What tells one series from others: system, id, title, unit.
Key = tuple[str, int | None, str, str]
COLUMNS = ("time", "system", "id", "title", "value", "unit")


class Recorded(Mapping[int | str, Series]):
    """The series of one system: `recorded[40004]`, by id, by the alias of the catalogue, or by title."""

    def __init__(self, series: dict[Key, Series]) -> None:
        self._series = series

    def __getitem__(self, wanted: int | str) -> Series:
        found = [series for key, series in self._series.items() if _is(key, wanted)]
        if not found:
            raise KeyError(self._missing(wanted))
        # The machine's language was changed, or its unit: what there is most of.
        return max(found, key=len)

    def __iter__(self) -> Iterator[int | str]:
        return iter(dict.fromkeys(number or title for _, number, title, _ in self._series))

    def __len__(self) -> int:
        return len(list(iter(self)))

    def __repr__(self) -> str:
        names = ", ".join(
            f"{number or title!r} ({len(series)})" for (_, number, title, _), series in self._series.items()
        )
        return f"<Recorded: {names}>"

    def plot(
        self,
        *wanted: int | str,
        running: int | str | None = None,
        title: str = "",
        zone: str | tzinfo | None = None,
        ax: Any = None,
    ) -> Any:
        """Draws series over time, with an axis for each unit, and returns the axes. Needs the extra `plot`.

        Args:
            wanted: Ids, aliases or titles; all of them unless given.
            running: The series (the frequency, 43136) where the picture is shaded while it is above 0.
            title: The title of the picture.
            zone: The time that is shown, such as `Europe/Stockholm`; None for UTC.
            ax: The matplotlib axes to draw on; None for new ones.

        Raises:
            KeyError: One of them was not recorded.
            SetupError: matplotlib is not installed.

        Example:
            >>> axes = pump.plot(40004, 40008, running=43136)
        """
        shaded = None if running is None else self[running]
        every = [self[one] for one in wanted] or [one for one in self.values() if one is not shaded]
        return plot_all(every, running=shaded, title=title, zone=zone, ax=ax)

    def _missing(self, wanted: int | str) -> str:
        there = [str(name) for name in self]
        close = get_close_matches(str(wanted), [*there, *(title for _, _, title, _ in self._series)], 1)
        hint = f"; did you mean {close[0]}?" if close else f"; there are {', '.join(there) or 'none'}"
        return f"no numbers of {wanted} were recorded{hint}"


def read(source: Any, *, system: int | str | None = None) -> Recorded:
    """The series of a recording, of a table, or of a data frame.

    Takes the path of a recording (`.sqlite`, `.parquet`, `.duckdb`), what `nibe_uplink.table` gives, rows that
    `on_written` was told, and data frames of pandas, polars or pyarrow with the columns of a table (`time`, `id`,
    `value`, and where there are any `system`, `title`, `unit`) or with those of `wide()`: `time` and one for each
    parameter. Words and readings without a time are left out.

    Args:
        source: Where readings are.
        system: The system, or the device of myUplink; may be left out where there is one.

    Raises:
        SetupError: The source cannot be read, or there are several systems and none is named.

    Example:
        >>> pump = analysis.read("house.parquet", system=80101)
    """
    by_key: dict[Key, list[tuple[datetime, Any]]] = {}
    for time, of, number, title, value, unit in _rows(source):
        if time is not None and not isinstance(value, str):
            by_key.setdefault((_text(of), number, _text(title), _text(unit)), []).append((time, value))
    systems = sorted({key[0] for key in by_key})
    if system is None and len(systems) > 1:
        raise SetupError(f"there are several systems; name one: system={systems[0]!r} (of {', '.join(systems)})")
    if system is not None and systems and str(system) not in systems:
        raise SetupError(f"nothing of system {system} was recorded; there are {', '.join(systems)}")
    return Recorded(
        {
            key: Series.of(pairs, name=key[2] or str(key[1]), unit=key[3])
            for key, pairs in by_key.items()
            if system is None or key[0] == str(system)
        }
    )


def _is(key: Key, wanted: int | str) -> bool:
    _, number, title, _ = key
    if isinstance(wanted, int) or wanted.isdecimal():
        return number == int(wanted)
    parameter = catalogue.get(number) if number else None
    return wanted == title or (parameter is not None and wanted in (parameter.alias, parameter.name))


def _rows(source: Any) -> Iterable[tuple[Any, ...]]:
    if isinstance(source, str | PathLike):
        return _file(Path(source))
    if hasattr(source, "_rows"):
        source = source._rows
    if hasattr(source, "_lines"):
        lines = source._lines.items()
        return ((time, of, *key[:2], value, key[2]) for (time, of), line in lines for key, value in line.items())
    columns = _frame(source)
    if columns is not None:
        return _long(columns) if "value" in columns else _wide(columns, source)
    if hasattr(source, "__iter__"):
        return _iterated(source)
    raise SetupError(f"series are read of a file, a table, rows or a data frame, not of {type(source).__name__}")


def _iterated(source: Iterable[Any]) -> Iterator[tuple[Any, ...]]:
    for row in source:
        if not hasattr(row, "title") or not hasattr(row, "time"):
            raise SetupError(f"rows are those of a table or a recording, not {type(row).__name__}")
        yield tuple(getattr(row, name) for name in COLUMNS)


def _file(path: Path) -> Iterable[tuple[Any, ...]]:
    if not path.exists():
        raise SetupError(f"there is no file {path}")
    if path.suffix in (".sqlite", ".db"):
        return _database(path)
    try:
        if path.suffix == ".parquet":
            import pyarrow.parquet

            return _long(_frame(pyarrow.parquet.read_table(path)) or {})
        if path.suffix == ".duckdb":
            import duckdb

            with duckdb.connect(path, read_only=True) as database:
                return _long(_frame(database.sql("FROM readings").to_arrow_table()) or {})
    except ImportError as error:
        extra = "duckdb" if path.suffix == ".duckdb" else "arrow"
        message = f"reading {path.name} needs {error.name}; install it with: pip install 'nibe-uplink-client[{extra}]'"
        raise SetupError(message) from None
    except Exception as error:
        if type(error).__module__.partition(".")[0] not in ("pyarrow", "duckdb", "_duckdb"):
            raise
        raise SetupError(f"{path} is no recording: {' '.join(str(error).split())}") from None
    raise SetupError("a recording ends with .sqlite, .parquet or .duckdb")


def _database(path: Path) -> list[tuple[Any, ...]]:
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as database:
            rows = database.execute(f"SELECT {', '.join(COLUMNS)} FROM readings WHERE text IS NULL").fetchall()
    except sqlite3.Error as error:
        raise SetupError(f"{path} is no recording: {error}") from None
    return [(datetime.fromisoformat(time), *others) for time, *others in rows]


def _frame(source: Any) -> dict[str, list[Any]] | None:
    """The columns of a data frame as lists; None of what is none."""
    if hasattr(source, "to_pydict"):
        return dict(source.to_pydict())
    if hasattr(source, "reset_index"):
        # Of pandas, whose time may be the index.
        source = source.reset_index(names="time") if "time" not in source.columns else source
        return {str(name): _objects(source[name]) for name in source.columns}
    if hasattr(source, "to_dicts"):
        return dict(source.to_dict(as_series=False))
    return None


def _objects(column: Any) -> list[Any]:
    # Times are pandas' own, and missing ones are no times; its NA is neither equal to itself nor not.
    values: list[Any] = [None if gone else value for value, gone in zip(column.tolist(), column.isna(), strict=True)]
    return [value.to_pydatetime() if hasattr(value, "to_pydatetime") else value for value in values]


def _long(columns: dict[str, list[Any]]) -> Iterator[tuple[Any, ...]]:
    if missing := [name for name in ("time", "id", "value") if name not in columns]:
        raise SetupError(f"the data has no column {missing[0]}; it needs time, id and value, as a table has")
    words = columns.get("text")
    for place, time in enumerate(columns["time"]):
        of, number, title, value, unit = (columns[name][place] if name in columns else None for name in COLUMNS[1:])
        if words is None or _nothing(words[place]):
            yield _time(time), of, _id(number), title, value, unit


def _wide(columns: dict[str, list[Any]], source: Any) -> Iterator[tuple[Any, ...]]:
    if "time" not in columns:
        raise SetupError("the data has no column time; it needs one, with time zones")
    units = dict(getattr(source, "attrs", {}).get("units", {}))
    ids = {}
    for field in getattr(source, "schema", ()) if hasattr(source, "to_pydict") else ():
        told = {key.decode(): value.decode() for key, value in (field.metadata or {}).items()}
        units[field.name], ids[field.name] = told.get("unit", ""), int(told.get("id") or 0) or None
    systems = columns.get("system", [])
    for name, values in columns.items():
        if name in ("time", "system"):
            continue
        for place, value in enumerate(values):
            # A time that only others have is no absent sensor.
            if isinstance(value, int | float) and not _nothing(value):
                of = systems[place] if systems else None
                yield _time(columns["time"][place]), of, ids.get(name), name, value, units.get(name, "")


def _time(value: Any) -> Any:
    return None if _nothing(value) else datetime.fromisoformat(value) if isinstance(value, str) else value


def _id(value: Any) -> int | None:
    return None if _nothing(value) else int(value)


def _nothing(value: Any) -> bool:
    return value is None or value != value


def _text(value: Any) -> str:
    return "" if _nothing(value) else str(value)
