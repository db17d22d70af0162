# Generated from nibe-local.toml (4c694ce74fd5ab55); do not edit.
# To change it, edit the spec and generate it again.
"""The blocking client of NIBE local."""

from __future__ import annotations

from nibe_uplink.local._client import BaseClient

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any, Unpack

    from nibe_uplink.local._client import CallOptions
    from nibe_uplink.local._generated.enums import AidMode, SmartMode
    from nibe_uplink.local._generated.models import Device, DeviceList, NewValue, Notifications, Point


class Client(BaseClient):
    """A client of NIBE local.

    Reads and changes what a heat pump of the S-series does, at the pump itself: no cloud and no account there.
    It is turned on in the pump's menu 7.5.15.

    Each method waits for the answer; Ctrl-C interrupts it.
    """

    def devices(self, **options: Unpack[CallOptions]) -> DeviceList:
        """The devices behind this address; a pump is one.

        Needs `account`. `GET /api/v1/devices`

        Source: Three clients, one of them against an S735.

        Raises:
            ApiError: The server refused; see its `name` and `details`.
            UplinkError: Any other failure; see `errors`.

        Example:
            >>> answer = client.devices()
        """
        return self._call("devices", {}, options)

    def device(self, device_id: int | str, **options: Unpack[CallOptions]) -> Device:
        """One device.

        Needs `account`. `GET /api/v1/devices/{deviceId}`

        Source: Four clients; the page says 403 for a device that is not there.

        Args:
            device_id: The device: its index, which is 0 where there is one device, or its serial number.

        Raises:
            ApiError: The server refused; see its `name` and `details`.
            UplinkError: Any other failure; see `errors`.

        Example:
            >>> answer = client.device(0)
        """
        return self._call("device", {"device_id": device_id}, options)

    def all_points(
        self,
        device_id: int | str,
        *,
        language: str | None = None,
        **options: Unpack[CallOptions],
    ) -> dict[str, Point]:
        """All points of a device, by their id.

        Points whose condition does not hold are left out, and for about a minute after a restart others are
        missing too: what is not there may come back.

        Needs `account`. `GET /api/v1/devices/{deviceId}/points`

        Source: Seven clients. About 1,170 points on an SMO S40, 980 on an S735. There are no pages and no
        filter. How long a pump takes is not public; clients wait 15 to 30 seconds.

        Args:
            device_id: The device: its index, which is 0 where there is one device, or its serial number.
            language: Language of titles and descriptions, such as `sv`. English where the pump has no other
                text.

        Raises:
            ApiError: The server refused; see its `name` and `details`.
            UplinkError: Any other failure; see `errors`.

        Example:
            >>> answer = client.all_points(0, language="en")
        """
        return self._call("all_points", {"device_id": device_id, "language": language}, options)

    def point(
        self,
        device_id: int | str,
        variable_id: int,
        *,
        language: str | None = None,
        **options: Unpack[CallOptions],
    ) -> Point:
        """One point. A point whose condition does not hold is not there.

        Needs `account`. `GET /api/v1/devices/{deviceId}/points/{variableId}`

        Source: Three clients. 404 for points that are hidden or unknown was seen; the page does not say it.

        Args:
            device_id: The device: its index, which is 0 where there is one device, or its serial number.
            variable_id: The id of a point. 0 or more.
            language: Language of titles and descriptions, such as `sv`. English where the pump has no other
                text.

        Raises:
            ApiError: The server refused; see its `name` and `details`.
            UplinkError: Any other failure; see `errors`.

        Example:
            >>> answer = client.point("06612345678901", 3098, language="de")
        """
        return self._call("point", {"device_id": device_id, "variable_id": variable_id, "language": language}, options)

    def set_points(
        self,
        device_id: int | str,
        values: Iterable[NewValue],
        **options: Unpack[CallOptions],
    ) -> dict[str, str | Point]:
        """Writes points of a device, as the pump stores them: 22.0 degrees with the divisor 10 is 220.

        The answer says for each point what became of it; the status says nothing.

        Needs `account`. `PATCH /api/v1/devices/{deviceId}/points`

        Source: Six clients. Nobody sent more than one value at once, though the form allows it. A malformed
        body and a time of the day are refused with 400; a pump whose interface is set to reading answers 200
        and refuses each value.

        Args:
            device_id: The device: its index, which is 0 where there is one device, or its serial number.
            values: What to write.

        Raises:
            ApiError: The server refused; see its `name` and `details`.
            UplinkError: Any other failure; see `errors`.

        Example:
            >>> from nibe_uplink.local import NewValue
            >>> answer = client.set_points(
            ...     0,
            ...     [
            ...         NewValue(type="datavalue", variable_id=3671, integer_value=-1, string_value=""),
            ...         NewValue(type="datavalue", variable_id=4, integer_value=70, string_value=""),
            ...         NewValue(type="datavalue", variable_id=999999, integer_value=1, string_value=""),
            ...     ],
            ... )
        """
        return self._call("set_points", {"device_id": device_id, "values": values}, options)

    def notifications(
        self,
        device_id: int | str,
        *,
        language: str | None = None,
        **options: Unpack[CallOptions],
    ) -> Notifications:
        """The alarms that are active.

        Needs `account`. `GET /api/v1/devices/{deviceId}/notifications`

        Source: Five clients.

        Args:
            device_id: The device: its index, which is 0 where there is one device, or its serial number.
            language: Language of titles and descriptions, such as `sv`. English where the pump has no other
                text.

        Raises:
            ApiError: The server refused; see its `name` and `details`.
            UplinkError: Any other failure; see `errors`.

        Example:
            >>> answer = client.notifications(0)
        """
        return self._call("notifications", {"device_id": device_id, "language": language}, options)

    def reset_notifications(self, device_id: int | str, **options: Unpack[CallOptions]) -> None:
        """Resets all alarms; single ones cannot be.

        Needs `account`. `DELETE /api/v1/devices/{deviceId}/notifications`

        Source: Three clients. The page names 405 for pumps that do not support it.

        Args:
            device_id: The device: its index, which is 0 where there is one device, or its serial number.

        Raises:
            ApiError: The server refused; see its `name` and `details`.
            UplinkError: Any other failure; see `errors`.

        Example:
            >>> client.reset_notifications(0)
        """
        self._call("reset_notifications", {"device_id": device_id}, options)

    def set_aid_mode(self, device_id: int | str, aid_mode: AidMode | str, **options: Unpack[CallOptions]) -> Any:
        """Turns the emergency mode of a device on or off: the additional heat alone, without the compressor.

        Needs `account`. `POST /api/v1/devices/{deviceId}/aidmode`

        Source: Seen on 4.12.6 with a key in lower case; another client sends `aidMode`. What the answer holds
        is not public; clients ignore it.

        Args:
            device_id: The device: its index, which is 0 where there is one device, or its serial number.
            aid_mode: What to set.

        Raises:
            ApiError: The server refused; see its `name` and `details`.
            UplinkError: Any other failure; see `errors`.

        Example:
            >>> answer = client.set_aid_mode(0, "on")
        """
        return self._call("set_aid_mode", {"device_id": device_id, "aid_mode": aid_mode}, options)

    def set_smart_mode(self, device_id: int | str, smart_mode: SmartMode | str, **options: Unpack[CallOptions]) -> Any:
        """Tells a device whether somebody is at home.

        Needs `account`. `POST /api/v1/devices/{deviceId}/smartmode`

        Source: Both words were seen to work. Two clients send the key as `smartMode`, one in daily use; so the
        pump seems to take both.

        Args:
            device_id: The device: its index, which is 0 where there is one device, or its serial number.
            smart_mode: What to set.

        Raises:
            ApiError: The server refused; see its `name` and `details`.
            UplinkError: Any other failure; see `errors`.

        Example:
            >>> answer = client.set_smart_mode(0, "away")
        """
        return self._call("set_smart_mode", {"device_id": device_id, "smart_mode": smart_mode}, options)
