# Generated from nibe-local.toml (4c694ce74fd5ab55); do not edit.
# To change it, edit the spec and generate it again.
"""Words of NIBE local. A word that is newer than this client becomes a member of its own."""

from nibe_uplink.local._enum import OpenEnum

__all__ = ["AidMode", "SmartMode", "VariableType", "VariableSize"]


class AidMode(OpenEnum):
    """Whether the emergency mode is on."""

    OFF = "off"
    """The heat pump works as usual."""
    ON = "on"
    """The additional heat alone."""


class SmartMode(OpenEnum):
    """Whether somebody is at home."""

    NORMAL = "normal"
    """Somebody is."""
    AWAY = "away"
    """Nobody is."""


class VariableType(OpenEnum):
    """What a value is."""

    INTEGER = "integer"
    """A number, divided by the divisor."""
    STRING = "string"
    """A text."""
    BINARY = "binary"
    """Unknown."""
    TIME = "time"
    """Seconds since midnight."""
    DATE = "date"
    """Days since 2010-01-01."""
    FLOATING_POINT = "floating-point"
    """Unknown."""
    UNKNOWN = "unknown"
    """Unknown."""


class VariableSize(OpenEnum):
    """How a value is stored."""

    S8 = "s8"
    S16 = "s16"
    S32 = "s32"
    U8 = "u8"
    U16 = "u16"
    U32 = "u32"
    F4 = "f4"
    F8 = "f8"
    UNKNOWN = "unknown"
