# Generated from nibe-uplink-v1.toml (5836729e4243c3f9); do not edit.
# To change it, edit the spec and generate it again.
"""The blocking client of NIBE Uplink."""

from __future__ import annotations

from nibe_uplink._client import BaseClient

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any, Unpack

    from nibe_uplink._client import CallOptions, Pages
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


class Client(BaseClient):
    """A client of NIBE Uplink.

    Reads and changes what NIBE heat pumps do, through the cloud they report to. The cloud closed in September
    2024; myUplink is its successor.

    Each method waits for the answer; Ctrl-C interrupts it.
    """

    def systems(
        self,
        *,
        page: int | None = None,
        items_per_page: int | None = None,
        **options: Unpack[CallOptions],
    ) -> Pages[System]:
        """The systems that the user may see.

        Needs the scope `READSYSTEM`. `GET /api/v1/systems`

        Source: The default of 30 stands in three real answers; the largest page size is unknown.

        The answer comes in pages of 30 unless asked otherwise.

        Args:
            page: Page to begin with, counted from 1. 1 or more. The server's default is `1`.
            items_per_page: Items on a page. 1 or more. The server's default is `30`.

        Raises:
            MissingScope: The user did not grant the scope; nothing was sent.
            ApiError: The server refused; see its `name` and `details`.
            UplinkError: Any other failure; see `errors`.

        Example:
            >>> answer = client.systems(page=1, items_per_page=30).collect()
        """
        return self._pages("systems", {"page": page, "items_per_page": items_per_page}, options)

    def system(self, system_id: int, **options: Unpack[CallOptions]) -> System:
        """One system.

        Needs the scope `READSYSTEM`. `GET /api/v1/systems/{systemId}`

        Args:
            system_id: The system's id, as `systems` gives it. 1 or more.

        Raises:
            MissingScope: The user did not grant the scope; nothing was sent.
            ApiError: The server refused; see its `name` and `details`.
            UplinkError: Any other failure; see `errors`.

        Example:
            >>> answer = client.system(40201)
        """
        return self._call("system", {"system_id": system_id}, options)

    def software(self, serial_number: str, **options: Unpack[CallOptions]) -> Software:
        """The newest software for the machine of a serial number.

        Needs the scope `READSYSTEM`. `GET /api/v1/software`

        Source: One copy of the documentation and the name of its page; no live answer was seen. The scope is
        assumed.

        Args:
            serial_number: Serial number of the machine, 14 digits, the first may be 0.

        Raises:
            MissingScope: The user did not grant the scope; nothing was sent.
            ApiError: The server refused; see its `name` and `details`.
            UplinkError: Any other failure; see `errors`.

        Example:
            >>> answer = client.software("06512018123456")
        """
        return self._call("software", {"serial_number": serial_number}, options)

    def system_software(self, system_id: int, **options: Unpack[CallOptions]) -> SystemSoftware:
        """The software that a system runs, and the newer one if there is one.

        Needs the scope `READSYSTEM`. `GET /api/v1/systems/{systemId}/software`

        Args:
            system_id: The system's id, as `systems` gives it. 1 or more.

        Raises:
            MissingScope: The user did not grant the scope; nothing was sent.
            ApiError: The server refused; see its `name` and `details`.
            UplinkError: Any other failure; see `errors`.

        Example:
            >>> answer = client.system_software(40201)
        """
        return self._call("system_software", {"system_id": system_id}, options)

    def system_config(self, system_id: int, **options: Unpack[CallOptions]) -> SystemConfig:
        """What the system is built for: cooling, heating, hot water, ventilation.

        Needs the scope `READSYSTEM`. `GET /api/v1/systems/{systemId}/config`

        Source: Field names from one copy of the documentation.

        Args:
            system_id: The system's id, as `systems` gives it. 1 or more.

        Raises:
            MissingScope: The user did not grant the scope; nothing was sent.
            ApiError: The server refused; see its `name` and `details`.
            UplinkError: Any other failure; see `errors`.

        Example:
            >>> answer = client.system_config(40201)
        """
        return self._call("system_config", {"system_id": system_id}, options)

    def units(self, system_id: int, **options: Unpack[CallOptions]) -> list[SystemUnit]:
        """The units of a system: the main unit, and an outdoor unit where there is one.

        Needs the scope `READSYSTEM`. `GET /api/v1/systems/{systemId}/units`

        Args:
            system_id: The system's id, as `systems` gives it. 1 or more.

        Raises:
            MissingScope: The user did not grant the scope; nothing was sent.
            ApiError: The server refused; see its `name` and `details`.
            UplinkError: Any other failure; see `errors`.

        Example:
            >>> answer = client.units(40201)
        """
        return self._call("units", {"system_id": system_id}, options)

    def system_status(self, system_id: int, **options: Unpack[CallOptions]) -> list[StatusItem]:
        """What is active on a system right now.

        A component is listed only while it works, so the list may be empty.

        Needs the scope `READSYSTEM`. `GET /api/v1/systems/{systemId}/status/system`

        Args:
            system_id: The system's id, as `systems` gives it. 1 or more.

        Raises:
            MissingScope: The user did not grant the scope; nothing was sent.
            ApiError: The server refused; see its `name` and `details`.
            UplinkError: Any other failure; see `errors`.

        Example:
            >>> answer = client.system_status(40201)
        """
        return self._call("system_status", {"system_id": system_id}, options)

    def unit_status(self, system_id: int, system_unit_id: int, **options: Unpack[CallOptions]) -> list[StatusItem]:
        """What is active on one unit of a system right now: compressors and pumps.

        Needs the scope `READSYSTEM`. `GET /api/v1/systems/{systemId}/status/systemUnit/{systemUnitId}`

        Source: The answer is a list in the clients; one copy of the documentation shows a single item.

        Args:
            system_id: The system's id, as `systems` gives it. 1 or more.
            system_unit_id: The unit of the system, as `units` gives it; 0 is the main unit. 0 or more.

        Raises:
            MissingScope: The user did not grant the scope; nothing was sent.
            ApiError: The server refused; see its `name` and `details`.
            UplinkError: Any other failure; see `errors`.

        Example:
            >>> answer = client.unit_status(40201, 1)
        """
        return self._call("unit_status", {"system_id": system_id, "system_unit_id": system_unit_id}, options)

    def notifications(
        self,
        system_id: int,
        *,
        active: bool | None = None,
        type: NotificationType | str | None = None,
        page: int | None = None,
        items_per_page: int | None = None,
        **options: Unpack[CallOptions],
    ) -> Pages[Notification]:
        """Alarms and messages of a system, the newest first.

        Needs the scope `READSYSTEM`. `GET /api/v1/systems/{systemId}/notifications`

        The answer comes in pages of 30 unless asked otherwise.

        Args:
            system_id: The system's id, as `systems` gives it. 1 or more.
            active: Only those that are not over. The server's default is `true`.
            type: Alarms or messages. The server's default is `ALARM`.
            page: Page to begin with, counted from 1. 1 or more. The server's default is `1`.
            items_per_page: Items on a page. 1 or more. The server's default is `30`.

        Raises:
            MissingScope: The user did not grant the scope; nothing was sent.
            ApiError: The server refused; see its `name` and `details`.
            UplinkError: Any other failure; see `errors`.

        Example:
            >>> answer = client.notifications(40201, active=True, type="ALARM", page=1, items_per_page=30).collect()
        """
        return self._pages(
            "notifications",
            {"system_id": system_id, "active": active, "type": type, "page": page, "items_per_page": items_per_page},
            options,
        )

    def parameters(
        self,
        system_id: int,
        parameter_ids: Iterable[int | str],
        *,
        system_unit_id: int | None = None,
        **options: Unpack[CallOptions],
    ) -> list[Reading]:
        """Current values of parameters of one unit.

        Parameters that the machine does not know are left out of the answer.

        Needs the scope `READSYSTEM`. `GET /api/v1/systems/{systemId}/parameters`

        Source: The limit of 15 is kept by five clients.

        Args:
            system_id: The system's id, as `systems` gives it. 1 or more.
            parameter_ids: Ids or aliases of parameters. At most 15 in one request; a longer list is split.
                Reads that wait at the same time are merged into as few requests as possible.
            system_unit_id: The unit of the system, as `units` gives it; 0 is the main unit. 0 or more. The
                server's default is `0`.

        Raises:
            MissingScope: The user did not grant the scope; nothing was sent.
            ApiError: The server refused; see its `name` and `details`.
            UplinkError: Any other failure; see `errors`.

        Example:
            >>> answer = client.parameters(40201, [40004, "hot_water_temperature"], system_unit_id=0)
        """
        return self._call(
            "parameters",
            {"system_id": system_id, "parameter_ids": parameter_ids, "system_unit_id": system_unit_id},
            options,
        )

    def set_parameters(
        self,
        system_id: int,
        settings: Mapping[str, int | float | str] | Mapping[int, int | float | str],
        *,
        system_unit_id: int | None = None,
        **options: Unpack[CallOptions],
    ) -> list[SettingResult]:
        """Writes settings.

        Values are given as they are shown (22.0 degrees is 22.0). The new value shows up in reads some 20 to 30
        seconds later. Needs a paid package on the system; one refused setting fails the whole call.

        Needs the scope `WRITESYSTEM`. `PUT /api/v1/systems/{systemId}/parameters`

        Source: Written by more than eight clients; scale from a log in which 220 was refused and 22.0 accepted.
        The alias `ventilation_boost` is a parameter of its own, read as 10001: a boost begins at speed 4.

        Args:
            system_id: The system's id, as `systems` gives it. 1 or more.
            settings: Values by parameter id or alias.
            system_unit_id: The unit of the system, as `units` gives it; 0 is the main unit. 0 or more. The
                server's default is `0`.

        Raises:
            MissingScope: The user did not grant the scope; nothing was sent.
            ApiError: The server refused; see its `name` and `details`.
            UplinkError: Any other failure; see `errors`.

        Example:
            >>> answer = client.set_parameters(40201, {"hot_water_boost": "1", "47011": -1})
        """
        return self._call(
            "set_parameters",
            {"system_id": system_id, "settings": settings, "system_unit_id": system_unit_id},
            options,
        )

    def premium(self, system_id: int, **options: Unpack[CallOptions]) -> list[PremiumPackage]:
        """The paid packages of a system; empty when there are none.

        Needs the scope `READSYSTEM`. `GET /api/v1/systems/{systemId}/premium`

        Source: Field names from one copy of the documentation.

        Args:
            system_id: The system's id, as `systems` gives it. 1 or more.

        Raises:
            MissingScope: The user did not grant the scope; nothing was sent.
            ApiError: The server refused; see its `name` and `details`.
            UplinkError: Any other failure; see `errors`.

        Example:
            >>> answer = client.premium(40201)
        """
        return self._call("premium", {"system_id": system_id}, options)

    def categories(
        self,
        system_id: int,
        *,
        parameters: bool | None = None,
        system_unit_id: int | None = None,
        **options: Unpack[CallOptions],
    ) -> list[Category]:
        """The categories of parameters that a unit has, with their current values when asked for.

        Needs the scope `READSYSTEM`. `GET /api/v1/systems/{systemId}/serviceinfo/categories`

        Args:
            system_id: The system's id, as `systems` gives it. 1 or more.
            parameters: Whether to send the values too. The server's default is `false`.
            system_unit_id: The unit of the system, as `units` gives it; 0 is the main unit. 0 or more. The
                server's default is `0`.

        Raises:
            MissingScope: The user did not grant the scope; nothing was sent.
            ApiError: The server refused; see its `name` and `details`.
            UplinkError: Any other failure; see `errors`.

        Example:
            >>> answer = client.categories(40201, parameters=True, system_unit_id=0)
        """
        return self._call(
            "categories",
            {"system_id": system_id, "parameters": parameters, "system_unit_id": system_unit_id},
            options,
        )

    def category(
        self,
        system_id: int,
        category_id: str,
        *,
        system_unit_id: int | None = None,
        **options: Unpack[CallOptions],
    ) -> list[Reading]:
        """Current values of the parameters in one category.

        Needs the scope `READSYSTEM`. `GET /api/v1/systems/{systemId}/serviceinfo/categories/{categoryId}`

        Source: A category that the machine lacks is taken to be an empty list: one client asks every machine
        for the same ones and rests on it.

        Args:
            system_id: The system's id, as `systems` gives it. 1 or more.
            category_id: The category's id, as `categories` gives it, such as `SYSTEM_1`.
            system_unit_id: The unit of the system, as `units` gives it; 0 is the main unit. 0 or more. The
                server's default is `0`.

        Raises:
            MissingScope: The user did not grant the scope; nothing was sent.
            ApiError: The server refused; see its `name` and `details`.
            UplinkError: Any other failure; see `errors`.

        Example:
            >>> answer = client.category(40201, "SYSTEM_1", system_unit_id=0)
        """
        return self._call(
            "category",
            {"system_id": system_id, "category_id": category_id, "system_unit_id": system_unit_id},
            options,
        )

    def smarthome_mode(self, system_id: int, **options: Unpack[CallOptions]) -> SmartHomeModeSetting:
        """The smart home mode of a system.

        Needs the scope `READSYSTEM`. `GET /api/v1/systems/{systemId}/smarthome/mode`

        Args:
            system_id: The system's id, as `systems` gives it. 1 or more.

        Raises:
            MissingScope: The user did not grant the scope; nothing was sent.
            ApiError: The server refused; see its `name` and `details`.
            UplinkError: Any other failure; see `errors`.

        Example:
            >>> answer = client.smarthome_mode(40201)
        """
        return self._call("smarthome_mode", {"system_id": system_id}, options)

    def set_smarthome_mode(
        self,
        system_id: int,
        mode: SmartHomeMode | str,
        **options: Unpack[CallOptions],
    ) -> SmartHomeModeSetting | None:
        """Sets the smart home mode. It falls back to the default unless it is repeated at least every 30 minutes.

        Needs the scope `WRITESYSTEM`. `PUT /api/v1/systems/{systemId}/smarthome/mode`

        Source: 204 was seen by two clients; one copy of the documentation says 200.

        Args:
            system_id: The system's id, as `systems` gives it. 1 or more.
            mode: The mode to set.

        Raises:
            MissingScope: The user did not grant the scope; nothing was sent.
            ApiError: The server refused; see its `name` and `details`.
            UplinkError: Any other failure; see `errors`.

        Example:
            >>> answer = client.set_smarthome_mode(40201, "VACATION")
        """
        return self._call("set_smarthome_mode", {"system_id": system_id, "mode": mode}, options)

    def thermostats(self, system_id: int, **options: Unpack[CallOptions]) -> list[Thermostat]:
        """The virtual thermostats of a system.

        Needs the scope `READSYSTEM`. `GET /api/v1/systems/{systemId}/smarthome/thermostats`

        Args:
            system_id: The system's id, as `systems` gives it. 1 or more.

        Raises:
            MissingScope: The user did not grant the scope; nothing was sent.
            ApiError: The server refused; see its `name` and `details`.
            UplinkError: Any other failure; see `errors`.

        Example:
            >>> answer = client.thermostats(40201)
        """
        return self._call("thermostats", {"system_id": system_id}, options)

    def set_thermostat(
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
        """Creates or updates a virtual thermostat.

        It stops acting after 30 minutes without a repeat. To release the climate systems, send no temperatures
        and an empty list.

        Needs the scope `WRITESYSTEM`. `POST /api/v1/systems/{systemId}/smarthome/thermostats`

        Source: An empty 204 was seen by three clients; one copy of the documentation says 200. Ids above
        2147483647 were refused.

        Args:
            system_id: The system's id, as `systems` gives it. 1 or more.
            external_id: The caller's own id of the thermostat. From 0 to 2147483647.
            name: What the owner sees.
            actual_temp: Measured temperature. In 0.1 °C.
            target_temp: Wanted temperature. In 0.1 °C.
            valve_position: How far the valve is open. In %. From 0 to 100.
            climate_systems: The climate systems that it acts on, 1 to 8.

        Raises:
            MissingScope: The user did not grant the scope; nothing was sent.
            ApiError: The server refused; see its `name` and `details`.
            UplinkError: Any other failure; see `errors`.

        Example:
            >>> answer = client.set_thermostat(
            ...     40201,
            ...     7,
            ...     "Living room",
            ...     actual_temp=215,
            ...     target_temp=220,
            ...     climate_systems=[1],
            ... )
        """
        return self._call(
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
