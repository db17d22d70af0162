# Generated from myuplink-v2.toml (baa3e2b57b02b0e7); do not edit.
# To change it, edit the spec and run `make generate`.
"""What myUplink sends, as frozen classes. Fields that are newer than this client are kept in `extra`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from nibe_uplink.myuplink import _computed
from nibe_uplink.myuplink._generated.enums import (
    AlarmStatus,
    ConnectionState,
    SecurityLevel,
    SmartHomeMode,
    SubscriptionType,
)
from nibe_uplink.myuplink._model import Model, read_datetime

__all__ = [
    "AidMode",
    "Device",
    "EnumValue",
    "Firmware",
    "FirmwareInfo",
    "Notification",
    "Point",
    "Product",
    "ScaledPoint",
    "SmartHomeModeSetting",
    "StatusChange",
    "Subscription",
    "System",
    "SystemDevice",
    "Zone",
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

    __slots__ = ("system_id", "name", "security_level", "has_alarm", "country", "devices")
    _wire: ClassVar[dict[str, str]] = {
        "system_id": "systemId",
        "name": "name",
        "security_level": "securityLevel",
        "has_alarm": "hasAlarm",
        "country": "country",
        "devices": "devices",
    }
    system_id: str
    name: str | None
    security_level: SecurityLevel
    has_alarm: bool
    country: str | None
    devices: list[SystemDevice] | None

    def __init__(
        self,
        *,
        system_id: str,
        name: str | None = None,
        security_level: SecurityLevel,
        has_alarm: bool,
        country: str | None = None,
        devices: list[SystemDevice] | None = None,
        extra: Mapping[str, Any] | None = None,
    ) -> None:
        self._init(
            extra,
            system_id=system_id,
            name=name,
            security_level=security_level,
            has_alarm=has_alarm,
            country=country,
            devices=devices,
        )

    @classmethod
    def _read(cls, data: Mapping[str, Any]) -> System:
        return cls(
            system_id=data["systemId"],
            name=data.get("name"),
            security_level=SecurityLevel(data["securityLevel"]),
            has_alarm=data["hasAlarm"],
            country=data.get("country"),
            devices=None if (value := data.get("devices")) is None else [SystemDevice._read(item) for item in value],
            extra=cls._extra(data),
        )


class SystemDevice(Model):
    """A device of a system, in short.

    Attributes:
        id: Its id, which says nothing.
        connection_state: Whether it is connected to the cloud.
        current_fw_version: Its firmware, such as `9682R7` or `4.11.5`.
        device_type: Its family, such as `nibe-n`.
        product: What it is.
    """

    __slots__ = ("id", "connection_state", "current_fw_version", "device_type", "product")
    _wire: ClassVar[dict[str, str]] = {
        "id": "id",
        "connection_state": "connectionState",
        "current_fw_version": "currentFwVersion",
        "device_type": "deviceType",
        "product": "product",
    }
    id: str
    connection_state: ConnectionState
    current_fw_version: str | None
    device_type: str | None
    product: Product

    def __init__(
        self,
        *,
        id: str,
        connection_state: ConnectionState,
        current_fw_version: str | None = None,
        device_type: str | None = None,
        product: Product,
        extra: Mapping[str, Any] | None = None,
    ) -> None:
        self._init(
            extra,
            id=id,
            connection_state=connection_state,
            current_fw_version=current_fw_version,
            device_type=device_type,
            product=product,
        )

    @classmethod
    def _read(cls, data: Mapping[str, Any]) -> SystemDevice:
        return cls(
            id=data["id"],
            connection_state=ConnectionState(data["connectionState"]),
            current_fw_version=data.get("currentFwVersion"),
            device_type=data.get("deviceType"),
            product=Product._read(data["product"]),
            extra=cls._extra(data),
        )


class Product(Model):
    """What a device is.

    Attributes:
        serial_number: Its serial number.
        name: Its model, such as `F1255-12 R`.
    """

    __slots__ = ("serial_number", "name")
    _wire: ClassVar[dict[str, str]] = {"serial_number": "serialNumber", "name": "name"}
    serial_number: str | None
    name: str | None

    def __init__(
        self,
        *,
        serial_number: str | None = None,
        name: str | None = None,
        extra: Mapping[str, Any] | None = None,
    ) -> None:
        self._init(extra, serial_number=serial_number, name=name)

    @classmethod
    def _read(cls, data: Mapping[str, Any]) -> Product:
        return cls(serial_number=data.get("serialNumber"), name=data.get("name"), extra=cls._extra(data))


class Device(Model):
    """A device.

    Attributes:
        id: Its id, which says nothing.
        connection_state: Whether it is connected to the cloud.
        firmware: Its firmware.
        product: What it is.
        available_features: What the device and the account allow, by name.
    """

    __slots__ = ("id", "connection_state", "firmware", "product", "available_features")
    _wire: ClassVar[dict[str, str]] = {
        "id": "id",
        "connection_state": "connectionState",
        "firmware": "firmware",
        "product": "product",
        "available_features": "availableFeatures",
    }
    id: str
    connection_state: ConnectionState
    firmware: Firmware
    product: Product
    available_features: dict[str, bool] | None

    def __init__(
        self,
        *,
        id: str,
        connection_state: ConnectionState,
        firmware: Firmware,
        product: Product,
        available_features: dict[str, bool] | None = None,
        extra: Mapping[str, Any] | None = None,
    ) -> None:
        self._init(
            extra,
            id=id,
            connection_state=connection_state,
            firmware=firmware,
            product=product,
            available_features=available_features,
        )

    @classmethod
    def _read(cls, data: Mapping[str, Any]) -> Device:
        return cls(
            id=data["id"],
            connection_state=ConnectionState(data["connectionState"]),
            firmware=Firmware._read(data["firmware"]),
            product=Product._read(data["product"]),
            available_features=data.get("availableFeatures"),
            extra=cls._extra(data),
        )


class Firmware(Model):
    """Versions of a device's firmware.

    Attributes:
        current_fw_version: What it runs.
        desired_fw_version: What it should run.
    """

    __slots__ = ("current_fw_version", "desired_fw_version")
    _wire: ClassVar[dict[str, str]] = {
        "current_fw_version": "currentFwVersion",
        "desired_fw_version": "desiredFwVersion",
    }
    current_fw_version: str | None
    desired_fw_version: str | None

    def __init__(
        self,
        *,
        current_fw_version: str | None = None,
        desired_fw_version: str | None = None,
        extra: Mapping[str, Any] | None = None,
    ) -> None:
        self._init(extra, current_fw_version=current_fw_version, desired_fw_version=desired_fw_version)

    @classmethod
    def _read(cls, data: Mapping[str, Any]) -> Firmware:
        return cls(
            current_fw_version=data.get("currentFwVersion"),
            desired_fw_version=data.get("desiredFwVersion"),
            extra=cls._extra(data),
        )


class FirmwareInfo(Model):
    """Versions of a device's firmware. Versions may be blank.

    Attributes:
        device_id: The device.
        firmware_id: Which firmware it is.
        current_fw_version: What it runs.
        pending_fw_version: What it is about to load.
        desired_fw_version: What it should run.
    """

    __slots__ = ("device_id", "firmware_id", "current_fw_version", "pending_fw_version", "desired_fw_version")
    _wire: ClassVar[dict[str, str]] = {
        "device_id": "deviceId",
        "firmware_id": "firmwareId",
        "current_fw_version": "currentFwVersion",
        "pending_fw_version": "pendingFwVersion",
        "desired_fw_version": "desiredFwVersion",
    }
    device_id: str | None
    firmware_id: str | None
    current_fw_version: str | None
    pending_fw_version: str | None
    desired_fw_version: str | None

    def __init__(
        self,
        *,
        device_id: str | None = None,
        firmware_id: str | None = None,
        current_fw_version: str | None = None,
        pending_fw_version: str | None = None,
        desired_fw_version: str | None = None,
        extra: Mapping[str, Any] | None = None,
    ) -> None:
        self._init(
            extra,
            device_id=device_id,
            firmware_id=firmware_id,
            current_fw_version=current_fw_version,
            pending_fw_version=pending_fw_version,
            desired_fw_version=desired_fw_version,
        )

    @classmethod
    def _read(cls, data: Mapping[str, Any]) -> FirmwareInfo:
        return cls(
            device_id=data.get("deviceId"),
            firmware_id=data.get("firmwareId"),
            current_fw_version=data.get("currentFwVersion"),
            pending_fw_version=data.get("pendingFwVersion"),
            desired_fw_version=data.get("desiredFwVersion"),
            extra=cls._extra(data),
        )


class AidMode(Model):
    """Whether a device runs in aid mode.

    Attributes:
        aid_mode: 0 is off, 1 is on.
    """

    __slots__ = ("aid_mode",)
    _wire: ClassVar[dict[str, str]] = {"aid_mode": "aidMode"}
    aid_mode: int

    def __init__(self, *, aid_mode: int, extra: Mapping[str, Any] | None = None) -> None:
        self._init(extra, aid_mode=aid_mode)

    @classmethod
    def _read(cls, data: Mapping[str, Any]) -> AidMode:
        return cls(aid_mode=data["aidMode"], extra=cls._extra(data))


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
    """

    __slots__ = (
        "category",
        "parameter_id",
        "parameter_name",
        "raw_unit",
        "writable",
        "timestamp",
        "raw",
        "str_val",
        "smart_home_categories",
        "min_value",
        "max_value",
        "step_value",
        "enum_values",
        "scale_value",
        "zone_id",
    )
    _wire: ClassVar[dict[str, str]] = {
        "category": "category",
        "parameter_id": "parameterId",
        "parameter_name": "parameterName",
        "raw_unit": "parameterUnit",
        "writable": "writable",
        "timestamp": "timestamp",
        "raw": "value",
        "str_val": "strVal",
        "smart_home_categories": "smartHomeCategories",
        "min_value": "minValue",
        "max_value": "maxValue",
        "step_value": "stepValue",
        "enum_values": "enumValues",
        "scale_value": "scaleValue",
        "zone_id": "zoneId",
    }
    category: str | None
    parameter_id: str
    parameter_name: str | None
    raw_unit: str | None
    writable: bool
    timestamp: datetime
    raw: Any | None
    str_val: str | None
    smart_home_categories: list[str] | None
    min_value: float | None
    max_value: float | None
    step_value: float | None
    enum_values: list[EnumValue] | None
    scale_value: str | None
    zone_id: str | None

    def __init__(
        self,
        *,
        category: str | None = None,
        parameter_id: str,
        parameter_name: str | None = None,
        raw_unit: str | None = None,
        writable: bool,
        timestamp: datetime,
        raw: Any | None = None,
        str_val: str | None = None,
        smart_home_categories: list[str] | None = None,
        min_value: float | None = None,
        max_value: float | None = None,
        step_value: float | None = None,
        enum_values: list[EnumValue] | None = None,
        scale_value: str | None = None,
        zone_id: str | None = None,
        extra: Mapping[str, Any] | None = None,
    ) -> None:
        self._init(
            extra,
            category=category,
            parameter_id=parameter_id,
            parameter_name=parameter_name,
            raw_unit=raw_unit,
            writable=writable,
            timestamp=timestamp,
            raw=raw,
            str_val=str_val,
            smart_home_categories=smart_home_categories,
            min_value=min_value,
            max_value=max_value,
            step_value=step_value,
            enum_values=enum_values,
            scale_value=scale_value,
            zone_id=zone_id,
        )

    @classmethod
    def _read(cls, data: Mapping[str, Any]) -> Point:
        return cls(
            category=data.get("category"),
            parameter_id=data["parameterId"],
            parameter_name=data.get("parameterName"),
            raw_unit=data.get("parameterUnit"),
            writable=data["writable"],
            timestamp=read_datetime(data["timestamp"]),
            raw=data.get("value"),
            str_val=data.get("strVal"),
            smart_home_categories=data.get("smartHomeCategories"),
            min_value=data.get("minValue"),
            max_value=data.get("maxValue"),
            step_value=data.get("stepValue"),
            enum_values=None
            if (value := data.get("enumValues")) is None
            else [EnumValue._read(item) for item in value],
            scale_value=data.get("scaleValue"),
            zone_id=data.get("zoneId"),
            extra=cls._extra(data),
        )

    @property
    def parameter_unit(self) -> _computed.Unit:
        """Its unit in its one spelling, such as `kWh`; empty when there is none."""
        return _computed.point_parameter_unit(self)

    @property
    def value(self) -> _computed.Value:
        """The value: a number in its unit, a word, or none when the sensor is absent."""
        return _computed.point_value(self)

    @property
    def title(self) -> _computed.Title:
        """Its name without soft hyphens."""
        return _computed.point_title(self)

    @property
    def limits(self) -> _computed.Limits:
        """Its limits as they are shown. Each is none where it makes no sense."""
        return _computed.point_limits(self)

    @property
    def words(self) -> _computed.Words:
        """Its words by the number that is written."""
        return _computed.point_words(self)


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
    """

    __slots__ = (
        "category",
        "parameter_id",
        "parameter_name",
        "raw_unit",
        "writable",
        "timestamp",
        "raw",
        "str_val",
        "smart_home_categories",
        "min_value",
        "max_value",
        "step_value",
        "enum_values",
        "scale_value",
        "zone_id",
    )
    _wire: ClassVar[dict[str, str]] = {
        "category": "category",
        "parameter_id": "parameterId",
        "parameter_name": "parameterName",
        "raw_unit": "parameterUnit",
        "writable": "writable",
        "timestamp": "timestamp",
        "raw": "value",
        "str_val": "strVal",
        "smart_home_categories": "smartHomeCategories",
        "min_value": "minValue",
        "max_value": "maxValue",
        "step_value": "stepValue",
        "enum_values": "enumValues",
        "scale_value": "scaleValue",
        "zone_id": "zoneId",
    }
    category: str | None
    parameter_id: str
    parameter_name: str | None
    raw_unit: str | None
    writable: bool
    timestamp: datetime
    raw: Any | None
    str_val: str | None
    smart_home_categories: list[str] | None
    min_value: float | None
    max_value: float | None
    step_value: float | None
    enum_values: list[EnumValue] | None
    scale_value: str | None
    zone_id: str | None

    def __init__(
        self,
        *,
        category: str | None = None,
        parameter_id: str,
        parameter_name: str | None = None,
        raw_unit: str | None = None,
        writable: bool,
        timestamp: datetime,
        raw: Any | None = None,
        str_val: str | None = None,
        smart_home_categories: list[str] | None = None,
        min_value: float | None = None,
        max_value: float | None = None,
        step_value: float | None = None,
        enum_values: list[EnumValue] | None = None,
        scale_value: str | None = None,
        zone_id: str | None = None,
        extra: Mapping[str, Any] | None = None,
    ) -> None:
        self._init(
            extra,
            category=category,
            parameter_id=parameter_id,
            parameter_name=parameter_name,
            raw_unit=raw_unit,
            writable=writable,
            timestamp=timestamp,
            raw=raw,
            str_val=str_val,
            smart_home_categories=smart_home_categories,
            min_value=min_value,
            max_value=max_value,
            step_value=step_value,
            enum_values=enum_values,
            scale_value=scale_value,
            zone_id=zone_id,
        )

    @classmethod
    def _read(cls, data: Mapping[str, Any]) -> ScaledPoint:
        return cls(
            category=data.get("category"),
            parameter_id=data["parameterId"],
            parameter_name=data.get("parameterName"),
            raw_unit=data.get("parameterUnit"),
            writable=data["writable"],
            timestamp=read_datetime(data["timestamp"]),
            raw=data.get("value"),
            str_val=data.get("strVal"),
            smart_home_categories=data.get("smartHomeCategories"),
            min_value=data.get("minValue"),
            max_value=data.get("maxValue"),
            step_value=data.get("stepValue"),
            enum_values=None
            if (value := data.get("enumValues")) is None
            else [EnumValue._read(item) for item in value],
            scale_value=data.get("scaleValue"),
            zone_id=data.get("zoneId"),
            extra=cls._extra(data),
        )

    @property
    def parameter_unit(self) -> _computed.Unit:
        """Its unit in its one spelling, such as `kWh`; empty when there is none."""
        return _computed.scaled_point_parameter_unit(self)

    @property
    def value(self) -> _computed.Value:
        """The value: a number in its unit, a word, or none when the sensor is absent."""
        return _computed.scaled_point_value(self)

    @property
    def title(self) -> _computed.Title:
        """Its name without soft hyphens."""
        return _computed.scaled_point_title(self)

    @property
    def limits(self) -> _computed.Limits:
        """Its limits. Each is none where it makes no sense."""
        return _computed.scaled_point_limits(self)

    @property
    def words(self) -> _computed.Words:
        """Its words by the number that is written."""
        return _computed.scaled_point_words(self)


class EnumValue(Model):
    """A word for a value.

    Attributes:
        value: The value as text, such as `20` or `3.0`.
        text: The word.
        icon: Its icon; mostly empty.
    """

    __slots__ = ("value", "text", "icon")
    _wire: ClassVar[dict[str, str]] = {"value": "value", "text": "text", "icon": "icon"}
    value: str | None
    text: str | None
    icon: str | None

    def __init__(
        self,
        *,
        value: str | None = None,
        text: str | None = None,
        icon: str | None = None,
        extra: Mapping[str, Any] | None = None,
    ) -> None:
        self._init(extra, value=value, text=text, icon=icon)

    @classmethod
    def _read(cls, data: Mapping[str, Any]) -> EnumValue:
        return cls(value=data.get("value"), text=data.get("text"), icon=data.get("icon"), extra=cls._extra(data))


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

    __slots__ = (
        "zone_id",
        "name",
        "command_only",
        "supported_modes",
        "mode",
        "temperature",
        "setpoint",
        "setpoint_heat",
        "setpoint_cool",
        "setpoint_range_min",
        "setpoint_range_max",
        "is_celsius",
        "indoor_co2",
        "indoor_humidity",
    )
    _wire: ClassVar[dict[str, str]] = {
        "zone_id": "zoneId",
        "name": "name",
        "command_only": "commandOnly",
        "supported_modes": "supportedModes",
        "mode": "mode",
        "temperature": "temperature",
        "setpoint": "setpoint",
        "setpoint_heat": "setpointHeat",
        "setpoint_cool": "setpointCool",
        "setpoint_range_min": "setpointRangeMin",
        "setpoint_range_max": "setpointRangeMax",
        "is_celsius": "isCelsius",
        "indoor_co2": "indoorCo2",
        "indoor_humidity": "indoorHumidity",
    }
    zone_id: str | None
    name: str | None
    command_only: bool
    supported_modes: str | None
    mode: str | None
    temperature: float | None
    setpoint: float | None
    setpoint_heat: float | None
    setpoint_cool: float | None
    setpoint_range_min: int | None
    setpoint_range_max: int | None
    is_celsius: bool
    indoor_co2: int | None
    indoor_humidity: float | None

    def __init__(
        self,
        *,
        zone_id: str | None = None,
        name: str | None = None,
        command_only: bool,
        supported_modes: str | None = None,
        mode: str | None = None,
        temperature: float | None = None,
        setpoint: float | None = None,
        setpoint_heat: float | None = None,
        setpoint_cool: float | None = None,
        setpoint_range_min: int | None = None,
        setpoint_range_max: int | None = None,
        is_celsius: bool,
        indoor_co2: int | None = None,
        indoor_humidity: float | None = None,
        extra: Mapping[str, Any] | None = None,
    ) -> None:
        self._init(
            extra,
            zone_id=zone_id,
            name=name,
            command_only=command_only,
            supported_modes=supported_modes,
            mode=mode,
            temperature=temperature,
            setpoint=setpoint,
            setpoint_heat=setpoint_heat,
            setpoint_cool=setpoint_cool,
            setpoint_range_min=setpoint_range_min,
            setpoint_range_max=setpoint_range_max,
            is_celsius=is_celsius,
            indoor_co2=indoor_co2,
            indoor_humidity=indoor_humidity,
        )

    @classmethod
    def _read(cls, data: Mapping[str, Any]) -> Zone:
        return cls(
            zone_id=data.get("zoneId"),
            name=data.get("name"),
            command_only=data["commandOnly"],
            supported_modes=data.get("supportedModes"),
            mode=data.get("mode"),
            temperature=data.get("temperature"),
            setpoint=data.get("setpoint"),
            setpoint_heat=data.get("setpointHeat"),
            setpoint_cool=data.get("setpointCool"),
            setpoint_range_min=data.get("setpointRangeMin"),
            setpoint_range_max=data.get("setpointRangeMax"),
            is_celsius=data["isCelsius"],
            indoor_co2=data.get("indoorCo2"),
            indoor_humidity=data.get("indoorHumidity"),
            extra=cls._extra(data),
        )


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
    """

    __slots__ = (
        "id",
        "alarm_number",
        "device_id",
        "severity",
        "status",
        "created_datetime",
        "status_history",
        "header",
        "description",
        "equip_name",
    )
    _wire: ClassVar[dict[str, str]] = {
        "id": "id",
        "alarm_number": "alarmNumber",
        "device_id": "deviceId",
        "severity": "severity",
        "status": "status",
        "created_datetime": "createdDatetime",
        "status_history": "statusHistory",
        "header": "header",
        "description": "description",
        "equip_name": "equipName",
    }
    id: str
    alarm_number: int
    device_id: str | None
    severity: int
    status: AlarmStatus
    created_datetime: str | None
    status_history: list[StatusChange] | None
    header: str | None
    description: str | None
    equip_name: str | None

    def __init__(
        self,
        *,
        id: str,
        alarm_number: int,
        device_id: str | None = None,
        severity: int,
        status: AlarmStatus,
        created_datetime: str | None = None,
        status_history: list[StatusChange] | None = None,
        header: str | None = None,
        description: str | None = None,
        equip_name: str | None = None,
        extra: Mapping[str, Any] | None = None,
    ) -> None:
        self._init(
            extra,
            id=id,
            alarm_number=alarm_number,
            device_id=device_id,
            severity=severity,
            status=status,
            created_datetime=created_datetime,
            status_history=status_history,
            header=header,
            description=description,
            equip_name=equip_name,
        )

    @classmethod
    def _read(cls, data: Mapping[str, Any]) -> Notification:
        return cls(
            id=data["id"],
            alarm_number=data["alarmNumber"],
            device_id=data.get("deviceId"),
            severity=data["severity"],
            status=AlarmStatus(data["status"]),
            created_datetime=data.get("createdDatetime"),
            status_history=None
            if (value := data.get("statusHistory")) is None
            else [StatusChange._read(item) for item in value],
            header=data.get("header"),
            description=data.get("description"),
            equip_name=data.get("equipName"),
            extra=cls._extra(data),
        )

    @property
    def created_at(self) -> _computed.Moment:
        """When it began; none when that cannot be read."""
        return _computed.notification_created_at(self)


class StatusChange(Model):
    """A change of an alarm's status.

    Attributes:
        status: The new status.
        datetime: When, counted from 1970; `at` reads it. In s.
    """

    __slots__ = ("status", "datetime")
    _wire: ClassVar[dict[str, str]] = {"status": "status", "datetime": "datetime"}
    status: AlarmStatus
    datetime: int

    def __init__(self, *, status: AlarmStatus, datetime: int, extra: Mapping[str, Any] | None = None) -> None:
        self._init(extra, status=status, datetime=datetime)

    @classmethod
    def _read(cls, data: Mapping[str, Any]) -> StatusChange:
        return cls(status=AlarmStatus(data["status"]), datetime=data["datetime"], extra=cls._extra(data))

    @property
    def at(self) -> _computed.Moment:
        """When; none when it is no moment."""
        return _computed.status_change_at(self)


class Subscription(Model):
    """A paid package.

    Attributes:
        type: Which one.
        valid_until: When it ends, or ended.
    """

    __slots__ = ("type", "valid_until")
    _wire: ClassVar[dict[str, str]] = {"type": "type", "valid_until": "validUntil"}
    type: SubscriptionType
    valid_until: datetime | None

    def __init__(
        self,
        *,
        type: SubscriptionType,
        valid_until: datetime | None = None,
        extra: Mapping[str, Any] | None = None,
    ) -> None:
        self._init(extra, type=type, valid_until=valid_until)

    @classmethod
    def _read(cls, data: Mapping[str, Any]) -> Subscription:
        return cls(
            type=SubscriptionType(data["type"]),
            valid_until=None if (value := data.get("validUntil")) is None else read_datetime(value),
            extra=cls._extra(data),
        )


class SmartHomeModeSetting(Model):
    """The smart home mode.

    Attributes:
        smart_home_mode: The mode.
    """

    __slots__ = ("smart_home_mode",)
    _wire: ClassVar[dict[str, str]] = {"smart_home_mode": "smartHomeMode"}
    smart_home_mode: SmartHomeMode

    def __init__(self, *, smart_home_mode: SmartHomeMode, extra: Mapping[str, Any] | None = None) -> None:
        self._init(extra, smart_home_mode=smart_home_mode)

    @classmethod
    def _read(cls, data: Mapping[str, Any]) -> SmartHomeModeSetting:
        return cls(smart_home_mode=SmartHomeMode(data["smartHomeMode"]), extra=cls._extra(data))
