# Generated from myuplink-v2.toml (e9fc4eac97d30c42); do not edit.
# To change it, edit the spec and generate it again.
"""The asynchronous client of myUplink."""

from __future__ import annotations

from nibe_uplink.myuplink._aclient import BaseAsyncClient

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any, Unpack

    from nibe_uplink.myuplink._aclient import AsyncPages, CallOptions
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


class AsyncClient(BaseAsyncClient):
    """A client of myUplink.

    Reads and changes what heat pumps of several brands do, through the cloud they report to. It succeeds NIBE
    Uplink.

    Each method is a coroutine; cancelling its task ends the request.
    """

    async def ping(self, **options: Unpack[CallOptions]) -> None:
        """As `Client.ping`; a coroutine.

        Example:
            >>> await client.ping()
        """
        await self._call("ping", {}, options)

    async def protected_ping(self, **options: Unpack[CallOptions]) -> None:
        """As `Client.protected_ping`; a coroutine.

        Example:
            >>> await client.protected_ping()
        """
        await self._call("protected_ping", {}, options)

    def systems(
        self,
        *,
        page: int | None = None,
        items_per_page: int | None = None,
        **options: Unpack[CallOptions],
    ) -> AsyncPages[System]:
        """As `Client.systems`; for `async for`.

        Example:
            >>> answer = await client.systems(page=1, items_per_page=10).collect()
        """
        return self._pages("systems", {"page": page, "items_per_page": items_per_page}, options)

    async def subscriptions(self, system_id: str, **options: Unpack[CallOptions]) -> list[Subscription] | None:
        """As `Client.subscriptions`; a coroutine.

        Example:
            >>> answer = await client.subscriptions("3f2b1c9e-6a54-4d0e-9f1b-2c7d8e9a0b1c")
        """
        return await self._call("subscriptions", {"system_id": system_id}, options)

    async def smarthome_mode(self, system_id: str, **options: Unpack[CallOptions]) -> SmartHomeModeSetting:
        """As `Client.smarthome_mode`; a coroutine.

        Example:
            >>> answer = await client.smarthome_mode("3f2b1c9e-6a54-4d0e-9f1b-2c7d8e9a0b1c")
        """
        return await self._call("smarthome_mode", {"system_id": system_id}, options)

    async def set_smarthome_mode(
        self,
        system_id: str,
        smart_home_mode: SmartHomeMode | str,
        **options: Unpack[CallOptions],
    ) -> Any:
        """As `Client.set_smarthome_mode`; a coroutine.

        Example:
            >>> answer = await client.set_smarthome_mode("3f2b1c9e-6a54-4d0e-9f1b-2c7d8e9a0b1c", "Vacation")
        """
        return await self._call(
            "set_smarthome_mode",
            {"system_id": system_id, "smart_home_mode": smart_home_mode},
            options,
        )

    def notifications(
        self,
        system_id: str,
        *,
        language: str | None = None,
        page: int | None = None,
        items_per_page: int | None = None,
        **options: Unpack[CallOptions],
    ) -> AsyncPages[Notification]:
        """As `Client.notifications`; for `async for`.

        Example:
            >>> answer = await client.notifications(
            ...     "3f2b1c9e-6a54-4d0e-9f1b-2c7d8e9a0b1c",
            ...     language="en-GB",
            ...     page=1,
            ...     items_per_page=10,
            ... ).collect()
        """
        return self._pages(
            "notifications",
            {"system_id": system_id, "language": language, "page": page, "items_per_page": items_per_page},
            options,
        )

    def active_notifications(
        self,
        system_id: str,
        *,
        language: str | None = None,
        page: int | None = None,
        items_per_page: int | None = None,
        **options: Unpack[CallOptions],
    ) -> AsyncPages[Notification]:
        """As `Client.active_notifications`; for `async for`.

        Example:
            >>> answer = await client.active_notifications(
            ...     "3f2b1c9e-6a54-4d0e-9f1b-2c7d8e9a0b1c",
            ...     page=1,
            ...     items_per_page=100,
            ... ).collect()
        """
        return self._pages(
            "active_notifications",
            {"system_id": system_id, "language": language, "page": page, "items_per_page": items_per_page},
            options,
        )

    async def device(self, device_id: str, **options: Unpack[CallOptions]) -> Device:
        """As `Client.device`; a coroutine.

        Example:
            >>> answer = await client.device("emmy-r-123456-20240101-06512018123456-aa-bb-cc-dd-ee-ff")
        """
        return await self._call("device", {"device_id": device_id}, options)

    async def points(
        self,
        device_id: str,
        *,
        parameter_ids: Iterable[int | str] | None = None,
        language: str | None = None,
        **options: Unpack[CallOptions],
    ) -> list[Point]:
        """As `Client.points`; a coroutine.

        Example:
            >>> answer = await client.points(
            ...     "emmy-r-123456-20240101-06512018123456-aa-bb-cc-dd-ee-ff",
            ...     parameter_ids=[40004, "47011"],
            ...     language="en-US",
            ... )
        """
        return await self._call(
            "points",
            {"device_id": device_id, "parameter_ids": parameter_ids, "language": language},
            options,
        )

    async def set_points(
        self,
        device_id: str,
        values: Mapping[str, int | float | str] | Mapping[int, int | float | str],
        **options: Unpack[CallOptions],
    ) -> dict[str, str] | None:
        """As `Client.set_points`; a coroutine.

        Example:
            >>> answer = await client.set_points(
            ...     "emmy-r-123456-20240101-06512018123456-aa-bb-cc-dd-ee-ff",
            ...     {"47011": -1, "47041": "2"},
            ... )
        """
        return await self._call("set_points", {"device_id": device_id, "values": values}, options)

    async def scaled_points(
        self,
        device_id: str,
        *,
        parameter_ids: Iterable[int | str] | None = None,
        language: str | None = None,
        **options: Unpack[CallOptions],
    ) -> list[ScaledPoint]:
        """As `Client.scaled_points`; a coroutine.

        Example:
            >>> answer = await client.scaled_points(
            ...     "U12345600000000-0000-4000-8000-0123456789ab",
            ...     parameter_ids=["47751"],
            ... )
        """
        return await self._call(
            "scaled_points",
            {"device_id": device_id, "parameter_ids": parameter_ids, "language": language},
            options,
        )

    async def smarthome_categories(self, device_id: str, **options: Unpack[CallOptions]) -> dict[str, bool]:
        """As `Client.smarthome_categories`; a coroutine.

        Example:
            >>> answer = await client.smarthome_categories("emmy-r-123456-20240101-06512018123456-aa-bb-cc-dd-ee-ff")
        """
        return await self._call("smarthome_categories", {"device_id": device_id}, options)

    async def zones(self, device_id: str, *, language: str | None = None, **options: Unpack[CallOptions]) -> list[Zone]:
        """As `Client.zones`; a coroutine.

        Example:
            >>> answer = await client.zones("U12345600000000-0000-4000-8000-0123456789ab")
        """
        return await self._call("zones", {"device_id": device_id, "language": language}, options)

    async def set_zone(
        self,
        device_id: str,
        zone_id: int | str,
        *,
        setpoint_heat: float | None = None,
        setpoint_cool: float | None = None,
        mode: str | None = None,
        **options: Unpack[CallOptions],
    ) -> dict[str, str] | None:
        """As `Client.set_zone`; a coroutine.

        Example:
            >>> answer = await client.set_zone("U12345600000000-0000-4000-8000-0123456789ab", "2", setpoint_heat=22.5)
        """
        return await self._call(
            "set_zone",
            {
                "device_id": device_id,
                "zone_id": zone_id,
                "setpoint_heat": setpoint_heat,
                "setpoint_cool": setpoint_cool,
                "mode": mode,
            },
            options,
        )

    async def aid_mode(self, device_id: str, **options: Unpack[CallOptions]) -> AidMode:
        """As `Client.aid_mode`; a coroutine.

        Example:
            >>> answer = await client.aid_mode("emmy-r-123456-20240101-06512018123456-aa-bb-cc-dd-ee-ff")
        """
        return await self._call("aid_mode", {"device_id": device_id}, options)

    async def firmware_info(self, device_id: str, **options: Unpack[CallOptions]) -> FirmwareInfo:
        """As `Client.firmware_info`; a coroutine.

        Example:
            >>> answer = await client.firmware_info("emmy-r-123456-20240101-06512018123456-aa-bb-cc-dd-ee-ff")
        """
        return await self._call("firmware_info", {"device_id": device_id}, options)

    async def firmware(self, firmware_type_id: str, version: str, **options: Unpack[CallOptions]) -> bytes:
        """As `Client.firmware`; a coroutine.

        Example:
            >>> answer = await client.firmware("1", "9682R7")
        """
        return await self._call("firmware", {"firmware_type_id": firmware_type_id, "version": version}, options)

    async def brand_firmware(
        self,
        brand_id: str,
        firmware_type_id: str,
        version: str,
        **options: Unpack[CallOptions],
    ) -> bytes:
        """As `Client.brand_firmware`; a coroutine.

        Example:
            >>> answer = await client.brand_firmware("1", "1", "9682R7")
        """
        return await self._call(
            "brand_firmware",
            {"brand_id": brand_id, "firmware_type_id": firmware_type_id, "version": version},
            options,
        )
