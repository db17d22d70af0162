"""The programs of the pages run, one page after another, each as one session."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from support import SPECS

DOCS = SPECS.parent / "docs"
# Each has a test that also looks at what its programs do.
ELSEWHERE = {
    "another-api.md",
    "calls.md",
    "data.md",
    "fleet.md",
    "migration.md",
    "publish.md",
    "security.md",
    "staying-logged-in.md",
    "testing.md",
}
PAGES = sorted(path for path in DOCS.rglob("*.md") if not {"reference", *ELSEWHERE} & {*path.relative_to(DOCS).parts})


def programs(page: Path) -> list[tuple[int, str]]:
    """The Python programs of a page, each with the line that it stands in."""
    text = page.read_text(encoding="utf-8")
    return [(text[: one.start(1)].count("\n"), one[1]) for one in re.finditer(r"```python\n(.*?)```", text, re.S)]


@pytest.mark.parametrize("page", [page for page in PAGES if programs(page)], ids=lambda page: page.stem)
def test_the_programs_of_a_page_run(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    # What a page puts into the environment ends with it.
    for name in ("NIBE_UPLINK_TOKEN_FILE", "NIBE_UPLINK_CLIENT_ID"):
        monkeypatch.setenv(name, "")
    names = {"__name__": "page"}
    for line, program in programs(page):
        # Lines of a traceback are those of the page.
        exec(compile("\n" * line + program, str(page), "exec"), names)
