# Generated from myuplink-v2.toml (e673f282467da0b7); do not edit.
# To change it, edit the spec and run `make generate`.
"""The asynchronous client of myUplink."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from nibe_uplink.myuplink._aclient import AsyncPages, BaseAsyncClient
from nibe_uplink.myuplink._generated.enums import SmartHomeMode
from nibe_uplink.myuplink._generated.models import (
    AidMode,
    Device,
    FirmwareInfo,
    Notification,
    Point,
    ScaledPoint,
    SmartHomeModeSetting,
    Subscription,
    System,
    Zone,
)
from nibe_uplink.myuplink._model import read_bytes


class AsyncClient(BaseAsyncClient):
    """A client of myUplink.

    Reads and changes what heat pumps of several brands do, through the cloud they report to. It succeeds NIBE
    Uplink.

    Each method is a coroutine; cancelling its task ends the request.
    """

    async def ping(self) -> None:
        """As `Client.ping`; a coroutine."""
        await self._call("ping", {})

    async def protected_ping(self) -> None:
        """As `Client.protected_ping`; a coroutine."""
        await self._call("protected_ping", {})

    def systems(self, *, page: int | None = None, items_per_page: int | None = None) -> AsyncPages[System]:
        """As `Client.systems`; for `async for`."""
        return self._pages("systems", {"page": page, "items_per_page": items_per_page}, System._read)

    async def subscriptions(self, system_id: str) -> list[Subscription] | None:
        """As `Client.subscriptions`; a coroutine."""
        answer = await self._call("subscriptions", {"system_id": system_id})
        return None if answer is None else [Subscription._read(item) for item in answer]

    async def smarthome_mode(self, system_id: str) -> SmartHomeModeSetting:
        """As `Client.smarthome_mode`; a coroutine."""
        answer = await self._call("smarthome_mode", {"system_id": system_id})
        return SmartHomeModeSetting._read(answer)

    async def set_smarthome_mode(self, system_id: str, smart_home_mode: SmartHomeMode | str) -> Any:
        """As `Client.set_smarthome_mode`; a coroutine."""
        answer = await self._call("set_smarthome_mode", {"system_id": system_id, "smart_home_mode": smart_home_mode})
        return answer

    def notifications(
        self,
        system_id: str,
        *,
        language: str | None = None,
        page: int | None = None,
        items_per_page: int | None = None,
    ) -> AsyncPages[Notification]:
        """As `Client.notifications`; for `async for`."""
        return self._pages(
            "notifications",
            {"system_id": system_id, "language": language, "page": page, "items_per_page": items_per_page},
            Notification._read,
        )

    def active_notifications(
        self,
        system_id: str,
        *,
        language: str | None = None,
        page: int | None = None,
        items_per_page: int | None = None,
    ) -> AsyncPages[Notification]:
        """As `Client.active_notifications`; for `async for`."""
        return self._pages(
            "active_notifications",
            {"system_id": system_id, "language": language, "page": page, "items_per_page": items_per_page},
            Notification._read,
        )

    async def device(self, device_id: str) -> Device:
        """As `Client.device`; a coroutine."""
        answer = await self._call("device", {"device_id": device_id})
        return Device._read(answer)

    async def points(
        self,
        device_id: str,
        *,
        parameter_ids: Iterable[int | str] | None = None,
        language: str | None = None,
    ) -> list[Point]:
        """As `Client.points`; a coroutine."""
        answer = await self._call(
            "points",
            {"device_id": device_id, "parameter_ids": parameter_ids, "language": language},
        )
        return [Point._read(item) for item in answer]

    async def set_points(
        self,
        device_id: str,
        values: Mapping[str, int | float | str] | Mapping[int, int | float | str],
    ) -> dict[str, str]:
        """As `Client.set_points`; a coroutine."""
        answer: dict[str, str] = await self._call("set_points", {"device_id": device_id, "values": values})
        return answer

    async def scaled_points(
        self,
        device_id: str,
        *,
        parameter_ids: Iterable[int | str] | None = None,
        language: str | None = None,
    ) -> list[ScaledPoint]:
        """As `Client.scaled_points`; a coroutine."""
        answer = await self._call(
            "scaled_points",
            {"device_id": device_id, "parameter_ids": parameter_ids, "language": language},
        )
        return [ScaledPoint._read(item) for item in answer]

    async def smarthome_categories(self, device_id: str) -> dict[str, bool]:
        """As `Client.smarthome_categories`; a coroutine."""
        answer: dict[str, bool] = await self._call("smarthome_categories", {"device_id": device_id})
        return answer

    async def zones(self, device_id: str, *, language: str | None = None) -> list[Zone]:
        """As `Client.zones`; a coroutine."""
        answer = await self._call("zones", {"device_id": device_id, "language": language})
        return [Zone._read(item) for item in answer]

    async def set_zone(
        self,
        device_id: str,
        zone_id: int | str,
        *,
        setpoint_heat: float | None = None,
        setpoint_cool: float | None = None,
        mode: str | None = None,
    ) -> dict[str, str]:
        """As `Client.set_zone`; a coroutine."""
        answer: dict[str, str] = await self._call(
            "set_zone",
            {
                "device_id": device_id,
                "zone_id": zone_id,
                "setpoint_heat": setpoint_heat,
                "setpoint_cool": setpoint_cool,
                "mode": mode,
            },
        )
        return answer

    async def aid_mode(self, device_id: str) -> AidMode:
        """As `Client.aid_mode`; a coroutine."""
        answer = await self._call("aid_mode", {"device_id": device_id})
        return AidMode._read(answer)

    async def firmware_info(self, device_id: str) -> FirmwareInfo:
        """As `Client.firmware_info`; a coroutine."""
        answer = await self._call("firmware_info", {"device_id": device_id})
        return FirmwareInfo._read(answer)

    async def firmware(self, firmware_type_id: str, version: str) -> bytes:
        """As `Client.firmware`; a coroutine."""
        answer = await self._call("firmware", {"firmware_type_id": firmware_type_id, "version": version})
        return read_bytes(answer)

    async def brand_firmware(self, brand_id: str, firmware_type_id: str, version: str) -> bytes:
        """As `Client.brand_firmware`; a coroutine."""
        answer = await self._call(
            "brand_firmware",
            {"brand_id": brand_id, "firmware_type_id": firmware_type_id, "version": version},
        )
        return read_bytes(answer)
