# Generated from nibe-uplink-v1.toml (5836729e4243c3f9); do not edit.
# To change it, edit the spec and generate it again.
"""What NIBE Uplink sends, as frozen classes. Fields that are newer than this client are kept in `extra`."""

from __future__ import annotations

from datetime import datetime

from nibe_uplink import _computed
from nibe_uplink._generated.enums import (
    ConnectionStatus,
    NotificationType,
    PremiumType,
    SecurityLevel,
    SettingStatus,
    SmartHomeMode,
)
from nibe_uplink._model import Model, computed

__all__ = [
    "System",
    "Address",
    "Image",
    "ImageSize",
    "Software",
    "SystemSoftware",
    "SystemConfig",
    "SystemUnit",
    "StatusItem",
    "Notification",
    "NotificationInfo",
    "Comment",
    "Reading",
    "Category",
    "SettingResult",
    "PremiumPackage",
    "SmartHomeModeSetting",
    "Thermostat",
    "SmartHomeSystem",
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

    system_id: int
    name: str
    product_name: str
    product_image: Image | None = None
    security_level: SecurityLevel
    serial_number: str
    last_activity_date: datetime | None = None
    connection_status: ConnectionStatus
    address: Address | None = None
    has_alarmed: bool


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

    address_line1: str | None = None
    address_line2: str | None = None
    postal_code: str | None = None
    city: str | None = None
    region: str | None = None
    country: str | None = None


class Image(Model):
    """A picture in several sizes.

    Attributes:
        name: Its name.
        sizes: Its sizes.
    """

    name: str | None = None
    sizes: list[ImageSize]


class ImageSize(Model):
    """One size of a picture.

    Attributes:
        width: Width. In px.
        height: Height. In px.
        url: Where it is, often relative to `https://www.nibeuplink.com`.
    """

    width: int
    height: int
    url: str


class Software(Model):
    """A version of a machine's software.

    Attributes:
        name: The family of the software.
        version: Version.
        release: Release of the version.
        release_date: When it came out; missing for installed software.
    """

    name: str | None = None
    version: int
    release: int
    release_date: datetime | None = None


class SystemSoftware(Model):
    """The software of a system.

    Attributes:
        current: What is installed.
        upgrade: What could be installed; null when the newest is.
    """

    current: Software
    upgrade: Software | None = None


class SystemConfig(Model):
    """What a system is built for.

    Attributes:
        has_cooling: Whether it cools.
        has_heating: Whether it heats.
        has_hot_water: Whether it makes hot water.
        has_ventilation: Whether it ventilates.
    """

    has_cooling: bool
    has_heating: bool
    has_hot_water: bool
    has_ventilation: bool


class SystemUnit(Model):
    """A unit of a system.

    Attributes:
        system_unit_id: Its id within the system; 0 is the main unit.
        name: `master`, the name of the module, or `slave 1`.
        short_name: `m` or `s1`.
        product: Its model.
        software_version: Its software as text, such as `9240R3`.
    """

    system_unit_id: int
    name: str
    short_name: str
    product: str
    software_version: str


class StatusItem(Model):
    """A component that is active.

    Attributes:
        title: Its name in the user's language.
        image: Its icon.
        inline_text: Empty, or the module it belongs to.
        parameters: Values that belong to it.
    """

    title: str
    image: Image | None = None
    inline_text: str | None = None
    parameters: list[Reading] | None = None


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

    notification_id: int
    system_unit_id: int
    module_name: str | None = None
    occured_at: datetime
    stopped_at: datetime | None = None
    was_reset: bool
    reset_possible: bool
    aidmode_possible: bool
    info: NotificationInfo
    comments: list[Comment] | None = None


class NotificationInfo(Model):
    """What a notification says.

    Attributes:
        alarm_number: Its number in the manual.
        type: Alarm or message.
        title: Its title in the user's language.
        description: What happened and what to do.
    """

    alarm_number: int
    type: NotificationType
    title: str
    description: str | None = None


class Comment(Model):
    """What a user wrote about a notification.

    Attributes:
        author_name: Who wrote it.
        author_avatar: The author's picture.
        creation_date: When it was written.
        text: The text.
    """

    author_name: str | None = None
    author_avatar: Image | None = None
    creation_date: datetime
    text: str


class Reading(Model):
    """One value of a heat pump, as the cloud reports it.

    Attributes:
        parameter_id: Id of the parameter; 0 for rows that are only text.
        name: The id or alias that was asked for; null in some rows.
        title: Title in the user's language; may end with a blank or a colon.
        designation: Designation in the wiring diagram; empty when there is none.
        raw_unit: The unit as sent, with either degree sign; empty when there is none.
        display_value: Value with unit as people read it; `--` when absent.
        raw_value: Value as the machine stores it; -32768 when absent or text.
        unit: The unit in its one spelling, such as `°C`; empty when there is none.
        value: The value: a number in `unit`, a text, or none when the sensor is absent.
        source: What `value` was read from: factor, display, text or absent.
    """

    _wire = {"raw_unit": "unit"}
    parameter_id: int
    name: str | None = None
    title: str
    designation: str | None = None
    raw_unit: str | None = None
    display_value: str
    raw_value: int
    unit: _computed.Unit = computed(
        _computed.reading_unit,
        "The unit in its one spelling, such as `°C`; empty when there is none.",
    )
    value: _computed.Value = computed(
        _computed.reading_value,
        "The value: a number in `unit`, a text, or none when the sensor is absent.",
    )
    source: _computed.Source = computed(
        _computed.reading_source,
        "What `value` was read from: factor, display, text or absent.",
    )


class Category(Model):
    """A group of parameters.

    Attributes:
        category_id: Its id, such as `SYSTEM_1`.
        name: Its name in the user's language.
        parameters: Its values; null unless they were asked for.
    """

    category_id: str
    name: str
    parameters: list[Reading] | None = None


class SettingResult(Model):
    """What became of one setting.

    Attributes:
        status: How far it got.
        parameter: The parameter after the write.
    """

    status: SettingStatus
    parameter: Reading


class PremiumPackage(Model):
    """A paid package.

    Attributes:
        type: Which one.
        name: Its name.
        expiration_date: When it ends.
        is_expiring: Whether it ends soon.
    """

    type: PremiumType
    name: str | None = None
    expiration_date: datetime | None = None
    is_expiring: bool


class SmartHomeModeSetting(Model):
    """The smart home mode.

    Attributes:
        mode: The mode.
    """

    mode: SmartHomeMode


class Thermostat(Model):
    """A virtual thermostat.

    Attributes:
        smart_home_system: The application that made it.
        name: What the owner sees.
        climate_systems: The climate systems that it acts on.
        current_temperature: Measured temperature as text.
        target_temperature: Wanted temperature as text.
    """

    smart_home_system: SmartHomeSystem | None = None
    name: str
    climate_systems: list[int] | None = None
    current_temperature: str | None = None
    target_temperature: str | None = None


class SmartHomeSystem(Model):
    """An application that makes thermostats.

    Attributes:
        name: The name it was registered under.
    """

    name: str | None = None
