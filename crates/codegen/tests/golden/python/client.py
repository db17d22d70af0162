# Generated from kettle.toml (e530b3b58cc2b025); do not edit.
# To change it, edit the spec and generate it again.
"""The blocking client of Kettle."""

from __future__ import annotations

from kettle._client import BaseClient
from kettle._deprecated import deprecated
from kettle._model import NOT_GIVEN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from builtins import list as List
    from collections.abc import Iterable, Mapping
    from datetime import datetime
    from typing import Any, Unpack

    from kettle._client import CallOptions, Pages
    from kettle._file import FileLike
    from kettle._generated.enums import Lid
    from kettle._generated.models import Added, Area, Filter, Kettle, Lent, Level, Plan, Spout, Text
    from kettle._model import NotGiven


class Client(BaseClient):
    """A client of Kettle.

    Kettles that can be asked how hot they are, and told to boil. Any "other" [failure] is <told>.

    Each method waits for the answer; Ctrl-C interrupts it.
    """

    @property
    def orders(self) -> OrdersGroup:
        """The functions of `orders`: `place`."""
        return OrdersGroup(self)

    @property
    def fittings(self) -> FittingsGroup:
        """The functions of `fittings`: `list`, `fit`."""
        return FittingsGroup(self)

    def kettles(
        self,
        *,
        since: datetime | None = None,
        lids: Iterable[Lid | str] | None = None,
        language: str | None = None,
        page: int | None = None,
        items_per_page: int | None = None,
        **options: Unpack[CallOptions],
    ) -> Pages[Kettle]:
        """All kettles of the user.

        Needs the scope `LOOK`. `GET /kettles`

        The answer comes in pages of 30 unless asked otherwise.

        Args:
            since: Only those that boiled since then.
            lids: Only those whose lid is so.
            language: The language of texts. The server's default is `en`.
            page: Page to begin with, counted from 1. 1 or more. The server's default is `1`.
            items_per_page: Items on a page. From 1 to 100. The server's default is `30`.

        Raises:
            MissingScope: The user did not grant the scope; nothing was sent.
            ApiError: The server refused; see its `name` and `details`.
            UplinkError: Any other failure; see `errors`.

        Example:
            >>> from datetime import datetime
            >>> answer = client.kettles(
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

    def levels(
        self,
        kettle_id: int,
        sensors: Iterable[int | str],
        *,
        language: str | None = None,
        **options: Unpack[CallOptions],
    ) -> list[Level]:
        """What sensors show now.

        Needs the scopes `LOOK` and `BOIL`. `GET /kettles/{kettleId}/levels`

        Args:
            kettle_id: Which kettle. 1 or more.
            sensors: Ids or names of sensors. At most 15 in one request; a longer list is split. Reads that
                wait at the same time are merged into as few requests as possible.
            language: The language of texts. The server's default is `en`.

        Raises:
            MissingScope: The user did not grant the scope; nothing was sent.
            ApiError: The server refused; see its `name` and `details`.
            UplinkError: Any other failure; see `errors`.

        Example:
            >>> answer = client.levels(1, [7, "lid"])
        """
        return self._call("levels", {"kettle_id": kettle_id, "sensors": sensors, "language": language}, options)

    def boil(
        self,
        kettle_id: int,
        until: float,
        limits: Mapping[str, int | str] | Mapping[int, int | str],
        plan: Plan,
        *,
        note: str | NotGiven | None = NOT_GIVEN,
        **options: Unpack[CallOptions],
    ) -> Kettle | None:
        """Boils the water of a kettle.

        Needs the scope `BOIL`. `POST /kettles/{kettleId}/boil`

        Args:
            kettle_id: Which kettle. 1 or more.
            until: When to stop. In °C. From 30 to 100.
            limits: Levels by sensor at which to stop earlier.
            plan: What follows.
            note: A note.

        Raises:
            MissingScope: The user did not grant the scope; nothing was sent.
            ApiError: The server refused; see its `name` and `details`.
            UplinkError: Any other failure; see `errors`.

        Example:
            >>> from datetime import datetime
            >>> from kettle import Plan
            >>> answer = client.boil(
            ...     1,
            ...     95.5,
            ...     {"lid": 3},
            ...     Plan(first="HEAT", moments=[datetime.fromisoformat("2024-02-03T04:05:06Z")]),
            ...     note="x",
            ... )
        """
        return self._call(
            "boil",
            {"kettle_id": kettle_id, "until": until, "limits": limits, "note": note, "plan": plan},
            options,
        )

    def replace_settings(
        self,
        kettle_id: int,
        values: Mapping[str, Any] | Mapping[int, Any],
        **options: Unpack[CallOptions],
    ) -> None:
        """Replaces all settings.

        Needs the scope `BOIL`. `PUT /kettles/{kettleId}/settings`

        Args:
            kettle_id: Which kettle. 1 or more.
            values: Values by name.

        Raises:
            MissingScope: The user did not grant the scope; nothing was sent.
            ApiError: The server refused; see its `name` and `details`.
            UplinkError: Any other failure; see `errors`.

        Example:
            >>> client.replace_settings(1, {"a": 1})
        """
        self._call("replace_settings", {"kettle_id": kettle_id, "values": values}, options)

    def places(
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
        """What stands at places, by the styles of paths, headers and cookies.

        Needs the scope `LOOK`. `GET /floors{floors}/rooms{area}{depth}`

        Args:
            floors: The floors.
            area: Where.
            depth: How deep.
            near: What is near.
            view: What is seen.
            seen: What was seen.

        Raises:
            MissingScope: The user did not grant the scope; nothing was sent.
            ApiError: The server refused; see its `name` and `details`.
            UplinkError: Any other failure; see `errors`.

        Example:
            >>> from kettle import Area
            >>> answer = client.places(
            ...     [1, 2],
            ...     Area(x=1.5, name="a;b"),
            ...     3,
            ...     near=Area(x=2, name="ü"),
            ...     view={"a": ["ü"]},
            ...     seen={"a": 1},
            ... )
        """
        return self._call(
            "places",
            {"floors": floors, "area": area, "depth": depth, "near": near, "view": view, "seen": seen},
            options,
        )

    def photo(
        self,
        photo: FileLike,
        *,
        more: Iterable[FileLike] | None = None,
        title: str | None = None,
        **options: Unpack[CallOptions],
    ) -> None:
        """Sends photos, as parts of a form.

        Needs the scope `BOIL`. `POST /photos`

        Args:
            photo: The photo.
            more: Further ones.
            title: What they show.

        Raises:
            MissingScope: The user did not grant the scope; nothing was sent.
            ApiError: The server refused; see its `name` and `details`.
            UplinkError: Any other failure; see `errors`.

        Example:
            >>> client.photo(b"\\x89PNG", more=[b"hello", b"'\\""], title="A kettle")
        """
        self._call("photo", {"photo": photo, "more": more, "title": title}, options)

    @deprecated("Use `photo`.")
    def stamp(self, kettle_id: int, picture: FileLike, **options: Unpack[CallOptions]) -> None:
        """Deprecated: Use `photo`.

        Replaces the picture on a kettle.

        Needs the scope `BOIL`. `PUT /kettles/{kettleId}/stamp`

        Args:
            kettle_id: Which kettle. 1 or more.
            picture: The picture.

        Raises:
            MissingScope: The user did not grant the scope; nothing was sent.
            ApiError: The server refused; see its `name` and `details`.
            UplinkError: Any other failure; see `errors`.

        Example:
            >>> client.stamp(1, b"\\x89PNG")
        """
        self._call("stamp", {"kettle_id": kettle_id, "picture": picture}, options)

    def search(
        self,
        *,
        filters: Iterable[Mapping[str, str] | Mapping[int, str]] | None = None,
        table: Mapping[str, Mapping[str, int] | Mapping[int, int]]
        | Mapping[int, Mapping[str, int] | Mapping[int, int]]
        | None = None,
        grid: Iterable[Iterable[int | str]] | None = None,
        **options: Unpack[CallOptions],
    ) -> None:
        """Looks for kettles.

        Needs the scope `LOOK`. `POST /search?deep=true`

        Args:
            filters: What they are like.
            table: Numbers by two names.
            grid: Sensors in rows.

        Raises:
            MissingScope: The user did not grant the scope; nothing was sent.
            ApiError: The server refused; see its `name` and `details`.
            UplinkError: Any other failure; see `errors`.

        Example:
            >>> client.search(filters=[{"a": "x"}], table={"a": {"b": 1}}, grid=[[1, "b"]])
        """
        self._call("search", {"filters": filters, "table": table, "grid": grid}, options)

    def type(
        self,
        kettle_id: int,
        *,
        class_: str | None = None,
        self_: bool | None = None,
        **options: Unpack[CallOptions],
    ) -> bytes:
        """A picture of the kettle, '''quoted''' and ending with a backslash \\

        Needs no token. `GET /kettles/{kettleId}/picture`

        Args:
            kettle_id: Which kettle. 1 or more.
            class_: A keyword; `code` and half `code. The server's default is `it's`.
            self_: Another one.

        Raises:
            ApiError: The server refused; see its `name` and `details`.
            UplinkError: Any other failure; see `errors`.

        Example:
            >>> answer = client.type(1, class_='a/b ü?#%&"')
        """
        return self._call("type", {"kettle_id": kettle_id, "class": class_, "self": self_}, options)

    def manual(self, kettle_id: int, **options: Unpack[CallOptions]) -> str | None:
        """How to use the kettle.

        Needs no token. `GET /kettles/{kettleId}/manual`

        Args:
            kettle_id: Which kettle. 1 or more.

        Raises:
            ApiError: The server refused; see its `name` and `details`.
            UplinkError: Any other failure; see `errors`.

        Example:
            >>> answer = client.manual(1)
        """
        return self._call("manual", {"kettle_id": kettle_id}, options)

    def warranty(self, **options: Unpack[CallOptions]) -> str:
        """Until when the kettle is under warranty.

        Needs `label` and a token, or `owner`, or nothing. `GET /warranty`

        Raises:
            ApiError: The server refused; see its `name` and `details`.
            UplinkError: Any other failure; see `errors`.

        Example:
            >>> answer = client.warranty()
        """
        return self._call("warranty", {}, options)

    def label(
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
        """Writes on a kettle, in each way that there is.

        Needs the scope `BOIL`. `PUT /kettles/{kettleId}/label`

        Args:
            kettle_id: Which kettle. 1 or more.
            value: A number that is whole by chance.
            text: What is written.
            state: What is shown beside it.
            values: Numbers and words.
            title: A text by another name.
            gaps: Numbers, or none.
            words: Words.
            lids: Lids.
            lid: One of them.
            until: Until when.
            more: More.
            area: Where.
            by_name: By name.
            sensor: A sensor.
            count: How many.
            share: How much.
            shown: Whether it is seen.

        Raises:
            MissingScope: The user did not grant the scope; nothing was sent.
            ApiError: The server refused; see its `name` and `details`.
            UplinkError: Any other failure; see `errors`.

        Example:
            >>> from datetime import datetime
            >>> from kettle import Area
            >>> answer = client.label(
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
        return self._call(
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


class OrdersGroup:
    """Functions of a client, as `Client.orders` gives them."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def place(
        self,
        cups: int,
        *,
        extras: Mapping[str, str] | Mapping[int, str] | None = None,
        lids: Iterable[Lid | str] | None = None,
        session: str | None = None,
        **options: Unpack[CallOptions],
    ) -> str:
        """Orders cups, as a form.

        Needs the scope `BOIL`. `POST /orders`

        Args:
            cups: How many. 1 or more.
            extras: What goes into them.
            lids: How they are closed.
            session: Where it began.

        Raises:
            MissingScope: The user did not grant the scope; nothing was sent.
            ApiError: The server refused; see its `name` and `details`.
            UplinkError: Any other failure; see `errors`.

        Example:
            >>> answer = client.orders.place(
            ...     2,
            ...     extras={"milk": "a drop", "sugar": "0"},
            ...     lids=["OPEN", "CLOSED"],
            ...     session="s1",
            ... )
        """
        return self._client._call("order", {"cups": cups, "extras": extras, "lids": lids, "session": session}, options)


class FittingsGroup:
    """Functions of a client, as `Client.fittings` gives them."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def list(self, kettle_id: int, **options: Unpack[CallOptions]) -> List[Filter | Spout | dict[str, Any]]:
        """What belongs to a kettle.

        Needs the scope `LOOK`. `GET /kettles/{kettleId}/fittings`

        Args:
            kettle_id: Which kettle. 1 or more.

        Raises:
            MissingScope: The user did not grant the scope; nothing was sent.
            ApiError: The server refused; see its `name` and `details`.
            UplinkError: Any other failure; see `errors`.

        Example:
            >>> answer = client.fittings.list(1)
        """
        return self._client._call("fittings", {"kettle_id": kettle_id}, options)

    def fit(self, kettle_id: int, fitting: Filter | Spout, **options: Unpack[CallOptions]) -> Added | Lent:
        """Adds to a kettle.

        Needs the scope `BOIL`. `POST /kettles/{kettleId}/fittings`

        Args:
            kettle_id: Which kettle. 1 or more.
            fitting: What is added.

        Raises:
            MissingScope: The user did not grant the scope; nothing was sent.
            ApiError: The server refused; see its `name` and `details`.
            UplinkError: Any other failure; see `errors`.

        Example:
            >>> from kettle import Filter
            >>> answer = client.fittings.fit(1, Filter(kind="sieve", mesh=0.5))
        """
        return self._client._call("fit", {"kettle_id": kettle_id, "fitting": fitting}, options)
