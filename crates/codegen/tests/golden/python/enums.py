# Generated from kettle.toml (e530b3b58cc2b025); do not edit.
# To change it, edit the spec and generate it again.
"""Words of Kettle. A word that is newer than this client becomes a member of its own."""

from kettle._enum import OpenEnum

__all__ = ["FilterKind", "Lid", "Mode"]


class FilterKind(OpenEnum):
    """Kinds of filters."""

    FILTER = "filter"
    SIEVE = "sieve"


class Lid(OpenEnum):
    """State of a lid."""

    OPEN = "OPEN"
    HALF_OPEN = "HALF_OPEN"
    CLOSED = "CLOSED"


class Mode(OpenEnum):
    """What is done."""

    HEAT = "HEAT"
    """Heat."""
    N1ST = "1st"
    """Heat first."""
    SHARE = "%"
    """Heat by a share."""
