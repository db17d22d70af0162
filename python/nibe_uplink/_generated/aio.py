# Generated from nibe-uplink-v1.toml (5836729e4243c3f9); do not edit.
# To change it, edit the spec and generate it again.
"""The asynchronous client of NIBE Uplink."""

from __future__ import annotations

from nibe_uplink._aclient import BaseAsyncClient

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any, Unpack

    from nibe_uplink._aclient import AsyncPages, CallOptions
    from nibe_uplink._generated.enums import NotificationType, SmartHomeMode
    from nibe_uplink._generated.models import (
        Category,
        Notification,
        PremiumPackage,
        Reading,
        SettingResult,
        SmartHomeModeSetting,
        Software,
        StatusItem,
        System,
        SystemConfig,
        SystemSoftware,
        SystemUnit,
        Thermostat,
    )


class AsyncClient(BaseAsyncClient):
    """A client of NIBE Uplink.

    Reads and changes what NIBE heat pumps do, through the cloud they report to. The cloud closed in September
    2024; myUplink is its successor.

    Each method is a coroutine; cancelling its task ends the request.
    """

    def systems(
        self,
        *,
        page: int | None = None,
        items_per_page: int | None = None,
        **options: Unpack[CallOptions],
    ) -> AsyncPages[System]:
        """As `Client.systems`; for `async for`.

        Example:
            >>> answer = await client.systems(page=1, items_per_page=30).collect()
        """
        return self._pages("systems", {"page": page, "items_per_page": items_per_page}, options)

    async def system(self, system_id: int, **options: Unpack[CallOptions]) -> System:
        """As `Client.system`; a coroutine.

        Example:
            >>> answer = await client.system(40201)
        """
        return await self._call("system", {"system_id": system_id}, options)

    async def software(self, serial_number: str, **options: Unpack[CallOptions]) -> Software:
        """As `Client.software`; a coroutine.

        Example:
            >>> answer = await client.software("06512018123456")
        """
        return await self._call("software", {"serial_number": serial_number}, options)

    async def system_software(self, system_id: int, **options: Unpack[CallOptions]) -> SystemSoftware:
        """As `Client.system_software`; a coroutine.

        Example:
            >>> answer = await client.system_software(40201)
        """
        return await self._call("system_software", {"system_id": system_id}, options)

    async def system_config(self, system_id: int, **options: Unpack[CallOptions]) -> SystemConfig:
        """As `Client.system_config`; a coroutine.

        Example:
            >>> answer = await client.system_config(40201)
        """
        return await self._call("system_config", {"system_id": system_id}, options)

    async def units(self, system_id: int, **options: Unpack[CallOptions]) -> list[SystemUnit]:
        """As `Client.units`; a coroutine.

        Example:
            >>> answer = await client.units(40201)
        """
        return await self._call("units", {"system_id": system_id}, options)

    async def system_status(self, system_id: int, **options: Unpack[CallOptions]) -> list[StatusItem]:
        """As `Client.system_status`; a coroutine.

        Example:
            >>> answer = await client.system_status(40201)
        """
        return await self._call("system_status", {"system_id": system_id}, options)

    async def unit_status(
        self,
        system_id: int,
        system_unit_id: int,
        **options: Unpack[CallOptions],
    ) -> list[StatusItem]:
        """As `Client.unit_status`; a coroutine.

        Example:
            >>> answer = await client.unit_status(40201, 1)
        """
        return await self._call("unit_status", {"system_id": system_id, "system_unit_id": system_unit_id}, options)

    def notifications(
        self,
        system_id: int,
        *,
        active: bool | None = None,
        type: NotificationType | str | None = None,
        page: int | None = None,
        items_per_page: int | None = None,
        **options: Unpack[CallOptions],
    ) -> AsyncPages[Notification]:
        """As `Client.notifications`; for `async for`.

        Example:
            >>> answer = await client.notifications(
            ...     40201,
            ...     active=True,
            ...     type="ALARM",
            ...     page=1,
            ...     items_per_page=30,
            ... ).collect()
        """
        return self._pages(
            "notifications",
            {"system_id": system_id, "active": active, "type": type, "page": page, "items_per_page": items_per_page},
            options,
        )

    async def parameters(
        self,
        system_id: int,
        parameter_ids: Iterable[int | str],
        *,
        system_unit_id: int | None = None,
        **options: Unpack[CallOptions],
    ) -> list[Reading]:
        """As `Client.parameters`; a coroutine.

        Example:
            >>> answer = await client.parameters(40201, [40004, "hot_water_temperature"], system_unit_id=0)
        """
        return await self._call(
            "parameters",
            {"system_id": system_id, "parameter_ids": parameter_ids, "system_unit_id": system_unit_id},
            options,
        )

    async def set_parameters(
        self,
        system_id: int,
        settings: Mapping[str, int | float | str] | Mapping[int, int | float | str],
        *,
        system_unit_id: int | None = None,
        **options: Unpack[CallOptions],
    ) -> list[SettingResult]:
        """As `Client.set_parameters`; a coroutine.

        Example:
            >>> answer = await client.set_parameters(40201, {"hot_water_boost": "1", "47011": -1})
        """
        return await self._call(
            "set_parameters",
            {"system_id": system_id, "settings": settings, "system_unit_id": system_unit_id},
            options,
        )

    async def premium(self, system_id: int, **options: Unpack[CallOptions]) -> list[PremiumPackage]:
        """As `Client.premium`; a coroutine.

        Example:
            >>> answer = await client.premium(40201)
        """
        return await self._call("premium", {"system_id": system_id}, options)

    async def categories(
        self,
        system_id: int,
        *,
        parameters: bool | None = None,
        system_unit_id: int | None = None,
        **options: Unpack[CallOptions],
    ) -> list[Category]:
        """As `Client.categories`; a coroutine.

        Example:
            >>> answer = await client.categories(40201, parameters=True, system_unit_id=0)
        """
        return await self._call(
            "categories",
            {"system_id": system_id, "parameters": parameters, "system_unit_id": system_unit_id},
            options,
        )

    async def category(
        self,
        system_id: int,
        category_id: str,
        *,
        system_unit_id: int | None = None,
        **options: Unpack[CallOptions],
    ) -> list[Reading]:
        """As `Client.category`; a coroutine.

        Example:
            >>> answer = await client.category(40201, "SYSTEM_1", system_unit_id=0)
        """
        return await self._call(
            "category",
            {"system_id": system_id, "category_id": category_id, "system_unit_id": system_unit_id},
            options,
        )

    async def smarthome_mode(self, system_id: int, **options: Unpack[CallOptions]) -> SmartHomeModeSetting:
        """As `Client.smarthome_mode`; a coroutine.

        Example:
            >>> answer = await client.smarthome_mode(40201)
        """
        return await self._call("smarthome_mode", {"system_id": system_id}, options)

    async def set_smarthome_mode(
        self,
        system_id: int,
        mode: SmartHomeMode | str,
        **options: Unpack[CallOptions],
    ) -> SmartHomeModeSetting | None:
        """As `Client.set_smarthome_mode`; a coroutine.

        Example:
            >>> answer = await client.set_smarthome_mode(40201, "VACATION")
        """
        return await self._call("set_smarthome_mode", {"system_id": system_id, "mode": mode}, options)

    async def thermostats(self, system_id: int, **options: Unpack[CallOptions]) -> list[Thermostat]:
        """As `Client.thermostats`; a coroutine.

        Example:
            >>> answer = await client.thermostats(40201)
        """
        return await self._call("thermostats", {"system_id": system_id}, options)

    async def set_thermostat(
        self,
        system_id: int,
        external_id: int,
        name: str,
        *,
        actual_temp: int | None = None,
        target_temp: int | None = None,
        valve_position: int | None = None,
        climate_systems: Iterable[int] | None = None,
        **options: Unpack[CallOptions],
    ) -> Any:
        """As `Client.set_thermostat`; a coroutine.

        Example:
            >>> answer = await client.set_thermostat(
            ...     40201,
            ...     7,
            ...     "Living room",
            ...     actual_temp=215,
            ...     target_temp=220,
            ...     climate_systems=[1],
            ... )
        """
        return await self._call(
            "set_thermostat",
            {
                "system_id": system_id,
                "external_id": external_id,
                "name": name,
                "actual_temp": actual_temp,
                "target_temp": target_temp,
                "valve_position": valve_position,
                "climate_systems": climate_systems,
            },
            options,
        )
