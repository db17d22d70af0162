# Generated from kettle.toml (e530b3b58cc2b025); do not edit.
# To change it, edit the spec and generate it again.
"""The asynchronous client of Kettle."""

from __future__ import annotations

from kettle._aclient import BaseAsyncClient
from kettle._deprecated import deprecated
from kettle._model import NOT_GIVEN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from builtins import list as List
    from collections.abc import Iterable, Mapping
    from datetime import datetime
    from typing import Any, Unpack

    from kettle._aclient import AsyncPages, CallOptions
    from kettle._file import FileLike
    from kettle._generated.enums import Lid
    from kettle._generated.models import Added, Area, Filter, Kettle, Lent, Level, Plan, Spout, Text
    from kettle._model import NotGiven


class AsyncClient(BaseAsyncClient):
    """A client of Kettle.

    Kettles that can be asked how hot they are, and told to boil. Any "other" [failure] is <told>.

    Each method is a coroutine; cancelling its task ends the request.
    """

    @property
    def orders(self) -> AsyncOrdersGroup:
        """The functions of `orders`: `place`."""
        return AsyncOrdersGroup(self)

    @property
    def fittings(self) -> AsyncFittingsGroup:
        """The functions of `fittings`: `list`, `fit`."""
        return AsyncFittingsGroup(self)

    def kettles(
        self,
        *,
        since: datetime | None = None,
        lids: Iterable[Lid | str] | None = None,
        language: str | None = None,
        page: int | None = None,
        items_per_page: int | None = None,
        **options: Unpack[CallOptions],
    ) -> AsyncPages[Kettle]:
        """As `Client.kettles`; for `async for`.

        Example:
            >>> from datetime import datetime
            >>> answer = await client.kettles(
            ...     since=datetime.fromisoformat("2024-02-03T04:05:06Z"),
            ...     lids=["OPEN", "HALF_OPEN"],
            ...     language="sv",
            ... ).collect()
        """
        return self._pages(
            "kettles",
            {"since": since, "lids": lids, "language": language, "page": page, "items_per_page": items_per_page},
            options,
        )

    async def levels(
        self,
        kettle_id: int,
        sensors: Iterable[int | str],
        *,
        language: str | None = None,
        **options: Unpack[CallOptions],
    ) -> list[Level]:
        """As `Client.levels`; a coroutine.

        Example:
            >>> answer = await client.levels(1, [7, "lid"])
        """
        return await self._call("levels", {"kettle_id": kettle_id, "sensors": sensors, "language": language}, options)

    async def boil(
        self,
        kettle_id: int,
        until: float,
        limits: Mapping[str, int | str] | Mapping[int, int | str],
        plan: Plan,
        *,
        note: str | NotGiven | None = NOT_GIVEN,
        **options: Unpack[CallOptions],
    ) -> Kettle | None:
        """As `Client.boil`; a coroutine.

        Example:
            >>> from datetime import datetime
            >>> from kettle import Plan
            >>> answer = await client.boil(
            ...     1,
            ...     95.5,
            ...     {"lid": 3},
            ...     Plan(first="HEAT", moments=[datetime.fromisoformat("2024-02-03T04:05:06Z")]),
            ...     note="x",
            ... )
        """
        return await self._call(
            "boil",
            {"kettle_id": kettle_id, "until": until, "limits": limits, "note": note, "plan": plan},
            options,
        )

    async def replace_settings(
        self,
        kettle_id: int,
        values: Mapping[str, Any] | Mapping[int, Any],
        **options: Unpack[CallOptions],
    ) -> None:
        """As `Client.replace_settings`; a coroutine.

        Example:
            >>> await client.replace_settings(1, {"a": 1})
        """
        await self._call("replace_settings", {"kettle_id": kettle_id, "values": values}, options)

    async def places(
        self,
        floors: Iterable[int],
        area: Area,
        depth: int,
        *,
        near: Area | None = None,
        view: Mapping[str, Any] | Mapping[int, Any] | None = None,
        seen: Mapping[str, int] | Mapping[int, int] | None = None,
        **options: Unpack[CallOptions],
    ) -> list[str]:
        """As `Client.places`; a coroutine.

        Example:
            >>> from kettle import Area
            >>> answer = await client.places(
            ...     [1, 2],
            ...     Area(x=1.5, name="a;b"),
            ...     3,
            ...     near=Area(x=2, name="ü"),
            ...     view={"a": ["ü"]},
            ...     seen={"a": 1},
            ... )
        """
        return await self._call(
            "places",
            {"floors": floors, "area": area, "depth": depth, "near": near, "view": view, "seen": seen},
            options,
        )

    async def photo(
        self,
        photo: FileLike,
        *,
        more: Iterable[FileLike] | None = None,
        title: str | None = None,
        **options: Unpack[CallOptions],
    ) -> None:
        """As `Client.photo`; a coroutine.

        Example:
            >>> await client.photo(b"\\x89PNG", more=[b"hello", b"'\\""], title="A kettle")
        """
        await self._call("photo", {"photo": photo, "more": more, "title": title}, options)

    @deprecated("Use `photo`.")
    async def stamp(self, kettle_id: int, picture: FileLike, **options: Unpack[CallOptions]) -> None:
        """As `Client.stamp`; a coroutine.

        Example:
            >>> await client.stamp(1, b"\\x89PNG")
        """
        await self._call("stamp", {"kettle_id": kettle_id, "picture": picture}, options)

    async def search(
        self,
        *,
        filters: Iterable[Mapping[str, str] | Mapping[int, str]] | None = None,
        table: Mapping[str, Mapping[str, int] | Mapping[int, int]]
        | Mapping[int, Mapping[str, int] | Mapping[int, int]]
        | None = None,
        grid: Iterable[Iterable[int | str]] | None = None,
        **options: Unpack[CallOptions],
    ) -> None:
        """As `Client.search`; a coroutine.

        Example:
            >>> await client.search(filters=[{"a": "x"}], table={"a": {"b": 1}}, grid=[[1, "b"]])
        """
        await self._call("search", {"filters": filters, "table": table, "grid": grid}, options)

    async def type(
        self,
        kettle_id: int,
        *,
        class_: str | None = None,
        self_: bool | None = None,
        **options: Unpack[CallOptions],
    ) -> bytes:
        """As `Client.type`; a coroutine.

        Example:
            >>> answer = await client.type(1, class_='a/b ü?#%&"')
        """
        return await self._call("type", {"kettle_id": kettle_id, "class": class_, "self": self_}, options)

    async def manual(self, kettle_id: int, **options: Unpack[CallOptions]) -> str | None:
        """As `Client.manual`; a coroutine.

        Example:
            >>> answer = await client.manual(1)
        """
        return await self._call("manual", {"kettle_id": kettle_id}, options)

    async def warranty(self, **options: Unpack[CallOptions]) -> str:
        """As `Client.warranty`; a coroutine.

        Example:
            >>> answer = await client.warranty()
        """
        return await self._call("warranty", {}, options)

    async def label(
        self,
        kettle_id: int,
        value: float | str,
        text: str | Text,
        state: datetime | Lid | str,
        *,
        values: Iterable[float | str] | None = None,
        title: str | None = None,
        gaps: Iterable[int | None] | None = None,
        words: Iterable[str] | NotGiven | None = NOT_GIVEN,
        lids: Iterable[Lid | str] | NotGiven | None = NOT_GIVEN,
        lid: Lid | str | NotGiven | None = NOT_GIVEN,
        until: datetime | NotGiven | None = NOT_GIVEN,
        more: Any | NotGiven | None = NOT_GIVEN,
        area: Area | NotGiven | None = NOT_GIVEN,
        by_name: Mapping[str, int] | Mapping[int, int] | NotGiven | None = NOT_GIVEN,
        sensor: int | str | NotGiven | None = NOT_GIVEN,
        count: int | NotGiven | None = NOT_GIVEN,
        share: float | NotGiven | None = NOT_GIVEN,
        shown: bool | NotGiven | None = NOT_GIVEN,
        **options: Unpack[CallOptions],
    ) -> str | Text:
        """As `Client.label`; a coroutine.

        Example:
            >>> from datetime import datetime
            >>> from kettle import Area
            >>> answer = await client.label(
            ...     1,
            ...     5,
            ...     {"text": "hot"},
            ...     "OPEN",
            ...     values=[1.5, "x"],
            ...     title="T",
            ...     gaps=[1],
            ...     words=["a"],
            ...     lids=["OPEN"],
            ...     lid="CLOSED",
            ...     until=datetime.fromisoformat("2024-02-03T04:05:06Z"),
            ...     more={"a": [1]},
            ...     area=Area(x=1.5),
            ...     by_name={"a": 1},
            ...     sensor=7,
            ...     count=2,
            ...     share=0.5,
            ...     shown=True,
            ... )
        """
        return await self._call(
            "label",
            {
                "kettle_id": kettle_id,
                "value": value,
                "text": text,
                "state": state,
                "values": values,
                "title": title,
                "gaps": gaps,
                "words": words,
                "lids": lids,
                "lid": lid,
                "until": until,
                "more": more,
                "area": area,
                "by_name": by_name,
                "sensor": sensor,
                "count": count,
                "share": share,
                "shown": shown,
            },
            options,
        )


class AsyncOrdersGroup:
    """Functions of a client, as `AsyncClient.orders` gives them."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    async def place(
        self,
        cups: int,
        *,
        extras: Mapping[str, str] | Mapping[int, str] | None = None,
        lids: Iterable[Lid | str] | None = None,
        session: str | None = None,
        **options: Unpack[CallOptions],
    ) -> str:
        """As `Client.orders.place`; a coroutine.

        Example:
            >>> answer = await client.orders.place(
            ...     2,
            ...     extras={"milk": "a drop", "sugar": "0"},
            ...     lids=["OPEN", "CLOSED"],
            ...     session="s1",
            ... )
        """
        return await self._client._call(
            "order",
            {"cups": cups, "extras": extras, "lids": lids, "session": session},
            options,
        )


class AsyncFittingsGroup:
    """Functions of a client, as `AsyncClient.fittings` gives them."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    async def list(self, kettle_id: int, **options: Unpack[CallOptions]) -> List[Filter | Spout | dict[str, Any]]:
        """As `Client.fittings.list`; a coroutine.

        Example:
            >>> answer = await client.fittings.list(1)
        """
        return await self._client._call("fittings", {"kettle_id": kettle_id}, options)

    async def fit(self, kettle_id: int, fitting: Filter | Spout, **options: Unpack[CallOptions]) -> Added | Lent:
        """As `Client.fittings.fit`; a coroutine.

        Example:
            >>> from kettle import Filter
            >>> answer = await client.fittings.fit(1, Filter(kind="sieve", mesh=0.5))
        """
        return await self._client._call("fit", {"kettle_id": kettle_id, "fitting": fitting}, options)
