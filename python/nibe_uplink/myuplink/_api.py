"""What both clients of myUplink have in common."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, ClassVar

from nibe_uplink import _core
from nibe_uplink._core import nibe
from nibe_uplink._options import Configured
from nibe_uplink.myuplink._generated import SCOPES


class OfMyUplink(Configured):
    """A client of myUplink, in whichever way it waits."""

    _api = "myuplink"
    _environment = "MYUPLINK"
    _every_scope = SCOPES
    _leave_out: ClassVar[Mapping[str, tuple[str, str]]] = MappingProxyType({"points": ("device_id", "parameter_ids")})
    _writes: ClassVar[Mapping[str, str]] = MappingProxyType({"set_points": "values"})

    def _begin_write(
        self,
        device_id: str,
        values: Mapping[str, int | float | str] | Mapping[int, int | float | str],
        looks: tuple[float, float] | None,
    ) -> _core.Pending[list[tuple[str, str, str, str | None, Any]]]:
        """Writes that have not started; `looks` says within how many seconds and how often to look."""
        return nibe.write_points(self._core, {"device_id": device_id, "values": values}, looks)
