"""The notebooks run from beginning to end, and leave no secret."""

from __future__ import annotations

import asyncio
import html
import json
import re
import urllib.parse
from pathlib import Path
from typing import Any

import nbformat
import pytest
from logins import ends_at, parameter
from nbclient import NotebookClient

import nibe_uplink

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = {path.stem: path for path in sorted((ROOT / "docs" / "notebooks").glob("*.ipynb"))}
# Of each the pictures, and what its outputs have to say.
SAYS = {
    "first-steps": (1, ["<b>Lake house</b>", "°C", "did you mean outdoor_temperature"]),
    "logging-in": (0, ["(3, 1)", "needs the scope WRITESYSTEM", "['READSYSTEM', 'WRITESYSTEM']", "log in first"]),
    "a-week": (2, ["'compr in power': 'kW'", "23.0"]),
    "cop-and-heat-curve": (1, ["2024-03-31 00:00", "°C at 0 °C outdoors", "heat per degree day"]),
    "writing-settings": (1, ["needs the scope WRITESYSTEM", "DONE", "broke", "FORMAT_ERROR"]),
}

# The notebook's own machinery warns; it is not ours to change.
pytestmark = pytest.mark.filterwarnings("ignore")


def test_the_notebooks_are_these_and_hold_no_outputs() -> None:
    assert NOTEBOOKS.keys() == SAYS.keys()
    for path in NOTEBOOKS.values():
        notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
        assert all(not cell.get("outputs") and not cell.get("execution_count") for cell in notebook.cells)


@pytest.mark.parametrize("name", SAYS)
def test_a_notebook_runs_from_beginning_to_end(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    notebook = nbformat.read(NOTEBOOKS[name], as_version=4)
    # What it would print is kept, so that it can be looked for.
    secrets = tmp_path / "secrets"
    secrets.touch(mode=0o600)
    watch = nbformat.v4.new_code_cell(
        "import nibe_uplink as _uplink\n"
        "_made = _uplink.Simulator.__init__\n"
        "def _noted(self, **options):\n"
        "    _made(self, **options)\n"
        f"    open({str(secrets)!r}, 'a').write(self.client_secret + '\\n')\n"
        "_uplink.Simulator.__init__ = _noted"
    )
    notebook.cells.insert(0, watch)
    done = NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
    outputs = [output for cell in done.cells if cell.cell_type == "code" for output in cell.outputs]
    data = [output.get("data", {}) for output in outputs]
    pictures, words = SAYS[name]
    assert sum("image/png" in one for one in data) == pictures
    said = "".join(
        [*(output.get("text", "") for output in outputs), *(one.get("text/html", "") for one in data),
         *(one.get("text/plain", "") for one in data)]
    )  # fmt: skip
    for word in words:
        assert word in said
    assert "Traceback" not in said
    [secret] = secrets.read_text(encoding="utf-8").split()
    assert len(secret) > 20
    assert secret not in str(outputs)
    assert "access_token" not in str(outputs)


CELLS = [
    """
%xmode Verbose
import os
import nibe_uplink

client = nibe_uplink.login(
    base_url=os.environ["SIM_URL"],
    client_id=os.environ["SIM_ID"],
    client_secret=os.environ["SIM_SECRET"],
    redirect_uri="http://127.0.0.1:9/callback",
    token_store=nibe_uplink.FileStore(os.environ["SIM_STORE"]),
    keep_pace=False,
)
client
""",
    "client.systems().collect()[0]",
    "%history -o",
    "nibe_uplink.Login.begin(client)",
]


@pytest.mark.parametrize("slip", [False, True])
def test_t61_a_login_in_a_notebook_leaves_no_secret(
    slip: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A link and a field; afterwards neither the link nor what was typed is in the saved notebook."""
    secrets: set[str] = set()

    async def type_the_address(cell: Any) -> None:
        question = await client.kc.stdin_channel.get_msg(timeout=60)
        assert question["content"]["password"] is True, "what is typed is shown as dots"
        page = ""
        while "href" not in page:
            await asyncio.sleep(0.05)
            page = "".join(str(output.get("data", {}).get("text/html", "")) for output in cell.outputs)
        link = html.unescape(re.findall(r'href="([^"]+)"', page)[0])
        answer = await asyncio.to_thread(ends_at, link)
        secrets.update((parameter(link, "state"), parameter(answer, "code")))
        if slip:
            client.kc.input(answer.replace("state=", "state=x"))
            await client.kc.stdin_channel.get_msg(timeout=60)
        client.kc.input(answer)

    async def begin(cell: Any, cell_index: int) -> None:
        client.kc.allow_stdin = True
        if cell_index == 0:
            typing.append(asyncio.get_running_loop().create_task(type_the_address(cell)))

    with nibe_uplink.Simulator() as sim:
        store = tmp_path / "tokens.json"
        for name, value in {
            "SIM_URL": sim.base_url,
            "SIM_ID": sim.client_id,
            "SIM_SECRET": sim.client_secret,
            "SIM_STORE": str(store),
        }.items():
            monkeypatch.setenv(name, value)
        typing: list[asyncio.Task[None]] = []
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(text) for text in CELLS])
        client = NotebookClient(notebook, timeout=120, kernel_name="python3", on_cell_execute=begin)
        client.execute()
        typing[0].result()
        secrets.add(sim.client_secret)
    entry = next(iter(json.loads(store.read_text(encoding="utf-8"))["entries"].values()))
    secrets.update((entry["access_token"], entry["refresh_token"]))
    saved = nbformat.writes(notebook)
    assert "Granted: READSYSTEM WRITESYSTEM" in saved
    assert ("error: " in saved) is slip, "a slip is told, and may be repeated"
    assert "href" not in saved, "the link is gone"
    assert "<Login>" in saved
    for secret in secrets:
        assert len(secret) > 20
        assert secret not in saved
        assert urllib.parse.quote(secret, safe="") not in saved


def test_a_notebook_that_a_program_runs_says_where_to_log_in(
    sim: nibe_uplink.Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NIBE_UPLINK_BASE_URL", sim.base_url)
    monkeypatch.setenv("NIBE_UPLINK_CLIENT_ID", "key")
    cell = nbformat.v4.new_code_cell("import nibe_uplink\nnibe_uplink.login()")
    notebook = nbformat.v4.new_notebook(cells=[cell])
    NotebookClient(notebook, timeout=120, kernel_name="python3", allow_errors=True).execute()
    error = cell.outputs[-1]
    assert (error["output_type"], error["ename"]) == ("error", "SetupError")
    assert "log in once where there is one" in error["evalue"]
