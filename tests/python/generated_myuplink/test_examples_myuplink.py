# Generated from myuplink-v2.toml (e9fc4eac97d30c42); do not edit.
# To change it, edit the spec and generate it again.
"""Every example of the spec, through nibe_uplink.myuplink's blocking and asynchronous client."""

import asyncio

from support import Service


def test_ping_example_0(service: Service) -> None:
    answer = service.client.ping()
    service.expect("ping", "", answer, "null")


def test_ping_example_0_async(service: Service) -> None:
    async def call() -> object:
        async with service.async_client() as client:
            return await client.ping()

    answer = asyncio.run(call())
    service.expect("ping", "", answer, "null")


def test_protected_ping_example_0(service: Service) -> None:
    answer = service.client.protected_ping()
    service.expect("protected_ping", "", answer, "null")


def test_protected_ping_example_0_async(service: Service) -> None:
    async def call() -> object:
        async with service.async_client() as client:
            return await client.protected_ping()

    answer = asyncio.run(call())
    service.expect("protected_ping", "", answer, "null")


def test_systems_example_0(service: Service) -> None:
    answer = service.client.systems(page=1, items_per_page=10).collect()
    service.expect(
        "systems",
        "",
        answer,
        '[{"systemId":"3f2b1c9e-6a54-4d0e-9f1b-2c7d8e9a0b1c","name":"Cellar","securityLevel":"admin","hasAlarm":false,"country":"Sweden","devices":[{"id":"emmy-r-123456-20240101-06512018123456-aa-bb-cc-dd-ee-ff","connectionState":"Connected","currentFwVersion":"9682R7","deviceType":"nibe-n","product":{"serialNumber":"06512018123456","name":"F1255-12 R"}}]}]',
    )


def test_systems_example_0_async(service: Service) -> None:
    async def call() -> object:
        async with service.async_client() as client:
            return await client.systems(page=1, items_per_page=10).collect()

    answer = asyncio.run(call())
    service.expect(
        "systems",
        "",
        answer,
        '[{"systemId":"3f2b1c9e-6a54-4d0e-9f1b-2c7d8e9a0b1c","name":"Cellar","securityLevel":"admin","hasAlarm":false,"country":"Sweden","devices":[{"id":"emmy-r-123456-20240101-06512018123456-aa-bb-cc-dd-ee-ff","connectionState":"Connected","currentFwVersion":"9682R7","deviceType":"nibe-n","product":{"serialNumber":"06512018123456","name":"F1255-12 R"}}]}]',
    )


def test_subscriptions_example_0(service: Service) -> None:
    answer = service.client.subscriptions("3f2b1c9e-6a54-4d0e-9f1b-2c7d8e9a0b1c")
    service.expect(
        "subscriptions",
        "",
        answer,
        '[{"type":"manage","validUntil":"2027-01-31T00:00:00Z"},{"type":"history","validUntil":null}]',
    )


def test_subscriptions_example_0_async(service: Service) -> None:
    async def call() -> object:
        async with service.async_client() as client:
            return await client.subscriptions("3f2b1c9e-6a54-4d0e-9f1b-2c7d8e9a0b1c")

    answer = asyncio.run(call())
    service.expect(
        "subscriptions",
        "",
        answer,
        '[{"type":"manage","validUntil":"2027-01-31T00:00:00Z"},{"type":"history","validUntil":null}]',
    )


def test_subscriptions_example_1(service: Service) -> None:
    answer = service.client.subscriptions("00000000-0000-4000-8000-000000000002")
    service.expect("subscriptions", "", answer, "null")


def test_subscriptions_example_1_async(service: Service) -> None:
    async def call() -> object:
        async with service.async_client() as client:
            return await client.subscriptions("00000000-0000-4000-8000-000000000002")

    answer = asyncio.run(call())
    service.expect("subscriptions", "", answer, "null")


def test_smarthome_mode_example_0(service: Service) -> None:
    answer = service.client.smarthome_mode("3f2b1c9e-6a54-4d0e-9f1b-2c7d8e9a0b1c")
    service.expect("smarthome_mode", "", answer, '{"smartHomeMode":"Away"}')


def test_smarthome_mode_example_0_async(service: Service) -> None:
    async def call() -> object:
        async with service.async_client() as client:
            return await client.smarthome_mode("3f2b1c9e-6a54-4d0e-9f1b-2c7d8e9a0b1c")

    answer = asyncio.run(call())
    service.expect("smarthome_mode", "", answer, '{"smartHomeMode":"Away"}')


def test_set_smarthome_mode_example_0(service: Service) -> None:
    answer = service.client.set_smarthome_mode("3f2b1c9e-6a54-4d0e-9f1b-2c7d8e9a0b1c", "Vacation")
    service.expect("set_smarthome_mode", '{"smartHomeMode":"Vacation"}', answer, "null")


def test_set_smarthome_mode_example_0_async(service: Service) -> None:
    async def call() -> object:
        async with service.async_client() as client:
            return await client.set_smarthome_mode("3f2b1c9e-6a54-4d0e-9f1b-2c7d8e9a0b1c", "Vacation")

    answer = asyncio.run(call())
    service.expect("set_smarthome_mode", '{"smartHomeMode":"Vacation"}', answer, "null")


def test_notifications_example_0(service: Service) -> None:
    answer = service.client.notifications(
        "3f2b1c9e-6a54-4d0e-9f1b-2c7d8e9a0b1c",
        language="en-GB",
        page=1,
        items_per_page=10,
    ).collect()
    service.expect(
        "notifications",
        "",
        answer,
        '[{"id":"6a0f1d3e-0000-4000-8000-0123456789ab","alarmNumber":183,"deviceId":"emmy-r-123456-20240101-06512018123456-aa-bb-cc-dd-ee-ff","severity":3,"status":"ResetByUserFromCloud","createdDatetime":"2026-02-03T04:05:06+0","statusHistory":[{"status":"Active","datetime":1770091506},{"status":"ResetByUserFromCloud","datetime":1770095106}],"header":"Defrosting in progress","description":"The outdoor unit defrosts.\\r\\nWait.","equipName":"EB101"}]',
    )


def test_notifications_example_0_async(service: Service) -> None:
    async def call() -> object:
        async with service.async_client() as client:
            return await client.notifications(
                "3f2b1c9e-6a54-4d0e-9f1b-2c7d8e9a0b1c",
                language="en-GB",
                page=1,
                items_per_page=10,
            ).collect()

    answer = asyncio.run(call())
    service.expect(
        "notifications",
        "",
        answer,
        '[{"id":"6a0f1d3e-0000-4000-8000-0123456789ab","alarmNumber":183,"deviceId":"emmy-r-123456-20240101-06512018123456-aa-bb-cc-dd-ee-ff","severity":3,"status":"ResetByUserFromCloud","createdDatetime":"2026-02-03T04:05:06+0","statusHistory":[{"status":"Active","datetime":1770091506},{"status":"ResetByUserFromCloud","datetime":1770095106}],"header":"Defrosting in progress","description":"The outdoor unit defrosts.\\r\\nWait.","equipName":"EB101"}]',
    )


def test_active_notifications_example_0(service: Service) -> None:
    answer = service.client.active_notifications(
        "3f2b1c9e-6a54-4d0e-9f1b-2c7d8e9a0b1c",
        page=1,
        items_per_page=100,
    ).collect()
    service.expect("active_notifications", "", answer, "[]")


def test_active_notifications_example_0_async(service: Service) -> None:
    async def call() -> object:
        async with service.async_client() as client:
            return await client.active_notifications(
                "3f2b1c9e-6a54-4d0e-9f1b-2c7d8e9a0b1c",
                page=1,
                items_per_page=100,
            ).collect()

    answer = asyncio.run(call())
    service.expect("active_notifications", "", answer, "[]")


def test_device_example_0(service: Service) -> None:
    answer = service.client.device("emmy-r-123456-20240101-06512018123456-aa-bb-cc-dd-ee-ff")
    service.expect(
        "device",
        "",
        answer,
        '{"id":"emmy-r-123456-20240101-06512018123456-aa-bb-cc-dd-ee-ff","connectionState":"Connected","firmware":{"currentFwVersion":"9682R7","desiredFwVersion":"9682R7"},"product":{"serialNumber":"06512018123456","name":"F1255-12 R"},"availableFeatures":{"settings":true,"reboot":true,"boostHotWater":true,"getZones":false}}',
    )


def test_device_example_0_async(service: Service) -> None:
    async def call() -> object:
        async with service.async_client() as client:
            return await client.device("emmy-r-123456-20240101-06512018123456-aa-bb-cc-dd-ee-ff")

    answer = asyncio.run(call())
    service.expect(
        "device",
        "",
        answer,
        '{"id":"emmy-r-123456-20240101-06512018123456-aa-bb-cc-dd-ee-ff","connectionState":"Connected","firmware":{"currentFwVersion":"9682R7","desiredFwVersion":"9682R7"},"product":{"serialNumber":"06512018123456","name":"F1255-12 R"},"availableFeatures":{"settings":true,"reboot":true,"boostHotWater":true,"getZones":false}}',
    )


def test_points_example_0(service: Service) -> None:
    answer = service.client.points(
        "emmy-r-123456-20240101-06512018123456-aa-bb-cc-dd-ee-ff",
        parameter_ids=[40004, "47011"],
        language="en-US",
    )
    service.expect(
        "points",
        "",
        answer,
        '[{"category":"F1255-12 R","parameterId":"40004","parameterName":"Current out\\u00addoor temper\\u00adature (BT1)","parameterUnit":"°C","writable":false,"timestamp":"2026-02-03T04:05:06Z","value":-3.2,"strVal":"-3.2°C","smartHomeCategories":["sh-outdoorTemp"],"minValue":null,"maxValue":null,"stepValue":1.0,"enumValues":[],"scaleValue":"0.1","zoneId":null},{"category":"F1255-12 R","parameterId":"47011","parameterName":"Heating offset climate system 1","parameterUnit":"","writable":true,"timestamp":"2026-02-03T04:05:06Z","value":-1,"strVal":"-1","smartHomeCategories":["sh-indoorSpOffsHeat"],"minValue":-10.0,"maxValue":10.0,"stepValue":1.0,"enumValues":[],"scaleValue":"1","zoneId":null}]',
    )


def test_points_example_0_async(service: Service) -> None:
    async def call() -> object:
        async with service.async_client() as client:
            return await client.points(
                "emmy-r-123456-20240101-06512018123456-aa-bb-cc-dd-ee-ff",
                parameter_ids=[40004, "47011"],
                language="en-US",
            )

    answer = asyncio.run(call())
    service.expect(
        "points",
        "",
        answer,
        '[{"category":"F1255-12 R","parameterId":"40004","parameterName":"Current out\\u00addoor temper\\u00adature (BT1)","parameterUnit":"°C","writable":false,"timestamp":"2026-02-03T04:05:06Z","value":-3.2,"strVal":"-3.2°C","smartHomeCategories":["sh-outdoorTemp"],"minValue":null,"maxValue":null,"stepValue":1.0,"enumValues":[],"scaleValue":"0.1","zoneId":null},{"category":"F1255-12 R","parameterId":"47011","parameterName":"Heating offset climate system 1","parameterUnit":"","writable":true,"timestamp":"2026-02-03T04:05:06Z","value":-1,"strVal":"-1","smartHomeCategories":["sh-indoorSpOffsHeat"],"minValue":-10.0,"maxValue":10.0,"stepValue":1.0,"enumValues":[],"scaleValue":"1","zoneId":null}]',
    )


def test_points_example_1(service: Service) -> None:
    answer = service.client.points("U12345600000000-0000-4000-8000-0123456789ab")
    service.expect(
        "points",
        "",
        answer,
        '[{"category":"S735","parameterId":"55000","parameterName":"Priority","parameterUnit":"","writable":false,"timestamp":"2026-02-03T04:05:06Z","value":20,"strVal":"hot water","smartHomeCategories":[],"minValue":null,"maxValue":null,"stepValue":1.0,"enumValues":[{"value":"10","text":"off","icon":""},{"value":"20","text":"hot water","icon":""}],"scaleValue":"1","zoneId":null},{"category":"S735","parameterId":"47751","parameterName":"Set point","parameterUnit":"°C","writable":true,"timestamp":"2026-02-03T04:05:06Z","value":21.5,"strVal":"21.5°C","smartHomeCategories":["sh-indoorSpHeat"],"minValue":50.0,"maxValue":350.0,"stepValue":5.0,"enumValues":null,"scaleValue":"0.1","zoneId":"1"}]',
    )


def test_points_example_1_async(service: Service) -> None:
    async def call() -> object:
        async with service.async_client() as client:
            return await client.points("U12345600000000-0000-4000-8000-0123456789ab")

    answer = asyncio.run(call())
    service.expect(
        "points",
        "",
        answer,
        '[{"category":"S735","parameterId":"55000","parameterName":"Priority","parameterUnit":"","writable":false,"timestamp":"2026-02-03T04:05:06Z","value":20,"strVal":"hot water","smartHomeCategories":[],"minValue":null,"maxValue":null,"stepValue":1.0,"enumValues":[{"value":"10","text":"off","icon":""},{"value":"20","text":"hot water","icon":""}],"scaleValue":"1","zoneId":null},{"category":"S735","parameterId":"47751","parameterName":"Set point","parameterUnit":"°C","writable":true,"timestamp":"2026-02-03T04:05:06Z","value":21.5,"strVal":"21.5°C","smartHomeCategories":["sh-indoorSpHeat"],"minValue":50.0,"maxValue":350.0,"stepValue":5.0,"enumValues":null,"scaleValue":"0.1","zoneId":"1"}]',
    )


def test_set_points_example_0(service: Service) -> None:
    answer = service.client.set_points(
        "emmy-r-123456-20240101-06512018123456-aa-bb-cc-dd-ee-ff",
        {"47011": -1, "47041": "2"},
    )
    service.expect("set_points", '{"47011":-1,"47041":"2"}', answer, '{"47011":"modified","47041":"modified"}')


def test_set_points_example_0_async(service: Service) -> None:
    async def call() -> object:
        async with service.async_client() as client:
            return await client.set_points(
                "emmy-r-123456-20240101-06512018123456-aa-bb-cc-dd-ee-ff",
                {"47011": -1, "47041": "2"},
            )

    answer = asyncio.run(call())
    service.expect("set_points", '{"47011":-1,"47041":"2"}', answer, '{"47011":"modified","47041":"modified"}')


def test_set_points_example_1(service: Service) -> None:
    answer = service.client.set_points(
        "emmy-r-123456-20240101-06512018123456-aa-bb-cc-dd-ee-ff",
        {"47011": 0.5, "1": 1},
    )
    service.expect("set_points", '{"47011":0.5,"1":1}', answer, '{"47011":"modified","1":"error: no such param"}')


def test_set_points_example_1_async(service: Service) -> None:
    async def call() -> object:
        async with service.async_client() as client:
            return await client.set_points(
                "emmy-r-123456-20240101-06512018123456-aa-bb-cc-dd-ee-ff",
                {"47011": 0.5, "1": 1},
            )

    answer = asyncio.run(call())
    service.expect("set_points", '{"47011":0.5,"1":1}', answer, '{"47011":"modified","1":"error: no such param"}')


def test_scaled_points_example_0(service: Service) -> None:
    answer = service.client.scaled_points("U12345600000000-0000-4000-8000-0123456789ab", parameter_ids=["47751"])
    service.expect(
        "scaled_points",
        "",
        answer,
        '[{"category":"S735","parameterId":"47751","parameterName":"Set point","parameterUnit":"°C","writable":true,"timestamp":"2026-02-03T04:05:06Z","value":21.5,"strVal":"21.5°C","smartHomeCategories":["sh-indoorSpHeat"],"minValue":5.0,"maxValue":35.0,"stepValue":0.5,"enumValues":[],"scaleValue":"0.1","zoneId":"1"}]',
    )


def test_scaled_points_example_0_async(service: Service) -> None:
    async def call() -> object:
        async with service.async_client() as client:
            return await client.scaled_points("U12345600000000-0000-4000-8000-0123456789ab", parameter_ids=["47751"])

    answer = asyncio.run(call())
    service.expect(
        "scaled_points",
        "",
        answer,
        '[{"category":"S735","parameterId":"47751","parameterName":"Set point","parameterUnit":"°C","writable":true,"timestamp":"2026-02-03T04:05:06Z","value":21.5,"strVal":"21.5°C","smartHomeCategories":["sh-indoorSpHeat"],"minValue":5.0,"maxValue":35.0,"stepValue":0.5,"enumValues":[],"scaleValue":"0.1","zoneId":"1"}]',
    )


def test_smarthome_categories_example_0(service: Service) -> None:
    answer = service.client.smarthome_categories("emmy-r-123456-20240101-06512018123456-aa-bb-cc-dd-ee-ff")
    service.expect("smarthome_categories", "", answer, '{"sh-hwBoost":true,"sh-indoorTemp":true,"sh-zones":false}')


def test_smarthome_categories_example_0_async(service: Service) -> None:
    async def call() -> object:
        async with service.async_client() as client:
            return await client.smarthome_categories("emmy-r-123456-20240101-06512018123456-aa-bb-cc-dd-ee-ff")

    answer = asyncio.run(call())
    service.expect("smarthome_categories", "", answer, '{"sh-hwBoost":true,"sh-indoorTemp":true,"sh-zones":false}')


def test_zones_example_0(service: Service) -> None:
    answer = service.client.zones("U12345600000000-0000-4000-8000-0123456789ab")
    service.expect(
        "zones",
        "",
        answer,
        '[{"zoneId":"2","name":"Ground floor","commandOnly":false,"supportedModes":"","mode":"heat","temperature":21.3,"setpoint":21.5,"setpointHeat":21.5,"setpointCool":null,"setpointRangeMin":15,"setpointRangeMax":25,"isCelsius":true,"indoorCo2":0,"indoorHumidity":0.0}]',
    )


def test_zones_example_0_async(service: Service) -> None:
    async def call() -> object:
        async with service.async_client() as client:
            return await client.zones("U12345600000000-0000-4000-8000-0123456789ab")

    answer = asyncio.run(call())
    service.expect(
        "zones",
        "",
        answer,
        '[{"zoneId":"2","name":"Ground floor","commandOnly":false,"supportedModes":"","mode":"heat","temperature":21.3,"setpoint":21.5,"setpointHeat":21.5,"setpointCool":null,"setpointRangeMin":15,"setpointRangeMax":25,"isCelsius":true,"indoorCo2":0,"indoorHumidity":0.0}]',
    )


def test_set_zone_example_0(service: Service) -> None:
    answer = service.client.set_zone("U12345600000000-0000-4000-8000-0123456789ab", "2", setpoint_heat=22.5)
    service.expect("set_zone", '{"setpointHeat":22.5}', answer, '{"47751":"modified"}')


def test_set_zone_example_0_async(service: Service) -> None:
    async def call() -> object:
        async with service.async_client() as client:
            return await client.set_zone("U12345600000000-0000-4000-8000-0123456789ab", "2", setpoint_heat=22.5)

    answer = asyncio.run(call())
    service.expect("set_zone", '{"setpointHeat":22.5}', answer, '{"47751":"modified"}')


def test_aid_mode_example_0(service: Service) -> None:
    answer = service.client.aid_mode("emmy-r-123456-20240101-06512018123456-aa-bb-cc-dd-ee-ff")
    service.expect("aid_mode", "", answer, '{"aidMode":0}')


def test_aid_mode_example_0_async(service: Service) -> None:
    async def call() -> object:
        async with service.async_client() as client:
            return await client.aid_mode("emmy-r-123456-20240101-06512018123456-aa-bb-cc-dd-ee-ff")

    answer = asyncio.run(call())
    service.expect("aid_mode", "", answer, '{"aidMode":0}')


def test_firmware_info_example_0(service: Service) -> None:
    answer = service.client.firmware_info("emmy-r-123456-20240101-06512018123456-aa-bb-cc-dd-ee-ff")
    service.expect(
        "firmware_info",
        "",
        answer,
        '{"deviceId":"emmy-r-123456-20240101-06512018123456-aa-bb-cc-dd-ee-ff","firmwareId":"1","currentFwVersion":"9682R7","pendingFwVersion":"","desiredFwVersion":"9682R7"}',
    )


def test_firmware_info_example_0_async(service: Service) -> None:
    async def call() -> object:
        async with service.async_client() as client:
            return await client.firmware_info("emmy-r-123456-20240101-06512018123456-aa-bb-cc-dd-ee-ff")

    answer = asyncio.run(call())
    service.expect(
        "firmware_info",
        "",
        answer,
        '{"deviceId":"emmy-r-123456-20240101-06512018123456-aa-bb-cc-dd-ee-ff","firmwareId":"1","currentFwVersion":"9682R7","pendingFwVersion":"","desiredFwVersion":"9682R7"}',
    )


def test_firmware_example_0(service: Service) -> None:
    answer = service.client.firmware("1", "9682R7")
    service.expect("firmware", "", answer, '"AAFmaXJtd2FyZf8="')


def test_firmware_example_0_async(service: Service) -> None:
    async def call() -> object:
        async with service.async_client() as client:
            return await client.firmware("1", "9682R7")

    answer = asyncio.run(call())
    service.expect("firmware", "", answer, '"AAFmaXJtd2FyZf8="')


def test_brand_firmware_example_0(service: Service) -> None:
    answer = service.client.brand_firmware("1", "1", "9682R7")
    service.expect("brand_firmware", "", answer, '"AAFicmFuZP8="')


def test_brand_firmware_example_0_async(service: Service) -> None:
    async def call() -> object:
        async with service.async_client() as client:
            return await client.brand_firmware("1", "1", "9682R7")

    answer = asyncio.run(call())
    service.expect("brand_firmware", "", answer, '"AAFicmFuZP8="')
