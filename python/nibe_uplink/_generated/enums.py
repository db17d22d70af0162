# Generated from nibe-uplink-v1.toml (5836729e4243c3f9); do not edit.
# To change it, edit the spec and generate it again.
"""Words of NIBE Uplink. A word that is newer than this client becomes a member of its own."""

from nibe_uplink._enum import OpenEnum

__all__ = ["SecurityLevel", "ConnectionStatus", "NotificationType", "SettingStatus", "PremiumType", "SmartHomeMode"]


class SecurityLevel(OpenEnum):
    """What a user may do with a system."""

    ADMIN = "ADMIN"
    SERVICE_USER = "SERVICE_USER"
    MANAGER = "MANAGER"
    VIEWER = "VIEWER"
    UNKNOWN = "UNKNOWN"
    SERVICE_PARTNER = "SERVICE_PARTNER"


class ConnectionStatus(OpenEnum):
    """Whether a system is connected to the cloud."""

    ONLINE = "ONLINE"
    PENDING = "PENDING"
    OFFLINE = "OFFLINE"


class NotificationType(OpenEnum):
    """Alarm or message."""

    ALARM = "ALARM"
    INFO_MESSAGE = "INFO_MESSAGE"


class SettingStatus(OpenEnum):
    """How far a setting got on its way to the machine."""

    SENDING = "SENDING"
    VERIFYING = "VERIFYING"
    DONE = "DONE"
    TIMEOUT = "TIMEOUT"


class PremiumType(OpenEnum):
    """Which paid package."""

    HISTORY = "HISTORY"
    MANAGE = "MANAGE"
    ORGANIZATION = "ORGANIZATION"


class SmartHomeMode(OpenEnum):
    """What the house is told to do."""

    DEFAULT_OPERATION = "DEFAULT_OPERATION"
    AWAY_FROM_HOME = "AWAY_FROM_HOME"
    VACATION = "VACATION"
