"""The source distribution installs from an empty folder, far from the repository."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
from pathlib import Path

from changed import ROOT, TARGET, run


def test_it_installs_and_works(tmp_path: Path) -> None:
    maturin = Path(sys.executable).parent / "maturin"
    command = [str(maturin), "sdist", "--out", str(tmp_path / "dist")]
    subprocess.run(command, cwd=ROOT / "python", check=True)
    (archive,) = (tmp_path / "dist").glob("*.tar.gz")
    with tarfile.open(archive) as tar:
        names = tar.getnames()
    assert any(name.endswith("spec/nibe-uplink-v1.parameters.tsv") for name in names)
    assert any(name.endswith("LICENSE-MIT") for name in names)
    subprocess.run([sys.executable, "-m", "venv", str(tmp_path / "venv")], check=True)
    python = tmp_path / "venv" / "bin" / "python"
    # The build of the wheel shares the libraries of the other tests. Our own crates are compiled anew: the files of the
    # archive are dated so early that cargo would take whatever was built before for theirs.
    run(["cargo", "clean", "--quiet", "--workspace"], ROOT)
    environment = os.environ | {"CARGO_TARGET_DIR": str(TARGET), "MATURIN_PEP517_ARGS": "--profile dev"}
    install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", str(archive)]
    subprocess.run(install, cwd=tmp_path, env=environment, check=True)
    code = (
        "import nibe_uplink; sim = nibe_uplink.Simulator(); print(len(sim.client().systems().collect())); sim.close()"
    )
    done = subprocess.run([str(python), "-c", code], cwd=tmp_path, stdout=subprocess.PIPE, text=True, check=True)
    assert done.stdout.strip() == "3"
    program = subprocess.run([str(tmp_path / "venv/bin/nibe-uplink"), "--version"], stdout=subprocess.PIPE, check=True)
    assert program.stdout.startswith(b"nibe-uplink ")
