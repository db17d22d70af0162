"""Readings and categories as pydantic's models."""

from pydantic import BaseModel, ConfigDict, TypeAdapter
from pydantic.alias_generators import to_camel


class Model(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel)


class Reading(Model):
    parameter_id: int
    name: str | None
    title: str
    designation: str | None
    unit: str | None
    display_value: str
    raw_value: int


class Category(Model):
    category_id: str
    name: str
    parameters: list[Reading] | None


READINGS = TypeAdapter(list[Reading])
CATEGORIES = TypeAdapter(list[Category])
