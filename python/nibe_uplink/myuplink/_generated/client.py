# Generated from myuplink-v2.toml (e9fc4eac97d30c42); do not edit.
# To change it, edit the spec and generate it again.
"""The blocking client of myUplink."""

from __future__ import annotations

from nibe_uplink.myuplink._client import BaseClient

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any, Unpack

    from nibe_uplink.myuplink._client import CallOptions, Pages
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


class Client(BaseClient):
    """A client of myUplink.

    Reads and changes what heat pumps of several brands do, through the cloud they report to. It succeeds NIBE
    Uplink.

    Each method waits for the answer; Ctrl-C interrupts it.
    """

    def ping(self, **options: Unpack[CallOptions]) -> None:
        """Answers when the service is up.

        Needs no token. `GET /v2/ping`

        Source: 204 in the document and two clients; one note of 2026 says 200 with an empty body.

        Raises:
            ApiError: The server refused; see its `name` and `details`.
            UplinkError: Any other failure; see `errors`.

        Example:
            >>> client.ping()
        """
        self._call("ping", {}, options)

    def protected_ping(self, **options: Unpack[CallOptions]) -> None:
        """Answers when the service is up and the access token is good.

        Needs a token of any scope. `GET /v2/protected-ping`

        Source: 204 in the document and three clients.

        Raises:
            ApiError: The server refused; see its `name` and `details`.
            UplinkError: Any other failure; see `errors`.

        Example:
            >>> client.protected_ping()
        """
        self._call("protected_ping", {}, options)

    def systems(
        self,
        *,
        page: int | None = None,
        items_per_page: int | None = None,
        **options: Unpack[CallOptions],
    ) -> Pages[System]:
        """The systems that the user may see, with their devices.

        Needs the scope `READSYSTEM`. `GET /v2/systems/me`

        Source: The document and more than 13 clients.

        The answer comes in pages of 10 unless asked otherwise.

        Args:
            page: Page to begin with, counted from 1. 1 or more. The server's default is `1`.
            items_per_page: Items on a page. From 1 to 100. The server's default is `10`.

        Raises:
            MissingScope: The user did not grant the scope; nothing was sent.
            ApiError: The server refused; see its `name` and `details`.
            UplinkError: Any other failure; see `errors`.

        Example:
            >>> answer = client.systems(page=1, items_per_page=10).collect()
        """
        return self._pages("systems", {"page": page, "items_per_page": items_per_page}, options)

    def subscriptions(self, system_id: str, **options: Unpack[CallOptions]) -> list[Subscription] | None:
        """The paid packages of a system; nothing when there are none.

        Packages that have ended may still be listed.

        Needs the scope `READSYSTEM`. `GET /v2/systems/{systemId}/subscriptions`

        Source: The document says a list of objects with a list each; three clients see one such object, and one
        notes 204 when there is no package.

        Args:
            system_id: The system's id, as `systems` gives it.

        Raises:
            MissingScope: The user did not grant the scope; nothing was sent.
            ApiError: The server refused; see its `name` and `details`.
            UplinkError: Any other failure; see `errors`.

        Example:
            >>> answer = client.subscriptions("3f2b1c9e-6a54-4d0e-9f1b-2c7d8e9a0b1c")
        """
        return self._call("subscriptions", {"system_id": system_id}, options)

    def smarthome_mode(self, system_id: str, **options: Unpack[CallOptions]) -> SmartHomeModeSetting:
        """The smart home mode of a system.

        Needs the scope `READSYSTEM`. `GET /v2/systems/{systemId}/smart-home-mode`

        Source: The document and six clients.

        Args:
            system_id: The system's id, as `systems` gives it.

        Raises:
            MissingScope: The user did not grant the scope; nothing was sent.
            ApiError: The server refused; see its `name` and `details`.
            UplinkError: Any other failure; see `errors`.

        Example:
            >>> answer = client.smarthome_mode("3f2b1c9e-6a54-4d0e-9f1b-2c7d8e9a0b1c")
        """
        return self._call("smarthome_mode", {"system_id": system_id}, options)

    def set_smarthome_mode(
        self,
        system_id: str,
        smart_home_mode: SmartHomeMode | str,
        **options: Unpack[CallOptions],
    ) -> Any:
        """Sets the smart home mode of a system.

        Needs the scope `WRITESYSTEM`. `PUT /v2/systems/{systemId}/smart-home-mode`

        Source: 204 in the document and four clients; one of them handles 200 with a note of what became of it,
        too. Whether a package is needed is unknown.

        Args:
            system_id: The system's id, as `systems` gives it.
            smart_home_mode: The mode to set.

        Raises:
            MissingScope: The user did not grant the scope; nothing was sent.
            ApiError: The server refused; see its `name` and `details`.
            UplinkError: Any other failure; see `errors`.

        Example:
            >>> answer = client.set_smarthome_mode("3f2b1c9e-6a54-4d0e-9f1b-2c7d8e9a0b1c", "Vacation")
        """
        return self._call("set_smarthome_mode", {"system_id": system_id, "smart_home_mode": smart_home_mode}, options)

    def notifications(
        self,
        system_id: str,
        *,
        language: str | None = None,
        page: int | None = None,
        items_per_page: int | None = None,
        **options: Unpack[CallOptions],
    ) -> Pages[Notification]:
        """Alarms of a system: those that are active, those that are over, and those that are archived.

        Needs the scope `READSYSTEM`. `GET /v2/systems/{systemId}/notifications`

        Source: The document and four clients. The largest page is not named; 100 works.

        The answer comes in pages of 10 unless asked otherwise.

        Args:
            system_id: The system's id, as `systems` gives it.
            language: Language of titles and texts, such as `sv-SE`. The server's default is `en-US`.
            page: Page to begin with, counted from 1. 1 or more. The server's default is `1`.
            items_per_page: Items on a page. 1 or more. The server's default is `10`.

        Raises:
            MissingScope: The user did not grant the scope; nothing was sent.
            ApiError: The server refused; see its `name` and `details`.
            UplinkError: Any other failure; see `errors`.

        Example:
            >>> answer = client.notifications(
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
    ) -> Pages[Notification]:
        """Alarms of a system that are not over.

        Needs the scope `READSYSTEM`. `GET /v2/systems/{systemId}/notifications/active`

        Source: The document and five clients.

        The answer comes in pages of 10 unless asked otherwise.

        Args:
            system_id: The system's id, as `systems` gives it.
            language: Language of titles and texts, such as `sv-SE`. The server's default is `en-US`.
            page: Page to begin with, counted from 1. 1 or more. The server's default is `1`.
            items_per_page: Items on a page. 1 or more. The server's default is `10`.

        Raises:
            MissingScope: The user did not grant the scope; nothing was sent.
            ApiError: The server refused; see its `name` and `details`.
            UplinkError: Any other failure; see `errors`.

        Example:
            >>> answer = client.active_notifications(
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

    def device(self, device_id: str, **options: Unpack[CallOptions]) -> Device:
        """One device.

        Needs the scope `READSYSTEM`. `GET /v2/devices/{deviceId}`

        Source: The document and eight clients.

        Args:
            device_id: The device's id, as `systems` gives it.

        Raises:
            MissingScope: The user did not grant the scope; nothing was sent.
            ApiError: The server refused; see its `name` and `details`.
            UplinkError: Any other failure; see `errors`.

        Example:
            >>> answer = client.device("emmy-r-123456-20240101-06512018123456-aa-bb-cc-dd-ee-ff")
        """
        return self._call("device", {"device_id": device_id}, options)

    def points(
        self,
        device_id: str,
        *,
        parameter_ids: Iterable[int | str] | None = None,
        language: str | None = None,
        **options: Unpack[CallOptions],
    ) -> list[Point]:
        """Values of a device.

        Limits of values come as the machine stores them; `limits` reads them for you. Points that the device
        does not know are left out of the answer, and one id may come several times.

        Needs the scope `READSYSTEM`. `GET /v2/devices/{deviceId}/points`

        Source: The document and more than 16 clients. Points that are not listed can be asked for by id; ids
        that the device does not know are assumed to be left out.

        Args:
            device_id: The device's id, as `systems` gives it.
            parameter_ids: Ids of the points to send; all that are listed when left out. Reads that wait at
                the same time are merged into as few requests as possible.
            language: Language of titles and texts, such as `sv-SE`. The server's default is `en-US`.

        Raises:
            MissingScope: The user did not grant the scope; nothing was sent.
            ApiError: The server refused; see its `name` and `details`.
            UplinkError: Any other failure; see `errors`.

        Example:
            >>> answer = client.points(
            ...     "emmy-r-123456-20240101-06512018123456-aa-bb-cc-dd-ee-ff",
            ...     parameter_ids=[40004, "47011"],
            ...     language="en-US",
            ... )
        """
        return self._call(
            "points",
            {"device_id": device_id, "parameter_ids": parameter_ids, "language": language},
            options,
        )

    def set_points(
        self,
        device_id: str,
        values: Mapping[str, int | float | str] | Mapping[int, int | float | str],
        **options: Unpack[CallOptions],
    ) -> dict[str, str] | None:
        """Writes points of a device.

        Values are given as they are shown (22.0 degrees is 22.0); of points with words, the number of the word.
        The server answers when it has handed the values over: the new value shows up in reads 20 to 60 seconds
        later. Set points that belong to a zone are accepted and may change nothing: write those with
        `set_zone`. Most points need the paid package `manage`.

        Needs the scope `WRITESYSTEM`. `PATCH /v2/devices/{deviceId}/points`

        Source: The document and nine clients. Users report 200, 202 and 204 without a body for writes that were
        taken. Until September 2024 the answer stood in the field `payload` of an object, which the client takes
        off. 207 is in the document without a form: a text by id is assumed, as the machines' own interface
        gives. 409 is in the document without an explanation.

        Args:
            device_id: The device's id, as `systems` gives it.
            values: Values by id of the point.

        Raises:
            MissingScope: The user did not grant the scope; nothing was sent.
            ApiError: The server refused; see its `name` and `details`.
            UplinkError: Any other failure; see `errors`.

        Example:
            >>> answer = client.set_points(
            ...     "emmy-r-123456-20240101-06512018123456-aa-bb-cc-dd-ee-ff",
            ...     {"47011": -1, "47041": "2"},
            ... )
        """
        return self._call("set_points", {"device_id": device_id, "values": values}, options)

    def scaled_points(
        self,
        device_id: str,
        *,
        parameter_ids: Iterable[int | str] | None = None,
        language: str | None = None,
        **options: Unpack[CallOptions],
    ) -> list[ScaledPoint]:
        """Values of a device, with limits as they are shown.

        Needs the scope `READSYSTEM`. `GET /v3/devices/{deviceId}/points`

        Source: The document and four clients. The document has one type for this and for `points`; limits
        differ in scale, so they are two types here.

        Args:
            device_id: The device's id, as `systems` gives it.
            parameter_ids: Ids of the points to send; all that are listed when left out.
            language: Language of titles and texts, such as `sv-SE`. The server's default is `en-US`.

        Raises:
            MissingScope: The user did not grant the scope; nothing was sent.
            ApiError: The server refused; see its `name` and `details`.
            UplinkError: Any other failure; see `errors`.

        Example:
            >>> answer = client.scaled_points("U12345600000000-0000-4000-8000-0123456789ab", parameter_ids=["47751"])
        """
        return self._call(
            "scaled_points",
            {"device_id": device_id, "parameter_ids": parameter_ids, "language": language},
            options,
        )

    def smarthome_categories(self, device_id: str, **options: Unpack[CallOptions]) -> dict[str, bool]:
        """Which kinds of smart home points a device has.

        Needs the scope `READSYSTEM`. `GET /v2/devices/{deviceId}/smart-home-categories`

        Source: The document lists 56 keys, 20 more than in 2023; they are left open here.

        Args:
            device_id: The device's id, as `systems` gives it.

        Raises:
            MissingScope: The user did not grant the scope; nothing was sent.
            ApiError: The server refused; see its `name` and `details`.
            UplinkError: Any other failure; see `errors`.

        Example:
            >>> answer = client.smarthome_categories("emmy-r-123456-20240101-06512018123456-aa-bb-cc-dd-ee-ff")
        """
        return self._call("smarthome_categories", {"device_id": device_id}, options)

    def zones(self, device_id: str, *, language: str | None = None, **options: Unpack[CallOptions]) -> list[Zone]:
        """The smart home zones of a device.

        Needs the scope `READSYSTEM`. `GET /v2/devices/{deviceId}/smart-home-zones`

        Source: The document and four clients.

        Args:
            device_id: The device's id, as `systems` gives it.
            language: Language of titles and texts, such as `sv-SE`. The server's default is `en-US`.

        Raises:
            MissingScope: The user did not grant the scope; nothing was sent.
            ApiError: The server refused; see its `name` and `details`.
            UplinkError: Any other failure; see `errors`.

        Example:
            >>> answer = client.zones("U12345600000000-0000-4000-8000-0123456789ab")
        """
        return self._call("zones", {"device_id": device_id, "language": language}, options)

    def set_zone(
        self,
        device_id: str,
        zone_id: int | str,
        *,
        setpoint_heat: float | None = None,
        setpoint_cool: float | None = None,
        mode: str | None = None,
        **options: Unpack[CallOptions],
    ) -> dict[str, str] | None:
        """Changes a zone of a device; give only what is to change.

        Needs the scope `WRITESYSTEM`. `PATCH /v2/devices/{deviceId}/zones/{zoneId}`

        Source: The document and one client, which sends only what changes. The id is a number here and a text
        in the answer of `zones`.

        Args:
            device_id: The device's id, as `systems` gives it.
            zone_id: The zone's id, as `zones` gives it.
            setpoint_heat: Temperature to heat to.
            setpoint_cool: Temperature to cool to.
            mode: One of the modes that the zone supports.

        Raises:
            MissingScope: The user did not grant the scope; nothing was sent.
            ApiError: The server refused; see its `name` and `details`.
            UplinkError: Any other failure; see `errors`.

        Example:
            >>> answer = client.set_zone("U12345600000000-0000-4000-8000-0123456789ab", "2", setpoint_heat=22.5)
        """
        return self._call(
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

    def aid_mode(self, device_id: str, **options: Unpack[CallOptions]) -> AidMode:
        """Whether a device runs in aid mode.

        Needs the scope `READSYSTEM`. `GET /v2/devices/{deviceId}/aidMode`

        Source: The document and three clients. Setting it is not open to the public.

        Args:
            device_id: The device's id, as `systems` gives it.

        Raises:
            MissingScope: The user did not grant the scope; nothing was sent.
            ApiError: The server refused; see its `name` and `details`.
            UplinkError: Any other failure; see `errors`.

        Example:
            >>> answer = client.aid_mode("emmy-r-123456-20240101-06512018123456-aa-bb-cc-dd-ee-ff")
        """
        return self._call("aid_mode", {"device_id": device_id}, options)

    def firmware_info(self, device_id: str, **options: Unpack[CallOptions]) -> FirmwareInfo:
        """The firmware that a device runs, waits for and wants.

        Needs the scope `READSYSTEM`. `GET /v2/devices/{deviceId}/firmware-info`

        Source: The document and three clients.

        Args:
            device_id: The device's id, as `systems` gives it.

        Raises:
            MissingScope: The user did not grant the scope; nothing was sent.
            ApiError: The server refused; see its `name` and `details`.
            UplinkError: Any other failure; see `errors`.

        Example:
            >>> answer = client.firmware_info("emmy-r-123456-20240101-06512018123456-aa-bb-cc-dd-ee-ff")
        """
        return self._call("firmware_info", {"device_id": device_id}, options)

    def firmware(self, firmware_type_id: str, version: str, **options: Unpack[CallOptions]) -> bytes:
        """A firmware file.

        Needs the scope `READSYSTEM`. `GET /v2/firmware/{firmwareTypeId}/version/{version}/download`

        Source: The document only; no client uses it.

        Args:
            firmware_type_id: Which firmware; probably `firmware_id` of `firmware_info`.
            version: Which version of it.

        Raises:
            MissingScope: The user did not grant the scope; nothing was sent.
            ApiError: The server refused; see its `name` and `details`.
            UplinkError: Any other failure; see `errors`.

        Example:
            >>> answer = client.firmware("1", "9682R7")
        """
        return self._call("firmware", {"firmware_type_id": firmware_type_id, "version": version}, options)

    def brand_firmware(
        self,
        brand_id: str,
        firmware_type_id: str,
        version: str,
        **options: Unpack[CallOptions],
    ) -> bytes:
        """A firmware file of a brand. The server counts the download.

        Needs the scope `READSYSTEM`. `GET
        /v2/brands/{brandId}/firmware/{firmwareTypeId}/version/{version}/download`

        Source: The document only; no client uses it.

        Args:
            brand_id: Which brand.
            firmware_type_id: Which firmware; probably `firmware_id` of `firmware_info`.
            version: Which version of it.

        Raises:
            MissingScope: The user did not grant the scope; nothing was sent.
            ApiError: The server refused; see its `name` and `details`.
            UplinkError: Any other failure; see `errors`.

        Example:
            >>> answer = client.brand_firmware("1", "1", "9682R7")
        """
        return self._call(
            "brand_firmware",
            {"brand_id": brand_id, "firmware_type_id": firmware_type_id, "version": version},
            options,
        )
