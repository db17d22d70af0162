"""What the asynchronous client of a pump stands on."""

from __future__ import annotations

from nibe_uplink._aclient import AsyncPages
from nibe_uplink._aclient import BaseAsyncClient as _BaseAsyncClient
from nibe_uplink.local._api import OfPump
from nibe_uplink.local._reading import Reading, Written, readings, written

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Literal

    from nibe_uplink._options import CallOptions as CallOptions

__all__ = ["AsyncPages", "BaseAsyncClient"]


class BaseAsyncClient(OfPump, _BaseAsyncClient):
    """An asynchronous client of a pump, without the functions of the API."""

    async def points(
        self, ids: Iterable[int | str] | None = None, *, device: int | str = 0, language: str | None = None
    ) -> list[Reading]:
        """As `Client.points`; a coroutine.

        Example:
            >>> readings = await pump.points([781, 4])
        """
        return readings(await self._begin_points(ids, device, language))

    async def write_points(
        self,
        values: Mapping[int, float | str] | Mapping[str, float | str],
        *,
        verify: bool = False,
        within: float = 15.0,
        every: float = 1.0,
        device: int | str = 0,
    ) -> dict[int, Written]:
        """As `Client.write_points`; a coroutine.

        Example:
            >>> written = await pump.write_points({3671: -1}, verify=True)
        """
        return written(await self._begin_write(values, device, (within, every) if verify else None))

    async def write_modes(
        self,
        *,
        aid: Literal["on", "off"] | None = None,
        smart: Literal["normal", "away"] | None = None,
        device: int | str = 0,
    ) -> None:
        """As `Client.write_modes`; a coroutine.

        Example:
            >>> await pump.write_modes(smart="away")
        """
        await self._begin_modes(device, aid, smart)
