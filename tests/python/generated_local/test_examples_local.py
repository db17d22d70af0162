# Generated from nibe-local.toml (4c694ce74fd5ab55); do not edit.
# To change it, edit the spec and generate it again.
"""Every example of the spec, through nibe_uplink.local's blocking and asynchronous client."""

import asyncio

from support import Service

from nibe_uplink.local._generated.models import NewValue


def test_devices_example_0(service: Service) -> None:
    answer = service.client.devices()
    service.expect(
        "devices",
        "",
        answer,
        '{"devices":[{"deviceIndex":0,"aidMode":"off","smartMode":"normal","product":{"serialNumber":"06612345678901","name":"S1255-6","manufacturer":"NIBE","firmwareId":"nibe-n"}}]}',
    )


def test_devices_example_0_async(service: Service) -> None:
    async def call() -> object:
        async with service.async_client() as client:
            return await client.devices()

    answer = asyncio.run(call())
    service.expect(
        "devices",
        "",
        answer,
        '{"devices":[{"deviceIndex":0,"aidMode":"off","smartMode":"normal","product":{"serialNumber":"06612345678901","name":"S1255-6","manufacturer":"NIBE","firmwareId":"nibe-n"}}]}',
    )


def test_device_example_0(service: Service) -> None:
    answer = service.client.device(0)
    service.expect(
        "device",
        "",
        answer,
        '{"deviceIndex":0,"aidMode":"off","product":{"serialNumber":"06612345678901","name":"","manufacturer":"NIBE","firmwareId":"nibe-n"}}',
    )


def test_device_example_0_async(service: Service) -> None:
    async def call() -> object:
        async with service.async_client() as client:
            return await client.device(0)

    answer = asyncio.run(call())
    service.expect(
        "device",
        "",
        answer,
        '{"deviceIndex":0,"aidMode":"off","product":{"serialNumber":"06612345678901","name":"","manufacturer":"NIBE","firmwareId":"nibe-n"}}',
    )


def test_all_points_example_0(service: Service) -> None:
    answer = service.client.all_points(0, language="en")
    service.expect(
        "all_points",
        "",
        answer,
        '{"8":{"title":"Supply line (BT2)","description":"","metadata":{"type":"metadata","variableId":8,"variableType":"integer","variableSize":"s16","unit":"°C","modbusRegisterType":"MODBUS_INPUT_REGISTER","shortUnit":"°","isWritable":false,"divisor":10,"decimal":1,"modbusRegisterID":5,"minValue":0,"maxValue":0,"intDefaultValue":0,"change":5,"stringDefaultValue":""},"value":{"type":"datavalue","isOk":true,"variableId":8,"integerValue":341,"stringValue":""}},"158":{"title":"Room sen­sor (BT50)","description":"","metadata":{"type":"metadata","variableId":158,"variableType":"integer","variableSize":"s16","unit":"°C","modbusRegisterType":"MODBUS_INPUT_REGISTER","shortUnit":"°","isWritable":false,"divisor":10,"decimal":1,"modbusRegisterID":116,"minValue":0,"maxValue":0,"intDefaultValue":0,"change":1,"stringDefaultValue":""},"value":{"type":"datavalue","isOk":true,"variableId":158,"integerValue":-32768,"stringValue":""}}}',
    )


def test_all_points_example_0_async(service: Service) -> None:
    async def call() -> object:
        async with service.async_client() as client:
            return await client.all_points(0, language="en")

    answer = asyncio.run(call())
    service.expect(
        "all_points",
        "",
        answer,
        '{"8":{"title":"Supply line (BT2)","description":"","metadata":{"type":"metadata","variableId":8,"variableType":"integer","variableSize":"s16","unit":"°C","modbusRegisterType":"MODBUS_INPUT_REGISTER","shortUnit":"°","isWritable":false,"divisor":10,"decimal":1,"modbusRegisterID":5,"minValue":0,"maxValue":0,"intDefaultValue":0,"change":5,"stringDefaultValue":""},"value":{"type":"datavalue","isOk":true,"variableId":8,"integerValue":341,"stringValue":""}},"158":{"title":"Room sen­sor (BT50)","description":"","metadata":{"type":"metadata","variableId":158,"variableType":"integer","variableSize":"s16","unit":"°C","modbusRegisterType":"MODBUS_INPUT_REGISTER","shortUnit":"°","isWritable":false,"divisor":10,"decimal":1,"modbusRegisterID":116,"minValue":0,"maxValue":0,"intDefaultValue":0,"change":1,"stringDefaultValue":""},"value":{"type":"datavalue","isOk":true,"variableId":158,"integerValue":-32768,"stringValue":""}}}',
    )


def test_point_example_0(service: Service) -> None:
    answer = service.client.point("06612345678901", 3098, language="de")
    service.expect(
        "point",
        "",
        answer,
        '{"title":"Ab­tauung (EB101)","description":"0 = Aus, 1 = Aktiv, 2: Passiv","metadata":{"type":"metadata","variableId":3098,"variableType":"integer","variableSize":"u8","unit":"","modbusRegisterType":"MODBUS_INPUT_REGISTER","shortUnit":"","isWritable":false,"divisor":1,"decimal":0,"modbusRegisterID":1811,"minValue":0,"maxValue":0,"intDefaultValue":0,"change":1,"stringDefaultValue":""},"value":{"type":"datavalue","isOk":true,"variableId":3098,"integerValue":2,"stringValue":""}}',
    )


def test_point_example_0_async(service: Service) -> None:
    async def call() -> object:
        async with service.async_client() as client:
            return await client.point("06612345678901", 3098, language="de")

    answer = asyncio.run(call())
    service.expect(
        "point",
        "",
        answer,
        '{"title":"Ab­tauung (EB101)","description":"0 = Aus, 1 = Aktiv, 2: Passiv","metadata":{"type":"metadata","variableId":3098,"variableType":"integer","variableSize":"u8","unit":"","modbusRegisterType":"MODBUS_INPUT_REGISTER","shortUnit":"","isWritable":false,"divisor":1,"decimal":0,"modbusRegisterID":1811,"minValue":0,"maxValue":0,"intDefaultValue":0,"change":1,"stringDefaultValue":""},"value":{"type":"datavalue","isOk":true,"variableId":3098,"integerValue":2,"stringValue":""}}',
    )


def test_point_example_1(service: Service) -> None:
    answer = service.client.point(0, 3708)
    service.expect(
        "point",
        "",
        answer,
        '{"title":"Start time","description":"","metadata":{"type":"metadata","variableId":3708,"variableType":"time","variableSize":"unknown","unit":"","modbusRegisterType":"MODBUS_HOLDING_REGISTER","shortUnit":"","isWritable":true,"divisor":1,"decimal":0,"modbusRegisterID":66,"minValue":0,"maxValue":86399,"intDefaultValue":0,"change":1,"stringDefaultValue":""},"value":{"type":"datavalue","isOk":true,"variableId":3708,"integerValue":7200,"stringValue":""}}',
    )


def test_point_example_1_async(service: Service) -> None:
    async def call() -> object:
        async with service.async_client() as client:
            return await client.point(0, 3708)

    answer = asyncio.run(call())
    service.expect(
        "point",
        "",
        answer,
        '{"title":"Start time","description":"","metadata":{"type":"metadata","variableId":3708,"variableType":"time","variableSize":"unknown","unit":"","modbusRegisterType":"MODBUS_HOLDING_REGISTER","shortUnit":"","isWritable":true,"divisor":1,"decimal":0,"modbusRegisterID":66,"minValue":0,"maxValue":86399,"intDefaultValue":0,"change":1,"stringDefaultValue":""},"value":{"type":"datavalue","isOk":true,"variableId":3708,"integerValue":7200,"stringValue":""}}',
    )


def test_set_points_example_0(service: Service) -> None:
    answer = service.client.set_points(
        0,
        [
            NewValue(type="datavalue", variable_id=3671, integer_value=-1, string_value=""),
            NewValue(type="datavalue", variable_id=4, integer_value=70, string_value=""),
            NewValue(type="datavalue", variable_id=999999, integer_value=1, string_value=""),
        ],
    )
    service.expect(
        "set_points",
        '[{"type":"datavalue","variableId":3671,"integerValue":-1,"stringValue":""},{"type":"datavalue","variableId":4,"integerValue":70,"stringValue":""},{"type":"datavalue","variableId":999999,"integerValue":1,"stringValue":""}]',
        answer,
        '{"3671":"modified","4":"error: read only value","999999":"error: no such param"}',
    )


def test_set_points_example_0_async(service: Service) -> None:
    async def call() -> object:
        async with service.async_client() as client:
            return await client.set_points(
                0,
                [
                    NewValue(type="datavalue", variable_id=3671, integer_value=-1, string_value=""),
                    NewValue(type="datavalue", variable_id=4, integer_value=70, string_value=""),
                    NewValue(type="datavalue", variable_id=999999, integer_value=1, string_value=""),
                ],
            )

    answer = asyncio.run(call())
    service.expect(
        "set_points",
        '[{"type":"datavalue","variableId":3671,"integerValue":-1,"stringValue":""},{"type":"datavalue","variableId":4,"integerValue":70,"stringValue":""},{"type":"datavalue","variableId":999999,"integerValue":1,"stringValue":""}]',
        answer,
        '{"3671":"modified","4":"error: read only value","999999":"error: no such param"}',
    )


def test_set_points_example_1(service: Service) -> None:
    answer = service.client.set_points(
        0,
        [NewValue(type="datavalue", variable_id=3671, integer_value=-1, string_value="")],
    )
    service.expect(
        "set_points",
        '[{"type":"datavalue","variableId":3671,"integerValue":-1,"stringValue":""}]',
        answer,
        '{"3671":{"title":"Heating offset climate system 1","description":"","metadata":{"type":"metadata","variableId":3671,"variableType":"integer","variableSize":"s8","unit":"","modbusRegisterType":"MODBUS_HOLDING_REGISTER","shortUnit":"","isWritable":true,"divisor":1,"decimal":0,"modbusRegisterID":30,"minValue":-10,"maxValue":10,"intDefaultValue":0,"change":1,"stringDefaultValue":""},"value":{"type":"datavalue","isOk":true,"variableId":3671,"integerValue":-1,"stringValue":""}}}',
    )


def test_set_points_example_1_async(service: Service) -> None:
    async def call() -> object:
        async with service.async_client() as client:
            return await client.set_points(
                0,
                [NewValue(type="datavalue", variable_id=3671, integer_value=-1, string_value="")],
            )

    answer = asyncio.run(call())
    service.expect(
        "set_points",
        '[{"type":"datavalue","variableId":3671,"integerValue":-1,"stringValue":""}]',
        answer,
        '{"3671":{"title":"Heating offset climate system 1","description":"","metadata":{"type":"metadata","variableId":3671,"variableType":"integer","variableSize":"s8","unit":"","modbusRegisterType":"MODBUS_HOLDING_REGISTER","shortUnit":"","isWritable":true,"divisor":1,"decimal":0,"modbusRegisterID":30,"minValue":-10,"maxValue":10,"intDefaultValue":0,"change":1,"stringDefaultValue":""},"value":{"type":"datavalue","isOk":true,"variableId":3671,"integerValue":-1,"stringValue":""}}}',
    )


def test_notifications_example_0(service: Service) -> None:
    answer = service.client.notifications(0)
    service.expect(
        "notifications",
        "",
        answer,
        '{"alarms":[{"alarmId":183,"description":"De­frosting in pro­gress","header":"Defrosting","severity":1,"time":"2026-11-27 06:41:09","equipName":"EB101"}]}',
    )


def test_notifications_example_0_async(service: Service) -> None:
    async def call() -> object:
        async with service.async_client() as client:
            return await client.notifications(0)

    answer = asyncio.run(call())
    service.expect(
        "notifications",
        "",
        answer,
        '{"alarms":[{"alarmId":183,"description":"De­frosting in pro­gress","header":"Defrosting","severity":1,"time":"2026-11-27 06:41:09","equipName":"EB101"}]}',
    )


def test_reset_notifications_example_0(service: Service) -> None:
    answer = service.client.reset_notifications(0)
    service.expect("reset_notifications", "", answer, "null")


def test_reset_notifications_example_0_async(service: Service) -> None:
    async def call() -> object:
        async with service.async_client() as client:
            return await client.reset_notifications(0)

    answer = asyncio.run(call())
    service.expect("reset_notifications", "", answer, "null")


def test_set_aid_mode_example_0(service: Service) -> None:
    answer = service.client.set_aid_mode(0, "on")
    service.expect("set_aid_mode", '{"aidmode":"on"}', answer, "null")


def test_set_aid_mode_example_0_async(service: Service) -> None:
    async def call() -> object:
        async with service.async_client() as client:
            return await client.set_aid_mode(0, "on")

    answer = asyncio.run(call())
    service.expect("set_aid_mode", '{"aidmode":"on"}', answer, "null")


def test_set_smart_mode_example_0(service: Service) -> None:
    answer = service.client.set_smart_mode(0, "away")
    service.expect("set_smart_mode", '{"smartmode":"away"}', answer, "null")


def test_set_smart_mode_example_0_async(service: Service) -> None:
    async def call() -> object:
        async with service.async_client() as client:
            return await client.set_smart_mode(0, "away")

    answer = asyncio.run(call())
    service.expect("set_smart_mode", '{"smartmode":"away"}', answer, "null")
