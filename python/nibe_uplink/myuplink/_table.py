"""The same table for both clouds."""

from nibe_uplink._table import table

__all__ = ["table"]
