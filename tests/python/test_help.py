"""What `help` shows of each public function: it fits a screen, and ends with an example that runs."""

from __future__ import annotations

import ast
import asyncio
import contextlib
import doctest
import inspect
import io
import pydoc
import types
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from support import SPECS

import nibe_uplink
from nibe_uplink import analysis, local, myuplink
from nibe_uplink.local import Simulator as Pump

MODULES = (nibe_uplink, myuplink, local, analysis, nibe_uplink.catalogue)
# Rows of a terminal that fills a common screen.
ROWS = 60
START = datetime(2024, 1, 15, tzinfo=UTC)


def functions() -> dict[str, Any]:
    """The public functions, and the public methods of public classes, each by the name of where it is defined."""
    found: dict[str, Any] = {}

    def take(function: Any) -> None:
        function = inspect.unwrap(getattr(function, "__func__", function))
        if isinstance(function, types.FunctionType) and function.__module__.startswith("nibe_uplink"):
            found[f"{function.__module__.removeprefix('nibe_uplink.')}.{function.__qualname__}"] = function

    for module in MODULES:
        for name in dir(module):
            value = getattr(module, name)
            if name.startswith("_") or isinstance(value, types.ModuleType):
                continue
            if isinstance(value, type):
                for one in dir(value):
                    if not one.startswith("_"):
                        take(inspect.getattr_static(value, one))
            else:
                take(value)
    found["login"] = nibe_uplink.login.__call__
    return found


FUNCTIONS = functions()


def test_there_are_functions() -> None:
    assert len(FUNCTIONS) > 180
    assert {"_simulator.BaseSimulator.fault", "analysis._energy.energy", "local._pair.pair"} <= set(FUNCTIONS)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_help_fits_a_screen_and_has_an_example(name: str) -> None:
    shown = pydoc.render_doc(FUNCTIONS[name], renderer=pydoc.plaintext).splitlines()
    # The first two lines are of the pager, and none of the text is wider than a terminal.
    assert len(shown) - 2 <= ROWS
    assert "Example:" in [line.strip() for line in shown]
    assert doctest.DocTestParser().get_examples(inspect.getdoc(FUNCTIONS[name]) or "")


@cache
def two_days() -> Any:
    """Two days of a machine."""
    wanted = [40004, 40008, 40012, 40072, 43009, 43005, 43136, 43141, 42445, 42447, 43416]
    with nibe_uplink.Simulator(at=START, speed=0) as sim:
        return sim.recorded(80101, wanted, every=1800, until=timedelta(days=2))


class World:
    """What examples find: services with clients that are logged in, and a folder of their own."""

    def __init__(self, stack: contextlib.ExitStack, patch: pytest.MonkeyPatch) -> None:
        self._stack, self._patch = stack, patch

    def of(self, name: str, asynchronous: bool) -> dict[str, Any]:
        """The names for the example of a function."""
        package = name.partition(".")[0]
        kind = {"myuplink": myuplink, "local": local}.get(package, nibe_uplink)
        names: dict[str, Any] = {
            "nibe_uplink": nibe_uplink,
            "myuplink": myuplink,
            # What clients of all APIs have names no package; one of the APIs lets applications in by themselves.
            "Client": (myuplink if name.endswith(".client_credentials") else kind).Client,
            "AsyncClient": kind.AsyncClient,
            "local": local,
            "analysis": analysis,
            "datetime": datetime,
            "timedelta": timedelta,
        }
        if "_generated" in name:
            names |= self._examples(kind, asynchronous)
        elif package == "analysis":
            names |= self._recorded()
        elif kind is local:
            names |= self._pump(asynchronous)
        else:
            names |= self._cloud(kind, name, asynchronous)
        return names

    def _set(self, kind: Any, sim: Any, *settings: str) -> None:
        """What a user has in the environment."""
        for setting in settings:
            self._patch.setenv(f"{kind.Client._environment}_{setting.upper()}", getattr(sim, setting))

    def _client(self, sim: Any, asynchronous: bool) -> Any:
        return sim.async_client() if asynchronous else sim.client()

    def _examples(self, kind: Any, asynchronous: bool) -> dict[str, Any]:
        """A service that answers with what the spec says."""
        folder = {nibe_uplink: "nibe-uplink-v1", myuplink: "myuplink-v2", local: "nibe-local"}[kind]
        sim = self._stack.enter_context(kind.Simulator(spec=SPECS / f"{folder}.toml"))
        return {"client": self._client(sim, asynchronous)}

    def _cloud(self, kind: Any, name: str, asynchronous: bool) -> dict[str, Any]:
        # Writes are there to be seen half a minute later.
        speed = 600 if name.endswith(".write_points") else 0
        sim = self._stack.enter_context(kind.Simulator(at=START, speed=speed))
        self._set(kind, sim, "base_url", "client_id", "client_secret", "redirect_uri")
        sim.client(token_store=nibe_uplink.FileStore())
        client = self._client(sim, asynchronous)
        names = {"sim": sim, "client": client}
        if kind is myuplink:
            system = sim.client().systems().collect()[0]
            names |= {"device": system.devices[0].id, "system_id": system.system_id}
        else:
            system = sim.client().system(80101)
            home = nibe_uplink.AsyncHome if asynchronous else nibe_uplink.Home
            names |= {"system": system, "home": home(client, serial_number=system.serial_number)}
        return names

    def _pump(self, asynchronous: bool) -> dict[str, Any]:
        sim = self._stack.enter_context(Pump())
        self._set(local, sim, "base_url", "username", "password", "fingerprint")
        names = {"sim": sim, "username": sim.username, "password": sim.password, "pump_address": sim.base_url}
        return {**names, "pump": self._client(sim, asynchronous)}

    def _recorded(self) -> dict[str, Any]:
        table = two_days()
        table.to_pandas().to_parquet("house.parquet")
        return {"pump": analysis.read(table), "start": START}


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MPLBACKEND", "agg")
    with contextlib.ExitStack() as stack:
        yield World(stack, monkeypatch)


def run(examples: list[doctest.Example], names: dict[str, Any]) -> None:
    """Runs what is typed, as the prompt of `python -m asyncio` does, and compares what it says."""

    async def typed() -> None:
        for example in examples:
            code = compile(example.source, "<help>", "single", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
            with contextlib.redirect_stdout(io.StringIO()) as said:
                done = eval(code, names)
                if inspect.iscoroutine(done):
                    await done
            assert said.getvalue() == example.want, example.source

    asyncio.run(typed())


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("name", FUNCTIONS)
def test_its_example_runs(name: str, world: World) -> None:
    examples = doctest.DocTestParser().get_examples(inspect.getdoc(FUNCTIONS[name]) or "")
    text = "".join(example.source for example in examples)
    run(examples, world.of(name, "await " in text or "async " in text))
