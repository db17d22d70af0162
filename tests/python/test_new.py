"""A project in one command: what `new` lays out passes its tests at once, in each language."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from changed import PROFILE, ROOT, seed

pytestmark = pytest.mark.builds
PAGE = ROOT / "docs" / "how-to" / "another-api.md"

PATCH = "".join(
    f'uplink-{crate} = {{ path = "{ROOT}/crates/{crate}" }}\n' for crate in ("runtime", "codegen", "simulator", "spec")
)


def of_page(language: str, number: int = 0) -> str:
    """A block of a language, the first one unless another is asked for."""
    blocks: list[str] = re.findall(rf"```{language}\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    return blocks[number]


def new(generator: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([generator, "new", *arguments], capture_output=True, text=True, check=False)


def test_a_new_project_passes_its_tests_at_once(generator: Path, tmp_path: Path) -> None:
    document, folder = tmp_path / "house.yaml", tmp_path / "made"
    # The document is that of the page: a key, a form, files, text, and choices that a constant tells apart.
    document.write_text(of_page("yaml"), encoding="utf-8")
    made = new(generator, folder, "--from", document)
    assert made.returncode == 0, made.stderr
    assert made.stdout.endswith(f"now: cd {folder} && make test\n")
    assert "0 notes are about requests that differ from the document, 0 about types" in made.stderr
    # The crates as they are here, and nothing from elsewhere.
    (folder / ".cargo").mkdir()
    (folder / ".cargo" / "config.toml").write_text(f"[patch.crates-io]\n{PATCH}", encoding="utf-8")
    shutil.copy(ROOT / "Cargo.lock", folder)
    example = folder / "crates" / "green-house" / "examples" / "page.rs"
    example.parent.mkdir()
    head = "#[tokio::main]\nasync fn main() -> Result<(), Box<dyn std::error::Error>> {\n"
    example.write_text(f"{head}{of_page('rust')}Ok(())\n}}\n", encoding="utf-8")
    seed()
    environment = os.environ | PROFILE | {"CARGO_NET_OFFLINE": "true", "PYTHONDONTWRITEBYTECODE": "1"}
    environment["PATH"] = f"{generator.parent}{os.pathsep}{os.environ['PATH']}"
    for target in ("check", "test", "generate", "check"):
        done = subprocess.run(
            ["make", target, f"PYTHON={sys.executable}"],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        assert "warning" not in done.stdout + done.stderr
        if target == "test":
            assert re.search(r"test result: ok\. 4 passed", done.stdout), done.stdout
            assert "8 passed" in done.stdout
    command = [sys.executable, "-c", of_page("python")]
    said = subprocess.run(command, cwd=folder / "python", env=environment, capture_output=True, text=True, check=True)
    assert said.stdout == "1.0 Heater\non\n"
    in_the_shell(folder / "python", environment)


def in_the_shell(folder: Path, environment: dict[str, str]) -> None:
    """The commands of the page, beside a service that a command started."""
    program = [sys.executable, "-m", "green_house"]

    def call(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        given = {"cwd": folder, "env": environment | variables}
        return subprocess.run([*program, *arguments], capture_output=True, text=True, check=False, **given)

    help_text = call("--help").stdout
    assert "Usage: python -m green_house [OPTIONS] <COMMAND>" in help_text
    assert "login" not in help_text
    refused = call("call", "devices")
    assert (refused.returncode, refused.stderr) == (2, "error: nothing lets you in; set GREEN_HOUSE_API_KEY\n")
    with subprocess.Popen([*program, "simulate"], cwd=folder, env=environment, stdout=subprocess.PIPE) as service:
        assert service.stdout
        line = json.loads(service.stdout.readline())
        there = {"GREEN_HOUSE_BASE_URL": line["base_url"], "GREEN_HOUSE_API_KEY": line["auth"]["key"]}
        commands = re.findall(r"^green-house (call .*)$", of_page("sh", 1), re.MULTILINE)
        assert len(commands) == 3
        (folder / "window.jpg").write_bytes(b"...")
        said = [call(*shlex.split(command), **there) for command in commands]
        wrong = call("call", "devices", **there | {"GREEN_HOUSE_API_KEY": "x"})
        service.terminate()
    assert [done.returncode for done in said] == [0, 0, 0], said
    devices = json.loads(said[0].stdout)
    assert [device["kind"] for device in devices] == ["fan", "heater"]
    assert said[1].stderr == said[2].stderr == "done; the answer is empty\n"
    assert wrong.stderr == (
        "error: devices: the server answered 401. The key or password is not accepted; check it (`key`)\n"
    )


def test_what_cannot_be_a_project_is_told_and_nothing_is_written(generator: Path, tmp_path: Path) -> None:
    kettle = ROOT / "crates" / "codegen" / "examples" / "kettle" / "kettle.toml"
    folder = tmp_path / "made"
    for arguments, told in [
        (("--from", kettle, "--name", "9 kettles"), "`9 kettles` is no name of a Python package"),
        (("--from", tmp_path / "none.toml"), "none.toml"),
        (("--from", tmp_path / "none.yaml"), "cannot read"),
        (("--from", ROOT / "spec" / "nibe-uplink-v1.toml"), "has `computed` words"),
    ]:
        made = new(generator, folder, *arguments)
        assert made.returncode == 1
        assert told in made.stderr
        assert made.stderr.startswith("error")
        assert not folder.exists()
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").touch()
    assert "is not empty" in new(generator, tmp_path / "full", "--from", kettle).stderr


@pytest.mark.parametrize("kind", ["--rust", "--python"])
def test_a_project_may_have_one_language(generator: Path, tmp_path: Path, kind: str) -> None:
    kettle = ROOT / "crates" / "codegen" / "examples" / "kettle" / "kettle.toml"
    assert new(generator, tmp_path, "--from", kettle, kind, "--name", "pot").returncode == 0
    assert (tmp_path / "crates" / "pot" / "build.rs").is_file() is (kind == "--rust")
    assert (tmp_path / "python" / "pot" / "__init__.py").is_file() is (kind == "--python")
    done = subprocess.run(
        ["make", "check"],
        cwd=tmp_path,
        env=os.environ | {"PATH": f"{generator.parent}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
