"""The APIs that there are, of the one list that the program and the package read."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from support import SPECS

from nibe_uplink import _core


class Api(NamedTuple):
    """An API with its package."""

    name: str
    package: Any
    environment: str
    spec: Path
    logs_in: bool

    @property
    def folder(self) -> str:
        """What folders of an API are called after the first one's."""
        return self.package.__name__.partition(".")[2]

    def module(self, name: str) -> Any:
        """A module of its package."""
        return import_module(f"{self.package.__name__}.{name}")

    def client(self, base_url: str, **options: Any) -> Any:
        """A client of a server that takes whatever lets it in."""
        if self.logs_in:
            return self.package.Client.from_token("made-up", base_url=base_url, **options)
        return self.package.Client(base_url, "made-up", "made-up", **options)


APIS = [
    Api(name, import_module(package), environment, SPECS / spec, logs_in)
    for name, package, environment, spec, logs_in in _core.known_apis()
]
