"""What enumerations stand on."""

from nibe_uplink._enum import OpenEnum

__all__ = ["OpenEnum"]
