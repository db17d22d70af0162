"""Stands in for what classes need of `typing` when they are made: that takes longer to load than all the rest."""

from __future__ import annotations


class Generic:
    """A class that may be subscripted, which says nothing at run time."""

    __slots__ = ()

    def __class_getitem__(cls, item: object) -> type[Generic]:
        return cls


T = None


def overload(function: object) -> object:
    """Says nothing at run time."""
    return function
