"""Writes down, for the sweep of the whole run, what tests hear and do not show."""

from __future__ import annotations

import logging
import os
import subprocess
import traceback
from pathlib import Path
from typing import Any

import pytest


def note(text: str) -> None:
    """Adds to the notes of the run, which `tests/run.py` sweeps."""
    if folder := os.environ.get("UPLINK_TEST_NOTES"):
        with (Path(folder) / f"heard-{os.getpid()}.txt").open("a", encoding="utf-8", errors="replace") as file:
            file.write(text + "\n")


def install(patch: pytest.MonkeyPatch) -> None:
    """Has the output of child processes noted, and each expected exception with the variables of our own frames."""
    for other in ("nibeuplink", "oauthlib", "requests_oauthlib"):
        # Programs of others, which log tokens and secrets at DEBUG.
        logging.getLogger(other).setLevel(logging.INFO)
    communicate = subprocess.Popen.communicate
    leave = pytest.RaisesExc.__exit__

    def noted(self: Any, *args: Any, **options: Any) -> Any:
        said = communicate(self, *args, **options)
        for text in filter(None, said):
            note(text if isinstance(text, str) else text.decode(errors="replace"))
        return said

    def left(self: Any, kind: Any, error: BaseException | None, trace: Any) -> Any:
        cause = error
        while cause is not None:
            told = traceback.TracebackException.from_exception(cause, capture_locals=True)
            ours = [frame for frame in told.stack if f"{os.sep}nibe_uplink{os.sep}" in frame.filename]
            if ours:
                note(f"{cause!r} {vars(cause)}\n" + "".join(traceback.StackSummary.from_list(ours).format()))
            cause = cause.__cause__ or cause.__context__
        return leave(self, kind, error, trace)

    patch.setattr(subprocess.Popen, "communicate", noted)
    patch.setattr(pytest.RaisesExc, "__exit__", left)
