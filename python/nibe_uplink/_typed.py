"""Stands in for what classes need of `typing` when they are made: that takes longer to load than all the rest."""


class Generic:
    """A class that may be subscripted."""

    __slots__ = ()
    __class_getitem__ = classmethod(type(list[int]))


T = None


def overload(function):
    """Says nothing at run time."""
    return function
