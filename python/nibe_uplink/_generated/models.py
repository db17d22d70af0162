# Generated from nibe-uplink-v1.toml (3f9708984fa5e4d5); do not edit.
# To change it, edit the spec and run `make generate`.
"""What NIBE Uplink sends, as frozen classes. Fields that are newer than this client are kept in `extra`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from nibe_uplink import _computed
from nibe_uplink._generated.enums import (
    ConnectionStatus,
    NotificationType,
    PremiumType,
    SecurityLevel,
    SettingStatus,
    SmartHomeMode,
)
from nibe_uplink._model import Model, read_datetime

__all__ = [
    "Address",
    "Category",
    "Comment",
    "Image",
    "ImageSize",
    "Notification",
    "NotificationInfo",
    "PremiumPackage",
    "Reading",
    "SettingResult",
    "SmartHomeModeSetting",
    "SmartHomeSystem",
    "Software",
    "StatusItem",
    "System",
    "SystemConfig",
    "SystemSoftware",
    "SystemUnit",
    "Thermostat",
]


class System(Model):
    """A heat pump installation with everything that hangs on it.

    Attributes:
        system_id: Its id; the same number stands in the web address of the installation.
        name: What its owner calls it.
        product_name: Its model, such as `NIBE F1255`.
        product_image: A picture of the model or of a sister model.
        security_level: What the user may do with it.
        serial_number: 14 digits, the first may be 0.
        last_activity_date: When it was last heard of.
        connection_status: Whether it is connected to the cloud.
        address: Where it stands.
        has_alarmed: Whether an alarm is active.
    """

    __slots__ = (
        "system_id",
        "name",
        "product_name",
        "product_image",
        "security_level",
        "serial_number",
        "last_activity_date",
        "connection_status",
        "address",
        "has_alarmed",
    )
    _wire: ClassVar[dict[str, str]] = {
        "system_id": "systemId",
        "name": "name",
        "product_name": "productName",
        "product_image": "productImage",
        "security_level": "securityLevel",
        "serial_number": "serialNumber",
        "last_activity_date": "lastActivityDate",
        "connection_status": "connectionStatus",
        "address": "address",
        "has_alarmed": "hasAlarmed",
    }
    system_id: int
    name: str
    product_name: str
    product_image: Image | None
    security_level: SecurityLevel
    serial_number: str
    last_activity_date: datetime | None
    connection_status: ConnectionStatus
    address: Address | None
    has_alarmed: bool

    def __init__(
        self,
        *,
        system_id: int,
        name: str,
        product_name: str,
        product_image: Image | None = None,
        security_level: SecurityLevel,
        serial_number: str,
        last_activity_date: datetime | None = None,
        connection_status: ConnectionStatus,
        address: Address | None = None,
        has_alarmed: bool,
        extra: Mapping[str, Any] | None = None,
    ) -> None:
        self._init(
            extra,
            system_id=system_id,
            name=name,
            product_name=product_name,
            product_image=product_image,
            security_level=security_level,
            serial_number=serial_number,
            last_activity_date=last_activity_date,
            connection_status=connection_status,
            address=address,
            has_alarmed=has_alarmed,
        )

    @classmethod
    def _read(cls, data: Mapping[str, Any]) -> System:
        return cls(
            system_id=data["systemId"],
            name=data["name"],
            product_name=data["productName"],
            product_image=None if (value := data.get("productImage")) is None else Image._read(value),
            security_level=SecurityLevel(data["securityLevel"]),
            serial_number=data["serialNumber"],
            last_activity_date=None if (value := data.get("lastActivityDate")) is None else read_datetime(value),
            connection_status=ConnectionStatus(data["connectionStatus"]),
            address=None if (value := data.get("address")) is None else Address._read(value),
            has_alarmed=data["hasAlarmed"],
            extra=cls._extra(data),
        )


class Address(Model):
    """Where a system stands. Every line may be missing.

    Attributes:
        address_line1: First line.
        address_line2: Second line.
        postal_code: Postal code.
        city: City.
        region: Region.
        country: Country in capitals, such as `SWEDEN`, or `UNKNOWN`.
    """

    __slots__ = ("address_line1", "address_line2", "postal_code", "city", "region", "country")
    _wire: ClassVar[dict[str, str]] = {
        "address_line1": "addressLine1",
        "address_line2": "addressLine2",
        "postal_code": "postalCode",
        "city": "city",
        "region": "region",
        "country": "country",
    }
    address_line1: str | None
    address_line2: str | None
    postal_code: str | None
    city: str | None
    region: str | None
    country: str | None

    def __init__(
        self,
        *,
        address_line1: str | None = None,
        address_line2: str | None = None,
        postal_code: str | None = None,
        city: str | None = None,
        region: str | None = None,
        country: str | None = None,
        extra: Mapping[str, Any] | None = None,
    ) -> None:
        self._init(
            extra,
            address_line1=address_line1,
            address_line2=address_line2,
            postal_code=postal_code,
            city=city,
            region=region,
            country=country,
        )

    @classmethod
    def _read(cls, data: Mapping[str, Any]) -> Address:
        return cls(
            address_line1=data.get("addressLine1"),
            address_line2=data.get("addressLine2"),
            postal_code=data.get("postalCode"),
            city=data.get("city"),
            region=data.get("region"),
            country=data.get("country"),
            extra=cls._extra(data),
        )


class Image(Model):
    """A picture in several sizes.

    Attributes:
        name: Its name.
        sizes: Its sizes.
    """

    __slots__ = ("name", "sizes")
    _wire: ClassVar[dict[str, str]] = {"name": "name", "sizes": "sizes"}
    name: str | None
    sizes: list[ImageSize]

    def __init__(
        self,
        *,
        name: str | None = None,
        sizes: list[ImageSize],
        extra: Mapping[str, Any] | None = None,
    ) -> None:
        self._init(extra, name=name, sizes=sizes)

    @classmethod
    def _read(cls, data: Mapping[str, Any]) -> Image:
        return cls(
            name=data.get("name"),
            sizes=[ImageSize._read(item) for item in data["sizes"]],
            extra=cls._extra(data),
        )


class ImageSize(Model):
    """One size of a picture.

    Attributes:
        width: Width. In px.
        height: Height. In px.
        url: Where it is, often relative to `https://www.nibeuplink.com`.
    """

    __slots__ = ("width", "height", "url")
    _wire: ClassVar[dict[str, str]] = {"width": "width", "height": "height", "url": "url"}
    width: int
    height: int
    url: str

    def __init__(self, *, width: int, height: int, url: str, extra: Mapping[str, Any] | None = None) -> None:
        self._init(extra, width=width, height=height, url=url)

    @classmethod
    def _read(cls, data: Mapping[str, Any]) -> ImageSize:
        return cls(width=data["width"], height=data["height"], url=data["url"], extra=cls._extra(data))


class Software(Model):
    """A version of a machine's software.

    Attributes:
        name: The family of the software.
        version: Version.
        release: Release of the version.
        release_date: When it came out; missing for installed software.
    """

    __slots__ = ("name", "version", "release", "release_date")
    _wire: ClassVar[dict[str, str]] = {
        "name": "name",
        "version": "version",
        "release": "release",
        "release_date": "releaseDate",
    }
    name: str | None
    version: int
    release: int
    release_date: datetime | None

    def __init__(
        self,
        *,
        name: str | None = None,
        version: int,
        release: int,
        release_date: datetime | None = None,
        extra: Mapping[str, Any] | None = None,
    ) -> None:
        self._init(extra, name=name, version=version, release=release, release_date=release_date)

    @classmethod
    def _read(cls, data: Mapping[str, Any]) -> Software:
        return cls(
            name=data.get("name"),
            version=data["version"],
            release=data["release"],
            release_date=None if (value := data.get("releaseDate")) is None else read_datetime(value),
            extra=cls._extra(data),
        )


class SystemSoftware(Model):
    """The software of a system.

    Attributes:
        current: What is installed.
        upgrade: What could be installed; null when the newest is.
    """

    __slots__ = ("current", "upgrade")
    _wire: ClassVar[dict[str, str]] = {"current": "current", "upgrade": "upgrade"}
    current: Software
    upgrade: Software | None

    def __init__(
        self,
        *,
        current: Software,
        upgrade: Software | None = None,
        extra: Mapping[str, Any] | None = None,
    ) -> None:
        self._init(extra, current=current, upgrade=upgrade)

    @classmethod
    def _read(cls, data: Mapping[str, Any]) -> SystemSoftware:
        return cls(
            current=Software._read(data["current"]),
            upgrade=None if (value := data.get("upgrade")) is None else Software._read(value),
            extra=cls._extra(data),
        )


class SystemConfig(Model):
    """What a system is built for.

    Attributes:
        has_cooling: Whether it cools.
        has_heating: Whether it heats.
        has_hot_water: Whether it makes hot water.
        has_ventilation: Whether it ventilates.
    """

    __slots__ = ("has_cooling", "has_heating", "has_hot_water", "has_ventilation")
    _wire: ClassVar[dict[str, str]] = {
        "has_cooling": "hasCooling",
        "has_heating": "hasHeating",
        "has_hot_water": "hasHotWater",
        "has_ventilation": "hasVentilation",
    }
    has_cooling: bool
    has_heating: bool
    has_hot_water: bool
    has_ventilation: bool

    def __init__(
        self,
        *,
        has_cooling: bool,
        has_heating: bool,
        has_hot_water: bool,
        has_ventilation: bool,
        extra: Mapping[str, Any] | None = None,
    ) -> None:
        self._init(
            extra,
            has_cooling=has_cooling,
            has_heating=has_heating,
            has_hot_water=has_hot_water,
            has_ventilation=has_ventilation,
        )

    @classmethod
    def _read(cls, data: Mapping[str, Any]) -> SystemConfig:
        return cls(
            has_cooling=data["hasCooling"],
            has_heating=data["hasHeating"],
            has_hot_water=data["hasHotWater"],
            has_ventilation=data["hasVentilation"],
            extra=cls._extra(data),
        )


class SystemUnit(Model):
    """A unit of a system.

    Attributes:
        system_unit_id: Its id within the system; 0 is the main unit.
        name: `master`, the name of the module, or `slave 1`.
        short_name: `m` or `s1`.
        product: Its model.
        software_version: Its software as text, such as `9240R3`.
    """

    __slots__ = ("system_unit_id", "name", "short_name", "product", "software_version")
    _wire: ClassVar[dict[str, str]] = {
        "system_unit_id": "systemUnitId",
        "name": "name",
        "short_name": "shortName",
        "product": "product",
        "software_version": "softwareVersion",
    }
    system_unit_id: int
    name: str
    short_name: str
    product: str
    software_version: str

    def __init__(
        self,
        *,
        system_unit_id: int,
        name: str,
        short_name: str,
        product: str,
        software_version: str,
        extra: Mapping[str, Any] | None = None,
    ) -> None:
        self._init(
            extra,
            system_unit_id=system_unit_id,
            name=name,
            short_name=short_name,
            product=product,
            software_version=software_version,
        )

    @classmethod
    def _read(cls, data: Mapping[str, Any]) -> SystemUnit:
        return cls(
            system_unit_id=data["systemUnitId"],
            name=data["name"],
            short_name=data["shortName"],
            product=data["product"],
            software_version=data["softwareVersion"],
            extra=cls._extra(data),
        )


class StatusItem(Model):
    """A component that is active.

    Attributes:
        title: Its name in the user's language.
        image: Its icon.
        inline_text: Empty, or the module it belongs to.
        parameters: Values that belong to it.
    """

    __slots__ = ("title", "image", "inline_text", "parameters")
    _wire: ClassVar[dict[str, str]] = {
        "title": "title",
        "image": "image",
        "inline_text": "inlineText",
        "parameters": "parameters",
    }
    title: str
    image: Image | None
    inline_text: str | None
    parameters: list[Reading] | None

    def __init__(
        self,
        *,
        title: str,
        image: Image | None = None,
        inline_text: str | None = None,
        parameters: list[Reading] | None = None,
        extra: Mapping[str, Any] | None = None,
    ) -> None:
        self._init(extra, title=title, image=image, inline_text=inline_text, parameters=parameters)

    @classmethod
    def _read(cls, data: Mapping[str, Any]) -> StatusItem:
        return cls(
            title=data["title"],
            image=None if (value := data.get("image")) is None else Image._read(value),
            inline_text=data.get("inlineText"),
            parameters=None if (value := data.get("parameters")) is None else [Reading._read(item) for item in value],
            extra=cls._extra(data),
        )


class Notification(Model):
    """An alarm or a message.

    Attributes:
        notification_id: Its id.
        system_unit_id: The unit that it came from.
        module_name: The module that it came from.
        occured_at: When it began. The name lacks an r on the wire, too.
        stopped_at: When it ended; null while it is active.
        was_reset: Whether somebody reset it.
        reset_possible: Whether it can be reset on the machine.
        aidmode_possible: Whether the machine can run in aid mode meanwhile.
        info: What it says.
        comments: What users wrote about it.
    """

    __slots__ = (
        "notification_id",
        "system_unit_id",
        "module_name",
        "occured_at",
        "stopped_at",
        "was_reset",
        "reset_possible",
        "aidmode_possible",
        "info",
        "comments",
    )
    _wire: ClassVar[dict[str, str]] = {
        "notification_id": "notificationId",
        "system_unit_id": "systemUnitId",
        "module_name": "moduleName",
        "occured_at": "occuredAt",
        "stopped_at": "stoppedAt",
        "was_reset": "wasReset",
        "reset_possible": "resetPossible",
        "aidmode_possible": "aidmodePossible",
        "info": "info",
        "comments": "comments",
    }
    notification_id: int
    system_unit_id: int
    module_name: str | None
    occured_at: datetime
    stopped_at: datetime | None
    was_reset: bool
    reset_possible: bool
    aidmode_possible: bool
    info: NotificationInfo
    comments: list[Comment] | None

    def __init__(
        self,
        *,
        notification_id: int,
        system_unit_id: int,
        module_name: str | None = None,
        occured_at: datetime,
        stopped_at: datetime | None = None,
        was_reset: bool,
        reset_possible: bool,
        aidmode_possible: bool,
        info: NotificationInfo,
        comments: list[Comment] | None = None,
        extra: Mapping[str, Any] | None = None,
    ) -> None:
        self._init(
            extra,
            notification_id=notification_id,
            system_unit_id=system_unit_id,
            module_name=module_name,
            occured_at=occured_at,
            stopped_at=stopped_at,
            was_reset=was_reset,
            reset_possible=reset_possible,
            aidmode_possible=aidmode_possible,
            info=info,
            comments=comments,
        )

    @classmethod
    def _read(cls, data: Mapping[str, Any]) -> Notification:
        return cls(
            notification_id=data["notificationId"],
            system_unit_id=data["systemUnitId"],
            module_name=data.get("moduleName"),
            occured_at=read_datetime(data["occuredAt"]),
            stopped_at=None if (value := data.get("stoppedAt")) is None else read_datetime(value),
            was_reset=data["wasReset"],
            reset_possible=data["resetPossible"],
            aidmode_possible=data["aidmodePossible"],
            info=NotificationInfo._read(data["info"]),
            comments=None if (value := data.get("comments")) is None else [Comment._read(item) for item in value],
            extra=cls._extra(data),
        )


class NotificationInfo(Model):
    """What a notification says.

    Attributes:
        alarm_number: Its number in the manual.
        type: Alarm or message.
        title: Its title in the user's language.
        description: What happened and what to do.
    """

    __slots__ = ("alarm_number", "type", "title", "description")
    _wire: ClassVar[dict[str, str]] = {
        "alarm_number": "alarmNumber",
        "type": "type",
        "title": "title",
        "description": "description",
    }
    alarm_number: int
    type: NotificationType
    title: str
    description: str | None

    def __init__(
        self,
        *,
        alarm_number: int,
        type: NotificationType,
        title: str,
        description: str | None = None,
        extra: Mapping[str, Any] | None = None,
    ) -> None:
        self._init(extra, alarm_number=alarm_number, type=type, title=title, description=description)

    @classmethod
    def _read(cls, data: Mapping[str, Any]) -> NotificationInfo:
        return cls(
            alarm_number=data["alarmNumber"],
            type=NotificationType(data["type"]),
            title=data["title"],
            description=data.get("description"),
            extra=cls._extra(data),
        )


class Comment(Model):
    """What a user wrote about a notification.

    Attributes:
        author_name: Who wrote it.
        author_avatar: The author's picture.
        creation_date: When it was written.
        text: The text.
    """

    __slots__ = ("author_name", "author_avatar", "creation_date", "text")
    _wire: ClassVar[dict[str, str]] = {
        "author_name": "authorName",
        "author_avatar": "authorAvatar",
        "creation_date": "creationDate",
        "text": "text",
    }
    author_name: str | None
    author_avatar: Image | None
    creation_date: datetime
    text: str

    def __init__(
        self,
        *,
        author_name: str | None = None,
        author_avatar: Image | None = None,
        creation_date: datetime,
        text: str,
        extra: Mapping[str, Any] | None = None,
    ) -> None:
        self._init(extra, author_name=author_name, author_avatar=author_avatar, creation_date=creation_date, text=text)

    @classmethod
    def _read(cls, data: Mapping[str, Any]) -> Comment:
        return cls(
            author_name=data.get("authorName"),
            author_avatar=None if (value := data.get("authorAvatar")) is None else Image._read(value),
            creation_date=read_datetime(data["creationDate"]),
            text=data["text"],
            extra=cls._extra(data),
        )


class Reading(Model):
    """One value of a heat pump, as the cloud reports it.

    Attributes:
        parameter_id: Id of the parameter; 0 for rows that are only text.
        name: The id or alias that was asked for; null in some rows.
        title: Title in the user's language; may end with a blank or a colon.
        designation: Designation in the wiring diagram; empty when there is none.
        unit: Unit; empty when there is none.
        display_value: Value with unit as people read it; `--` when absent.
        raw_value: Value as the machine stores it; -32768 when absent or text.
    """

    __slots__ = ("parameter_id", "name", "title", "designation", "unit", "display_value", "raw_value")
    _wire: ClassVar[dict[str, str]] = {
        "parameter_id": "parameterId",
        "name": "name",
        "title": "title",
        "designation": "designation",
        "unit": "unit",
        "display_value": "displayValue",
        "raw_value": "rawValue",
    }
    parameter_id: int
    name: str | None
    title: str
    designation: str | None
    unit: str | None
    display_value: str
    raw_value: int

    def __init__(
        self,
        *,
        parameter_id: int,
        name: str | None = None,
        title: str,
        designation: str | None = None,
        unit: str | None = None,
        display_value: str,
        raw_value: int,
        extra: Mapping[str, Any] | None = None,
    ) -> None:
        self._init(
            extra,
            parameter_id=parameter_id,
            name=name,
            title=title,
            designation=designation,
            unit=unit,
            display_value=display_value,
            raw_value=raw_value,
        )

    @classmethod
    def _read(cls, data: Mapping[str, Any]) -> Reading:
        return cls(
            parameter_id=data["parameterId"],
            name=data.get("name"),
            title=data["title"],
            designation=data.get("designation"),
            unit=data.get("unit"),
            display_value=data["displayValue"],
            raw_value=data["rawValue"],
            extra=cls._extra(data),
        )

    @property
    def value(self) -> _computed.Value:
        """The value: a number in `unit`, a text, or none when the sensor is absent."""
        return _computed.reading_value(self)

    @property
    def source(self) -> _computed.Source:
        """What `value` was read from: factor, display, text or absent."""
        return _computed.reading_source(self)


class Category(Model):
    """A group of parameters.

    Attributes:
        category_id: Its id, such as `SYSTEM_1`.
        name: Its name in the user's language.
        parameters: Its values; null unless they were asked for.
    """

    __slots__ = ("category_id", "name", "parameters")
    _wire: ClassVar[dict[str, str]] = {"category_id": "categoryId", "name": "name", "parameters": "parameters"}
    category_id: str
    name: str
    parameters: list[Reading] | None

    def __init__(
        self,
        *,
        category_id: str,
        name: str,
        parameters: list[Reading] | None = None,
        extra: Mapping[str, Any] | None = None,
    ) -> None:
        self._init(extra, category_id=category_id, name=name, parameters=parameters)

    @classmethod
    def _read(cls, data: Mapping[str, Any]) -> Category:
        return cls(
            category_id=data["categoryId"],
            name=data["name"],
            parameters=None if (value := data.get("parameters")) is None else [Reading._read(item) for item in value],
            extra=cls._extra(data),
        )


class SettingResult(Model):
    """What became of one setting.

    Attributes:
        status: How far it got.
        parameter: The parameter after the write.
    """

    __slots__ = ("status", "parameter")
    _wire: ClassVar[dict[str, str]] = {"status": "status", "parameter": "parameter"}
    status: SettingStatus
    parameter: Reading

    def __init__(self, *, status: SettingStatus, parameter: Reading, extra: Mapping[str, Any] | None = None) -> None:
        self._init(extra, status=status, parameter=parameter)

    @classmethod
    def _read(cls, data: Mapping[str, Any]) -> SettingResult:
        return cls(
            status=SettingStatus(data["status"]),
            parameter=Reading._read(data["parameter"]),
            extra=cls._extra(data),
        )


class PremiumPackage(Model):
    """A paid package.

    Attributes:
        type: Which one.
        name: Its name.
        expiration_date: When it ends.
        is_expiring: Whether it ends soon.
    """

    __slots__ = ("type", "name", "expiration_date", "is_expiring")
    _wire: ClassVar[dict[str, str]] = {
        "type": "type",
        "name": "name",
        "expiration_date": "expirationDate",
        "is_expiring": "isExpiring",
    }
    type: PremiumType
    name: str | None
    expiration_date: datetime | None
    is_expiring: bool

    def __init__(
        self,
        *,
        type: PremiumType,
        name: str | None = None,
        expiration_date: datetime | None = None,
        is_expiring: bool,
        extra: Mapping[str, Any] | None = None,
    ) -> None:
        self._init(extra, type=type, name=name, expiration_date=expiration_date, is_expiring=is_expiring)

    @classmethod
    def _read(cls, data: Mapping[str, Any]) -> PremiumPackage:
        return cls(
            type=PremiumType(data["type"]),
            name=data.get("name"),
            expiration_date=None if (value := data.get("expirationDate")) is None else read_datetime(value),
            is_expiring=data["isExpiring"],
            extra=cls._extra(data),
        )


class SmartHomeModeSetting(Model):
    """The smart home mode.

    Attributes:
        mode: The mode.
    """

    __slots__ = ("mode",)
    _wire: ClassVar[dict[str, str]] = {"mode": "mode"}
    mode: SmartHomeMode

    def __init__(self, *, mode: SmartHomeMode, extra: Mapping[str, Any] | None = None) -> None:
        self._init(extra, mode=mode)

    @classmethod
    def _read(cls, data: Mapping[str, Any]) -> SmartHomeModeSetting:
        return cls(mode=SmartHomeMode(data["mode"]), extra=cls._extra(data))


class Thermostat(Model):
    """A virtual thermostat.

    Attributes:
        smart_home_system: The application that made it.
        name: What the owner sees.
        climate_systems: The climate systems that it acts on.
        current_temperature: Measured temperature as text.
        target_temperature: Wanted temperature as text.
    """

    __slots__ = ("smart_home_system", "name", "climate_systems", "current_temperature", "target_temperature")
    _wire: ClassVar[dict[str, str]] = {
        "smart_home_system": "smartHomeSystem",
        "name": "name",
        "climate_systems": "climateSystems",
        "current_temperature": "currentTemperature",
        "target_temperature": "targetTemperature",
    }
    smart_home_system: SmartHomeSystem | None
    name: str
    climate_systems: list[int] | None
    current_temperature: str | None
    target_temperature: str | None

    def __init__(
        self,
        *,
        smart_home_system: SmartHomeSystem | None = None,
        name: str,
        climate_systems: list[int] | None = None,
        current_temperature: str | None = None,
        target_temperature: str | None = None,
        extra: Mapping[str, Any] | None = None,
    ) -> None:
        self._init(
            extra,
            smart_home_system=smart_home_system,
            name=name,
            climate_systems=climate_systems,
            current_temperature=current_temperature,
            target_temperature=target_temperature,
        )

    @classmethod
    def _read(cls, data: Mapping[str, Any]) -> Thermostat:
        return cls(
            smart_home_system=None if (value := data.get("smartHomeSystem")) is None else SmartHomeSystem._read(value),
            name=data["name"],
            climate_systems=data.get("climateSystems"),
            current_temperature=data.get("currentTemperature"),
            target_temperature=data.get("targetTemperature"),
            extra=cls._extra(data),
        )


class SmartHomeSystem(Model):
    """An application that makes thermostats.

    Attributes:
        name: The name it was registered under.
    """

    __slots__ = ("name",)
    _wire: ClassVar[dict[str, str]] = {"name": "name"}
    name: str | None

    def __init__(self, *, name: str | None = None, extra: Mapping[str, Any] | None = None) -> None:
        self._init(extra, name=name)

    @classmethod
    def _read(cls, data: Mapping[str, Any]) -> SmartHomeSystem:
        return cls(name=data.get("name"), extra=cls._extra(data))
