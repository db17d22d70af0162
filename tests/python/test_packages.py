"""The crates that would be published: they pack and compile, and programs far from the repository stand on them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
from changed import ROOT, TARGET, run

pytestmark = pytest.mark.builds
# Whether cargo builds each packed crate by itself, which takes minutes: `make soak`. `make test` looks at all at once.
EACH = os.environ.get("UPLINK_LOOPS") == "100"


@pytest.fixture(scope="module")
def published() -> dict[str, dict[str, Any]]:
    """The crates of the workspace that may be published, by name."""
    command = ["cargo", "metadata", "--offline", "--no-deps", "--format-version", "1"]
    listed = json.loads(subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True).stdout)
    return {package["name"]: package for package in listed["packages"] if package["publish"] is None}


def forget_unpacked(published: dict[str, dict[str, Any]]) -> None:
    """Removes what cargo unpacked of our crates when it verified them last: it would build that again, whatever was packed."""
    home = Path(os.environ.get("CARGO_HOME", Path.home() / ".cargo"))
    # The folder of a registry is named by its host, and the one of packed crates has none.
    for name, package in published.items():
        for folder in home.glob(f"registry/src/-*/{name}-{package['version']}"):
            shutil.rmtree(folder)


@pytest.fixture(scope="module")
def packed(published: dict[str, dict[str, Any]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packed crates, unpacked in a folder as one workspace."""
    command = ["cargo", "package", "--offline", "--quiet", "--allow-dirty"]
    if EACH:
        forget_unpacked(published)
    else:
        command.append("--no-verify")
    # A package holds what git knows; of files that are not committed yet it holds the state on disk.
    run([*command, *(part for name in published for part in ("--package", name))], ROOT)
    folder = tmp_path_factory.mktemp("packed")
    for name, package in published.items():
        # Dated now: by the times of the archive cargo would take what was built of another for these.
        run(["tar", "-xzmf", str(TARGET / "package" / f"{name}-{package['version']}.crate")], folder)
        (folder / f"{name}-{package['version']}").rename(folder / name)
    patches = "\n".join(by_path(name, folder / name) for name in published)
    manifest = f'[workspace]\nresolver = "3"\nmembers = {json.dumps([*published])}\n[patch.crates-io]\n{patches}\n'
    (folder / "Cargo.toml").write_text(manifest, encoding="utf-8")
    # The versions of the workspace, so that nothing is downloaded.
    shutil.copy(ROOT / "Cargo.lock", folder / "Cargo.lock")
    return folder


def test_each_crate_says_what_it_is(published: dict[str, dict[str, Any]]) -> None:
    assert {"nibe-uplink", "uplink-spec", "uplink-codegen", "uplink-runtime", "uplink-spec-files"} <= published.keys()
    for name, package in published.items():
        assert len(package["description"] or "") > 20, name
        assert package["license"] == "MIT OR Apache-2.0", name
        assert package["readme"], name
        assert package["rust_version"], name


# What programs name, or find when they look below.
FOUND = ["nibe-uplink", "myuplink", "uplink-oauth", "uplink-runtime"]


def test_whoever_looks_for_a_crate_finds_it(published: dict[str, dict[str, Any]]) -> None:
    for name in FOUND:
        package = published[name]
        assert 3 <= len(package["keywords"]) <= 5 and package["categories"], name
        assert package["readme"] == "README.md", name
        assert package["metadata"]["docs"]["rs"] == {"all-features": True}, name


def test_a_package_holds_no_data_of_tests(packed: Path, published: dict[str, dict[str, Any]]) -> None:
    for name in published:
        files = [path for path in (packed / name).rglob("*") if path.is_file()]
        sizes = {str(path.relative_to(packed / name)): path.stat().st_size for path in files}
        assert {"Cargo.toml", "README.md"} <= sizes.keys(), name
        # Cargo leaves out a library whose file is left out, and says nothing.
        manifest = tomllib.loads((packed / name / "Cargo.toml").read_text(encoding="utf-8"))
        assert manifest.keys() & {"lib", "bin"}, name
        assert max(sizes.values()) < 300_000 and sum(sizes.values()) < 900_000, (
            name,
            max(sizes, key=sizes.__getitem__),
        )


def test_the_packed_crates_compile_without_the_repository(packed: Path) -> None:
    run(["cargo", "check", "--offline", "--quiet", "--workspace"], packed)


def test_the_specs_are_carried(packed: Path) -> None:
    carried = {path.name for path in (packed / "uplink-spec-files").iterdir()}
    committed = {path.name for path in (ROOT / "spec").iterdir() if path.suffix in (".toml", ".tsv")}
    assert committed - carried == set()


# What the program outside names, and what those stand on.
NAMED = ["nibe-uplink", "myuplink"]
BELOW = [
    *NAMED,
    "uplink-codegen",
    "uplink-heat-pump",
    "uplink-oauth",
    "uplink-runtime",
    "uplink-simulator",
    "uplink-spec",
    "uplink-spec-files",
]
# Our choice of TLS stays ours: the program's own client works before and after, and nothing is installed.
SAID = """its own client: 401
outdoor temp.: true
4 systems
system: cannot connect to 127.0.0.1:1: Connection refused (os error 111)
its own client: 401
installed: false
its own client: 401
"""


def outside(folder: Path, dependencies: list[str], patches: list[str]) -> str:
    """Builds and runs the program outside the workspace."""
    shutil.copytree(ROOT / "tests" / "outside" / "src", folder / "src")
    manifest = (ROOT / "tests" / "outside" / "Cargo.toml").read_text(encoding="utf-8")
    manifest = manifest.replace("{dependencies}", "\n".join(dependencies)).replace("{patches}", "\n".join(patches))
    (folder / "Cargo.toml").write_text(manifest, encoding="utf-8")
    # The versions of the workspace, so that nothing is downloaded.
    shutil.copy(ROOT / "Cargo.lock", folder / "Cargo.lock")
    return run(["cargo", "run", "--offline", "--quiet"], folder)


def by_path(name: str, folder: Path) -> str:
    """A line of a manifest."""
    return f"{name} = {{ path = {json.dumps(str(folder))} }}"


@pytest.mark.parametrize("how", ["packed", "by path"] if EACH else ["packed"])
def test_a_program_stands_on_the_crates(
    how: str, packed: Path, published: dict[str, dict[str, Any]], tmp_path: Path
) -> None:
    if how == "packed":
        dependencies = [f'{name} = {{ version = "0.1", features = ["simulator"] }}' for name in NAMED]
        patches = [by_path(name, packed / name) for name in BELOW]
    else:
        places = {name: Path(published[name]["manifest_path"]).parent for name in NAMED}
        dependencies = [
            by_path(name, place).replace(" }", ', features = ["simulator"] }') for name, place in places.items()
        ]
        patches = []
    assert outside(tmp_path, dependencies, patches) == SAID
