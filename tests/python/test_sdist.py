"""The source distribution installs from an empty folder, far from the repository, and holds nothing that is private."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
from changed import ROOT, TARGET, run

sys.path.insert(0, str(ROOT / "release"))
import runtime

pytestmark = pytest.mark.builds
# What a builder may have set while building.
CANARY = "canary-of-the-client-secret-0123456789"
SECRET = {"NIBE_UPLINK_CLIENT_SECRET": CANARY}
PRIVATE = re.compile(rb"PRIVATE KEY-----|" + CANARY.encode())
# Written for the archive or a release: its description, licences, and readmes that stand beside the crates.
WRITTEN = re.compile(r"PKG-INFO|(python/)?THIRD-PARTY-LICENCES|crates/[\w-]+/README\.md")


def known_to_git() -> set[str]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, stdout=subprocess.PIPE, check=True).stdout
    return set(listed.decode().split("\0"))


def packed(folder: Path, out: Path) -> tuple[Path, list[str], bytes]:
    """The archive of a distribution, the names in it and all that it holds."""
    command = [str(Path(sys.executable).parent / "maturin"), "sdist", "--out", str(out)]
    subprocess.run(command, cwd=folder, env=os.environ | SECRET, check=True)
    (archive,) = out.glob("*.tar.gz")
    with tarfile.open(archive) as tar:
        names = [name.split("/", 1)[1] for name in tar.getnames()]
        held = b"".join(part.read() for member in tar if (part := tar.extractfile(member)))
    return archive, names, held


def test_that_of_the_runtime_holds_what_was_laid_out_and_no_secret(tmp_path: Path) -> None:
    runtime.lay_out(runtime.OUT)
    _, names, held = packed(runtime.OUT, tmp_path / "dist")
    known = known_to_git() | set(runtime.files())
    assert [name for name in names if not (name in known or WRITTEN.fullmatch(name))] == []
    assert {name for name in runtime.files() if name.startswith("uplink_runtime/")} <= set(names)
    assert not PRIVATE.search(held)


def test_it_installs_and_works_and_t65_holds_no_secret(tmp_path: Path) -> None:
    archive, names, held = packed(ROOT / "python", tmp_path / "dist")
    git = known_to_git()
    assert [n for n in names if not ({n, f"python/{n}"} & git or WRITTEN.fullmatch(n))] == []
    assert not PRIVATE.search(held)
    assert any(name.endswith("spec/nibe-uplink-v1.parameters.tsv") for name in names)
    assert any(name.endswith("LICENSE-MIT") for name in names)
    subprocess.run([sys.executable, "-m", "venv", str(tmp_path / "venv")], check=True)
    python = tmp_path / "venv" / "bin" / "python"
    # The build of the wheel shares the libraries of the other tests. Our own crates are compiled anew: the files of the
    # archive are dated so early that cargo would take whatever was built before for theirs.
    run(["cargo", "clean", "--quiet", "--workspace"], ROOT)
    environment = os.environ | SECRET | {"CARGO_TARGET_DIR": str(TARGET), "MATURIN_PEP517_ARGS": "--profile dev"}
    install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", str(archive)]
    subprocess.run(install, cwd=tmp_path, env=environment, check=True)
    installed = [
        path for path in (tmp_path / "venv/lib").glob("python*/site-packages/nibe_uplink*/**/*") if path.is_file()
    ]
    assert sum(path.suffix == ".so" for path in installed) == 1
    assert not any(PRIVATE.search(path.read_bytes()) for path in installed)
    code = (
        "import nibe_uplink; sim = nibe_uplink.Simulator(); print(len(sim.client().systems().collect())); sim.close()"
    )
    done = subprocess.run([str(python), "-c", code], cwd=tmp_path, stdout=subprocess.PIPE, text=True, check=True)
    assert done.stdout.strip() == "3"
    program = subprocess.run([str(tmp_path / "venv/bin/nibe-uplink"), "--version"], stdout=subprocess.PIPE, check=True)
    assert program.stdout.startswith(b"nibe-uplink ")
