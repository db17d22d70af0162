"""A real browser without a window that does what a test says: it is driven through a pipe, by the DevTools protocol."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from browser import CHROMIUM


class Browser:
    """One page in a browser of its own, which sees this machine only. A context manager."""

    def __init__(self, profile: Path) -> None:
        assert CHROMIUM is not None
        ours, theirs = os.pipe(), os.pipe()
        # The browser reads from 3 and writes to 4.
        command = [
            *("bash", "-c", f'exec "$@" 3<&{ours[0]} 4>&{theirs[1]}', "bash"),
            *(CHROMIUM, "--headless", "--disable-gpu", "--no-first-run", "--disable-background-networking"),
            *("--disable-component-update", "--disable-dev-shm-usage", "--remote-debugging-pipe"),
            *(f"--user-data-dir={profile}", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"),
            # The sandbox needs rights that containers do not give; the pages are ours.
            *("--no-sandbox", "about:blank"),
        ]
        log = (profile / "console.txt").open("wb")
        with log:
            self._process = subprocess.Popen(
                command,
                env=os.environ | {"HOME": str(profile)},
                stdout=log,
                stderr=log,
                pass_fds=(ours[0], theirs[1]),
            )
        os.close(ours[0])
        os.close(theirs[1])
        self._out, self._in = os.fdopen(ours[1], "wb"), os.fdopen(theirs[0], "rb")
        self._number, self._buffer, self._session = 0, b"", None
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.send("Page.enable")

    def _receive(self) -> dict[str, Any]:
        while b"\0" not in self._buffer:
            more = os.read(self._in.fileno(), 1 << 20)
            assert more, "the browser has ended"
            self._buffer += more
        text, self._buffer = self._buffer.split(b"\0", 1)
        message: dict[str, Any] = json.loads(text)
        return message

    def send(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Sends a command and waits for its answer."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters}
        if self._session is not None:
            message["sessionId"] = self._session
        self._out.write(json.dumps(message).encode() + b"\0")
        self._out.flush()
        while True:
            answer = self._receive()
            if answer.get("id") == self._number:
                assert "error" not in answer, answer["error"]
                result: dict[str, Any] = answer["result"]
                return result

    def _loaded(self) -> None:
        while self._receive().get("method") != "Page.loadEventFired":
            pass

    def open(self, url: str) -> None:
        """Opens a page, to its end."""
        self.send("Page.navigate", url=url)
        if self.run("document.readyState") != "complete":
            self._loaded()

    def run(self, expression: str) -> Any:
        """What a script comes to in the page, whatever the page itself allows."""
        result = self.send("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in result, result["exceptionDetails"]
        return result["result"].get("value")

    def press(self, expression: str) -> None:
        """Presses a button, and waits for the page that comes."""
        # The mark is gone with the page.
        self.run("window.before = true")
        self.run(f"{expression}.click()")
        while self.run("window.before === true || document.readyState !== 'complete'"):
            pass

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._process.terminate()
        self._process.wait(timeout=30)
        self._out.close()
        self._in.close()
