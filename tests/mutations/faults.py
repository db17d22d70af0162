"""Seeded faults: each is put into a copy of the repository, and a named test must turn red."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest
from changed import ROOT, run


class Fault(NamedTuple):
    """One fault, and the test that finds it."""

    file: str
    right: str
    wrong: str
    package: str
    test: str


def turns_red(fault: Fault, copy: Path) -> None:
    """Seeds the fault in the copy, runs its test and mends the copy. A test that cannot run here is skipped."""
    path = copy / fault.file
    text = (ROOT / fault.file).read_text(encoding="utf-8")
    assert fault.right in text, "the fault no longer applies; correct it here"
    path.write_text(text.replace(fault.right, fault.wrong), encoding="utf-8")
    package, *target = fault.package.split()
    # With the features of the whole workspace, of whose crates of others most are compiled already.
    packages = ["--workspace"] if "--test" in target else ["-p", package]
    command = ["cargo", "test", "--offline", "--quiet", *packages, *target, "--", "--show-output"]
    # Unit tests stand in modules; their own names are unique.
    command += [fault.test] if fault.package.endswith("--lib") else ["--exact", fault.test]
    try:
        said = run(command, copy)
    except AssertionError as error:
        if not re.search(rf"test \S*{fault.test} \.\.\. FAILED|{fault.test}.*panicked", str(error)):
            raise
        return
    finally:
        path.write_text(text, encoding="utf-8")
    if reason := re.search("^skipped: (.*)", said, re.MULTILINE):
        pytest.skip(reason[1])
    pytest.fail(f"`{fault.test}` stays green")
