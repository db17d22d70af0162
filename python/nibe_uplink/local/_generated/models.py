# Generated from nibe-local.toml (4c694ce74fd5ab55); do not edit.
# To change it, edit the spec and generate it again.
"""What NIBE local sends, as frozen classes. Fields that are newer than this client are kept in `extra`."""

from __future__ import annotations

from nibe_uplink.local._generated.enums import AidMode, SmartMode, VariableSize, VariableType
from nibe_uplink.local._model import NOT_GIVEN, Model, NotGiven

__all__ = ["DeviceList", "Device", "Product", "Point", "Metadata", "DataValue", "NewValue", "Notifications", "Alarm"]


class DeviceList(Model):
    """The devices behind an address.

    Attributes:
        devices: They.
    """

    devices: list[Device]


class Device(Model):
    """A device.

    Attributes:
        device_index: Its index.
        aid_mode: Whether the emergency mode is on.
        smart_mode: Whether somebody is at home.
        product: What it is.
    """

    device_index: int
    aid_mode: AidMode | None = None
    smart_mode: SmartMode | None = None
    product: Product


class Product(Model):
    """What a device is.

    Attributes:
        serial_number: Its serial number.
        name: The model; it may be empty.
        manufacturer: Who made it.
        firmware_id: The family of its software, such as `nibe-n`. It is no version: that is the point 2509.
    """

    serial_number: str
    name: str | None = None
    manufacturer: str | None = None
    firmware_id: str | None = None


class Point(Model):
    """A value of a device with what is known of it.

    Numbers are as the pump stores them; `value` and `limits` are read for you.

    Attributes:
        title: Its name, with soft hyphens.
        description: Mostly empty; else words for numbers, such as `0 = Off, 1 = On`, or text.
        metadata: What is known of it.
        data_value: The value.
        page_value: The value, where the pump calls it as its page does.
    """

    _wire = {"data_value": "value", "page_value": "datavalue"}
    title: str
    description: str | None = None
    metadata: Metadata
    data_value: DataValue | None = None
    page_value: DataValue | None = None


class Metadata(Model):
    """What is known of a point.

    Attributes:
        type: `metadata`.
        variable_id: The id of the point.
        variable_type: What it is.
        variable_size: How it is stored.
        unit: The unit as sent.
        modbus_register_type: Which kind of Modbus register it is: `MODBUS_INPUT_REGISTER`,
            `MODBUS_HOLDING_REGISTER`, `MODBUS_NO_REGISTER` or `ERR_UNKNOWN`.
        short_unit: A shorter unit, such as `°`.
        is_writable: Whether the pump takes writes.
        divisor: What the stored number is divided by; 0 means 1.
        decimal: Digits to show.
        modbus_register_id: The number of the Modbus register. Input and holding registers have numbers of
            their own, so it tells no point apart.
        min_value: Smallest value as stored.
        max_value: Largest value as stored. 0 and 0 is no limit.
        int_default_value: The value from the factory, as stored.
        change: Unknown.
        string_default_value: The text from the factory.
    """

    _wire = {"modbus_register_id": "modbusRegisterID"}
    type: str | None = None
    variable_id: int
    variable_type: VariableType
    variable_size: VariableSize
    unit: str | None = None
    modbus_register_type: str | None = None
    short_unit: str | None = None
    is_writable: bool
    divisor: int
    decimal: int | None = None
    modbus_register_id: int | None = None
    min_value: int | None = None
    max_value: int | None = None
    int_default_value: int | None = None
    change: int | None = None
    string_default_value: str | None = None


class DataValue(Model):
    """A value as the pump stores it.

    Attributes:
        type: `datavalue`.
        is_ok: Whether the value is good. An absent sensor says yes, too.
        variable_id: The id of the point.
        integer_value: The number.
        string_value: The text; empty where the value is a number.
    """

    type: str | None = None
    is_ok: bool | None = None
    variable_id: int
    integer_value: int
    string_value: str | None = None


class NewValue(Model):
    """A value to write, as the pump stores it.

    Attributes:
        type: `datavalue`.
        is_ok: True, where it is sent.
        variable_id: The id of the point.
        integer_value: The number.
        string_value: The text; empty or null where the value is a number.
    """

    type: str | None = None
    is_ok: bool | None = None
    variable_id: int
    integer_value: int | None = None
    string_value: str | NotGiven | None = NOT_GIVEN


class Notifications(Model):
    """Alarms.

    Attributes:
        alarms: Those that are active.
    """

    alarms: list[Alarm] | None = None


class Alarm(Model):
    """An alarm.

    Attributes:
        alarm_id: Its number.
        header: Its title; it may be empty.
        description: What it says.
        severity: How bad it is.
        time: When it came, on the pump's clock, without a time zone: `2026-11-27 06:41:09`.
        equip_name: The part that it is about.
    """

    alarm_id: int
    header: str | None = None
    description: str | None = None
    severity: int | None = None
    time: str | None = None
    equip_name: str | None = None
