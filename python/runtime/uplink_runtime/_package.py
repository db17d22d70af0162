"""What the root of a generated package does when it is imported, which is to be quick."""

from __future__ import annotations

import os

from . import _core

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

# Where the types of an API are, by their own names.
TYPES = ("_generated.enums", "_generated.models")


def describe(package: str, root: str, spec: str) -> None:
    """Makes the API of a package known; the spec beside `root` is read when a client is made."""
    _core.describe_api(package, package, os.path.join(os.path.dirname(root), spec))


def lazily(
    package: dict[str, object], homes: Mapping[str, str]
) -> tuple[Callable[[str], object], Callable[[], list[str]]]:
    """The `__getattr__` and the `__dir__` of a package, which load names at their first use.

    Args:
        package: Its `globals()`.
        homes: The module that each name comes from, relative to the package; types come from those of all packages.
    """
    root = str(package["__name__"])

    def module(home: str) -> dict[str, object]:
        from importlib import import_module

        return vars(import_module(f".{home}", root))

    def get(wanted: str) -> object:
        if wanted == "__all__":
            return [name for name in names() if not name.startswith("_")]
        # Python asks here for modules too before it imports them, and those must not load all types.
        found = (homes[wanted],) if wanted in homes else TYPES if wanted[:1].isupper() else ()
        for home in found:
            if wanted in (there := module(home)):
                package[wanted] = there[wanted]
                return there[wanted]
        raise AttributeError(f"module {root!r} has no attribute {wanted!r}")

    def names() -> list[str]:
        of_types = (str(one) for home in TYPES for one in _listed(module(home)))
        return sorted({*package, *homes, *of_types})

    return get, names


def _listed(module: Mapping[str, object]) -> list[object]:
    names = module["__all__"]
    return names if isinstance(names, list) else []
