"""What the bridge knows of heat pumps; private."""

from collections.abc import Mapping, Sequence
from typing import Any

from nibe_uplink._core import Core, Pending, Secret
from nibe_uplink.local._reading import PointTold, WrittenTold

__all__ = [
    "arrow_stream",
    "catalogue_find",
    "catalogue_get",
    "catalogue_ids",
    "cli_main",
    "local_base_url",
    "local_modes",
    "local_pair",
    "local_pairing",
    "local_points",
    "local_write",
    "point_limits",
    "point_rows",
    "point_title",
    "point_value",
    "point_words",
    "read_moment",
    "read_value",
    "reading_rows",
    "unit_spelling",
    "write_points",
]

_Pair = tuple[str | None, str | None]

def arrow_stream(columns: Sequence[tuple[str, str, Sequence[Any], dict[str, str]]]) -> object: ...
def catalogue_find(text: str) -> list[dict[str, Any]]: ...
def catalogue_get(id: int) -> dict[str, Any] | None: ...
def catalogue_ids() -> list[int]: ...
def cli_main(arguments: Sequence[str]) -> int: ...
def local_base_url(address: str) -> str: ...
def local_modes(core: Core, device: int | str, aid: str | None, smart: str | None) -> Pending[None]: ...
def local_pair(
    address: str, username: str, password: Secret, fingerprint: str | None, path: str | None
) -> Pending[tuple[str, str, Secret, str]]: ...
def local_pairing(path: str | None, address: str | None) -> tuple[str, str, Secret, str]: ...
def local_points(
    core: Core, device: int | str, ids: Sequence[int] | None, language: str | None
) -> Pending[list[PointTold]]: ...
def local_write(
    core: Core, device: int | str, values: Mapping[int, float | str], verify: tuple[float, float] | None
) -> Pending[list[WrittenTold]]: ...
def point_limits(
    limits: Sequence[float | None], scale: str | None, present: float | None, str_val: str | None, unit: str | None
) -> tuple[float | None, float | None, float | None]: ...
def point_rows(core: Core, device_id: str) -> Pending[str]: ...
def point_title(name: str | None) -> str | None: ...
def point_value(
    raw: Any,
    str_val: str | None,
    unit: str | None,
    scale: str | None,
    limits: Sequence[float | None],
    limits_scale: str | None,
    pairs: Sequence[_Pair],
) -> float | int | str | None: ...
def point_words(pairs: Sequence[_Pair]) -> dict[float | int, str]: ...
def read_moment(text: str) -> str | None: ...
def read_value(
    parameter_id: int, unit: str, display_value: str, raw_value: int
) -> tuple[float | int | str | None, str]: ...
def reading_rows(core: Core, system_id: int) -> Pending[str]: ...
def unit_spelling(unit: str | None) -> str | None: ...
def write_points(
    core: Core, given: dict[str, Any], verify: tuple[float, float] | None
) -> Pending[list[tuple[str, str, str, str | None, Any]]]: ...
