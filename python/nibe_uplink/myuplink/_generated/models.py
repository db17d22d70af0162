# Generated from myuplink-v2.toml (e9fc4eac97d30c42); do not edit.
# To change it, edit the spec and generate it again.
"""What myUplink sends, as frozen classes. Fields that are newer than this client are kept in `extra`."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from nibe_uplink.myuplink import _computed
from nibe_uplink.myuplink._generated.enums import (
    AlarmStatus,
    ConnectionState,
    SecurityLevel,
    SmartHomeMode,
    SubscriptionType,
)
from nibe_uplink.myuplink._model import Model, computed

__all__ = [
    "System",
    "SystemDevice",
    "Product",
    "Device",
    "Firmware",
    "FirmwareInfo",
    "AidMode",
    "Point",
    "ScaledPoint",
    "EnumValue",
    "Zone",
    "Notification",
    "StatusChange",
    "Subscription",
    "SmartHomeModeSetting",
]


class System(Model):
    """An installation with its devices.

    Attributes:
        system_id: Its id, a UUID.
        name: What its owner calls it.
        security_level: What the user may do with it; it can change when an account is shared.
        has_alarm: Whether an alarm is active.
        country: The country it stands in.
        devices: Its devices. Units of a machine are no devices; their points have another category.
    """

    system_id: str
    name: str | None = None
    security_level: SecurityLevel
    has_alarm: bool
    country: str | None = None
    devices: list[SystemDevice] | None = None


class SystemDevice(Model):
    """A device of a system, in short.

    Attributes:
        id: Its id, which says nothing.
        connection_state: Whether it is connected to the cloud.
        current_fw_version: Its firmware, such as `9682R7` or `4.11.5`.
        device_type: Its family, such as `nibe-n`.
        product: What it is.
    """

    id: str
    connection_state: ConnectionState
    current_fw_version: str | None = None
    device_type: str | None = None
    product: Product


class Product(Model):
    """What a device is.

    Attributes:
        serial_number: Its serial number.
        name: Its model, such as `F1255-12 R`.
    """

    serial_number: str | None = None
    name: str | None = None


class Device(Model):
    """A device.

    Attributes:
        id: Its id, which says nothing.
        connection_state: Whether it is connected to the cloud.
        firmware: Its firmware.
        product: What it is.
        available_features: What the device and the account allow, by name.
    """

    id: str
    connection_state: ConnectionState
    firmware: Firmware
    product: Product
    available_features: dict[str, bool] | None = None


class Firmware(Model):
    """Versions of a device's firmware.

    Attributes:
        current_fw_version: What it runs.
        desired_fw_version: What it should run.
    """

    current_fw_version: str | None = None
    desired_fw_version: str | None = None


class FirmwareInfo(Model):
    """Versions of a device's firmware. Versions may be blank.

    Attributes:
        device_id: The device.
        firmware_id: Which firmware it is.
        current_fw_version: What it runs.
        pending_fw_version: What it is about to load.
        desired_fw_version: What it should run.
    """

    device_id: str | None = None
    firmware_id: str | None = None
    current_fw_version: str | None = None
    pending_fw_version: str | None = None
    desired_fw_version: str | None = None


class AidMode(Model):
    """Whether a device runs in aid mode.

    Attributes:
        aid_mode: 0 is off, 1 is on.
    """

    aid_mode: int


class Point(Model):
    """A value of a device. Limits are as the machine stores them; `limits` is as they are shown.

    Attributes:
        category: The part of the device that it belongs to; units of a machine are told apart by it.
        parameter_id: Its id; the same one may come several times.
        parameter_name: Its name as sent, with soft hyphens; `title` is without.
        raw_unit: Its unit as sent; empty when there is none.
        writable: Whether it may be written. Wrong in both directions on some devices.
        timestamp: When it was measured.
        raw: The value as sent; `value` is what it says.
        str_val: The value with its unit, or its word.
        smart_home_categories: Which kinds of smart home points it is.
        min_value: Smallest value, as the machine stores it.
        max_value: Largest value, as the machine stores it.
        step_value: Step between values, as the machine stores it.
        enum_values: Words for values; `words` has them by number.
        scale_value: What a stored value is multiplied with to be shown, such as `0.1`.
        zone_id: The zone that it belongs to; then it is written with `set_zone`.
        parameter_unit: Its unit in its one spelling, such as `kWh`; empty when there is none.
        value: The value: a number in its unit, a word, or none when the sensor is absent.
        title: Its name without soft hyphens.
        limits: Its limits as they are shown. Each is none where it makes no sense.
        words: Its words by the number that is written.
    """

    _wire = {"raw_unit": "parameterUnit", "raw": "value"}
    category: str | None = None
    parameter_id: str
    parameter_name: str | None = None
    raw_unit: str | None = None
    writable: bool
    timestamp: datetime
    raw: Any | None = None
    str_val: str | None = None
    smart_home_categories: list[str] | None = None
    min_value: float | None = None
    max_value: float | None = None
    step_value: float | None = None
    enum_values: list[EnumValue] | None = None
    scale_value: str | None = None
    zone_id: str | None = None
    parameter_unit: _computed.Unit = computed(
        _computed.point_parameter_unit,
        "Its unit in its one spelling, such as `kWh`; empty when there is none.",
    )
    value: _computed.Value = computed(
        _computed.point_value,
        "The value: a number in its unit, a word, or none when the sensor is absent.",
    )
    title: _computed.Title = computed(_computed.point_title, "Its name without soft hyphens.")
    limits: _computed.Limits = computed(
        _computed.point_limits,
        "Its limits as they are shown. Each is none where it makes no sense.",
    )
    words: _computed.Words = computed(_computed.point_words, "Its words by the number that is written.")


class ScaledPoint(Model):
    """A value of a device with limits as they are shown.

    Attributes:
        category: The part of the device that it belongs to; units of a machine are told apart by it.
        parameter_id: Its id; the same one may come several times.
        parameter_name: Its name as sent, with soft hyphens; `title` is without.
        raw_unit: Its unit as sent; empty when there is none.
        writable: Whether it may be written. Wrong in both directions on some devices.
        timestamp: When it was measured.
        raw: The value as sent; `value` is what it says.
        str_val: The value with its unit, or its word.
        smart_home_categories: Which kinds of smart home points it is.
        min_value: Smallest value.
        max_value: Largest value.
        step_value: Step between values.
        enum_values: Words for values; `words` has them by number.
        scale_value: What a stored value is multiplied with to be shown, such as `0.1`.
        zone_id: The zone that it belongs to; then it is written with `set_zone`.
        parameter_unit: Its unit in its one spelling, such as `kWh`; empty when there is none.
        value: The value: a number in its unit, a word, or none when the sensor is absent.
        title: Its name without soft hyphens.
        limits: Its limits. Each is none where it makes no sense.
        words: Its words by the number that is written.
    """

    _wire = {"raw_unit": "parameterUnit", "raw": "value"}
    category: str | None = None
    parameter_id: str
    parameter_name: str | None = None
    raw_unit: str | None = None
    writable: bool
    timestamp: datetime
    raw: Any | None = None
    str_val: str | None = None
    smart_home_categories: list[str] | None = None
    min_value: float | None = None
    max_value: float | None = None
    step_value: float | None = None
    enum_values: list[EnumValue] | None = None
    scale_value: str | None = None
    zone_id: str | None = None
    parameter_unit: _computed.Unit = computed(
        _computed.scaled_point_parameter_unit,
        "Its unit in its one spelling, such as `kWh`; empty when there is none.",
    )
    value: _computed.Value = computed(
        _computed.scaled_point_value,
        "The value: a number in its unit, a word, or none when the sensor is absent.",
    )
    title: _computed.Title = computed(_computed.scaled_point_title, "Its name without soft hyphens.")
    limits: _computed.Limits = computed(
        _computed.scaled_point_limits,
        "Its limits. Each is none where it makes no sense.",
    )
    words: _computed.Words = computed(_computed.scaled_point_words, "Its words by the number that is written.")


class EnumValue(Model):
    """A word for a value.

    Attributes:
        value: The value as text, such as `20` or `3.0`.
        text: The word.
        icon: Its icon; mostly empty.
    """

    value: str | None = None
    text: str | None = None
    icon: str | None = None


class Zone(Model):
    """A smart home zone.

    Attributes:
        zone_id: Its id.
        name: What its owner calls it.
        command_only: Whether it only takes commands; then it measures nothing and its set point is in no
            degrees.
        supported_modes: Modes that it supports; may be empty.
        mode: What it does, such as `heat`.
        temperature: Measured temperature.
        setpoint: Wanted temperature.
        setpoint_heat: Temperature that it heats to.
        setpoint_cool: Temperature that it cools to.
        setpoint_range_min: Smallest set point.
        setpoint_range_max: Largest set point.
        is_celsius: Whether temperatures are in °C; in °F otherwise.
        indoor_co2: Carbon dioxide; 0 without a sensor. In ppm.
        indoor_humidity: Humidity; 0 without a sensor. In %.
    """

    zone_id: str | None = None
    name: str | None = None
    command_only: bool
    supported_modes: str | None = None
    mode: str | None = None
    temperature: float | None = None
    setpoint: float | None = None
    setpoint_heat: float | None = None
    setpoint_cool: float | None = None
    setpoint_range_min: int | None = None
    setpoint_range_max: int | None = None
    is_celsius: bool
    indoor_co2: int | None = None
    indoor_humidity: float | None = None


class Notification(Model):
    """An alarm.

    Attributes:
        id: Its id, a UUID.
        alarm_number: Its number in the manual.
        device_id: The device that it came from.
        severity: From 1, the worst, to 100.
        status: Whether it is active, and if not, why.
        created_datetime: When it began, as sent; `created_at` reads it.
        status_history: How its status changed.
        header: Its title in the language asked for.
        description: What happened and what to do; lines end with CR LF.
        equip_name: The part of the device that it came from.
        created_at: When it began; none when that cannot be read.
    """

    id: str
    alarm_number: int
    device_id: str | None = None
    severity: int
    status: AlarmStatus
    created_datetime: str | None = None
    status_history: list[StatusChange] | None = None
    header: str | None = None
    description: str | None = None
    equip_name: str | None = None
    created_at: _computed.Moment = computed(
        _computed.notification_created_at,
        "When it began; none when that cannot be read.",
    )


class StatusChange(Model):
    """A change of an alarm's status.

    Attributes:
        status: The new status.
        datetime: When, counted from 1970; `at` reads it. In s.
        at: When; none when it is no moment.
    """

    status: AlarmStatus
    datetime: int
    at: _computed.Moment = computed(_computed.status_change_at, "When; none when it is no moment.")


class Subscription(Model):
    """A paid package.

    Attributes:
        type: Which one.
        valid_until: When it ends, or ended.
    """

    type: SubscriptionType
    valid_until: datetime | None = None


class SmartHomeModeSetting(Model):
    """The smart home mode.

    Attributes:
        smart_home_mode: The mode.
    """

    smart_home_mode: SmartHomeMode
