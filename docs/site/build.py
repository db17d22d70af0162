"""Builds the documentation site: pages, and notebooks with what they put out. Usage: build.py OUT."""

from __future__ import annotations

import base64
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

SITE = Path(__file__).resolve().parent
DOCS = SITE.parent
ANSI = re.compile(r"\x1b\[[0-9;]*m")


def main(out: Path) -> int:
    """Writes the site to `out/site`; gives the exit code of the generator, for which warnings are errors."""
    pages = out / "pages"
    shutil.rmtree(pages, ignore_errors=True)
    shutil.rmtree(out / "site", ignore_errors=True)
    pages.mkdir(parents=True)
    for path in DOCS.rglob("*"):
        inside = path.relative_to(DOCS)
        if path.is_file() and inside.parts[0] != "site" and path.suffix != ".ipynb":
            (pages / inside).parent.mkdir(parents=True, exist_ok=True)
            if path.suffix == ".md":
                # On the site a notebook is a page.
                text = re.sub(
                    r"\]\(([\w/.-]+)\.ipynb\)",
                    r"](\1.md)",
                    path.read_text(encoding="utf-8"),
                )
                (pages / inside).write_text(text, encoding="utf-8")
            else:
                shutil.copy(path, pages / inside)
    (pages / "notebooks").mkdir()
    with ThreadPoolExecutor(2) as pool:
        list(
            pool.map(
                lambda path: write(path, pages / "notebooks"),
                sorted(DOCS.glob("notebooks/*.ipynb")),
            )
        )
    shutil.copy(SITE / "zensical.toml", out / "zensical.toml")
    command = [str(Path(sys.executable).parent / "zensical"), "build", "--clean"]
    done = subprocess.run(
        command,
        cwd=out,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    # Its own traceback says nothing.
    print(ANSI.sub("", done.stdout).partition("Traceback")[0].rstrip())
    return done.returncode


def write(path: Path, folder: Path) -> None:
    """Runs a notebook, and writes it as a page with pictures beside it."""
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=300, kernel_name="python3").execute()
    parts = [f"[This page as a notebook]({path.name}){{ download }}"]
    for number, cell in enumerate(notebook.cells):
        if cell.cell_type == "markdown":
            parts.append(re.sub(r"\]\(([\w/.-]+)\.ipynb\)", r"](\1.md)", cell.source))
        else:
            parts.append(f"```python\n{cell.source}\n```")
            parts += [shown(one, folder, f"{path.stem}-{number}-{place}") for place, one in enumerate(cell.outputs)]
    # The title comes first.
    parts[0], parts[1] = parts[1], parts[0]
    (folder / f"{path.stem}.md").write_text("\n\n".join(filter(None, parts)) + "\n", encoding="utf-8")
    shutil.copy(path, folder)


def shown(output: Any, folder: Path, name: str) -> str:
    """An output as Markdown."""
    data = output.get("data", {})
    if "text/html" in data:
        # Tables of pandas bring their own style, which the site has too.
        page = re.sub(r"<style.*?</style>", "", data["text/html"], flags=re.DOTALL)
        lines = "".join(line.strip() for line in page.splitlines())
        return f'<div style="overflow-x: auto">{lines}</div>'
    if "image/png" in data:
        (folder / f"{name}.png").write_bytes(base64.b64decode(data["image/png"]))
        return f"![The picture that the lines above draw]({name}.png)"
    text = output.get("text") or data.get("text/plain", "")
    return f"```text\n{ANSI.sub('', text).rstrip()}\n```" if text else ""


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve()))
