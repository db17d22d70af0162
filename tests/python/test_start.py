"""What starting costs is mostly what is imported: nothing beyond what is needed."""

from __future__ import annotations

import subprocess
import sys

import pytest
from apis import APIS


def imported(code: str) -> set[str]:
    """The modules that some code adds to those of a bare interpreter."""
    code = f"import sys; before = set(sys.modules); {code}; print(*sorted(sys.modules.keys() - before))"
    command = [sys.executable, "-I", "-c", code]
    return set(subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout.split())


def test_the_program_loads_the_bridge_alone() -> None:
    bridge = {"nibe_uplink._core", "nibe_uplink._core.nibe"}
    assert imported("import nibe_uplink.__main__") == {"nibe_uplink", "nibe_uplink.__main__", *bridge}


@pytest.mark.parametrize("module", [api.package.__name__ for api in APIS])
def test_a_package_loads_nothing_before_it_is_used(module: str) -> None:
    assert imported(f"import {module}") <= {"nibe_uplink", module}


@pytest.mark.parametrize("name", ["_core", "errors", "stores", "myuplink", "local"])
def test_a_module_of_the_package_loads_no_types(name: str) -> None:
    loaded = imported(f"from nibe_uplink import {name}")
    assert f"nibe_uplink.{name}" in loaded
    assert not {module for module in loaded if "_generated" in module}


@pytest.mark.parametrize("name", ["errors", "stores"])
def test_typing_is_for_type_checkers(name: str) -> None:
    assert not imported(f"import nibe_uplink.{name}") & {"typing", "pathlib", "enum", "asyncio", "contextlib"}


def test_the_program_takes_ctrl_c_from_python() -> None:
    code = "from nibe_uplink._core import nibe; nibe.cli_main(['nibe-uplink', '--version']); import signal"
    code += "; print(signal.getsignal(signal.SIGINT) is signal.SIG_DFL)"
    said = subprocess.run([sys.executable, "-I", "-c", code], stdout=subprocess.PIPE, text=True, check=True).stdout
    assert said.splitlines()[-1] == "True"
