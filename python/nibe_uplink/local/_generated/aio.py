# Generated from nibe-local.toml (4c694ce74fd5ab55); do not edit.
# To change it, edit the spec and generate it again.
"""The asynchronous client of NIBE local."""

from __future__ import annotations

from nibe_uplink.local._aclient import BaseAsyncClient

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any, Unpack

    from nibe_uplink.local._aclient import CallOptions
    from nibe_uplink.local._generated.enums import AidMode, SmartMode
    from nibe_uplink.local._generated.models import Device, DeviceList, NewValue, Notifications, Point


class AsyncClient(BaseAsyncClient):
    """A client of NIBE local.

    Reads and changes what a heat pump of the S-series does, at the pump itself: no cloud and no account there.
    It is turned on in the pump's menu 7.5.15.

    Each method is a coroutine; cancelling its task ends the request.
    """

    async def devices(self, **options: Unpack[CallOptions]) -> DeviceList:
        """As `Client.devices`; a coroutine.

        Example:
            >>> answer = await client.devices()
        """
        return await self._call("devices", {}, options)

    async def device(self, device_id: int | str, **options: Unpack[CallOptions]) -> Device:
        """As `Client.device`; a coroutine.

        Example:
            >>> answer = await client.device(0)
        """
        return await self._call("device", {"device_id": device_id}, options)

    async def all_points(
        self,
        device_id: int | str,
        *,
        language: str | None = None,
        **options: Unpack[CallOptions],
    ) -> dict[str, Point]:
        """As `Client.all_points`; a coroutine.

        Example:
            >>> answer = await client.all_points(0, language="en")
        """
        return await self._call("all_points", {"device_id": device_id, "language": language}, options)

    async def point(
        self,
        device_id: int | str,
        variable_id: int,
        *,
        language: str | None = None,
        **options: Unpack[CallOptions],
    ) -> Point:
        """As `Client.point`; a coroutine.

        Example:
            >>> answer = await client.point("06612345678901", 3098, language="de")
        """
        return await self._call(
            "point",
            {"device_id": device_id, "variable_id": variable_id, "language": language},
            options,
        )

    async def set_points(
        self,
        device_id: int | str,
        values: Iterable[NewValue],
        **options: Unpack[CallOptions],
    ) -> dict[str, str | Point]:
        """As `Client.set_points`; a coroutine.

        Example:
            >>> from nibe_uplink.local import NewValue
            >>> answer = await client.set_points(
            ...     0,
            ...     [
            ...         NewValue(type="datavalue", variable_id=3671, integer_value=-1, string_value=""),
            ...         NewValue(type="datavalue", variable_id=4, integer_value=70, string_value=""),
            ...         NewValue(type="datavalue", variable_id=999999, integer_value=1, string_value=""),
            ...     ],
            ... )
        """
        return await self._call("set_points", {"device_id": device_id, "values": values}, options)

    async def notifications(
        self,
        device_id: int | str,
        *,
        language: str | None = None,
        **options: Unpack[CallOptions],
    ) -> Notifications:
        """As `Client.notifications`; a coroutine.

        Example:
            >>> answer = await client.notifications(0)
        """
        return await self._call("notifications", {"device_id": device_id, "language": language}, options)

    async def reset_notifications(self, device_id: int | str, **options: Unpack[CallOptions]) -> None:
        """As `Client.reset_notifications`; a coroutine.

        Example:
            >>> await client.reset_notifications(0)
        """
        await self._call("reset_notifications", {"device_id": device_id}, options)

    async def set_aid_mode(self, device_id: int | str, aid_mode: AidMode | str, **options: Unpack[CallOptions]) -> Any:
        """As `Client.set_aid_mode`; a coroutine.

        Example:
            >>> answer = await client.set_aid_mode(0, "on")
        """
        return await self._call("set_aid_mode", {"device_id": device_id, "aid_mode": aid_mode}, options)

    async def set_smart_mode(
        self,
        device_id: int | str,
        smart_mode: SmartMode | str,
        **options: Unpack[CallOptions],
    ) -> Any:
        """As `Client.set_smart_mode`; a coroutine.

        Example:
            >>> answer = await client.set_smart_mode(0, "away")
        """
        return await self._call("set_smart_mode", {"device_id": device_id, "smart_mode": smart_mode}, options)
