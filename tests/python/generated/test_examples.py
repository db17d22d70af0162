# Generated from nibe-uplink-v1.toml (5836729e4243c3f9); do not edit.
# To change it, edit the spec and generate it again.
"""Every example of the spec, through nibe_uplink's blocking and asynchronous client."""

import asyncio

from support import Service


def test_systems_example_0(service: Service) -> None:
    answer = service.client.systems(page=1, items_per_page=30).collect()
    service.expect(
        "systems",
        "",
        answer,
        '[{"systemId":40201,"name":"Cellar","productName":"NIBE F1255","productImage":{"name":"NIBE_F1255","sizes":[{"width":75,"height":100,"url":"/Content/Products/F1245_75x100.png"}]},"securityLevel":"ADMIN","serialNumber":"06512018123456","lastActivityDate":"2023-02-03T04:05:06Z","connectionStatus":"ONLINE","address":{"addressLine1":"Main road 1","addressLine2":null,"postalCode":null,"city":"Markaryd","region":null,"country":"SWEDEN"},"hasAlarmed":false}]',
    )


def test_systems_example_0_async(service: Service) -> None:
    async def call() -> object:
        async with service.async_client() as client:
            return await client.systems(page=1, items_per_page=30).collect()

    answer = asyncio.run(call())
    service.expect(
        "systems",
        "",
        answer,
        '[{"systemId":40201,"name":"Cellar","productName":"NIBE F1255","productImage":{"name":"NIBE_F1255","sizes":[{"width":75,"height":100,"url":"/Content/Products/F1245_75x100.png"}]},"securityLevel":"ADMIN","serialNumber":"06512018123456","lastActivityDate":"2023-02-03T04:05:06Z","connectionStatus":"ONLINE","address":{"addressLine1":"Main road 1","addressLine2":null,"postalCode":null,"city":"Markaryd","region":null,"country":"SWEDEN"},"hasAlarmed":false}]',
    )


def test_system_example_0(service: Service) -> None:
    answer = service.client.system(40201)
    service.expect(
        "system",
        "",
        answer,
        '{"systemId":40201,"name":"Cellar","productName":"NIBE F1255","productImage":{"name":"NIBE_F1255","sizes":[]},"securityLevel":"MANAGER","serialNumber":"06512018123456","lastActivityDate":"2023-02-03T04:05:06Z","connectionStatus":"PENDING","address":{"addressLine1":null,"addressLine2":null,"postalCode":null,"city":null,"region":null,"country":"UNKNOWN"},"hasAlarmed":true}',
    )


def test_system_example_0_async(service: Service) -> None:
    async def call() -> object:
        async with service.async_client() as client:
            return await client.system(40201)

    answer = asyncio.run(call())
    service.expect(
        "system",
        "",
        answer,
        '{"systemId":40201,"name":"Cellar","productName":"NIBE F1255","productImage":{"name":"NIBE_F1255","sizes":[]},"securityLevel":"MANAGER","serialNumber":"06512018123456","lastActivityDate":"2023-02-03T04:05:06Z","connectionStatus":"PENDING","address":{"addressLine1":null,"addressLine2":null,"postalCode":null,"city":null,"region":null,"country":"UNKNOWN"},"hasAlarmed":true}',
    )


def test_software_example_0(service: Service) -> None:
    answer = service.client.software("06512018123456")
    service.expect(
        "software",
        "",
        answer,
        '{"releaseDate":"2019-05-14T00:00:00Z","name":"nibe-n","version":9240,"release":3}',
    )


def test_software_example_0_async(service: Service) -> None:
    async def call() -> object:
        async with service.async_client() as client:
            return await client.software("06512018123456")

    answer = asyncio.run(call())
    service.expect(
        "software",
        "",
        answer,
        '{"releaseDate":"2019-05-14T00:00:00Z","name":"nibe-n","version":9240,"release":3}',
    )


def test_system_software_example_0(service: Service) -> None:
    answer = service.client.system_software(40201)
    service.expect(
        "system_software",
        "",
        answer,
        '{"current":{"name":"nibe-n","version":9240,"release":3},"upgrade":{"releaseDate":"2021-09-01T00:00:00Z","name":"nibe-n","version":9443,"release":2}}',
    )


def test_system_software_example_0_async(service: Service) -> None:
    async def call() -> object:
        async with service.async_client() as client:
            return await client.system_software(40201)

    answer = asyncio.run(call())
    service.expect(
        "system_software",
        "",
        answer,
        '{"current":{"name":"nibe-n","version":9240,"release":3},"upgrade":{"releaseDate":"2021-09-01T00:00:00Z","name":"nibe-n","version":9443,"release":2}}',
    )


def test_system_software_example_1(service: Service) -> None:
    answer = service.client.system_software(40202)
    service.expect(
        "system_software",
        "",
        answer,
        '{"current":{"name":"nibe-n","version":9443,"release":2},"upgrade":null}',
    )


def test_system_software_example_1_async(service: Service) -> None:
    async def call() -> object:
        async with service.async_client() as client:
            return await client.system_software(40202)

    answer = asyncio.run(call())
    service.expect(
        "system_software",
        "",
        answer,
        '{"current":{"name":"nibe-n","version":9443,"release":2},"upgrade":null}',
    )


def test_system_config_example_0(service: Service) -> None:
    answer = service.client.system_config(40201)
    service.expect(
        "system_config",
        "",
        answer,
        '{"hasCooling":false,"hasHeating":true,"hasHotWater":true,"hasVentilation":false}',
    )


def test_system_config_example_0_async(service: Service) -> None:
    async def call() -> object:
        async with service.async_client() as client:
            return await client.system_config(40201)

    answer = asyncio.run(call())
    service.expect(
        "system_config",
        "",
        answer,
        '{"hasCooling":false,"hasHeating":true,"hasHotWater":true,"hasVentilation":false}',
    )


def test_units_example_0(service: Service) -> None:
    answer = service.client.units(40201)
    service.expect(
        "units",
        "",
        answer,
        '[{"systemUnitId":0,"name":"VVM 320","shortName":"m","product":"VVM 320 E","softwareVersion":"9542R2"},{"systemUnitId":1,"name":"slave 1","shortName":"s1","product":"F2040","softwareVersion":"29"}]',
    )


def test_units_example_0_async(service: Service) -> None:
    async def call() -> object:
        async with service.async_client() as client:
            return await client.units(40201)

    answer = asyncio.run(call())
    service.expect(
        "units",
        "",
        answer,
        '[{"systemUnitId":0,"name":"VVM 320","shortName":"m","product":"VVM 320 E","softwareVersion":"9542R2"},{"systemUnitId":1,"name":"slave 1","shortName":"s1","product":"F2040","softwareVersion":"29"}]',
    )


def test_system_status_example_0(service: Service) -> None:
    answer = service.client.system_status(40201)
    service.expect(
        "system_status",
        "",
        answer,
        '[{"image":{"name":"Heating","sizes":[{"width":35,"height":35,"url":"/Content/Icons/Emmy/Heating_Tiny.png"}]},"inlineText":"","title":"Heating","parameters":[{"parameterId":43005,"name":"43005","title":"degree minutes","designation":"","unit":"DM","displayValue":"-120DM","rawValue":-1203},{"parameterId":40008,"name":null,"title":"heat medium flow","designation":"BT2","unit":"°C","displayValue":"38.4°C","rawValue":384}]}]',
    )


def test_system_status_example_0_async(service: Service) -> None:
    async def call() -> object:
        async with service.async_client() as client:
            return await client.system_status(40201)

    answer = asyncio.run(call())
    service.expect(
        "system_status",
        "",
        answer,
        '[{"image":{"name":"Heating","sizes":[{"width":35,"height":35,"url":"/Content/Icons/Emmy/Heating_Tiny.png"}]},"inlineText":"","title":"Heating","parameters":[{"parameterId":43005,"name":"43005","title":"degree minutes","designation":"","unit":"DM","displayValue":"-120DM","rawValue":-1203},{"parameterId":40008,"name":null,"title":"heat medium flow","designation":"BT2","unit":"°C","displayValue":"38.4°C","rawValue":384}]}]',
    )


def test_unit_status_example_0(service: Service) -> None:
    answer = service.client.unit_status(40201, 1)
    service.expect(
        "unit_status",
        "",
        answer,
        '[{"image":{"name":"Compressor","sizes":[]},"inlineText":"EB101","title":"Compressor","parameters":[]}]',
    )


def test_unit_status_example_0_async(service: Service) -> None:
    async def call() -> object:
        async with service.async_client() as client:
            return await client.unit_status(40201, 1)

    answer = asyncio.run(call())
    service.expect(
        "unit_status",
        "",
        answer,
        '[{"image":{"name":"Compressor","sizes":[]},"inlineText":"EB101","title":"Compressor","parameters":[]}]',
    )


def test_notifications_example_0(service: Service) -> None:
    answer = service.client.notifications(40201, active=True, type="ALARM", page=1, items_per_page=30).collect()
    service.expect(
        "notifications",
        "",
        answer,
        '[{"notificationId":1000001,"systemUnitId":0,"moduleName":"F1255-6 R PC","occuredAt":"2023-01-02T03:04:05Z","stoppedAt":null,"wasReset":false,"resetPossible":true,"aidmodePossible":false,"info":{"alarmNumber":54,"type":"ALARM","title":"High pressure alarm","description":"The pressure switch has opened."},"comments":[{"authorName":"Owner","authorAvatar":{"name":null,"sizes":[]},"creationDate":"2023-01-02T04:00:00Z","text":"Called the installer"}]}]',
    )


def test_notifications_example_0_async(service: Service) -> None:
    async def call() -> object:
        async with service.async_client() as client:
            return await client.notifications(40201, active=True, type="ALARM", page=1, items_per_page=30).collect()

    answer = asyncio.run(call())
    service.expect(
        "notifications",
        "",
        answer,
        '[{"notificationId":1000001,"systemUnitId":0,"moduleName":"F1255-6 R PC","occuredAt":"2023-01-02T03:04:05Z","stoppedAt":null,"wasReset":false,"resetPossible":true,"aidmodePossible":false,"info":{"alarmNumber":54,"type":"ALARM","title":"High pressure alarm","description":"The pressure switch has opened."},"comments":[{"authorName":"Owner","authorAvatar":{"name":null,"sizes":[]},"creationDate":"2023-01-02T04:00:00Z","text":"Called the installer"}]}]',
    )


def test_parameters_example_0(service: Service) -> None:
    answer = service.client.parameters(40201, [40004, "hot_water_temperature"], system_unit_id=0)
    service.expect(
        "parameters",
        "",
        answer,
        '[{"parameterId":40004,"name":"40004","title":"outdoor temp.","designation":"BT1","unit":"°C","displayValue":"-1.3°C","rawValue":-13},{"parameterId":40013,"name":"hot_water_temperature","title":"hot water top","designation":"BT7","unit":"°C","displayValue":"--","rawValue":-32768}]',
    )


def test_parameters_example_0_async(service: Service) -> None:
    async def call() -> object:
        async with service.async_client() as client:
            return await client.parameters(40201, [40004, "hot_water_temperature"], system_unit_id=0)

    answer = asyncio.run(call())
    service.expect(
        "parameters",
        "",
        answer,
        '[{"parameterId":40004,"name":"40004","title":"outdoor temp.","designation":"BT1","unit":"°C","displayValue":"-1.3°C","rawValue":-13},{"parameterId":40013,"name":"hot_water_temperature","title":"hot water top","designation":"BT7","unit":"°C","displayValue":"--","rawValue":-32768}]',
    )


def test_set_parameters_example_0(service: Service) -> None:
    answer = service.client.set_parameters(40201, {"hot_water_boost": "1", "47011": -1})
    service.expect(
        "set_parameters",
        '{"settings":{"hot_water_boost":"1","47011":-1}}',
        answer,
        '[{"status":"DONE","parameter":{"parameterId":48132,"name":"hot_water_boost","title":"Temporary Lux","designation":"","unit":"","displayValue":"3h","rawValue":1}},{"status":"SENDING","parameter":{"parameterId":47011,"name":"47011","title":"Heat Offset","designation":"S1","unit":"","displayValue":"-1","rawValue":-1}}]',
    )


def test_set_parameters_example_0_async(service: Service) -> None:
    async def call() -> object:
        async with service.async_client() as client:
            return await client.set_parameters(40201, {"hot_water_boost": "1", "47011": -1})

    answer = asyncio.run(call())
    service.expect(
        "set_parameters",
        '{"settings":{"hot_water_boost":"1","47011":-1}}',
        answer,
        '[{"status":"DONE","parameter":{"parameterId":48132,"name":"hot_water_boost","title":"Temporary Lux","designation":"","unit":"","displayValue":"3h","rawValue":1}},{"status":"SENDING","parameter":{"parameterId":47011,"name":"47011","title":"Heat Offset","designation":"S1","unit":"","displayValue":"-1","rawValue":-1}}]',
    )


def test_premium_example_0(service: Service) -> None:
    answer = service.client.premium(40201)
    service.expect(
        "premium",
        "",
        answer,
        '[{"type":"MANAGE","name":"Manage","expirationDate":"2024-06-01T00:00:00Z","isExpiring":false}]',
    )


def test_premium_example_0_async(service: Service) -> None:
    async def call() -> object:
        async with service.async_client() as client:
            return await client.premium(40201)

    answer = asyncio.run(call())
    service.expect(
        "premium",
        "",
        answer,
        '[{"type":"MANAGE","name":"Manage","expirationDate":"2024-06-01T00:00:00Z","isExpiring":false}]',
    )


def test_categories_example_0(service: Service) -> None:
    answer = service.client.categories(40201, parameters=True, system_unit_id=0)
    service.expect(
        "categories",
        "",
        answer,
        '[{"categoryId":"STATUS","name":"status","parameters":[{"parameterId":40004,"name":"40004","title":"outdoor temp.","designation":"BT1","unit":"°C","displayValue":"7.2°C","rawValue":72}]},{"categoryId":"SYSTEM_INFO","name":"info","parameters":[{"parameterId":0,"name":null,"title":"product","designation":"","unit":"","displayValue":"F1255-6 R PC","rawValue":-32768}]}]',
    )


def test_categories_example_0_async(service: Service) -> None:
    async def call() -> object:
        async with service.async_client() as client:
            return await client.categories(40201, parameters=True, system_unit_id=0)

    answer = asyncio.run(call())
    service.expect(
        "categories",
        "",
        answer,
        '[{"categoryId":"STATUS","name":"status","parameters":[{"parameterId":40004,"name":"40004","title":"outdoor temp.","designation":"BT1","unit":"°C","displayValue":"7.2°C","rawValue":72}]},{"categoryId":"SYSTEM_INFO","name":"info","parameters":[{"parameterId":0,"name":null,"title":"product","designation":"","unit":"","displayValue":"F1255-6 R PC","rawValue":-32768}]}]',
    )


def test_categories_example_1(service: Service) -> None:
    answer = service.client.categories(40202)
    service.expect("categories", "", answer, '[{"categoryId":"STATUS","name":"status","parameters":null}]')


def test_categories_example_1_async(service: Service) -> None:
    async def call() -> object:
        async with service.async_client() as client:
            return await client.categories(40202)

    answer = asyncio.run(call())
    service.expect("categories", "", answer, '[{"categoryId":"STATUS","name":"status","parameters":null}]')


def test_category_example_0(service: Service) -> None:
    answer = service.client.category(40201, "SYSTEM_1", system_unit_id=0)
    service.expect(
        "category",
        "",
        answer,
        '[{"parameterId":40033,"name":"40033","title":"room temperature","designation":"BT50","unit":"°C","displayValue":"21.4°C","rawValue":214}]',
    )


def test_category_example_0_async(service: Service) -> None:
    async def call() -> object:
        async with service.async_client() as client:
            return await client.category(40201, "SYSTEM_1", system_unit_id=0)

    answer = asyncio.run(call())
    service.expect(
        "category",
        "",
        answer,
        '[{"parameterId":40033,"name":"40033","title":"room temperature","designation":"BT50","unit":"°C","displayValue":"21.4°C","rawValue":214}]',
    )


def test_smarthome_mode_example_0(service: Service) -> None:
    answer = service.client.smarthome_mode(40201)
    service.expect("smarthome_mode", "", answer, '{"mode":"AWAY_FROM_HOME"}')


def test_smarthome_mode_example_0_async(service: Service) -> None:
    async def call() -> object:
        async with service.async_client() as client:
            return await client.smarthome_mode(40201)

    answer = asyncio.run(call())
    service.expect("smarthome_mode", "", answer, '{"mode":"AWAY_FROM_HOME"}')


def test_set_smarthome_mode_example_0(service: Service) -> None:
    answer = service.client.set_smarthome_mode(40201, "VACATION")
    service.expect("set_smarthome_mode", '{"mode":"VACATION"}', answer, "null")


def test_set_smarthome_mode_example_0_async(service: Service) -> None:
    async def call() -> object:
        async with service.async_client() as client:
            return await client.set_smarthome_mode(40201, "VACATION")

    answer = asyncio.run(call())
    service.expect("set_smarthome_mode", '{"mode":"VACATION"}', answer, "null")


def test_thermostats_example_0(service: Service) -> None:
    answer = service.client.thermostats(40201)
    service.expect(
        "thermostats",
        "",
        answer,
        '[{"smartHomeSystem":{"name":"My bridge"},"name":"Living room","climateSystems":[1],"currentTemperature":"21.5°C","targetTemperature":"22.0°C"},{"smartHomeSystem":{"name":"My bridge"},"name":"Attic","climateSystems":null,"currentTemperature":null,"targetTemperature":null}]',
    )


def test_thermostats_example_0_async(service: Service) -> None:
    async def call() -> object:
        async with service.async_client() as client:
            return await client.thermostats(40201)

    answer = asyncio.run(call())
    service.expect(
        "thermostats",
        "",
        answer,
        '[{"smartHomeSystem":{"name":"My bridge"},"name":"Living room","climateSystems":[1],"currentTemperature":"21.5°C","targetTemperature":"22.0°C"},{"smartHomeSystem":{"name":"My bridge"},"name":"Attic","climateSystems":null,"currentTemperature":null,"targetTemperature":null}]',
    )


def test_set_thermostat_example_0(service: Service) -> None:
    answer = service.client.set_thermostat(
        40201,
        7,
        "Living room",
        actual_temp=215,
        target_temp=220,
        climate_systems=[1],
    )
    service.expect(
        "set_thermostat",
        '{"externalId":7,"name":"Living room","actualTemp":215,"targetTemp":220,"valvePosition":null,"climateSystems":[1]}',
        answer,
        "null",
    )


def test_set_thermostat_example_0_async(service: Service) -> None:
    async def call() -> object:
        async with service.async_client() as client:
            return await client.set_thermostat(
                40201,
                7,
                "Living room",
                actual_temp=215,
                target_temp=220,
                climate_systems=[1],
            )

    answer = asyncio.run(call())
    service.expect(
        "set_thermostat",
        '{"externalId":7,"name":"Living room","actualTemp":215,"targetTemp":220,"valvePosition":null,"climateSystems":[1]}',
        answer,
        "null",
    )
