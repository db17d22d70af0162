"""The notebook runs from beginning to end; its tables are HTML and its picture has axes with units."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

import nibe_uplink

NOTEBOOK = Path(__file__).resolve().parents[2] / "python" / "examples" / "first_steps.ipynb"

# The notebook's own machinery warns; it is not ours to change.
pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module")
def outputs() -> list[Any]:
    """The outputs of all cells."""
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    assert all(not cell.get("outputs") for cell in notebook.cells), "the committed notebook holds no outputs"
    done = NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
    return [output for cell in done.cells if cell.cell_type == "code" for output in cell.outputs]


def test_tables_are_html(outputs: list[Any]) -> None:
    pages = [output["data"]["text/html"] for output in outputs if "text/html" in output.get("data", {})]
    assert any("<table>" in page and "outdoor temp" in page and "°C" in page for page in pages)


def test_there_is_a_picture(outputs: list[Any]) -> None:
    assert any("image/png" in output.get("data", {}) for output in outputs)


def test_the_write_is_stopped_and_then_done(outputs: list[Any]) -> None:
    text = "".join(output.get("text", "") for output in outputs)
    assert "needs the scope WRITESYSTEM" in text
    assert any("DONE" in output.get("data", {}).get("text/plain", "") for output in outputs)


def test_no_output_holds_a_secret(outputs: list[Any]) -> None:
    with nibe_uplink.Simulator() as sim:
        assert sim.client_secret not in str(outputs)
    assert "access_token" not in str(outputs)


def test_the_axes_name_their_units() -> None:
    from datetime import UTC, datetime

    axes = nibe_uplink.plot([datetime(2024, 1, 1, tzinfo=UTC)], {"a": [1.0]})
    assert axes.get_ylabel() == "temperature (°C)"
    assert axes.get_xlabel() == "time of day (h)"
