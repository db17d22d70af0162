"""Gathers the points of one id: answers may hold one id a dozen times, with other names, units or limits."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Generic, NamedTuple, TypeVar

from nibe_uplink.myuplink._generated.models import Point, ScaledPoint

P = TypeVar("P", Point, ScaledPoint)


class Merged(NamedTuple, Generic[P]):
    """All points of one id.

    Attributes:
        point: The one to use where one is wanted: the last one whose sensor is there, else the last one.
        variants: All of them, in the order in which they came.
    """

    point: P
    variants: tuple[P, ...]


def merge(points: Iterable[P]) -> dict[str, Merged[P]]:
    """Gathers points by id, in the order in which each id came first."""
    variants: dict[str, list[P]] = {}
    for point in points:
        variants.setdefault(point.parameter_id, []).append(point)
    return {id_: Merged(_chosen(points), tuple(points)) for id_, points in variants.items()}


def _chosen(points: list[P]) -> P:
    return next((point for point in reversed(points) if point.value is not None), points[-1])
