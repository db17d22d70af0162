"""Readings and categories as msgspec's structs."""

import msgspec


class Reading(msgspec.Struct, rename="camel"):
    parameter_id: int
    name: str | None
    title: str
    designation: str | None
    unit: str | None
    display_value: str
    raw_value: int


class Category(msgspec.Struct, rename="camel"):
    category_id: str
    name: str
    parameters: list[Reading] | None


READINGS = msgspec.json.Decoder(list[Reading])
CATEGORIES = msgspec.json.Decoder(list[Category])
