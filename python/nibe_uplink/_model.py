"""What all models have in common: frozen, comparable, printable, picklable."""

from __future__ import annotations

import html
import json
from types import MappingProxyType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from inspect import Signature
    from typing import Any, ClassVar, Literal, Self, dataclass_transform
else:

    def dataclass_transform(**_):
        """Says nothing at run time."""
        return lambda kind: kind


NOTHING: Mapping[str, Any] = MappingProxyType({})


class NotGiven:
    """What stands for an argument or a field that is not given, where None would be sent as null."""

    __slots__ = ()

    def __bool__(self) -> Literal[False]:
        return False

    def __repr__(self) -> str:
        return "NOT_GIVEN"

    def __reduce__(self) -> str:
        return "NOT_GIVEN"


NOT_GIVEN = NotGiven()


class _Computed:
    """A field that is read from others, once, when it is first looked at."""

    __slots__ = ("doc", "read")

    def __init__(self, read: Callable[[Any], object], doc: str) -> None:
        self.read = read
        self.doc = doc


def computed(read: Callable[[Any], Any], doc: str, *, init: Literal[False] = False) -> Any:
    """Declares a field of a model that `read` reads from its other fields.

    Args:
        read: Is given the model.
        doc: What the field says.
        init: For type checkers: it is no argument of the constructor.
    """
    return _Computed(read, doc)


def at_once(read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Marks what is read when a model is made, by the extension itself where that makes the model."""
    read.at_once = True  # type: ignore[attr-defined]  # a mark on the function itself
    return read


class _ModelType(type):
    """Makes slots of annotations, and keeps what else a class says of its fields."""

    _fields: tuple[str, ...]
    _defaults: Mapping[str, Any]

    def __new__(cls, name: str, bases: tuple[type, ...], body: dict[str, Any]) -> _ModelType:
        if "__slots__" in body:
            return super().__new__(cls, name, bases, body)
        declared = [field for field in body.get("__annotations__", ()) if not field.startswith("_")]
        given = {field: body.pop(field) for field in declared if field in body}
        reads = {field: value for field, value in given.items() if isinstance(value, _Computed)}
        fields = tuple(field for field in declared if field not in reads)
        wires = body.get("_wire", {})
        at_once = {field: value.read for field, value in reads.items() if hasattr(value.read, "at_once")}
        later = {field: value for field, value in reads.items() if field not in at_once}
        base: Any = next(kind for kind in bases if isinstance(kind, _ModelType))
        body["__slots__"] = (*fields, *at_once, *(f"_{field}" for field in later))
        body["_reads"] = (*base._reads, *reads)
        body["_at_once"] = {**base._at_once, **at_once}
        body["_fields"] = (*base._fields, *fields)
        body["_defaults"] = {**base._defaults, **{field: given[field] for field in fields if field in given}}
        body["_wire"] = {**base._wire, **{field: wires[field] if field in wires else _camel(field) for field in fields}}
        made = super().__new__(cls, name, bases, body)
        for field, value in later.items():
            setattr(made, field, _getter(getattr(made, f"_{field}"), value))
        return made

    @property
    def __signature__(cls) -> Signature:
        from inspect import Parameter, Signature

        bodies = [vars(kind).get("__annotations__", {}) for kind in reversed(cls.__mro__)]
        annotations = {name: text for body in bodies for name, text in body.items()}

        def parameter(name: str) -> Parameter:
            default = cls._defaults.get(name, Parameter.empty)
            return Parameter(name, Parameter.KEYWORD_ONLY, default=default, annotation=annotations[name])

        extra = Parameter("extra", Parameter.KEYWORD_ONLY, default=None, annotation="Mapping[str, Any] | None")
        return Signature([*map(parameter, cls._fields), extra])


def _getter(slot: Any, declared: _Computed) -> property:
    """Gives what its slot keeps; what is not there yet is read."""
    kept, keep, read = slot.__get__, slot.__set__, declared.read

    def get(model: Model) -> Any:
        try:
            return kept(model)
        except AttributeError:
            value = read(model)
            keep(model, value)
            return value

    return property(get, doc=declared.doc)


def keep(model: Model, field: str, value: object) -> None:
    """Keeps a computed field that was read with another."""
    object.__setattr__(model, f"_{field}", value)


def _camel(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(other.capitalize() for other in others)


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(computed,))
class _Base(metaclass=_ModelType):
    """Declares that annotations are the arguments of constructors."""

    __slots__ = ()


class Model(_Base):
    """What the API sends, with names in Python's style.

    Attributes:
        extra: Fields that are newer than this client, by their name in the JSON. When some field could not be read, all
            that came; that field is None.
    """

    __slots__ = ("extra",)
    _fields: ClassVar[tuple[str, ...]] = ()
    _defaults: ClassVar[Mapping[str, Any]] = {}
    _at_once: ClassVar[Mapping[str, Callable[[Any], Any]]] = {}
    # The names of all computed fields.
    _reads: ClassVar[tuple[str, ...]] = ()
    # The name of each field in the JSON. Classes list those that are not the field's own name in camel case.
    _wire: ClassVar[dict[str, str]] = {}

    if TYPE_CHECKING:
        extra: Mapping[str, Any] = NOTHING
    else:

        def __init__(self, **given):
            extra = given.pop("extra", None)
            missing = [name for name in self._fields if name not in given and name not in self._defaults]
            unknown = [name for name in given if name not in self._fields]
            if missing or unknown:
                what = f"lacks {', '.join(missing)}" if missing else f"has no field {', '.join(unknown)}"
                raise TypeError(f"{type(self).__name__}() {what}; it takes {', '.join(self._fields)} and extra by name")
            put = object.__setattr__
            for name in self._fields:
                put(self, name, given[name] if name in given else self._defaults[name])
            for name, read in self._at_once.items():
                put(self, name, read(self))
            put(self, "extra", MappingProxyType(dict(extra)) if extra else NOTHING)

    if not TYPE_CHECKING:

        def __setattr__(self, name, value):
            raise AttributeError(f"{type(self).__name__} is frozen; use .replace({name}=...) to get a changed copy")

        def __delattr__(self, name):
            raise AttributeError(f"{type(self).__name__} is frozen")

    def _values(self) -> tuple[Any, ...]:
        return tuple([getattr(self, name) for name in self._fields])

    def _items(self) -> Iterator[tuple[str, Any]]:
        return ((name, getattr(self, name)) for name in self._fields)

    def _shown(self) -> Iterator[tuple[str, Any]]:
        """The fields, and what is worked out from them."""
        yield from self._items()
        for name in self._reads:
            yield name, getattr(self, name)

    def __eq__(self, other: object) -> bool:
        if type(self) is not type(other):
            return NotImplemented
        theirs: Any = other
        return bool(self._values() == theirs._values() and self.extra == theirs.extra)

    def __hash__(self) -> int:
        return hash((type(self), _hashable(self._values()), _hashable(self.extra)))

    def __repr__(self) -> str:
        if not all(hasattr(self, name) for name in self._fields):
            # In the traceback of a field that cannot be set.
            return f"<{type(self).__name__} that was not made>"
        fields = ", ".join(f"{name}={value!r}" for name, value in self._shown())
        more = f", extra={dict(self.extra)!r}" if self.extra else ""
        return f"{type(self).__name__}({fields}{more})"

    def __reduce__(self) -> tuple[Any, ...]:
        return _restore, (type(self), dict(self._items()), dict(self.extra))

    def replace(self, **changes: Any) -> Self:
        """A copy with some fields changed.

        Example:
            >>> other = system.replace(name="Summer house")
        """
        return type(self)(**{**dict(self._items()), "extra": self.extra, **changes})

    def __replace__(self, **changes: Any) -> Self:
        return self.replace(**changes)

    def to_dict(self) -> dict[str, Any]:
        """The fields and what is worked out from them, such as `value` and `unit`; models inside as dictionaries too.

        `extra` is there only when there is something in it.

        Example:
            >>> fields = system.to_dict()
        """
        made = {name: _plain(value) for name, value in self._shown() if value is not NOT_GIVEN}
        return {**made, "extra": dict(self.extra)} if self.extra else made

    @classmethod
    def from_dict(cls, fields: Mapping[str, Any]) -> Self:
        """A model from what `to_dict` gave, also when it went through JSON meanwhile.

        What is worked out from fields is worked out anew.

        Raises:
            TypeError: A field is missing, or there is no such field.
            ValueError: A text is no time, or no bytes in Base64.

        Example:
            >>> type(system).from_dict(system.to_dict()) == system
            True
        """
        from ._from_dict import fields_of

        return cls(**fields_of(cls, fields))

    def to_json(self) -> str:
        """The JSON text, as the API writes it.

        Example:
            >>> text = system.to_json()
        """
        return json.dumps(_sent(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str | bytes) -> Self:
        """A model from JSON text, as the API writes it.

        Raises:
            DecodeError: The text does not have the form of this model.

        Example:
            >>> type(system).from_json(system.to_json()) == system
            True
        """
        from . import _core

        made: Self = _core.model_from_json(cls, text.encode() if isinstance(text, str) else text)
        return made

    def __rich_repr__(self) -> Iterator[tuple[str, Any]]:
        return self._shown()

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><th style='text-align:left'>{html.escape(name)}</th>"
            f"<td style='text-align:left'>{html.escape(str(value))}</td></tr>"
            for name, value in self._shown()
        )
        return f"<table><caption>{html.escape(type(self).__name__)}</caption><tbody>{rows}</tbody></table>"


def _hashable(value: Any) -> Any:
    """The same content in things that have a hash; equal values give equal ones."""
    if isinstance(value, list | tuple):
        return tuple([_hashable(item) for item in value])
    if isinstance(value, dict | MappingProxyType):
        return frozenset((key, _hashable(item)) for key, item in value.items())
    return value


def _plain(value: Any) -> Any:
    if isinstance(value, Model):
        return value.to_dict()
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return value


def _sent(value: Any) -> Any:
    if isinstance(value, Model):
        given = ((name, item) for name, item in value._items() if item is not NOT_GIVEN)
        return {value._wire[name]: _sent(item) for name, item in given} | dict(value.extra)
    if isinstance(value, list):
        return [_sent(item) for item in value]
    if isinstance(value, dict):
        return {key: _sent(item) for key, item in value.items()}
    if hasattr(value, "isoformat"):
        return value.isoformat().replace("+00:00", "Z")
    return value


def _restore(kind: Callable[..., Model], fields: dict[str, Any], extra: dict[str, Any]) -> Model:
    return kind(**fields, extra=extra)
