"""Says what is wrong with a wheel before anybody gets it: paths of its builder, licences, size, version, form.

python release/check_wheel.py build/wheels/*.whl
"""

from __future__ import annotations

import os
import re
import sys
import tomllib
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# The distributions, each with the most that its wheel may have for Linux on x86-64, either ABI; elsewhere a fifth more.
MOST_BYTES = {"nibe_uplink_client": 5_100_000, "uplink_runtime": 3_400_000}
# What tells of an API; the runtime has none.
OF_AN_API = (b"api.nibeuplink.com", b"api.myuplink.com")
CARGO_HOME = Path(os.environ.get("CARGO_HOME", Path.home() / ".cargo"))
PRIVATE = [str(path).encode() for path in (ROOT, CARGO_HOME, Path.home())]
# The machine that the header of a shared library names at byte 18, by the word in the name of its wheel.
ELF = {"x86_64": 62, "aarch64": 183, "armv7l": 40}


def wrong_with(path: Path) -> list[str]:
    """What is wrong, each in a sentence."""
    found = []
    version = tomllib.loads((ROOT / "Cargo.toml").read_text(encoding="utf-8"))["workspace"]["package"]["version"]
    distribution, _, rest = path.name.partition("-")
    if distribution not in MOST_BYTES:
        return [f"it is none of {', '.join(MOST_BYTES)}"]
    if not rest.startswith(f"{version}-cp3"):
        found.append(f"its name does not say version {version}")
    most = MOST_BYTES[distribution]
    if not re.search(r"linux.*x86_64", path.name):
        most += most // 5
    if path.stat().st_size > most:
        found.append(f"it has {path.stat().st_size:,} bytes, and {most:,} are the most")
    with zipfile.ZipFile(path) as wheel:
        contents = {name: wheel.read(name) for name in wheel.namelist()}
    for name, content in contents.items():
        places = [place.decode() for place in PRIVATE if place in content]
        if places:
            found.append(f"{name} holds the path {places[0]}")
    for licence in ("LICENSE-MIT", "LICENSE-APACHE", "NOTICE", "THIRD-PARTY-LICENCES"):
        if not any(name.endswith(f"licenses/{licence}") for name in contents):
            found.append(f"{licence} is missing")
    third = next((text for name, text in contents.items() if name.endswith("THIRD-PARTY-LICENCES")), b"")
    if b"tokio 1." not in third or third.count(b"\n") < 1000:
        found.append("THIRD-PARTY-LICENCES does not hold the texts of the crates")
    libraries = [content for name, content in contents.items() if re.search(r"_core\.[\w.-]*(so|pyd)$", name)]
    if len(libraries) != 1:
        found.append(f"it holds {len(libraries)} extensions")
    if distribution == "uplink_runtime":
        found += [
            f"its extension holds an API, {word.decode()}"
            for word in OF_AN_API
            if any(word in library for library in libraries)
        ]
    machine = next((number for word, number in ELF.items() if word in path.name), None)
    if "linux" in path.name and machine is not None:
        found += [
            "its extension is for another machine than its name says"
            for library in libraries
            if library[:4] != b"\x7fELF" or int.from_bytes(library[18:20], "little") != machine
        ]
    found += [sentence for library in libraries if (sentence := wrong_libc(path.name, library))]
    return found


def wrong_libc(name: str, library: bytes) -> str | None:
    """What an extension wants of the C library that the name of its wheel does not promise."""
    wanted = max((int(minor) for minor in re.findall(rb"GLIBC_2\.(\d+)", library)), default=0)
    if "musllinux" in name and (wanted or b"libc.so.6" in library):
        return "its extension is for glibc, and its name says musl"
    promised = re.search(r"manylinux_2_(\d+)", name)
    if promised and wanted > int(promised[1]):
        return f"its extension wants glibc 2.{wanted}, and its name says 2.{promised[1]}"
    return None


def main() -> int:
    """Checks each wheel that is named."""
    wheels = [Path(name) for name in sys.argv[1:]]
    if not wheels:
        sys.exit("error: name the wheels to check")
    failed = 0
    for path in wheels:
        found = wrong_with(path)
        failed += bool(found)
        print(f"{path.name}: {path.stat().st_size:,} bytes, {'; '.join(found) or 'fine'}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
