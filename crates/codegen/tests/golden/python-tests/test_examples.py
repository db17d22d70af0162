# Generated from kettle.toml (e530b3b58cc2b025); do not edit.
# To change it, edit the spec and generate it again.
"""Every example of the spec, through kettle's blocking and asynchronous client."""

import asyncio
from datetime import datetime

import pytest
from support import Service

from kettle._generated.models import Area, Filter, Plan


def test_kettles_example_0(service: Service) -> None:
    answer = service.client.kettles(
        since=datetime.fromisoformat("2024-02-03T04:05:06Z"),
        lids=["OPEN", "HALF_OPEN"],
        language="sv",
    ).collect()
    service.expect(
        "kettles",
        "",
        answer,
        '[{"kettleId":1,"waterTemperature":21.5,"lid":"CLOSED","boiledAt":null,"parts":[],"class":"steel","next":null,"other":{"a":[1]}}]',
    )


def test_kettles_example_0_async(service: Service) -> None:
    async def call() -> object:
        async with service.async_client() as client:
            return await client.kettles(
                since=datetime.fromisoformat("2024-02-03T04:05:06Z"),
                lids=["OPEN", "HALF_OPEN"],
                language="sv",
            ).collect()

    answer = asyncio.run(call())
    service.expect(
        "kettles",
        "",
        answer,
        '[{"kettleId":1,"waterTemperature":21.5,"lid":"CLOSED","boiledAt":null,"parts":[],"class":"steel","next":null,"other":{"a":[1]}}]',
    )


def test_levels_example_0(service: Service) -> None:
    answer = service.client.levels(1, [7, "lid"])
    service.expect("levels", "", answer, '[{"sensor":7,"level":1.5},{"sensor":"lid","level":"high"}]')


def test_levels_example_0_async(service: Service) -> None:
    async def call() -> object:
        async with service.async_client() as client:
            return await client.levels(1, [7, "lid"])

    answer = asyncio.run(call())
    service.expect("levels", "", answer, '[{"sensor":7,"level":1.5},{"sensor":"lid","level":"high"}]')


def test_boil_example_0(service: Service) -> None:
    answer = service.client.boil(
        1,
        95.5,
        {"lid": 3},
        Plan(first="HEAT", moments=[datetime.fromisoformat("2024-02-03T04:05:06Z")]),
        note="x",
    )
    service.expect(
        "boil",
        '{"until":95.5,"limits":{"lid":3},"note":"x","plan":{"first":"HEAT","moments":["2024-02-03T04:05:06Z"]}}',
        answer,
        '{"kettleId":1,"waterTemperature":95.5,"lid":"CLOSED","boiledAt":"2024-02-03T04:05:06Z","parts":[{"kettleId":2,"waterTemperature":1,"lid":"OPEN","parts":[],"class":"","other":null}],"class":"steel","next":null,"other":null}',
    )


def test_boil_example_0_async(service: Service) -> None:
    async def call() -> object:
        async with service.async_client() as client:
            return await client.boil(
                1,
                95.5,
                {"lid": 3},
                Plan(first="HEAT", moments=[datetime.fromisoformat("2024-02-03T04:05:06Z")]),
                note="x",
            )

    answer = asyncio.run(call())
    service.expect(
        "boil",
        '{"until":95.5,"limits":{"lid":3},"note":"x","plan":{"first":"HEAT","moments":["2024-02-03T04:05:06Z"]}}',
        answer,
        '{"kettleId":1,"waterTemperature":95.5,"lid":"CLOSED","boiledAt":"2024-02-03T04:05:06Z","parts":[{"kettleId":2,"waterTemperature":1,"lid":"OPEN","parts":[],"class":"","other":null}],"class":"steel","next":null,"other":null}',
    )


def test_replace_settings_example_0(service: Service) -> None:
    answer = service.client.replace_settings(1, {"a": 1})
    service.expect("replace_settings", '{"a":1}', answer, "null")


def test_replace_settings_example_0_async(service: Service) -> None:
    async def call() -> object:
        async with service.async_client() as client:
            return await client.replace_settings(1, {"a": 1})

    answer = asyncio.run(call())
    service.expect("replace_settings", '{"a":1}', answer, "null")


def test_order_example_0(service: Service) -> None:
    answer = service.client.orders.place(
        2,
        extras={"milk": "a drop", "sugar": "0"},
        lids=["OPEN", "CLOSED"],
        session="s1",
    )
    service.expect("order", "cups=2&extras%5Bmilk%5D=a+drop&extras%5Bsugar%5D=0&lids=OPEN&lids=CLOSED", answer, '"o-1"')


def test_order_example_0_async(service: Service) -> None:
    async def call() -> object:
        async with service.async_client() as client:
            return await client.orders.place(
                2,
                extras={"milk": "a drop", "sugar": "0"},
                lids=["OPEN", "CLOSED"],
                session="s1",
            )

    answer = asyncio.run(call())
    service.expect("order", "cups=2&extras%5Bmilk%5D=a+drop&extras%5Bsugar%5D=0&lids=OPEN&lids=CLOSED", answer, '"o-1"')


def test_places_example_0(service: Service) -> None:
    answer = service.client.places(
        [1, 2],
        Area(x=1.5, name="a;b"),
        3,
        near=Area(x=2, name="ü"),
        view={"a": ["ü"]},
        seen={"a": 1},
    )
    service.expect("places", "", answer, '["kettle"]')


def test_places_example_0_async(service: Service) -> None:
    async def call() -> object:
        async with service.async_client() as client:
            return await client.places(
                [1, 2],
                Area(x=1.5, name="a;b"),
                3,
                near=Area(x=2, name="ü"),
                view={"a": ["ü"]},
                seen={"a": 1},
            )

    answer = asyncio.run(call())
    service.expect("places", "", answer, '["kettle"]')


def test_photo_example_0(service: Service) -> None:
    answer = service.client.photo(b"\x89PNG", more=[b"hello", b"'\""], title="A kettle")
    service.expect("photo", None, answer, "null")


def test_photo_example_0_async(service: Service) -> None:
    async def call() -> object:
        async with service.async_client() as client:
            return await client.photo(b"\x89PNG", more=[b"hello", b"'\""], title="A kettle")

    answer = asyncio.run(call())
    service.expect("photo", None, answer, "null")


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_stamp_example_0(service: Service) -> None:
    answer = service.client.stamp(1, b"\x89PNG")
    service.expect("stamp", None, answer, "null")


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_stamp_example_0_async(service: Service) -> None:
    async def call() -> object:
        async with service.async_client() as client:
            return await client.stamp(1, b"\x89PNG")

    answer = asyncio.run(call())
    service.expect("stamp", None, answer, "null")


def test_search_example_0(service: Service) -> None:
    answer = service.client.search(filters=[{"a": "x"}], table={"a": {"b": 1}}, grid=[[1, "b"]])
    service.expect("search", '{"filters":[{"a":"x"}],"table":{"a":{"b":1}},"grid":[[1,"b"]]}', answer, "null")


def test_search_example_0_async(service: Service) -> None:
    async def call() -> object:
        async with service.async_client() as client:
            return await client.search(filters=[{"a": "x"}], table={"a": {"b": 1}}, grid=[[1, "b"]])

    answer = asyncio.run(call())
    service.expect("search", '{"filters":[{"a":"x"}],"table":{"a":{"b":1}},"grid":[[1,"b"]]}', answer, "null")


def test_type_example_0(service: Service) -> None:
    answer = service.client.type(1, class_='a/b ü?#%&"')
    service.expect("type", "", answer, '"aGVsbG8="')


def test_type_example_0_async(service: Service) -> None:
    async def call() -> object:
        async with service.async_client() as client:
            return await client.type(1, class_='a/b ü?#%&"')

    answer = asyncio.run(call())
    service.expect("type", "", answer, '"aGVsbG8="')


def test_manual_example_0(service: Service) -> None:
    answer = service.client.manual(1)
    service.expect("manual", "", answer, '"# Manual\\nFill it."')


def test_manual_example_0_async(service: Service) -> None:
    async def call() -> object:
        async with service.async_client() as client:
            return await client.manual(1)

    answer = asyncio.run(call())
    service.expect("manual", "", answer, '"# Manual\\nFill it."')


def test_warranty_example_0(service: Service) -> None:
    answer = service.client.warranty()
    service.expect("warranty", "", answer, '"2026"')


def test_warranty_example_0_async(service: Service) -> None:
    async def call() -> object:
        async with service.async_client() as client:
            return await client.warranty()

    answer = asyncio.run(call())
    service.expect("warranty", "", answer, '"2026"')


def test_fittings_example_0(service: Service) -> None:
    answer = service.client.fittings.list(1)
    service.expect(
        "fittings",
        "",
        answer,
        '[{"kind":"filter","mesh":0.5},{"kind":"spout","of":[{"kind":"filter","mesh":2.0}]}]',
    )


def test_fittings_example_0_async(service: Service) -> None:
    async def call() -> object:
        async with service.async_client() as client:
            return await client.fittings.list(1)

    answer = asyncio.run(call())
    service.expect(
        "fittings",
        "",
        answer,
        '[{"kind":"filter","mesh":0.5},{"kind":"spout","of":[{"kind":"filter","mesh":2.0}]}]',
    )


def test_fit_example_0(service: Service) -> None:
    answer = service.client.fittings.fit(1, Filter(kind="sieve", mesh=0.5))
    service.expect("fit", '{"kind":"sieve","mesh":0.5}', answer, '{"id":3,"until":"2026"}')


def test_fit_example_0_async(service: Service) -> None:
    async def call() -> object:
        async with service.async_client() as client:
            return await client.fittings.fit(1, Filter(kind="sieve", mesh=0.5))

    answer = asyncio.run(call())
    service.expect("fit", '{"kind":"sieve","mesh":0.5}', answer, '{"id":3,"until":"2026"}')


def test_label_example_0(service: Service) -> None:
    answer = service.client.label(
        1,
        5,
        {"text": "hot"},
        "OPEN",
        values=[1.5, "x"],
        title="T",
        gaps=[1],
        words=["a"],
        lids=["OPEN"],
        lid="CLOSED",
        until=datetime.fromisoformat("2024-02-03T04:05:06Z"),
        more={"a": [1]},
        area=Area(x=1.5),
        by_name={"a": 1},
        sensor=7,
        count=2,
        share=0.5,
        shown=True,
    )
    service.expect(
        "label",
        '{"value":5,"text":{"text":"hot"},"state":"OPEN","values":[1.5,"x"],"title":"T","gaps":[1],"words":["a"],"lids":["OPEN"],"lid":"CLOSED","until":"2024-02-03T04:05:06Z","more":{"a":[1]},"area":{"x":1.5},"byName":{"a":1},"sensor":7,"count":2,"share":0.5,"shown":true}',
        answer,
        '{"text":"hot"}',
    )


def test_label_example_0_async(service: Service) -> None:
    async def call() -> object:
        async with service.async_client() as client:
            return await client.label(
                1,
                5,
                {"text": "hot"},
                "OPEN",
                values=[1.5, "x"],
                title="T",
                gaps=[1],
                words=["a"],
                lids=["OPEN"],
                lid="CLOSED",
                until=datetime.fromisoformat("2024-02-03T04:05:06Z"),
                more={"a": [1]},
                area=Area(x=1.5),
                by_name={"a": 1},
                sensor=7,
                count=2,
                share=0.5,
                shown=True,
            )

    answer = asyncio.run(call())
    service.expect(
        "label",
        '{"value":5,"text":{"text":"hot"},"state":"OPEN","values":[1.5,"x"],"title":"T","gaps":[1],"words":["a"],"lids":["OPEN"],"lid":"CLOSED","until":"2024-02-03T04:05:06Z","more":{"a":[1]},"area":{"x":1.5},"byName":{"a":1},"sensor":7,"count":2,"share":0.5,"shown":true}',
        answer,
        '{"text":"hot"}',
    )
