"""Gathers the points of one id: answers may hold one id a dozen times, with other names, units or limits."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Generic, NamedTuple, TypeVar

from nibe_uplink.myuplink._generated.models import Point, ScaledPoint

P = TypeVar("P", Point, ScaledPoint)


class Merged(NamedTuple, Generic[P]):
    """All points of one id.

    Attributes:
        point: The one to use where one is wanted: one whose sensor is there, then the one that says most about itself
            (unit, limits, words), then the last one.
        variants: All of them, in the order in which they came, each with limits of its own.
    """

    point: P
    variants: tuple[P, ...]


def merge(points: Iterable[P]) -> dict[str, Merged[P]]:
    """Gathers points by id, in the order in which each id came first.

    Example:
        >>> merged = myuplink.merge(client.points(device))
    """
    variants: dict[str, list[P]] = {}
    for point in points:
        variants.setdefault(point.parameter_id or "", []).append(point)
    return {id_: Merged(_chosen(points), tuple(points)) for id_, points in variants.items()}


def _chosen(points: list[P]) -> P:
    return max(reversed(points), key=_richness)


def _richness(point: Point | ScaledPoint) -> tuple[bool, int]:
    known = (point.limits.min is not None, point.limits.max is not None, bool(point.parameter_unit), bool(point.words))
    return point.value is not None, sum(known)
