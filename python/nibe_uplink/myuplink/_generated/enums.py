# Generated from myuplink-v2.toml (e9fc4eac97d30c42); do not edit.
# To change it, edit the spec and generate it again.
"""Words of myUplink. A word that is newer than this client becomes a member of its own."""

from nibe_uplink.myuplink._enum import OpenEnum

__all__ = ["SecurityLevel", "ConnectionState", "AlarmStatus", "SmartHomeMode", "SubscriptionType"]


class SecurityLevel(OpenEnum):
    """What a user may do with a system."""

    ADMIN = "admin"
    MANAGER = "manager"
    VIEWER = "viewer"


class ConnectionState(OpenEnum):
    """Whether a device is connected to the cloud."""

    CONNECTED = "Connected"
    DISCONNECTED = "Disconnected"


class AlarmStatus(OpenEnum):
    """Whether an alarm is active."""

    NONE = "None"
    ACTIVE = "Active"
    DISMISSED_BY_DEVICE = "DismissedByDevice"
    RESET_BY_USER_ON_DEVICE = "ResetByUserOnDevice"
    RESET_BY_USER_FROM_CLOUD = "ResetByUserFromCloud"
    UNKNOWN = "Unknown"


class SmartHomeMode(OpenEnum):
    """The smart home mode of a system."""

    DEFAULT = "Default"
    NORMAL = "Normal"
    AWAY = "Away"
    VACATION = "Vacation"
    HOME = "Home"


class SubscriptionType(OpenEnum):
    """Which paid package."""

    HISTORY = "history"
    """Longer history in the provider's program."""
    MANAGE = "manage"
    """Writing."""
    ORGANIZATION = "organization"
    """For partners."""
