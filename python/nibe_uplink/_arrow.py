"""Rows as columns that pandas, polars, pyarrow and duckdb read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from nibe_uplink._core import nibe
from nibe_uplink.errors import SetupError

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Column(NamedTuple):
    """A column.

    Attributes:
        name: Its name.
        kind: `time`, `int`, `float` or `word`.
        values: Its values, None where there is none; times as microseconds since 1970.
        metadata: What is known of all of them, such as their unit.
    """

    name: str
    kind: str
    values: Sequence[Any]
    metadata: Mapping[str, str] = MappingProxyType({})


def microseconds(time: datetime | None) -> int | None:
    """A time as Arrow keeps it."""
    return None if time is None else (time - EPOCH) // timedelta(microseconds=1)


class Columns:
    """What exports through the Arrow C stream: `polars.DataFrame(x)`, `pyarrow.table(x)`, duckdb's `FROM x`."""

    def _columns(self) -> list[Column]:
        raise NotImplementedError

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """A capsule with the stream; the schema is our own, as the protocol allows."""
        return nibe.arrow_stream([(one.name, one.kind, one.values, dict(one.metadata)) for one in self._columns()])

    def to_pandas(self) -> pandas.DataFrame:
        """A `pandas.DataFrame`; `attrs["units"]` has the units of columns that have one. Needs the extra `pandas`.

        Raises:
            SetupError: pandas or pyarrow is not installed.

        Example:
            >>> frame = nibe_uplink.table(client.parameters(80101, [40004, 43005])).to_pandas()
        """
        frame: pandas.DataFrame = _imported("pandas", "pandas").DataFrame.from_arrow(self)
        units = {one.name: one.metadata["unit"] for one in self._columns() if "unit" in one.metadata}
        frame.attrs["units"] = units
        return frame

    def to_polars(self) -> polars.DataFrame:
        """A `polars.DataFrame`. Needs the extra `polars`.

        Raises:
            SetupError: polars is not installed.

        Example:
            >>> frame = nibe_uplink.table(client.parameters(80101, [40004, 43005])).to_polars()
        """
        frame: polars.DataFrame = _imported("polars", "polars").DataFrame(self)
        return frame

    def to_arrow(self) -> pyarrow.Table:
        """A `pyarrow.Table`, whose fields have units as metadata. Needs the extra `arrow`.

        Raises:
            SetupError: pyarrow is not installed.

        Example:
            >>> table = nibe_uplink.table(client.parameters(80101, [40004, 43005])).to_arrow()
        """
        table: pyarrow.Table = _imported("pyarrow", "arrow").table(self)
        return table


def _imported(module: str, extra: str) -> Any:
    try:
        if module == "pandas":
            # It reads the stream by it.
            import_module("pyarrow")
        return import_module(module)
    except ImportError:
        raise SetupError(f"this needs {module}; install it with: pip install 'nibe-uplink-client[{extra}]'") from None
